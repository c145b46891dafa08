/* status_index.h - the profile `socio-economic`: areas compared by indicators in standard deviations.
 *
 * Private to this layer.
 */
#ifndef XENIA_SEG_STATUS_INDEX_H
#define XENIA_SEG_STATUS_INDEX_H

#include "xenia/typology.h"

/* XN_ARGUMENT: no indicator or too many, changes that are not as many, limits that do not ascend. */
XN_MUST_CHECK enum xn_status xn_status_check_rule(const struct xn_typology_rule *rule, struct xn_error *err);

/* Fills the units of `typology`. */
XN_MUST_CHECK enum xn_status xn_classify_by_status(const struct xn_typology_rule *rule,
                                                   const struct xn_typology_level *level,
                                                   struct xn_typology *typology, struct xn_error *err);

#endif
