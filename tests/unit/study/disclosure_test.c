/* What is hidden and why, on small tables and small cities; that nothing hidden can be had back is
 * tests/property/disclosure_attack_test.c.
 */
#include <math.h>
#include <string.h>
#include "counted_memory.h"
#include "squares.h"
#include "xenia/disclosure.h"

/* --- tables --------------------------------------------------------------------------------------------- */

enum { UNITS_MAX = 8, COLUMNS_MAX = 4, TABLES_MAX = 3 };

/* A zoning written down: the finest units' counts and the unit of the level above of each (NULL: none). */
struct written {
    struct xn_disclosure_zoning zoning;
    struct xn_disclosure_table table[TABLES_MAX];
    double count[TABLES_MAX][UNITS_MAX * COLUMNS_MAX], total[TABLES_MAX][UNITS_MAX];
    size_t parent[TABLES_MAX][UNITS_MAX];
    enum xn_withheld why[TABLES_MAX][UNITS_MAX * COLUMNS_MAX], total_why[TABLES_MAX][UNITS_MAX];
};

static void add_table(struct written *to, size_t n_units, size_t n_columns)
{
    const size_t t = to->zoning.n_tables++;
    to->zoning.table = to->table;
    to->table[t] = (struct xn_disclosure_table){n_units,       n_columns,  to->count[t],    to->total[t],
                                                to->parent[t], to->why[t], to->total_why[t]};
}

static void write_down(struct written *to, size_t n, size_t n_columns, const size_t *district,
                       const double *count)
{
    size_t n_districts = 0;
    memset(to, 0, sizeof *to);
    for (size_t v = 0; district && v < n; v++)
        n_districts = district[v] >= n_districts ? district[v] + 1 : n_districts;
    add_table(to, 1, n_columns);
    if (district)
        add_table(to, n_districts, n_columns);
    add_table(to, n, n_columns);
    const size_t last = to->zoning.n_tables - 1;
    for (size_t v = 0; v < n; v++) {
        to->parent[last][v] = district ? district[v] : 0;
        for (size_t t = 0; t <= last; t++)
            for (size_t c = 0; c < n_columns; c++) {
                const size_t u = t == 0 ? 0 : t == last ? v : district[v];
                to->count[t][u * n_columns + c] += count[v * n_columns + c];
                to->total[t][u] += count[v * n_columns + c];
            }
    }
}

/* One letter a number, the total last: "." shown, "f" few, "s" small, "c" for others, "r" recent. */
static void assert_hidden(const struct written *written, size_t t, bool with_total, const char *wanted)
{
    static const char letter[] = ".mfscr";
    const struct xn_disclosure_table *table = &written->table[t];
    char got[256] = "";
    size_t n = 0;
    for (size_t u = 0; u < table->n_units; u++) {
        if (u > 0)
            got[n++] = ' ';
        for (size_t c = 0; c < table->n_columns; c++)
            got[n++] = letter[table->why[u * table->n_columns + c]];
        if (with_total)
            got[n++] = letter[table->total_why[u]];
    }
    assert_string_equal(got, wanted);
}

static size_t apply(struct written *written, const struct written *earlier, bool columns_add_up)
{
    size_t unprotected = 99;
    ASSERT_OK(xn_disclosure_apply(&written->zoning, earlier ? &earlier->zoning : NULL, earlier != NULL,
                                  columns_add_up, &unprotected, &err));
    return unprotected;
}

#define COUNTS(...) ((const double[])__VA_ARGS__)

static void nothing_small_nothing_hidden(void **state)
{
    (void)state;
    struct written city;
    write_down(&city, 2, 2, NULL, COUNTS({50, 5, 0, 60}));
    assert_int_equal(apply(&city, NULL, true), 0);
    assert_hidden(&city, 1, true, "... ...");
}

/* 49 persons: all of it, and its total too, which takes another total and that one's groups. */
static void few_persons_hide_their_number_too(void **state)
{
    (void)state;
    struct written city;
    write_down(&city, 3, 2, NULL, COUNTS({40, 9, 100, 200, 300, 400}));
    assert_int_equal(apply(&city, NULL, true), 0);
    assert_int_equal(city.total_why[1][0], XN_WITHHELD_FEW);
    assert_int_equal(city.total_why[1][1], XN_WITHHELD_COMPLEMENT);
    assert_hidden(&city, 0, true, "...");
    assert_hidden(&city, 1, true, "fff ccc ...");
}

