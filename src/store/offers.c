/* offers.c - xenia.offers, the documented table, to and from structs.
 *
 * One list of fields serves both ways; it is in the order of the columns in offers_copy.sql and
 * offers_get.sql. A feed goes by COPY into a temporary table with the rules of the real one (which names the
 * line of a bad row), then one statement merges what is new or different and one withdraws what is gone.
 */
#include "offers.h"
#include "change.h"
#include "xenia/store.h"
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum kind { TEXT, NUMBER, ANSWER, DATE, FLAG };

struct field {
    const char *column;
    enum kind kind;
    size_t offset; /* in struct xn_dwelling */
};

#define FIELD(column, kind, member)                                                                          \
    {                                                                                                        \
        column, kind, offsetof(struct xn_dwelling, member)                                                   \
    }
static const struct field field[] = {
    FIELD("id", TEXT, id),
    FIELD("corporation", TEXT, corporation),
    FIELD("address", TEXT, address),
    FIELD("postcode", TEXT, postcode),
    FIELD("town", TEXT, city),
    FIELD("district", TEXT, district),
    FIELD("kind", TEXT, kind),
    FIELD("is_dwelling", ANSWER, is_dwelling),
    FIELD("lon", NUMBER, lon),
    FIELD("lat", NUMBER, lat),
    FIELD("rent_net_eur", NUMBER, rent_net_eur),
    FIELD("rent_gross_eur", NUMBER, rent_gross_eur),
    FIELD("rooms", NUMBER, rooms),
    FIELD("area_m2", NUMBER, area_m2),
    FIELD("min_household", NUMBER, min_household),
    FIELD("max_household", NUMBER, max_household),
    FIELD("max_income_eur", NUMBER, max_income_eur),
    FIELD("min_age", NUMBER, min_age),
    FIELD("step_free", ANSWER, step_free),
    FIELD("lift", ANSWER, lift),
    FIELD("floor", NUMBER, floor),
    FIELD("entitlement", TEXT, entitlement),
    FIELD("published", DATE, published),
    FIELD("closes", DATE, closes),
    FIELD("available", DATE, available),
    FIELD("on_offer_elsewhere", FLAG, on_offer_elsewhere),
    FIELD("unreadable", TEXT, unreadable),
};
#define N_FIELDS (sizeof field / sizeof *field)
_Static_assert(N_FIELDS == XN_OFFER_FIELDS, "offers.h says how many");

/* --- writing ------------------------------------------------------------------------------------------ */

static const char *print_answer(enum xn_answer answer)
{
    return answer == XN_UNKNOWN ? NULL : answer == XN_YES ? "t" : "f";
}

static void put_field(struct xn_copy *copy, const struct field *of, const struct xn_dwelling *dwelling)
{
    const void *member = (const char *)dwelling + of->offset;
    switch (of->kind) {
    case TEXT: {
        const char *text = *(const char *const *)member;
        xn_copy_text(copy, text && *text ? text : NULL);
        break;
    }
    case NUMBER:
        xn_copy_double(copy, *(const double *)member);
        break;
    case ANSWER:
        xn_copy_text(copy, print_answer(*(const enum xn_answer *)member));
        break;
    case DATE:
        xn_copy_date(copy, *(const xn_date *)member);
        break;
    case FLAG:
        xn_copy_bool(copy, *(const bool *)member);
        break;
    }
}

void xn_param_dwelling(struct xn_params *params, const struct xn_dwelling *dwelling)
{
    for (size_t i = 0; i < N_FIELDS; i++) {
        const void *member = (const char *)dwelling + field[i].offset;
        switch (field[i].kind) {
        case TEXT:
            xn_param_words(params, *(const char *const *)member);
            break;
        case NUMBER:
            xn_param_double(params, *(const double *)member);
            break;
        case ANSWER:
            xn_param_text(params, print_answer(*(const enum xn_answer *)member));
            break;
        case DATE:
            xn_param_date(params, *(const xn_date *)member);
            break;
        case FLAG:
            xn_param_bool(params, *(const bool *)member);
            break;
        }
    }
}

struct feed {
    const char *city_id;
    const struct xn_offers *offers;
    const char *source;
    const char *corporation; /* whose offers alone it may have; NULL: anybody's */
    struct xn_import_report report;
};

/* What the refused row has where the broken rule looks: rules begin with the name of their column. */
static void print_refused_value(const struct xn_copy *copy, const struct xn_dwelling *dwelling, char *ret,
                                size_t size)
{
    const size_t length = strcspn(copy->failed_rule, ":");
    *ret = '\0';
    for (size_t i = 0; i < N_FIELDS; i++) {
        if (field[i].kind != NUMBER || strlen(field[i].column) != length ||
            strncmp(field[i].column, copy->failed_rule, length) != 0)
            continue;
        XN_AUTO_BUF number = XN_BUF_INIT;
        xn_buf_put_double(&number, *(const double *)(const void *)((const char *)dwelling + field[i].offset));
        snprintf(ret, size, ", column %s: found %s", field[i].column, xn_buf_text(&number));
    }
}

