/* published_map.c - see published_map.h.
 *
 * A publication lists the units in its own order, the city in its; numbers are brought into the city's, and a
 * unit that the publication has not is without a value.
 */
#include "xenia/published_map.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "xenia/uncertainty.h"

/* What one publication says of a measure, by the position of its own units. */
struct reading {
    const struct xn_publication *publication;
    size_t level, group, n_units;
    double *value, *lower, *upper;
};

struct maker {
    const struct xn_published_map *wanted;
    struct xn_arena *arena;
    size_t city_level, n_units; /* of the city */
    const size_t *city_unit;    /* of each unit of the publication; XN_NONE: the city has it not */
};

/* --- where things are ------------------------------------------------------------------------------------
 */

static size_t city_level_of(const struct xn_city *city, const char *name)
{
    for (size_t l = 0; l < xn_city_levels(city); l++)
        if (strcmp(xn_city_level_name(city, l), name) == 0)
            return l;
    return XN_NONE;
}

static enum xn_status check_asked(const struct xn_published_map *wanted, struct xn_error *err)
{
    if (wanted->level >= wanted->publication->n_levels)
        return xn_fail(err, XN_ARGUMENT, "level %zu does not exist, the publication has %zu", wanted->level,
                       wanted->publication->n_levels);
    if (wanted->group != XN_NONE && wanted->group >= wanted->publication->n_groups)
        return xn_fail(err, XN_ARGUMENT, "group %zu does not exist, the publication has %zu", wanted->group,
                       wanted->publication->n_groups);
    return XN_OK;
}

static enum xn_status find_places(struct maker *maker, struct xn_error *err)
{
    const struct xn_published_map *wanted = maker->wanted;
    const struct xn_publication_level *level = &wanted->publication->level[wanted->level];
    size_t *city_unit = NULL;
    maker->city_level = city_level_of(wanted->city, level->name);
    if (maker->city_level == XN_NONE)
        return xn_fail(err, XN_ARGUMENT, "the city has no level '%s'", level->name);
    maker->n_units = xn_city_units(wanted->city, maker->city_level);
    XN_TRY(XN_ARENA_ARRAY(maker->arena, level->n_units, &city_unit, err));
    for (size_t u = 0; u < level->n_units; u++)
        city_unit[u] = xn_city_find_unit(wanted->city, maker->city_level, level->unit[u].unit_id);
    maker->city_unit = city_unit;
    return XN_OK;
}

/* --- values ----------------------------------------------------------------------------------------------
 */

static enum xn_status read_intervals(const struct maker *maker, struct reading *reading, struct xn_error *err)
{
    XN_TRY(XN_ARENA_ARRAY(maker->arena, reading->n_units, &reading->lower, err));
    XN_TRY(XN_ARENA_ARRAY(maker->arena, reading->n_units, &reading->upper, err));
    return xn_controlled_interval(reading->publication, reading->level, maker->wanted->index, reading->group,
                                  XN_INTERVAL_LEVEL, reading->lower, reading->upper, err);
}

/* The measure of the map as another publication has it; level and group are found by their names. */
static const struct xn_publication_local *local_of(const struct xn_published_map *wanted,
                                                   const struct xn_publication *publication,
                                                   size_t *ret_level, size_t *ret_group)
{
    const size_t level =
        xn_publication_find_level(publication, wanted->publication->level[wanted->level].name);
    const size_t group =
        wanted->group == XN_NONE
            ? XN_NONE
            : xn_publication_find_group(publication, wanted->publication->group[wanted->group]);
    *ret_level = level;
    *ret_group = group;
    if (level == XN_NONE || (wanted->group != XN_NONE && group == XN_NONE))
        return NULL;
    return xn_publication_find_local(publication, level, wanted->index->id, group);
}

static enum xn_status read_values(const struct maker *maker, const struct xn_publication *publication,
                                  struct reading *ret, struct xn_error *err)
{
    struct reading reading = {.publication = publication};
    const struct xn_publication_local *local =
        local_of(maker->wanted, publication, &reading.level, &reading.group);
    if (!local)
        return xn_fail(err, XN_UNDEFINED, "index '%s' is not part of the publication of %s",
                       maker->wanted->index->id, publication->period);
    reading.n_units = publication->level[reading.level].n_units;
    reading.value = local->value;
    XN_TRY(read_intervals(maker, &reading, err));
    *ret = reading;
    return XN_OK;
}

/* The unit of the earlier publication for one of this one's. */
static size_t same_unit(const struct xn_publication_level *now, size_t unit,
                        const struct xn_publication_level *then)
{
    return xn_publication_find_unit(then, now->unit[unit].unit_id, unit);
}

