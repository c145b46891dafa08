/* policy_by_size.h - figures by the size of a household, and incomes by code, as a policy file writes them.
 */
#ifndef XENIA_EXCHANGE_POLICY_BY_SIZE_H
#define XENIA_EXCHANGE_POLICY_BY_SIZE_H

#include "ini_lines.h"
#include "xenia/buf.h"
#include "xenia/housing.h"

/* "1:450, 2:550, 3:650, +100": for one person, two, three, and each further one. A size that is left out has
 * the figure of the size before it; "+100" alone is 100 a person; empty: not set. */
XN_MUST_CHECK enum xn_status xn_read_by_size(const struct ini_entry *entry, double high,
                                             struct xn_by_size *ret, struct xn_error *err);
void xn_put_by_size(struct xn_buf *buf, const struct xn_by_size *table);

/* "DAEB:49669, WBS:30000": who holds the code has at most that income a year. */
XN_MUST_CHECK enum xn_status xn_read_incomes(const struct ini_entry *entry, double high,
                                             struct xn_policy *policy, struct xn_error *err);
void xn_put_incomes(struct xn_buf *buf, const struct xn_policy *policy);

#endif
