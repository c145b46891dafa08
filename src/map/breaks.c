/* breaks.c - where one class of a choropleth ends and the next begins.
 *
 * Every method first decides how the sorted values are split (a class starts at a position, never between
 * equal values); then the limit is the roundest number in the gap between the two neighbours there, so that
 * legends are short and still exact. Only where a gap is narrower than the last printed digit does a limit
 * move a value; classes are always decided by the printed limits.
 */
#include "xenia/map.h"
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "xenia/memory.h"
#include "xenia/text.h"

static const char *const method_name[] = {"default", "quantile",  "fisher-jenks",
                                          "equal",   "deviation", "manual"};

const char *xn_break_method_name(enum xn_break_method method)
{
    return method_name[method];
}

bool xn_break_method_parse(const char *name, enum xn_break_method *ret)
{
    for (size_t i = 0; i < sizeof method_name / sizeof *method_name; i++)
        if (strcmp(name, method_name[i]) == 0) {
            *ret = (enum xn_break_method)i;
            return true;
        }
    return false;
}

bool xn_break_limits_parse(const char *text, double ret[XN_MAP_CLASS_MAX - 1], size_t *ret_n)
{
    double limit[XN_MAP_CLASS_MAX - 1];
    size_t n = 0;
    for (const char *at = text;; at++) {
        char number[64];
        const size_t length = strcspn(at, ",");
        if (n == XN_MAP_CLASS_MAX - 1 || length >= sizeof number)
            return false;
        memcpy(number, at, length);
        number[length] = '\0';
        if (!xn_parse_double(number, &limit[n]) || (n > 0 && limit[n] <= limit[n - 1]))
            return false;
        n++;
        at += length;
        if (*at == '\0')
            break;
    }
    memcpy(ret, limit, n * sizeof *ret);
    *ret_n = n;
    return true;
}

size_t xn_breaks_class(const struct xn_breaks *breaks, double value)
{
    if (!isfinite(value))
        return XN_NONE;
    size_t class_ = 0;
    while (class_ + 1 < breaks->n_classes && value >= breaks->limit[class_ + 1])
        class_++;
    return class_;
}

/* --- sorted finite values --------------------------------------------------------------------------- */

