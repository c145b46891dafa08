/* Every allocation of a call fails once: the call says so, loses nothing, and the store works on. */
#include "desk.h"
#include "counted_memory.h"
#include "xenia/accounts.h"
#include "xenia/audit.h"

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

/* --- the lifecycle -----------------------------------------------------------------------------------------
 */

static enum xn_status finish(struct xn_store *store, enum xn_status status, struct xn_error *err)
{
    if (status == XN_OK)
        return xn_change_commit(store, 200, NULL, "done", 4, err);
    xn_change_rollback(store);
    return status;
}

static enum xn_status begin_change(struct xn_store *store, struct xn_error *err)
{
    static unsigned n = 0;
    char key[16];
    snprintf(key, sizeof key, "key-%u", n++);
    const struct xn_change change = {.city = "demo", .actor = "anna", .role = "coordinator", .key = key};
    struct xn_kept_answer *kept = NULL;
    return xn_change_begin(store, &change, &kept, err);
}

/* A household gets an offer and objects; all is read; it leaves again. */
static enum xn_status live(struct xn_store *store, struct xn_error *err)
{
    char household[XN_ID_SIZE], offer[XN_ID_SIZE], objection[XN_ID_SIZE];
    const struct xn_stored_household new_ = household_of("", 4);
    struct xn_decision decision = decision_of(1, XN_MIXED);
    decision.reason_note = "a note";
    XN_TRY(xn_change_household_add(store, &new_, household, err));
    XN_TRY(xn_change_offer_draft(store, household, "A", &decision, offer, err));
    XN_TRY(
        xn_change_objection_raise(store, household, offer, "text", "list", 4, 9, XN_NO_DATE, objection, err));
    return xn_change_household_leave(store, household, 1, "OTHER", XN_NO_DATE, err);
}

static enum xn_status change_households(const struct database *database, struct xn_error *err)
{
    XN_TRY(begin_change(database->store, err));
    return finish(database->store, live(database->store, err), err);
}

static enum xn_status read_lifecycle(const struct database *database, struct xn_error *err)
{
    XN_AUTO(xn_stored_households_free) struct xn_stored_households *households = NULL;
    XN_AUTO(xn_stored_dwellings_free) struct xn_stored_dwellings *dwellings = NULL;
    XN_AUTO(xn_stored_offers_free) struct xn_stored_offers *offers = NULL;
    XN_AUTO(xn_stored_placements_free) struct xn_stored_placements *made = NULL;
    XN_AUTO(xn_stored_objections_free) struct xn_stored_objections *objections = NULL;
    XN_AUTO(xn_audit_entries_free) struct xn_audit_entries *entries = NULL;
    XN_TRY(xn_store_households(database->store, "demo", true, &households, err));
    XN_TRY(xn_store_dwellings(database->store, "demo", NULL, &dwellings, err));
    XN_TRY(xn_store_offers_made(database->store, "demo", NULL, NULL, NULL, false, &offers, err));
    XN_TRY(xn_store_placements_made(database->store, "demo", NULL, &made, err));
    XN_TRY(xn_store_objections(database->store, "demo", NULL, NULL, false, &objections, err));
    return xn_store_audit(database->store, "demo", 0, 3, &entries, err);
}

static enum xn_status read_ledger(const struct database *database, struct xn_error *err)
{
    struct xn_ledger_records *records = NULL;
    XN_TRY(xn_store_ledger(database->store, "demo", &records, err));
    xn_arena_free(records->arena);
    return XN_OK;
}

static enum xn_status read_accounts(const struct database *database, struct xn_error *err)
{
    struct xn_accounts *accounts = NULL;
    const enum xn_status status = xn_store_accounts(database->store, &accounts, err);
    xn_accounts_free(accounts);
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
    static call *const calls[] = {read_cities,  import_offers,     read_offers,    put_counts,
                                  read_counts,  publish,           read_published, read_placements,
                                  open_again,   change_households, read_lifecycle, read_ledger,
                                  read_accounts};
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
    return cmocka_run_group_tests(tests, set_up_desk, tear_down_database);
}
