/* placements.h - where the programme's placements lie, added up per unit of every level. */
#ifndef XENIA_STUDY_PLACEMENTS_H
#define XENIA_STUDY_PLACEMENTS_H

#include "xenia/study.h"

/* Sums per unit of each level, n_units each. `moves` and `persons`: done, within the window; `uncounted`:
 * those of the persons who moved in after the day of the counts; `pending`: persons of offers and
 * agreements. */
struct placement_sums {
    size_t n_levels;
    double *moves[XN_LEVEL_MAX];
    double *persons[XN_LEVEL_MAX];
    double *uncounted[XN_LEVEL_MAX];
    double *pending[XN_LEVEL_MAX];
};

/* The caller's projection, or one made for this call and then owned by `ret_own`. */
XN_MUST_CHECK enum xn_status study_projection(const struct xn_city *city, struct xn_projection *given,
                                              struct xn_projection **ret_own, struct xn_projection **ret,
                                              struct xn_error *err);

/* The units that hold a placement, by level (`unit` starts with XN_NONE); found: any. */
XN_MUST_CHECK enum xn_status placement_units(const struct xn_city *city, struct xn_projection *projection,
                                             const struct xn_placement *placement, size_t unit[XN_LEVEL_MAX],
                                             bool *ret_found, struct xn_error *err);

/* Done placements count from `months` before as_of to as_of; months 0: all up to as_of. counted_on: the day
 * of the counts; XN_NO_DATE when it is not known: then all who moved in are in them. A placement outside the
 * city is noted and left out; a unit_id that does not exist is XN_INPUT. */
XN_MUST_CHECK enum xn_status placement_sums_make(const struct xn_city *city, struct xn_projection *projection,
                                                 const struct xn_placement *placement, size_t n_placements,
                                                 xn_date as_of, int months, xn_date counted_on,
                                                 struct placement_sums *ret, struct xn_notes *notes,
                                                 struct xn_error *err);
void placement_sums_free(struct placement_sums *sums);

#endif