static void take_difference(struct reading *now, size_t unit, const struct reading *then, size_t before)
{
    if (before == XN_NONE) {
        now->value[unit] = now->lower[unit] = now->upper[unit] = NAN;
        return;
    }
    double lower, upper;
    xn_interval_of_change(now->value[unit], now->lower[unit], now->upper[unit], then->value[before],
                          then->lower[before], then->upper[before], &lower, &upper);
    now->value[unit] -= then->value[before];
    now->lower[unit] = lower;
    now->upper[unit] = upper;
}

/* The publication's own array stays as it is. */
static enum xn_status subtract_earlier(const struct maker *maker, struct reading *now, struct xn_error *err)
{
    struct reading then;
    double *own = NULL;
    XN_TRY(read_values(maker, maker->wanted->since, &then, err));
    XN_TRY(XN_ARENA_ARRAY(maker->arena, now->n_units, &own, err));
    memcpy(own, now->value, now->n_units * sizeof *own);
    now->value = own;
    for (size_t u = 0; u < now->n_units; u++)
        take_difference(
            now, u, &then,
            same_unit(&now->publication->level[now->level], u, &then.publication->level[then.level]));
    return XN_OK;
}

/* --- limits and certainty --------------------------------------------------------------------------------
 */

/* The values of the measure in all publications that limits are to hold for. */
static enum xn_status pool_values(const struct maker *maker, struct xn_break_choice *choice,
                                  struct xn_error *err)
{
    const struct xn_published_map *wanted = maker->wanted;
    double *pool = NULL;
    size_t n = 0, level, group;
    for (size_t i = 0; i < wanted->n_over; i++)
        if (local_of(wanted, wanted->over[i], &level, &group))
            n += wanted->over[i]->level[level].n_units;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, n, &pool, err));
    n = 0;
    for (size_t i = 0; i < wanted->n_over; i++) {
        const struct xn_publication_local *local = local_of(wanted, wanted->over[i], &level, &group);
        if (!local)
            continue;
        memcpy(pool + n, local->value, wanted->over[i]->level[level].n_units * sizeof *pool);
        n += wanted->over[i]->level[level].n_units;
    }
    choice->over = pool;
    choice->n_over = n;
    return XN_OK;
}

static enum xn_status choose_limits(const struct maker *maker, struct xn_published_values *values,
                                    struct xn_error *err)
{
    const struct xn_published_map *wanted = maker->wanted;
    values->choice = wanted->breaks ? *wanted->breaks : (struct xn_break_choice){0};
    values->choice.over = NULL;
    values->choice.n_over = 0;
    if (wanted->over && !wanted->since)
        XN_TRY(pool_values(maker, &values->choice, err));
    struct xn_error why = {0};
    const enum xn_status status = xn_breaks_of_index(wanted->index, wanted->since != NULL, &values->choice,
                                                     values->value, values->n_units, &values->breaks, &why);
    values->has_breaks = status == XN_OK;
    return status == XN_OK || status == XN_UNDEFINED ? XN_OK : xn_fail(err, status, "%s", why.message);
}

static enum xn_status mark_uncertain(const struct maker *maker, struct xn_published_values *values,
                                     struct xn_error *err)
{
    bool *uncertain = NULL;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, values->n_units, &uncertain, err));
    for (size_t u = 0; values->has_breaks && u < values->n_units; u++)
        uncertain[u] = maker->wanted->since
                           ? isfinite(values->value[u]) && values->lower[u] <= 0 && values->upper[u] >= 0
                           : xn_value_is_uncertain(values->breaks.limit + 1, values->breaks.n_classes - 1,
                                                   values->lower[u], values->upper[u]);
    values->uncertain = uncertain;
    return XN_OK;
}

/* What a classification at another threshold compares: the group asked for, else the one that classes rest
 * on, else the first. */
static size_t compared_group(const struct xn_published_map *wanted)
{
    const size_t of_classes = wanted->publication->counts.class_group;
    return wanted->group != XN_NONE ? wanted->group : of_classes != XN_NONE ? of_classes : 0;
}

/* Why the map shows nothing of a unit. */
static enum xn_withheld why_hidden(const struct xn_published_map *wanted, size_t unit)
{
    const struct xn_controlled *counts = &wanted->publication->counts;
    if (wanted->index)
        return xn_controlled_why(counts, wanted->level, unit, wanted->group);
    if (!isnan(wanted->threshold))
        return xn_controlled_why(counts, wanted->level, unit, compared_group(wanted));
    return counts->level[wanted->level].class_why[unit];
}

