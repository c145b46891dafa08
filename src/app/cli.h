/* cli.h - what the subcommands of `xenia` share: exit codes, the city's options, tables of text.
 *
 * Results go to standard output, everything else to standard error (SERVICE 1).
 */
#ifndef XENIA_APP_CLI_H
#define XENIA_APP_CLI_H

#include <argp.h>
#include <stdio.h>
#include "xenia/buf.h"
#include "xenia/city.h"
#include "xenia/exchange.h"
#include "xenia/message.h"
#include "xenia/notes.h"
#include "xenia/text.h"

enum cli_exit {
    CLI_DONE = 0,
    CLI_USAGE = 1,
    CLI_INPUT = 2,
    CLI_UNDEFINED = 3,
    CLI_STORE = 4,
    CLI_BUSY = 5,
    CLI_TEMPORARY = 75
};

/* One subcommand: `run` gets argv with its own name in front and returns an exit code. */
struct cli_command {
    const char *name;
    const char *summary;
    int (*run)(int argc, char **argv);
};

int cli_index(int argc, char **argv);
int cli_indices(int argc, char **argv);
int cli_classify(int argc, char **argv);
int cli_rank(int argc, char **argv);
int cli_map(int argc, char **argv);
int cli_policy(int argc, char **argv);
int cli_db(int argc, char **argv);
int cli_import(int argc, char **argv);
int cli_refresh(int argc, char **argv);
int cli_publish(int argc, char **argv);
int cli_roles(int argc, char **argv);
int cli_token(int argc, char **argv);
int cli_user(int argc, char **argv);
int cli_household(int argc, char **argv);
int cli_dwelling(int argc, char **argv);
int cli_offer(int argc, char **argv);
int cli_placement(int argc, char **argv);
int cli_objection(int argc, char **argv);
int cli_commitment(int argc, char **argv);
int cli_export(int argc, char **argv);
int cli_match(int argc, char **argv);
int cli_paper(int argc, char **argv);
int cli_report(int argc, char **argv);
int cli_ledger(int argc, char **argv);
int cli_reconcile(int argc, char **argv);
int cli_purge(int argc, char **argv);
int cli_audit(int argc, char **argv);
int cli_demo(int argc, char **argv);

/* --- failing ---------------------------------------------------------------------------------------- */

/* The exit code that stands for a status. */
int cli_exit_code(enum xn_status status);
/* Prints "xenia COMMAND: sentence" and returns the exit code. */
int cli_fail(const char *command, enum xn_status status, const struct xn_error *err);
/* Prints the notes to standard error. */
void cli_print_notes(const struct xn_notes *notes);
/* The folder of the demonstration city: as installed, else as in the project that one stands in. */
const char *cli_demo_data(void);
/* Who is at the terminal, for the audit. */
const char *cli_login_name(void);
/* Writes the buffer to standard output; the exit code of doing so. */
int cli_print(const char *command, const struct xn_buf *buf);

/* --- options ----------------------------------------------------------------------------------------- */

/* The language of the environment (LC_ALL, LC_MESSAGES, LANG), English by default. */
enum xn_language cli_language(void);
/* For parsers: reads the argument or ends with a usage message. */
enum xn_language cli_parse_language(const struct argp_state *state, const char *text);
xn_date cli_parse_date(const struct argp_state *state, const char *text);
size_t cli_parse_count(const struct argp_state *state, const char *option, const char *text);

/* --format and --lang, as a child parser with a `struct cli_output *`. */
enum cli_format { CLI_TABLE, CLI_CSV, CLI_JSON };
struct cli_output {
    bool no_csv; /* the command has no CSV to give; set before parsing */
    enum cli_format format;
    enum xn_language language;
};
extern const struct argp cli_output_argp;

/* The options that say which city (--layer ..., or --city FILE), as a child parser. Its input is a
 * `struct cli_city *`; start it with {0} and free it with cli_city_free. */
struct cli_city {
    struct xn_city_input *input;
    const char *city_file;
    const char *level; /* --level NAME: which level results are about; NULL: the finest */
};
extern const struct argp cli_city_argp;
void cli_city_free(struct cli_city *city);
/* Reads the city file if one is named, then builds the city. */
XN_MUST_CHECK enum xn_status cli_city_load(struct cli_city *options, bool adjacency, struct xn_city **ret,
                                           struct xn_notes *notes, struct xn_error *err);