/* A group of 3 hides another group of its unit, and both their likes in another unit: the least that do. */
static void a_small_group_takes_a_rectangle(void **state)
{
    (void)state;
    struct written city;
    write_down(&city, 3, 3, NULL, COUNTS({3, 90, 60, 80, 70, 95, 200, 210, 220}));
    assert_int_equal(apply(&city, NULL, true), 0);
    assert_hidden(&city, 1, true, "s.c. c.c. ....");
}

static void columns_that_do_not_add_up_protect_each_other_over_units(void **state)
{
    (void)state;
    struct written city;
    write_down(&city, 3, 2, NULL, COUNTS({3, 90, 80, 70, 200, 210}));
    assert_int_equal(apply(&city, NULL, false), 0);
    assert_hidden(&city, 1, false, "s. c. ..");
}

/* 1 and 2 alone would be known to be small; with 6 they would be known to be at most 4 together. */
static void what_is_hidden_together_leaves_every_value_open(void **state)
{
    (void)state;
    struct written city;
    write_down(&city, 4, 1, NULL, COUNTS({1, 2, 0, 90}));
    for (size_t v = 0; v < 4; v++)
        city.total[1][v] = 100;
    assert_int_equal(apply(&city, NULL, false), 0);
    assert_hidden(&city, 1, false, "s s . c");
}

static void a_block_hides_a_sibling_and_not_a_cousin(void **state)
{
    (void)state;
    struct written city;
    const size_t district[] = {0, 0, 1, 1, 1};
    write_down(&city, 5, 2, district, COUNTS({3, 300, 200, 300, 100, 300, 100, 300, 100, 300}));
    assert_int_equal(apply(&city, NULL, true), 0);
    assert_hidden(&city, 1, true, "... ...");
    assert_hidden(&city, 2, true, "sc. cc. ... ... ...");
}

/* Its only block gives a small district away. */
static void an_only_block_is_hidden_with_its_district(void **state)
{
    (void)state;
    struct written city;
    const size_t district[] = {0, 1, 1};
    write_down(&city, 3, 2, district, COUNTS({3, 500, 200, 300, 300, 300}));
    assert_int_equal(apply(&city, NULL, true), 0);
    assert_hidden(&city, 1, true, "sc. cc.");
    assert_int_equal(city.why[2][0], XN_WITHHELD_SMALL);
    assert_int_equal(city.why[2][1], XN_WITHHELD_COMPLEMENT);
}

/* A group of 3 persons in one unit: nothing in the city can hide it but the city's own number. */
static void a_group_small_in_the_whole_city_takes_its_sum(void **state)
{
    (void)state;
    struct written city;
    write_down(&city, 2, 3, NULL, COUNTS({3, 200, 300, 0, 400, 500}));
    assert_int_equal(apply(&city, NULL, true), 0);
    assert_hidden(&city, 0, true, "sc..");
    assert_hidden(&city, 1, true, "sc.. ....");
}

static void what_is_held_back_stays_so_and_is_protected(void **state)
{
    (void)state;
    struct written city;
    write_down(&city, 3, 2, NULL, COUNTS({100, 100, 100, 200, 300, 400}));
    city.why[1][0] = city.why[1][1] = city.total_why[1][0] = XN_WITHHELD_RECENT;
    assert_int_equal(apply(&city, NULL, true), 0);
    assert_hidden(&city, 1, true, "rrr ccc ...");
}

/* --- after an earlier publication ------------------------------------------------------------------------
 */

/* 4 becomes 5: by itself nothing would be hidden, and the neighbour, which has not changed, would give the 4
 * of last time away. */
static void what_was_hidden_with_a_number_stays_hidden(void **state)
{
    (void)state;
    struct written before, after, alone;
    const double counts[] = {4, 98, 98, 97, 92, 97}, later[] = {5, 98, 98, 97, 92, 97};
    write_down(&before, 3, 2, NULL, counts);
    write_down(&alone, 3, 2, NULL, later);
    write_down(&after, 3, 2, NULL, later);
    assert_int_equal(apply(&before, NULL, true), 0);
    assert_hidden(&before, 1, true, "sc. ... cc.");
    assert_int_equal(apply(&alone, NULL, true), 0);
    assert_hidden(&alone, 1, true, "... ... ...");
    assert_true(apply(&after, &before, true) > 0 || after.why[1][4] == XN_WITHHELD_COMPLEMENT);
}

static void the_same_again_is_hidden_the_same(void **state)
{
    (void)state;
    struct written before, after;
    const double counts[] = {3, 90, 60, 80, 70, 95, 200, 210, 220};
    write_down(&before, 3, 3, NULL, counts);
    write_down(&after, 3, 3, NULL, counts);
    assert_int_equal(apply(&before, NULL, true), 0);
    assert_int_equal(apply(&after, &before, true), 0);
    assert_hidden(&after, 1, true, "s.c. c.c. ....");
}

