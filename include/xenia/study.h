/* study.h - one reproducible run: inputs and parameters in, every result out.
 *
 * The command line, the daemon and the tests all go through here, so that they cannot differ. A study needs
 * no database: what the store holds comes in as structs.
 */
#ifndef XENIA_STUDY_H
#define XENIA_STUDY_H

#include "xenia/buf.h"
#include "xenia/city.h"
#include "xenia/housing.h"
#include "xenia/indices.h"
#include "xenia/ledger.h"
#include "xenia/matching.h"
#include "xenia/typology.h"

/* --- the city ---------------------------------------------------------------------------------------- */

/* Reads every layer and table and builds the city. options may be NULL. counts: n_levels tables that take the
 * place of the files' own columns, as the store keeps them (the same columns beside "unit_id"); NULL: the
 * files'. */
XN_MUST_CHECK enum xn_status xn_study_load_city(const struct xn_city_input *input,
                                                const struct xn_city_options *options,
                                                const struct xn_table *const *counts, struct xn_city **ret,
                                                struct xn_notes *notes, struct xn_error *err);

/* --- indices --------------------------------------------------------------------------------------- */

/* Which indices: `index` holds texts as "atkinson:b=0.1"; none means every one that the input allows. */
struct xn_index_selection {
    const char *const *index;
    size_t n_indices;
    unsigned forms; /* enum xn_form, or-ed; 0: one-group and multigroup */
    size_t level;
};

struct xn_index_result {
    const struct xn_index_entry *entry;
    enum xn_form form;
    size_t group, reference; /* XN_NONE where the form has none */
    struct xn_parameters parameters;
    double value;  /* NAN: undefined */
    char *reason;  /* why undefined, in the profile's arena; NULL */
    double *local; /* form local: n_units values in the arena; else NULL */
};

struct xn_profile {
    size_t n_results;
    struct xn_index_result *result;
    struct xn_arena *arena;
};

/* Computes the selection in catalogue order (or the order asked), per group in group order. An index asked by
 * name in a form it has not is XN_ARGUMENT. A city without a multigroup value still gives the others. */
XN_MUST_CHECK enum xn_status xn_study_indices(const struct xn_city *city,
                                              const struct xn_index_selection *selection,
                                              struct xn_profile **ret, struct xn_error *err);
void xn_profile_free(struct xn_profile *profile);
XN_DEFINE_AUTO(xn_profile_free, struct xn_profile *)

/* --- classes --------------------------------------------------------------------------------------- */

/* XN_INPUT when the policy compares a group, or uses an indicator, that the city has not. */
XN_MUST_CHECK enum xn_status xn_study_check_policy(const struct xn_city *city, const struct xn_policy *policy,
                                                   struct xn_error *err);
/* Every placement names a unit of the city, or a place; a fault names file, line and column. `source`: the
 * file they come from. */
XN_MUST_CHECK enum xn_status xn_study_check_placements(const struct xn_city *city,
                                                       const struct xn_placement *placement,
                                                       size_t n_placements, const char *source,
                                                       struct xn_notes *notes, struct xn_error *err);
/* Classes of all units of all levels under the policy. Placements in the window count for programme-load (at
 * every level that holds them); one that lies in no unit is noted. */
XN_MUST_CHECK enum xn_status xn_study_classify(const struct xn_city *city, const struct xn_policy *policy,
                                               const struct xn_placement *placement, size_t n_placements,
                                               xn_date as_of, struct xn_typology **ret,
                                               struct xn_notes *notes, struct xn_error *err);

/* What turns the classes that the data give into those that hold. */
struct xn_settling {
    const struct xn_published_class *const *before; /* by level, n_units each or NULL; NULL: nothing published
                                                       under this policy */
    bool same_data;                                 /* what is published rests on the same data */
    const struct xn_override *override;             /* signed ones, one a unit */
    size_t n_overrides;
    xn_date as_of;
};
/* Hysteresis, if the policy has it, then overrides. One that does not apply on the day, or is about no unit
 * of the city, is noted. */
XN_MUST_CHECK enum xn_status xn_study_settle(const struct xn_city *city, const struct xn_policy *policy,
                                             const struct xn_settling *settling, struct xn_typology *typology,
                                             struct xn_notes *notes, struct xn_error *err);
