/* cli_replay.c - a past year done again: the list of events, the feed as it was, and the time that passes. */
#include "cli_replay.h"
#include <inttypes.h>
#include <string.h>
#include "cli_replay_steps.h"
#include "imports.h"
#include "xenia/ledger.h"
#include "xenia/service.h"

#define FEED "replay"

static void run_free(struct replay_run *run)
{
    xn_desk_close(run->desk);
    xn_offers_free(run->feed);
    xn_table_free(run->table);
}

/* --- time passes -----------------------------------------------------------------------------------------
 */

/* A line of the timeline that is no step of the desk. */
static void tell(const struct replay_run *run, xn_date day, const char *part, const char *english, size_t n)
{
    char date[16], count[24];
    XN_AUTO_BUF sentence = XN_BUF_INIT;
    xn_date_print(day, date, sizeof date);
    snprintf(count, sizeof count, "%zu", n);
    const struct xn_message_value value = {"n", count};
    xn_message_put(&sentence, run->replay->language, english, &value, 1);
    if (!run->replay->quiet)
        printf("%s  %-9s %s\n", date, part, xn_buf_text(&sentence));
}

/* Is this dwelling in the store already? */
static bool is_stored(const struct xn_stored_dwellings *stored, const char *id)
{
    for (size_t i = 0; i < stored->count; i++)
        if (strcmp(stored->dwelling[i].data->id, id) == 0)
            return true;
    return false;
}

/* The feed as it was on a day: what had been published by then, and what an earlier run has brought. */
static enum xn_status take_feed(struct replay_run *run, xn_date day, struct xn_error *err)
{
    struct xn_import_report report;
    XN_AUTO(xn_stored_dwellings_free) struct xn_stored_dwellings *stored = NULL;
    XN_CLEANUP(xn_free_pointer) struct xn_dwelling *open = xn_calloc(run->feed->count, sizeof *open);
    struct xn_offers feed = *run->feed;
    if (!open)
        return xn_fail_memory(err);
    XN_TRY(xn_store_dwellings(run->replay->store, run->replay->city, NULL, &stored, err));
    feed.dwelling = open;
    feed.count = 0;
    for (size_t i = 0; i < run->feed->count; i++)
        if (run->feed->dwelling[i].published <= day || is_stored(stored, run->feed->dwelling[i].id))
            open[feed.count++] = run->feed->dwelling[i];
    if (feed.count == stored->count)
        return XN_OK;
    XN_TRY(xn_store_import_offers(run->replay->store, run->replay->city, &feed, FEED, false, &report, err));
    tell(run, day, "feed", XN_N("New dwellings on offer: {n}."), report.inserted);
    return XN_OK;
}

/* Offers past their term expire. */
static enum xn_status pass_time(struct replay_run *run, xn_date day, struct xn_error *err)
{
    struct xn_store *store = run->replay->store;
    const struct xn_change change = {.city = run->replay->city,
                                     .actor = REPLAY_OFFICE,
                                     .role = "coordinator",
                                     .method = "POST",
                                     .path = "/time"};
    XN_AUTO(xn_kept_answer_free) struct xn_kept_answer *kept = NULL;
    size_t expired = 0, available = 0;
    XN_TRY(xn_change_begin(store, &change, &kept, err));
    enum xn_status status = xn_change_pass_time(store, day, &expired, &available, err);
    if (status == XN_OK)
        status = xn_change_commit(store, 204, "", "", 0, err);
    if (status != XN_OK) {
        xn_change_rollback(store);
        return status;
    }
    if (expired > 0)
        tell(run, day, "expire", XN_N("Offers that ended without an answer: {n}."), expired);
    return XN_OK;
}

static void tell_refresh(const struct replay_run *run, const char *when,
                         const struct xn_refresh_report *report)
{
    char changed[24], units[24], uncertain[24];
    XN_AUTO_BUF sentence = XN_BUF_INIT;
    snprintf(changed, sizeof changed, "%zu", report->n_changed);
    snprintf(units, sizeof units, "%zu", report->n_units);
    snprintf(uncertain, sizeof uncertain, "%zu", report->n_uncertain);
    const struct xn_message_value value[] = {
        {"changed", changed}, {"units", units}, {"uncertain", uncertain}};
    xn_message_put(&sentence, run->replay->language,
                   XN_N("{changed} of {units} areas changed class, {uncertain} within noise"), value, 3);
    printf("%-10s  %-9s %s\n", when, "refresh", xn_buf_text(&sentence));
}