/* A change has no value either where the number before is hidden. */
static enum xn_withheld why_hidden_before(const struct xn_published_map *wanted, size_t unit)
{
    size_t level, group;
    if (!wanted->index || !wanted->since || !local_of(wanted, wanted->since, &level, &group))
        return XN_SHOWN;
    const size_t before =
        same_unit(&wanted->publication->level[wanted->level], unit, &wanted->since->level[level]);
    return before == XN_NONE ? XN_WITHHELD_MISSING
                             : xn_controlled_why(&wanted->since->counts, level, before, group);
}

static bool is_withheld(enum xn_withheld why)
{
    return why != XN_SHOWN && why != XN_WITHHELD_MISSING;
}

static enum xn_status mark_withheld(const struct maker *maker, const bool **ret, struct xn_error *err)
{
    const struct xn_published_map *wanted = maker->wanted;
    const size_t n = wanted->publication->level[wanted->level].n_units;
    bool *withheld = NULL;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, n, &withheld, err));
    for (size_t u = 0; u < n; u++)
        withheld[u] = is_withheld(why_hidden(wanted, u)) || is_withheld(why_hidden_before(wanted, u));
    *ret = withheld;
    return XN_OK;
}

/* --- an index --------------------------------------------------------------------------------------------
 */

/* The city's own share, from the sums that are published. */
static double city_value(const struct xn_published_map *wanted)
{
    const struct xn_controlled_level *whole = &wanted->publication->counts.whole;
    if (strcmp(wanted->index->id, "share") != 0 || wanted->group == XN_NONE)
        return NAN;
    return whole->group[wanted->group].count / whole->persons[0].count;
}

enum xn_status xn_published_values_make(const struct xn_published_map *wanted, struct xn_arena *arena,
                                        struct xn_published_values *ret, struct xn_error *err)
{
    const struct maker maker = {.wanted = wanted, .arena = arena};
    struct reading reading;
    XN_TRY(check_asked(wanted, err));
    XN_TRY(read_values(&maker, wanted->publication, &reading, err));
    if (wanted->since)
        XN_TRY(subtract_earlier(&maker, &reading, err));
    struct xn_published_values values = {.n_units = reading.n_units,
                                         .value = reading.value,
                                         .lower = reading.lower,
                                         .upper = reading.upper,
                                         .city_value = city_value(wanted)};
    values.center = xn_map_center(wanted->index, wanted->since != NULL, values.city_value);
    XN_TRY(choose_limits(&maker, &values, err));
    XN_TRY(mark_uncertain(&maker, &values, err));
    XN_TRY(mark_withheld(&maker, &values.withheld, err));
    *ret = values;
    return XN_OK;
}

/* --- over the city's units
 * ----------------------------------------------------------------------------------- */

static enum xn_status numbers_by_city(const struct maker *maker, const double *value, size_t n,
                                      const double **ret, struct xn_error *err)
{
    double *moved = NULL;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, maker->n_units, &moved, err));
    for (size_t u = 0; u < maker->n_units; u++)
        moved[u] = NAN;
    for (size_t u = 0; u < n; u++)
        if (maker->city_unit[u] != XN_NONE)
            moved[maker->city_unit[u]] = value[u];
    *ret = moved;
    return XN_OK;
}

static enum xn_status flags_by_city(const struct maker *maker, const bool *flag, size_t n, const bool **ret,
                                    struct xn_error *err)
{
    bool *moved = NULL;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, maker->n_units, &moved, err));
    for (size_t u = 0; u < n; u++)
        if (maker->city_unit[u] != XN_NONE)
            moved[maker->city_unit[u]] = flag[u];
    *ret = moved;
    return XN_OK;
}

static const char *group_title(const struct xn_published_map *wanted, size_t group)
{
    return group == XN_NONE ? NULL
                            : xn_group_title_in(&wanted->publication->group_title[group], wanted->language);
}

static enum xn_status make_choropleth(const struct maker *maker, struct xn_map *map, struct xn_error *err)
{
    const struct xn_published_map *wanted = maker->wanted;
    struct xn_published_values values;
    XN_TRY(xn_published_values_make(wanted, maker->arena, &values, err));
    map->index = wanted->index;
    map->group = group_title(wanted, wanted->group);
    map->city_value = values.city_value;
    map->changed_since = wanted->since ? wanted->since->period : NULL;
    map->breaks = values.choice;
    XN_TRY(numbers_by_city(maker, values.value, values.n_units, &map->value, err));
    XN_TRY(numbers_by_city(maker, values.lower, values.n_units, &map->lower, err));
    XN_TRY(numbers_by_city(maker, values.upper, values.n_units, &map->upper, err));
    XN_TRY(flags_by_city(maker, values.uncertain, values.n_units, &map->uncertain, err));
    return flags_by_city(maker, values.withheld, values.n_units, &map->withheld, err);
}

/* --- classes ---------------------------------------------------------------------------------------------
 */