static int compare_doubles(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* A sorted copy of the finite values. */
static enum xn_status sort_finite(const double *value, size_t n, double **ret, size_t *ret_n,
                                  struct xn_error *err)
{
    double *sorted = xn_calloc(n, sizeof *sorted);
    if (!sorted)
        return xn_fail_memory(err);
    size_t n_finite = 0;
    for (size_t i = 0; i < n; i++)
        if (isfinite(value[i]))
            sorted[n_finite++] = value[i];
    if (n_finite == 0) {
        xn_free(sorted);
        return xn_fail(err, XN_UNDEFINED, "none of the %zu units has a value to draw", n);
    }
    qsort(sorted, n_finite, sizeof *sorted, compare_doubles);
    *ret = sorted;
    *ret_n = n_finite;
    return XN_OK;
}

/* --- round limits ------------------------------------------------------------------------------------ */

/* Decimals that give the span of the values about three digits. */
static int decimals_for_span(double span)
{
    if (!(span > 0))
        return 2;
    const int decimals = 2 - (int)floor(log10(span));
    return decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
}

static double round_to(double value, int decimals)
{
    const double power = pow(10, decimals);
    const double scaled = round(value * power) / power;
    return isfinite(scaled) ? scaled : value;
}

/* The number with the fewest decimals that is above `below` and not above `above`; *decimals is the most it
 * may have, and becomes what it has. */
static double roundest_between(double below, double above, int *decimals)
{
    const double middle = below + (above - below) / 2;
    for (int places = 0; places < *decimals; places++) {
        const double candidate = round_to(middle, places);
        if (candidate > below && candidate <= above) {
            *decimals = places;
            return candidate;
        }
    }
    return round_to(middle, *decimals);
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

/* Adds an inner limit unless it would leave a class without values. */
static void add_limit(struct xn_breaks *breaks, double limit, double least, double greatest)
{
    const double last = breaks->n_classes > 1 ? breaks->limit[breaks->n_classes - 1] : least;
    if (limit > last && limit <= greatest)
        breaks->limit[breaks->n_classes++] = limit;
}

/* Would the least or greatest value, rounded, print as the limit beside it? */
static bool ends_print_like_limits(const struct xn_breaks *breaks)
{
    const size_t n = breaks->n_classes;
    return round_to(breaks->limit[0], breaks->decimals) >= breaks->limit[1] ||
           round_to(breaks->limit[n], breaks->decimals) <= breaks->limit[n - 1];
}

/* Limits between the positions where classes start; start[0] is 0. */
static void limits_from_starts(const double *sorted, size_t n, const size_t *start, size_t n_starts,
                               struct xn_breaks *ret)
{
    const int most = decimals_for_span(sorted[n - 1] - sorted[0]);
    *ret = (struct xn_breaks){.n_classes = 1, .limit = {sorted[0]}};
    for (size_t k = 1; k < n_starts; k++) {
        int decimals = most;
        add_limit(ret, roundest_between(sorted[start[k] - 1], sorted[start[k]], &decimals), sorted[0],
                  sorted[n - 1]);
        ret->decimals = max_int(ret->decimals, decimals);
    }
    ret->limit[ret->n_classes] = sorted[n - 1];
    while (ret->decimals < most && ends_print_like_limits(ret))
        ret->decimals++;
}

/* --- quantiles --------------------------------------------------------------------------------------- */

/* The start of a run of equal values that is nearest to `position`; 0 when all are equal to the first. */
static size_t nearest_change(const double *sorted, size_t n, size_t position)
{
    size_t before = position, after = position;
    while (before > 0 && sorted[before - 1] == sorted[position])
        before--;
    while (after < n && sorted[after] == sorted[position])
        after++;
    const bool take_after = after < n && (before == 0 || after - position < position - before);
    return take_after ? after : before;
}

static size_t quantile_starts(const double *sorted, size_t n, size_t n_classes, size_t *start)
{
    size_t n_starts = 1;
    start[0] = 0;
    for (size_t k = 1; k < n_classes; k++) {
        const size_t position = (k * n + n_classes / 2) / n_classes;
        const size_t change = position < n ? nearest_change(sorted, n, position) : 0;
        if (change > start[n_starts - 1])
            start[n_starts++] = change;
    }
    return n_starts;
}

/* --- Fisher-Jenks ------------------------------------------------------------------------------------ */

/* Different values with how often they occur, as prefix sums of weight, weighted value and square; values are
 * taken from the mean, so that the sums of squares keep their digits. */
struct fisher {
    size_t n;                      /* different values */
    size_t *first;                 /* n: position of the value in the sorted values */
    double *weight, *sum, *square; /* n + 1 prefix sums */
    double *cost, *next_cost;      /* n + 1: least cost of the first i values in k classes */
    uint32_t *start;               /* XN_MAP_CLASS_MAX * (n + 1): where the last of k classes starts */
};

static double sum_of_squares(const struct fisher *fisher, size_t from, size_t to)
{
    const double weight = fisher->weight[to] - fisher->weight[from];
    const double sum = fisher->sum[to] - fisher->sum[from];
    const double within = fisher->square[to] - fisher->square[from] - sum * sum / weight;
    return within > 0 ? within : 0;
}

/* Fills next_cost[low .. high]; the best start never falls when more values are taken, so each half of the
 * range searches only its side of the middle's best start. O((high - low + starts) log(high - low)). */
static void fill_costs(struct fisher *fisher, uint32_t *best, size_t low, size_t high, size_t start_low,
                       size_t start_high)
{
    if (low > high)
        return;
    const size_t middle = low + (high - low) / 2;
    const size_t last = start_high < middle - 1 ? start_high : middle - 1;
    double least = INFINITY;
    size_t least_start = start_low;
    for (size_t start = start_low; start <= last; start++) {
        const double cost = fisher->cost[start] + sum_of_squares(fisher, start, middle);
        if (cost < least) {
            least = cost;
            least_start = start;
        }
    }
    fisher->next_cost[middle] = least;
    best[middle] = (uint32_t)least_start;
    if (middle > low)
        fill_costs(fisher, best, low, middle - 1, start_low, least_start);
    fill_costs(fisher, best, middle + 1, high, least_start, start_high);
}

static enum xn_status fisher_prepare(struct xn_arena *arena, const double *sorted, size_t n,
                                     struct fisher *ret, struct xn_error *err)
{
    XN_TRY(XN_ARENA_ARRAY(arena, n, &ret->first, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n + 1, &ret->weight, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n + 1, &ret->sum, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n + 1, &ret->square, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n + 1, &ret->cost, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n + 1, &ret->next_cost, err));
    XN_TRY(XN_ARENA_ARRAY(arena, XN_MAP_CLASS_MAX * (n + 1), &ret->start, err));
    double mean = 0;
    for (size_t i = 0; i < n; i++)
        mean += (sorted[i] - mean) / (double)(i + 1);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1]) {
            ret->first[ret->n++] = i;
            ret->weight[ret->n] = ret->weight[ret->n - 1];
            ret->sum[ret->n] = ret->sum[ret->n - 1];
            ret->square[ret->n] = ret->square[ret->n - 1];
        }
        const double centred = sorted[i] - mean;
        ret->weight[ret->n] += 1;
        ret->sum[ret->n] += centred;
        ret->square[ret->n] += centred * centred;
    }
    return XN_OK;
}

