/* counted_memory.h - the allocator of tests: counts live blocks, and fails where it is told to.
 *
 * Linked before libxenia_base.a it takes the place of src/base/memory.c's heap functions.
 */
#ifndef XENIA_TEST_COUNTED_MEMORY_H
#define XENIA_TEST_COUNTED_MEMORY_H

#include <stddef.h>

size_t xn_test_live_blocks(void);
size_t xn_test_allocations(void); /* since the last xn_test_fail_allocation */
/* The n-th allocation from now on (1: the next) returns NULL, once; 0: none fails. Restarts the count. */
void xn_test_fail_allocation(size_t n);

#endif
