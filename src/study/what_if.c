/* what_if.c - classes as they would be at other thresholds, from the controlled counts alone: the profile
 * `concentration` on rounded numbers, each area by its own on the prior of the areas above it. See
 * uncertainty.h. */
#include <math.h>
#include <stdio.h>
#include "xenia/uncertainty.h"

/* The levels down to the one that is asked for, as the profile takes them: the group, and all others. */
struct levels_room {
    struct xn_typology_level level[XN_LEVEL_MAX];
    double group_total[2];
    const char *name[2];
    struct xn_arena *arena;
};

static void levels_room_free(struct levels_room *room)
{
    xn_arena_free(room->arena);
}

/* Why nothing can be said of a unit; one without people has no class. */
static enum xn_withheld why_not(const struct xn_publication *publication, size_t level, size_t unit,
                                size_t group)
{
    const enum xn_withheld why = xn_controlled_why(&publication->counts, level, unit, group);
    const bool empty = why == XN_SHOWN && !(publication->counts.level[level].persons[unit].count > 0);
    return empty ? XN_WITHHELD_MISSING : why;
}

/* A unit that is withheld is one without people: the units below it lean on what is above. Rounding can leave
 * a group that is larger than its unit. */
static enum xn_status take_counts(const struct xn_publication *publication, size_t level, size_t group,
                                  struct levels_room *room, struct xn_error *err)
{
    const struct xn_controlled_level *from = &publication->counts.level[level];
    double *count = NULL, *unit_total = NULL;
    XN_TRY(XN_ARENA_ARRAY(room->arena, 2 * from->n_units, &count, err));
    XN_TRY(XN_ARENA_ARRAY(room->arena, from->n_units, &unit_total, err));
    for (size_t u = 0; u < from->n_units; u++) {
        if (why_not(publication, level, u, group) != XN_SHOWN)
            continue;
        unit_total[u] = from->persons[u].count;
        count[2 * u] = fmin(from->group[u * from->n_groups + group].count, unit_total[u]);
        count[2 * u + 1] = unit_total[u] - count[2 * u];
    }
    room->level[level].counts = (struct xn_counts){.n_units = from->n_units,
                                                   .n_groups = 2,
                                                   .count = count,
                                                   .unit_total = unit_total,
                                                   .group_total = room->group_total,
                                                   .total = publication->counts.whole.persons[0].count,
                                                   .group_name = room->name};
    return XN_OK;
}

/* Siblings mostly stand together, so the search goes on from the last one's parent. A unit whose parent the
 * document does not have is refused by the profile. */
static enum xn_status take_parents(const struct xn_publication *publication, size_t level,
                                   struct levels_room *room, struct xn_error *err)
{
    const struct xn_publication_level *from = &publication->level[level];
    size_t *parent = NULL, last = 0;
    if (level == 0)
        return XN_OK;
    XN_TRY(XN_ARENA_ARRAY(room->arena, from->n_units, &parent, err));
    for (size_t u = 0; u < from->n_units; u++) {
        const char *id = from->unit[u].parent_id;
        parent[u] = id ? xn_publication_find_unit(&publication->level[level - 1], id, last) : XN_NONE;
        last = parent[u] == XN_NONE ? 0 : parent[u];
    }
    room->level[level].parent = parent;
    return XN_OK;
}

static enum xn_status levels_room_make(const struct xn_publication *publication, size_t level, size_t group,
                                       struct levels_room *ret, struct xn_error *err)
{
    const struct xn_controlled_level *whole = &publication->counts.whole;
    if (!(ret->arena = xn_arena_new()))
        return xn_fail_memory(err);
    ret->group_total[0] = whole->group[group].count;
    ret->group_total[1] = whole->persons[0].count - whole->group[group].count;
    ret->name[0] = publication->group[group];
    ret->name[1] = XN_RESIDUAL_GROUP;
    for (size_t l = 0; l <= level; l++) {
        XN_TRY(take_counts(publication, l, group, ret, err));
        XN_TRY(take_parents(publication, l, ret, err));
    }
    return XN_OK;
}

enum xn_status xn_controlled_what_if(const struct xn_publication *publication, size_t level, size_t group,
                                     const double *threshold, size_t n_thresholds, enum xn_class *ret,
                                     enum xn_withheld *ret_why, struct xn_error *err)
{
    XN_CLEANUP(levels_room_free) struct levels_room room = {.arena = NULL};
    struct xn_typology_rule rule = {.profile = XN_PROFILE_CONCENTRATION,
                                    .quotient_threshold = 1,
                                    .certainty = XN_WHAT_IF_CERTAINTY,
                                    .share_margin = XN_WHAT_IF_SHARE_MARGIN,
                                    .interval = XN_INTERVAL_LEVEL,
                                    .household_size = publication->household_size};
    if (group == XN_NONE || xn_controlled_city_why(&publication->counts, group) != XN_SHOWN)
        return xn_fail(err, XN_UNDEFINED, "no group of this publication can be compared with a threshold");
    snprintf(rule.group, sizeof rule.group, "%s", publication->group[group]);
    XN_TRY(levels_room_make(publication, level, group, &room, err));
    XN_TRY(xn_typology_at_thresholds(&rule, room.level, level + 1, threshold, n_thresholds, ret, err));
    for (size_t u = 0; u < publication->counts.level[level].n_units; u++)
        ret_why[u] = why_not(publication, level, u, group);
    return XN_OK;
}