/* Recomputes and publishes; the desk then works with what is new. */
static enum xn_status refresh(struct replay_run *run, const char *when, struct xn_error *err)
{
    struct xn_refresh_report report;
    XN_AUTO_NOTES changes = XN_NOTES_INIT;
    XN_TRY(xn_refresh_city(run->replay->store, run->replay->city, false, &report, &changes, run->notes, err));
    if (!run->replay->quiet)
        tell_refresh(run, when, &report);
    for (size_t i = 0; i < changes.count && !run->replay->quiet; i++)
        printf("%-10s  %-9s %s\n", when, "", changes.text[i]);
    xn_desk_close(run->desk);
    run->desk = NULL;
    return xn_desk_open(run->replay->store, run->replay->city, &run->desk, err);
}

/* The city as it was in the quarter: its first refresh publishes what the quarters before have led to. */
static enum xn_status take_city(struct replay_run *run, xn_date day, struct xn_error *err)
{
    const struct cli_replay *replay = run->replay;
    char quarter[16], path[1024];
    struct imported_city imported;
    if (!replay->by_quarter)
        return XN_OK;
    xn_quarter_print(xn_quarter_of(day), quarter);
    snprintf(path, sizeof path, "%s/city_%s.ini", replay->data, quarter);
    XN_TRY(import_city(replay->store, path, NULL, false, &imported, run->notes, err));
    return cli_store_act(replay->store, NULL, NULL, err);
}

static enum xn_status advance(struct replay_run *run, xn_date day, struct xn_error *err)
{
    char quarter[16] = "before";
    const bool first = run->day == XN_NO_DATE;
    if (first || xn_quarter_of(run->day) != xn_quarter_of(day)) {
        if (!first)
            xn_quarter_print(xn_quarter_of(run->day), quarter);
        XN_TRY(take_city(run, day, err));
        XN_TRY(refresh(run, quarter, err));
    }
    if (run->day == day)
        return XN_OK;
    run->day = day;
    XN_TRY(take_feed(run, day, err));
    return pass_time(run, day, err);
}

/* --- the list --------------------------------------------------------------------------------------------
 */

static enum xn_status read_event(const struct xn_table *table, size_t row, struct replay_event *ret,
                                 struct xn_error *err)
{
    static const char *const name[] = {"date", "step",   "household", "dwelling",
                                       "code", "number", "needs",     "note"};
    const char *cell[sizeof name / sizeof *name];
    for (size_t i = 0; i < sizeof name / sizeof *name; i++) {
        size_t column = 0;
        XN_TRY(xn_table_find_column(table, name[i], &column, err));
        cell[i] = xn_table_cell(table, row, column);
    }
    struct replay_event event = {.line = table->line[row],
                                 .step = cell[1],
                                 .household = cell[2],
                                 .dwelling = cell[3],
                                 .code = cell[4],
                                 .number = cell[5],
                                 .needs = cell[6],
                                 .note = cell[7]};
    if (!xn_parse_date_iso(cell[0], &event.on))
        return xn_fail(err, XN_INPUT,
                       "%s, line %" PRIu32 ", column date: found '%s', wanted a day as 2004-07-05",
                       table->source, event.line, cell[0]);
    xn_date_print(event.on, event.day, sizeof event.day);
    *ret = event;
    return XN_OK;
}

enum xn_status cli_replay_events(const struct cli_replay *replay, struct xn_notes *notes,
                                 struct xn_error *err)
{
    XN_CLEANUP(run_free) struct replay_run run = {.replay = replay, .notes = notes, .day = XN_NO_DATE};
    char path[1024];
    snprintf(path, sizeof path, "%s/offers_2004.csv", replay->data);
    XN_TRY(xn_offers_read(path, NULL, &run.feed, notes, err));
    snprintf(path, sizeof path, "%s/events_2004.csv", replay->data);
    XN_TRY(xn_csv_read(path, NULL, &run.table, notes, err));
    for (size_t row = 0; row < run.table->n_rows; row++) {
        struct replay_event event;
        XN_TRY(read_event(run.table, row, &event, err));
        if (run.day != XN_NO_DATE && event.on < run.day)
            return xn_fail(err, XN_INPUT, "%s, line %" PRIu32 ": %s is before the day of the line above",
                           path, event.line, event.day);
        XN_TRY(advance(&run, event.on, err));
        XN_TRY(replay_do_event(&run, &event, err));
    }
    if (run.n_repeated > 0)
        tell(&run, run.day, "before", XN_N("Steps that an earlier run had done: {n}."), run.n_repeated);
    return refresh(&run, "after", err);
}

enum xn_status cli_replay_end_feed(const struct cli_replay *replay, struct xn_error *err)
{
    const struct xn_offers none = {.count = 0};
    struct xn_import_report report;
    return xn_store_import_offers(replay->store, replay->city, &none, FEED, false, &report, err);
}
