/* registry.h - an index as the catalogue knows it: what is said about it, and what computes it. */
#ifndef XENIA_SEG_REGISTRY_H
#define XENIA_SEG_REGISTRY_H

#include "xenia/indices.h"

typedef enum xn_status xn_pair_function(const struct xn_counts *counts, size_t group, size_t reference,
                                        double *ret, struct xn_error *err);
typedef enum xn_status xn_group_function(const struct xn_counts *counts, size_t group, double *ret,
                                         struct xn_error *err);
typedef enum xn_status xn_mix_function(const struct xn_counts *counts, double *ret, struct xn_error *err);
typedef enum xn_status xn_parameter_function(const struct xn_index_entry *entry,
                                             const struct xn_index_input *input, size_t reference,
                                             const struct xn_parameters *parameters, double *ret,
                                             struct xn_error *err);

/* Exactly one of the functions is set. */
struct xn_index_row {
    struct xn_index_entry entry;
    xn_pair_function *of_pair;              /* a group and its reference */
    xn_group_function *of_group;            /* a group */
    xn_mix_function *of_mix;                /* all groups */
    xn_parameter_function *with_parameters; /* whatever needs more: parameters, land */
};

/* The row of an entry by its id; NULL for an entry that is not of this catalogue. */
const struct xn_index_row *xn_index_row_of(const struct xn_index_entry *entry);

#endif
