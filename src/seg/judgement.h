/* judgement.h - the profile `concentration`, and what it shares with the other profiles.
 *
 * Private to this layer.
 */
#ifndef XENIA_SEG_JUDGEMENT_H
#define XENIA_SEG_JUDGEMENT_H

#include "pooling.h"
#include "xenia/typology.h"

/* Where every unit starts, and where one without people stays: undetermined, all numbers NaN. */
struct xn_unit_class xn_no_data(void);

/* Whether the class is the same at 1.25, at the rule's threshold and at 2. A class only moves from
 * concentrated towards mixed as the threshold rises, so these speak for all between them. */
bool xn_is_robust(const struct xn_unit_class *unit);

/* A level whose units have no parent on the level above is XN_ARGUMENT. */
XN_MUST_CHECK enum xn_status xn_check_parents(const struct xn_typology_level *level, size_t n_levels,
                                              struct xn_error *err);

/* Fills the units of `typology`, whose group is set; `city` is that group's people in the city. */
XN_MUST_CHECK enum xn_status xn_judge_levels(const struct xn_typology_rule *rule,
                                             const struct xn_typology_level *level, struct xn_people city,
                                             struct xn_typology *typology, struct xn_error *err);

/* Classes of the last level by its own units' numbers; see xn_typology_at_thresholds. */
XN_MUST_CHECK enum xn_status xn_judge_at_thresholds(const struct xn_typology_rule *rule,
                                                    const struct xn_typology_level *level, size_t n_levels,
                                                    size_t group, struct xn_people city,
                                                    const double *threshold, size_t n_thresholds,
                                                    enum xn_class *ret, struct xn_error *err);

#endif
