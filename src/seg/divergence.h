/* divergence.h - how far one unit's mix is from the city's: the quantity that the local mutual information
 * shows and the global one averages. */
#ifndef XENIA_SEG_DIVERGENCE_H
#define XENIA_SEG_DIVERGENCE_H

#include "exact.h"
#include "xenia/counts.h"
#include "xenia/sum.h"

/* Kullback-Leibler divergence sum_m pi_im ln(pi_im / pi_m) of a populated unit, in nats; never negative. */
static inline double xn_unit_divergence(const struct xn_counts *counts, size_t unit)
{
    struct xn_sum sum = {0};
    for (size_t group = 0; group < counts->n_groups; group++)
        if (counts->group_total[group] > 0)
            xn_sum_add(&sum, xn_divergence_term(xn_count(counts, unit, group), counts->unit_total[unit],
                                                counts->group_total[group], counts->total));
    return xn_sum_value(&sum);
}

#endif
