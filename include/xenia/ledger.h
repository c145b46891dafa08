/* ledger.h - what came of it: the figures of a quarter, from what the office recorded.
 *
 * Pure functions of records: offers made, placements, households, promises. Counts are of the programme and
 * of areas; no household is told apart by name, origin or behaviour. A rate comes with its interval; a rate
 * without cases is undefined (NAN), never 0.
 */
#ifndef XENIA_LEDGER_H
#define XENIA_LEDGER_H

#include <stdbool.h>
#include "xenia/housing.h"
#include "xenia/memory.h"
#include "xenia/status.h"
#include "xenia/text.h"
#include "xenia/typology.h"

/* --- intervals ----------------------------------------------------------------------------------------- */

struct xn_rate {
    size_t cases, of;
    double share, lower, upper; /* NAN when `of` is 0 */
};
/* Wilson's score interval (Wilson 1927, JASA 22:209-212): (p + z^2/2n ± z sqrt(p(1-p)/n + z^2/4n^2)) / (1 +
 * z^2/n). z of 1.959964 for 95 %. 19 of 21: 0.711 to 0.974. Within [0, 1]. */
struct xn_rate xn_wilson(size_t cases, size_t of, double z);
#define XN_Z_95 1.959963984540054

/* --- records ------------------------------------------------------------------------------------------- */

/* Texts are "" when not known, numbers NAN, dates XN_NO_DATE; everything borrows the arena. */
struct xn_ledger_commitment {
    const char *corporation;
    const char *quarter; /* "2004Q3" */
    size_t promised;
};
/* The dwelling of an offer or placement, as it was when decided. */
struct xn_ledger_dwelling {
    const char *id, *corporation;
    double rent_eur, rooms, area_m2;
};
enum xn_ledger_outcome {
    XN_LEDGER_DRAFT,
    XN_LEDGER_MADE, /* no answer yet */
    XN_LEDGER_ACCEPTED,
    XN_LEDGER_REFUSED,
    XN_LEDGER_EXPIRED,
    XN_LEDGER_WITHDRAWN
};
struct xn_ledger_offer {
    struct xn_ledger_dwelling dwelling;
    const char *household; /* random id; tells offers of one household together, nothing else */
    xn_date made_on, closed_on;
    enum xn_ledger_outcome outcome;
    enum xn_class class_;
    size_t rank, n_listed;
    const char *refusal_code, *reason_code, *decided_by;
};
struct xn_ledger_placement {
    struct xn_ledger_dwelling dwelling;
    const char *household, *unit_id, *level;
    xn_date decided_on, moved_in_on, ended_on;
    enum xn_class class_;
    double persons, tie_distance_m;
    double effect_before, effect_after; /* of the chosen index, at the decision; NAN: none */
    size_t rank;
    const char *reason_code, *decided_by;
};
struct xn_ledger_household {
    const char *id;
    xn_date arrived_on, left_on;
    double persons; /* NAN when erased */
    bool waiting;
    bool step_free; /* is needed; false also when not known */
};
/* A dwelling published (promised becomes offered by the corporation), whether or not a household got an
 * offer. */
struct xn_ledger_publication {
    struct xn_ledger_dwelling dwelling;
    xn_date published_on;
    enum xn_class class_; /* of its place under the policy now; undetermined without a place */
};
struct xn_ledger_objection {
    xn_date raised_on, deadline, decided_on;
    bool upheld;
};
struct xn_ledger_records {
    xn_date today; /* of the database, or of the demonstration */
    size_t n_commitments, n_offers, n_placements, n_households, n_publications, n_objections;
    struct xn_ledger_commitment *commitment;
    struct xn_ledger_offer *offer;
    struct xn_ledger_placement *placement;
    struct xn_ledger_household *household;
    struct xn_ledger_publication *publication;
    struct xn_ledger_objection *objection;
    struct xn_arena *arena;
};
void xn_ledger_records_free(struct xn_ledger_records *records);
XN_DEFINE_AUTO(xn_ledger_records_free, struct xn_ledger_records *)

