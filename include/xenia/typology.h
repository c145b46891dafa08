/* typology.h - the class of each unit under a rule: mixed, undetermined or concentrated.
 *
 * A rule is data from a signed policy, never constants in code (HOUSING 1). The class is about areas; no
 * household is ever classified. Pure functions of counts and placements.
 */
#ifndef XENIA_TYPOLOGY_H
#define XENIA_TYPOLOGY_H

#include <stdbool.h>
#include <stdint.h>
#include "xenia/city.h"
#include "xenia/status.h"

/* Worst last: the class of an address is the greatest of its levels'. */
enum xn_class { XN_MIXED, XN_UNDETERMINED, XN_CONCENTRATED };
const char *xn_class_name(enum xn_class c); /* "mixed" "undetermined" "concentrated" */

enum xn_profile_kind { XN_PROFILE_PROGRAMME_LOAD, XN_PROFILE_CONCENTRATION, XN_PROFILE_MUENSTER_2004 };

struct xn_typology_rule {
    enum xn_profile_kind profile;
    /* programme-load: placements of the last `months` per 1,000 inhabitants */
    int months;                     /* 24 */
    double load_mixed_below;        /* 2 */
    double load_concentrated_above; /* 5 */
    /* concentration and muenster-2004 */
    char group[64];                   /* the declared group's name */
    double quotient_threshold;        /* 1.5; muenster-2004: 1 */
    double certainty;                 /* 0.9, for both classes */
    double share_margin;              /* 0.05 above the city's share */
    double interval;                  /* 0.9 */
    double household_size;            /* 2.2 persons: effective n = n / household_size */
    double min_persons[XN_LEVEL_MAX]; /* by level position: 300, 100, 50; below it low_n */
};

/* Which rule decided, as a stable code for machines and a key for sentences. */
enum xn_rule_fired {
    XN_RULE_LOAD,        /* programme-load: the rate against its two bounds */
    XN_RULE_PROBABILITY, /* concentration: the posterior decided */
    XN_RULE_QUOTIENT,    /* muenster-2004: above or not above the threshold */
    XN_RULE_POOLED,      /* low_n: decided together with contiguous neighbours */
    XN_RULE_PARENT,      /* low_n and too few neighbours: the parent's class; on level 0 undetermined */
    XN_RULE_NO_DATA      /* no people or no counts: casts no vote, undetermined by itself */
};
/* "load" "probability" "quotient" "pooled" "parent" "no_data" */
const char *xn_rule_fired_name(enum xn_rule_fired rule);

/* Every field is filled; NaN is "not used". The numbers of a unit decided with its neighbours
 * (XN_RULE_POOLED) are those of the pool; one that follows its parent keeps its own numbers and takes class_,
 * robust and at_* from the parent. */
struct xn_unit_class {
    enum xn_class class_;
    enum xn_rule_fired rule;
    bool low_n;          /* concentration: fewer persons than the level's minimum */
    bool robust;         /* the same class at 1.25, the rule's threshold and 2.0, hence between */
    double value;        /* what was compared: placements per 1,000, or the observed share */
    double quotient;     /* observed share / city share; NaN for programme-load */
    double estimate;     /* concentration: mean of the posterior share */
    double lower, upper; /* concentration: equal-tailed interval of the posterior share */
    double probability;  /* concentration: Pr(LQ > threshold) */
    enum xn_class at_1, at_1_25, at_2; /* class at other thresholds; programme-load, which has none: class_ */
};

/* One level to classify, coarsest first; arrays borrowed. */
struct xn_typology_level {
    struct xn_counts counts;
    const size_t *parent;                 /* n_units positions in the level above; NULL on level 0 */
    const struct xn_adjacency *adjacency; /* for pooling; NULL: none */
    const double *placements;             /* programme-load: placements (moves) in the window, n_units */
};

struct xn_typology {
    size_t n_levels;
    struct {
        size_t n_units;
        struct xn_unit_class *unit;
    } level[XN_LEVEL_MAX];
    double city_value; /* the city's share, or placements per 1,000 */
    size_t group;      /* XN_NONE for programme-load */
};

/* The city's share P or rate is that of level 0; all levels have the same groups.
 *
 * programme-load: 1000 placements / persons, mixed below load_mixed_below, concentrated above
 * load_concentrated_above, else undetermined.
 *
 * muenster-2004: concentrated if share / P > threshold, else mixed.
 *
 * concentration: beta-binomial empirical Bayes. A unit of n persons, x of the group, counts as
 * m = n / household_size draws with k = x / household_size successes. Before counting its share is
 * Beta(mu s, (1 - mu) s): mu is the parent's posterior mean (P on level 0), s is estimated by maximum
 * likelihood over the parent's units (all units of the level where those say nothing about spread:
 * shrinkage.h). After counting it is Beta(mu s + k, (1 - mu) s + m - k), which gives estimate, interval and
 * Pr(LQ > q) = Pr(share > q P). Concentrated if Pr(LQ > threshold) >= certainty and the *observed* share
 * x/n >= P + share_margin; mixed if Pr(LQ < threshold) >= certainty; else undetermined.
 *   A unit with fewer than min_persons is judged with its direct neighbours, added one after the other until
 * the minimum is reached (longest shared border first, then most persons, then most of the group), on the
 * prior of its own parent. If all of them are too few, it takes its parent's class.
 *
 * The classes do not depend on the order of the rows. XN_ARGUMENT: unknown group, a parameter out of range,
 * no placements (programme-load), a unit without a parent (concentration); XN_UNDEFINED: city without people,
 * or the group empty. O(units log units). */
XN_MUST_CHECK enum xn_status xn_typology_classify(const struct xn_typology_rule *rule,
                                                  const struct xn_typology_level *level, size_t n_levels,
                                                  struct xn_typology **ret, struct xn_error *err);
void xn_typology_free(struct xn_typology *typology);
XN_DEFINE_AUTO(xn_typology_free, struct xn_typology *)

/* The verdict for an address that lies in unit[l] of level l (XN_NONE: in none, or no such level): the worst
 * class among levels with data, and the level that decided, which is the coarsest that has this class; a
 * level without data casts no vote and is set in the bit mask `ret_without_data`, level l as bit 1 << l. No
 * level with data: undetermined, deciding level XN_NONE. */
enum xn_class xn_typology_address(const struct xn_typology *typology, const size_t *unit, size_t n_levels,
                                  size_t *ret_deciding_level, unsigned *ret_without_data);

#endif