/* XN_INPUT: no such level or unit. */
XN_MUST_CHECK enum xn_status xn_study_find_override(const struct xn_city *city,
                                                    const struct xn_override *override,
                                                    struct xn_placed_override *ret, struct xn_error *err);
/* The digest of the data that classes rest on, which hysteresis compares: counts and indicators; under
 * programme-load the counts and the placements that the window holds on the day, for there a placement is a
 * datum like a count: the next one anywhere confirms what the last one changed. */
void xn_study_evidence_digest(const struct xn_city *city, const struct xn_policy *policy,
                              const struct xn_placement *placement, size_t n_placements, xn_date as_of,
                              char ret[XN_DIGEST_HEX]);

/* The id of the data behind an answer: city, policy, placements and the classes that follow from them. */
void xn_study_snapshot_id(const struct xn_city *city, const struct xn_policy *policy,
                          const struct xn_placement *placement, size_t n_placements,
                          const struct xn_typology *typology, char ret[XN_DIGEST_HEX]);

/* --- ranking --------------------------------------------------------------------------------------- */

struct xn_rank_input {
    const struct xn_city *city;
    const struct xn_policy *policy;
    const struct xn_placement *placement;
    size_t n_placements;
    const struct xn_dwelling *dwelling; /* placed, once for any number of households: below */
    size_t n_dwellings;
    struct xn_household *household; /* ties are projected */
    xn_date as_of;
    const char *counts_as_of; /* the day of the counts ("2004-12-31"): who moved in later is not in them yet;
                                 NULL or no date: everybody who moved in is */
    const char *snapshot;     /* id, or NULL: xn_study_snapshot_id */
    const struct xn_typology *typology; /* NULL: classified here */
    struct xn_projection *projection;   /* of the city's CRS, this thread's; NULL: made here (20 ms) */
};

/* Everything one answer needs; owns what it made, borrows the input. */
struct xn_study {
    const struct xn_rank_input *input;
    char snapshot[XN_DIGEST_HEX];
    struct xn_typology *own_typology;
    struct xn_effect_base *effect;
    char effect_reason[256];
    struct xn_ranking_request request;
    struct xn_ranking *ranking;
};

/* Puts dwellings on the map: coordinates to metres, metres to units. projection as in xn_rank_input. */
XN_MUST_CHECK enum xn_status xn_study_place_dwellings(const struct xn_city *city,
                                                      struct xn_projection *projection,
                                                      struct xn_dwelling *dwelling, size_t n_dwellings,
                                                      struct xn_error *err);
/* Ranks placed dwellings for one household. The input's dwellings, typology and city are only read, so many
 * households can be ranked over the same ones, one after the other or in several threads (each with a
 * projection of its own); 50,000 dwellings take some 10 ms and 10 MB, given back by xn_study_free. */
XN_MUST_CHECK enum xn_status xn_study_rank(const struct xn_rank_input *input, struct xn_study **ret,
                                           struct xn_notes *notes, struct xn_error *err);
void xn_study_free(struct xn_study *study);
XN_DEFINE_AUTO(xn_study_free, struct xn_study *)

/* --- results as JSON (SERVICE 1), the same from command line and daemon ------------------------------ */

/* A whole document: {"input", "results", "local"?}. */
void xn_study_put_profile(struct xn_json *json, const struct xn_city *city, const struct xn_city_input *input,
                          const struct xn_profile *profile, size_t level, enum xn_language language);
/* The array of results alone, without the local ones. */
void xn_study_put_results(struct xn_json *json, const struct xn_city *city, const struct xn_profile *profile,
                          size_t level, enum xn_language language);
/* A whole document: {"digest", "policy", "as_of", "group", "city_value", "units"}. */
void xn_study_put_typology(struct xn_json *json, const struct xn_city *city, const struct xn_policy *policy,
                           const struct xn_typology *typology, xn_date as_of, enum xn_language language);
/* The object of a policy: name, version, demonstration, signed_by, valid_until, digest. */
void xn_study_put_policy(struct xn_json *json, const struct xn_policy *policy);
/* The members of a unit's class, into an open object: class, class_text, rule, share, interval ... */
void xn_study_put_class(struct xn_json *json, const struct xn_typology *typology,
                        const struct xn_unit_class *unit, enum xn_language language);

