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
#include "xenia/digest.h"
#include "xenia/status.h"
#include "xenia/text.h"

/* Worst last: the class of an address is the greatest of its levels'. */
enum xn_class { XN_MIXED, XN_UNDETERMINED, XN_CONCENTRATED };
const char *xn_class_name(enum xn_class c); /* "mixed" "undetermined" "concentrated" */

bool xn_class_parse(const char *name, enum xn_class *ret);

enum xn_profile_kind {
    XN_PROFILE_PROGRAMME_LOAD,
    XN_PROFILE_CONCENTRATION,
    XN_PROFILE_MUENSTER_2004,
    XN_PROFILE_SOCIO_ECONOMIC
};
#define XN_PROFILE_COUNT 4
const char *xn_profile_name(enum xn_profile_kind profile); /* "programme-load" ... "socio-economic" */

/* socio-economic: one indicator of an area, turned so that a higher value is a heavier burden. */
#define XN_INDICATOR_MAX 4
struct xn_indicator {
    char column[64]; /* of the city's indicators, or of its groups */
    char base[64];   /* what it is divided by, for columns that count; "(persons)": everybody; "": nothing */
    int sign;        /* 1: high is burdened; -1: low is */
};
#define XN_ALL_PERSONS "(persons)"
#define XN_STATUS_CLASSES 4 /* 1 high, 2 medium, 3 low, 4 very low */
enum xn_dynamic { XN_DYNAMIC_NONE, XN_DYNAMIC_POSITIVE, XN_DYNAMIC_STABLE, XN_DYNAMIC_NEGATIVE };
const char *xn_social_status_name(int status);        /* "high" "medium" "low" "very low"; 0: "" */
const char *xn_dynamic_name(enum xn_dynamic dynamic); /* "positive" "stable" "negative"; none: "" */

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
    /* socio-economic */
    struct xn_indicator indicator[XN_INDICATOR_MAX];
    size_t n_indicators;
    struct xn_indicator change[XN_INDICATOR_MAX]; /* columns of change; or, with `earlier`, of an earlier */
    size_t n_changes;                             /* date, one for each indicator. 0: no dynamic */
    bool earlier;
    double status_limit[XN_STATUS_CLASSES - 1];   /* -1, 1, 1.5: upper end of high, medium and low */
    double dynamic_limit[2];                      /* -1, 1: positive below, negative above */
    enum xn_class status_tier[XN_STATUS_CLASSES]; /* mixed, mixed, undetermined, concentrated */
    bool dynamic_decides; /* an undetermined area with a positive dynamic is mixed, with a negative one
                             concentrated; false */
    /* every profile */
    bool hysteresis; /* a class changes when two different data agree; false for muenster-2004 alone */
};

/* Which rule decided, as a stable code for machines and a key for sentences. */
enum xn_rule_fired {
    XN_RULE_LOAD,        /* programme-load: the rate against its two bounds */
    XN_RULE_PROBABILITY, /* concentration: the posterior decided */
    XN_RULE_QUOTIENT,    /* muenster-2004: above or not above the threshold */
    XN_RULE_POOLED,      /* low_n: decided together with contiguous neighbours */
    XN_RULE_PARENT,      /* low_n and too few neighbours: the parent's class; on level 0 undetermined */
    XN_RULE_NO_DATA,     /* no people or no counts: casts no vote, undetermined by itself */
    XN_RULE_STATUS,      /* socio-economic: the status class, perhaps with the dynamic */
    XN_RULE_HELD,        /* hysteresis: the data say `computed`, and other data have not confirmed it yet */
    XN_RULE_OVERRIDE     /* a signed override */
};
#define XN_RULE_COUNT 9
/* "load" "probability" "quotient" "pooled" "parent" "no_data" "status" "held" "override" */
const char *xn_rule_fired_name(enum xn_rule_fired rule);

/* A person's word in the place of the rule's, for one unit, with a reason and until a day. */
struct xn_override {
    char level[64];
    char unit_id[128];
    bool lifted; /* ends an earlier override of the unit; class_ is not used */
    enum xn_class class_;
    char reason[256];
    char signed_by[128];
    xn_date signed_on, valid_until;
};

/* Every field is filled; NaN is "not used". The numbers of a unit decided with its neighbours
 * (XN_RULE_POOLED) are those of the pool; one that follows its parent keeps its own numbers and takes class_,
 * robust and at_* from the parent. */
struct xn_unit_class {
    enum xn_class class_;
    enum xn_rule_fired rule;
    bool low_n;      /* concentration, socio-economic: fewer persons than the level's minimum */
    bool robust;     /* the same class at 1.25, the rule's threshold and 2.0, hence between */
    double value;    /* what was compared: placements per 1,000, the observed share, or the status index */
    double quotient; /* observed share / city share; NaN for programme-load */
    double estimate; /* concentration: mean of the posterior share */
    double lower, upper;               /* concentration: equal-tailed interval of the posterior share */
    double probability;                /* concentration: Pr(LQ > threshold) */
    enum xn_class at_1, at_1_25, at_2; /* class at other thresholds; without a threshold: class_ */
    int status;                        /* socio-economic: 1 to 4; 0: none */
    enum xn_dynamic dynamic;           /* socio-economic */
    double dynamic_value;              /* what it was decided by */
    /* Used with XN_RULE_HELD and XN_RULE_OVERRIDE alone; see xn_unit_computed. */
    enum xn_class computed;           /* what the data say */
    enum xn_rule_fired computed_rule; /* and by which rule */
    enum xn_class standing;           /* what holds without the override: the published class of hysteresis */
    const struct xn_override *override; /* XN_RULE_OVERRIDE: the typology's, or a snapshot's; else NULL */
};
/* What the data say by themselves, without hysteresis and override. */
enum xn_class xn_unit_computed(const struct xn_unit_class *unit);
enum xn_rule_fired xn_unit_computed_rule(const struct xn_unit_class *unit);
/* What holds without an override: what the next refresh compares with. */
enum xn_class xn_unit_standing(const struct xn_unit_class *unit);

