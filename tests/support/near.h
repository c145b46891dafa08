/* near.h - doubles in assertions: exactly equal, or within a tolerance that the test names. */
#ifndef XENIA_TEST_NEAR_H
#define XENIA_TEST_NEAR_H

#include <math.h>

/* NaN equals NaN here: undefined where undefined was wanted. Include cmocka.h first. */
#define assert_near(actual, expected, tolerance)                                                             \
    do {                                                                                                     \
        const double near_actual_ = (actual), near_expected_ = (expected);                                   \
        const int near_both_undefined_ = isnan(near_actual_) && isnan(near_expected_);                       \
        if (!near_both_undefined_ && !(fabs(near_actual_ - near_expected_) <= (tolerance)))                  \
            fail_msg("%s is %.17g; wanted %.17g within %g", #actual, near_actual_, near_expected_,           \
                     (double)(tolerance));                                                                   \
    } while (0)

#define assert_exactly(actual, expected) assert_near(actual, expected, 0)

#endif
