/* matching.h - many households, many dwellings, at once: the best batch under quotas.
 *
 * A proposal for people to decide about, never an assignment. Who may get what comes in as arcs (a fit
 * dwelling of a household's ranking, with the documented cost of xn_ranking_utility); how many may go where
 * comes in as quotas. Pure functions: the same problem gives the same answer, whatever the order of its
 * households, dwellings and arcs.
 */
#ifndef XENIA_MATCHING_H
#define XENIA_MATCHING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "xenia/status.h"

#define XN_MATCH_COST_MAX 1000000 /* of one arc; 0 is the best */

/* --- the problem ----------------------------------------------------------------------------------- */

/* At most `limit` in all dwellings that name this quota: households, or persons. */
struct xn_match_quota {
    const char *name; /* "block 6302", "district 63", "Demobau Münster": for explanations */
    int64_t limit;    /* 0 or more */
};

enum xn_match_unit {
    XN_MATCH_HOUSEHOLDS, /* a quota counts households: exact where the quotas are laminar */
    XN_MATCH_PERSONS     /* a quota counts persons; a family is never divided: bound and gap */
};

/* Everything is borrowed. Ids are unique and make the tie order; arcs of a household name a dwelling once. */
struct xn_match_problem {
    size_t n_households;
    const char *const *household_id;
    const int *persons; /* n_households, 1 or more */
    size_t n_dwellings;
    const char *const *dwelling_id;
    const size_t
        *first_arc; /* n_households + 1: arcs of household h are first_arc[h] .. first_arc[h + 1] - 1 */
    const uint32_t *arc_dwelling; /* position of the dwelling */
    const int32_t *arc_cost;      /* 0 .. XN_MATCH_COST_MAX */
    size_t n_quotas;
    const struct xn_match_quota *quota;
    const size_t *first_quota;      /* n_dwellings + 1 */
    const uint32_t *dwelling_quota; /* quotas that a placement in the dwelling counts to, in any order */
    enum xn_match_unit unit;
    const char *seed_text; /* the snapshot: key of the ties' hash and seed of searches */
    /* persons, and quotas that are not laminar: how long to search */
    double time_limit_s; /* 0: `rounds` alone decides (the same bytes on every machine) */
    size_t rounds;       /* 0: 6,375 a household, of 50 at least; 1,000 households take 6 to 15 s */
};

/* --- the answer ------------------------------------------------------------------------------------ */

enum xn_unplaced_reason {
    XN_PLACED,
    XN_UNPLACED_NO_DWELLING,  /* no dwelling fits it at all */
    XN_UNPLACED_FAMILY_QUOTA, /* persons: every fitting dwelling lies under a quota smaller than the family */
    XN_UNPLACED_QUOTA,        /* a free fitting dwelling is there, but `quota` binds */
    XN_UNPLACED_TAKEN         /* every fitting dwelling serves the batch better with another household */
};

struct xn_matching {
    bool exact;      /* proven optimal: the bound is met */
    size_t n_placed; /* maximal (exact), or the best found */
    int64_t cost;    /* sum over the placed */
    /* objective: cost, and XN_MATCH_COST_MAX + 1 for each unplaced household (a measure for printing only).
     * bound_objective: a lower bound of it; gap: how far the objective is above the bound, relative to the
     * bound; 0 when exact. Yardsticks have no bound: bound_objective and gap are NAN. */
    double bound_objective, objective, gap;
    size_t *dwelling_of;             /* n_households; XN_NONE: unplaced */
    size_t *arc_of;                  /* n_households: position of the arc; XN_NONE: unplaced */
    enum xn_unplaced_reason *reason; /* n_households */
    size_t *binding_quota;           /* n_households: for XN_UNPLACED_QUOTA and _FAMILY_QUOTA; else XN_NONE */
    int64_t *quota_used;             /* n_quotas: households or persons; never above the limit */
    /* Prices, 0 or more, and 0 where nothing binds. Exact: the duals of the batch. For every arc
     *     reduced cost = cost - household price + dwelling price + prices of the dwelling's quotas >= 0,
     * and = 0 where it is used; an unplaced household's price is `unplaced_price`, no other's is higher. So
     * with one such dwelling, or one place in the quota, more, the batch's cost falls by the price at most;
     * with one less it rises by the price at least. One household more of this kind costs the household's
     * price. `unplaced_price` is what an unplaced household counts: more than twice what any rearrangement of
     * the others can cost. A price above half of it means: it is about placing one household more or fewer.
     * Not exact: Lagrangian prices of the quotas, rounded; they guide but prove nothing. */
    int64_t *dwelling_price, *quota_price, *household_price;
    int64_t unplaced_price;
    size_t iterations; /* pivots, or rounds of the search */
};

/* Solves the batch. XN_ARGUMENT names what is wrong in the problem (a position out of range, a dwelling twice
 * in a household, a cost or persons out of range). XN_LIMIT: more than 2^31 arcs. Objective: as many
 * households placed as possible (XN_MATCH_PERSONS: too, households not persons), then least cost, then the
 * least sum of lots (8 bits of a keyed hash of household and dwelling; fewer where 64 bits would not
 * suffice, beyond 20,000 x 50,000 at the greatest cost); equal problems in another order give the same pairs
 * by id. Households with laminar quotas (any two are nested or apart, as units in districts are): exact by
 * network simplex. Households with quotas that cross (a corporation over many districts), and persons:
 * Lagrangian bound, ruin and recreate from the flow; `gap` says how far it can be from the best. */
XN_MUST_CHECK enum xn_status xn_matching_solve(const struct xn_match_problem *problem,
                                               struct xn_matching **ret, struct xn_error *err);
void xn_matching_free(struct xn_matching *matching);
XN_DEFINE_AUTO(xn_matching_free, struct xn_matching *)

/* Are the quotas laminar? If not, two that cross come back (positions), for the sentence; else XN_NONE. */
XN_MUST_CHECK enum xn_status xn_quotas_laminar(const struct xn_match_problem *problem, bool *ret_laminar,
                                               size_t *ret_first, size_t *ret_second, struct xn_error *err);

/* Yardsticks: in the order given (of arrival), each household takes its cheapest free dwelling within the
 * quotas (greedy), or one of them by the seed (random). arrival: n_households positions; NULL: as they stand.
 */
XN_MUST_CHECK enum xn_status xn_matching_greedy(const struct xn_match_problem *problem, const size_t *arrival,
                                                struct xn_matching **ret, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_matching_random(const struct xn_match_problem *problem, const size_t *arrival,
                                                uint64_t seed, struct xn_matching **ret,
                                                struct xn_error *err);

/* --- households one by one --------------------------------------------------------------------------- */

/* Shadow prices from sampled futures: `n_futures` samples of the households that may still come (drawn from
 * the problem's households as a pool) are solved; the mean prices of dwellings and quotas are what a dwelling
 * given away now costs later. */
struct xn_match_online_settings {
    size_t n_futures;     /* 0: 10; four times as many for the first pricing */
    size_t refresh_every; /* arrivals between two pricings; 0: 20 */
};
/* Households arrive in the order of `arrival`; each gets the dwelling with the least cost + price, or waits
 * when that is more than being unplaced costs. `pool`: a problem over the same dwellings and quotas whose
 * households stand for those that may come (last year's). Decisions look at nothing that comes later. */
XN_MUST_CHECK enum xn_status xn_matching_online(const struct xn_match_problem *problem, const size_t *arrival,
                                                const struct xn_match_problem *pool,
                                                const struct xn_match_online_settings *settings,
                                                struct xn_matching **ret, struct xn_error *err);

#endif