/* One level to classify, coarsest first; arrays borrowed. */
struct xn_typology_level {
    struct xn_counts counts;
    const size_t *parent;                 /* n_units positions in the level above; NULL on level 0 */
    const struct xn_adjacency *adjacency; /* for pooling; NULL: none */
    const double *placements;             /* programme-load: placements (moves) in the window, n_units */
    /* socio-economic: n_units values each, NaN where not known, already turned and divided; a level without
     * any of them has no data */
    const double *indicator[XN_INDICATOR_MAX];
    const double *change[XN_INDICATOR_MAX];
};

struct xn_typology {
    size_t n_levels;
    struct {
        size_t n_units;
        struct xn_unit_class *unit;
    } level[XN_LEVEL_MAX];
    double city_value; /* the city's share, or placements per 1,000; NaN for socio-economic */
    size_t group;      /* XN_NONE for programme-load and socio-economic */
    enum xn_profile_kind profile;
    struct xn_override *override; /* those that apply; NULL: none */
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
 * socio-economic (after Berlin's Monitoring Soziale Stadtentwicklung): each indicator becomes a z-score, its
 * distance from the mean of the level's units in their standard deviations. Mean and deviation (divided by n)
 * are over the units of the level that have min_persons people and all indicators, each unit counting once
 * however many live there. The status index of a unit is the mean of its z-scores in deviations of that
 * mean over the same units, so that the limits mean the same for one indicator and for four. Status 1 up to
 * and including status_limit[0], 2 up to [1], 3 up to [2], 4 above; the class is status_tier. The dynamic is
 * the same of the changes. A unit with fewer than min_persons takes its parent's class; one with an unknown
 * indicator has no data, and a unit without a change no dynamic. A level with fewer than three units to
 * compare, or whose units all have the same value of an indicator, has no data (no dynamic).
 *
 * The classes do not depend on the order of the rows. XN_ARGUMENT: unknown group, a parameter out of range,
 * no placements (programme-load), a unit without a parent (concentration); XN_UNDEFINED: city without people,
 * or the group empty. O(units log units). */
XN_MUST_CHECK enum xn_status xn_typology_classify(const struct xn_typology_rule *rule,
                                                  const struct xn_typology_level *level, size_t n_levels,
                                                  struct xn_typology **ret, struct xn_error *err);
/* What the profile `concentration` says of the units of the last level at other thresholds of the quotient
 * than its own: each by its own numbers on the prior of its parent, however few they are, so without pooling
 * and without a parent's class. ret: n_units x n_thresholds, row-major; a unit without people is
 * undetermined. A class only moves towards mixed as the threshold rises. The same errors. O(units x
 * thresholds). */
XN_MUST_CHECK enum xn_status xn_typology_at_thresholds(const struct xn_typology_rule *rule,
                                                       const struct xn_typology_level *level, size_t n_levels,
                                                       const double *threshold, size_t n_thresholds,
                                                       enum xn_class *ret, struct xn_error *err);
void xn_typology_free(struct xn_typology *typology);
XN_DEFINE_AUTO(xn_typology_free, struct xn_typology *)

/* --- from one refresh to the next ---------------------------------------------------------------------- */

/* What is published of a unit. */
struct xn_published_class {
    bool known;             /* there was such a unit, and it had data */
    enum xn_class standing; /* without an override */
    enum xn_class computed; /* what the data then said */
};
/* Hysteresis for one unit: the class that holds now. What is computed takes over at once for a unit that was
 * not known; otherwise only when the data before said the same and were other data (same_data: the digests of
 * what the classes rest on are equal). Whatever repeats itself on the same data, or comes and goes from one
 * data to the next, changes nothing. Applied to its own result on the same data it gives that result. */
enum xn_class xn_hysteresis(struct xn_published_class before, enum xn_class computed, bool same_data);
/* The same for all units of a typology; before[l]: n_units, or NULL: nothing known of that level. A unit
 * without data stays without a vote. */
void xn_typology_hold(struct xn_typology *typology, const struct xn_published_class *const *before,
                      bool same_data);
/* One override and the unit that it is about. */
struct xn_placed_override {
    size_t level, unit;
    const struct xn_override *override;
};
/* Puts overrides (copied; not lifted ones, one a unit) over what holds, and over the units below that take
 * their parent's class. A unit without data gets a class and a vote by it. Once a typology. */
XN_MUST_CHECK enum xn_status xn_typology_override(struct xn_typology *typology,
                                                  const struct xn_placed_override *placed, size_t n_placed,
                                                  const size_t *const parent[XN_LEVEL_MAX],
                                                  struct xn_error *err);

/* The verdict for an address that lies in unit[l] of level l (XN_NONE: in none, or no such level): the worst
 * class among levels with data, and the level that decided, which is the coarsest that has this class; a
 * level without data casts no vote and is set in the bit mask `ret_without_data`, level l as bit 1 << l. No
 * level with data: undetermined, deciding level XN_NONE. */
enum xn_class xn_typology_address(const struct xn_typology *typology, const size_t *unit, size_t n_levels,
                                  size_t *ret_deciding_level, unsigned *ret_without_data);

#endif
