/* seg_property_test.c - what must hold in every city, tried on hundreds of random ones.
 *
 * The criteria of James & Taeuber are tested for exactly the indices whose registry entry claims them, and
 * for every claim not made a random city must break the criterion. All draws come from one seed, so a failure
 * names the replicate that shows it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdbool.h>
#include "near.h"
#include "textbook.h"
#include "tiny_city.h"
#include "xenia/indices.h"
#include "xenia/random.h"

enum { REPLICATES = 400, SEED = 20040630 };

/* --- random cities --------------------------------------------------------------------------------- */

/* Counts 0 .. 200, small ones and none at all frequent. */
static double random_count(struct xn_random *random)
{
    if (xn_random_below(random, 5) == 0)
        return 0;
    const double u = xn_random_uniform(random);
    return floor(200 * u * u * u) + 1;
}

/* 3 to 20 units, the first populated by all groups, the second by the first group only, some empty. */
static struct xn_counts random_city(struct xn_random *random, size_t n_groups, struct tiny_city *city)
{
    memset(city, 0, sizeof *city);
    city->n_groups = n_groups;
    city->n_units = 3 + xn_random_below(random, 18);
    for (size_t unit = 0; unit < city->n_units; unit++) {
        const bool empty = unit > 1 && xn_random_below(random, 8) == 0;
        for (size_t group = 0; group < n_groups; group++)
            city->count[unit * n_groups + group] = empty ? 0 : random_count(random);
        city->area_m2[unit] = 1e5 * (1 + xn_random_below(random, 100));
    }
    for (size_t group = 0; group < n_groups; group++)
        city->count[group] += 1;
    city->count[n_groups] += 1;
    return tiny_counts(city);
}

/* --- every index in every global form: a subject ----------------------------------------------------- */

struct subject {
    const struct xn_index_entry *entry;
    enum xn_form form;
};

/* Two groups are enough to show criteria of one- and two-group forms; multigroup forms need a third. */
static size_t groups_for(struct subject subject)
{
    return subject.form == XN_MULTIGROUP ? 3 : 2;
}

static double value_of(struct subject subject, struct tiny_city *city)
{
    const struct xn_index_input input = {
        .counts = tiny_counts(city), .area_m2 = city->area_m2, .group = 0, .reference = 1};
    double value;
    struct xn_error err = {0};
    if (xn_index_global(subject.entry, subject.form, &input, NULL, &value, &err) != XN_OK)
        fail_msg("%s: %s", subject.entry->id, err.message);
    return value;
}

/* Visits every index in each of its global forms. */
static void each_subject(void (*visit)(struct subject subject))
{
    static const enum xn_form form[] = {XN_ONE_GROUP, XN_TWO_GROUP, XN_MULTIGROUP};
    for (size_t i = 0; i < xn_index_count(); i++)
        for (size_t f = 0; f < sizeof form / sizeof *form; f++)
            if (xn_index_at(i)->forms & form[f])
                visit((struct subject){xn_index_at(i), form[f]});
}

/* --- the criteria ---------------------------------------------------------------------------------- */

static double *cell(struct tiny_city *city, size_t unit, size_t group)
{
    return &city->count[unit * city->n_groups + group];
}

/* Splits off a second unit with k times the mix of a random one; merging the two gives the other city. */
static void split_a_unit(struct tiny_city *city, struct tiny_city *merged, struct xn_random *random)
{
    const size_t unit = xn_random_below(random, (uint32_t)city->n_units), added = city->n_units++;
    const double times = 1 + xn_random_below(random, 4);
    *merged = *city;
    merged->n_units--;
    for (size_t group = 0; group < city->n_groups; group++) {
        *cell(city, added, group) = times * *cell(city, unit, group);
        *cell(merged, unit, group) *= 1 + times;
    }
    city->area_m2[added] = 1e5 * (1 + xn_random_below(random, 100));
    merged->area_m2[unit] += city->area_m2[added];
}

static void multiply(struct tiny_city *city, size_t first_group, size_t end_group, double factor)
{
    for (size_t unit = 0; unit < city->n_units; unit++)
        for (size_t group = first_group; group < end_group; group++)
            *cell(city, unit, group) *= factor;
}

static void exchange(struct tiny_city *city, size_t a, size_t b)
{
    for (size_t unit = 0; unit < city->n_units; unit++) {
        const double kept = *cell(city, unit, a);
        *cell(city, unit, a) = *cell(city, unit, b);
        *cell(city, unit, b) = kept;
    }
}

