/* manner.h - how an index is drawn: in which unit it is printed, where its classes end, where its two colours
 * meet. */
#ifndef XENIA_MAP_MANNER_H
#define XENIA_MAP_MANNER_H

#include "xenia/map.h"

/* The printed value is the index's times this: 100 for what is printed in percent, else 1. */
double xn_manner_scale(const struct xn_index_entry *index);
/* Limits in the printed unit. `ret_method` is the one that found them: never DEFAULT; MANUAL where they rest
 * on no value, or on the spread of a change alone. */
XN_MUST_CHECK enum xn_status xn_manner_breaks(const struct xn_index_entry *index, bool change,
                                              const struct xn_break_choice *choice, const double *value,
                                              size_t n, struct xn_breaks *ret,
                                              enum xn_break_method *ret_method, struct xn_error *err);

#endif