/* Position of the level that results are about. */
XN_MUST_CHECK enum xn_status cli_city_level(const struct cli_city *options, const struct xn_city *city,
                                            size_t *ret, struct xn_error *err);

/* The options that say by which policy and on which day, as a child parser with a `struct cli_policy *`. */
struct cli_policy {
    const char *policy_file; /* NULL: the built-in programme-load */
    const char *placements_file, *overrides_file;
    xn_date as_of; /* XN_NO_DATE: not said, until cli_policy_settle */
    struct xn_policy policy;
    struct xn_placements *placements; /* NULL: none */
    struct xn_overrides *overrides;   /* signed ones; NULL: none */
};
extern const struct argp cli_policy_argp;
void cli_policy_free(struct cli_policy *options);
/* Reads policy, placements and overrides; unsigned overrides are refused. */
XN_MUST_CHECK enum xn_status cli_policy_load(struct cli_policy *options, struct xn_notes *notes,
                                             struct xn_error *err);
/* With the city: the day (what is said, else the city file's own, else today), and whether the placements
 * lie in its units. */
XN_MUST_CHECK enum xn_status cli_policy_settle(struct cli_policy *options, const struct xn_city_input *input,
                                               const struct xn_city *city, struct xn_notes *notes,
                                               struct xn_error *err);
/* May it rank on that day? If not for want of a signature, a note says why the file's does not count. */
XN_MUST_CHECK enum xn_status cli_policy_check_live(const struct cli_policy *options,
                                                   const struct xn_city_input *input, struct xn_notes *notes,
                                                   struct xn_error *err);
/* The classes by policy, placements and overrides. */
struct xn_typology;
XN_MUST_CHECK enum xn_status cli_policy_classify(const struct cli_policy *options, const struct xn_city *city,
                                                 struct xn_typology **ret, struct xn_notes *notes,
                                                 struct xn_error *err);
/* "policy programme-load version 1 (demonstration), as of 2021-02-01" to standard error. */
void cli_policy_describe(const struct cli_policy *options);

/* The options that say which store, as a child parser with a `struct cli_store *`. */
struct cli_store {
    const char *dsn;
    const char *state_dir;
    char default_state_dir[1024];
};
extern const struct argp cli_store_argp;
struct xn_store;
/* Connects and checks that the schema is ours. */
XN_MUST_CHECK enum xn_status cli_store_open(const struct cli_store *options, struct xn_store **ret,
                                            struct xn_error *err);

/* ... and asks in the name of a role from then on (xn_store_act_as), so that a login of the database which
 * may do this one thing is enough for a command. city: the one it is about; NULL: none. */
XN_MUST_CHECK enum xn_status cli_store_open_as(const struct cli_store *options, const char *role,
                                               const char *city, struct xn_store **ret, struct xn_error *err);
XN_MUST_CHECK enum xn_status cli_store_act(struct xn_store *store, const char *role, const char *city,
                                           struct xn_error *err);
/* ... and takes the master key that households are sealed with, made when there is none. */
XN_MUST_CHECK enum xn_status cli_store_open_with_key(const struct cli_store *options, const char *role,
                                                     const char *city, struct xn_store **ret,
                                                     struct xn_error *err);

/* A ranking as text for a terminal: the command `rank` and the demo print it. most_per_tier 0: every row. */
struct xn_study;
void cli_put_ranking_text(const struct xn_study *study, enum xn_language language, bool with_excluded,
                          size_t most_per_tier, struct xn_buf *buf);

/* --- tables ------------------------------------------------------------------------------------------ */

/* Rows of text that are printed aligned or as CSV. Errors stick and show in cli_table_put's buffer. */
struct cli_table {
    size_t n_columns;
    size_t n_cells;
    size_t capacity;
    char **cell;
    unsigned right_aligned; /* bit mask of columns */
    bool failed;
};
void cli_table_free(struct cli_table *table);
void cli_table_cell(struct cli_table *table, const char *text);
void cli_table_number(struct cli_table *table, double value); /* shortest form; "" when not finite */
void cli_table_fixed(struct cli_table *table, double value, int decimals);
void cli_table_put(const struct cli_table *table, bool csv, struct xn_buf *buf);

#endif
