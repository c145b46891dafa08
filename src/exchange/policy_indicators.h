/* policy_indicators.h - how a policy file writes indicators, limits and tiers of the profile socio-economic.
 */
#ifndef XENIA_EXCHANGE_POLICY_INDICATORS_H
#define XENIA_EXCHANGE_POLICY_INDICATORS_H

#include "ini_lines.h"
#include "xenia/buf.h"
#include "xenia/housing.h"

/* "UNEMPLOYED/WORKING_AGE, INCOME:-1": columns, what they are divided by, and which way they point. */
XN_MUST_CHECK enum xn_status xn_read_indicators(const struct ini_entry *entry,
                                                struct xn_indicator ret[XN_INDICATOR_MAX], size_t *ret_n,
                                                struct xn_error *err);
void xn_put_indicators(struct xn_buf *buf, const struct xn_indicator *indicator, size_t n);

/* `n` numbers from -10 to 10 that ascend. */
XN_MUST_CHECK enum xn_status xn_read_limits(const struct ini_entry *entry, double *ret, size_t n,
                                            struct xn_error *err);
/* "mixed, mixed, undetermined, concentrated": one for each status class, never better after worse. */
XN_MUST_CHECK enum xn_status xn_read_tiers(const struct ini_entry *entry,
                                           enum xn_class ret[XN_STATUS_CLASSES], struct xn_error *err);

/* XN_INPUT when the rule of a socio-economic policy lacks indicators, or earlier values are not one for each
 * indicator. */
XN_MUST_CHECK enum xn_status xn_check_indicators(const struct xn_typology_rule *rule, const char *source,
                                                 struct xn_error *err);

#endif