/* --- quarters ------------------------------------------------------------------------------------------ */

/* 4 * year + quarter - 1: quarters can be counted and compared. */
typedef int32_t xn_quarter;
#define XN_NO_QUARTER INT32_MIN
bool xn_quarter_parse(const char *text, xn_quarter *ret); /* "2004Q3" */
void xn_quarter_print(xn_quarter quarter, char ret[16]);
xn_quarter xn_quarter_of(xn_date date); /* XN_NO_QUARTER for XN_NO_DATE */
xn_date xn_quarter_first_day(xn_quarter quarter);
xn_date xn_quarter_last_day(xn_quarter quarter);

/* --- statistics ---------------------------------------------------------------------------------------- */

/* Median and quartiles by Hyndman & Fan 1996, type 7 (linear between order statistics); NAN without values.
 */
struct xn_quartiles {
    size_t n;
    double lower, median, upper;
};
/* Sorts `value`. */
struct xn_quartiles xn_quartiles_of(double *value, size_t n);

/* How far group a lies above group b: the Hodges-Lehmann shift, the median of all differences a - b (1963),
 * with Moses' interval from the normal approximation of Mann-Whitney's U: its ends are the k-th smallest and
 * k-th greatest difference, k = n m / 2 - z sqrt(n m (n + m + 1) / 12). No random numbers, no assumption on
 * the distributions but that they have the same shape. Sorts both; NAN when one is empty. O((n + m) 64). */
struct xn_shift {
    double shift, lower, upper;
};
struct xn_shift xn_hodges_lehmann(double *a, size_t n_a, double *b, size_t n_b, double z);

/* --- figures ------------------------------------------------------------------------------------------- */

/* Quarters are those of what happened: a move counts on the day it took place, an answer on its day, a
 * dwelling on the day it was published, a household on the day it arrived. */

#define XN_CLASS_COUNT 3
struct xn_by_class {
    size_t of[XN_CLASS_COUNT]; /* by enum xn_class */
};
size_t xn_by_class_sum(struct xn_by_class counts);

/* One corporation in one quarter. */
struct xn_ledger_share {
    const char *corporation;
    xn_quarter quarter;
    bool has_promise;
    size_t promised;             /* 0 without a promise */
    struct xn_by_class offered;  /* dwellings it published */
    struct xn_by_class made;     /* offers of them made to households */
    struct xn_by_class accepted; /* offers that households accepted */
};

/* What the moves came to. "In a mixed area" is what the programme wants; "not in a concentrated area" counts
 * the undetermined ones too. Both by the class frozen at the decision. */
struct xn_ledger_moves {
    struct xn_by_class by_class;
    struct xn_rate in_mixed, not_concentrated;
};
struct xn_ledger_quarter {
    xn_quarter quarter;
    size_t households_arrived;
    double persons_arrived; /* as many as they are now; who joined later counts with the household */
    size_t households_of_unknown_size;
    struct xn_ledger_moves moves, so_far; /* so_far: since the first quarter of the range */
    size_t ended, left;                   /* placements that ended, households that left the programme */
    struct xn_quartiles waited_days;      /* from arrival to the move, of those who moved */
};

/* How often a code was given: exceptions (of moves) and refusals (of offers), per quarter. */
struct xn_code_count {
    xn_quarter quarter;
    const char *code;
    size_t count;
};

/* R7: how often the accepted offer was the first row of its list. From XN_RUBBER_STAMP_DECISIONS on, a share
 * over XN_RUBBER_STAMP_SHARE is a notice that people may be rubber-stamping; below that it says nothing. */
#define XN_RUBBER_STAMP_SHARE 0.95
#define XN_RUBBER_STAMP_DECISIONS 20
struct xn_ledger_month {
    int year, month;
    struct xn_rate first_row;
    bool enough, notice;
};
const char *xn_ledger_month_sentence(const struct xn_ledger_month *month); /* English */