static double others(const struct xn_counts *counts, size_t unit, size_t group)
{
    return counts->unit_total[unit] - xn_count(counts, unit, group);
}

/* Moves members of a random group from a unit with a clearly higher share to one with a lower one, at most
 * until their shares are equal: then (x_i - d) y_j = (x_j + d) y_i. False: no such
 * pair was drawn. */
static bool transfer(struct tiny_city *city, struct xn_random *random)
{
    const struct xn_counts counts = tiny_counts(city);
    const size_t group = xn_random_below(random, (uint32_t)city->n_groups);
    for (int attempt = 0; attempt < 50; attempt++) {
        const size_t from = xn_random_below(random, (uint32_t)city->n_units);
        const size_t to = xn_random_below(random, (uint32_t)city->n_units);
        const double t_from = counts.unit_total[from], t_to = counts.unit_total[to];
        if (t_from <= 0 || t_to <= 0)
            continue;
        const double x_from = *cell(city, from, group), x_to = *cell(city, to, group);
        if (x_from / t_from < x_to / t_to + 0.05)
            continue;
        const double y_from = others(&counts, from, group), y_to = others(&counts, to, group);
        const double most = (x_from * y_to - x_to * y_from) / (y_from + y_to);
        const double moved = most * (0.2 + 0.7 * xn_random_uniform(random));
        *cell(city, from, group) -= moved;
        *cell(city, to, group) += moved;
        return true;
    }
    return false;
}

/* What a criterion does to a city, and whether the index answers as it should: 1 yes, 0 no, -1 not tried. */
typedef int criterion_trial(struct subject subject, struct tiny_city *city, struct xn_random *random);

static int same(double a, double b)
{
    return fabs(a - b) <= 1e-12;
}

static int try_organizational_equivalence(struct subject subject, struct tiny_city *city,
                                          struct xn_random *random)
{
    struct tiny_city merged;
    split_a_unit(city, &merged, random);
    return same(value_of(subject, city), value_of(subject, &merged));
}

static int try_size_invariance(struct subject subject, struct tiny_city *city, struct xn_random *random)
{
    const double before = value_of(subject, city);
    multiply(city, 0, city->n_groups, 2 + xn_random_below(random, 9));
    return same(value_of(subject, city), before);
}

static int try_weak_transfers(struct subject subject, struct tiny_city *city, struct xn_random *random)
{
    const double before = value_of(subject, city);
    return transfer(city, random) ? value_of(subject, city) <= before + 1e-12 : -1;
}

static int try_strong_transfers(struct subject subject, struct tiny_city *city, struct xn_random *random)
{
    const double before = value_of(subject, city);
    return transfer(city, random) ? value_of(subject, city) < before - 1e-12 : -1;
}

static int try_composition_invariance(struct subject subject, struct tiny_city *city,
                                      struct xn_random *random)
{
    const double before = value_of(subject, city);
    const size_t group = xn_random_below(random, (uint32_t)city->n_groups);
    multiply(city, group, group + 1, 2 + xn_random_below(random, 9));
    return same(value_of(subject, city), before);
}

static int try_symmetry(struct subject subject, struct tiny_city *city, struct xn_random *random)
{
    const double before = value_of(subject, city);
    const size_t first = xn_random_below(random, (uint32_t)city->n_groups);
    exchange(city, first, (first + 1) % city->n_groups);
    return same(value_of(subject, city), before);
}

static const struct {
    enum xn_property property;
    const char *name;
    criterion_trial *try_it;
} criterion[] = {
    {XN_ORGANIZATIONAL_EQUIVALENCE, "organizational equivalence", try_organizational_equivalence},
    {XN_SIZE_INVARIANCE, "size invariance", try_size_invariance},
    {XN_WEAK_TRANSFERS, "weak transfers", try_weak_transfers},
    {XN_STRONG_TRANSFERS, "strong transfers", try_strong_transfers},
    {XN_COMPOSITION_INVARIANCE, "composition invariance", try_composition_invariance},
    {XN_SYMMETRY, "symmetry", try_symmetry},
};
enum { N_CRITERIA = sizeof criterion / sizeof *criterion };