static enum xn_status take_override(const struct xn_publication_unit *unit, struct xn_arena *arena,
                                    struct xn_unit_class *ret, struct xn_error *err)
{
    struct xn_override *override = NULL;
    if (!unit->override_by)
        return XN_OK;
    XN_TRY(XN_ARENA_ARRAY(arena, 1, &override, err));
    snprintf(override->signed_by, sizeof override->signed_by, "%s", unit->override_by);
    snprintf(override->reason, sizeof override->reason, "%s", unit->override_reason);
    override->valid_until = unit->override_until;
    ret->rule = XN_RULE_OVERRIDE;
    ret->override = override;
    return XN_OK;
}

static enum xn_status take_classes(const struct maker *maker, struct xn_unit_class *of_city,
                                   struct xn_error *err)
{
    const struct xn_published_map *wanted = maker->wanted;
    const struct xn_publication_level *level = &wanted->publication->level[wanted->level];
    for (size_t u = 0; u < level->n_units; u++) {
        const size_t at = maker->city_unit[u];
        if (at == XN_NONE || wanted->publication->counts.level[wanted->level].class_why[u] != XN_SHOWN)
            continue;
        of_city[at].rule = XN_RULE_PROBABILITY;
        of_city[at].class_ = level->unit[u].class_;
        XN_TRY(take_override(&level->unit[u], maker->arena, &of_city[at], err));
    }
    return XN_OK;
}

static enum xn_status take_classes_at(const struct maker *maker, struct xn_unit_class *of_city,
                                      struct xn_error *err)
{
    const struct xn_published_map *wanted = maker->wanted;
    const size_t n = wanted->publication->level[wanted->level].n_units;
    enum xn_class *class_ = NULL;
    enum xn_withheld *why = NULL;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, n, &class_, err));
    XN_TRY(XN_ARENA_ARRAY(maker->arena, n, &why, err));
    XN_TRY(xn_controlled_what_if(wanted->publication, wanted->level, compared_group(wanted),
                                 &wanted->threshold, 1, class_, why, err));
    for (size_t u = 0; u < n; u++)
        if (maker->city_unit[u] != XN_NONE && why[u] == XN_SHOWN)
            of_city[maker->city_unit[u]] =
                (struct xn_unit_class){.rule = XN_RULE_PROBABILITY, .class_ = class_[u], .value = NAN};
    return XN_OK;
}

static enum xn_status make_classes(const struct maker *maker, struct xn_map *map, struct xn_error *err)
{
    struct xn_typology *typology = NULL;
    struct xn_unit_class *of_city = NULL;
    XN_TRY(XN_ARENA_ARRAY(maker->arena, 1, &typology, err));
    XN_TRY(XN_ARENA_ARRAY(maker->arena, maker->n_units, &of_city, err));
    for (size_t u = 0; u < maker->n_units; u++)
        of_city[u] = (struct xn_unit_class){.rule = XN_RULE_NO_DATA, .value = NAN};
    XN_TRY(isnan(maker->wanted->threshold) ? take_classes(maker, of_city, err)
                                           : take_classes_at(maker, of_city, err));
    const bool *withheld = NULL;
    XN_TRY(mark_withheld(maker, &withheld, err));
    XN_TRY(flags_by_city(maker, withheld, maker->wanted->publication->level[maker->wanted->level].n_units,
                         &map->withheld, err));
    typology->n_levels = maker->city_level + 1;
    typology->level[maker->city_level].n_units = maker->n_units;
    typology->level[maker->city_level].unit = of_city;
    map->typology = typology;
    map->policy = &maker->wanted->publication->policy;
    map->as_of = maker->wanted->publication->as_of;
    if (!isnan(maker->wanted->threshold)) {
        map->what_if_threshold = maker->wanted->threshold;
        map->group = group_title(maker->wanted, compared_group(maker->wanted));
    }
    return XN_OK;
}

/* --- the map ---------------------------------------------------------------------------------------------
 */

enum xn_status xn_published_map_make(const struct xn_published_map *wanted, struct xn_arena *arena,
                                     struct xn_map *ret, struct xn_error *err)
{
    const struct xn_publication *publication = wanted->publication;
    struct maker maker = {.wanted = wanted, .arena = arena};
    XN_TRY(check_asked(wanted, err));
    XN_TRY(find_places(&maker, err));
    struct xn_map map = {.city = wanted->city,
                         .level = maker.city_level,
                         .city_title = publication->title,
                         .language = wanted->language,
                         .counts_as_of = publication->counts_as_of,
                         .source_note = publication->source_note,
                         .published = publication->period,
                         .city_value = NAN};
    XN_TRY(wanted->index ? make_choropleth(&maker, &map, err) : make_classes(&maker, &map, err));
    *ret = map;
    return XN_OK;
}
