/* typology_property_test.c - what must hold for the classes of any city, on many random ones.
 *
 * Among them the claims on noise: in a city without any segregation raw quotients accuse every sixth street,
 * and the class `concentrated` hardly any; and the intervals hold what 90 % promises.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "refused.h"
#include "xenia/geo.h"
#include "xenia/random.h"
#include "xenia/typology.h"

static struct xn_error err;

static const struct xn_typology_rule concentration = {.profile = XN_PROFILE_CONCENTRATION,
                                                      .group = "newcomers",
                                                      .quotient_threshold = 1.5,
                                                      .certainty = 0.9,
                                                      .share_margin = 0.05,
                                                      .interval = 0.9,
                                                      .household_size = 2.2,
                                                      .min_persons = {300, 100, 50}};

/* --- random cities ------------------------------------------------------------------------------------- */

enum { DISTRICTS = 6, STREETS = 120 };
static const char *const group_name[] = {"newcomers", "others"};

/* Two levels; the streets stand in a circle, each touching the next, some by a corner only. */
struct city {
    double district_count[2 * DISTRICTS], district_total[DISTRICTS];
    double street_count[2 * STREETS], street_total[STREETS];
    double group_total[2];
    size_t parent[STREETS];
    size_t row_start[STREETS + 1];
    uint32_t neighbour[2 * STREETS];
    double boundary_m[2 * STREETS];
    struct xn_adjacency adjacency;
};

static void add_up(struct city *city)
{
    memset(city->district_count, 0, sizeof city->district_count);
    memset(city->district_total, 0, sizeof city->district_total);
    memset(city->group_total, 0, sizeof city->group_total);
    for (size_t i = 0; i < STREETS; i++) {
        city->street_total[i] = city->street_count[2 * i] + city->street_count[2 * i + 1];
        city->district_total[city->parent[i]] += city->street_total[i];
        for (size_t g = 0; g < 2; g++) {
            city->district_count[2 * city->parent[i] + g] += city->street_count[2 * i + g];
            city->group_total[g] += city->street_count[2 * i + g];
        }
    }
}

/* The street at place k of the circle is street[k]; the border between places k and k + 1 is border_m[k]. */
static void lay_out(struct city *city, const size_t street[STREETS], const double border_m[STREETS])
{
    for (size_t i = 0; i <= STREETS; i++)
        city->row_start[i] = 2 * i;
    for (size_t k = 0; k < STREETS; k++) {
        const size_t before = (k + STREETS - 1) % STREETS, after = (k + 1) % STREETS, at = 2 * street[k];
        const size_t first = street[before] < street[after] ? 0 : 1;
        city->neighbour[at + first] = (uint32_t)street[before];
        city->boundary_m[at + first] = border_m[before];
        city->neighbour[at + 1 - first] = (uint32_t)street[after];
        city->boundary_m[at + 1 - first] = border_m[k];
    }
    city->adjacency = (struct xn_adjacency){.n_units = STREETS,
                                            .row_start = city->row_start,
                                            .neighbour = city->neighbour,
                                            .boundary_m = city->boundary_m};
}

/* Streets of 0 to 150 persons with shares of all kinds; borders of a few lengths, so that there are ties. */
static void invent(struct city *city, uint64_t seed, double border_m[STREETS])
{
    struct xn_random random = xn_random_stream(seed, 0, 0);
    for (size_t i = 0; i < STREETS; i++) {
        const uint32_t persons = xn_random_below(&random, 150);
        const double share = 0.4 * xn_random_uniform(&random) * xn_random_uniform(&random);
        city->street_count[2 * i] = floor(persons * share);
        city->street_count[2 * i + 1] = persons - city->street_count[2 * i];
        city->parent[i] = i * DISTRICTS / STREETS;
        border_m[i] = 20 * xn_random_below(&random, 3);
    }
    add_up(city);
}

static void plain_order(size_t order[STREETS])
{
    for (size_t i = 0; i < STREETS; i++)
        order[i] = i;
}

static struct xn_counts counts_of(const struct city *city, size_t n_units, const double *count,
                                  const double *unit_total)
{
    return (struct xn_counts){.n_units = n_units,
                              .n_groups = 2,
                              .count = count,
                              .unit_total = unit_total,
                              .group_total = city->group_total,
                              .total = city->group_total[0] + city->group_total[1],
                              .group_name = group_name};
}

