/* bare_publication.h - a publication of one level made of nothing but counts, all of them shown, as they are
 * given: what intervals and classes at other thresholds are computed from. */
#ifndef XENIA_TEST_BARE_PUBLICATION_H
#define XENIA_TEST_BARE_PUBLICATION_H

#include "xenia/city.h"
#include "xenia/publication.h"
#include "test.h"

static inline void bare_cells(struct xn_arena *arena, size_t n_units, size_t n_groups,
                              struct xn_controlled_level *ret)
{
    *ret = (struct xn_controlled_level){.n_units = n_units, .n_groups = n_groups};
    ret->persons = xn_arena_alloc(arena, n_units, sizeof *ret->persons);
    ret->group = xn_arena_alloc(arena, n_units * n_groups, sizeof *ret->group);
    ret->class_why = xn_arena_alloc(arena, n_units, sizeof *ret->class_why);
}

/* The persons of a unit are the sum of its groups; classes rest on the first group. */
static inline struct xn_publication *bare_publication(const double *count, size_t n_units, size_t n_groups,
                                                      double household_size)
{
    static const char *const group[] = {"A", "B", "C", "D"};
    static const struct xn_group_title title[] = {
        {.group = "A"}, {.group = "B"}, {.group = "C"}, {.group = "D"}};
    struct xn_publication *publication = xn_calloc(1, sizeof *publication);
    assert_non_null(publication);
    publication->arena = xn_arena_new();
    publication->household_size = household_size;
    publication->n_groups = n_groups;
    publication->group = group;
    publication->group_title = title;
    publication->n_levels = publication->counts.n_levels = 1;
    struct xn_controlled_level *level = &publication->counts.level[0], *whole = &publication->counts.whole;
    bare_cells(publication->arena, n_units, n_groups, level);
    bare_cells(publication->arena, 1, n_groups, whole);
    for (size_t i = 0; i < n_units * n_groups; i++) {
        level->group[i].count = count[i];
        level->persons[i / n_groups].count += count[i];
        whole->group[i % n_groups].count += count[i];
        whole->persons[0].count += count[i];
    }
    return publication;
}

#endif