/* How a ranking is shown; what it is does not depend on it. */
struct xn_ranking_view {
    enum xn_language language;
    size_t offset, limit;                    /* of ranked rows; limit 0: all */
    const char *counts_as_of, *offers_as_of; /* text or NULL */
    bool with_excluded;
};
/* A whole document: {"snapshot", "policy", "request_digest", ..., "ranked": [...], "excluded": [...]}. */
void xn_study_put_ranking(struct xn_json *json, const struct xn_study *study,
                          const struct xn_ranking_view *view);

/* --- a batch: many households, many dwellings (HOUSING 3) --------------------------------------------- */

struct xn_match_household {
    const char *id; /* unique: the office's number, or the file's */
    struct xn_household *needs;
};

/* How many placements of this batch may go where; a limit below 0: none. */
struct xn_match_named_quota {
    const char *level, *unit_id; /* a unit of a level; NULL both: a corporation */
    const char *corporation;
    int64_t limit;
};
struct xn_match_quotas {
    int64_t per_unit;        /* in each unit of the finest level */
    int64_t per_parent;      /* in each unit of the level above it */
    int64_t per_corporation; /* of each corporation */
    size_t n_named;
    const struct xn_match_named_quota *named; /* in addition; where one names a unit, it alone counts there */
    enum xn_match_unit unit;                  /* what all of them count */
};
#define XN_MATCH_NO_QUOTAS                                                                                   \
    {                                                                                                        \
        .per_unit = -1, .per_parent = -1, .per_corporation = -1                                              \
    }

struct xn_match_input {
    struct xn_rank_input
        rank; /* city, policy, placements, placed dwellings, day ...; its household is not used */
    const struct xn_match_household *household; /* in the order of arrival, for the yardsticks */
    size_t n_households;
    struct xn_match_quotas quotas;
    size_t rows;         /* best rows of each household's list that are arcs; 0: XN_MATCH_ROWS */
    size_t rounds;       /* of the search (matching.h); 0: its default */
    double time_limit_s; /* 0: none, so that the same input gives the same bytes */
    uint64_t seed;       /* of the random yardstick */
};
#define XN_MATCH_ROWS 200

/* One row of a household's list that may be used. */
struct xn_match_arc {
    uint32_t dwelling; /* position in the input */
    int32_t cost;      /* xn_ranking_utility */
    size_t rank;       /* in the household's own list */
    enum xn_class tier;
};
struct xn_match {
    const struct xn_match_input *input;
    char snapshot[XN_DIGEST_HEX];
    struct xn_match_problem problem; /* arcs of household h: problem.first_arc[h] ... */
    const struct xn_match_arc *arc;
    const size_t *n_listed; /* n_households: rows of the list before the best were taken */
    struct xn_matching *best, *greedy, *random;
    struct xn_arena *arena;
};
/* Ranks every household, takes the best rows of each list as arcs, and solves. The dwellings are placed
 * before (xn_study_place_dwellings). A proposal: nothing is assigned. XN_ARGUMENT: a quota names a level,
 * unit or corporation that is not there, per_parent in a city of one level, an id twice. */
XN_MUST_CHECK enum xn_status xn_study_match(const struct xn_match_input *input, struct xn_match **ret,
                                            struct xn_notes *notes, struct xn_error *err);
void xn_match_free(struct xn_match *match);
XN_DEFINE_AUTO(xn_match_free, struct xn_match *)
/* A whole document: {"snapshot", "policy", "as_of", "unit", "exact", "placed": [pairs with rank, cost and
 * sentences], "unplaced": [with reasons], "quotas", "bound", "gap", "yardsticks": {"greedy", "random"}}. */
void xn_study_put_matching(struct xn_json *json, const struct xn_match *match, enum xn_language language);
/* The sentences of one household of the answer, blank-separated: what its dwelling costs the others, or why
 * it has none. */
void xn_match_put_sentences(struct xn_buf *buf, const struct xn_match *match, size_t household,
                            enum xn_language language);

/* --- the ledger ---------------------------------------------------------------------------------------- */

/* A whole document: {"from", "to", "quarters", "corporations", "exceptions", "refusals", "first_row",
 * "fairness", "areas", "objections", "hypotheses"}; what is undefined is null, with a reason. */
void xn_study_put_ledger(struct xn_json *json, const struct xn_ledger *ledger, enum xn_language language);

#endif
