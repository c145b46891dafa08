/* publications.c - the documents that are published: added once, never changed, read as the bytes they are.
 */
#include "pg.h"
#include "xenia/publication.h"
#include "xenia/store.h"
#include <stdio.h>
#include <string.h>

struct addition {
    const struct xn_publication *publication;
    const char *document, *made;
    size_t n_known;
    bool added;
};

static enum xn_status add_source(struct xn_store *store, const struct addition *addition, const char *id,
                                 struct xn_error *err)
{
    struct xn_params params = {0};
    xn_param_text(&params, addition->publication->city);
    xn_param_text(&params, id);
    xn_param_text(&params, addition->made);
    return xn_pg_run(store, "publication_sources_add", &params, NULL, err);
}

/* Publications of one city are made one after another, each knowing all before it: two that know nothing of
 * each other could be subtracted. */
static enum xn_status check_known(struct xn_store *store, const struct addition *addition,
                                  struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params key = {0}, city = {0};
    xn_param_int(&key, (int64_t)xn_keyed_hash("xenia publication", addition->publication->city));
    XN_TRY(xn_pg_run(store, "lock_transaction", &key, NULL, err));
    xn_param_text(&city, addition->publication->city);
    XN_TRY(xn_pg_run(store, "publication_sources_count", &city, &rows, err));
    if ((size_t)xn_rows_int(&rows, 0, 0) != addition->n_known)
        return xn_fail(err, XN_CONFLICT, "another publication was made at the same time: try again");
    return XN_OK;
}

static enum xn_status add(struct xn_store *store, void *context, struct xn_error *err)
{
    struct addition *addition = context;
    const struct xn_publication *publication = addition->publication;
    XN_AUTO_ROWS rows = {0};
    char id[XN_DIGEST_HEX], policy[128];
    struct xn_params params = {0};
    xn_digest_of(addition->document, strlen(addition->document), id);
    snprintf(policy, sizeof policy, "%s %s", publication->policy.name, publication->policy.version);
    xn_param_text(&params, publication->city);
    xn_param_text(&params, id);
    xn_param_text(&params, publication->period);
    xn_param_text(&params, publication->meeting);
    xn_param_date(&params, publication->made_on);
    xn_param_text(&params, publication->snapshot);
    xn_param_text(&params, policy);
    xn_param_text(&params, publication->areas);
    xn_param_text(&params, addition->document);
    XN_TRY(xn_pg_run(store, "publications_add", &params, &rows, err));
    addition->added = xn_rows_count(&rows) > 0;
    if (addition->added)
        XN_TRY(check_known(store, addition, err));
    return addition->added ? add_source(store, addition, id, err) : XN_OK;
}

enum xn_status xn_store_add_publication(struct xn_store *store, const struct xn_publication *publication,
                                        const char *document, const char *made, size_t n_known,
                                        bool *ret_added, struct xn_error *err)
{
    struct addition addition = {
        .publication = publication, .document = document, .made = made, .n_known = n_known};
    const enum xn_status status = xn_pg_transaction(store, false, add, &addition, err);
    XN_TRY(xn_fail_in(err, status, "publishing %s of city '%s'", publication->period, publication->city));
    *ret_added = addition.added;
    return XN_OK;
}

void xn_publication_sources_free(struct xn_publication_sources *sources)
{
    if (sources)
        xn_arena_free(sources->arena);
}

enum xn_status xn_store_publication_sources(struct xn_store *store, const char *city_id,
                                            struct xn_publication_sources **ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city_id);
    XN_TRY(xn_pg_call(store, XN_CALL_BULK, err));
    XN_TRY(xn_pg_run(store, "publication_sources_get", &params, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_publication_sources *sources = arena ? xn_arena_alloc(arena, 1, sizeof *sources) : NULL;
    if (!sources)
        return xn_fail_memory(err);
    sources->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, sources->count, &sources->made, err));
    for (size_t row = 0; row < sources->count; row++)
        XN_TRY(xn_rows_copy_text(&rows, row, 0, false, arena, &sources->made[row], err));
    sources->arena = XN_STEAL(arena);
    *ret = sources;
    return XN_OK;
}

/* --- areas ---------------------------------------------------------------------------------------------- */

static enum xn_status areas_are_kept(struct xn_store *store, const struct xn_params *params, bool *ret,
                                     struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "published_areas_known", params, &rows, err));
    *ret = xn_rows_int(&rows, 0, 0) > 0;
    return XN_OK;
}

enum xn_status xn_store_keep_areas(struct xn_store *store, const char *city_id, const struct xn_city *city,
                                   struct xn_error *err)
{
    XN_AUTO_BUF image = XN_BUF_INIT, written = XN_BUF_INIT;
    struct xn_params params = {0};
    bool kept = false;
    xn_param_text(&params, city_id);
    xn_param_text(&params, xn_city_areas_fingerprint(city));
    XN_TRY(xn_pg_call(store, XN_CALL_BULK, err));
    XN_TRY(areas_are_kept(store, &params, &kept, err));
    if (kept)
        return XN_OK;
    XN_TRY(xn_city_put_areas(city, &image, err));
    xn_put_bytes(&written, image.data, image.length);
    XN_TRY(xn_buf_check(&written, err));
    xn_param_text(&params, xn_buf_text(&written));
    return xn_pg_run(store, "published_areas_add", &params, NULL, err);
}

