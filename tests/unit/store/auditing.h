/* auditing.h - what the tests of the log share: a key, sealing until nothing is left, verifying. */
#ifndef XENIA_TEST_AUDITING_H
#define XENIA_TEST_AUDITING_H

#include "database.h"
#include "xenia/audit.h"

/* A key without a file. */
static inline struct xn_signing_key a_key(const char *folder, const char *name)
{
    char path[128];
    struct xn_signing_key key;
    snprintf(path, sizeof path, "%s/%s.key", folder, name);
    expect_ok(xn_signing_key_file(path, true, &key, err));
    return key;
}

static inline void act_as(struct xn_store *store, const char *role, const char *city)
{
    const struct xn_identity identity = {.role = role, .city = city};
    expect_ok(xn_store_act_as(store, &identity, err));
}

/* One round; the seals made. */
static inline size_t one_round(struct xn_store *store, const struct xn_signing_key *key,
                               struct xn_audit_sealer *sealer, xn_audit_told *told, void *context)
{
    size_t n_new = 0;
    expect_ok(xn_audit_seal(store, key, sealer, told, context, &n_new, err));
    return n_new;
}

/* Two quiet rounds: looks and seals. */
static inline size_t seal_all(struct xn_store *store, const struct xn_signing_key *key, xn_audit_told *told,
                              void *context)
{
    struct xn_audit_sealer sealer = {0};
    act_as(store, "sealer", NULL);
    const size_t first = one_round(store, key, &sealer, told, context);
    return first + one_round(store, key, &sealer, told, context);
}

static inline struct xn_audit_report verified(struct xn_store *store, const char *city,
                                              const struct xn_signing_key *key, const char *heads,
                                              struct xn_notes *faults)
{
    struct xn_audit_report report = {0};
    const struct xn_audit_check check = {
        .city = city, .n_keys = 1, .public_key = key->public_, .heads_path = heads};
    act_as(store, "auditor", city);
    expect_ok(xn_audit_verify(store, &check, &report, faults, err));
    return report;
}

#endif
