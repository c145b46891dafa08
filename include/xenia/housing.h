/* housing.h - policy, dwellings and households, and the ranked list with its reasons.
 *
 * Pure functions: everything that a ranking depends on is in its request. Advice only: nothing here assigns,
 * rejects or scores a household; every offer that comes in goes out, ranked or excluded with all reasons.
 */
#ifndef XENIA_HOUSING_H
#define XENIA_HOUSING_H

#include <stdbool.h>
#include "xenia/buf.h"
#include "xenia/counts.h"
#include "xenia/digest.h"
#include "xenia/message.h"
#include "xenia/notes.h"
#include "xenia/text.h"
#include "xenia/typology.h"

/* --- policy ---------------------------------------------------------------------------------------- */

/* The order of the list, compared one after the other. */
enum xn_criterion { XN_BY_TIER, XN_BY_EFFECT, XN_BY_NEEDS, XN_BY_RENT, XN_BY_HASH };
#define XN_CRITERION_MAX 5
enum xn_effect_index { XN_EFFECT_THEIL_H, XN_EFFECT_VARIANCE_RATIO };

/* A figure by the size of a household: value[k - 1] for k persons up to `n`, then `more` for each further
 * person; with n = 0 `more` a person. All 0: not set. */
#define XN_BY_SIZE_MAX 12
struct xn_by_size {
    size_t n;
    double value[XN_BY_SIZE_MAX];
    double more;
};
double xn_by_size_at(const struct xn_by_size *table, int persons); /* NAN: not set */

/* What holding a code tells of the income: it is not above this, whatever the size of the household. */
#define XN_INCOME_MAX 8
struct xn_income_band {
    char code[32];
    double up_to_eur; /* per year */
};

struct xn_policy {
    char name[64];    /* also the profile's file name: "programme-load" */
    char version[32]; /* "1" */
    char signed_by[128];
    xn_date signed_on;
    xn_date valid_until;
    char legal_basis[256];
    char dpia_reference[128];
    bool demonstration; /* demo city only; printed on every output */
    struct xn_typology_rule rule;
    char effect_group[64]; /* concentration: who counts as programme household; "" = the rule's group */
    enum xn_effect_index effect_index;
    double effect_band;      /* thousandths of the index: changes are rounded to multiples of it; 0: exact */
    double persons_per_room; /* 2: rooms >= ceil(persons / 2) */
    double area_per_person_m2;          /* 9, for every age (Wohnungsaufsichtsgesetz NRW, section 10) */
    struct xn_by_size rent_ceiling_eur; /* highest rent per month that is taken over for that many persons */
    double rent_per_m2_eur;             /* highest net rent per square metre and month; 0: none */
    struct xn_by_size wbs_area_m2, wbs_rooms; /* what a WBS allows; both set: either is enough */
    double wbs_tolerance_m2;                  /* more than that by so much still fits */
    struct xn_by_size allowance_rent_eur;     /* passend toewijzen: highest rent with HUURTOESLAG */
    struct xn_income_band income[XN_INCOME_MAX];
    size_t n_incomes;
    enum xn_criterion criterion[XN_CRITERION_MAX];
    size_t n_criteria;
    char digest[XN_DIGEST_HEX]; /* SHA-256 of the file's bytes; "" for the built-in default */
};

/* May this policy rank for real people on this day (R14)? XN_INPUT with a sentence when not: muenster-2004
 * always; any policy that has expired; a demonstration policy outside a demonstration city (inside it needs
 * no signature); concentration and socio-economic without signer, date of signing, expiry, legal basis or
 * DPIA reference, or before it is signed. programme-load needs no signature. */
XN_MUST_CHECK enum xn_status xn_policy_check_live(const struct xn_policy *policy, xn_date as_of,
                                                  bool demonstration_city, struct xn_error *err);

/* --- dwellings and households ---------------------------------------------------------------------- */

enum xn_answer { XN_NO, XN_YES, XN_UNKNOWN };

/* One offered dwelling. Text is never NULL ("" = not given); numbers NAN, dates XN_NO_DATE when unknown. A
 * rent, an area or a number of rooms that is not above 0 is unknown, whatever the source meant by it. */
