/* refused.h - a call that must fail: with this status, this in its sentence, and its output untouched. */
#ifndef XENIA_TEST_REFUSED_H
#define XENIA_TEST_REFUSED_H

#include <string.h>
#include "xenia/status.h"

/* assert_refused(XN_UNDEFINED, "has no members", xn_gini(&counts, 0, 1, &value, &err)): `value` is a double
 * and `err` a struct xn_error in scope. Include cmocka.h first. */
#define assert_refused(wanted_status, part_of_sentence, call)                                                \
    do {                                                                                                     \
        value = -77;                                                                                         \
        err = (struct xn_error){0};                                                                          \
        const enum xn_status refused_status_ = (call);                                                       \
        if (refused_status_ != (wanted_status))                                                              \
            fail_msg("%s gave %s '%s'", #call, xn_status_name(refused_status_), err.message);                \
        if (!strstr(err.message, (part_of_sentence)))                                                        \
            fail_msg("%s said '%s'; wanted '%s' in it", #call, err.message, (part_of_sentence));             \
        if (value != -77)                                                                                    \
            fail_msg("%s touched its output", #call);                                                        \
    } while (0)

#define assert_ok(call)                                                                                      \
    do {                                                                                                     \
        err = (struct xn_error){0};                                                                          \
        if ((call) != XN_OK)                                                                                 \
            fail_msg("%s failed: %s", #call, err.message);                                                   \
    } while (0)

#endif
