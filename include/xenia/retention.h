/* retention.h - what is kept for how long, and purging what is past its term (RULES R13).
 *
 * The terms are rows of xenia.retention (sql/schema/0014_retention.sql), which the record of processing
 * prints too; time is the database's. Erasing a household destroys its key: what was sealed with it is gone
 * in every copy of the database that has not kept the key. Its offers and placements become rows of what is
 * past: in which month or quarter something came to which kind of area, from whom, with which answer; neither
 * to whom nor in which dwelling. The ledger counts these too.
 *
 * The ledger loses of them: rents, rooms, areas, distances to ties and effects on indices (R15 compares fewer
 * cases), days of waiting, who decided, and in which class a dwelling lay that a corporation had published.
 */
#ifndef XENIA_RETENTION_H
#define XENIA_RETENTION_H

#include "xenia/lifecycle.h"

struct xn_retention_rule {
    const char *id;          /* "households", "offers", "recommendations", "sessions" ... */
    const char *what;        /* English sentence of the catalogue: what it is about */
    const char *action;      /* English sentence of the catalogue: what happens at the end of the term */
    bool for_good;           /* it is kept, and the term is 0 */
    int months, days, hours; /* the term is their sum */
};
struct xn_retention_rules {
    size_t count;
    struct xn_retention_rule *rule; /* in the order in which they are told */
    struct xn_arena *arena;
};
void xn_retention_rules_free(struct xn_retention_rules *rules);
XN_DEFINE_AUTO(xn_retention_rules_free, struct xn_retention_rules *)
/* As any role. */
XN_MUST_CHECK enum xn_status xn_store_retention(struct xn_store *store, struct xn_retention_rules **ret,
                                                struct xn_error *err);

/* How many were purged; of `frozen` the term is over too, but an open objection keeps them. Households that
 * cannot be unsealed go all the same: how many persons the `unreadable` were is then not known. */
struct xn_purge_report {
    size_t n_households, n_offers, n_dwellings, n_recommendations, n_sessions, n_tries, n_keys;
    size_t n_unreadable, n_frozen;
};
/* Purges a city of what is past its term, in one transaction, audited under `actor` and the role "keeper";
 * again it finds nothing. Sessions, tries to sign in and keys of requests belong to no city: those of the
 * whole service go. dry_run: everything happens, is counted, and is taken back. As role keeper of that city,
 * with the master key ("no_master_key" without), which makes the pseudonyms. */
XN_MUST_CHECK enum xn_status xn_store_purge(struct xn_store *store, const char *city, const char *actor,
                                            bool dry_run, struct xn_purge_report *ret, struct xn_error *err);

#endif