struct xn_dwelling {
    const char *id;
    const char *corporation; /* who offers */
    const char *address;     /* street and number */
    const char *postcode;
    const char *city;
    const char *district;         /* as written by the corporation; never the area, but by an alias below */
    const char *district_unit_id; /* unit of level `district_level` by district alias, NULL none: where it
                                     lies when there are no coordinates */
    size_t district_level;
    const char *kind;
    enum xn_answer is_dwelling;          /* XN_NO: garage, parking, storage; unknown with rooms: a dwelling */
    double lon, lat;                     /* NAN: unknown */
    double rent_net_eur, rent_gross_eur; /* per month */
    double rooms, area_m2;
    double min_household, max_household; /* persons */
    double max_income_eur;               /* per year */
    double min_age;
    enum xn_answer step_free, lift; /* step_free unknown, no lift, floor >= 1: a walk-up, so a no; said to be
                                       step-free all the same: to check */
    double floor;
    const char *entitlement; /* code the household must hold ("WBS", "DAEB"), "" none */
    xn_date published, closes, available;
    bool on_offer_elsewhere;
    uint32_t line;          /* where it stands in its file; 0: not from a file */
    const char *unreadable; /* fields that could not be read, by their names here ("rent_gross_eur;closes");
                               "" none. A limit that is there but unreadable is unknown */
    /* filled by xn_study when it is placed on the map */
    bool outside_city;
    bool has_place;
    double x_m, y_m;
    size_t unit[XN_LEVEL_MAX]; /* XN_NONE: none */
};

enum xn_tie_kind { XN_TIE_CARE, XN_TIE_SCHOOL, XN_TIE_WORK, XN_TIE_COURSE, XN_TIE_INSTITUTION };
#define XN_TIE_MAX 16
#define XN_CODE_MAX 8

/* Codes that mean more than themselves, in any case of letters; all others are only compared:
 *   WBS            a dwelling that asks for it (or for "WBS-...") must not be larger than the certificate
 *                  allows: by the policy's tables, or as the certificate says itself,
 *   WBS-AREA-80, WBS-ROOMS-4     which are written beside it,
 *   HUURTOESLAG    income within the limit of the Dutch rent allowance: the rent must suit it (passend
 *                  toewijzen), and the household may have what asks for DAEB. */
#define XN_CODE_WBS "WBS"
#define XN_CODE_WBS_AREA "WBS-AREA-"
#define XN_CODE_WBS_ROOMS "WBS-ROOMS-"
#define XN_CODE_ALLOWANCE "HUURTOESLAG"
#define XN_CODE_DAEB "DAEB"

/* What is known of a household, and all that may be: R1, R12. */
struct xn_household {
    int size;                                      /* persons, 1 .. 30 */
    int age_0_5, age_6_17, age_18_64, age_65_plus; /* -1: not given */
    char entitlement[XN_CODE_MAX][32];
    size_t n_entitlements;
    bool step_free;
    double rent_limit_eur; /* NAN: none */
    double rooms_min;      /* its own wish, when it is above the policy's occupancy; NAN: none */
    xn_date available_by;  /* XN_NO_DATE: any */
    struct {
        enum xn_tie_kind kind;
        double lon, lat, weight, x_m, y_m;
    } tie[XN_TIE_MAX];
    size_t n_ties;
    bool filter_care;     /* CARE_OF_RELATIVES: its own wish: ties before the tier */
    bool filter_own_wish; /* OWN_WISH: the tier does not order */
};

/* --- placements -------------------------------------------------------------------------------------- */

/* A placement of the programme: a household of `persons` in a unit or at a place. */
struct xn_placement {
    xn_date date;
    double persons;
    double lon, lat;     /* NAN: by unit */
    const char *unit_id; /* of the finest level, or NULL: by place */
    bool pending;        /* offered or agreed and not yet in the counts */
    uint32_t line;       /* in its file; 0: none */
};

/* --- fit ------------------------------------------------------------------------------------------- */

