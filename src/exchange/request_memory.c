/* request_memory.c - what was read as JSON leaves nothing behind: it may have been a password. */
#include <jansson.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include "xenia/request.h"

static void free_wiped(void *block)
{
    if (block)
        explicit_bzero(block, malloc_usable_size(block));
    free(block);
}

void xn_request_wipe_memory(void)
{
    json_set_alloc_funcs(malloc, free_wiped);
}