/* Held back, and unchanged since it was shown: nothing can protect it any more. */
static void what_is_held_back_and_known_is_not_refused(void **state)
{
    (void)state;
    struct written before, after;
    const double counts[] = {100, 100, 100, 200, 300, 400};
    write_down(&before, 3, 2, NULL, counts);
    write_down(&after, 3, 2, NULL, counts);
    assert_int_equal(apply(&before, NULL, true), 0);
    assert_hidden(&before, 1, true, "... ... ...");
    after.why[1][0] = after.why[1][1] = after.total_why[1][0] = XN_WITHHELD_RECENT;
    assert_int_equal(apply(&after, &before, true), 0);
    assert_hidden(&after, 1, true, "rrr ccc ...");
}

/* Held back, and others than those that were shown. */
static void what_is_held_back_and_new_is_protected(void **state)
{
    (void)state;
    struct written before, after;
    write_down(&before, 3, 2, NULL, COUNTS({100, 100, 100, 200, 300, 400}));
    write_down(&after, 3, 2, NULL, COUNTS({104, 100, 120, 220, 340, 440}));
    assert_int_equal(apply(&before, NULL, true), 0);
    after.why[1][0] = after.why[1][1] = after.total_why[1][0] = XN_WITHHELD_RECENT;
    assert_int_equal(apply(&after, &before, true), 0);
    assert_true(after.total_why[1][1] != XN_SHOWN || after.total_why[1][2] != XN_SHOWN);
}

/* --- whatever the city -----------------------------------------------------------------------------------
 */

static size_t publish(struct written *written, const struct written *earlier)
{
    size_t left_out = 99;
    ASSERT_OK(xn_disclosure_publish(&written->zoning, earlier ? &earlier->zoning : NULL, earlier != NULL,
                                    &left_out, &err));
    return left_out;
}

/* Is every number hidden that is to be? */
static void assert_small_hidden(const struct written *written)
{
    for (size_t t = 0; t < written->zoning.n_tables; t++) {
        const struct xn_disclosure_table *table = &written->table[t];
        for (size_t i = 0; i < table->n_units * table->n_columns; i++) {
            const double total = table->total[i / table->n_columns];
            assert_true(table->why[i] != XN_SHOWN || table->count[i] == 0 ||
                        (table->count[i] >= 5 && total >= 50));
        }
    }
}

