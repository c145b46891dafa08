/* purge.c - what is past its term goes, as the keeper.
 *
 * Which rows are due is said in SQL by the terms of xenia.retention and the clock of the database; what
 * becomes of a household's rows is the work of triggers (sql/schema/0014_retention.sql), the same as when the
 * office erases one. Here is what needs the master key: how many persons an erased household was, and the
 * pseudonyms of the log of recommendations.
 */
#include <math.h>
#include <stdio.h>
#include "households.h"
#include "xenia/retention.h"

struct purge {
    const char *city, *actor;
    struct xn_purge_report report;
};

/* --- households ------------------------------------------------------------------------------------------
 */

struct due_household {
    char id[XN_ID_SIZE];
    bool frozen, unreadable;
    int persons; /* 0: not known */
};

/* Columns: id, frozen, sealed, wrapped. */
static enum xn_status read_due(struct xn_store *store, const struct xn_rows *rows, size_t row,
                               struct xn_arena *arena, struct due_household *ret, struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    const char *text = "";
    size_t length = 0;
    xn_next_chars(&cursor, ret->id, sizeof ret->id);
    ret->frozen = xn_next_bool(&cursor);
    struct xn_stored_household household = {0};
    struct xn_error why = {0};
    enum xn_status status = xn_sealing_next(store, &cursor, ret->id, "needs", &text, &length, &why);
    if (status == XN_OK && length > 0)
        status = xn_household_read_sealed(text, length, &household, &why);
    ret->unreadable = status == XN_INPUT; /* the last thing to be kept */
    ret->persons = household.needs.size;
    return status == XN_OK || ret->unreadable ? XN_OK : xn_fail(err, status, "%s", why.message);
}

static enum xn_status erase(struct xn_store *store, const struct due_household *due, struct purge *purge,
                            struct xn_error *err)
{
    XN_AUTO_ROWS erased = {0};
    struct xn_params params = {0};
    xn_param_text(&params, purge->city);
    xn_param_id(&params, due->id);
    xn_param_double(&params, due->persons ? (double)due->persons : (double)NAN);
    XN_TRY(xn_pg_run(store, "purge_household", &params, &erased, err));
    purge->report.n_households += xn_rows_count(&erased);
    purge->report.n_unreadable += due->unreadable ? xn_rows_count(&erased) : 0;
    purge->report.n_frozen += xn_rows_count(&erased) == 0; /* by an objection of just now */
    return XN_OK;
}

static enum xn_status purge_households(struct xn_store *store, struct purge *purge, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    struct xn_params params = {0};
    xn_param_text(&params, purge->city);
    XN_TRY(xn_pg_run(store, "purge_households_due", &params, &rows, err));
    for (size_t i = 0; i < xn_rows_count(&rows); i++) {
        struct due_household due;
        XN_TRY(read_due(store, &rows, i, arena, &due, err));
        if (due.frozen)
            purge->report.n_frozen++;
        else
            XN_TRY(erase(store, &due, purge, err));
    }
    return XN_OK;
}

/* --- the log of recommendations ---------------------------------------------------------------------------
 */

#define PSEUDONYM_HEX (2 * XN_REFERENCE_SIZE + 1)

/* Keyed as references are (BLAKE2b with a key from the master key), of a "city" that no city can be. */
static void print_pseudonym(struct xn_store *store, const char *city, const char *household,
                            char ret[PSEUDONYM_HEX])
{
    static const char digit[] = "0123456789abcdef";
    unsigned char hash[XN_REFERENCE_SIZE];
    char context[80];
    snprintf(context, sizeof context, "pseudonym in %s", city);
    xn_reference_hash(&xn_pg_state(store)->master, context, household, hash);
    for (size_t i = 0; i < XN_REFERENCE_SIZE; i++) {
        ret[2 * i] = digit[hash[i] >> 4];
        ret[2 * i + 1] = digit[hash[i] & 15];
    }
    ret[PSEUDONYM_HEX - 1] = '\0';
}

