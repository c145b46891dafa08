/* memory.h - the only way Xenia allocates.
 *
 * All layers go through these few functions, so that a test can replace them (tests/support/
 * counted_memory.c defines the same symbols, counts live blocks and makes the n-th allocation fail).
 * The arena is for things that die together: a city, a file, a request.
 */
#ifndef XENIA_MEMORY_H
#define XENIA_MEMORY_H

#include <stddef.h>
#include "xenia/status.h"

/* As malloc, calloc, reallocarray and free; NULL when memory is out or count * size overflows.
 * A size of 0 gives a valid pointer. xn_free accepts NULL. */
void *xn_alloc(size_t size);
void *xn_calloc(size_t count, size_t size);
void *xn_realloc(void *block, size_t count, size_t size);
void xn_free(void *block);
XN_DEFINE_AUTO(xn_free, void *)
/* For XN_CLEANUP on a pointer of any type:  XN_CLEANUP(xn_free_pointer) double *value = xn_calloc(...) */
void xn_free_pointer(void *pointer_to_pointer);

/* A copy of a string on the heap, to be freed with xn_free; NULL when memory is out. */
char *xn_strdup(const char *text);

/* Many allocations, one free. Blocks are aligned for any type and zeroed. Not thread-safe. */
struct xn_arena;
struct xn_arena *xn_arena_new(void);
void xn_arena_free(struct xn_arena *arena);
XN_DEFINE_AUTO(xn_arena_free, struct xn_arena *)
/* Overwrites all that is in it, before it is freed: there was a secret. */
void xn_arena_wipe(struct xn_arena *arena);
void *xn_arena_alloc(struct xn_arena *arena, size_t count, size_t size);
char *xn_arena_strdup(struct xn_arena *arena, const char *text);
char *xn_arena_strndup(struct xn_arena *arena, const char *text, size_t length);
/* sprintf into the arena; NULL when memory is out. */
char *xn_arena_printf(struct xn_arena *arena, const char *format, ...) XN_PRINTF(2, 3);

/* An array of the arena, or XN_MEMORY: XN_ARENA_ARRAY(arena, n, &city->unit, err). */
#define XN_ARENA_ARRAY(arena, count, ret, err)                                                               \
    ((*(ret) = xn_arena_alloc((arena), (count), sizeof **(ret))) ? XN_OK : xn_fail_memory(err))

#endif
