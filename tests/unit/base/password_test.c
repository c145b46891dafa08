/* Passwords: what is refused and never repeated, hashed with a salt, told apart, and the same time for
 * nobody. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include "test.h"
#include "xenia/password.h"

/* It needs terabytes of addresses: nothing can be taken away from it. */
#if defined(__SANITIZE_ADDRESS__)
#define ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#define ADDRESS_SANITIZER __has_feature(address_sanitizer)
#else
#define ADDRESS_SANITIZER 0
#endif

static void test_check(void **state)
{
    (void)state;
    char long_[4 * (XN_PASSWORD_MAX + 1) + 1] = "";
    ASSERT_OK(xn_password_check("twelve chars", "anna", &err));
    ASSERT_OK(xn_password_check("\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3"
                                "\xbc\xc3\xbc\xc3\xbc",
                                "anna", &err)); /* twelve characters of two bytes */
    ASSERT_FAILS(
        XN_INPUT, "11 characters, wanted at least 12",
        xn_password_check("\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3\xbc\xc3"
                          "\xbc\xc3\xbc",
                          "anna", &err));
    ASSERT_FAILS(XN_INPUT, "0 characters", xn_password_check("", "anna", &err));
    ASSERT_FAILS(XN_INPUT, "not UTF-8", xn_password_check("\xff secret secret", "anna", &err));
    ASSERT_FAILS(XN_INPUT, "the login itself", xn_password_check("Anna.Example", "anna.example", &err));
    for (size_t i = 0; i < XN_PASSWORD_MAX; i++)
        strcat(long_, "\xc3\xbc");
    ASSERT_OK(xn_password_check(long_, "anna", &err));
    strcat(long_, "x");
    ASSERT_FAILS(XN_INPUT, "257 characters, wanted at most 256", xn_password_check(long_, "anna", &err));
}

static void test_sentences_do_not_repeat_it(void **state)
{
    (void)state;
    static const char *const password[] = {"geheim", "anna.example", "geheim\xff geheim geheim"};
    for (size_t i = 0; i < sizeof password / sizeof *password; i++) {
        struct xn_error err = {0};
        assert_int_equal(xn_password_check(password[i], "anna.example", &err), XN_INPUT);
        assert_null(strstr(err.message, "geheim"));
        assert_null(strstr(err.message, "anna"));
    }
}

static void test_hash_and_verify(void **state)
{
    (void)state;
    char hash[XN_PASSWORD_HASH_SIZE], again[XN_PASSWORD_HASH_SIZE];
    bool same = false;
    ASSERT_OK(xn_password_hash("correct horse", hash, &err));
    ASSERT_OK(xn_password_hash("correct horse", again, &err));
    assert_memory_equal(hash, "$argon2id$v=19$m=65536,t=2,p=1$", 31);
    assert_string_not_equal(hash, again); /* another salt */
    ASSERT_OK(xn_password_verify("correct horse", hash, &same, &err));
    assert_true(same);
    ASSERT_OK(xn_password_verify("correct horse", again, &same, &err));
    assert_true(same);
    ASSERT_OK(xn_password_verify("correct horsf", hash, &same, &err));
    assert_false(same);
    same = true;
    ASSERT_OK(xn_password_verify("", hash, &same, &err));
    assert_false(same);
    same = true;
    ASSERT_OK(xn_password_verify("correct horse", NULL, &same, &err));
    assert_false(same);
}

static void test_what_is_no_hash(void **state)
{
    (void)state;
    static const char *const text[] = {"", "plain", "$argon2id$v=19$m=65536,t=2,p=1$",
                                       "$argon2id$v=19$garbage",
                                       "$2b$12$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        bool same = true;
        ASSERT_FAILS(XN_INPUT, "no argon2id hash", xn_password_verify("correct horse", text[i], &same, &err));
        assert_true(same); /* as it was */
    }
}

