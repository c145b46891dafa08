/* arena.c - many allocations, one free.
 *
 * Chunks double from 4 KiB to 1 MiB; what is larger than a chunk gets one of its own. Memory is zeroed, so a
 * half-built object in an arena is always safe to look at.
 */
#include "xenia/memory.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define CHUNK_FIRST ((size_t)4 << 10)
#define CHUNK_LAST ((size_t)1 << 20)

struct chunk {
    struct chunk *next;
    size_t used, size;
    max_align_t bytes[];
};

struct xn_arena {
    struct chunk *chunk; /* the current one first */
    size_t next_size;
};

void xn_free_pointer(void *pointer_to_pointer)
{
    void *pointer;
    memcpy(&pointer, pointer_to_pointer, sizeof pointer);
    xn_free(pointer);
}

char *xn_strdup(const char *text)
{
    const size_t size = strlen(text) + 1;
    char *copy = xn_alloc(size);
    return copy ? memcpy(copy, text, size) : NULL;
}

struct xn_arena *xn_arena_new(void)
{
    struct xn_arena *arena = xn_calloc(1, sizeof *arena);
    if (arena)
        arena->next_size = CHUNK_FIRST;
    return arena;
}

void xn_arena_free(struct xn_arena *arena)
{
    if (!arena)
        return;
    for (struct chunk *chunk = arena->chunk, *next; chunk; chunk = next) {
        next = chunk->next;
        xn_free(chunk);
    }
    xn_free(arena);
}

void xn_arena_wipe(struct xn_arena *arena)
{
    for (struct chunk *chunk = arena->chunk; chunk; chunk = chunk->next)
        explicit_bzero(chunk->bytes, chunk->used);
}

static struct chunk *add_chunk(struct xn_arena *arena, size_t at_least)
{
    const size_t size = at_least > arena->next_size ? at_least : arena->next_size;
    if (size > SIZE_MAX - sizeof(struct chunk))
        return NULL;
    struct chunk *chunk = xn_calloc(1, sizeof *chunk + size);
    if (!chunk)
        return NULL;
    chunk->size = size;
    if (arena->chunk && at_least > arena->next_size) { /* keep filling the current one */
        chunk->next = arena->chunk->next;
        arena->chunk->next = chunk;
    } else {
        chunk->next = arena->chunk;
        arena->chunk = chunk;
        if (arena->next_size < CHUNK_LAST)
            arena->next_size *= 2;
    }
    return chunk;
}

void *xn_arena_alloc(struct xn_arena *arena, size_t count, size_t size)
{
    const size_t alignment = _Alignof(max_align_t);
    if (size && count > (SIZE_MAX - alignment) / size)
        return NULL;
    const size_t wanted = (count * size + alignment - 1) / alignment * alignment;
    struct chunk *chunk = arena->chunk;
    if (!chunk || chunk->size - chunk->used < wanted)
        chunk = add_chunk(arena, wanted);
    if (!chunk)
        return NULL;
    void *block = (char *)chunk->bytes + chunk->used;
    chunk->used += wanted;
    return block;
}

char *xn_arena_strndup(struct xn_arena *arena, const char *text, size_t length)
{
    char *copy = xn_arena_alloc(arena, length + 1, 1);
    if (copy && length)
        memcpy(copy, text, length);
    return copy;
}

char *xn_arena_strdup(struct xn_arena *arena, const char *text)
{
    return xn_arena_strndup(arena, text, strlen(text));
}

char *xn_arena_printf(struct xn_arena *arena, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = length < 0 ? NULL : xn_arena_alloc(arena, (size_t)length + 1, 1);
    if (text)
        vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    return text;
}