/* R15: those of the programme against a comparison, one measure in one quarter. Fewer than
 * XN_FAIRNESS_LEAST on a side: nothing but the numbers of cases, and why. */
#define XN_FAIRNESS_LEAST 5
enum xn_fairness_measure {
    XN_FAIRNESS_RENT,         /* rent_eur: dwellings moved into; those published in the quarter and not let */
    XN_FAIRNESS_RENT_PER_M2,  /* rent_per_m2_eur: the same */
    XN_FAIRNESS_AREA,         /* area_m2: the same */
    XN_FAIRNESS_ROOMS,        /* rooms: the same */
    XN_FAIRNESS_TIE_DISTANCE, /* tie_distance_m: moves into mixed areas; moves into others */
    XN_FAIRNESS_WAITING,      /* waiting_days: those who moved; those still waiting at the quarter's end (or
                                 today) */
    XN_FAIRNESS_COUNT
};
const char *xn_fairness_name(enum xn_fairness_measure measure);
const char *xn_fairness_sentence(enum xn_fairness_measure measure); /* what is compared; English */
struct xn_comparison {
    xn_quarter quarter;
    enum xn_fairness_measure measure;
    size_t n_programme, n_comparison;
    double programme, comparison; /* medians */
    struct xn_shift difference;   /* programme minus comparison */
    const char *reason;           /* why all that is NAN, English; or NULL */
};

/* An area that received moves. */
struct xn_ledger_area {
    const char *level, *unit_id;
    size_t moves;
    double persons;
};

struct xn_ledger_objections {
    size_t raised, decided, decided_in_time, upheld;
    size_t open, overdue; /* of those raised: not decided, and past their deadline today */
};

/* DOMAIN's three hypotheses, each by what the records can measure; they prove none of them. */
enum xn_hypothesis {
    XN_HYPOTHESIS_RELIEF,   /* "dense_areas_relieved" */
    XN_HYPOTHESIS_USE,      /* "families_use_other_areas" */
    XN_HYPOTHESIS_POTENTIAL /* "areas_take_in_potential" */
};
struct xn_hypothesis_measure {
    enum xn_hypothesis hypothesis;
    const char *id;      /* "moves_into_concentrated" */
    const char *english; /* what is measured */
    size_t n;
    double value, lower, upper; /* NAN: not measured */
    const char *reason;         /* why not, English; or NULL */
    const char *not_shown;      /* what it does not show, English */
};
const char *xn_hypothesis_name(enum xn_hypothesis hypothesis);
const char *xn_hypothesis_sentence(enum xn_hypothesis hypothesis); /* English */
#define XN_NEAR_TIES_M 2000.0                                      /* what counts as near the ties */

struct xn_ledger {
    xn_quarter from, to;
    xn_date today;
    size_t n_quarters, n_shares, n_exceptions, n_refusals, n_months, n_comparisons, n_areas, n_measures;
    struct xn_ledger_quarter *quarter;     /* every quarter of the range */
    struct xn_ledger_share *share;         /* by quarter, then corporation; where there is anything */
    struct xn_code_count *exception;       /* by quarter, then code */
    struct xn_code_count *refusal;         /* the same */
    struct xn_ledger_month *month;         /* with at least one accepted offer */
    struct xn_comparison *comparison;      /* by quarter, then measure */
    struct xn_ledger_area *area;           /* most moves first, then level and id */
    struct xn_hypothesis_measure *measure; /* by hypothesis */
    struct xn_quartiles waited_days;       /* of all moves in the range */
    struct xn_quartiles waiting_days;      /* of those waiting today, whenever they arrived */
    double longest_waiting_days;           /* NAN when nobody waits */
    size_t offers_made, accepted, refused, expired, withdrawn, unanswered; /* offers made in the range */
    struct xn_ledger_objections objections;                                /* raised in the range */
    struct xn_arena *arena;
};
/* XN_ARGUMENT when `from` is after `to`, or the range longer than 100 years. Without records every rate and
 * median is NAN. Borrows the texts of `records`. O(quarters n log n). */
