/* audit.h - the log of changes: reading it, sealing it, and finding out whether anybody has touched it
 * (RULES R8).
 *
 * Triggers write an entry in the transaction of each change (sql/schema/0006_audit.sql). In the background a
 * sealer takes what has been committed since, hashes it in order, chains the hash to the seal before and
 * signs it with a key outside the database; the newest seal (the *head*) is written where the database's
 * owner cannot reach: syslog and a file. Each city has a chain of its own, so that it can be verified by who
 * may see that city alone; the service (accounts, policies) has one too, as city "".
 *
 * Verifying reads everything again: an entry that was edited, taken out or added breaks its seal; seals made
 * anew have no valid signature; a tail that was cut off is missed by the heads outside; and a row of an
 * audited table that was changed behind the triggers' back is not the row its last entry has the SHA-256 of.
 * A city that was taken out with all its rows and entries is missed by its heads, when the service is
 * verified. What is not sealed yet (the last two seconds, or longer while some transaction of the server
 * stays open) is protected by the database's own rights alone.
 */
#ifndef XENIA_AUDIT_H
#define XENIA_AUDIT_H

#include "xenia/digest.h"
#include "xenia/notes.h"
#include "xenia/signing.h"
#include "xenia/store.h"

struct xn_audit_entry {
    int64_t id;
    char at[XN_STORE_TIME_SIZE];
    const char *city;                                        /* "" an account, a policy: of the service */
    const char *actor, *role, *table, *row, *action, *state; /* state: after the change; "" none */
};
struct xn_audit_entries {
    size_t count;
    struct xn_audit_entry *entry; /* in the order they were written */
    struct xn_arena *arena;
};
void xn_audit_entries_free(struct xn_audit_entries *entries);
XN_DEFINE_AUTO(xn_audit_entries_free, struct xn_audit_entries *)
/* Entries of a city (and of the service) after `after_id`, at most `limit`. As role auditor. */
XN_MUST_CHECK enum xn_status xn_store_audit(struct xn_store *store, const char *city, int64_t after_id,
                                            size_t limit, struct xn_audit_entries **ret,
                                            struct xn_error *err);

/* --- sealing ------------------------------------------------------------------------------------------- */

#define XN_AUDIT_SEAL_MOST 10000 /* entries under one seal */

struct xn_audit_head {
    char city[64];      /* "": the service's chain */
    int64_t seal;       /* its number, from 1 */
    int64_t last_entry; /* the newest entry under it */
    char sha256[XN_DIGEST_HEX];
};
/* What the sealer has seen the last time: entries are sealed once every transaction that could have written
 * among them is over. Starts zeroed. */
struct xn_audit_sealer {
    int64_t entry;        /* the newest that was visible; 0: nothing seen */
    uint64_t transaction; /* younger than all that have taken an id up to it */
    int64_t backend;      /* of the connection that looked: another one looks anew */
};
typedef void xn_audit_told(const struct xn_audit_head *head, void *context);
/* One round: seals what was seen the last time and is final now, else looks. `told` (may be NULL) hears of
 * each new seal once it is committed; `*ret_new`: how many. As role sealer; any number of sealers, on any
 * machines, may run. Cost: entries sealed. */
XN_MUST_CHECK enum xn_status xn_audit_seal(struct xn_store *store, const struct xn_signing_key *key,
                                           struct xn_audit_sealer *sealer, xn_audit_told *told, void *context,
                                           size_t *ret_new, struct xn_error *err);

/* A head as one line, "audit head city enschede seal 12 entry 345 sha256 9f..." (city "-": the service), for
 * syslog and the file; and adding it to a file, durably. */
#define XN_AUDIT_HEAD_SIZE 256
void xn_audit_head_print(const struct xn_audit_head *head, char ret[XN_AUDIT_HEAD_SIZE]);
/* False: the line holds none; anything may stand in front of it, as in syslog. */
bool xn_audit_head_parse(const char *line, struct xn_audit_head *ret);
XN_MUST_CHECK enum xn_status xn_audit_head_append(const char *path, const struct xn_audit_head *head,
                                                  struct xn_error *err);

/* --- verifying ----------------------------------------------------------------------------------------- */

struct xn_audit_check {
    const char *city; /* "": the service */
    size_t n_keys;    /* public keys that may have sealed: more than one after a change of keys */
    const unsigned char *public_key; /* of XN_PUBLIC_KEY_SIZE bytes, one behind the other */
    const char *heads_path;          /* a file of heads; NULL: none, and a cut tail goes unseen */
};
/* Added to, so that several cities give one report. Start with {0}. */
struct xn_audit_report {
    int64_t n_seals, n_entries, n_unsealed, n_rows, n_heads; /* looked at */
    size_t n_faults;                                         /* 0: all is as it was written */
};
/* Reads the chain of a city whole, in one snapshot of the database. `faults` gets one sentence for each:
 * which entry, seal, head or row, what was found and what was wanted. As role auditor of that city. */
XN_MUST_CHECK enum xn_status xn_audit_verify(struct xn_store *store, const struct xn_audit_check *check,
                                             struct xn_audit_report *report, struct xn_notes *faults,
                                             struct xn_error *err);

#endif
