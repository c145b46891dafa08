/* cli_desk.h - what the commands of the office share: who acts, in which city, and one step of the desk at a
 * time.
 *
 * A command (`xenia offer`) is a table of actions (`draft`, `make` ...). Each action is a step of the desk
 * (desk.h) or a list read from the store; options that an action has no use for are refused.
 */
#ifndef XENIA_APP_CLI_DESK_H
#define XENIA_APP_CLI_DESK_H

#include "cli.h"
#include "xenia/desk.h"

struct cli_desk {
    struct cli_store store;
    struct cli_output output;
    const char *city;
    const char *role;
    const char *actor; /* --as NAME; the login name by default */
    const char *key;   /* --key: the same command with the same key is done once; NULL: not given */
    const char *reason, *note;
    size_t days;     /* 0: not given */
    int64_t version; /* --seen N: the version that was looked at; 0: the newest */
    xn_date on;
    bool all;
    unsigned given; /* which of the options below were given */
    const char *argument[4];
    size_t n_arguments;
    void *own; /* the command's own options */
    struct xn_store *connection;
    struct xn_desk *desk; /* opened by the first step */
};

/* Options that only some actions take, as bits of cli_action.takes. */
enum {
    CLI_TAKES_KEY = 1 << 0, /* every writing action */
    CLI_TAKES_ON = 1 << 1,
    CLI_TAKES_REASON = 1 << 2,
    CLI_TAKES_NOTE = 1 << 3,
    CLI_TAKES_DAYS = 1 << 4,
    CLI_TAKES_SEEN = 1 << 5,
    CLI_TAKES_ALL = 1 << 6
};

struct cli_action {
    const char *name;
    const char *arguments; /* "HOUSEHOLD DWELLING"; what --help prints */
    size_t n_arguments;
    unsigned takes;
    enum xn_status (*run)(struct cli_desk *desk, struct xn_buf *ret, struct xn_error *err);
};

struct cli_desk_command {
    const char *name; /* "offer" */
    const struct cli_action *action;
    size_t n_actions;
    const char *doc;
    const struct argp *own; /* more options, or NULL */
    void *own_input;
    const char *role; /* in whose name the store is asked; NULL: a coordinator's */
};
int cli_desk_run(const struct cli_desk_command *command, int argc, char **argv);

/* Opens the store in the name of the command's role, for the city, unless it is open. */
XN_MUST_CHECK enum xn_status cli_desk_connect(struct cli_desk *desk, struct xn_error *err);
/* Opens store and desk, unless they are open. */
XN_MUST_CHECK enum xn_status cli_desk_open(struct cli_desk *desk, struct xn_error *err);
/* Takes a step: `body` (JSON or NULL). The answer's sentence, or with --format json its JSON, is appended to
 * `ret`. A refusal is a failure with the problem's sentence. version: If-Match. What changes something goes
 * under
 * --key, or a key made here, and is repeated once under it when nobody knows whether it was saved. */
XN_MUST_CHECK enum xn_status cli_desk_step(struct cli_desk *desk, const char *method, const char *path,
                                           const struct xn_buf *body, int64_t version, struct xn_buf *ret,
                                           struct xn_error *err);
/* Opens the JSON object of a step's body, with "on" in it when the option was given. */
void cli_desk_begin(const struct cli_desk *desk, struct xn_json *json, struct xn_buf *buf);
/* A member when it is given. */
void cli_desk_member(struct xn_json *json, const char *name, const char *value);
/* A path with its segments escaped: cli_desk_path(buf, "/offers/", id). */
void cli_desk_path(struct xn_buf *buf, const char *thing, const char *id);

#endif