static void check_criterion(struct subject subject, size_t c)
{
    const bool claimed = (subject.entry->properties & (unsigned)criterion[c].property) != 0;
    size_t kept = 0, broken = 0;
    for (uint64_t replicate = 0; replicate < REPLICATES; replicate++) {
        struct xn_random random = xn_random_stream(SEED, replicate, (uint32_t)c);
        struct tiny_city city;
        random_city(&random, groups_for(subject), &city);
        const int answer = criterion[c].try_it(subject, &city, &random);
        kept += answer == 1;
        broken += answer == 0;
        if (answer == 0 && claimed)
            fail_msg("%s (%s) claims %s; replicate %u breaks it", subject.entry->id,
                     xn_form_name(subject.form), criterion[c].name, (unsigned)replicate);
    }
    assert_true(kept + broken > REPLICATES / 2);
    if (!claimed && broken == 0)
        fail_msg("%s (%s) could claim %s: no city breaks it", subject.entry->id, xn_form_name(subject.form),
                 criterion[c].name);
}

static void check_criteria(struct subject subject)
{
    if (subject.entry->dimension == XN_DIMENSION_DIVERSITY)
        assert_int_equal(subject.entry->properties, 0);
    else
        for (size_t c = 0; c < N_CRITERIA; c++)
            check_criterion(subject, c);
}

static void criteria_hold_exactly_where_claimed(void **state)
{
    (void)state;
    each_subject(check_criteria);
}

/* --- every city ------------------------------------------------------------------------------------ */

/* Checks random cities of two to five groups. */
static void in_every_city(void (*check)(struct tiny_city *city, const struct xn_counts *counts,
                                        struct xn_random *random))
{
    for (uint64_t replicate = 0; replicate < REPLICATES; replicate++) {
        struct xn_random random = xn_random_stream(SEED + 1, replicate, 0);
        struct tiny_city city;
        const struct xn_counts counts = random_city(&random, 2 + replicate % 4, &city);
        check(&city, &counts, &random);
    }
}

static double global(const char *text, enum xn_form form, struct tiny_city *city, size_t group,
                     size_t reference)
{
    const struct xn_index_entry *entry;
    struct xn_parameters parameters;
    struct xn_error err = {0};
    double value = NAN;
    const struct xn_index_input input = {
        .counts = tiny_counts(city), .area_m2 = city->area_m2, .group = group, .reference = reference};
    if (xn_index_parse(text, &entry, &parameters, &err) != XN_OK ||
        xn_index_global(entry, form, &input, &parameters, &value, &err) != XN_OK)
        fail_msg("%s: %s", text, err.message);
    return value;
}

static void local(const char *id, struct tiny_city *city, size_t group, double *ret)
{
    struct xn_error err = {0};
    const struct xn_index_input input = {.counts = tiny_counts(city), .group = group};
    if (xn_index_local(xn_index_find(id), &input, NULL, ret, &err) != XN_OK)
        fail_msg("%s: %s", id, err.message);
}

/* The formulas as printed, for one-group (y XN_NONE) and two-group. */
static void check_pair(struct tiny_city *city, const struct two_sides *s)
{
    const enum xn_form form = s->y == XN_NONE ? XN_ONE_GROUP : XN_TWO_GROUP;
    assert_near(global("dissimilarity", form, city, s->x, s->y), (double)textbook_dissimilarity(s), 1e-14);
    assert_near(global("gini", form, city, s->x, s->y), (double)textbook_gini(s), 1e-14);
    assert_near(global("entropy", form, city, s->x, s->y), (double)textbook_entropy(s), 1e-14);
    assert_near(global("atkinson:b=0.1", form, city, s->x, s->y), (double)textbook_atkinson(s, 0.1L), 1e-13);
    assert_near(global("atkinson", form, city, s->x, s->y), (double)textbook_atkinson(s, 0.5L), 1e-13);
    assert_near(global("atkinson:b=0.9", form, city, s->x, s->y), (double)textbook_atkinson(s, 0.9L), 1e-13);
    assert_near(global("gorard", form, city, s->x, s->y), (double)textbook_gorard(s), 1e-14);
    assert_near(global("min_max", form, city, s->x, s->y), (double)textbook_min_max(s), 1e-14);
    assert_near(global("interaction", form, city, s->x, s->y), (double)textbook_interaction(s), 1e-14);
}