static void fisher_solve(struct fisher *fisher, size_t n_classes)
{
    for (size_t i = 1; i <= fisher->n; i++)
        fisher->cost[i] = sum_of_squares(fisher, 0, i);
    for (size_t k = 1; k < n_classes; k++) {
        fill_costs(fisher, fisher->start + k * (fisher->n + 1), k + 1, fisher->n, k, fisher->n - 1);
        double *const swap = fisher->cost;
        fisher->cost = fisher->next_cost;
        fisher->next_cost = swap;
    }
}

static enum xn_status fisher_starts(const double *sorted, size_t n, size_t n_classes, size_t *start,
                                    size_t *ret_n_starts, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    struct fisher fisher = {0};
    XN_TRY(fisher_prepare(arena, sorted, n, &fisher, err));
    if (n_classes > fisher.n)
        n_classes = fisher.n;
    fisher_solve(&fisher, n_classes);
    size_t end = fisher.n;
    for (size_t k = n_classes; k-- > 1;) {
        end = fisher.start[k * (fisher.n + 1) + end];
        start[k] = fisher.first[end];
    }
    start[0] = 0;
    *ret_n_starts = n_classes;
    return XN_OK;
}

/* --- equal width and given limits --------------------------------------------------------------------- */

static void equal_limits(const double *sorted, size_t n, size_t n_classes, struct xn_breaks *ret)
{
    const double least = sorted[0], greatest = sorted[n - 1];
    *ret =
        (struct xn_breaks){.n_classes = 1, .limit = {least}, .decimals = decimals_for_span(greatest - least)};
    for (size_t k = 1; k < n_classes; k++) {
        const double part = (double)k / (double)n_classes;
        add_limit(ret, round_to(least * (1 - part) + greatest * part, ret->decimals), least, greatest);
    }
    ret->limit[ret->n_classes] = greatest;
}

/* The mean and the standard deviation (of the values as they are: divided by n) by Welford's updates. */
static void mean_and_deviation(const double *sorted, size_t n, double *ret_mean, double *ret_deviation)
{
    double mean = 0, squares = 0;
    for (size_t i = 0; i < n; i++) {
        const double step = sorted[i] - mean;
        mean += step / (double)(i + 1);
        squares += step * (sorted[i] - mean);
    }
    *ret_mean = mean;
    *ret_deviation = sqrt(squares / (double)n);
}

/* 1.5 and 0.5 deviations on both sides of the mean; a limit beyond the values is left out, so that there are
 * fewer classes. */
