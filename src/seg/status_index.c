/* status_index.c - the profile `socio-economic`: areas compared by indicators in standard deviations.
 *
 * The way of Berlin's Monitoring Soziale Stadtentwicklung: each unit counts once, whatever its size; small
 * units neither set the scale nor are judged by it. Sums run over sorted values, so that the order of the
 * rows cannot move a unit over a limit.
 */
#include "status_index.h"

#include <math.h>
#include <stdlib.h>
#include "judgement.h"
#include "xenia/memory.h"
#include "xenia/sum.h"

#define UNITS_TO_COMPARE 3 /* with fewer, "standard deviations from the others" says nothing */
#define NO_SPREAD 1e-9     /* of a mean of z-scores, which is around 1: indicators that cancel each other */

const char *xn_social_status_name(int status)
{
    static const char *const name[] = {"", "high", "medium", "low", "very low"};
    return name[status];
}

const char *xn_dynamic_name(enum xn_dynamic dynamic)
{
    static const char *const name[] = {"", "positive", "stable", "negative"};
    return name[dynamic];
}

static bool ascending(const double *limit, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(limit[i]) || (i > 0 && limit[i] <= limit[i - 1]))
            return false;
    return true;
}

enum xn_status xn_status_check_rule(const struct xn_typology_rule *rule, struct xn_error *err)
{
    if (rule->n_indicators < 1 || rule->n_indicators > XN_INDICATOR_MAX)
        return xn_fail(err, XN_ARGUMENT, "%zu indicators are named, but it must be 1 to %d",
                       rule->n_indicators, XN_INDICATOR_MAX);
    if (rule->n_changes > XN_INDICATOR_MAX)
        return xn_fail(err, XN_ARGUMENT, "%zu changes are named, but it can be %d at most", rule->n_changes,
                       XN_INDICATOR_MAX);
    if (!ascending(rule->status_limit, XN_STATUS_CLASSES - 1))
        return xn_fail(err, XN_ARGUMENT, "the limits of the status must be numbers that ascend");
    if (!ascending(rule->dynamic_limit, 2))
        return xn_fail(err, XN_ARGUMENT, "the limits of the dynamic must be numbers that ascend");
    return XN_OK;
}

/* --- standard deviations ------------------------------------------------------------------------------- */

struct scale {
    double mean, deviation; /* deviation 0: the values do not differ */
};

