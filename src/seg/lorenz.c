/* lorenz.c - see lorenz.h. */
#include "lorenz.h"
#include <math.h>
#include <stdlib.h>
#include "exact.h"
#include "xenia/sum.h"

struct xn_lorenz_point xn_lorenz_point(double x, double y)
{
    return (struct xn_lorenz_point){.x = x, .y = y, .odds = y > 0 ? x / y : INFINITY};
}

static int by_odds(const void *a, const void *b)
{
    const struct xn_lorenz_point *left = a, *right = b;
    return (left->odds > right->odds) - (left->odds < right->odds);
}

double xn_lorenz_area(struct xn_lorenz_point *point, size_t count)
{
    qsort(point, count, sizeof *point, by_odds);
    struct xn_sum area = {0}, x_below = {0}, y_below = {0};
    for (size_t i = 0; i < count; i++) {
        const double term =
            xn_difference_of_products(point[i].x, xn_sum_value(&y_below), point[i].y, xn_sum_value(&x_below));
        xn_sum_add(&area, fmax(term, 0)); /* below 0 only where odds differ by less than a rounding */
        xn_sum_add(&x_below, point[i].x);
        xn_sum_add(&y_below, point[i].y);
    }
    return xn_sum_value(&area);
}
