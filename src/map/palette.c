/* palette.c - colour values and WCAG contrast.
 *
 * Ramps are YlGnBu and PuOr of ColorBrewer 2 (Brewer, Hatchard & Harrower, 2003, ColorBrewer in print,
 * Cartography and Geographic Information Science 30:5-32), both marked there as safe for colour blindness;
 * mixed and concentrated are the blue of RdBu and the orange of PuOr. Contrast is the formula of the Web
 * Content Accessibility Guidelines 2.2 (relative luminance).
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

struct xn_fill xn_fill_diverging(size_t n_classes, size_t position)
{
    static const uint32_t ramp[XN_MAP_CLASS_MAX][XN_MAP_CLASS_MAX] = {
        {0xf7f7f7},
        {0x998ec3, 0xf1a340},
        {0x998ec3, 0xf7f7f7, 0xf1a340},
        {0x5e3c99, 0xb2abd2, 0xfdb863, 0xe66101},
        {0x5e3c99, 0xb2abd2, 0xf7f7f7, 0xfdb863, 0xe66101},
    };
    return (struct xn_fill){.color = ramp[n_classes - 1][position]};
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
