/* cli_ledger.h - the ledger on a terminal: the command `ledger` and the replay of 2004 print it. */
#ifndef XENIA_APP_CLI_LEDGER_H
#define XENIA_APP_CLI_LEDGER_H

#include "cli.h"
#include "xenia/ledger.h"

/* The records of a city as the ledger needs them. The store has its master key. */
struct xn_store;
XN_MUST_CHECK enum xn_status cli_ledger_records(struct xn_store *store, const char *city,
                                                struct xn_ledger_records **ret, struct xn_error *err);

/* Quarter by quarter: arrivals, moves by class, shares with their intervals, days waited. */
void cli_put_ledger_quarters(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf);
/* Everything, with headings. */
void cli_put_ledger_text(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf);
/* One row a figure: figure, quarter, corporation, code, class, value, cases, of, lower, upper, reason. */
void cli_put_ledger_csv(const struct xn_ledger *ledger, struct xn_buf *buf);

#endif
