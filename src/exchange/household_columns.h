/* household_columns.h - the columns of a list of households: what may be known of one, and what never. */
#ifndef XENIA_EXCHANGE_HOUSEHOLD_COLUMNS_H
#define XENIA_EXCHANGE_HOUSEHOLD_COLUMNS_H

#include "known.h"
#include "xenia/table.h"

enum household_column {
    ID,
    ARRIVED_ON,
    PERSONS,
    AGE_0_5,
    AGE_6_17,
    AGE_18_64,
    AGE_65_PLUS,
    ENTITLEMENT,
    STEP_FREE,
    RENT_LIMIT_EUR,
    ROOMS_MIN,
    AVAILABLE_BY,
    TIES,
    FILTERS,
    CENTRE,
    COLUMN_COUNT
};

/* In the order of enum household_column. */
extern const struct known_words xn_household_columns;

/* Where each column stands, XN_NONE: it is not there. XN_INPUT: id or size are not, or there is a column that
 * is none of these. */
XN_MUST_CHECK enum xn_status xn_household_columns_find(const struct xn_table *table, size_t ret[COLUMN_COUNT],
                                                       struct xn_error *err);

#endif