XN_MUST_CHECK enum xn_status xn_ledger_compute(const struct xn_ledger_records *records, xn_quarter from,
                                               xn_quarter to, struct xn_ledger **ret, struct xn_error *err);
void xn_ledger_free(struct xn_ledger *ledger);
XN_DEFINE_AUTO(xn_ledger_free, struct xn_ledger *)
/* The quarters from the first record to the last; that of `today` without any. Dwellings that were published
 * do not count: a feed reaches back as far as it likes. */
void xn_ledger_range(const struct xn_ledger_records *records, xn_quarter *ret_from, xn_quarter *ret_to);

/* --- reported figures against the ledger ---------------------------------------------------------------- */

/* One figure that a report gives. */
enum xn_reported_what {
    XN_REPORTED_PERSONS_ARRIVED,
    XN_REPORTED_HOUSEHOLDS_ARRIVED,
    XN_REPORTED_HOUSEHOLDS_ARRIVED_AT_MOST,
    XN_REPORTED_MOVES,
    XN_REPORTED_NOT_SEGREGATED, /* moves into areas that the report calls not segregated */
    XN_REPORTED_SEGREGATED,
    XN_REPORTED_EXCEPTION, /* of the kind `code` */
    XN_REPORTED_HOUSEHOLDS_OPEN,
    XN_REPORTED_HOUSEHOLDS_SUPPORTED, /* in the search for a dwelling */
    XN_REPORTED_WORKING_GROUP_MEMBERS,
    XN_REPORTED_COUNT
};
const char *xn_reported_name(enum xn_reported_what what); /* "persons_arrived" ... */
bool xn_reported_parse(const char *name, enum xn_reported_what *ret);

struct xn_reported {
    const char *report;  /* which paper says so: "report 2004Q3" */
    uint32_t line;       /* in the file of reported figures */
    xn_quarter from, to; /* what it is about: one quarter, half a year, a year */
    bool so_far;         /* counted from the beginning to `to` */
    enum xn_reported_what what;
    const char *code;          /* of an exception; "" none */
    xn_quarter of_from, of_to; /* only of the households that arrived then; XN_NO_QUARTER: all */
    double value;
    const char *wording; /* in our own words */
};

/* Where the figures of the reports contradict each other or the ledger. */
struct xn_contradiction {
    struct xn_reason reason; /* its code and its sentence in every language (xn_reason_put) */
    size_t n_reported;
    const struct xn_reported *reported[6]; /* the figures it rests on */
    const char *ledger_what; /* what the ledger's figure is, English; NULL: the ledger has none */
    double ledger;           /* NAN: none */
};
struct xn_reconciliation {
    size_t count;
    struct xn_contradiction *contradiction; /* in the order of the rules below */
    struct xn_arena *arena;
};
/* The rules, each over whatever figures are given:
 *   "parts_do_not_add_up"       what the quarters say does not add up to what the year says, and the ledger
 * has nothing in the quarters without a report that explains the difference "more_moved_than_arrived"   of
 * the arrivals of a period more moved than arrived at all "exceptions_overlap"        a report names more
 * exceptions than were added since the one before: one of the earlier ones must be among them
 *   "probably_the_same"         an exception named without any being added, and an earlier one it fits: to be
 *                               linked, never merged
 *   "same_number_other_thing"   a number that counts something else equals a number of households
 *   "differs_from_ledger"       a reported figure and the ledger's own differ
 * `reported` and `records` are borrowed. */
XN_MUST_CHECK enum xn_status xn_reconcile(const struct xn_reported *reported, size_t n_reported,
                                          const struct xn_ledger_records *records,
                                          struct xn_reconciliation **ret, struct xn_error *err);
void xn_reconciliation_free(struct xn_reconciliation *reconciliation);
XN_DEFINE_AUTO(xn_reconciliation_free, struct xn_reconciliation *)

#endif
