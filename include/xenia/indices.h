/* indices.h - the catalogue of indices and how one is computed by its name.
 *
 * `xenia indices` prints this table; the command line, the daemon and the tests compute through it. The
 * formulas themselves are declared in evenness.h, exposure.h, concentration.h, multigroup.h and local.h.
 */
#ifndef XENIA_INDICES_H
#define XENIA_INDICES_H

#include <stdbool.h>
#include "xenia/counts.h"
#include "xenia/memory.h"
#include "xenia/message.h"
#include "xenia/status.h"

/* A group against everybody else; a group against another; all groups at once; one value a unit. */
enum xn_form { XN_ONE_GROUP = 1, XN_TWO_GROUP = 2, XN_MULTIGROUP = 4, XN_LOCAL = 8 };
const char *xn_form_name(enum xn_form form); /* "one-group" ... */
bool xn_form_parse(const char *name, enum xn_form *ret);

/* Massey & Denton (1988) and the field's later additions. */
enum xn_dimension {
    XN_DIMENSION_EVENNESS,
    XN_DIMENSION_EXPOSURE,
    XN_DIMENSION_CONCENTRATION,
    XN_DIMENSION_CENTRALIZATION,
    XN_DIMENSION_CLUSTERING,
    XN_DIMENSION_DIVERSITY
};
const char *xn_dimension_name(enum xn_dimension dimension); /* "evenness" ... */

/* Criteria of James & Taeuber (1985, Sociological Methodology 15:1-32) that an index satisfies in all its
 * global forms, with its parameters at their defaults. A property test shows each claim on random cities, and
 * for each criterion not claimed a city that breaks it. A transfer moves members of one group from a unit
 * where its share is higher to one where it is lower, at most until the shares are equal. Indices of
 * diversity and local ones claim nothing: the criteria are about where people live. */
enum xn_property {
    XN_ORGANIZATIONAL_EQUIVALENCE = 1, /* merging units of equal mix changes nothing */
    XN_SIZE_INVARIANCE = 2,            /* multiplying all counts changes nothing */
    XN_WEAK_TRANSFERS = 4,             /* a transfer never raises it */
    XN_STRONG_TRANSFERS = 8,           /* a transfer lowers it */
    XN_COMPOSITION_INVARIANCE = 16,    /* multiplying one group everywhere changes nothing */
    XN_SYMMETRY = 32                   /* exchanging two groups changes nothing */
};

struct xn_parameter_spec {
    const char *name;          /* "b" */
    const char *default_value; /* "0.5", in canonical text */
    const char *meaning;       /* "weight of units where the group is frequent, 0 < b < 1" */
    const char *choices;       /* "keep|drop": one of these words; NULL: a number */
    double above, below;       /* a number lies between these, both excluded */
};

struct xn_index_entry {
    const char *id;
    const char *alias; /* or NULL */
    const char *name[XN_LANGUAGE_COUNT];
    enum xn_dimension dimension;
    unsigned forms;                            /* enum xn_form, or-ed */
    const char *formula;                       /* as text, in the notation of the field */
    const char *range;                         /* "0 to 1" */
    const char *reading;                       /* one or two sentences on what a value means */
    const struct xn_parameter_spec *parameter; /* ends with a NULL name; NULL: none */
    unsigned properties;                       /* enum xn_property, or-ed */
    const char *literature;                    /* author, year, journal, pages */
    const char *undefined;                     /* when it has no value */
};

size_t xn_index_count(void);
const struct xn_index_entry *xn_index_at(size_t position);           /* in catalogue order */
const struct xn_index_entry *xn_index_find(const char *id_or_alias); /* NULL: none */

/* The parameters of one computation. Values are canonical: the same number is the same text ("0.5", however
 * it was written). */
#define XN_PARAMETER_MAX 8
struct xn_parameters {
    size_t count;
    const char *name[XN_PARAMETER_MAX]; /* of the entry's specification */
    char value[XN_PARAMETER_MAX][64];
};

/* "isolation:exact=true" or "atkinson:b=0.1" apart: the entry and its parameters, every parameter of the
 * entry present, defaults filled in. XN_ARGUMENT for an unknown id or parameter (the sentence lists those
 * there are, the nearest first), a value that is unreadable or out of range, a parameter given twice. */
XN_MUST_CHECK enum xn_status xn_index_parse(const char *text, const struct xn_index_entry **ret_entry,
                                            struct xn_parameters *ret_parameters, struct xn_error *err);
/* The text of a parameter, or NULL. */
const char *xn_parameter(const struct xn_parameters *parameters, const char *name);

/* What an index is computed from. */
struct xn_index_input {
    struct xn_counts counts;
    const double *area_m2; /* n_units; may be NULL when no index of land is asked */
    size_t group;          /* one-group, two-group, local */
    size_t reference;      /* two-group */
};

/* One number: forms one-group, two-group, multigroup. `parameters` as xn_index_parse gives them; NULL or
 * absent ones: the defaults. XN_UNDEFINED with the reason as sentence; XN_ARGUMENT when the index has no such
 * form, a group does not exist, or a parameter is unknown or out of range. */
XN_MUST_CHECK enum xn_status xn_index_global(const struct xn_index_entry *entry, enum xn_form form,
                                             const struct xn_index_input *input,
                                             const struct xn_parameters *parameters, double *ret,
                                             struct xn_error *err);
/* One number a unit into ret[n_units]: form local; NaN where it is undefined (no people there). Local
 * indices of the whole mix (local_diversity, ...) ignore `group`. */
XN_MUST_CHECK enum xn_status xn_index_local(const struct xn_index_entry *entry,
                                            const struct xn_index_input *input,
                                            const struct xn_parameters *parameters, double *ret,
                                            struct xn_error *err);
/* Is the index of one group (dissimilarity, location_quotient), or of the whole mix? */
bool xn_index_takes_group(const struct xn_index_entry *entry);

#endif
