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

/* XN_INPUT when the policy compares a group that the city has not. */
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
    struct xn_dwelling *dwelling; /* is placed: has_place, x_m, y_m, unit, outside_city are written */
    size_t n_dwellings;
    struct xn_household *household; /* ties are projected */
    xn_date as_of;
    const char *snapshot;               /* id, or NULL: xn_study_snapshot_id */
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
/* Ranks placed dwellings for one household. */
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

#endif
