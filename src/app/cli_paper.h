/* cli_paper.h - the facts of a running configuration, gathered for a paper. */
#ifndef XENIA_APP_CLI_PAPER_H
#define XENIA_APP_CLI_PAPER_H

#include "cli.h"
#include "xenia/accounts.h"
#include "xenia/papers.h"
#include "xenia/retention.h"
#include "xenia/store.h"

/* Owns what the facts point to; starts zeroed. */
struct cli_paper_facts {
    struct xn_paper_facts facts;
    struct xn_stored_cities *cities;
    struct xn_city_input *input;
    struct xn_city *city;
    struct xn_policy policy;
    struct xn_snapshot *snapshot;
    struct xn_retention_rules *rules;
    struct xn_ledger_records *records;
    struct xn_ledger *ledger;
    struct xn_paper_accounts accounts[XN_N_ROLES];
    struct xn_arena *arena;
};
void cli_paper_facts_free(struct cli_paper_facts *gathered);
/* `city` NULL: the only one there is. XN_NO_QUARTER: fairness takes the last quarter that is over, the others
 * every quarter. */
XN_MUST_CHECK enum xn_status cli_paper_gather(struct xn_store *store, enum xn_paper_kind kind,
                                              const char *city, xn_quarter quarter,
                                              struct cli_paper_facts *ret, struct xn_notes *notes,
                                              struct xn_error *err);

#endif
