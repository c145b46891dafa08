/* The differencing attack of RULES R9 on generated cities: several levels, three refreshes with small
 * changes, three zonings of the same people, each controlled in turn with what was published before; and what
 * the attack finds when a part of the protection is left out, so that it is known to bite. See
 * disclosure_attack.h.
 */
#include "disclosure_attack.h"
#include "xenia/random.h"

enum { BLOCKS = 120, GROUPS = 4, CITIES = 4 };

/* Blocks in districts in boroughs, and the same blocks in wards that cut across the districts; the counts of
 * three quarters; in each a part of the blocks has changed. */
struct city {
    size_t district[BLOCKS], borough[BLOCKS], ward[BLOCKS], wards_of_districts[BLOCKS];
    double now[BLOCKS * GROUPS], next[BLOCKS * GROUPS], last[BLOCKS * GROUPS];
    struct xn_arena *arena;
};

/* Most groups are many; one block in eight has hardly anybody, one number in seven is small. */
static double draw_count(struct xn_random *random, size_t group, bool is_empty)
{
    static const uint32_t most[GROUPS] = {400, 120, 60, 25};
    if (xn_random_below(random, 7) == 0)
        return xn_random_below(random, 7);
    return xn_random_below(random, is_empty ? 12 : most[group]);
}

/* A quarter later: one block in three has changed by up to two persons of each group. */
static void change_some(struct xn_random *random, const double *before, double *after)
{
    for (size_t v = 0; v < BLOCKS; v++) {
        const bool changed = xn_random_below(random, 3) == 0;
        for (size_t g = 0; g < GROUPS; g++) {
            const double change = changed ? (double)xn_random_below(random, 5) - 2 : 0;
            after[v * GROUPS + g] = fmax(before[v * GROUPS + g] + change, 0);
        }
    }
}

static void make_city(struct city *city, uint64_t seed)
{
    struct xn_random random = xn_random_stream(seed, 0, 0);
    *city = (struct city){.arena = xn_arena_new()};
    for (size_t v = 0; v < BLOCKS; v++) {
        const bool is_empty = xn_random_below(&random, 8) == 0;
        city->district[v] = v / 8;
        city->borough[v] = v / 40;
        city->ward[v] = (v + 3) / 12;
        city->wards_of_districts[v] = v / 24; /* wards that are unions of districts */
        for (size_t g = 0; g < GROUPS; g++)
            city->now[v * GROUPS + g] = draw_count(&random, g, is_empty);
    }
    change_some(&random, city->now, city->next);
    change_some(&random, city->next, city->last);
}

static struct xn_disclosure_zoning districts(const struct city *city, const double *count)
{
    const size_t *const level[] = {city->borough, city->district};
    return zoning_of(city->arena, count, BLOCKS, GROUPS, level, 2);
}

static struct xn_disclosure_zoning wards(const struct city *city, const double *count)
{
    const size_t *const level[] = {city->ward};
    return zoning_of(city->arena, count, BLOCKS, GROUPS, level, 1);
}

static struct xn_disclosure_zoning unions(const struct city *city, const double *count)
{
    const size_t *const level[] = {city->wards_of_districts};
    return zoning_of(city->arena, count, BLOCKS, GROUPS, level, 1);
}

/* Each published as the service does it, with those before it, or by itself; what is refused drops out. How
 * many are left. */
static size_t control(struct xn_disclosure_zoning *zoning, size_t n, bool together)
{
    size_t published = 0;
    for (size_t z = 0; z < n; z++) {
        size_t left_out = 0;
        const enum xn_status status =
            xn_disclosure_publish(&zoning[z], zoning, together ? published : 0, &left_out, &attack_err);
        assert_true(status == XN_OK || (status == XN_CONFLICT && published > 0));
        if (left_out > 0 || status != XN_OK)
            print_message("publication %zu: %zu levels left out%s\n", z + 1, left_out,
                          status == XN_OK ? "" : ", and refused");
        if (status == XN_OK)
            zoning[published++] = zoning[z];
    }
    return published;
}

