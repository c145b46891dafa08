/* policy_file.c - policies from INI files and from the shipped profiles, which are the same kind of file.
 *
 * A file starts from its profile and says what differs, so no parameter is a constant of the code. Reading
 * allocates nothing: the default cannot fail. A signature that nobody recorded, or that was recorded for
 * other bytes, is not one (signature.c).
 */
#include <stdio.h>
#include <string.h>
#include "policy_indicators.h"
#include "policy_keys.h"
#include "signature.h"
#include "xenia/embedded.h"
#include "xenia/exchange.h"

XN_EMBEDDED(xn_exchange_policies);

/* One pass over a file; seen_at[key] is the line of a key, 0: not yet. */
struct policy_pass {
    struct xn_policy *policy;
    unsigned seen_at[POLICY_KEY_COUNT];
};

static bool is_key(const struct ini_entry *entry, const char *key)
{
    return !entry->section[0] && strcmp(entry->key, key) == 0;
}

/* First pass: which profile? */
static enum xn_status take_profile(void *user, const struct ini_entry *entry, struct xn_error *err)
{
    struct policy_pass *pass = user;
    if (!is_key(entry, "policy"))
        return XN_OK;
    pass->seen_at[0] = entry->line;
    return xn_policy_profile_kind(entry, &pass->policy->rule.profile, err);
}

/* Second pass: everything. */
static enum xn_status take_key(void *user, const struct ini_entry *entry, struct xn_error *err)
{
    struct policy_pass *pass = user;
    size_t key = 0;
    XN_TRY(xn_policy_key_find(entry, pass->policy->rule.profile, &key, err));
    if (pass->seen_at[key])
        return xn_fail(err, XN_INPUT, "%s, line %u: %s is given a second time, first on line %u",
                       entry->source, entry->line, entry->key, pass->seen_at[key]);
    pass->seen_at[key] = entry->line;
    return xn_policy_key_read(entry, key, pass->policy, err);
}

static enum xn_status profile_of(const char *text, size_t length, const char *source,
                                 enum xn_profile_kind *ret, struct xn_error *err)
{
    struct xn_policy policy = {.version = ""};
    struct policy_pass pass = {.policy = &policy};
    XN_TRY(xn_ini_parse(text, length, source, take_profile, &pass, err));
    if (!pass.seen_at[0])
        return xn_fail(err, XN_INPUT,
                       "%s does not say 'policy = PROFILE'; known are programme-load, concentration, "
                       "muenster-2004, socio-economic",
                       source);
    *ret = policy.rule.profile;
    return XN_OK;
}

/* Puts what the text says over what the policy holds. */
static enum xn_status apply(const char *text, size_t length, const char *source, struct xn_policy *policy,
                            struct xn_error *err)
{
    struct policy_pass pass = {.policy = policy};
    return xn_ini_parse(text, length, source, take_key, &pass, err);
}

/* --- shipped profiles ---------------------------------------------------------------------------------- */

static const struct xn_embedded *profile_file(enum xn_profile_kind kind)
{
    const char *name = xn_profile_name(kind);
    const struct xn_embedded *file = xn_exchange_policies;
    while (file->name && strncmp(file->name, name, strlen(name)) != 0)
        file++;
    return file;
}

static enum xn_status shipped(enum xn_profile_kind kind, struct xn_policy *ret, struct xn_error *err)
{
    const struct xn_embedded *file = profile_file(kind);
    struct xn_policy policy = {.signed_on = XN_NO_DATE, .valid_until = XN_NO_DATE, .rule.profile = kind};
    XN_TRY(apply((const char *)file->bytes, file->length, file->name, &policy, err));
    xn_digest_of(file->bytes, file->length, policy.digest);
    *ret = policy;
    return XN_OK;
}

void xn_policy_default(struct xn_policy *ret)
{
    struct xn_policy policy = {.signed_on = XN_NO_DATE, .valid_until = XN_NO_DATE};
    /* an embedded file that every build tests, and no allocation: this does not fail */
    if (shipped(XN_PROFILE_PROGRAMME_LOAD, &policy, NULL) == XN_OK)
        policy.digest[0] = '\0';
    *ret = policy;
}

enum xn_status xn_policy_profile(const char *name, struct xn_policy *ret, struct xn_error *err)
{
    const struct ini_entry asked = {"the name of a profile", 1, "", "policy", name};
    enum xn_profile_kind kind = XN_PROFILE_PROGRAMME_LOAD;
    if (xn_policy_profile_kind(&asked, &kind, NULL) != XN_OK)
        return xn_fail(err, XN_ARGUMENT,
                       "there is no profile '%s'; there are programme-load, concentration, muenster-2004, "
                       "socio-economic",
                       name);
    return shipped(kind, ret, err);
}

/* --- files --------------------------------------------------------------------------------------------- */

static enum xn_status check_whole(const struct xn_policy *policy, const char *source, struct xn_error *err)
{
    const struct xn_typology_rule *rule = &policy->rule;
    if (!policy->version[0])
        return xn_fail(err, XN_INPUT, "%s does not say 'version = ...'", source);
    if (rule->profile == XN_PROFILE_SOCIO_ECONOMIC)
        XN_TRY(xn_check_indicators(rule, source, err));
    else if (rule->profile != XN_PROFILE_PROGRAMME_LOAD && !rule->group[0])
        return xn_fail(err, XN_INPUT, "%s does not name the group of profile %s: [classes] group = ...",
                       source, policy->name);
    if (rule->load_mixed_below > rule->load_concentrated_above)
        return xn_fail(err, XN_INPUT, "%s: found load_mixed_below %g above load_concentrated_above %g",
                       source, rule->load_mixed_below, rule->load_concentrated_above);
    return xn_signature_check_whole(policy, source, err);
}

enum xn_status xn_policy_parse(const char *text, size_t length, const char *source, struct xn_policy *ret,
                               struct xn_error *err)
{
    enum xn_profile_kind kind = XN_PROFILE_PROGRAMME_LOAD;
    struct xn_policy policy;
    if (length > INI_FILE_LIMIT)
        return xn_fail(err, XN_LIMIT, "%s has %zu bytes, a policy has at most %zu", source, length,
                       INI_FILE_LIMIT);
    XN_TRY(profile_of(text, length, source, &kind, err));
    XN_TRY(shipped(kind, &policy, err));
    policy.version[0] = '\0'; /* a file of one's own has a version of its own */
    XN_TRY(apply(text, length, source, &policy, err));
    XN_TRY(check_whole(&policy, source, err));
    xn_digest_of(text, length, policy.digest);
    *ret = policy;
    return XN_OK;
}

enum xn_status xn_policy_read(const char *path, struct xn_policy *ret, struct xn_error *err)
{
    struct xn_policy policy;
    struct xn_error why = {0};
    XN_TRY(xn_signature_read_policy(path, &policy, err));
    const enum xn_status status =
        policy.signed_by[0] ? xn_signature_check_record(path, policy.digest, policy.signed_by, &why) : XN_OK;
    if (status == XN_INPUT) { /* nobody stands for these bytes */
        policy.signed_by[0] = '\0';
        policy.signed_on = XN_NO_DATE;
    } else if (status != XN_OK) {
        return xn_fail(err, status, "%s", why.message);
    }
    *ret = policy;
    return XN_OK;
}
