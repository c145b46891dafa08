/* indicator_values.h - the indicators of a policy as numbers for every unit, from the columns of the city. */
#ifndef XENIA_STUDY_INDICATOR_VALUES_H
#define XENIA_STUDY_INDICATOR_VALUES_H

#include "xenia/study.h"

/* Turned so that high is burdened, divided by their base; NULL: the level has not the column. */
struct indicator_values {
    double *indicator[XN_LEVEL_MAX][XN_INDICATOR_MAX];
    double *change[XN_LEVEL_MAX][XN_INDICATOR_MAX];
};

/* XN_INPUT when the policy names a column that the city has not. */
XN_MUST_CHECK enum xn_status indicator_values_check(const struct xn_city *city,
                                                    const struct xn_policy *policy, struct xn_error *err);
/* All NULL under another profile. Units with people that lack an indicator are noted by name. */
XN_MUST_CHECK enum xn_status indicator_values_make(const struct xn_city *city, const struct xn_policy *policy,
                                                   struct indicator_values *ret, struct xn_notes *notes,
                                                   struct xn_error *err);
void indicator_values_free(struct indicator_values *values);

#endif