static struct attack attack_on(const struct xn_disclosure_zoning *zoning, size_t n)
{
    return (struct attack){.zoning = zoning, .n_zonings = n, .rounded = true, .complementary = true};
}

static size_t hidden_share(const struct xn_disclosure_zoning *zoning, enum xn_withheld why)
{
    const struct xn_disclosure_table *blocks = &zoning->table[zoning->n_tables - 1];
    size_t n = 0;
    for (size_t i = 0; i < blocks->n_units * blocks->n_columns; i++)
        n += blocks->why[i] == why;
    return 100 * n / (blocks->n_units * blocks->n_columns);
}

/* --- one publication ---------------------------------------------------------------------------------------
 */

static void levels_do_not_give_a_number_away(void **state)
{
    (void)state;
    size_t broken_small = 0, broken_exact = 0;
    for (uint64_t seed = 1; seed <= CITIES; seed++) {
        struct city city;
        make_city(&city, seed);
        struct xn_disclosure_zoning zoning = districts(&city, city.now);
        assert_int_equal(control(&zoning, 1, true), 1);
        struct attack attack = attack_on(&zoning, 1);
        attack_run("three levels", &attack, 1);
        print_message(
            "  of the blocks' numbers hidden: %zu %% few persons, %zu %% small, %zu %% for others\n",
            hidden_share(&zoning, XN_WITHHELD_FEW), hidden_share(&zoning, XN_WITHHELD_SMALL),
            hidden_share(&zoning, XN_WITHHELD_COMPLEMENT));
        assert_true(attack.cells > 50);
        assert_int_equal(attack.broken, 0);
        /* known to the person, what is hidden is still safe */
        attack = attack_on(&zoning, 1);
        attack.rounded = false;
        attack_run("three levels, shown numbers to the person", &attack, 1);
        assert_int_equal(attack.broken, 0);
        /* the attack bites */
        attack = attack_on(&zoning, 1);
        attack.complementary = false;
        attack_run("three levels, small numbers alone hidden", &attack, 1);
        broken_small += attack.broken_small;
        attack = attack_on(&zoning, 1);
        attack.complementary = attack.rounded = false;
        attack_run("small numbers alone hidden, to the person", &attack, 1);
        broken_exact += attack.broken_small;
        xn_arena_free(city.arena);
    }
    assert_true(broken_small > 0);
    assert_true(broken_exact > 10 * broken_small);
}

/* --- several
 * ------------------------------------------------------------------------------------------------ */

static void refreshes_and_zonings_do_not_give_a_number_away(void **state)
{
    (void)state;
    size_t published = 0;
    for (uint64_t seed = 1; seed <= CITIES; seed++) {
        struct city city;
        make_city(&city, seed);
        struct xn_disclosure_zoning zoning[ZONINGS_MAX] = {
            districts(&city, city.now), districts(&city, city.next), districts(&city, city.last),
            wards(&city, city.last), unions(&city, city.last)};
        const size_t n = control(zoning, 5, true);
        struct attack attack = attack_on(zoning, n);
        print_message("%zu of 5 published: ", n);
        published += n;
        attack_run("three refreshes, three zonings", &attack, 1);
        assert_int_equal(attack.broken, 0);
        xn_arena_free(city.arena);
    }
    assert_true(4 * published >= 3 * 5 * CITIES); /* refused is the exception */
}

/* Each by itself is not enough: what one hides for another's sake the next one shows. */
static void publications_that_do_not_know_of_each_other_do(void **state)
{
    (void)state;
    size_t broken = 0, broken_exact = 0;
    for (uint64_t seed = 1; seed <= CITIES; seed++) {
        struct city city;
        make_city(&city, seed);
        struct xn_disclosure_zoning zoning[ZONINGS_MAX] = {
            districts(&city, city.now), districts(&city, city.next), districts(&city, city.last),
            wards(&city, city.last), unions(&city, city.last)};
        assert_int_equal(control(zoning, 5, false), 5);
        struct attack attack = attack_on(zoning, 5);
        attack_run("each by itself", &attack, 2);
        broken += attack.broken;
        attack = attack_on(zoning, 5);
        attack.rounded = false;
        attack_run("each by itself, to the person", &attack, 2);
        broken_exact += attack.broken;
        xn_arena_free(city.arena);
    }
    assert_true(broken > 0);
    assert_true(broken_exact > broken);
}

