/* manner.c - how an index is drawn. See manner.h.
 *
 * Shares are printed in percent, so their limits are computed in percent too. A quotient is drawn around 1,
 * the city's own share, with limits that never depend on the data, so that two maps compare. A change is
 * drawn around 0 with limits that lie the same on both sides.
 */
#include "manner.h"
#include <math.h>
#include <string.h>
#include "xenia/memory.h"

struct manner {
    const char *id;
    double scale; /* printed value = scale * value */
    const double *inner_limit;
    size_t n_limits;
};

static const double quotient_limit[] = {0.5, 0.8, 1.25, 2};
static const struct manner plain = {.scale = 1};
static const struct manner share = {.id = "share", .scale = 100};
static const struct manner quotient = {
    .id = "location_quotient", .scale = 1, .inner_limit = quotient_limit, .n_limits = 4};

static const struct manner *manner_of(const struct xn_index_entry *index)
{
    return strcmp(index->id, share.id) == 0      ? &share
           : strcmp(index->id, quotient.id) == 0 ? &quotient
                                                 : &plain;
}

double xn_manner_scale(const struct xn_index_entry *index)
{
    return manner_of(index)->scale;
}

double xn_map_center(const struct xn_index_entry *index, bool change, double city_value)
{
    const struct manner *manner = manner_of(index);
    if (change)
        return 0;
    if (manner == &quotient)
        return 1;
    return manner == &share && city_value > 0 && city_value < 1 ? city_value : NAN;
}

/* --- limits of a change -------------------------------------------------------------------------------- */

/* The greatest of 1, 2 and 5 times a power of ten that is not above `size`, and half of it (of 5: 2), written
 * as whole numbers over a power of ten, so that they are the doubles nearest to what is printed. */
static void round_pair(double size, double *ret_small, double *ret_large)
{
    const int exponent = (int)floor(log10(size) + 1e-9);
    const double first = size / pow(10, exponent) + 1e-9;
    const double large = first >= 5 ? 5 : first >= 2 ? 2 : 1, small = first >= 5 ? 2 : large / 2;
    const double power = pow(10, fabs((double)exponent));
    *ret_large = exponent < 0 ? large / power : large * power;
    *ret_small = exponent < 0 ? small / power : small * power;
}

/* What four in five changes are not greater than; when they are all 0, the greatest change. NAN: no change.
 */
static enum xn_status usual_change(const double *value, size_t n, double *ret, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) double *size = xn_calloc(n, sizeof *size);
    if (!size)
        return xn_fail_memory(err);
    double greatest = 0;
    for (size_t i = 0; i < n; i++) {
        size[i] = fabs(value[i]);
        greatest = isfinite(size[i]) ? fmax(greatest, size[i]) : greatest;
    }
    struct xn_breaks fifths;
    XN_TRY(xn_breaks_compute(size, n, XN_BREAKS_QUANTILE, 5, &fifths, err));
    *ret = fifths.n_classes > 1 ? fifths.limit[fifths.n_classes - 1] : greatest > 0 ? greatest : NAN;
    return XN_OK;
}

/* Small and large changes on both sides of none. */
static enum xn_status change_breaks(const double *value, size_t n, struct xn_breaks *ret,
                                    struct xn_error *err)
{
    double usual = NAN, small, large;
    XN_TRY(usual_change(value, n, &usual, err));
    if (!isfinite(usual))
        return xn_breaks_manual(value, n, NULL, 0, ret, err);
    round_pair(usual, &small, &large);
    const double limit[] = {-large, -small, small, large};
    return xn_breaks_manual(value, n, limit, 4, ret, err);
}

/* --- all limits ---------------------------------------------------------------------------------------- */

static enum xn_status default_breaks(const struct manner *manner, bool change, const double *printed,
                                     size_t n, struct xn_breaks *ret, enum xn_break_method *ret_method,
                                     struct xn_error *err)
{
    *ret_method = change || manner->inner_limit ? XN_BREAKS_MANUAL : XN_BREAKS_QUANTILE;
    if (change)
        return change_breaks(printed, n, ret, err);
    if (manner->inner_limit)
        return xn_breaks_manual(printed, n, manner->inner_limit, manner->n_limits, ret, err);
    return xn_breaks_compute(printed, n, XN_BREAKS_QUANTILE, XN_MAP_CLASS_MAX, ret, err);
}

static enum xn_status given_breaks(const struct manner *manner, const struct xn_break_choice *choice,
                                   const double *printed, size_t n, struct xn_breaks *ret,
                                   struct xn_error *err)
{
    double limit[XN_MAP_CLASS_MAX] = {0};
    for (size_t k = 0; k < choice->n_limits && k < XN_MAP_CLASS_MAX; k++)
        limit[k] = manner->scale * choice->inner_limit[k];
    return xn_breaks_manual(printed, n, limit, choice->n_limits, ret, err);
}

enum xn_status xn_manner_breaks(const struct xn_index_entry *index, bool change,
                                const struct xn_break_choice *choice, const double *value, size_t n,
                                struct xn_breaks *ret, enum xn_break_method *ret_method, struct xn_error *err)
{
    const struct manner *manner = manner_of(index);
    const bool pooled = choice->over && choice->n_over > 0;
    const double *from = pooled ? choice->over : value;
    const size_t n_from = pooled ? choice->n_over : n;
    XN_CLEANUP(xn_free_pointer) double *printed = xn_calloc(n_from, sizeof *printed);
    if (!printed)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n_from; i++)
        printed[i] = manner->scale * from[i];
    if (choice->method == XN_BREAKS_DEFAULT)
        return default_breaks(manner, change, printed, n_from, ret, ret_method, err);
    *ret_method = choice->method;
    if (choice->method == XN_BREAKS_MANUAL)
        return given_breaks(manner, choice, printed, n_from, ret, err);
    return xn_breaks_compute(printed, n_from, choice->method, XN_MAP_CLASS_MAX, ret, err);
}

enum xn_status xn_breaks_of_index(const struct xn_index_entry *index, bool change,
                                  const struct xn_break_choice *choice, const double *value, size_t n,
                                  struct xn_breaks *ret, struct xn_error *err)
{
    enum xn_break_method method;
    struct xn_breaks breaks = {0};
    XN_TRY(xn_manner_breaks(index, change, choice, value, n, &breaks, &method, err));
    for (size_t k = 0; k <= breaks.n_classes; k++)
        breaks.limit[k] /= xn_manner_scale(index);
    *ret = breaks;
    return XN_OK;
}
