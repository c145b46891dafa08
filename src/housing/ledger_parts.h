/* ledger_parts.h - the parts of a ledger, each filled in by a file of its own: quarters and counts
 * (ledger.c), corporations (ledger_supply.c), codes and rows (ledger_codes.c), fairness.c, hypotheses.c. */
#ifndef XENIA_HOUSING_LEDGER_PARTS_H
#define XENIA_HOUSING_LEDGER_PARTS_H

#include "xenia/ledger.h"

struct ledger_work {
    const struct xn_ledger_records *records;
    struct xn_ledger *ledger;
    double *value; /* room for one number a record */
    double *other; /* the same again */
    const struct xn_ledger_household **by_id;
};

static inline bool ledger_covers(const struct xn_ledger *ledger, xn_quarter quarter)
{
    return quarter != XN_NO_QUARTER && quarter >= ledger->from && quarter <= ledger->to;
}

/* The day of an offer's answer. */
static inline xn_date ledger_answered_on(const struct xn_ledger_offer *offer)
{
    return offer->closed_on != XN_NO_DATE ? offer->closed_on : offer->made_on;
}

/* Days from a household's arrival to its move; NAN when either is not known. */
double ledger_days_waited(const struct ledger_work *work, const struct xn_ledger_placement *placement);

XN_MUST_CHECK enum xn_status ledger_put_supply(struct ledger_work *work, struct xn_error *err);
XN_MUST_CHECK enum xn_status ledger_put_codes(struct ledger_work *work, struct xn_error *err);
XN_MUST_CHECK enum xn_status ledger_put_months(struct ledger_work *work, struct xn_error *err);
XN_MUST_CHECK enum xn_status ledger_put_fairness(struct ledger_work *work, struct xn_error *err);
XN_MUST_CHECK enum xn_status ledger_put_areas(struct ledger_work *work, struct xn_error *err);
XN_MUST_CHECK enum xn_status ledger_put_hypotheses(struct ledger_work *work, struct xn_error *err);

#endif
