/* fit_fillers.h - what fills the places of a sentence of fit: the larger ones, of rents and entitlements. */
#ifndef XENIA_HOUSING_FIT_FILLERS_H
#define XENIA_HOUSING_FIT_FILLERS_H

#include "fit.h"

typedef void reason_filler(const struct xn_fit_case *c, struct xn_reason *reason);

/* Each also takes another sentence than the table's where the facts ask for one. */
reason_filler xn_fill_rent;
reason_filler xn_fill_rent_limit;
reason_filler xn_fill_ceiling;
reason_filler xn_fill_ceiling_to_check;
reason_filler xn_fill_rent_per_m2;
reason_filler xn_fill_rent_per_m2_limit;
reason_filler xn_fill_entitlement;
reason_filler xn_fill_wbs_size;
reason_filler xn_fill_wbs_size_to_check;
reason_filler xn_fill_allowance;
reason_filler xn_fill_allowance_to_check;

#endif