/* The tests of fit, in the order in which their reasons are given. All run; none stops another. */
enum xn_fit_test {
    XN_FIT_IS_DWELLING,  /* "not_a_dwelling": garage, parking, storage; "to_check:kind" */
    XN_FIT_IN_CITY,      /* "outside_city"; unknown: "place_unknown", no coordinates */
    XN_FIT_OPEN,         /* "closed": its closing date is before as_of; "to_check:closes" when unreadable */
    XN_FIT_FREE,         /* "on_offer_elsewhere" */
    XN_FIT_ROOMS,        /* "too_few_rooms"; "to_check:rooms". Needed: ceil(size / persons_per_room), or
                            rooms_min when that is more */
    XN_FIT_AREA,         /* "too_small"; "to_check:area" */
    XN_FIT_STEP_FREE,    /* "not_step_free"; "to_check:step_free"; asked only when needed */
    XN_FIT_RENT,         /* "rent_over_limit"; "to_check:rent"; gross rent when known; a net rent within the
                            limit leaves the gross rent to check, above it is a no */
    XN_FIT_RENT_CEILING, /* "rent_over_ceiling"; "to_check:rent_ceiling"; the same with the policy's ceiling
                            for so many persons */
    XN_FIT_RENT_PER_M2,  /* "rent_per_m2_over_limit"; "to_check:rent_per_m2"; net rent, by the policy; a gross
                            rent alone decides when even that is within the limit */
    XN_FIT_ENTITLEMENT,  /* "entitlement_missing"; "to_check:entitlement" when unreadable */
    XN_FIT_WBS_SIZE,     /* "larger_than_entitlement"; "to_check:wbs_size" */
    XN_FIT_ALLOWANCE,    /* "rent_over_allowance_limit"; "to_check:allowance_rent". The rent that counts lies
                            between net and gross: a net rent above is a no, a gross rent within a yes */
    XN_FIT_HOUSEHOLD_MIN, /* "household_too_small"; "to_check:min_household" when unreadable */
    XN_FIT_HOUSEHOLD_MAX, /* "household_too_large"; "to_check:max_household" when unreadable */
    XN_FIT_AGE,           /* "too_young": nobody is of that age; "to_check:age". Up to 18 is always a yes */
    XN_FIT_INCOME,        /* never a no (incomes are not stored): "to_check:income", unless a code that the
                             household holds tells that its income is within the limit */
    XN_FIT_AVAILABLE,     /* "available_too_late"; "to_check:available" */
    XN_FIT_TEST_COUNT
};

struct xn_fit {
    uint32_t no;      /* bit (1 << test): fails */
    uint32_t unknown; /* bit (1 << test): to check */
};
struct xn_fit xn_fit_evaluate(const struct xn_policy *policy, const struct xn_household *household,
                              const struct xn_dwelling *dwelling, xn_date as_of);

/* How a value is written inside a sentence. */
enum xn_value_kind {
    XN_VALUE_NUMBER, /* with `decimals`, in the language's manner */
    XN_VALUE_DATE,
    XN_VALUE_TEXT, /* as it stands: a name */
    XN_VALUE_TERM  /* a word of the catalogue: "mixed", "district" */
};
struct xn_reason_value {
    const char *name; /* fills {name}; NULL ends */
    enum xn_value_kind kind;
    int decimals;
    double number;
    xn_date date;
    const char *text; /* borrowed from the request */
};

/* A reason is data; its sentence is made per language by xn_reason_put. It borrows the request's texts. */
#define XN_REASON_VALUES 8
struct xn_reason {
    const char *code;    /* "rent_over_limit", "to_check:rooms", "tier:mixed": static strings */
    const char *english; /* the catalogue's sentence, with places for `value` */
    char needed[96];     /* for machines: the value that would fit ("750", "2021-02-01"), "" none */
    char got[96];        /* the value found */
    struct xn_reason_value value[XN_REASON_VALUES];
};
#define XN_REASON_MAX 40

