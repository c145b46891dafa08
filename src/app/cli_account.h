/* cli_account.h - what `xenia user` and `xenia token` share: whose account it is, and the list of accounts.
 */
#ifndef XENIA_APP_CLI_ACCOUNT_H
#define XENIA_APP_CLI_ACCOUNT_H

#include "cli.h"
#include "xenia/accounts.h"

/* --role, --city and --corporation, as a child parser with a `struct cli_account *`. */
struct cli_account {
    struct xn_account account; /* of the role, city and corporation that were given */
    bool has_role;
    bool given; /* any of them */
};
extern const struct argp cli_account_argp;

/* Copies a name of the command line. XN_ARGUMENT: too long for any. */
XN_MUST_CHECK enum xn_status cli_account_name(const char *name, struct xn_account *ret, struct xn_error *err);

/* The people, or the machines. */
void cli_account_put(const struct xn_accounts *accounts, bool people, enum cli_format format,
                     struct xn_buf *buf);
/* A name that is taken is input that is refused, not a command that is already running. */
int cli_account_fail(const char *command, enum xn_status status, const struct xn_error *err);

#endif
