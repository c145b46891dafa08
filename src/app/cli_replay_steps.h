/* cli_replay_steps.h - the events of a replayed year, each as the steps that an office would take at its
 * desk. */
#ifndef XENIA_APP_CLI_REPLAY_STEPS_H
#define XENIA_APP_CLI_REPLAY_STEPS_H

#include "cli_replay.h"
#include "xenia/desk.h"

#define REPLAY_OFFICE "housing office"

struct replay_event {
    uint32_t line;
    xn_date on;
    char day[16];
    const char *step, *household, *dwelling, *code, *number, *needs, *note;
};

struct replay_run {
    const struct cli_replay *replay;
    struct xn_desk *desk;
    struct xn_offers *feed;
    struct xn_table *table; /* of events */
    struct xn_notes *notes;
    xn_date day;       /* up to which time has passed */
    bool repeated;     /* the newest step had been done by an earlier run */
    size_t n_repeated; /* so many of all */
};

/* Takes the steps of one event and prints one line on it. XN_INPUT names file and line of an event
 * that the desk refuses. */
XN_MUST_CHECK enum xn_status replay_do_event(struct replay_run *run, const struct replay_event *event,
                                             struct xn_error *err);

#endif