static void check_textbook(struct tiny_city *city, const struct xn_counts *c, struct xn_random *random)
{
    const size_t x = xn_random_below(random, (uint32_t)c->n_groups), y = (x + 1) % c->n_groups;
    const struct two_sides one = {c, x, XN_NONE}, two = {c, x, y};
    check_pair(city, &one);
    check_pair(city, &two);
    assert_near(global("isolation", XN_ONE_GROUP, city, x, y), (double)textbook_isolation(&one), 1e-14);
    assert_near(global("correlation_ratio", XN_ONE_GROUP, city, x, y),
                (double)textbook_correlation_ratio(&one), 1e-14);
    assert_near(global("delta", XN_ONE_GROUP, city, x, y), (double)textbook_delta(&one, city->area_m2),
                1e-14);
    const struct {
        const char *id;
        real expected;
    } multi[] = {{"multi_dissimilarity", textbook_multi_dissimilarity(c)},
                 {"multi_gini", textbook_multi_gini(c)},
                 {"multi_information_theory", textbook_information_theory(c)},
                 {"mutual_information", textbook_mutual_information(c)},
                 {"multi_relative_diversity", textbook_relative_diversity(c)},
                 {"multi_squared_coefficient_of_variation", textbook_coefficient_of_variation(c)},
                 {"multi_normalized_exposure", textbook_normalized_exposure(c)},
                 {"multi_diversity", textbook_diversity(c)},
                 {"simpson_interaction", textbook_interaction_index(c)},
                 {"simpson_concentration", 1 - textbook_interaction_index(c)}};
    for (size_t i = 0; i < sizeof multi / sizeof *multi; i++)
        assert_near(global(multi[i].id, XN_MULTIGROUP, city, 0, 1), (double)multi[i].expected, 1e-14);
}

static void formulas_are_the_textbooks(void **state)
{
    (void)state;
    in_every_city(check_textbook);
}

static void check_range(struct subject subject)
{
    const bool of_entropy = strcmp(subject.entry->id, "mutual_information") == 0 ||
                            strcmp(subject.entry->id, "multi_diversity") == 0;
    for (uint64_t replicate = 0; replicate < REPLICATES; replicate++) {
        struct xn_random random = xn_random_stream(SEED + 2, replicate, 0);
        struct tiny_city city;
        random_city(&random, groups_for(subject), &city);
        const double value = value_of(subject, &city), most = of_entropy ? log(3) : 1;
        if (!(value >= 0 && value <= most))
            fail_msg("%s is %.17g in replicate %u", subject.entry->id, value, (unsigned)replicate);
    }
}

static void values_stay_in_their_range(void **state)
{
    (void)state;
    each_subject(check_range);
}

static void shuffle_units(struct tiny_city *city, struct xn_random *random)
{
    for (size_t last = city->n_units - 1; last > 0; last--) {
        const size_t other = xn_random_below(random, (uint32_t)last + 1);
        const double area_m2 = city->area_m2[last];
        city->area_m2[last] = city->area_m2[other];
        city->area_m2[other] = area_m2;
        for (size_t group = 0; group < city->n_groups; group++) {
            const double kept = *cell(city, last, group);
            *cell(city, last, group) = *cell(city, other, group);
            *cell(city, other, group) = kept;
        }
    }
}

static void check_row_order(struct subject subject)
{
    for (uint64_t replicate = 0; replicate < REPLICATES; replicate++) {
        struct xn_random random = xn_random_stream(SEED + 3, replicate, 0);
        struct tiny_city city;
        random_city(&random, groups_for(subject), &city);
        multiply(&city, 0, city.n_groups, 0.1); /* fractional counts round */
        const double before = value_of(subject, &city);
        shuffle_units(&city, &random);
        assert_near(value_of(subject, &city), before, 1e-12);
    }
}

static void row_order_never_matters(void **state)
{
    (void)state;
    each_subject(check_row_order);
}

static void check_two_groups(struct tiny_city *city, const struct xn_counts *counts, struct xn_random *random)
{
    (void)random;
    if (counts->n_groups != 2)
        return;
    static const struct {
        const char *multigroup, *of_group;
    } equal[] = {{"multi_dissimilarity", "dissimilarity"},
                 {"multi_gini", "gini"},
                 {"multi_information_theory", "entropy"},
                 {"multi_relative_diversity", "correlation_ratio"},
                 {"multi_squared_coefficient_of_variation", "correlation_ratio"},
                 {"multi_normalized_exposure", "correlation_ratio"}};
    for (size_t i = 0; i < sizeof equal / sizeof *equal; i++)
        for (size_t group = 0; group < 2; group++)
            assert_near(global(equal[i].multigroup, XN_MULTIGROUP, city, 0, 1),
                        global(equal[i].of_group, XN_ONE_GROUP, city, group, XN_NONE), 1e-14);
    static const char *const both_forms[] = {"dissimilarity", "gini",    "entropy",    "atkinson",
                                             "gorard",        "min_max", "interaction"};
    for (size_t i = 0; i < sizeof both_forms / sizeof *both_forms; i++)
        assert_near(global(both_forms[i], XN_ONE_GROUP, city, 0, XN_NONE),
                    global(both_forms[i], XN_TWO_GROUP, city, 0, 1), 1e-15);
}

