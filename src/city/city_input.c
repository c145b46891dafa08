/* city_input.c - the holder of what a user says about a city. */
#include "xenia/city.h"

enum xn_status xn_city_input_new(struct xn_city_input **ret, struct xn_error *err)
{
    struct xn_arena *arena = xn_arena_new();
    struct xn_city_input *input = arena ? xn_arena_alloc(arena, 1, sizeof *input) : NULL;
    if (!input) {
        xn_arena_free(arena);
        return xn_fail_memory(err);
    }
    input->arena = arena;
    input->as_of = input->organisation.begin = XN_NO_DATE;
    *ret = input;
    return XN_OK;
}

void xn_city_input_free(struct xn_city_input *input)
{
    if (input)
        xn_arena_free(input->arena); /* the input itself lies in it */
}
