/* placements.c - placements as classes and effects count them.
 *
 * The imported ones are a list without keys, replaced as a whole when it differs; those of the desk
 * (placements_made.c) stand beside them, and so do offers that may become one. Who has moved in is dated by
 * that day; whether the counts have them already is for the study to tell (study.h, counts_as_of).
 */
#include "pg.h"
#include "xenia/store.h"

struct feed {
    const char *city_id;
    const struct xn_placements *placements;
    struct xn_import_report report;
};

static enum xn_status copy_feed(struct xn_store *store, const struct feed *feed, struct xn_error *err)
{
    struct xn_copy copy;
    XN_TRY(xn_copy_begin(&copy, store, "placements_copy", err));
    for (size_t row = 0; row < feed->placements->count; row++) {
        const struct xn_placement *placement = &feed->placements->placement[row];
        xn_copy_text(&copy, feed->city_id);
        xn_copy_date(&copy, placement->date);
        xn_copy_double(&copy, placement->persons);
        xn_copy_text(&copy, placement->unit_id);
        xn_copy_double(&copy, placement->lon);
        xn_copy_double(&copy, placement->lat);
        xn_copy_text(&copy, placement->pending ? "agreed" : "moved_in");
        xn_copy_end_row(&copy);
    }
    const enum xn_status status = xn_copy_finish(&copy, err);
    if (status == XN_OK || copy.failed_row >= feed->placements->count)
        return status;
    return xn_fail_in(err, status, "placement %zu (line %u)", copy.failed_row + 1,
                      (unsigned)feed->placements->placement[copy.failed_row].line);
}

static enum xn_status replace_if_different(struct xn_store *store, struct feed *feed, struct xn_error *err)
{
    XN_AUTO_ROWS difference = {0};
    struct xn_params city = {0};
    xn_param_text(&city, feed->city_id);
    XN_TRY(xn_pg_run(store, "placements_compare", &city, &difference, err));
    feed->report.inserted = (size_t)xn_rows_int(&difference, 0, 0);
    feed->report.withdrawn = (size_t)xn_rows_int(&difference, 0, 1);
    feed->report.unchanged = (size_t)xn_rows_int(&difference, 0, 2) - feed->report.inserted;
    if (feed->report.inserted + feed->report.withdrawn == 0)
        return XN_OK;
    XN_TRY(xn_pg_run(store, "placements_delete", &city, NULL, err));
    return xn_pg_run(store, "placements_insert", NULL, NULL, err);
}

static enum xn_status import_feed(struct xn_store *store, void *context, struct xn_error *err)
{
    struct feed *feed = context;
    struct xn_params lock = {0};
    xn_param_int(&lock, (int64_t)xn_keyed_hash("xenia import", feed->city_id));
    XN_TRY(xn_pg_run(store, "lock_transaction", &lock, NULL, err));
    XN_TRY(xn_pg_run(store, "placements_stage", NULL, NULL, err));
    XN_TRY(copy_feed(store, feed, err));
    return replace_if_different(store, feed, err);
}

enum xn_status xn_store_import_placements(struct xn_store *store, const char *city_id,
                                          const struct xn_placements *placements, bool dry_run,
                                          struct xn_import_report *ret, struct xn_error *err)
{
    struct feed feed = {.city_id = city_id, .placements = placements};
    XN_TRY(xn_pg_transaction(store, dry_run, import_feed, &feed, err));
    *ret = feed.report;
    return XN_OK;
}

static enum xn_status read_placement(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                                     struct xn_placement *ret, struct xn_error *err)
{
    ret->date = xn_rows_date(rows, row, 0);
    ret->persons = xn_rows_double(rows, row, 1);
    XN_TRY(xn_rows_copy_text(rows, row, 2, true, arena, &ret->unit_id, err));
    ret->lon = xn_rows_double(rows, row, 3);
    ret->lat = xn_rows_double(rows, row, 4);
    ret->pending = xn_rows_bool(rows, row, 5);
    return XN_OK;
}

enum xn_status xn_store_placements(struct xn_store *store, const char *city_id, struct xn_placements **ret,
                                   struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params city = {0};
    xn_param_text(&city, city_id);
    XN_TRY(xn_pg_run(store, "placements_get", &city, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_placements *placements = arena ? xn_arena_alloc(arena, 1, sizeof *placements) : NULL;
    if (!placements)
        return xn_fail_memory(err);
    placements->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, placements->count, &placements->placement, err));
    for (size_t i = 0; i < placements->count; i++)
        XN_TRY(read_placement(&rows, i, arena, &placements->placement[i], err));
    placements->arena = XN_STEAL(arena);
    *ret = placements;
    return XN_OK;
}
