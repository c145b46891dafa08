/* policy_keys.h - the keys of a policy file: where each goes, what it may be, which profiles know it. */
#ifndef XENIA_EXCHANGE_POLICY_KEYS_H
#define XENIA_EXCHANGE_POLICY_KEYS_H

#include <stddef.h>
#include "ini_lines.h"
#include "known.h"
#include "xenia/housing.h"

#define POLICY_KEY_COUNT 24

/* Position of the key in the table, or XN_INPUT with the nearest one; also XN_INPUT when the profile has no
 * use for it. */
XN_MUST_CHECK enum xn_status xn_policy_key_find(const struct ini_entry *entry, enum xn_profile_kind profile,
                                                size_t *ret, struct xn_error *err);
/* Reads the entry's value into its place in the policy. */
XN_MUST_CHECK enum xn_status xn_policy_key_read(const struct ini_entry *entry, size_t key,
                                                struct xn_policy *policy, struct xn_error *err);
/* The profile that `policy = NAME` names. */
XN_MUST_CHECK enum xn_status xn_policy_profile_kind(const struct ini_entry *entry, enum xn_profile_kind *ret,
                                                    struct xn_error *err);

#endif