/* The reasons of a fit: every no, then every unknown, in the order of tests. Returns how many. */
size_t xn_fit_reasons(const struct xn_policy *policy, const struct xn_household *household,
                      const struct xn_dwelling *dwelling, xn_date as_of, struct xn_fit fit,
                      struct xn_reason ret[XN_FIT_TEST_COUNT]);

/* Appends the sentence of a reason in a language. */
void xn_reason_put(struct xn_buf *buf, enum xn_language language, const struct xn_reason *reason);

/* --- marginal effect ------------------------------------------------------------------------------- */

/* What the effect of a placement is computed from: two groups (programme or declared group; all others) on
 * one level, with pending placements already added.
 *
 * Both indices are 1 - sum h(x_i, y_i) / h(X, Y) with x the group and y all others:
 *   Theil's H:               h = x ln((x+y)/x) + y ln((x+y)/y)   (persons times binary entropy)
 *   variance ratio, eta^2:   h = x y / (x + y)
 * so that k persons more in unit j change one term of the sum and the denominator. */
struct xn_effect_base;
/* group_count and total: n_units each, counts; pending_persons: n_units or NULL, added to both. A unit with
 * more of the group than inhabitants (counts older than the placements) has no others. XN_UNDEFINED when the
 * index has no value (nobody, or one of the two groups empty after adding); XN_ARGUMENT for a negative or
 * not finite count. O(n). */
XN_MUST_CHECK enum xn_status xn_effect_base_new(enum xn_effect_index index, const double *group_count,
                                                const double *total, const double *pending_persons,
                                                size_t n_units, struct xn_effect_base **ret,
                                                struct xn_error *err);
void xn_effect_base_free(struct xn_effect_base *base);
XN_DEFINE_AUTO(xn_effect_base_free, struct xn_effect_base *)
double xn_effect_before(const struct xn_effect_base *base);
/* The index after k persons of the group move into `unit`; closed form, O(1). Equal to computing the index
 * anew to 1e-12. */
double xn_effect_after(const struct xn_effect_base *base, size_t unit, double persons);

/* --- ranking --------------------------------------------------------------------------------------- */

struct xn_ranking_request {
    const struct xn_policy *policy;
    const struct xn_household *household;
    const struct xn_dwelling *dwelling; /* placed: unit[], x_m, y_m filled */
    size_t n_dwellings;
    xn_date as_of;
    const char *counts_as_of; /* the day of the counts behind `effect`, or NULL; for the digest alone */
    const char *snapshot;     /* id of the data; key of the ties' hash */
    size_t n_levels;
    const struct xn_typology *typology;
    const struct xn_effect_base *effect; /* NULL: the criterion drops out */
    const char *effect_reason;           /* why it is NULL, for the answer */
    size_t effect_level;                 /* the level whose units `effect` is about */
};

struct xn_ranked {
    size_t dwelling; /* position in the request */
    size_t rank;     /* from 1; 0: excluded */
    enum xn_class tier;
    size_t deciding_level; /* XN_NONE: no level with data */
    unsigned without_data; /* bit mask of levels that cast no vote */
    struct xn_fit fit;
    double effect_after;    /* NAN: none */
    int64_t effect_band;    /* change / effect_band, rounded; less is more even; INT64_MAX: none */
    double tie_distance_m;  /* weighted mean distance to ties, straight line; NAN: none */
    double rent_burden_eur; /* the rent that is compared: gross, else net; NAN: unknown */
};

struct xn_ranking {
    size_t n_ranked;
    struct xn_ranked *ranked; /* fit and to-check dwellings, best first */
    size_t n_excluded;
    struct xn_ranked *excluded; /* in the order they came in */
    double effect_before;       /* NAN: none */
    size_t first_mixed;         /* position of the first one in a mixed area; XN_NONE */
    size_t n_cheaper_mixed; /* positions of those in mixed areas whose rent is known to fit that are cheaper
                               than all such before them */
    size_t *cheaper_mixed;
    char request_digest[XN_DIGEST_HEX];
};

