/* orientation.h - on which side of a line does a point lie, decided the same way by everybody.
 *
 * Plain doubles decide when their error bound allows (Shewchuk 1997, Discrete & Computational Geometry
 * 18:305-363); otherwise the determinant is formed in twice the precision. So points that are on a line as
 * far as 106 bits can tell give 0, and neighbours that share a border agree about it.
 */
#ifndef XENIA_GEO_ORIENTATION_H
#define XENIA_GEO_ORIENTATION_H

#include <math.h>

struct xn_double_double {
    double high, low;
};

static inline struct xn_double_double xn_exact_difference(double a, double b)
{
    const double high = a - b, rest_b = a - high, rest_a = high + rest_b;
    return (struct xn_double_double){high, (a - rest_a) + (rest_b - b)};
}

static inline struct xn_double_double xn_precise_product(struct xn_double_double a, struct xn_double_double b)
{
    const double high = a.high * b.high;
    return (struct xn_double_double){high, fma(a.high, b.high, -high) + (a.high * b.low + a.low * b.high)};
}

/* Twice the signed area of the triangle a b c: positive when c lies left of the way from a to b. The sign
 * is what counts; 0 means on the line. */
static inline double xn_orientation(const double a[2], const double b[2], const double c[2])
{
    const double left = (a[0] - c[0]) * (b[1] - c[1]), right = (a[1] - c[1]) * (b[0] - c[0]);
    const double plain = left - right;
    if (fabs(plain) > 3.3306690738754716e-16 * (fabs(left) + fabs(right)))
        return plain;
    const struct xn_double_double p =
        xn_precise_product(xn_exact_difference(a[0], c[0]), xn_exact_difference(b[1], c[1]));
    const struct xn_double_double q =
        xn_precise_product(xn_exact_difference(a[1], c[1]), xn_exact_difference(b[0], c[0]));
    const struct xn_double_double high = xn_exact_difference(p.high, q.high);
    return high.high + (high.low + (p.low - q.low));
}

#endif
