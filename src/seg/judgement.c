/* judgement.c - the profile `concentration`: how sure are we that a share is high, or that it is not?
 *
 * Levels are judged from the coarsest down, for a unit leans on the one above: its share is shrunk towards
 * the parent's estimate, and where it has too few people and no neighbours to pool with it takes the parent's
 * class. Nothing depends on the order of the rows.
 */
#include "judgement.h"

#include <math.h>
#include "xenia/beta.h"
#include "shrinkage.h"
#include "xenia/memory.h"

struct xn_unit_class xn_no_data(void)
{
    return (struct xn_unit_class){.class_ = XN_UNDETERMINED,
                                  .rule = XN_RULE_NO_DATA,
                                  .value = NAN,
                                  .quotient = NAN,
                                  .estimate = NAN,
                                  .lower = NAN,
                                  .upper = NAN,
                                  .probability = NAN,
                                  .dynamic_value = NAN,
                                  .at_1 = XN_UNDETERMINED,
                                  .at_1_25 = XN_UNDETERMINED,
                                  .at_2 = XN_UNDETERMINED};
}

bool xn_is_robust(const struct xn_unit_class *unit)
{
    return unit->at_1_25 == unit->class_ && unit->at_2 == unit->class_;
}

/* What the units of one level are judged by. The families of a level are the units of the level above; the
 * coarsest level is one family, the city. */
struct judgement {
    const struct xn_typology_rule *rule;
    const struct xn_typology_level *level;
    size_t group;
    struct xn_people city;
    double min_persons;
    const double *family_share; /* the estimates of the level above */
    double *family_strength;
    size_t n_families;
    const struct xn_unit_class *parent_class; /* NULL on the coarsest level */
    struct xn_neighbour *room;                /* for the neighbours of any one unit */
};

static size_t family_of(const struct judgement *judgement, size_t unit)
{
    return judgement->parent_class ? judgement->level->parent[unit] : 0;
}

/* People as the siblings they are compared with: effective persons around the family's share. */
static struct xn_sibling sibling_of(const struct judgement *judgement, size_t unit, struct xn_people people)
{
    const size_t family = family_of(judgement, unit);
    const double household_size = judgement->rule->household_size;
    return (struct xn_sibling){.family = family,
                               .mean = judgement->family_share[family],
                               .in_group = people.in_group / household_size,
                               .others = xn_people_others(people) / household_size};
}

static enum xn_status learn_strengths(struct judgement *judgement, struct xn_arena *arena,
                                      struct xn_error *err)
{
    const struct xn_counts *counts = &judgement->level->counts;
    struct xn_sibling *sibling;
    XN_TRY(XN_ARENA_ARRAY(arena, counts->n_units, &sibling, err));
    XN_TRY(XN_ARENA_ARRAY(arena, judgement->n_families, &judgement->family_strength, err));
    size_t n = 0;
    for (size_t i = 0; i < counts->n_units; i++) {
        const struct xn_people people = xn_people_of(counts, i, judgement->group);
        if (people.persons > 0)
            sibling[n++] = sibling_of(judgement, i, people);
    }
    xn_shrinkage_strengths(sibling, n, judgement->family_strength, judgement->n_families);
    return XN_OK;
}

/* The belief about the share of `people`, who live in the unit or around it. */
static struct xn_beta belief_about(const struct judgement *judgement, size_t unit, struct xn_people people)
{
    const struct xn_sibling sibling = sibling_of(judgement, unit, people);
    return xn_shrinkage_posterior(&sibling, judgement->family_strength[sibling.family]);
}

static enum xn_class class_by_probability(const struct xn_typology_rule *rule, struct xn_beta_tails tails,
                                          double excess)
{
    if (tails.upper >= rule->certainty && excess >= rule->share_margin)
        return XN_CONCENTRATED;
    return tails.lower >= rule->certainty ? XN_MIXED : XN_UNDETERMINED;
}

