/* signature.c - who stands for a policy: five fields in the file, and a record of its SHA-256 beside it.
 *
 * The record PATH.sig says who signed which bytes on which day. It protects against a change that nobody
 * answered for, not against forgery: who can write the folder can write the record. Where there is a store,
 * it keeps the digest, the user and the time, and this file is not needed.
 */
#include "signature.h"
#include <stdio.h>
#include <string.h>
#include "ini_lines.h"
#include "known.h"
#include "xenia/exchange.h"
#include "xenia/memory.h"

#define PATH_BYTES 4096

struct record {
    char sha256[XN_DIGEST_HEX];
    char signed_by[128];
    xn_date signed_on;
};

static void add_missing(char *list, size_t size, bool missing, const char *key)
{
    const size_t used = strlen(list);
    if (missing)
        (void)snprintf(list + used, size - used, "%s%s", used ? ", " : "", key);
}

static void list_missing(const struct xn_policy *policy, char *list, size_t size)
{
    list[0] = '\0';
    add_missing(list, size, !policy->signed_by[0], "signed_by");
    add_missing(list, size, policy->signed_on == XN_NO_DATE, "signed_on");
    add_missing(list, size, policy->valid_until == XN_NO_DATE, "valid_until");
    add_missing(list, size, !policy->legal_basis[0], "legal_basis");
    add_missing(list, size, !policy->dpia_reference[0], "dpia_reference");
}

enum xn_status xn_signature_check_whole(const struct xn_policy *policy, const char *source,
                                        struct xn_error *err)
{
    char missing[128];
    list_missing(policy, missing, sizeof missing);
    const bool begun = policy->signed_by[0] || policy->signed_on != XN_NO_DATE;
    if (begun && missing[0])
        return xn_fail(err, XN_INPUT, "%s is signed by half: there is no %s", source, missing);
    if (begun && policy->valid_until < policy->signed_on)
        return xn_fail(err, XN_INPUT, "%s: found a valid_until before signed_on", source);
    return XN_OK;
}

enum xn_status xn_signature_read_policy(const char *path, struct xn_policy *ret, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *bytes = NULL;
    size_t length = 0;
    XN_TRY(xn_file_read(path, INI_FILE_LIMIT, &bytes, &length, err));
    return xn_policy_parse(bytes, length, path, ret, err);
}

/* --- the record ---------------------------------------------------------------------------------------- */

static enum xn_status take_record(void *user, const struct ini_entry *entry, struct xn_error *err)
{
    static const struct known_words keys = {{"sha256", "signed_by", "signed_on"}, 3};
    struct record *record = user;
    switch (entry->section[0] ? XN_NONE : xn_known_find(&keys, entry->key)) {
    case 0:
        return xn_ini_text(entry, record->sha256, sizeof record->sha256, err);
    case 1:
        return xn_ini_text(entry, record->signed_by, sizeof record->signed_by, err);
    case 2:
        return xn_ini_date(entry, &record->signed_on, err);
    default:
        return xn_known_refuse_key(entry, &keys, err);
    }
}

static enum xn_status record_path(const char *path, char ret[PATH_BYTES], struct xn_error *err)
{
    const int length = snprintf(ret, PATH_BYTES, "%s.sig", path);
    return length < PATH_BYTES ? XN_OK : xn_fail(err, XN_LIMIT, "the path %.80s... is too long", path);
}

static enum xn_status read_record(const char *path, struct record *ret, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *bytes = NULL;
    size_t length = 0;
    XN_TRY(xn_file_read(path, INI_FILE_LIMIT, &bytes, &length, err));
    *ret = (struct record){.signed_on = XN_NO_DATE};
    return xn_ini_parse(bytes, length, path, take_record, ret, err);
}

enum xn_status xn_signature_check_record(const char *path, const char *digest, const char *signed_by,
                                         struct xn_error *err)
{
    char beside[PATH_BYTES];
    struct record record;
    XN_TRY(record_path(path, beside, err));
    const enum xn_status status = read_record(beside, &record, err);
    if (status == XN_NOT_FOUND)
        return xn_fail(err, XN_INPUT,
                       "%s says that it is signed, but %s, which would record it, is not there", path,
                       beside);
    XN_TRY(status);
    if (strcmp(record.sha256, digest) != 0)
        return xn_fail(err, XN_INPUT, "%s was changed after it was signed: its SHA-256 is not the one in %s",
                       path, beside);
    if (strcmp(record.signed_by, signed_by) != 0)
        return xn_fail(err, XN_INPUT, "%s was signed by '%s', but names '%s'", path, record.signed_by,
                       signed_by);
    return XN_OK;
}

enum xn_status xn_signature_write_record(const char *path, const char *digest, const char *signed_by,
                                         xn_date date, struct xn_error *err)
{
    char beside[PATH_BYTES], day[16], text[512];
    XN_TRY(record_path(path, beside, err));
    xn_date_print(date, day, sizeof day);
    const int length =
        snprintf(text, sizeof text,
                 "; Who signed the file beside this, and which bytes. A change of it ends it.\n"
                 "sha256 = %s\nsigned_by = %s\nsigned_on = %s\n",
                 digest, signed_by, day);
    return xn_file_write(beside, text, (size_t)length, err);
}

/* --- what the public sees ------------------------------------------------------------------------------ */

static enum xn_status check_signable(const char *path, const struct xn_policy *policy, const char *user,
                                     xn_date date, struct xn_error *err)
{
    char missing[128];
    list_missing(policy, missing, sizeof missing);
    if (missing[0])
        return xn_fail(err, XN_INPUT, "%s cannot be signed: there is no %s", path, missing);
    if (strcmp(policy->signed_by, user) != 0)
        return xn_fail(err, XN_INPUT, "%s names '%s' as its signer, and '%s' signs", path, policy->signed_by,
                       user);
    if (date == XN_NO_DATE || date < policy->signed_on || date > policy->valid_until)
        return xn_fail(err, XN_INPUT, "%s cannot be signed today: it is signed_on and valid_until other days",
                       path);
    return XN_OK;
}

enum xn_status xn_policy_sign(const char *path, const char *user, xn_date date, struct xn_error *err)
{
    struct xn_policy policy;
    XN_TRY(xn_signature_read_policy(path, &policy, err));
    XN_TRY(check_signable(path, &policy, user, date, err));
    return xn_signature_write_record(path, policy.digest, user, date, err);
}

enum xn_status xn_policy_check_signature(const char *path, struct xn_error *err)
{
    struct xn_policy policy;
    XN_TRY(xn_signature_read_policy(path, &policy, err));
    if (!policy.signed_by[0])
        return xn_fail(err, XN_INPUT, "%s is not signed: it has no signed_by", path);
    return xn_signature_check_record(path, policy.digest, policy.signed_by, err);
}