enum xn_status xn_store_kept_areas(struct xn_store *store, const char *city_id, const char *fingerprint,
                                   struct xn_city **ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_params params = {0};
    const unsigned char *image = NULL;
    size_t length = 0;
    if (!arena)
        return xn_fail_memory(err);
    xn_param_text(&params, city_id);
    xn_param_text(&params, fingerprint);
    XN_TRY(xn_pg_call(store, XN_CALL_BULK, err));
    XN_TRY(xn_pg_run(store, "published_areas_get", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "the areas %.12s of city '%s' are not kept", fingerprint, city_id);
    XN_TRY(xn_rows_copy_bytes(&rows, 0, 0, arena, &image, &length, err));
    return xn_city_from_areas(image, length, fingerprint, ret, err);
}

/* --- finding -------------------------------------------------------------------------------------------- */

static enum xn_status read_id(struct xn_store *store, const char *query, const struct xn_params *params,
                              char ret[XN_DIGEST_HEX], struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_TRY(xn_pg_run(store, query, params, &rows, err));
    snprintf(ret, XN_DIGEST_HEX, "%s", xn_rows_count(&rows) > 0 ? xn_rows_text(&rows, 0, 0) : "");
    return XN_OK;
}

enum xn_status xn_store_newest_publication(struct xn_store *store, const char *city_id,
                                           char ret[XN_DIGEST_HEX], struct xn_error *err)
{
    struct xn_params params = {0};
    xn_param_text(&params, city_id);
    return read_id(store, "publications_newest", &params, ret, err);
}

enum xn_status xn_store_find_publication(struct xn_store *store, const char *city_id, const char *period,
                                         const char *meeting, char ret[XN_DIGEST_HEX], struct xn_error *err)
{
    struct xn_params params = {0};
    xn_param_text(&params, city_id);
    xn_param_text(&params, period);
    xn_param_text(&params, meeting);
    return read_id(store, "publications_find", &params, ret, err);
}

/* --- reading -------------------------------------------------------------------------------------------- */

enum xn_status xn_store_publication(struct xn_store *store, const char *city_id, const char *id,
                                    struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    char digest[XN_DIGEST_HEX];
    xn_param_text(&params, city_id);
    xn_param_text(&params, id);
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_TRY(xn_pg_run(store, "publications_get", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "city '%s' has no publication %.64s", city_id, id);
    const char *document = xn_rows_text(&rows, 0, 0);
    xn_digest_of(document, strlen(document), digest);
    if (strcmp(digest, id) != 0)
        return xn_fail(err, XN_INPUT,
                       "publication %s of city '%s' is damaged: its document has the SHA-256 %s", id, city_id,
                       digest);
    xn_buf_puts(ret, document);
    return xn_buf_check(ret, err);
}

void xn_stored_publications_free(struct xn_stored_publications *publications)
{
    if (publications)
        xn_arena_free(publications->arena);
}

static enum xn_status read_all(const struct xn_rows *rows, struct xn_stored_publications *publications,
                               struct xn_error *err)
{
    publications->count = xn_rows_count(rows);
    XN_TRY(XN_ARENA_ARRAY(publications->arena, publications->count, &publications->publication, err));
    for (size_t row = 0; row < publications->count; row++) {
        struct xn_stored_publication *one = &publications->publication[row];
        struct xn_cursor cursor = {.rows = rows, .row = row, .arena = publications->arena};
        one->id = xn_next_text(&cursor);
        one->period = xn_next_text(&cursor);
        const char *meeting = xn_next_text(&cursor);
        one->meeting = *meeting ? meeting : NULL;
        one->made_on = xn_next_date(&cursor);
        xn_next_chars(&cursor, one->made_at, sizeof one->made_at);
        one->made_by = xn_next_text(&cursor);
        one->snapshot = xn_next_text(&cursor);
        one->policy = xn_next_text(&cursor);
        one->areas = xn_next_text(&cursor);
        XN_TRY(xn_cursor_check(&cursor, err));
    }
    return XN_OK;
}

enum xn_status xn_store_publications(struct xn_store *store, const char *city_id,
                                     struct xn_stored_publications **ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city_id);
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_TRY(xn_pg_run(store, "publications_list", &params, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_stored_publications *publications =
        arena ? xn_arena_alloc(arena, 1, sizeof *publications) : NULL;
    if (!publications)
        return xn_fail_memory(err);
    publications->arena = arena;
    XN_TRY(read_all(&rows, publications, err));
    arena = NULL;
    *ret = publications;
    return XN_OK;
}

/* --- the term of R10 --------------------------------------------------------------------------------------
 */

enum xn_status xn_store_recent_placements(struct xn_store *store, const char *city_id,
                                          struct xn_placements **ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city_id);
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_TRY(xn_pg_run(store, "placements_recent", &params, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_placements *placements = arena ? xn_arena_alloc(arena, 1, sizeof *placements) : NULL;
    if (!placements)
        return xn_fail_memory(err);
    placements->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, placements->count, &placements->placement, err));
    for (size_t row = 0; row < placements->count; row++) {
        struct xn_placement *one = &placements->placement[row];
        one->date = xn_rows_date(&rows, row, 0);
        XN_TRY(xn_rows_copy_text(&rows, row, 1, true, arena, &one->unit_id, err));
        one->lon = xn_rows_double(&rows, row, 2);
        one->lat = xn_rows_double(&rows, row, 3);
    }
    placements->arena = XN_STEAL(arena);
    *ret = placements;
    return XN_OK;
}

enum xn_status xn_store_today(struct xn_store *store, xn_date *ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_TRY(xn_pg_run(store, "ledger_today", NULL, &rows, err));
    *ret = xn_rows_date(&rows, 0, 0);
    return XN_OK;
}
