/* palette.c - colour values and WCAG contrast.
 *
 * Ramps are YlGnBu and PuOr of ColorBrewer 2 (Brewer, Hatchard & Harrower, 2003, ColorBrewer in print,
 * Cartography and Geographic Information Science 30:5-32), both marked there as safe for colour blindness;
 * PuOr's shades are chosen for sides of unlike length and darker above
 * the centre than below it (large and sparsely settled areas would outshine the others), so that neighbours
 * are 10 steps of CIELAB lightness apart and no two classes of a map are nearer than 5
 * (tests/unit/map/palette_test.c). Mixed and concentrated are the blue of RdBu and the orange of PuOr.
 * Contrast is the formula of the Web Content Accessibility Guidelines 2.2 (relative luminance).
 */
#include "palette.h"
#include <math.h>

struct xn_fill xn_fill_sequential(size_t n_classes, size_t position)
{
    static const uint32_t ramp[XN_MAP_CLASS_MAX][XN_MAP_CLASS_MAX] = {
        {0x7fcdbb},
        {0xa1dab4, 0x2c7fb8},
        {0xedf8b1, 0x7fcdbb, 0x2c7fb8},
        {0xffffcc, 0xa1dab4, 0x41b6c4, 0x225ea8},
        {0xffffcc, 0xa1dab4, 0x41b6c4, 0x2c7fb8, 0x253494},
    };
    return (struct xn_fill){.color = ramp[n_classes - 1][position]};
}

/* Shades from the centre outwards, for a side of 1 .. XN_MAP_CLASS_MAX classes. */
static const uint32_t above_shade[XN_MAP_CLASS_MAX][XN_MAP_CLASS_MAX] = {
    {0xe08214},
    {0xfdb863, 0xb35806},
    {0xfdcb8a, 0xe8892b, 0x984201},
    {0xfdcf9b, 0xf1a340, 0xd9700e, 0x984201},
    {0xfee0b6, 0xfdb863, 0xe08214, 0xb35806, 0x7f3b08},
};
static const uint32_t below_shade[XN_MAP_CLASS_MAX][XN_MAP_CLASS_MAX] = {
    {0x8d80b8},
    {0xb2abd2, 0x8d80b8},
    {0xcbc9e2, 0xada6cf, 0x7566a8},
    {0xd0cde6, 0xa69dcb, 0x7a69ad, 0x5b3f98},
    {0xd8daeb, 0xbab3d8, 0x9a8fc2, 0x7a69ad, 0x543591},
};

struct xn_fill xn_fill_diverging(size_t n_below, bool has_center, size_t n_above, size_t position)
{
    const size_t first_above = n_below + has_center;
    if (position < n_below)
        return (struct xn_fill){.color = below_shade[n_below - 1][n_below - 1 - position]};
    if (position < first_above)
        return (struct xn_fill){.color = 0xf7f7f7};
    return (struct xn_fill){.color = above_shade[n_above - 1][position - first_above]};
}

struct xn_fill xn_fill_class(enum xn_class class_)
{
    switch (class_) {
    case XN_MIXED:
        return (struct xn_fill){.color = 0x92c5de};
    case XN_CONCENTRATED:
        return (struct xn_fill){.color = 0xb35806};
    case XN_UNDETERMINED:
        break;
    }
    return (struct xn_fill){.color = 0xe6e6e6, .hatch = XN_HATCH_RISING, .hatch_color = 0x8c8c8c};
}

struct xn_fill xn_fill_no_value(void)
{
    return (struct xn_fill){.color = 0xffffff, .hatch = XN_HATCH_FALLING, .hatch_color = 0xbfbfbf};
}

struct xn_fill xn_fill_withheld(void)
{
    return (struct xn_fill){.color = 0xffffff, .hatch = XN_HATCH_CROSSED, .hatch_color = 0x8c8c8c};
}

static double linear(uint32_t channel)
{
    const double part = (double)(channel & 0xff) / 255;
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t color)
{
    return 0.2126 * linear(color >> 16) + 0.7152 * linear(color >> 8) + 0.0722 * linear(color);
}

double xn_color_contrast(uint32_t a, uint32_t b)
{
    const double first = luminance(a), second = luminance(b);
    return (fmax(first, second) + 0.05) / (fmin(first, second) + 0.05);
}

uint32_t xn_color_on(const struct xn_fill *fill)
{
    const uint32_t black = 0x000000, white = 0xffffff;
    return xn_color_contrast(fill->color, black) >= xn_color_contrast(fill->color, white) ? black : white;
}

/* The grey that is just far enough from the colour, so that hatching is as loud on each of them. */
static uint32_t grey_on(const struct xn_fill *fill)
{
    const bool darker = xn_color_on(fill) == 0;
    uint32_t level = darker ? 0x99 : 0x66;
    while (level > 0 && level < 0xff && xn_color_contrast(fill->color, 0x010101 * level) < 3.5)
        level += darker ? -1u : 1u;
    return 0x010101 * level;
}

struct xn_fill xn_fill_uncertain(struct xn_fill fill)
{
    fill.hatch_color = grey_on(&fill);
    fill.hatch = XN_HATCH_RISING;
    return fill;
}
