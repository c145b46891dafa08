/* memory.c - the heap as libc gives it. Tests link tests/support/counted_memory.c in its place, so this file
 * holds these four functions and nothing else. */
#include "xenia/memory.h"
#include <stdint.h>
#include <stdlib.h>

void *xn_alloc(size_t size)
{
    return malloc(size ? size : 1);
}

void *xn_calloc(size_t count, size_t size)
{
    return calloc(count ? count : 1, size ? size : 1);
}

void *xn_realloc(void *block, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        return NULL;
    const size_t wanted = count * size;
    return realloc(block, wanted ? wanted : 1);
}

void xn_free(void *block)
{
    free(block);
}