static void with_two_groups_all_forms_agree(void **state)
{
    (void)state;
    in_every_city(check_two_groups);
}

static void check_identities(struct tiny_city *city, const struct xn_counts *counts, struct xn_random *random)
{
    (void)random;
    const double dissimilarity = global("dissimilarity", XN_TWO_GROUP, city, 0, 1);
    const double share = counts->group_total[0] / (counts->group_total[0] + counts->group_total[1]);
    assert_near(global("gorard", XN_TWO_GROUP, city, 0, 1), dissimilarity * (1 - share), 1e-14);
    assert_true(global("gini", XN_TWO_GROUP, city, 0, 1) >= dissimilarity - 1e-14);
    assert_true(global("min_max", XN_TWO_GROUP, city, 0, 1) >= dissimilarity);
    assert_near(global("isolation", XN_ONE_GROUP, city, 0, 1),
                1 - global("interaction", XN_ONE_GROUP, city, 0, XN_NONE), 1e-14);
    assert_near(counts->group_total[0] * global("interaction", XN_TWO_GROUP, city, 0, 1),
                counts->group_total[1] * global("interaction", XN_TWO_GROUP, city, 1, 0), 1e-10);
    assert_near(global("mutual_information", XN_MULTIGROUP, city, 0, 1),
                global("multi_information_theory", XN_MULTIGROUP, city, 0, 1) *
                    global("multi_diversity", XN_MULTIGROUP, city, 0, 1),
                1e-14);
    assert_near(global("simpson_interaction", XN_MULTIGROUP, city, 0, 1),
                1 - global("simpson_concentration", XN_MULTIGROUP, city, 0, 1), 1e-15);
    assert_true(global("isolation", XN_ONE_GROUP, city, 0, 1) >=
                counts->group_total[0] / counts->total - 1e-15);
    assert_true(global("isolation:exact=true", XN_ONE_GROUP, city, 0, 1) <=
                global("isolation", XN_ONE_GROUP, city, 0, 1));
}

static void indices_relate_as_theory_says(void **state)
{
    (void)state;
    in_every_city(check_identities);
}

/* The mean over persons of a local measure, NaN exactly where nobody lives. */
static double mean_over_persons(const struct xn_counts *counts, const double *value, double least,
                                double most)
{
    real sum = 0;
    for (size_t unit = 0; unit < counts->n_units; unit++) {
        assert_true(isnan(value[unit]) == (counts->unit_total[unit] <= 0));
        if (isnan(value[unit]))
            continue;
        assert_true(value[unit] >= least && value[unit] <= most);
        sum += (real)counts->unit_total[unit] * value[unit];
    }
    return (double)(sum / counts->total);
}

static void check_local(struct tiny_city *city, const struct xn_counts *counts, struct xn_random *random)
{
    (void)random;
    double value[TINY_UNITS];
    const double k = (double)counts->n_groups, rest = 1 - 1 / k;
    const double entropy = global("multi_diversity", XN_MULTIGROUP, city, 0, 1);
    const double information = global("mutual_information", XN_MULTIGROUP, city, 0, 1);
    const double interaction = global("simpson_interaction", XN_MULTIGROUP, city, 0, 1) *
                               (1 - global("multi_relative_diversity", XN_MULTIGROUP, city, 0, 1));
    local("share", city, 1, value);
    assert_near(mean_over_persons(counts, value, 0, 1), counts->group_total[1] / counts->total, 1e-14);
    local("location_quotient", city, 1, value);
    assert_near(mean_over_persons(counts, value, 0, counts->total / counts->group_total[1] * (1 + 1e-15)), 1,
                1e-13);
    local("local_mutual_information", city, 0, value);
    assert_near(mean_over_persons(counts, value, 0, 50), information, 1e-14);
    local("local_diversity", city, 0, value);
    assert_near(mean_over_persons(counts, value, 0, log(k) + 1e-15), entropy - information, 1e-14);
    local("local_entropy", city, 0, value);
    assert_near(mean_over_persons(counts, value, 0, 1), (entropy - information) / log(k), 1e-14);
    local("local_simpson_interaction", city, 0, value);
    assert_near(mean_over_persons(counts, value, 0, rest + 1e-15), interaction, 1e-14);
    local("local_simpson_concentration", city, 0, value);
    assert_near(mean_over_persons(counts, value, 1 / k - 1e-15, 1), 1 - interaction, 1e-14);
}