static enum xn_status fail_at_offer(const struct xn_copy *copy, const struct feed *feed,
                                    enum xn_status status, struct xn_error *err)
{
    if (status == XN_OK || copy->failed_row >= feed->offers->count)
        return status;
    const struct xn_dwelling *dwelling = &feed->offers->dwelling[copy->failed_row];
    char value[96];
    print_refused_value(copy, dwelling, value, sizeof value);
    return xn_fail_in(err, status == XN_CONFLICT ? XN_INPUT : status, "%s, line %u, offer '%s'%s",
                      feed->offers->source ? feed->offers->source : feed->source, (unsigned)dwelling->line,
                      dwelling->id, value);
}

static enum xn_status copy_feed(struct xn_store *store, const struct feed *feed, struct xn_error *err)
{
    struct xn_copy copy;
    XN_TRY(xn_copy_begin(&copy, store, "offers_copy", err));
    for (size_t row = 0; row < feed->offers->count; row++) {
        xn_copy_text(&copy, feed->city_id);
        xn_copy_text(&copy, feed->source);
        for (size_t i = 0; i < N_FIELDS; i++)
            put_field(&copy, &field[i], &feed->offers->dwelling[row]);
        xn_copy_end_row(&copy);
    }
    return fail_at_offer(&copy, feed, xn_copy_finish(&copy, err), err);
}

/* Where the file has an offer, before a sentence about it. */
static enum xn_status fail_at_id(const struct feed *feed, const char *id, enum xn_status status,
                                 struct xn_error *err)
{
    const struct xn_offers *offers = feed->offers;
    for (size_t i = 0; i < offers->count; i++)
        if (strcmp(offers->dwelling[i].id, id) == 0)
            return xn_fail_in(err, status, "%s, line %u", offers->source ? offers->source : feed->source,
                              (unsigned)offers->dwelling[i].line);
    return status;
}

static enum xn_status refuse_foreign(struct xn_store *store, const struct feed *feed, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "offers_foreign", NULL, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return XN_OK;
    const char *id = xn_rows_text(&rows, 0, 0);
    const enum xn_status status =
        xn_fail(err, XN_CONFLICT, "offer '%s' of source '%s' is already there from source '%s'", id,
                feed->source, xn_rows_text(&rows, 0, 1));
    return fail_at_id(feed, id, status, err);
}

