/* cli_policy.h - what the actions of `xenia policy` share. */
#ifndef XENIA_APP_CLI_POLICY_H
#define XENIA_APP_CLI_POLICY_H

#include "cli.h"
#include "xenia/store.h"

#define POLICY_ARGUMENTS_MAX 3

struct policy_options {
    struct cli_store store;
    struct cli_output output;
    const char *argument[POLICY_ARGUMENTS_MAX]; /* the action and what it is about */
    size_t n_arguments;
    const char *user;       /* who signs; NULL: the user's full name */
    const char *city;       /* diff: a city file; override: an id */
    const char *placements; /* diff: a file */
    bool shipped;           /* list: the profiles */
    xn_date as_of;
};

enum xn_status cli_policy_list(const struct policy_options *options, struct xn_buf *buf,
                               struct xn_notes *notes, struct xn_error *err);
enum xn_status cli_policy_diff(const struct policy_options *options, struct xn_buf *buf,
                               struct xn_notes *notes, struct xn_error *err);
enum xn_status cli_policy_override(const struct policy_options *options, struct xn_buf *buf,
                                   struct xn_notes *notes, struct xn_error *err);

#endif