/* The unit by the evidence of `people`: its own, or those of its pool. */
static struct xn_unit_class judge_people(const struct judgement *judgement, size_t unit,
                                         struct xn_people people)
{
    const struct xn_typology_rule *rule = judgement->rule;
    const double excess = xn_people_excess(people, judgement->city);
    const double city_share = xn_people_share(judgement->city);
    const struct xn_beta belief = belief_about(judgement, unit, people);
    const struct xn_beta_tails tails = xn_beta_tails(belief, rule->quotient_threshold * city_share);

    struct xn_unit_class judged = {.rule = XN_RULE_PROBABILITY,
                                   .value = xn_people_share(people),
                                   .quotient = xn_people_quotient(people, judgement->city),
                                   .estimate = xn_beta_mean(belief),
                                   .lower = xn_beta_quantile(belief, (1 - rule->interval) / 2),
                                   .upper = xn_beta_quantile(belief, (1 + rule->interval) / 2),
                                   .probability = tails.upper,
                                   .dynamic_value = NAN};
    judged.class_ = class_by_probability(rule, tails, excess);
    judged.at_1 = class_by_probability(rule, xn_beta_tails(belief, city_share), excess);
    judged.at_1_25 = class_by_probability(rule, xn_beta_tails(belief, 1.25 * city_share), excess);
    judged.at_2 = class_by_probability(rule, xn_beta_tails(belief, 2 * city_share), excess);
    judged.robust = xn_is_robust(&judged);
    return judged;
}

/* The unit's own evidence with the class of its parent; undetermined where there is none. */
static struct xn_unit_class follow_parent(const struct judgement *judgement, size_t unit,
                                          struct xn_people own)
{
    const struct xn_unit_class parent =
        judgement->parent_class ? judgement->parent_class[judgement->level->parent[unit]] : xn_no_data();
    struct xn_unit_class judged = judge_people(judgement, unit, own);
    judged.rule = XN_RULE_PARENT;
    judged.class_ = parent.class_;
    judged.at_1 = parent.at_1;
    judged.at_1_25 = parent.at_1_25;
    judged.at_2 = parent.at_2;
    judged.robust = parent.robust;
    return judged;
}

static struct xn_unit_class judge_small_unit(const struct judgement *judgement, size_t unit,
                                             struct xn_people own)
{
    struct xn_people pool = own;
    if (judgement->level->adjacency)
        pool =
            xn_pool_with_neighbours(&judgement->level->counts, judgement->group, judgement->level->adjacency,
                                    unit, judgement->min_persons, judgement->room);
    struct xn_unit_class judged;
    if (pool.persons >= judgement->min_persons) {
        judged = judge_people(judgement, unit, pool);
        judged.rule = XN_RULE_POOLED;
    } else {
        judged = follow_parent(judgement, unit, own);
    }
    judged.low_n = true;
    return judged;
}

static struct xn_unit_class judge_unit(const struct judgement *judgement, size_t unit)
{
    const struct xn_people own = xn_people_of(&judgement->level->counts, unit, judgement->group);
    if (own.persons <= 0)
        return xn_no_data();
    if (own.persons < judgement->min_persons)
        return judge_small_unit(judgement, unit, own);
    return judge_people(judgement, unit, own);
}

/* Judges one level; the estimates of its units are the family shares of the level below. A unit without
 * people has learnt nothing: it hands down what it was given. */
static enum xn_status judge_level(struct judgement *judgement, struct xn_unit_class *ret,
                                  double **ret_estimate, struct xn_arena *arena, struct xn_error *err)
{
    const struct xn_counts *counts = &judgement->level->counts;
    const struct xn_adjacency *adjacency = judgement->level->adjacency;
    double *estimate;
    XN_TRY(XN_ARENA_ARRAY(arena, counts->n_units, &estimate, err));
    XN_TRY(XN_ARENA_ARRAY(arena, adjacency ? xn_most_neighbours(adjacency) : 0, &judgement->room, err));
    XN_TRY(learn_strengths(judgement, arena, err));
    for (size_t i = 0; i < counts->n_units; i++) {
        ret[i] = judge_unit(judgement, i);
        estimate[i] = xn_beta_mean(belief_about(judgement, i, xn_people_of(counts, i, judgement->group)));
    }
    *ret_estimate = estimate;
    return XN_OK;
}