static void test_wipe(void **state)
{
    (void)state;
    char password[] = "correct horse";
    xn_password_wipe(password, sizeof password);
    for (size_t i = 0; i < sizeof password; i++)
        assert_int_equal(password[i], 0);
}

static void test_make(void **state)
{
    (void)state;
    char made[100][XN_PASSWORD_MADE_SIZE];
    for (size_t i = 0; i < 100; i++) {
        ASSERT_OK(xn_password_make(made[i], &err));
        assert_int_equal(strlen(made[i]), XN_PASSWORD_MADE_SIZE - 1);
        assert_int_equal(strspn(made[i], "abcdefghjkmnpqrstuvwxyz23456789"), XN_PASSWORD_MADE_SIZE - 1);
        ASSERT_OK(xn_password_check(made[i], "anna", &err));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(made[i], made[j]);
    }
}

#if !ADDRESS_SANITIZER
/* Without 64 MiB nobody is told that the password is wrong. */
static void test_no_memory(void **state)
{
    (void)state;
    char hash[XN_PASSWORD_HASH_SIZE], kept[XN_PASSWORD_HASH_SIZE] = "kept";
    bool same = true;
    struct rlimit before;
    ASSERT_OK(xn_password_hash("correct horse", hash, &err));
    assert_int_equal(getrlimit(RLIMIT_AS, &before), 0);
    const struct rlimit little = {.rlim_cur = 32u << 20, .rlim_max = before.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_AS, &little), 0);
    const enum xn_status verified = xn_password_verify("correct horse", hash, &same, NULL);
    const enum xn_status nobody = xn_password_verify("correct horse", NULL, &same, NULL);
    const enum xn_status hashed = xn_password_hash("correct horse", kept, NULL);
    assert_int_equal(setrlimit(RLIMIT_AS, &before), 0);
    assert_int_equal(verified, XN_MEMORY);
    assert_int_equal(nobody, XN_MEMORY);
    assert_int_equal(hashed, XN_MEMORY);
    assert_true(same);
    assert_string_equal(kept, "kept");
}
#endif

/* --- time ------------------------------------------------------------------------------------------------
 */

static double cpu_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}
static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}
enum { RUNS = 20 };

/* Of the thread's own work, which other programs on the machine do not change much. */
static void test_nobody_takes_as_long(void **state)
{
    (void)state;
    char hash[XN_PASSWORD_HASH_SIZE];
    double wrong_ms[RUNS], unknown_ms[RUNS];
    bool same = false;
    ASSERT_OK(xn_password_hash("correct horse", hash, &err));
    for (size_t i = 0; i < RUNS; i++) {
        const double start = cpu_ms();
        ASSERT_OK(xn_password_verify("battery staple", hash, &same, &err));
        const double middle = cpu_ms();
        ASSERT_OK(xn_password_verify("battery staple", NULL, &same, &err));
        wrong_ms[i] = middle - start;
        unknown_ms[i] = cpu_ms() - middle;
    }
    qsort(wrong_ms, RUNS, sizeof *wrong_ms, compare);
    qsort(unknown_ms, RUNS, sizeof *unknown_ms, compare);
    const double wrong = wrong_ms[RUNS / 2], unknown = unknown_ms[RUNS / 2];
    printf("argon2id, median of %d: wrong password %.1f ms, unknown login %.1f ms (lowest %.1f and %.1f)\n",
           RUNS, wrong, unknown, wrong_ms[0], unknown_ms[0]);
    assert_true(unknown > wrong / 2 && unknown < wrong * 2); /* a login that is let off early takes nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_sentences_do_not_repeat_it),
        cmocka_unit_test(test_hash_and_verify),
        cmocka_unit_test(test_what_is_no_hash),
        cmocka_unit_test(test_make),
        cmocka_unit_test(test_wipe),
#if !ADDRESS_SANITIZER
        cmocka_unit_test(test_no_memory),
#endif
        cmocka_unit_test(test_nobody_takes_as_long),
    };
    return XN_RUN(tests);
}