/* Row-level security would refuse it too, without saying which. */
static enum xn_status refuse_other_corporation(struct xn_store *store, const struct feed *feed,
                                               struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params corporation = {0};
    if (!feed->corporation)
        return XN_OK;
    xn_param_text(&corporation, feed->corporation);
    XN_TRY(xn_pg_run(store, "offers_foreign_corporation", &corporation, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return XN_OK;
    const char *id = xn_rows_text(&rows, 0, 0);
    const enum xn_status status =
        xn_fail(err, XN_CONFLICT, "offer '%s' is already there, and not of '%s'", id, feed->corporation);
    return fail_at_id(feed, id, status, err);
}

static enum xn_status merge(struct xn_store *store, struct feed *feed, struct xn_error *err)
{
    XN_AUTO_ROWS merged = {0};
    XN_AUTO_ROWS gone = {0};
    XN_AUTO_BUF withdrawn = XN_BUF_INIT;
    xn_put_array(&withdrawn, feed->offers->withdrawn, feed->offers->n_withdrawn);
    XN_TRY(xn_buf_check(&withdrawn, err));
    struct xn_params of_source = {0};
    xn_param_text(&of_source, feed->city_id);
    xn_param_text(&of_source, feed->source);
    xn_param_bool(&of_source, feed->offers->partial);
    xn_param_text(&of_source, xn_buf_text(&withdrawn));
    XN_TRY(xn_pg_run(store, "offers_merge", NULL, &merged, err));
    XN_TRY(xn_pg_run(store, "offers_withdraw", &of_source, &gone, err));
    feed->report.inserted = (size_t)xn_rows_int(&merged, 0, 0);
    feed->report.changed = (size_t)xn_rows_int(&merged, 0, 1);
    feed->report.unchanged = feed->offers->count - feed->report.inserted - feed->report.changed;
    feed->report.withdrawn = (size_t)xn_rows_int(&gone, 0, 0);
    return XN_OK;
}

static enum xn_status import_feed(struct xn_store *store, void *context, struct xn_error *err)
{
    struct feed *feed = context;
    struct xn_params lock = {0};
    xn_param_int(&lock, (int64_t)xn_keyed_hash("xenia import", feed->city_id));
    XN_TRY(xn_pg_run(store, "lock_transaction", &lock, NULL, err));
    XN_TRY(xn_pg_run(store, "offers_stage", NULL, NULL, err));
    XN_TRY(copy_feed(store, feed, err));
    XN_TRY(xn_pg_run(store, "offers_analyze", NULL, NULL, err));
    XN_TRY(refuse_foreign(store, feed, err));
    XN_TRY(refuse_other_corporation(store, feed, err));
    return merge(store, feed, err);
}

enum xn_status xn_store_import_offers(struct xn_store *store, const char *city_id,
                                      const struct xn_offers *offers, const char *source, bool dry_run,
                                      struct xn_import_report *ret, struct xn_error *err)
{
    struct feed feed = {.city_id = city_id, .offers = offers, .source = source};
    XN_TRY(xn_pg_transaction(store, dry_run, import_feed, &feed, err));
    *ret = feed.report;
    return XN_OK;
}

enum xn_status xn_change_offers_import(struct xn_store *store, const struct xn_offers *offers,
                                       const char *source, const char *corporation,
                                       struct xn_import_report *ret, struct xn_error *err)
{
    struct feed feed = {
        .city_id = xn_change_city(store), .offers = offers, .source = source, .corporation = corporation};
    XN_TRY(xn_change_call(store, XN_CALL_BULK, err));
    XN_TRY(import_feed(store, &feed, err));
    *ret = feed.report;
    return XN_OK;
}

/* --- reading ------------------------------------------------------------------------------------------ */

static enum xn_status read_field(const struct xn_rows *rows, size_t row, size_t column,
                                 struct xn_arena *arena, struct xn_dwelling *dwelling, struct xn_error *err)
{
    void *member = (char *)dwelling + field[column].offset;
    switch (field[column].kind) {
    case TEXT:
        return xn_rows_copy_text(rows, row, column, false, arena, member, err);
    case NUMBER:
        *(double *)member = xn_rows_double(rows, row, column);
        break;
    case ANSWER:
        *(enum xn_answer *)member = xn_rows_null(rows, row, column)   ? XN_UNKNOWN
                                    : xn_rows_bool(rows, row, column) ? XN_YES
                                                                      : XN_NO;
        break;
    case DATE:
        *(xn_date *)member = xn_rows_date(rows, row, column);
        break;
    case FLAG:
        *(bool *)member = xn_rows_bool(rows, row, column);
        break;
    }
    return XN_OK;
}

enum xn_status xn_offer_read(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                             struct xn_dwelling *ret, struct xn_error *err)
{
    for (size_t i = 0; i < N_FIELDS; i++)
        XN_TRY(read_field(rows, row, i, arena, ret, err));
    ret->x_m = NAN;
    ret->y_m = NAN;
    for (size_t level = 0; level < XN_LEVEL_MAX; level++)
        ret->unit[level] = XN_NONE;
    return XN_OK;
}

/* When the newest dwelling changed stands in every row, behind the fields; with no row left it is asked for.
 */
static enum xn_status read_as_of(struct xn_store *store, const struct xn_params *city,
                                 const struct xn_rows *offers, char ret[XN_STORE_TIME_SIZE],
                                 struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    if (xn_rows_count(offers) == 0)
        XN_TRY(xn_pg_run(store, "offers_as_of", city, &rows, err));
    const char *as_of = rows.result ? xn_rows_text(&rows, 0, 0) : xn_rows_text(offers, 0, N_FIELDS);
    snprintf(ret, XN_STORE_TIME_SIZE, "%s", as_of);
    return XN_OK;
}

static enum xn_status read_offers(const struct xn_rows *rows, struct xn_offers **ret, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_offers *offers = arena ? xn_arena_alloc(arena, 1, sizeof *offers) : NULL;
    if (!offers)
        return xn_fail_memory(err);
    offers->count = xn_rows_count(rows);
    offers->source = "xenia.offers";
    XN_TRY(XN_ARENA_ARRAY(arena, offers->count, &offers->dwelling, err));
    for (size_t i = 0; i < offers->count; i++)
        XN_TRY(xn_offer_read(rows, i, arena, &offers->dwelling[i], err));
    offers->arena = XN_STEAL(arena);
    *ret = offers;
    return XN_OK;
}

enum xn_status xn_store_offers(struct xn_store *store, const char *city_id, struct xn_offers **ret,
                               char ret_as_of[XN_STORE_TIME_SIZE], struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params city = {0};
    xn_param_text(&city, city_id);
    XN_TRY(xn_pg_run(store, "offers_get", &city, &rows, err));
    char as_of[XN_STORE_TIME_SIZE];
    XN_TRY(read_as_of(store, &city, &rows, as_of, err));
    XN_TRY(read_offers(&rows, ret, err));
    memcpy(ret_as_of, as_of, sizeof as_of);
    return XN_OK;
}