/* Two arrays for one statement: households, and their pseudonyms. */
static enum xn_status put_pseudonyms(struct xn_store *store, const char *city, const struct xn_rows *rows,
                                     struct xn_buf *households, struct xn_buf *pseudonyms,
                                     struct xn_error *err)
{
    xn_buf_putc(households, '{');
    xn_buf_putc(pseudonyms, '{');
    for (size_t i = 0; i < xn_rows_count(rows); i++) {
        char pseudonym[PSEUDONYM_HEX];
        print_pseudonym(store, city, xn_rows_text(rows, i, 0), pseudonym);
        xn_buf_printf(households, "%s%s", i ? "," : "", xn_rows_text(rows, i, 0));
        xn_buf_printf(pseudonyms, "%s%s", i ? "," : "", pseudonym);
    }
    xn_buf_putc(households, '}');
    xn_buf_putc(pseudonyms, '}');
    XN_TRY(xn_buf_check(households, err));
    return xn_buf_check(pseudonyms, err);
}

static enum xn_status purge_recommendations(struct xn_store *store, struct purge *purge, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_AUTO_ROWS purged = {0};
    XN_AUTO_BUF households = XN_BUF_INIT, pseudonyms = XN_BUF_INIT;
    struct xn_params params = {0};
    xn_param_text(&params, purge->city);
    XN_TRY(xn_pg_run(store, "purge_recommendations_due", &params, &rows, err));
    XN_TRY(put_pseudonyms(store, purge->city, &rows, &households, &pseudonyms, err));
    xn_param_text(&params, xn_buf_text(&households));
    xn_param_text(&params, xn_buf_text(&pseudonyms));
    XN_TRY(xn_pg_run(store, "purge_recommendations", &params, &purged, err));
    purge->report.n_recommendations = xn_rows_count(&purged);
    return XN_OK;
}

/* --- all of it --------------------------------------------------------------------------------------------
 */

/* A statement about the city that tells how many in its one cell. */
static enum xn_status run_counted(struct xn_store *store, const char *query, const char *city, size_t *ret,
                                  struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city);
    XN_TRY(xn_pg_run(store, query, &params, &rows, err));
    *ret = (size_t)xn_rows_int(&rows, 0, 0);
    return XN_OK;
}

/* A statement about no city that gives a row for each row it takes away. */
static enum xn_status run_deleting(struct xn_store *store, const char *query, size_t *ret,
                                   struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, query, NULL, &rows, err));
    *ret = xn_rows_count(&rows);
    return XN_OK;
}

static enum xn_status set_actor(struct xn_store *store, const char *actor, struct xn_error *err)
{
    struct xn_params params = {0};
    xn_param_text(&params, actor);
    xn_param_text(&params, "keeper");
    return xn_pg_run(store, "change_actor", &params, NULL, err);
}

/* Households first: what they were offered, and where they live, is then no longer held by them. */
static enum xn_status purge_all(struct xn_store *store, void *context, struct xn_error *err)
{
    struct purge *purge = context;
    struct xn_purge_report *report = &purge->report;
    XN_TRY(set_actor(store, purge->actor, err));
    XN_TRY(purge_households(store, purge, err));
    XN_TRY(run_counted(store, "purge_offers", purge->city, &report->n_offers, err));
    XN_TRY(run_counted(store, "purge_dwellings", purge->city, &report->n_dwellings, err));
    XN_TRY(purge_recommendations(store, purge, err));
    XN_TRY(run_deleting(store, "purge_sessions", &report->n_sessions, err));
    XN_TRY(run_deleting(store, "purge_tries", &report->n_tries, err));
    return run_deleting(store, "purge_write_keys", &report->n_keys, err);
}

enum xn_status xn_store_purge(struct xn_store *store, const char *city, const char *actor, bool dry_run,
                              struct xn_purge_report *ret, struct xn_error *err)
{
    struct purge purge = {.city = city, .actor = actor};
    XN_TRY(xn_sealing_check(store, err));
    XN_TRY(xn_pg_transaction(store, dry_run, purge_all, &purge, err));
    *ret = purge.report;
    return XN_OK;
}