static int compare_numbers(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of n > 0 values, which are sorted here. */
static struct scale scale_of(double *value, size_t n)
{
    qsort(value, n, sizeof *value, compare_numbers);
    if (value[0] == value[n - 1])
        return (struct scale){.mean = value[0]};
    const double mean = xn_sum_array(value, n) / (double)n;
    struct xn_sum squares = {0};
    for (size_t i = 0; i < n; i++)
        xn_sum_add(&squares, (value[i] - mean) * (value[i] - mean));
    return (struct scale){.mean = mean, .deviation = sqrt(xn_sum_value(&squares) / (double)n)};
}

static struct scale scale_of_compared(const double *value, const bool *compared, size_t n_units, double *room)
{
    size_t n = 0;
    for (size_t u = 0; u < n_units; u++)
        if (compared[u])
            room[n++] = value[u];
    return n >= UNITS_TO_COMPARE ? scale_of(room, n) : (struct scale){0};
}

static void fill(double *ret, size_t n, double value)
{
    for (size_t u = 0; u < n; u++)
        ret[u] = value;
}

/* The mean of each unit's z-scores in deviations of that mean; NaN for a unit with an unknown value, and for
 * all where there is nothing to compare. `room`: n_units values. */
static void index_of(const double *const *indicator, size_t n_indicators, const bool *compared,
                     size_t n_units, double *ret, double *room)
{
    fill(ret, n_units, 0);
    for (size_t i = 0; i < n_indicators; i++) {
        const struct scale scale = scale_of_compared(indicator[i], compared, n_units, room);
        for (size_t u = 0; u < n_units; u++)
            ret[u] += scale.deviation > 0
                          ? (indicator[i][u] - scale.mean) / scale.deviation / (double)n_indicators
                          : NAN;
    }
    const struct scale scale = scale_of_compared(ret, compared, n_units, room);
    for (size_t u = 0; u < n_units; u++)
        ret[u] = scale.deviation > NO_SPREAD ? (ret[u] - scale.mean) / scale.deviation : NAN;
}

/* --- one level ----------------------------------------------------------------------------------------- */

/* A level while its units are judged; arrays of n_units. */
struct comparison {
    const struct xn_typology_rule *rule;
    const struct xn_typology_level *level;
    double min_persons;
    const struct xn_unit_class *parent_class; /* NULL on the coarsest level */
    bool *compared;
    double *status, *dynamic, *room;
};

static bool all_known(const double *const *value, size_t n, size_t unit)
{
    for (size_t i = 0; i < n; i++)
        if (!value[i] || !isfinite(value[i][unit]))
            return false;
    return true;
}

/* The index of the level's units by one set of columns; a level that lacks a column has none. */
static void compare_by(struct comparison *c, const double *const *column, size_t n_columns, double *ret)
{
    const size_t n_units = c->level->counts.n_units;
    for (size_t i = 0; i < n_columns; i++)
        if (!column[i])
            n_columns = 0;
    if (n_columns == 0) {
        fill(ret, n_units, NAN);
        return;
    }
    for (size_t u = 0; u < n_units; u++)
        c->compared[u] = c->level->counts.unit_total[u] > 0 &&
                         c->level->counts.unit_total[u] >= c->min_persons && all_known(column, n_columns, u);
    index_of(column, n_columns, c->compared, n_units, ret, c->room);
}

static int status_of(const struct xn_typology_rule *rule, double index)
{
    int status = 1;
    while (status < XN_STATUS_CLASSES && index > rule->status_limit[status - 1])
        status++;
    return status;
}

static enum xn_dynamic dynamic_of(const struct xn_typology_rule *rule, double index)
{
    if (isnan(index))
        return XN_DYNAMIC_NONE;
    if (index < rule->dynamic_limit[0])
        return XN_DYNAMIC_POSITIVE;
    return index > rule->dynamic_limit[1] ? XN_DYNAMIC_NEGATIVE : XN_DYNAMIC_STABLE;
}

static enum xn_class class_by_status(const struct xn_typology_rule *rule, int status, enum xn_dynamic dynamic)
{
    const enum xn_class tier = rule->status_tier[status - 1];
    if (!rule->dynamic_decides || tier != XN_UNDETERMINED)
        return tier;
    if (dynamic == XN_DYNAMIC_POSITIVE)
        return XN_MIXED;
    return dynamic == XN_DYNAMIC_NEGATIVE ? XN_CONCENTRATED : XN_UNDETERMINED;
}

static struct xn_unit_class judge_by_status(const struct comparison *c, size_t unit)
{
    struct xn_unit_class judged = xn_no_data();
    judged.rule = XN_RULE_STATUS;
    judged.value = c->status[unit];
    judged.status = status_of(c->rule, judged.value);
    judged.dynamic_value = c->dynamic[unit];
    judged.dynamic = dynamic_of(c->rule, judged.dynamic_value);
    judged.class_ = class_by_status(c->rule, judged.status, judged.dynamic);
    judged.at_1 = judged.at_1_25 = judged.at_2 = judged.class_;
    return judged;
}

/* Too few people: its own index is shown, the class is the parent's. Under a parent without data it has none;
 * on the coarsest level it is undetermined. */
static struct xn_unit_class follow_parent(const struct comparison *c, size_t unit)
{
    struct xn_unit_class judged = xn_no_data();
    if (c->parent_class) {
        judged = c->parent_class[c->level->parent[unit]];
        if (judged.rule == XN_RULE_NO_DATA)
            return judged;
    }
    judged.rule = XN_RULE_PARENT;
    judged.low_n = true;
    judged.value = c->status[unit];
    judged.dynamic_value = c->dynamic[unit];
    return judged;
}

static struct xn_unit_class judge_unit(const struct comparison *c, size_t unit)
{
    const double persons = c->level->counts.unit_total[unit];
    if (persons <= 0 || isnan(c->status[unit]))
        return xn_no_data();
    return persons < c->min_persons ? follow_parent(c, unit) : judge_by_status(c, unit);
}

static enum xn_status comparison_new(struct comparison *c, struct xn_arena *arena, struct xn_error *err)
{
    const size_t n = c->level->counts.n_units;
    XN_TRY(XN_ARENA_ARRAY(arena, n, &c->compared, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &c->status, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &c->dynamic, err));
    return XN_ARENA_ARRAY(arena, n, &c->room, err);
}

enum xn_status xn_classify_by_status(const struct xn_typology_rule *rule,
                                     const struct xn_typology_level *level, struct xn_typology *typology,
                                     struct xn_error *err)
{
    XN_TRY(xn_check_parents(level, typology->n_levels, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    typology->group = XN_NONE;
    typology->city_value = NAN;
    for (size_t l = 0; l < typology->n_levels; l++) {
        struct comparison c = {.rule = rule,
                               .level = &level[l],
                               .min_persons = rule->min_persons[l],
                               .parent_class = l > 0 ? typology->level[l - 1].unit : NULL};
        XN_TRY(comparison_new(&c, arena, err));
        compare_by(&c, level[l].indicator, rule->n_indicators, c.status);
        compare_by(&c, level[l].change, rule->n_changes, c.dynamic);
        for (size_t u = 0; u < level[l].counts.n_units; u++)
            typology->level[l].unit[u] = judge_unit(&c, u);
    }
    return XN_OK;
}
