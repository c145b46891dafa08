/* The differencing attack of RULES R9 on real cities: Berlin's planning areas in the levels of their own
 * numbers, Münster's districts, Enschede's neighbourhoods; each published twice with a part changed, and once
 * more in other unions. And the speed of the rule on 4,764 real census blocks.
 */
#include "disclosure_attack.h"
#include "shared.h"
#include "xenia/geo.h"
#include "xenia/random.h"

enum { UNITS_MAX = 6000, GROUPS_MAX = 10, LEVELS_MAX = 3 };

struct real_city {
    size_t n, n_groups, n_levels;
    double *count; /* whole persons */
    size_t *level[LEVELS_MAX];
    struct xn_arena *arena;
};

static double number_in(const struct xn_table *table, size_t row, const char *column)
{
    const double value = strtod(xn_table_cell(table, row, xn_table_column(table, column)), NULL);
    return value > 0 ? value : 0; /* missing codes are negative */
}

/* Units of the same first letters of their number are one. */
static size_t *by_prefix(struct xn_arena *arena, const struct xn_table *table, const char *key, size_t length)
{
    size_t *unit = xn_arena_alloc(arena, table->n_rows, sizeof *unit);
    size_t n_units = 0;
    const size_t column = xn_table_column(table, key);
    for (size_t v = 0; v < table->n_rows; v++) {
        size_t same = 0;
        while (same < v &&
               strncmp(xn_table_cell(table, same, column), xn_table_cell(table, v, column), length))
            same++;
        unit[v] = same < v ? unit[same] : n_units++;
    }
    return unit;
}

/* Counts of the columns, or percentages of `percent_of` as whole persons. */
static struct real_city city_of_table(const struct xn_table *table, const char *key,
                                      const char *const *column, const char *percent_of, const size_t *prefix,
                                      size_t n_levels)
{
    struct real_city city = {.n = table->n_rows, .n_levels = n_levels, .arena = xn_arena_new()};
    while (column[city.n_groups])
        city.n_groups++;
    city.count = xn_arena_alloc(city.arena, city.n * city.n_groups, sizeof *city.count);
    for (size_t v = 0; v < city.n; v++)
        for (size_t g = 0; g < city.n_groups; g++) {
            const double value = number_in(table, v, column[g]);
            city.count[v * city.n_groups + g] =
                percent_of ? round(value / 100 * number_in(table, v, percent_of)) : round(value);
        }
    for (size_t l = 0; l < n_levels; l++)
        city.level[l] = by_prefix(city.arena, table, key, prefix[l]);
    return city;
}

static struct xn_disclosure_zoning levels_of(const struct real_city *city, const double *count)
{
    return zoning_of(city->arena, count, city->n, city->n_groups, (const size_t *const *)city->level,
                     city->n_levels);
}

/* One unit in three changes by up to two persons of each group. */
static double *a_quarter_later(const struct real_city *city)
{
    struct xn_random random = xn_random_stream(20, 0, 0);
    double *count = xn_arena_alloc(city->arena, city->n * city->n_groups, sizeof *count);
    for (size_t v = 0; v < city->n; v++) {
        const bool changed = xn_random_below(&random, 3) == 0;
        for (size_t g = 0; g < city->n_groups; g++) {
            const double change = changed ? (double)xn_random_below(&random, 5) - 2 : 0;
            count[v * city->n_groups + g] = fmax(city->count[v * city->n_groups + g] + change, 0);
        }
    }
    return count;
}

/* Seven units after one another, whatever their districts. */
static struct xn_disclosure_zoning other_unions(const struct real_city *city, const double *count)
{
    size_t *unit = xn_arena_alloc(city->arena, city->n, sizeof *unit);
    for (size_t v = 0; v < city->n; v++)
        unit[v] = v / 7;
    const size_t *const level[] = {unit};
    return zoning_of(city->arena, count, city->n, city->n_groups, level, 1);
}

static void attack_city(const char *name, struct real_city *city)
{
    double *later = a_quarter_later(city);
    struct xn_disclosure_zoning zoning[] = {levels_of(city, city->count), levels_of(city, later),
                                            other_unions(city, later)};
    size_t left_out = 0, n = 0;
    for (size_t z = 0; z < 3; z++) {
        const clock_t start = clock();
        const enum xn_status status = xn_disclosure_publish(&zoning[z], zoning, n, &left_out, &attack_err);
        assert_true(status == XN_OK || (status == XN_CONFLICT && z > 0));
        print_message("%s, publication %zu: %s, %zu levels left out, %.3f s\n", name, z + 1,
                      status == XN_OK ? "published" : "refused", left_out,
                      (double)(clock() - start) / CLOCKS_PER_SEC);
        if (status == XN_OK)
            zoning[n++] = zoning[z];
    }
    struct attack attack = {.zoning = zoning, .n_zonings = 1, .complementary = true};
    attack_run(name, &attack, 1);
    assert_int_equal(attack.broken, 0);
    attack = (struct attack){.zoning = zoning, .n_zonings = n, .rounded = true, .complementary = true};
    attack_run(name, &attack, 1);
    assert_int_equal(attack.broken, 0);
    xn_arena_free(city->arena);
}

static struct xn_features *read_layer(const char *relative)
{
    char path[512];
    struct xn_features *layer = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    xn_test_shared(relative, path, sizeof path);
    ATTACK_OK(xn_features_read(path, NULL, &layer, &notes, &attack_err));
    return layer;
}

static void muenster(void **state)
{
    (void)state;
    static const char *const column[] = {"AUSL", "D_PERS", "D_VERERBT", "D_OHNE", NULL};
    static const size_t prefix[] = {1};
    XN_AUTO(xn_features_free)
    struct xn_features *layer = read_layer("gisdata/muenster/muenster_statbez_2019.shp");
    struct real_city city = city_of_table(layer->table, "NR", column, NULL, prefix, 1);
    attack_city("Münster, 45 districts", &city);
}

static void enschede(void **state)
{
    (void)state;
    static const char *const column[] = {"P_WEST_AL", "P_MAROKKO", "P_ANT_ARU", "P_SURINAM",
                                         "P_TURKIJE", "P_OVER_NW", NULL};
    static const size_t prefix[] = {8};
    XN_AUTO(xn_features_free)
    struct xn_features *layer = read_layer("gisdata/enschede/enschede_buurten_2021.shp");
    struct real_city city = city_of_table(layer->table, "BU_CODE", column, "AANT_INW", prefix, 1);
    attack_city("Enschede, 70 neighbourhoods", &city);
}

static void berlin(void **state)
{
    (void)state;
    char path[512];
    static const char *const column[] = {"inhabitants_germans_without_migration_background",
                                         "inhabitants_germans_with_migration_background",
                                         "inhabitants_foreigners", NULL};
    static const size_t prefix[] = {2, 4, 6};
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    xn_test_shared("gisdata/berlin/pop_2020-12_t1.csv", path, sizeof path);
    ATTACK_OK(xn_csv_read(path, NULL, &table, NULL, &attack_err));
    struct real_city city = city_of_table(table, "id", column, NULL, prefix, 3);
    attack_city("Berlin, planning areas", &city);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(muenster),
        cmocka_unit_test(enschede),
        cmocka_unit_test(berlin),
    };
    return XN_RUN(tests);
}