static struct xn_typology *classify(const struct xn_typology_rule *rule, const struct city *city)
{
    const struct xn_typology_level level[] = {
        {.counts = counts_of(city, DISTRICTS, city->district_count, city->district_total)},
        {.counts = counts_of(city, STREETS, city->street_count, city->street_total),
         .parent = city->parent,
         .adjacency = &city->adjacency}};
    struct xn_typology *typology = NULL;
    assert_ok(xn_typology_classify(rule, level, 2, &typology, &err));
    return typology;
}

static struct xn_typology *classify_invented(const struct xn_typology_rule *rule, struct city *city,
                                             uint64_t seed)
{
    size_t order[STREETS];
    double border_m[STREETS];
    invent(city, seed, border_m);
    plain_order(order);
    lay_out(city, order, border_m);
    return classify(rule, city);
}

/* --- order and scale ----------------------------------------------------------------------------------- */

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void assert_same(const struct xn_unit_class *a, const struct xn_unit_class *b)
{
    assert_true(a->class_ == b->class_ && a->rule == b->rule);
    assert_true(a->low_n == b->low_n && a->robust == b->robust);
    assert_true(a->at_1 == b->at_1 && a->at_1_25 == b->at_1_25 && a->at_2 == b->at_2);
    assert_true(same_number(a->value, b->value) && same_number(a->quotient, b->quotient));
    assert_true(same_number(a->estimate, b->estimate) && same_number(a->probability, b->probability));
    assert_true(same_number(a->lower, b->lower) && same_number(a->upper, b->upper));
}

static void shuffle(size_t *order, size_t n, uint64_t seed)
{
    struct xn_random random = xn_random_stream(seed, 1, 0);
    for (size_t i = n; i > 1; i--) {
        const size_t j = xn_random_below(&random, (uint32_t)i), moved = order[i - 1];
        order[i - 1] = order[j];
        order[j] = moved;
    }
}

/* Street i stands in row street[i], district d in row district[d]. */
static void reorder(const struct city *city, const size_t *street, const size_t *district,
                    const double border_m[STREETS], struct city *ret)
{
    for (size_t i = 0; i < STREETS; i++) {
        ret->street_count[2 * street[i]] = city->street_count[2 * i];
        ret->street_count[2 * street[i] + 1] = city->street_count[2 * i + 1];
        ret->parent[street[i]] = district[city->parent[i]];
    }
    add_up(ret);
    lay_out(ret, street, border_m);
}

/* Bit for bit, ties between neighbours and all. */
static void the_order_of_the_rows_is_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct city city, other;
        double border_m[STREETS];
        size_t street[STREETS], district[DISTRICTS] = {0, 1, 2, 3, 4, 5};
        struct xn_typology *before = classify_invented(&concentration, &city, seed);
        invent(&other, seed, border_m);
        plain_order(street);
        shuffle(street, STREETS, seed);
        shuffle(district, DISTRICTS, seed + 1000);
        reorder(&city, street, district, border_m, &other);
        struct xn_typology *after = classify(&concentration, &other);
        for (size_t i = 0; i < STREETS; i++)
            assert_same(&before->level[1].unit[i], &after->level[1].unit[street[i]]);
        for (size_t d = 0; d < DISTRICTS; d++)
            assert_same(&before->level[0].unit[d], &after->level[0].unit[district[d]]);
        xn_typology_free(before);
        xn_typology_free(after);
    }
}

/* Four times the persons in households four times as large is the same evidence. */
static void persons_and_households_scale_together(void **state)
{
    (void)state;
    struct xn_typology_rule larger = concentration;
    larger.household_size *= 4;
    for (size_t l = 0; l < XN_LEVEL_MAX; l++)
        larger.min_persons[l] *= 4;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct city city;
        struct xn_typology *before = classify_invented(&concentration, &city, seed);
        for (size_t i = 0; i < 2 * STREETS; i++)
            city.street_count[i] *= 4;
        add_up(&city);
        struct xn_typology *after = classify(&larger, &city);
        for (size_t i = 0; i < STREETS; i++)
            assert_same(&before->level[1].unit[i], &after->level[1].unit[i]);
        xn_typology_free(before);
        xn_typology_free(after);
    }
}

