/* reprojection.h - from a layer's own coordinates to the metres that everything is measured in. */
#ifndef XENIA_GEO_REPROJECTION_H
#define XENIA_GEO_REPROJECTION_H

#include "box.h"
#include "crs.h"
#include "xenia/geo.h"

struct xn_reprojection {
    struct xn_crs_handle *handle;
    PJ *to_metres; /* NULL: coordinates are used as they are */
};

/* Opens the system of the layer at `path`: the option, else the .prj beside it. */
XN_MUST_CHECK enum xn_status xn_reprojection_open(const char *path, const struct xn_layer_options *options,
                                                  struct xn_arena *arena, const char **ret_definition,
                                                  struct xn_reprojection *ret, struct xn_error *err);
void xn_reprojection_clear(struct xn_reprojection *reprojection);

/* NULL when a box of coordinates fits the system, else what is wrong with it. */
const char *xn_reprojection_misfit(const struct xn_reprojection *reprojection, const struct xn_box *box);
/* Do coordinates that should be metres look like degrees? (The whole layer within 180 and 90.) */
bool xn_reprojection_looks_like_degrees(const struct xn_reprojection *reprojection,
                                        const struct xn_box *layer);

/* Decides whether the coordinates can stay, and prepares Lambert azimuthal equal-area at the layer's centre
 * when not. Fills *ret (in the arena). */
XN_MUST_CHECK enum xn_status xn_reprojection_choose(struct xn_reprojection *reprojection,
                                                    const char *definition, const struct xn_box *layer,
                                                    struct xn_arena *arena, struct xn_crs *ret,
                                                    struct xn_error *err);
/* One point in place; false when it has no image. */
bool xn_reprojection_point(const struct xn_reprojection *reprojection, double *x, double *y);

#endif