static void no_city_is_refused_its_first_publication(void **state)
{
    (void)state;
    static const size_t one_each[] = {0, 1, 2, 3}, only_child[] = {0, 1, 1, 1};
    static const struct {
        size_t n, n_columns;
        const size_t *district;
        double count[16];
    } city[] = {
        {1, 2, NULL, {3, 100}},
        {1, 1, NULL, {2}},
        {2, 2, NULL, {3, 100, 200, 1}},
        {2, 1, NULL, {1, 400}},
        {4, 1, NULL, {4, 3, 0, 49}},
        {4, 2, NULL, {10, 20, 0, 3, 30, 18, 1, 1}},
        {4, 2, one_each, {3, 100, 1, 90, 200, 4, 10, 10}},
        {4, 2, only_child, {3, 100, 0, 0, 0, 0, 80, 1}},
        {4, 3, only_child, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
        {4, 2, only_child, {0, 0, 1, 0, 0, 0, 0, 0}},
        {3, 2, NULL, {1, 60, 1, 60, 1, 60}},
    };
    for (size_t i = 0; i < sizeof city / sizeof *city; i++) {
        struct written written;
        write_down(&written, city[i].n, city[i].n_columns, city[i].district, city[i].count);
        assert_int_equal(publish(&written, NULL), 0);
        assert_small_hidden(&written);
    }
}

/* 4 and 3 are hidden by 96 and 97; then 97 becomes 107, and everything else stays: what was hidden for
 * another's sake is known, if it is shown now. */
static void more_is_withheld_before_a_level_is_left_out(void **state)
{
    (void)state;
    const size_t district[] = {0, 0, 0, 1, 1, 1};
    struct written before, after;
    size_t shown = 0;
    write_down(&before, 6, 2, district, COUNTS({4, 98, 98, 97, 92, 97, 300, 310, 320, 330, 340, 350}));
    write_down(&after, 6, 2, district, COUNTS({5, 98, 98, 97, 92, 97, 300, 310, 320, 330, 340, 350}));
    assert_int_equal(publish(&before, NULL), 0);
    const size_t left_out = publish(&after, &before);
    assert_true(left_out <= 1);
    for (size_t u = 3; u < 6; u++)
        shown += after.total_why[2][u] == XN_SHOWN;
    assert_int_equal(shown, left_out ? 0 : 3);
    for (size_t u = 0; u < 2; u++) /* the coarsest level is there in any case */
        assert_int_equal(after.total_why[1][u], XN_SHOWN);
}

static void tables_that_do_not_fit_are_refused(void **state)
{
    (void)state;
    struct written city, other;
    size_t unprotected = 7;
    write_down(&city, 3, 2, NULL, COUNTS({3, 90, 60, 80, 70, 95}));
    write_down(&other, 2, 2, NULL, COUNTS({3, 90, 60, 80}));
    assert_int_equal(xn_disclosure_apply(&city.zoning, &other.zoning, 1, true, &unprotected, NULL),
                     XN_ARGUMENT);
    city.zoning.table = &city.table[1];
    city.zoning.n_tables = 1;
    assert_int_equal(xn_disclosure_apply(&city.zoning, NULL, 0, true, &unprotected, NULL), XN_ARGUMENT);
    assert_int_equal(unprotected, 7);
}

/* --- a city ----------------------------------------------------------------------------------------------
 */

#define CITY "ID,A,B,C\n1,3,90,60\n2,80,72,95\n3,200,211,222\n4,0,0,0\n5,10,20,10\n6,150,150,150\n"

static struct xn_city *city_of(const char *csv)
{
    static const char *const group[] = {"A", "B", "C"};
    XN_AUTO(squares_free) struct xn_features *layer = squares(csv);
    struct xn_city *city = NULL;
    const struct xn_level_source level = {.name = "block", .features = layer, .unit_id = "ID"};
    const struct xn_group_source groups = {.column = group, .n_columns = 3};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    return city;
}

static struct xn_typology *classes_of(const struct xn_city *city)
{
    struct xn_typology *typology = NULL;
    const struct xn_policy policy = {
        .name = "m",
        .version = "1",
        .rule = {.profile = XN_PROFILE_MUENSTER_2004, .group = "A", .quotient_threshold = 1}};
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_OK(xn_study_classify(city, &policy, NULL, 0, 0, &typology, &notes, &err));
    return typology;
}

static void a_city_is_rounded_and_withheld(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(CITY);
    XN_AUTO(xn_typology_free) struct xn_typology *typology = classes_of(city);
    XN_AUTO(xn_controlled_free) struct xn_controlled *controlled = NULL;
    ASSERT_OK(xn_control(city, typology, NULL, NULL, 0, &controlled, &err));
    const struct xn_controlled_level *level = &controlled->level[0];
    assert_int_equal(level->n_units, 6);
    assert_int_equal(level->group[0].why, XN_WITHHELD_SMALL);
    assert_true(isnan(level->group[0].count));
    assert_int_equal(level->persons[4].why, XN_WITHHELD_FEW);
    assert_int_equal(level->class_why[0], XN_WITHHELD_SMALL);
    assert_int_equal(level->class_why[4], XN_WITHHELD_FEW);
    assert_true(level->group[2 * 3 + 1].why != XN_SHOWN || level->group[2 * 3 + 1].count == 210);
    assert_true(level->persons[3].count == 0 && level->persons[3].why == XN_SHOWN);
    for (size_t i = 0; i < 18; i++)
        assert_true(level->group[i].why != XN_SHOWN || fmod(level->group[i].count, 5) == 0);
    assert_int_equal(xn_controlled_city_why(controlled, 0), XN_SHOWN);
    assert_non_null(xn_withheld_text(XN_WITHHELD_RECENT));
    assert_non_null(xn_withheld_text(XN_WITHHELD_UNSAID));
    assert_null(xn_withheld_text(XN_SHOWN));
}

static void shares_and_indices_are_those_of_rounded_counts(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of("ID,A,B,C\n1,52,90,60\n2,80,72,95\n3,200,0,0\n");
    XN_AUTO(xn_typology_free) struct xn_typology *typology = classes_of(city);
    XN_AUTO(xn_controlled_free) struct xn_controlled *controlled = NULL;
    double lower, upper, value[3];
    ASSERT_OK(xn_control(city, typology, NULL, NULL, 0, &controlled, &err));
    xn_controlled_share(controlled, 0, 0, 0, &lower, &upper); /* 50 of 200, not 52 of 202 */
    assert_true(lower == 0.25 && upper == 0.3);
    xn_controlled_share(controlled, 0, 2, 0, &lower, &upper);
    assert_true(lower == 0.95 && upper == 1);
    ASSERT_OK(xn_controlled_local(controlled, city, 0, xn_index_find("share"), 0, value, &err));
    assert_true(value[0] == 0.25 && value[2] == 1);
    ASSERT_OK(xn_controlled_local(controlled, city, 0, xn_index_find("location_quotient"), 0, value, &err));
    assert_true(fabs(value[0] - 50.0 / 200 / (330.0 / 650)) < 1e-12);
    ASSERT_OK(
        xn_controlled_local(controlled, city, 0, xn_index_find("local_diversity"), XN_NONE, value, &err));
    assert_true(fabs(value[0] - -(.25 * log(.25) + .45 * log(.45) + .3 * log(.3))) < 1e-12);
    assert_true(xn_published_value(0.12349) == 0.123);
}

static void withheld_numbers_have_no_index(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(CITY);
    XN_AUTO(xn_typology_free) struct xn_typology *typology = classes_of(city);
    XN_AUTO(xn_controlled_free) struct xn_controlled *controlled = NULL;
    const bool recent[] = {false, false, true, false, false, false}, *by_level[] = {recent};
    double value[6], lower, upper;
    ASSERT_OK(xn_control(city, typology, by_level, NULL, 0, &controlled, &err));
    assert_int_equal(xn_controlled_why(controlled, 0, 2, 1), XN_WITHHELD_RECENT);
    for (size_t g = 0; g < 3; g++) {
        ASSERT_OK(xn_controlled_local(controlled, city, 0, xn_index_find("share"), g, value, &err));
        for (size_t u = 0; u < 6; u++) {
            xn_controlled_share(controlled, 0, u, g, &lower, &upper);
            const bool shown = xn_controlled_why(controlled, 0, u, g) == XN_SHOWN && u != 3;
            assert_int_equal(isfinite(value[u]), shown);
            assert_int_equal(isfinite(lower), shown);
        }
    }
}

static void control_survives_every_lack_of_memory(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(CITY);
    XN_AUTO(xn_typology_free) struct xn_typology *typology = classes_of(city);
    XN_AUTO(xn_controlled_free) struct xn_controlled *first = NULL;
    ASSERT_OK(xn_control(city, typology, NULL, NULL, 0, &first, &err));
    const struct xn_controlled *earlier[] = {first};
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; status != XN_OK; n++) {
        XN_AUTO(xn_controlled_free) struct xn_controlled *controlled = NULL;
        const size_t before = xn_test_live_blocks();
        struct xn_error err = {0};
        xn_test_fail_allocation(n);
        status = xn_control(city, typology, NULL, earlier, 1, &controlled, &err);
        xn_test_fail_allocation(0);
        assert_true(status == XN_OK || status == XN_MEMORY);
        assert_true(status == XN_OK || (!controlled && xn_test_live_blocks() == before));
        assert_true(n < 10000 && (status == XN_OK) == (controlled != NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_small_nothing_hidden),
        cmocka_unit_test(few_persons_hide_their_number_too),
        cmocka_unit_test(a_small_group_takes_a_rectangle),
        cmocka_unit_test(columns_that_do_not_add_up_protect_each_other_over_units),
        cmocka_unit_test(what_is_hidden_together_leaves_every_value_open),
        cmocka_unit_test(a_block_hides_a_sibling_and_not_a_cousin),
        cmocka_unit_test(an_only_block_is_hidden_with_its_district),
        cmocka_unit_test(a_group_small_in_the_whole_city_takes_its_sum),
        cmocka_unit_test(what_is_held_back_stays_so_and_is_protected),
        cmocka_unit_test(what_was_hidden_with_a_number_stays_hidden),
        cmocka_unit_test(the_same_again_is_hidden_the_same),
        cmocka_unit_test(what_is_held_back_and_known_is_not_refused),
        cmocka_unit_test(what_is_held_back_and_new_is_protected),
        cmocka_unit_test(no_city_is_refused_its_first_publication),
        cmocka_unit_test(more_is_withheld_before_a_level_is_left_out),
        cmocka_unit_test(tables_that_do_not_fit_are_refused),
        cmocka_unit_test(a_city_is_rounded_and_withheld),
        cmocka_unit_test(shares_and_indices_are_those_of_rounded_counts),
        cmocka_unit_test(withheld_numbers_have_no_index),
        cmocka_unit_test(control_survives_every_lack_of_memory),
    };
    return XN_RUN(tests);
}