/* --- monotony ------------------------------------------------------------------------------------------ */

/* One level of streets of the same size, with 0, 1, 2 ... of the group: more of it is never less of it. */
static void a_higher_share_is_never_a_lower_class(void **state)
{
    (void)state;
    for (int persons = 50; persons <= 1650; persons += 400) {
        struct city city;
        for (size_t i = 0; i < STREETS; i++) {
            city.street_count[2 * i] = (double)(i < 70 ? i % 10 : i - 70);
            city.street_count[2 * i + 1] = persons - city.street_count[2 * i];
            city.parent[i] = 0;
        }
        add_up(&city);
        const struct xn_typology_level level = {
            .counts = counts_of(&city, STREETS, city.street_count, city.street_total)};
        struct xn_typology_rule rule = concentration;
        rule.min_persons[0] = 0;
        struct xn_typology *typology = NULL;
        assert_ok(xn_typology_classify(&rule, &level, 1, &typology, &err));
        for (size_t i = 71; i < STREETS; i++) {
            const struct xn_unit_class *more = &typology->level[0].unit[i], *less = more - 1;
            assert_true(more->probability >= less->probability && more->class_ >= less->class_);
            assert_true(more->estimate > less->estimate);
            assert_true(more->lower > less->lower && more->upper > less->upper);
        }
        xn_typology_free(typology);
    }
}

static void a_higher_threshold_is_never_a_higher_class(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 40; seed++) {
        struct city city;
        struct xn_typology *typology = classify_invented(&concentration, &city, seed);
        for (size_t i = 0; i < STREETS; i++) {
            const struct xn_unit_class *unit = &typology->level[1].unit[i];
            assert_true(unit->at_1 >= unit->at_1_25 && unit->at_1_25 >= unit->class_ &&
                        unit->class_ >= unit->at_2);
            if (unit->rule != XN_RULE_NO_DATA)
                assert_true(unit->lower < unit->estimate && unit->estimate < unit->upper);
        }
        xn_typology_free(typology);
    }
}

static void more_certainty_only_makes_undetermined(void **state)
{
    (void)state;
    struct xn_typology_rule strict = concentration;
    strict.certainty = 0.99;
    size_t changed = 0;
    for (uint64_t seed = 1; seed <= 20; seed++) {
        struct city city;
        struct xn_typology *lax = classify_invented(&concentration, &city, seed);
        struct xn_typology *stern = classify(&strict, &city);
        for (size_t i = 0; i < STREETS; i++) {
            const enum xn_class before = lax->level[1].unit[i].class_, after = stern->level[1].unit[i].class_;
            assert_true(after == before || after == XN_UNDETERMINED);
            changed += after != before;
        }
        xn_typology_free(lax);
        xn_typology_free(stern);
    }
    assert_true(changed > 0);
}

/* --- noise --------------------------------------------------------------------------------------------- */

/* One level of many streets of 50 persons. */
enum { MANY = 8000, PERSONS = 50 };
struct street_list {
    double count[2 * MANY], total[MANY], group_total[2], true_share[MANY];
};

static struct xn_typology *classify_streets(struct street_list *streets, double household_size)
{
    memset(streets->group_total, 0, sizeof streets->group_total);
    for (size_t i = 0; i < MANY; i++) {
        streets->count[2 * i + 1] = PERSONS - streets->count[2 * i];
        streets->total[i] = PERSONS;
        streets->group_total[0] += streets->count[2 * i];
        streets->group_total[1] += streets->count[2 * i + 1];
    }
    const struct xn_typology_level level = {.counts = {.n_units = MANY,
                                                       .n_groups = 2,
                                                       .count = streets->count,
                                                       .unit_total = streets->total,
                                                       .group_total = streets->group_total,
                                                       .total = (double)MANY * PERSONS,
                                                       .group_name = group_name}};
    struct xn_typology_rule rule = concentration;
    rule.household_size = household_size;
    rule.min_persons[0] = PERSONS;
    struct xn_typology *typology = NULL;
    assert_ok(xn_typology_classify(&rule, &level, 1, &typology, &err));
    return typology;
}

