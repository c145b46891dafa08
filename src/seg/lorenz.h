/* lorenz.h - the segregation curve: the two sides of a comparison cumulated, units of the lowest odds first.
 *
 * Sorting replaces the sum over all pairs of units in the definition of Gini's index: O(n log n), not O(n^2).
 */
#ifndef XENIA_SEG_LORENZ_H
#define XENIA_SEG_LORENZ_H

#include <stddef.h>

struct xn_lorenz_point {
    double x;
    double y;
    double odds; /* x / y; infinite where y is 0 */
};

/* A unit with people: x + y > 0. */
struct xn_lorenz_point xn_lorenz_point(double x, double y);

/* sum over pairs i, j with higher odds in i of (x_i y_j - x_j y_i): 0 when all odds are equal, X Y when no
 * unit holds both. Ties add nothing, so their order does not matter. Sorts `point` in place. */
double xn_lorenz_area(struct xn_lorenz_point *point, size_t count);

#endif