static void local_measures_average_to_the_city(void **state)
{
    (void)state;
    in_every_city(check_local);
}

/* --- the two ends of the scale --------------------------------------------------------------------- */

static void check_even_city(struct tiny_city *city, const struct xn_counts *counts, struct xn_random *random)
{
    for (size_t unit = 1; unit < counts->n_units; unit++) {
        const double times = xn_random_below(random, 1000000000);
        for (size_t group = 0; group < counts->n_groups; group++)
            *cell(city, unit, group) = times * *cell(city, 0, group);
    }
    const struct xn_counts even = tiny_counts(city);
    static const char *const pair[] = {"dissimilarity", "gini", "entropy", "atkinson", "gorard", "min_max"};
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        assert_exactly(global(pair[i], XN_TWO_GROUP, city, 0, 1), 0);
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        assert_exactly(global(pair[i], XN_ONE_GROUP, city, 1, XN_NONE), 0);
    assert_exactly(global("correlation_ratio", XN_ONE_GROUP, city, 0, 1), 0);
    static const char *const multi[] = {
        "multi_dissimilarity",       "multi_gini",
        "multi_information_theory",  "mutual_information",
        "multi_relative_diversity",  "multi_squared_coefficient_of_variation",
        "multi_normalized_exposure",
    };
    for (size_t i = 0; i < sizeof multi / sizeof *multi; i++)
        assert_exactly(global(multi[i], XN_MULTIGROUP, city, 0, 1), 0);
    assert_near(global("isolation", XN_ONE_GROUP, city, 0, 1), even.group_total[0] / even.total, 1e-15);
}

static void even_cities_give_exactly_0(void **state)
{
    (void)state;
    in_every_city(check_even_city);
}

static void check_separated_city(struct tiny_city *city, const struct xn_counts *counts,
                                 struct xn_random *random)
{
    for (size_t unit = 0; unit < counts->n_units; unit++) {
        const size_t owner = unit < 2 ? unit : xn_random_below(random, (uint32_t)counts->n_groups);
        for (size_t group = 0; group < counts->n_groups; group++)
            *cell(city, unit, group) = group == owner ? 1 + xn_random_below(random, 1000000000) : 0;
    }
    static const char *const pair[] = {"dissimilarity",  "gini",           "entropy",
                                       "atkinson:b=0.1", "atkinson:b=0.9", "min_max"};
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        assert_near(global(pair[i], XN_TWO_GROUP, city, 0, 1), 1, 1e-15);
    assert_near(global("correlation_ratio", XN_ONE_GROUP, city, 0, 1), 1, 1e-15);
    assert_exactly(global("isolation", XN_ONE_GROUP, city, 0, 1), 1);
    assert_exactly(global("interaction", XN_TWO_GROUP, city, 0, 1), 0);
    static const char *const multi[] = {"multi_dissimilarity",
                                        "multi_gini",
                                        "multi_information_theory",
                                        "multi_relative_diversity",
                                        "multi_squared_coefficient_of_variation",
                                        "multi_normalized_exposure"};
    for (size_t i = 0; i < sizeof multi / sizeof *multi; i++)
        assert_near(global(multi[i], XN_MULTIGROUP, city, 0, 1), 1, 2e-15);
}

static void separated_cities_give_1(void **state)
{
    (void)state;
    in_every_city(check_separated_city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(criteria_hold_exactly_where_claimed),
        cmocka_unit_test(formulas_are_the_textbooks),
        cmocka_unit_test(values_stay_in_their_range),
        cmocka_unit_test(row_order_never_matters),
        cmocka_unit_test(with_two_groups_all_forms_agree),
        cmocka_unit_test(indices_relate_as_theory_says),
        cmocka_unit_test(local_measures_average_to_the_city),
        cmocka_unit_test(even_cities_give_exactly_0),
        cmocka_unit_test(separated_cities_give_1),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