/* --- an index of the whole city
 * ----------------------------------------------------------------------------- */

/* D of a group against the others, from counts. */
static double dissimilarity(const double *count, size_t group)
{
    double members = 0, others = 0, sum = 0;
    for (size_t i = 0; i < BLOCKS * GROUPS; i++)
        *(i % GROUPS == group ? &members : &others) += count[i];
    for (size_t v = 0; v < BLOCKS; v++) {
        double x = 0, y = 0;
        for (size_t g = 0; g < GROUPS; g++)
            *(g == group ? &x : &y) += count[v * GROUPS + g];
        sum += fabs(x / members - y / others) / 2;
    }
    return sum;
}

/* A city that looks the same, on the way to one with another value: by random exchanges of two groups between
 * two blocks, which keep all sums of blocks and of the city, within what is published of every number. */
struct walk {
    const struct attack *attack;
    struct xn_random random;
    double *now[4]; /* as the tables' counts */
    size_t group;   /* whose D it is */
    double members, others;
};

static double part_of_dissimilarity(const struct walk *walk, size_t v)
{
    double x = 0, y = 0;
    for (size_t g = 0; g < GROUPS; g++)
        *(g == walk->group ? &x : &y) += walk->now[3][v * GROUPS + g];
    return fabs(x / walk->members - y / walk->others) / 2;
}

/* Adds `by` to a number of the tables that do not hold both blocks; are all of them possible then? */
static bool add(struct walk *walk, size_t v, size_t w, size_t group, double by)
{
    bool possible = true;
    for (size_t t = 0; t < 4; t++) {
        const size_t unit = walk->attack->unit_of[0][t][v];
        double lower, upper;
        if (unit == walk->attack->unit_of[0][t][w])
            continue;
        double *number = &walk->now[t][unit * GROUPS + group];
        *number += by;
        published_bounds(walk->attack, (struct attacked){0, t, unit, group}, &lower, &upper);
        possible = possible && lower <= *number && *number <= upper;
    }
    return possible;
}

static bool exchange(struct walk *walk, size_t v, size_t w, size_t one, size_t other, double by)
{
    const bool a = add(walk, v, w, one, by), b = add(walk, v, w, other, -by);
    const bool c = add(walk, w, v, one, -by), d = add(walk, w, v, other, by);
    return a && b && c && d;
}

/* One person towards the wanted value of the block's number; there, D nearer to what it was. */
static void step(struct walk *walk, size_t block, double wanted, double *away)
{
    const double missing = wanted - walk->now[3][block * GROUPS + walk->group];
    const bool arrived = missing == 0;
    const size_t w = xn_random_below(&walk->random, BLOCKS);
    const size_t v = arrived ? xn_random_below(&walk->random, BLOCKS) : block;
    const size_t one = arrived ? xn_random_below(&walk->random, GROUPS) : walk->group;
    const size_t other = xn_random_below(&walk->random, GROUPS);
    const double by = missing < 0 ? -1 : 1;
    if (v == w || one == other ||
        (arrived && (v == block || w == block) && (one == walk->group || other == walk->group)))
        return;
    const double before = part_of_dissimilarity(walk, v) + part_of_dissimilarity(walk, w);
    bool accepted = exchange(walk, v, w, one, other, by);
    const double change = part_of_dissimilarity(walk, v) + part_of_dissimilarity(walk, w) - before;
    accepted = accepted && (!arrived || fabs(*away + change) <= fabs(*away));
    if (accepted)
        *away += change;
    else
        exchange(walk, v, w, one, other, -by);
}