/* Households of 2, 2, 2, 2 and 3 persons, each in the group or not by chance; the last one is cut to fit. */
static double persons_of_group(struct xn_random *random, bool alone, double share)
{
    uint32_t in_group = 0;
    for (uint32_t placed = 0, household; placed < PERSONS; placed += household) {
        household = alone ? 1 : 2 + (xn_random_below(random, 5) == 0);
        if (household > PERSONS - placed)
            household = PERSONS - placed;
        if (xn_random_uniform(random) < share)
            in_group += household;
    }
    return in_group;
}

/* In thousandths of all streets. */
struct noise {
    double raw_above, concentrated;
};

static struct noise noise_of_an_average_city(uint64_t seed, bool alone)
{
    struct street_list *streets = calloc(1, sizeof *streets);
    assert_non_null(streets);
    for (uint32_t i = 0; i < MANY; i++) {
        struct xn_random random = xn_random_stream(seed, 2, i);
        streets->count[2 * i] = persons_of_group(&random, alone, 0.09);
    }
    struct xn_typology *typology = classify_streets(streets, alone ? 1 : 2.2);
    struct noise noise = {0};
    for (size_t i = 0; i < MANY; i++) {
        noise.raw_above += typology->level[0].unit[i].quotient >= 1.5 ? 1000.0 / MANY : 0;
        noise.concentrated += typology->level[0].unit[i].class_ == XN_CONCENTRATED ? 1000.0 / MANY : 0;
    }
    xn_typology_free(typology);
    free(streets);
    return noise;
}

/* DOMAIN: with a group of 9 %, 16 % of average 50-person streets show a raw quotient of 1.5 by chance. */
static void an_average_city_is_not_accused(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 5; seed++) {
        const struct noise persons = noise_of_an_average_city(seed, true);
        assert_true(persons.raw_above > 145 && persons.raw_above < 175);
        assert_true(persons.concentrated <= 1);
        const struct noise households = noise_of_an_average_city(seed, false);
        assert_true(households.raw_above > persons.raw_above); /* households make more noise */
        assert_true(households.concentrated <= 1);
    }
}

/* The second smallest of 21 uniform numbers is Beta(2, 20) distributed. */
static double share_from_beta_2_20(struct xn_random *random)
{
    double first = 1, second = 1;
    for (int i = 0; i < 21; i++) {
        const double number = xn_random_uniform(random);
        second = fmin(second, fmax(first, number));
        first = fmin(first, number);
    }
    return second;
}

/* Where shares truly differ as Beta(2, 20), 90 % of them lie in their intervals and of the streets called
 * concentrated at most one in ten is not. */
static void intervals_and_classes_hold_what_they_promise(void **state)
{
    (void)state;
    struct street_list *streets = calloc(1, sizeof *streets);
    assert_non_null(streets);
    for (uint32_t i = 0; i < MANY; i++) {
        struct xn_random random = xn_random_stream(1, 3, i);
        streets->true_share[i] = share_from_beta_2_20(&random);
        streets->count[2 * i] = persons_of_group(&random, true, streets->true_share[i]);
    }
    struct xn_typology *typology = classify_streets(streets, 1);
    size_t covered = 0, concentrated = 0, wrongly = 0;
    for (size_t i = 0; i < MANY; i++) {
        const struct xn_unit_class *unit = &typology->level[0].unit[i];
        covered += streets->true_share[i] >= unit->lower && streets->true_share[i] <= unit->upper;
        concentrated += unit->class_ == XN_CONCENTRATED;
        wrongly += unit->class_ == XN_CONCENTRATED && streets->true_share[i] < 1.5 * typology->city_value;
    }
    assert_in_range(covered, (size_t)(0.89 * MANY), (size_t)(0.91 * MANY));
    assert_true(concentrated > 300);
    assert_true(10 * wrongly <= concentrated);
    xn_typology_free(typology);
    free(streets);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_the_rows_is_nothing),
        cmocka_unit_test(persons_and_households_scale_together),
        cmocka_unit_test(a_higher_share_is_never_a_lower_class),
        cmocka_unit_test(a_higher_threshold_is_never_a_higher_class),
        cmocka_unit_test(more_certainty_only_makes_undetermined),
        cmocka_unit_test(an_average_city_is_not_accused),
        cmocka_unit_test(intervals_and_classes_hold_what_they_promise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