static void deviation_limits(const double *sorted, size_t n, struct xn_breaks *ret)
{
    static const double part[] = {-1.5, -0.5, 0.5, 1.5};
    const double least = sorted[0], greatest = sorted[n - 1];
    double mean, deviation;
    mean_and_deviation(sorted, n, &mean, &deviation);
    *ret =
        (struct xn_breaks){.n_classes = 1, .limit = {least}, .decimals = decimals_for_span(greatest - least)};
    for (size_t k = 0; k < sizeof part / sizeof *part; k++)
        add_limit(ret, round_to(mean + part[k] * deviation, ret->decimals), least, greatest);
    ret->limit[ret->n_classes] = greatest;
}

/* The fewest decimals that write the number exactly, at most 9. */
static int decimals_of(double value)
{
    int decimals = 0;
    while (decimals < 9 && fabs(round_to(value, decimals) - value) > 1e-12 * fabs(value))
        decimals++;
    return decimals;
}

enum xn_status xn_breaks_manual(const double *value, size_t n, const double *inner_limit, size_t n_limits,
                                struct xn_breaks *ret, struct xn_error *err)
{
    if (n_limits >= XN_MAP_CLASS_MAX)
        return xn_fail(err, XN_ARGUMENT, "%zu class limits are given, a map has at most %d", n_limits,
                       XN_MAP_CLASS_MAX - 1);
    for (size_t k = 0; k < n_limits; k++)
        if (!isfinite(inner_limit[k]) || (k > 0 && inner_limit[k] <= inner_limit[k - 1]))
            return xn_fail(err, XN_ARGUMENT, "class limit %zu is %g, wanted finite limits in ascending order",
                           k + 1, inner_limit[k]);
    XN_CLEANUP(xn_free_pointer) double *sorted = NULL;
    size_t n_finite = 0;
    XN_TRY(sort_finite(value, n, &sorted, &n_finite, err));
    *ret = (struct xn_breaks){.n_classes = n_limits + 1, .open = true};
    ret->limit[0] = sorted[0];
    for (size_t k = 0; k < n_limits; k++) {
        ret->limit[k + 1] = inner_limit[k];
        ret->decimals = max_int(ret->decimals, decimals_of(inner_limit[k]));
    }
    ret->limit[n_limits + 1] = sorted[n_finite - 1];
    if (n_limits > 0) { /* an outer class without a value is empty, not upside down */
        ret->limit[0] = fmin(sorted[0], inner_limit[0]);
        ret->limit[n_limits + 1] = fmax(sorted[n_finite - 1], inner_limit[n_limits - 1]);
    }
    return XN_OK;
}

enum xn_status xn_breaks_compute(const double *value, size_t n, enum xn_break_method method, size_t n_classes,
                                 struct xn_breaks *ret, struct xn_error *err)
{
    if (n_classes < 1 || n_classes > XN_MAP_CLASS_MAX)
        return xn_fail(err, XN_ARGUMENT, "%zu classes are asked, wanted 1 to %d", n_classes,
                       XN_MAP_CLASS_MAX);
    XN_CLEANUP(xn_free_pointer) double *sorted = NULL;
    size_t n_finite = 0, n_starts = 0;
    size_t start[XN_MAP_CLASS_MAX];
    XN_TRY(sort_finite(value, n, &sorted, &n_finite, err));
    switch (method) {
    case XN_BREAKS_QUANTILE:
        n_starts = quantile_starts(sorted, n_finite, n_classes, start);
        limits_from_starts(sorted, n_finite, start, n_starts, ret);
        return XN_OK;
    case XN_BREAKS_FISHER_JENKS:
        XN_TRY(fisher_starts(sorted, n_finite, n_classes, start, &n_starts, err));
        limits_from_starts(sorted, n_finite, start, n_starts, ret);
        return XN_OK;
    case XN_BREAKS_EQUAL:
        equal_limits(sorted, n_finite, n_classes, ret);
        return XN_OK;
    case XN_BREAKS_DEVIATION:
        deviation_limits(sorted, n_finite, ret);
        return XN_OK;
    case XN_BREAKS_DEFAULT:
    case XN_BREAKS_MANUAL:
        break;
    }
    return xn_fail(err, XN_ARGUMENT, "'%s' is not a method that computes class limits",
                   xn_break_method_name(method));
}