/* Lexicographic, by the policy's criteria. In front of them:
 * - when the household needs step-free access, every dwelling known to be step-free comes before every one of
 *   which that is not known, in whatever tier;
 * - within the tier every known fit comes before every `to_check`.
 * OWN_WISH takes the tier out of the order; CARE_OF_RELATIVES (with ties) puts the distance to ties before
 * the tier; then every known fit comes before every `to_check` in the whole list. A missing value comes last;
 * distances are compared in whole metres, rents in cents; what is still equal is ordered by the keyed hash of
 * (request digest, dwelling id) with the snapshot as key. The order of the input has no influence (ids are
 * unique). n_ranked + n_excluded = n_dwellings. XN_ARGUMENT when the household's size is not 1 to 30 or there
 * are more levels than classes. O(n log n). */
XN_MUST_CHECK enum xn_status xn_ranking_build(const struct xn_ranking_request *request,
                                              struct xn_ranking **ret, struct xn_error *err);
void xn_ranking_free(struct xn_ranking *ranking);
XN_DEFINE_AUTO(xn_ranking_free, struct xn_ranking *)

/* What a ranked row costs in a batch (matching.h): a whole number from 0 to XN_UTILITY_COST_MAX, less is
 * better, with one meaning for every household under a policy, whatever else is on offer. It is the list's
 * order written as one number: with the criteria tier, effect, needs, rent
 *   300,000 when step-free access is needed and not known to be there,
 *   100,000 for undetermined, 200,000 for concentrated,
 *    50,000 when anything is to check,
 *     1,000 times the step of the effect: 25 + effect_band, within 0 .. 49 (25: no change; no place: 49),
 *        20 times the step of the distance to the ties: whole 200 metres, at most 49 (no ties: 0),
 *         1 times the step of the rent: whole 100 euro a month, at most 19 (not known: 19).
 * Another order of criteria, or a household's own wish, gives the steps in that order, each weighing as much
 * as all steps behind it can be worth together and one more; a criterion that is left out costs nothing.
 * Step-free access always weighs 300,000. So step-free access, tier and "to check" order costs just as they
 * order the list; measures do where they are a step apart. */
#define XN_UTILITY_COST_MAX 1000000
#define XN_UTILITY_STEP_FREE 300000
#define XN_UTILITY_STEP_M 200
#define XN_UTILITY_STEP_EUR 100
int32_t xn_ranking_utility(const struct xn_ranking_request *request, const struct xn_ranked *row);

/* The reasons of one row, ranked or excluded: the tier ("tier:mixed") and what it rests on ("basis:load",
 * "basis:share", "basis:probability", "basis:margin", "basis:quotient", "basis:status", "basis:dynamic",
 * "low_n", "not_robust", "held", "override", "level_without_data"), then "effect" or "effect_unknown",
 * "ties", "rent", the household's own wish where it orders the list ("own_wish:OWN_WISH",
 * "own_wish:CARE_OF_RELATIVES"), and everything to check. level_name: n_levels names; area_name: the deciding
 * unit's name, which may be NULL when there is none. Returns how many. */
size_t xn_explain(const struct xn_ranking_request *request, const struct xn_ranking *ranking,
                  const struct xn_ranked *row, const char *const *level_name, const char *area_name,
                  struct xn_reason ret[XN_REASON_MAX]);

/* What would change the row's place, found by re-inserting it with the change; every row but the first has
 * one. At most `limit`, the most telling first.
 *   "rank_if:FIELD", "rank_if:all_known"  what is to check turns out to fit
 *   "rank_if:mixed"                       its area were mixed
 *   "first_mixed"                         the first mixed dwelling that costs no more, else the first at all:
 *                                         its rent, and how much further from the ties it is
 *   "ahead:PART"                          what the dwelling just before it has over this one: step_free,
 *                                         known, tier, effect, needs, rent, or nothing but its lot
 * and for an excluded row with a single no: "rank_if:rent_limit", "rank_if:available_by",
 * "rank_if:entitlement", "rank_if:rooms_min" (its own wish, not the policy's occupancy),
 * "rank_if:step_free". */
size_t xn_counterfactuals(const struct xn_ranking_request *request, const struct xn_ranking *ranking,
                          const struct xn_ranked *row, struct xn_reason *ret, size_t limit);

#endif