enum xn_status xn_check_parents(const struct xn_typology_level *level, size_t n_levels, struct xn_error *err)
{
    for (size_t l = 1; l < n_levels; l++)
        for (size_t i = 0; i < level[l].counts.n_units; i++)
            if (!level[l].parent || level[l].parent[i] >= level[l - 1].counts.n_units)
                return xn_fail(err, XN_ARGUMENT, "unit %zu of level %zu has no parent on the level above", i,
                               l);
    return XN_OK;
}

/* The coarsest level. */
static struct judgement judgement_of_city(const struct xn_typology_rule *rule,
                                          const struct xn_typology_level *level, size_t group,
                                          struct xn_people city, const double *city_share)
{
    return (struct judgement){.rule = rule,
                              .level = level,
                              .group = group,
                              .city = city,
                              .min_persons = rule->min_persons[0],
                              .family_share = city_share,
                              .n_families = 1};
}

/* The level below one that was judged, whose units have these classes and estimates. */
static struct judgement judgement_below(const struct judgement *above, const struct xn_unit_class *unit,
                                        const double *estimate, double min_persons)
{
    struct judgement below = *above;
    below.level = above->level + 1;
    below.min_persons = min_persons;
    below.family_share = estimate;
    below.n_families = above->level->counts.n_units;
    below.parent_class = unit;
    return below;
}

enum xn_status xn_judge_levels(const struct xn_typology_rule *rule, const struct xn_typology_level *level,
                               struct xn_people city, struct xn_typology *typology, struct xn_error *err)
{
    XN_TRY(xn_check_parents(level, typology->n_levels, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    const double city_share = xn_people_share(city);
    struct judgement judgement = judgement_of_city(rule, level, typology->group, city, &city_share);
    for (size_t l = 0; l < typology->n_levels; l++) {
        double *estimate;
        XN_TRY(judge_level(&judgement, typology->level[l].unit, &estimate, arena, err));
        if (l + 1 < typology->n_levels)
            judgement =
                judgement_below(&judgement, typology->level[l].unit, estimate, rule->min_persons[l + 1]);
    }
    return XN_OK;
}

/* --- other thresholds ----------------------------------------------------------------------------------- */

static void judge_at(const struct judgement *judgement, size_t unit, const double *threshold,
                     size_t n_thresholds, enum xn_class *ret)
{
    const struct xn_people people = xn_people_of(&judgement->level->counts, unit, judgement->group);
    for (size_t t = 0; t < n_thresholds; t++)
        ret[t] = XN_UNDETERMINED;
    if (people.persons <= 0)
        return;
    const struct xn_beta belief = belief_about(judgement, unit, people);
    const double city_share = xn_people_share(judgement->city);
    const double excess = xn_people_excess(people, judgement->city);
    for (size_t t = 0; t < n_thresholds; t++)
        ret[t] =
            class_by_probability(judgement->rule, xn_beta_tails(belief, threshold[t] * city_share), excess);
}

/* The levels above are judged for their estimates alone: which threshold stands in the rule is of no matter.
 */
enum xn_status xn_judge_at_thresholds(const struct xn_typology_rule *rule,
                                      const struct xn_typology_level *level, size_t n_levels, size_t group,
                                      struct xn_people city, const double *threshold, size_t n_thresholds,
                                      enum xn_class *ret, struct xn_error *err)
{
    XN_TRY(xn_check_parents(level, n_levels, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    const double city_share = xn_people_share(city);
    struct judgement judgement = judgement_of_city(rule, level, group, city, &city_share);
    for (size_t l = 0; l + 1 < n_levels; l++) {
        struct xn_unit_class *unit;
        double *estimate;
        XN_TRY(XN_ARENA_ARRAY(arena, level[l].counts.n_units, &unit, err));
        XN_TRY(judge_level(&judgement, unit, &estimate, arena, err));
        judgement = judgement_below(&judgement, unit, estimate, rule->min_persons[l + 1]);
    }
    XN_TRY(learn_strengths(&judgement, arena, err));
    for (size_t i = 0; i < judgement.level->counts.n_units; i++)
        judge_at(&judgement, i, threshold, n_thresholds, &ret[i * n_thresholds]);
    return XN_OK;
}
