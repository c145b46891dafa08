/* policy_keys.h - the keys of a policy file: where each goes, what it may be, which profiles know it. */
#ifndef XENIA_EXCHANGE_POLICY_KEYS_H
#define XENIA_EXCHANGE_POLICY_KEYS_H

#include <stddef.h>
#include "ini_lines.h"
#include "known.h"
#include "xenia/buf.h"
#include "xenia/housing.h"

#define POLICY_KEY_COUNT 39

enum key_type {
    KEY_TEXT,
    KEY_DATE,
    KEY_FLAG,
    KEY_NUMBER,
    KEY_MONTHS,
    KEY_LEVELS,
    KEY_INDEX,
    KEY_CRITERIA,
    KEY_INDICATORS,
    KEY_CHANGES,
    KEY_EARLIER,
    KEY_LIMITS,
    KEY_TIERS,
    KEY_BY_SIZE,
    KEY_INCOMES
};

struct policy_key {
    const char *section, *key;
    enum key_type type;
    size_t offset, size; /* in struct xn_policy; size of a text */
    double low, high;
    unsigned profiles; /* bits of enum xn_profile_kind */
};
extern const struct policy_key xn_policy_keys[POLICY_KEY_COUNT];

/* Position of the key in the table, or XN_INPUT with the nearest one; also XN_INPUT when the profile has no
 * use for it. */
XN_MUST_CHECK enum xn_status xn_policy_key_find(const struct ini_entry *entry, enum xn_profile_kind profile,
                                                size_t *ret, struct xn_error *err);
/* The value of a key as a file would say it. */
void xn_policy_key_put(struct xn_buf *buf, const struct policy_key *key, const struct xn_policy *policy);
/* Reads the entry's value into its place in the policy. */
XN_MUST_CHECK enum xn_status xn_policy_key_read(const struct ini_entry *entry, size_t key,
                                                struct xn_policy *policy, struct xn_error *err);
/* The profile that `policy = NAME` names. */
XN_MUST_CHECK enum xn_status xn_policy_profile_kind(const struct ini_entry *entry, enum xn_profile_kind *ret,
                                                    struct xn_error *err);

#endif
