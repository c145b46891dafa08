/* parameters.h - the "b=0.5" of an index: what may be said, and what it means to the formula. */
#ifndef XENIA_SEG_PARAMETERS_H
#define XENIA_SEG_PARAMETERS_H

#include <stdbool.h>
#include "xenia/indices.h"

/* Every parameter of the entry at its default. */
void xn_parameters_default(const struct xn_index_entry *entry, struct xn_parameters *ret);
/* "b=0.1,exact=true" over what `parameters` holds; each name at most once. */
XN_MUST_CHECK enum xn_status xn_parameters_read(const struct xn_index_entry *entry, const char *text,
                                                struct xn_parameters *parameters, struct xn_error *err);
/* Are these parameters of the entry, with values in range? NULL is fine. */
XN_MUST_CHECK enum xn_status xn_parameters_check(const struct xn_index_entry *entry,
                                                 const struct xn_parameters *parameters,
                                                 struct xn_error *err);

/* A checked parameter of the entry, its default when `parameters` has none. */
double xn_parameter_number(const struct xn_index_entry *entry, const struct xn_parameters *parameters,
                           const char *name);
bool xn_parameter_is(const struct xn_index_entry *entry, const struct xn_parameters *parameters,
                     const char *name, const char *choice);

#endif
