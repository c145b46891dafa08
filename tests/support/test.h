/* test.h - what every test program includes, in the order cmocka needs. */
#ifndef XENIA_TEST_H
#define XENIA_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* The number of tests of a table, and its run as the program's exit code. */
#define XN_RUN(tests) cmocka_run_group_tests(tests, NULL, NULL)

/* The call gives `status`, and its sentence holds `part`. */
#define ASSERT_FAILS(status_wanted, part, call)                                                              \
    do {                                                                                                     \
        struct xn_error err = {0};                                                                           \
        assert_int_equal(call, status_wanted);                                                               \
        if (!strstr(err.message, part))                                                                      \
            fail_msg("'%s' does not say '%s'", err.message, part);                                           \
    } while (0)
/* The call succeeds; otherwise its sentence is the failure. Both use a variable `err` of their own. */
#define ASSERT_OK(call)                                                                                      \
    do {                                                                                                     \
        struct xn_error err = {0};                                                                           \
        if ((call) != XN_OK)                                                                                 \
            fail_msg("%s", err.message);                                                                     \
    } while (0)

#endif
