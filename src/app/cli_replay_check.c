/* cli_replay_check.c - does the replayed year end as the programme's reports say?
 *
 * The expected figures are DOMAIN 6's: arrivals, moves and exceptions a quarter, 19 of 21 moves not into
 * concentrated areas, 15 households open. One person who joined a household in the fourth quarter counts with
 * the household, which arrived in the third.
 */
#include "cli_ledger.h"
#include "cli_replay.h"
#include <math.h>
#include <string.h>

#define YEAR 2004
#define QUARTERS 4

static const struct {
    size_t households;
    double persons;
    size_t moves, concentrated;
    const char *exception; /* "" none */
} expected[QUARTERS] = {
    {8, 43, 3, 0, ""}, {4, 13, 3, 1, "OWN_WISH"}, {24, 64, 8, 1, "CARE_OF_RELATIVES"}, {0, 0, 7, 0, ""}};

#define OPEN_AT_THE_END 15
#define LEFT_AT_THE_END 1

static enum xn_status compare(const char *what, xn_quarter quarter, double got, double wanted,
                              struct xn_error *err)
{
    char text[16];
    if (got == wanted)
        return XN_OK;
    xn_quarter_print(quarter, text);
    return xn_fail(err, XN_INPUT, "the replay ends with %s of %.0f in %s instead of %.0f", what, got, text,
                   wanted);
}

static enum xn_status check_quarter(const struct xn_ledger *ledger, size_t i, struct xn_error *err)
{
    const struct xn_ledger_quarter *quarter = &ledger->quarter[i];
    const struct xn_by_class *moves = &quarter->moves.by_class;
    XN_TRY(compare("arrivals of households", quarter->quarter, (double)quarter->households_arrived,
                   (double)expected[i].households, err));
    XN_TRY(
        compare("arrivals of persons", quarter->quarter, quarter->persons_arrived, expected[i].persons, err));
    XN_TRY(
        compare("moves", quarter->quarter, (double)xn_by_class_sum(*moves), (double)expected[i].moves, err));
    return compare("moves into concentrated areas", quarter->quarter, (double)moves->of[XN_CONCENTRATED],
                   (double)expected[i].concentrated, err);
}

/* Exactly the expected exceptions, one each. */
static enum xn_status check_exceptions(const struct xn_ledger *ledger, struct xn_error *err)
{
    size_t n = 0;
    for (size_t i = 0; i < QUARTERS; i++) {
        if (!expected[i].exception[0])
            continue;
        const bool there = n < ledger->n_exceptions && ledger->exception[n].count == 1 &&
                           ledger->exception[n].quarter == ledger->from + (xn_quarter)i &&
                           strcmp(ledger->exception[n].code, expected[i].exception) == 0;
        if (!there)
            return xn_fail(err, XN_INPUT, "the replay ends without one exception %s in the quarter %zu",
                           expected[i].exception, i + 1);
        n++;
    }
    return compare("exceptions", ledger->to, (double)ledger->n_exceptions, (double)n, err);
}

static enum xn_status check_end(const struct xn_ledger *ledger, const struct xn_ledger_records *records,
                                struct xn_error *err)
{
    size_t waiting = 0, left = 0;
    for (size_t i = 0; i < records->n_households; i++) {
        waiting += records->household[i].waiting;
        left += records->household[i].left_on != XN_NO_DATE;
    }
    XN_TRY(compare("households open", ledger->to, (double)waiting, OPEN_AT_THE_END, err));
    XN_TRY(compare("households that left", ledger->to, (double)left, LEFT_AT_THE_END, err));
    const struct xn_rate *rate = &ledger->quarter[QUARTERS - 1].so_far.not_concentrated;
    XN_TRY(compare("moves not into concentrated areas", ledger->to, (double)rate->cases, 19, err));
    XN_TRY(compare("a lower bound", ledger->to, round(100 * rate->lower), 71, err));
    return compare("an upper bound", ledger->to, round(100 * rate->upper), 97, err);
}

static enum xn_status check(const struct xn_ledger *ledger, const struct xn_ledger_records *records,
                            struct xn_error *err)
{
    for (size_t i = 0; i < QUARTERS; i++)
        XN_TRY(check_quarter(ledger, i, err));
    XN_TRY(check_exceptions(ledger, err));
    return check_end(ledger, records, err);
}

/* The ledger of the year; it borrows the records. */
static enum xn_status compute(const struct cli_replay *replay, struct xn_ledger_records **ret_records,
                              struct xn_ledger **ret, struct xn_error *err)
{
    XN_TRY(cli_ledger_records(replay->store, replay->city, ret_records, err));
    return xn_ledger_compute(*ret_records, 4 * YEAR, 4 * YEAR + QUARTERS - 1, ret, err);
}

enum xn_status cli_replay_is_done(const struct cli_replay *replay, bool *ret, struct xn_error *err)
{
    XN_AUTO(xn_ledger_records_free) struct xn_ledger_records *records = NULL;
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = NULL;
    XN_TRY(compute(replay, &records, &ledger, err));
    *ret = check(ledger, records, NULL) == XN_OK;
    return XN_OK;
}

enum xn_status cli_replay_check(const struct cli_replay *replay, struct xn_error *err)
{
    XN_AUTO(xn_ledger_records_free) struct xn_ledger_records *records = NULL;
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = NULL;
    XN_AUTO_BUF text = XN_BUF_INIT;
    XN_TRY(compute(replay, &records, &ledger, err));
    cli_put_ledger_text(ledger, replay->language, &text);
    XN_TRY(xn_buf_check(&text, err));
    printf("\n%s", xn_buf_text(&text));
    XN_TRY(check(ledger, records, err));
    printf("\n%s\n",
           xn_message(replay->language,
                      XN_N("moves 3, 3, 8, 7; 19 of 21 not into concentrated areas (Wilson 71 to 97 %); 15 "
                           "households open")));
    return XN_OK;
}
