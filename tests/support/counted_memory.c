#include "counted_memory.h"
#include "xenia/memory.h"
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>

static atomic_size_t live_blocks, allocations, fail_at;

size_t xn_test_live_blocks(void)
{
    return live_blocks;
}

size_t xn_test_allocations(void)
{
    return allocations;
}

void xn_test_fail_allocation(size_t n)
{
    allocations = 0;
    fail_at = n;
}

static int must_fail(void)
{
    const size_t number = atomic_fetch_add(&allocations, 1) + 1;
    return fail_at != 0 && number == fail_at;
}

static void *counted(void *block)
{
    if (block)
        live_blocks++;
    return block;
}

void *xn_alloc(size_t size)
{
    return must_fail() ? NULL : counted(malloc(size ? size : 1));
}

void *xn_calloc(size_t count, size_t size)
{
    return must_fail() ? NULL : counted(calloc(count ? count : 1, size ? size : 1));
}

void *xn_realloc(void *block, size_t count, size_t size)
{
    if (must_fail() || (size && count > SIZE_MAX / size))
        return NULL;
    const size_t wanted = count * size;
    void *grown = realloc(block, wanted ? wanted : 1);
    return block ? grown : counted(grown);
}

void xn_free(void *block)
{
    if (block)
        live_blocks--;
    free(block);
}
