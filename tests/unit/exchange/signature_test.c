#include "test.h"
#include <string.h>
#include "counted_memory.h"
#include "scratch.h"
#include "xenia/exchange.h"

#define SIGNED                                                                                               \
    "policy = concentration\nversion = 3\nsigned_by = A. Steward\nsigned_on = 2005-01-10\n"                  \
    "valid_until = 2005-12-31\nlegal_basis = council decision 7\ndpia_reference = DPIA-4\n[classes]\n"       \
    "group = RESETTLER\n"

static void a_signed_file_counts_until_it_changes(void **state)
{
    struct scratch *scratch = *state;
    struct xn_policy policy;
    const char *path = scratch_file(scratch, "p.ini", SIGNED);
    (void)scratch_path(scratch, "p.ini.sig");
    ASSERT_FAILS(XN_INPUT, "p.ini.sig, which would record it, is not there",
                 xn_policy_check_signature(path, &err));
    ASSERT_OK(xn_policy_read(path, &policy, &err));
    assert_string_equal(policy.signed_by, "");
    assert_int_equal(policy.signed_on, XN_NO_DATE);

    ASSERT_OK(xn_policy_sign(path, "A. Steward", xn_date_of(2005, 1, 12), &err));
    ASSERT_OK(xn_policy_check_signature(path, &err));
    ASSERT_OK(xn_policy_read(path, &policy, &err));
    assert_string_equal(policy.signed_by, "A. Steward");
    assert_int_equal(policy.signed_on, xn_date_of(2005, 1, 10));
    ASSERT_OK(xn_policy_check_live(&policy, xn_date_of(2005, 3, 1), false, &err));

    (void)scratch_file(scratch, "p.ini", SIGNED "; a harmless comment\n");
    ASSERT_FAILS(XN_INPUT, "was changed after it was signed", xn_policy_check_signature(path, &err));
    ASSERT_OK(xn_policy_read(path, &policy, &err));
    assert_string_equal(policy.signed_by, "");
    ASSERT_FAILS(XN_INPUT, "signed_by", xn_policy_check_live(&policy, xn_date_of(2005, 3, 1), false, &err));
}

static void a_record_for_somebody_else_does_not_count(void **state)
{
    struct scratch *scratch = *state;
    struct xn_policy policy;
    char record[256];
    const char *path = scratch_file(scratch, "p.ini", SIGNED);
    ASSERT_OK(xn_policy_parse(SIGNED, strlen(SIGNED), "p.ini", &policy, &err));
    (void)snprintf(record, sizeof record, "sha256 = %s\nsigned_by = B\nsigned_on = 2005-01-10\n",
                   policy.digest);
    (void)scratch_file(scratch, "p.ini.sig", record);
    ASSERT_FAILS(XN_INPUT, "was signed by 'B', but names 'A. Steward'",
                 xn_policy_check_signature(path, &err));
    (void)scratch_file(scratch, "p.ini.sig", "sha265 = 0\n");
    ASSERT_FAILS(XN_INPUT, "has no key 'sha265'; did you mean 'sha256'?",
                 xn_policy_check_signature(path, &err));
    ASSERT_OK(xn_policy_read(path, &policy, &err));
    assert_string_equal(policy.signed_by, "");
}

static void only_a_whole_file_is_signed_and_by_its_signer(void **state)
{
    struct scratch *scratch = *state;
    const xn_date day = xn_date_of(2005, 1, 12);
    const char *path = scratch_file(scratch, "p.ini", SIGNED);
    ASSERT_FAILS(XN_INPUT, "names 'A. Steward' as its signer, and 'B' signs",
                 xn_policy_sign(path, "B", day, &err));
    ASSERT_FAILS(XN_INPUT, "cannot be signed today",
                 xn_policy_sign(path, "A. Steward", xn_date_of(2005, 1, 9), &err));
    ASSERT_FAILS(XN_INPUT, "cannot be signed today",
                 xn_policy_sign(path, "A. Steward", xn_date_of(2006, 1, 1), &err));
    (void)scratch_file(scratch, "p.ini", "policy = programme-load\nversion = 1\n");
    ASSERT_FAILS(
        XN_INPUT,
        "cannot be signed: there is no signed_by, signed_on, valid_until, legal_basis, dpia_reference",
        xn_policy_sign(path, "A. Steward", day, &err));
    ASSERT_FAILS(XN_INPUT, "is not signed: it has no signed_by", xn_policy_check_signature(path, &err));
    ASSERT_FAILS(XN_NOT_FOUND, "none.ini", xn_policy_sign("/nowhere/none.ini", "A", day, &err));
}

/* Memory that is out must not make a signed policy an unsigned one. */
static void every_failing_allocation_is_survived(void **state)
{
    struct scratch *scratch = *state;
    const char *path = scratch_file(scratch, "p.ini", SIGNED);
    (void)scratch_path(scratch, "p.ini.sig");
    ASSERT_OK(xn_policy_sign(path, "A. Steward", xn_date_of(2005, 1, 12), &err));
    const size_t live = xn_test_live_blocks();
    struct xn_policy policy = {.name = "untouched"};
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; status == XN_MEMORY; n++) {
        assert_string_equal(policy.name, "untouched");
        xn_test_fail_allocation(n);
        status = xn_policy_read(path, &policy, NULL);
        xn_test_fail_allocation(0);
    }
    assert_int_equal(status, XN_OK);
    assert_string_equal(policy.signed_by, "A. Steward");
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(a_signed_file_counts_until_it_changes),
        SCRATCH_TEST(a_record_for_somebody_else_does_not_count),
        SCRATCH_TEST(only_a_whole_file_is_signed_and_by_its_signer),
        SCRATCH_TEST(every_failing_allocation_is_survived),
    };
    return XN_RUN(tests);
}
