/* cli_replay.h - a past year of a demonstration city, done again step by step at the desk. */
#ifndef XENIA_APP_CLI_REPLAY_H
#define XENIA_APP_CLI_REPLAY_H

#include "cli.h"
#include "xenia/store.h"

struct cli_replay {
    struct xn_store *store; /* with schema and master key */
    const char *data;       /* folder of the demonstration city's files */
    const char *city;       /* id of the city file for that year */
    enum xn_language language;
    bool by_quarter; /* the city is as it was then: city_2004Q1.ini before the first quarter, and so on */
    bool quiet;      /* no timeline */
};

/* Does events_2004.csv day by day: the feed of dwellings as it was, time passing, each event a step of the
 * desk with an idempotency key of its own, a refresh at each quarter's end. The timeline goes to standard
 * output. Done twice it changes nothing the second time; interrupted, the next one goes on. */
XN_MUST_CHECK enum xn_status cli_replay_events(const struct cli_replay *replay, struct xn_notes *notes,
                                               struct xn_error *err);
/* What the year had on offer and nobody lives in is gone. */
XN_MUST_CHECK enum xn_status cli_replay_end_feed(const struct cli_replay *replay, struct xn_error *err);
/* Does the city's ledger say already what the whole year leads to? */
XN_MUST_CHECK enum xn_status cli_replay_is_done(const struct cli_replay *replay, bool *ret,
                                                struct xn_error *err);
/* Prints the ledger of the year; XN_INPUT when it does not end as the programme's reports say (DOMAIN 6). */
XN_MUST_CHECK enum xn_status cli_replay_check(const struct cli_replay *replay, struct xn_error *err);

#endif
