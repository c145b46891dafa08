/* institutions.c - the directory of institutions: a list that replaces the one before, and searching it.
 *
 * How words are compared is the database's (xenia.folded), the same for what is stored and what is asked.
 */
#include "pg.h"
#include "xenia/directory.h"

struct list {
    const char *city_id;
    const struct xn_institutions *institutions;
    struct xn_import_report report;
};

/* --- replacing it ----------------------------------------------------------------------------------- */

static void put_age(struct xn_copy *copy, int age)
{
    if (age < 0)
        xn_copy_text(copy, NULL);
    else
        xn_copy_int(copy, age);
}

static enum xn_status copy_list(struct xn_store *store, const struct list *list, struct xn_error *err)
{
    struct xn_copy copy;
    XN_TRY(xn_copy_begin(&copy, store, "institutions_copy", err));
    for (size_t row = 0; row < list->institutions->count; row++) {
        const struct xn_institution *institution = &list->institutions->institution[row];
        xn_copy_text(&copy, list->city_id);
        xn_copy_text(&copy, institution->id);
        xn_copy_text(&copy, institution->name);
        xn_copy_text(&copy, institution->kind);
        xn_copy_text(&copy, institution->address && *institution->address ? institution->address : NULL);
        xn_copy_double(&copy, institution->lon);
        xn_copy_double(&copy, institution->lat);
        put_age(&copy, institution->age_from);
        put_age(&copy, institution->age_to);
        xn_copy_end_row(&copy);
    }
    const enum xn_status status = xn_copy_finish(&copy, err);
    if (status == XN_OK || copy.failed_row >= list->institutions->count)
        return status;
    const struct xn_institution *failed = &list->institutions->institution[copy.failed_row];
    return xn_fail_in(err, status == XN_CONFLICT ? XN_INPUT : status, "%s, line %u, institution '%s'",
                      list->institutions->source, (unsigned)failed->line, failed->id);
}

static enum xn_status replace(struct xn_store *store, void *context, struct xn_error *err)
{
    struct list *list = context;
    XN_AUTO_ROWS merged = {0};
    XN_AUTO_ROWS gone = {0};
    struct xn_params lock = {0}, city = {0};
    xn_param_int(&lock, (int64_t)xn_keyed_hash("xenia import", list->city_id));
    xn_param_text(&city, list->city_id);
    XN_TRY(xn_pg_run(store, "lock_transaction", &lock, NULL, err));
    XN_TRY(xn_pg_run(store, "institutions_stage", NULL, NULL, err));
    XN_TRY(copy_list(store, list, err));
    XN_TRY(xn_pg_run(store, "institutions_merge", NULL, &merged, err));
    XN_TRY(xn_pg_run(store, "institutions_remove", &city, &gone, err));
    list->report.inserted = (size_t)xn_rows_int(&merged, 0, 0);
    list->report.changed = (size_t)xn_rows_int(&merged, 0, 1);
    list->report.unchanged = list->institutions->count - list->report.inserted - list->report.changed;
    list->report.withdrawn = (size_t)xn_rows_int(&gone, 0, 0);
    return XN_OK;
}

enum xn_status xn_store_import_institutions(struct xn_store *store, const char *city_id,
                                            const struct xn_institutions *institutions, bool dry_run,
                                            struct xn_import_report *ret, struct xn_error *err)
{
    struct list list = {.city_id = city_id, .institutions = institutions};
    XN_TRY(xn_pg_transaction(store, dry_run, replace, &list, err));
    *ret = list.report;
    return XN_OK;
}

/* --- searching it ----------------------------------------------------------------------------------- */

static enum xn_status read_institution(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                                       struct xn_institution *ret, struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    ret->id = xn_next_text(&cursor);
    ret->name = xn_next_text(&cursor);
    ret->kind = xn_next_text(&cursor);
    ret->address = xn_next_text(&cursor);
    ret->lon = xn_next_double(&cursor);
    ret->lat = xn_next_double(&cursor);
    ret->age_from = (int)xn_next_int(&cursor);
    ret->age_to = (int)xn_next_int(&cursor);
    return xn_cursor_check(&cursor, err);
}

static enum xn_status read_found(const struct xn_rows *rows, struct xn_institutions **ret,
                                 struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_institutions *found = arena ? xn_arena_alloc(arena, 1, sizeof *found) : NULL;
    if (!found)
        return xn_fail_memory(err);
    found->count = xn_rows_count(rows);
    found->source = "xenia.institutions";
    XN_TRY(XN_ARENA_ARRAY(arena, found->count, &found->institution, err));
    for (size_t i = 0; i < found->count; i++)
        XN_TRY(read_institution(rows, i, arena, &found->institution[i], err));
    found->arena = XN_STEAL(arena);
    *ret = found;
    return XN_OK;
}

enum xn_status xn_store_find_institutions(struct xn_store *store, const char *city_id, const char *words,
                                          const char *kind, struct xn_institutions **ret,
                                          struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city_id);
    xn_param_text(&params, words);
    xn_param_text(&params, kind);
    xn_param_int(&params, XN_INSTITUTIONS_FOUND_MAX);
    XN_TRY(xn_pg_run(store, "institutions_find", &params, &rows, err));
    return read_found(&rows, ret, err);
}
