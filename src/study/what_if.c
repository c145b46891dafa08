/* what_if.c - classes as they would be at other thresholds, from the controlled counts alone: the profile
 * `concentration` on rounded numbers, each area for itself. See uncertainty.h. */
#include <math.h>
#include <stdio.h>
#include "xenia/uncertainty.h"

/* One level as the profile takes it: the group, and all others. */
struct level_room {
    struct xn_counts counts;
    double *count, *unit_total, group_total[2];
    const char *name[2];
    struct xn_arena *arena;
};

static void level_room_free(struct level_room *room)
{
    xn_arena_free(room->arena);
}

static void take_unit(const struct xn_controlled_level *level, size_t unit, size_t group,
                      struct level_room *room)
{
    const double persons = level->persons[unit].count;
    const double members = fmin(level->group[unit * level->n_groups + group].count, persons);
    room->count[2 * unit] = members;
    room->count[2 * unit + 1] = persons - members;
    room->unit_total[unit] = persons;
}

/* A unit that is withheld is a unit without people, which has no class. */
static enum xn_status level_room_make(const struct xn_publication *publication, size_t level, size_t group,
                                      enum xn_withheld *why, struct level_room *ret, struct xn_error *err)
{
    const struct xn_controlled_level *counts = &publication->counts.level[level];
    const struct xn_controlled_level *whole = &publication->counts.whole;
    if (!(ret->arena = xn_arena_new()))
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(ret->arena, 2 * counts->n_units, &ret->count, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, counts->n_units, &ret->unit_total, err));
    for (size_t u = 0; u < counts->n_units; u++) {
        why[u] = xn_controlled_why(&publication->counts, level, u, group);
        if (why[u] == XN_SHOWN)
            take_unit(counts, u, group, ret);
        if (why[u] == XN_SHOWN && !(counts->persons[u].count > 0))
            why[u] = XN_WITHHELD_MISSING;
    }
    ret->group_total[0] = whole->group[group].count;
    ret->group_total[1] = whole->persons[0].count - whole->group[group].count;
    ret->name[0] = publication->group[group];
    ret->name[1] = "";
    ret->counts = (struct xn_counts){.n_units = counts->n_units,
                                     .n_groups = 2,
                                     .count = ret->count,
                                     .unit_total = ret->unit_total,
                                     .group_total = ret->group_total,
                                     .total = whole->persons[0].count,
                                     .group_name = ret->name};
    return XN_OK;
}

static enum xn_status classify_at(const struct xn_publication *publication, const struct level_room *room,
                                  double threshold, struct xn_typology **ret, struct xn_error *err)
{
    struct xn_typology_rule rule = {.profile = XN_PROFILE_CONCENTRATION,
                                    .quotient_threshold = threshold,
                                    .certainty = 0.9,
                                    .share_margin = 0.05,
                                    .interval = XN_INTERVAL_LEVEL,
                                    .household_size = publication->household_size};
    const struct xn_typology_level level = {.counts = room->counts};
    snprintf(rule.group, sizeof rule.group, "%s", room->name[0]);
    return xn_typology_classify(&rule, &level, 1, ret, err);
}

enum xn_status xn_controlled_what_if(const struct xn_publication *publication, size_t level, size_t group,
                                     const double *threshold, size_t n_thresholds, enum xn_class *ret,
                                     enum xn_withheld *ret_why, struct xn_error *err)
{
    XN_CLEANUP(level_room_free) struct level_room room = {.arena = NULL};
    if (group == XN_NONE || xn_controlled_city_why(&publication->counts, group) != XN_SHOWN)
        return xn_fail(err, XN_UNDEFINED, "no group of this publication can be compared with a threshold");
    XN_TRY(level_room_make(publication, level, group, ret_why, &room, err));
    for (size_t t = 0; t < n_thresholds; t++) {
        XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
        XN_TRY(classify_at(publication, &room, threshold[t], &typology, err));
        for (size_t u = 0; u < room.counts.n_units; u++)
            ret[u * n_thresholds + t] = typology->level[0].unit[u].class_;
    }
    return XN_OK;
}