/* Is there a city of whole numbers that looks the same, its D too, in which the number has this value? */
static bool is_possible(struct walk *walk, const struct city *city, size_t block, double wanted)
{
    const double d = dissimilarity(city->now, walk->group);
    double away = 0;
    for (size_t t = 0; t < 4; t++) {
        const struct xn_disclosure_table *table = &walk->attack->zoning[0].table[t];
        memcpy(walk->now[t], table->count, table->n_units * GROUPS * sizeof(double));
    }
    for (size_t i = 0; i < 200000; i++) {
        step(walk, block, wanted, &away);
        if (walk->now[3][block * GROUPS + walk->group] == wanted &&
            xn_published_value(dissimilarity(walk->now[3], walk->group)) == xn_published_value(d))
            return true;
    }
    return false;
}

static void three_decimals_do_not_give_a_number_away(void **state)
{
    (void)state;
    struct city city;
    size_t tried = 0;
    make_city(&city, 1);
    struct xn_disclosure_zoning zoning = districts(&city, city.now);
    assert_int_equal(control(&zoning, 1, true), 1);
    struct attack attack = attack_on(&zoning, 1);
    attack_begin(&attack);
    struct walk walk = {.attack = &attack, .random = xn_random_stream(9, 0, 0)};
    for (size_t t = 0; t < 4; t++)
        walk.now[t] = xn_arena_alloc(city.arena, zoning.table[t].n_units * GROUPS, sizeof(double));
    for (walk.group = 0; walk.group < GROUPS; walk.group++) {
        walk.members = zoning.table[0].count[walk.group];
        walk.others = zoning.table[0].total[0] - walk.members;
        for (size_t v = 0; v < BLOCKS; v++)
            for (double value = 1; value <= 4; value++) {
                if (zoning.table[3].why[v * GROUPS + walk.group] != XN_WITHHELD_SMALL)
                    continue;
                tried++;
                if (!is_possible(&walk, &city, v, value))
                    fail_msg("block %zu, group %zu: it is %g and cannot be %g", v, walk.group,
                             city.now[v * GROUPS + walk.group], value);
            }
    }
    print_message("D to three decimals: %zu values of numbers from 1 to 4 tried, all possible\n", tried);
    assert_true(tried > 40);
    attack_end(&attack);
    xn_arena_free(city.arena);
}

/* --- speed
 * --------------------------------------------------------------------------------------------------- */

static void the_time_of_a_large_city(void **state)
{
    (void)state;
    enum { MANY = 5000, COLUMNS = 10 };
    struct xn_random random = xn_random_stream(1, 0, 0);
    struct xn_arena *arena = xn_arena_new();
    double *count = xn_arena_alloc(arena, MANY * COLUMNS, sizeof *count);
    size_t *district = xn_arena_alloc(arena, MANY, sizeof *district);
    size_t *borough = xn_arena_alloc(arena, MANY, sizeof *borough);
    for (size_t v = 0; v < MANY; v++) {
        district[v] = v / 20;
        borough[v] = v / 400;
        for (size_t c = 0; c < COLUMNS; c++)
            count[v * COLUMNS + c] = draw_count(&random, c % GROUPS, xn_random_below(&random, 12) == 0);
    }
    const size_t *const level[] = {borough, district};
    struct xn_disclosure_zoning zoning = zoning_of(arena, count, MANY, COLUMNS, level, 2);
    const clock_t start = clock();
    assert_int_equal(control(&zoning, 1, true), 1);
    print_message(
        "%d units, %d groups, 3 levels: %.3f s; hidden: %zu %% few persons, %zu %% small, %zu %% for "
        "others\n",
        MANY, COLUMNS, (double)(clock() - start) / CLOCKS_PER_SEC, hidden_share(&zoning, XN_WITHHELD_FEW),
        hidden_share(&zoning, XN_WITHHELD_SMALL), hidden_share(&zoning, XN_WITHHELD_COMPLEMENT));
    xn_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_do_not_give_a_number_away),
        cmocka_unit_test(refreshes_and_zonings_do_not_give_a_number_away),
        cmocka_unit_test(publications_that_do_not_know_of_each_other_do),
        cmocka_unit_test(three_decimals_do_not_give_a_number_away),
        cmocka_unit_test(the_time_of_a_large_city),
    };
    return XN_RUN(tests);
}
