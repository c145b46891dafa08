/* reconcile.h - what the rules of reconciliation share: the figures, and how a finding is written down. */
#ifndef XENIA_HOUSING_RECONCILE_H
#define XENIA_HOUSING_RECONCILE_H

#include "reason.h"
#include "reported.h"

struct reconcile_check {
    const struct xn_reported *reported;
    size_t n;
    const struct xn_ledger_records *records;
    struct xn_reconciliation *found;
    size_t capacity;
};

/* A finding, which stays where it is until the next one is added. */
XN_MUST_CHECK enum xn_status reconcile_add(struct reconcile_check *check, const struct xn_reason *reason,
                                           struct xn_contradiction **ret, struct xn_error *err);
void reconcile_rests_on(struct xn_contradiction *finding, const struct xn_reported *reported);
/* The ledger's figure, if it has one (NAN: none), and what that is. */
void reconcile_set_ledger(struct xn_contradiction *finding, double value, const char *english);
/* "2004Q3", "2004", "2004Q1-2004Q2": as reports call their time. */
const char *reconcile_period(const struct reconcile_check *check, xn_quarter from, xn_quarter to);
const char *reconcile_period_of(const struct reconcile_check *check, const struct xn_reported *reported);
void reconcile_put_count(struct xn_reason *reason, const char *name, double value);

/* reconcile_exceptions.c: the rules "exceptions_overlap" and "probably_the_same". */
XN_MUST_CHECK enum xn_status reconcile_overlap(struct reconcile_check *check,
                                               const struct xn_reported *exception, struct xn_error *err);
XN_MUST_CHECK enum xn_status reconcile_same(struct reconcile_check *check,
                                            const struct xn_reported *exception, struct xn_error *err);

#endif
