/* Every allocation of a call fails once: the call says so, loses nothing, and the store works on. */
#include "database.h"
#include <math.h>
#include "counted_memory.h"

typedef enum xn_status call(const struct database *database, struct xn_error *err);

static enum xn_status read_cities(const struct database *database, struct xn_error *err)
{
    struct xn_stored_cities *got = NULL;
    const enum xn_status status = xn_store_cities(database->store, "demo", &got, err);
    xn_stored_cities_free(got);
    return status;
}

static enum xn_status import_offers(const struct database *database, struct xn_error *err)
{
    struct xn_dwelling dwelling[] = {{.id = "A", .lon = 7, .lat = 52}, {.id = "B", .lon = NAN, .lat = NAN}};
    const struct xn_offers offers = {.count = 2, .dwelling = dwelling};
    struct xn_import_report report = {0};
    return xn_store_import_offers(database->store, "demo", &offers, "feed", false, &report, err);
}

static enum xn_status read_offers(const struct database *database, struct xn_error *err)
{
    struct xn_offers *got = NULL;
    char as_of[XN_STORE_TIME_SIZE];
    const enum xn_status status = xn_store_offers(database->store, "demo", &got, as_of, err);
    xn_offers_free(got);
    return status;
}

static enum xn_status publish(const struct database *database, struct xn_error *err)
{
    static const char *const group[] = {"A", "B"};
    struct xn_snapshot_unit unit = {.unit_id = "1", .name = "one"};
    struct xn_snapshot_index index = {
        .index_id = "x", .form = XN_MULTIGROUP, .group = group, .n_groups = 2, .parameters = "{}"};
    const struct xn_snapshot snapshot = {.id = "s",
                                         .city = "demo",
                                         .city_fingerprint = "",
                                         .counts_fingerprint = "",
                                         .as_of = 0,
                                         .report = "{}",
                                         .n_levels = 1,
                                         .level = {{.name = "district", .n_units = 1, .unit = &unit}},
                                         .n_indices = 1,
                                         .index = &index};
    return xn_store_publish(database->store, &snapshot, err);
}

static enum xn_status read_published(const struct database *database, struct xn_error *err)
{
    struct xn_snapshot *got = NULL;
    const enum xn_status status = xn_store_published(database->store, "demo", &got, err);
    xn_snapshot_free(got);
    return status;
}

static enum xn_status put_counts(const struct database *database, struct xn_error *err)
{
    static const char *column_name[] = {"ID", "A"}, *cell[] = {"1", "10", "2", "20"};
    static const uint32_t line[] = {2, 3};
    static const char *const column[] = {"A"};
    struct xn_table table = {.source = "t",
                             .row_word = "line",
                             .n_rows = 2,
                             .n_columns = 2,
                             .column = column_name,
                             .cell = cell,
                             .line = line};
    const struct xn_counts_source source = {.level = "district",
                                            .table = &table,
                                            .key = "ID",
                                            .column = column,
                                            .n_columns = 1,
                                            .as_of = XN_NO_DATE,
                                            .source = "t"};
    return xn_store_put_counts(database->store, "demo", &source, err);
}

static enum xn_status read_counts(const struct database *database, struct xn_error *err)
{
    struct xn_table *got = NULL;
    const enum xn_status status = xn_store_counts_table(database->store, "demo", "district", &got, err);
    xn_table_free(got);
    return status;
}

static enum xn_status read_placements(const struct database *database, struct xn_error *err)
{
    struct xn_placements *got = NULL;
    const enum xn_status status = xn_store_placements(database->store, "demo", &got, err);
    xn_placements_free(got);
    return status;
}

static enum xn_status open_again(const struct database *database, struct xn_error *err)
{
    struct xn_store *store = NULL;
    const struct xn_store_settings settings = {.dsn = database->dsn};
    const enum xn_status status = xn_store_open(&settings, &store, err);
    xn_store_close(store);
    return status;
}

static void test_every_allocation_fails_once(void **state)
{
    static call *const calls[] = {read_cities, import_offers,  read_offers,     put_counts, read_counts,
                                  publish,     read_published, read_placements, open_again};
    const struct database *database = *state;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        const size_t live = xn_test_live_blocks();
        size_t failed = 0;
        for (enum xn_status status = XN_MEMORY; status != XN_OK; failed++) {
            struct xn_error error = {0};
            xn_test_fail_allocation(failed + 1);
            status = calls[i](database, &error);
            xn_test_fail_allocation(0);
            assert_int_equal(xn_test_live_blocks(), live);
            if (status != XN_OK)
                expect_status(status, XN_MEMORY, &error);
        }
        assert_true(failed > 1); /* at least one allocation was made to fail */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_allocation_fails_once),
    };
    return cmocka_run_group_tests(tests, set_up_database, tear_down_database);
}
