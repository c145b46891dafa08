/* palette.h - the colours of maps, and what may be written on them.
 *
 * Light means little and dark means much (sequential), or orange means above and purple below (diverging), so
 * that red-green blindness loses nothing; classes of areas differ in lightness and in hatching as well, so
 * that a greyscale print loses nothing either.
 */
#ifndef XENIA_MAP_PALETTE_H
#define XENIA_MAP_PALETTE_H

#include <stdint.h>
#include "xenia/map.h"
#include "xenia/typology.h"

#define XN_COLOR_PAPER 0xffffffu
#define XN_COLOR_INK 0x1a1a1au    /* text: contrast 17 to 1 on paper */
#define XN_COLOR_QUIET 0x595959u  /* notes, outlines: 7 to 1 */
#define XN_COLOR_BORDER 0x999999u /* between units: seen on the lightest and the darkest fill */

enum xn_hatch {
    XN_HATCH_NONE,
    XN_HATCH_RISING,  /* like a slash: undetermined, uncertain */
    XN_HATCH_FALLING, /* like a backslash: no value */
    XN_HATCH_CROSSED  /* both: withheld */
};

struct xn_fill {
    uint32_t color;
    enum xn_hatch hatch;
    uint32_t hatch_color;
};

/* Position 0 .. n_classes - 1 of a ramp of 1 .. XN_MAP_CLASS_MAX colours. */
struct xn_fill xn_fill_sequential(size_t n_classes, size_t position);
/* Two ramps that meet: n_below classes of one, the pale class that holds the centre (if any does), n_above
 * classes of the other; at most XN_MAP_CLASS_MAX in all. */
struct xn_fill xn_fill_diverging(size_t n_below, bool has_center, size_t n_above, size_t position);
struct xn_fill xn_fill_class(enum xn_class class_);
struct xn_fill xn_fill_no_value(void);
struct xn_fill xn_fill_withheld(void);
/* The same colour, hatched in a grey that contrasts 3.5 to 1 with it. */
struct xn_fill xn_fill_uncertain(struct xn_fill fill);

/* Contrast of two colours by WCAG 2 (1 to 21; 4.5 is level AA for text). */
double xn_color_contrast(uint32_t a, uint32_t b);
/* Black or white, whichever reads better on the fill: always at least 4.5. */
uint32_t xn_color_on(const struct xn_fill *fill);

#endif
