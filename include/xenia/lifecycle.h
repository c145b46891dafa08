/* lifecycle.h - the year of a housing office in the store: households that wait, dwellings, offers made to
 * households, placements, objections, and what corporations have promised.
 *
 *     dwelling:  announced -> available -> reserved -> offered -> let | withdrawn
 *     offer:     draft -> made -> accepted | refused | expired | withdrawn
 *     placement: agreed -> moved_in -> ended
 *     household: waiting -> placed -> waiting (a placement that ended) | left
 *     objection: open -> upheld | rejected | withdrawn
 *
 * Words: a row of xenia.offers is what a corporation publishes (VERA: publicatie): here it is the *dwelling*.
 * An *offer* is made to a household (VERA: aanbieding); a *placement* is VERA's toewijzing.
 *
 * Every change is one transaction with an actor, and writes its audit rows in it (audit.entries, by triggers,
 * so that no change goes without). A dwelling and a household have at most one live offer: partial unique
 * indexes say so, not checks beforehand. Where a dwelling stands follows from its
 * offers and placements, by triggers. Personal fields are sealed here before they leave the program
 * (sealed.h); the keys of households are in a table of their own, xenia.household_keys, which a backup that
 * is kept long leaves out, so that erasing is true there too. Versions count the changes of a row; who
 * changes a row says which version was seen.
 *
 * Statuses beside store.h's: XN_CONFLICT when the state of things does not allow it and XN_INPUT when
 * something is missing or wrong; xn_store_refusal then names the cause as a stable code.
 */
#ifndef XENIA_LIFECYCLE_H
#define XENIA_LIFECYCLE_H

#include "xenia/ledger.h"
#include "xenia/sealed.h"
#include "xenia/store.h"

#define XN_ID_SIZE 37 /* a UUID and its NUL */

/* Why the last call of this store was refused; "" when it was not:
 *   "stale"             the version seen is not the row's any more        (XN_CONFLICT)
 *   "state"             the state does not allow this step                (XN_CONFLICT)
 *   "dwelling_taken"    the dwelling has a live offer                     (XN_CONFLICT)
 *   "household_busy"    the household has a live offer or a placement     (XN_CONFLICT)
 *   "frozen"            an open objection freezes it                      (XN_CONFLICT)
 *   "second_person"     who decided may not decide the objection          (XN_CONFLICT)
 *   "reference_known"   the reference belongs to another household        (XN_CONFLICT)
 *   "reason_needed"     not the first row, or not a mixed area: a reason code is needed (XN_INPUT)
 *   "key_reused"        the idempotency key came with another request     (XN_INPUT)
 *   "not_yours"         the case is another coordinator's                 (XN_CONFLICT)
 *   "no_master_key"     households cannot be read or written without one  (XN_ARGUMENT) */
const char *xn_store_refusal(const struct xn_store *store);

/* The master key that seals households. Without one, households cannot be written or read ("no_master_key"),
 * all else works. Copied; wiped with the store. */
void xn_store_set_master_key(struct xn_store *store, const struct xn_key *master);

/* --- one change -------------------------------------------------------------------------------------- */

struct xn_change {
    const char *city;
    const char *actor; /* who decides: the label of the token, or the login name; not empty */
    const char *role;  /* as what: "coordinator" ... */
    const char *key;   /* Idempotency-Key, 1 to 200 characters; NULL: none */
    const char *method, *path;
    const void *body; /* of the request; NULL: none. Only its SHA-256 is kept */
    size_t body_length;
};
/* What a request with this key was answered before. */
struct xn_kept_answer {
    int status;
    char etag[32];
    const char *body;
    size_t length;
    struct xn_arena *arena;
};
void xn_kept_answer_free(struct xn_kept_answer *answer);
XN_DEFINE_AUTO(xn_kept_answer_free, struct xn_kept_answer *)

/* Opens the transaction and takes the key. `*ret_kept` set: this very request (actor, key, method, path,
 * body) was done before, nothing is open, give this answer again. Another request under the key: XN_INPUT
 * "key_reused". A second one with the same key at the same time waits for the first. All calls named
 * xn_change_* belong inside; after a failure of one of them only rollback is possible. */
XN_MUST_CHECK enum xn_status xn_change_begin(struct xn_store *store, const struct xn_change *change,
                                             struct xn_kept_answer **ret_kept, struct xn_error *err);
/* Keeps the answer under the key (sealed when there is a master key; for two days, see xn_change_pass_time)
 * and commits. The change is over then, also when this fails: nothing of it is saved, except that when the
 * connection is lost just then it is not known whether it was (xn_store_outcome_unknown): repeat with the
 * same key. */
XN_MUST_CHECK enum xn_status xn_change_commit(struct xn_store *store, int status, const char *etag,
                                              const char *body, size_t length, struct xn_error *err);
/* Takes everything back; nothing happens when no change is open. */
void xn_change_rollback(struct xn_store *store);
/* The last commit was sent and its answer never came. */
bool xn_store_outcome_unknown(const struct xn_store *store);

/* Events of a demonstration city may carry their own day (`on`), so that a past year can be replayed;
 * elsewhere `on` must be XN_NO_DATE and the database's clock is taken ("state" otherwise). */

/* --- households --------------------------------------------------------------------------------------- */

enum xn_household_state { XN_HOUSEHOLD_WAITING, XN_HOUSEHOLD_PLACED, XN_HOUSEHOLD_LEFT };
const char *xn_household_state_name(enum xn_household_state state); /* "waiting" "placed" "left" */

/* A household as the office holds it. Sealed: needs, reference, centre. */
struct xn_stored_household {
    char id[XN_ID_SIZE];     /* random: says nothing */
    const char *reference;   /* the office's own file number; "" none */
    const char *centre;      /* reception centre; "" not known */
    const char *coordinator; /* whose case it is: her login; "" the office's queue, which all of them see */
    xn_date arrived_on;
    enum xn_household_state state;
    struct xn_household needs;
    int64_t version;
    int days_waited;             /* arrived_on to today, or to the move; by the database's clock */
    bool still_waits;            /* has not moved in, and has not left: to today */
    bool has_live_offer, frozen; /* a draft, made or accepted offer; an open objection */
    bool erased;                 /* its key is destroyed: needs, reference and centre are empty */
};
struct xn_stored_households {
    size_t count;
    struct xn_stored_household *household;
    struct xn_arena *arena;
};
void xn_stored_households_free(struct xn_stored_households *households);
XN_DEFINE_AUTO(xn_stored_households_free, struct xn_stored_households *)

/* A new household: reference, centre, coordinator (NULL and "": nobody's), arrived_on (XN_NO_DATE: today) and
 * needs are read. */
XN_MUST_CHECK enum xn_status xn_change_household_add(struct xn_store *store,
                                                     const struct xn_stored_household *new_,
                                                     char ret_id[XN_ID_SIZE], struct xn_error *err);
/* Replaces reference, centre, arrived_on and needs of household->id, seen at household->version; whose case
 * it is stays. */
XN_MUST_CHECK enum xn_status xn_change_household_update(struct xn_store *store,
                                                        const struct xn_stored_household *household,
                                                        struct xn_error *err);
/* Whose case it is from now on: the login of a coordinator, or NULL or "" the office's queue. A coordinator
 * takes what is nobody's and hands over what is hers: a case of somebody else that an objection shows her is
 * "not_yours". What was handed over she no longer sees, from the end of this call on. */
XN_MUST_CHECK enum xn_status xn_change_household_hand_over(struct xn_store *store, const char *id,
                                                           int64_t version, const char *coordinator,
                                                           struct xn_error *err);
/* It has left the programme (with its live offer withdrawn; a placement stays); reason: an exception code,
 * "LEFT_COUNTRY" or "OTHER". */
XN_MUST_CHECK enum xn_status xn_change_household_leave(struct xn_store *store, const char *id,
                                                       int64_t version, const char *reason_code, xn_date on,
                                                       struct xn_error *err);
/* Destroys its key (R13): what is sealed is gone for ever, notes and objections too, and so are the answers
 * kept under keys of changes of it; placements stay without a household. Not while it waits ("state": it
 * leaves first) or an objection is open ("frozen"). */
XN_MUST_CHECK enum xn_status xn_change_household_erase(struct xn_store *store, const char *id,
                                                       int64_t version, struct xn_error *err);
/* Imports a list, by reference: new ones are added, changed ones updated, the same list twice changes
 * nothing; who is not in the list stays. All or nothing, inside a change. `withdrawn` is 0. */
XN_MUST_CHECK enum xn_status xn_change_households_import(struct xn_store *store,
                                                         const struct xn_stored_household *household,
                                                         size_t count, struct xn_import_report *ret,
                                                         struct xn_error *err);

/* The work queue: those waiting, longest first (arrived_on, then id); waiting never changes a score of
 * anything. all: every household, whatever its state. Read outside a change. */
XN_MUST_CHECK enum xn_status xn_store_households(struct xn_store *store, const char *city, bool all,
                                                 struct xn_stored_households **ret, struct xn_error *err);
/* One household, by id or by reference ("F07"); XN_NOT_FOUND. count is 1. */
XN_MUST_CHECK enum xn_status xn_store_household(struct xn_store *store, const char *city, const char *id,
                                                struct xn_stored_households **ret, struct xn_error *err);

/* --- dwellings --------------------------------------------------------------------------------------- */

enum xn_dwelling_state {
    XN_DWELLING_ANNOUNCED, /* published on a day to come */
    XN_DWELLING_AVAILABLE,
    XN_DWELLING_RESERVED, /* a draft names it */
    XN_DWELLING_OFFERED,  /* an offer is made, or accepted and not yet a placement */
    XN_DWELLING_LET,
    XN_DWELLING_WITHDRAWN
};
const char *xn_dwelling_state_name(enum xn_dwelling_state state);

struct xn_stored_dwelling {
    enum xn_dwelling_state state;
    int64_t version;
    const char *source;             /* the feed, "desk" for one entered by hand */
    const struct xn_dwelling *data; /* data->id names it in the city */
};
struct xn_stored_dwellings {
    size_t count;
    struct xn_stored_dwelling *dwelling; /* by id */
    struct xn_arena *arena;
};
void xn_stored_dwellings_free(struct xn_stored_dwellings *dwellings);
XN_DEFINE_AUTO(xn_stored_dwellings_free, struct xn_stored_dwellings *)

/* A dwelling entered by hand (a newspaper ad): a row of xenia.offers with source "desk". dwelling->id "" :
 * one is made. XN_CONFLICT "state": the id is taken. */
XN_MUST_CHECK enum xn_status xn_change_dwelling_add(struct xn_store *store,
                                                    const struct xn_dwelling *dwelling,
                                                    char ret_id[XN_ID_SIZE], struct xn_error *err);
/* Takes it off the list (not while an offer is live: "dwelling_taken"), or back on. */
XN_MUST_CHECK enum xn_status xn_change_dwelling_withdraw(struct xn_store *store, const char *id,
                                                         int64_t version, bool withdrawn,
                                                         struct xn_error *err);
/* xn_store_import_offers inside a change: in the name of who makes it. corporation: whose offers the feed may
 * have and touch; NULL: anybody's. XN_CONFLICT also: an offer of the feed is there as another's. */
XN_MUST_CHECK enum xn_status xn_change_offers_import(struct xn_store *store, const struct xn_offers *offers,
                                                     const char *source, const char *corporation,
                                                     struct xn_import_report *ret, struct xn_error *err);
/* All of a city, or one (XN_NOT_FOUND); withdrawn ones too. */
XN_MUST_CHECK enum xn_status xn_store_dwellings(struct xn_store *store, const char *city, const char *id,
                                                struct xn_stored_dwellings **ret, struct xn_error *err);
/* xn_store_offers gives to the ranking what is announced, available, or taken (`on_offer_elsewhere` set while
 * reserved, offered or let; a ranking for a household does not count its own draft as elsewhere). */

/* --- what a decision rested on ------------------------------------------------------------------------- */

/* Frozen at the moment of decision: the class, its evidence, policy and snapshot, and the row that was
 * chosen. */
struct xn_decision {
    enum xn_class class_;
    const char *level, *unit_id;  /* that decided; "" none */
    const char *dwelling_unit_id; /* smallest area that is known to hold the dwelling; "" or NULL none */
    double share, lower, upper;   /* NAN: not used by the policy */
    double placements_per_1000;   /* programme-load; else NAN */
    const char *snapshot;
    int64_t policy_id;
    const char *policy_name, *policy_version;
    size_t rank, n_listed; /* row chosen, of how many; 0: it was not in the list (unfit) */
    const char *first_id;  /* the dwelling of row 1; "" none listed */
    const char *request_digest;
    double effect_before, effect_after; /* NAN: none */
    double tie_distance_m;              /* NAN: none */
    double persons;                     /* of the household */
    const char *reason_code; /* OWN_WISH CARE_OF_RELATIVES AGAINST_ADVICE LEFT_COUNTRY OTHER; "" none */
    const char *reason_note; /* for OTHER required; sealed with the household's key */
};

/* --- offers made to households ------------------------------------------------------------------------- */

enum xn_offer_state {
    XN_OFFER_DRAFT,
    XN_OFFER_MADE,
    XN_OFFER_ACCEPTED,
    XN_OFFER_REFUSED,
    XN_OFFER_EXPIRED,
    XN_OFFER_WITHDRAWN
};
const char *xn_offer_state_name(enum xn_offer_state state);

/* Why a household refused; no refusal has a consequence for it. */
#define XN_REFUSAL_CODES                                                                                     \
    "TOO_SMALL", "TOO_LARGE", "TOO_EXPENSIVE", "PLACE", "CONDITION", "ACCESS", "FAMILY", "OTHER"

struct xn_stored_offer {
    char id[XN_ID_SIZE];
    char household[XN_ID_SIZE];
    const char *dwelling;
    enum xn_offer_state state;
    int64_t version;
    char made_at[XN_STORE_TIME_SIZE], expires_at[XN_STORE_TIME_SIZE],
        closed_at[XN_STORE_TIME_SIZE];       /* "" not yet */
    const char *refusal_code, *refusal_note; /* "" none */
    const char *decided_by;
    struct xn_decision decision;
};
struct xn_stored_offers {
    size_t count;
    struct xn_stored_offer *offer; /* newest first */
    struct xn_arena *arena;
};
void xn_stored_offers_free(struct xn_stored_offers *offers);
XN_DEFINE_AUTO(xn_stored_offers_free, struct xn_stored_offers *)

/* Drafts an offer: reserves the dwelling for the household. "dwelling_taken", "household_busy", "frozen",
 * "reason_needed" (rank other than 1, or class other than mixed, without reason_code). */
XN_MUST_CHECK enum xn_status xn_change_offer_draft(struct xn_store *store, const char *household,
                                                   const char *dwelling, const struct xn_decision *decision,
                                                   char ret_id[XN_ID_SIZE], struct xn_error *err);
/* Makes it: the household has `days` to answer (1 to 366). */
XN_MUST_CHECK enum xn_status xn_change_offer_make(struct xn_store *store, const char *id, int64_t version,
                                                  int days, xn_date on, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_change_offer_accept(struct xn_store *store, const char *id, int64_t version,
                                                    xn_date on, struct xn_error *err);
/* refusal_code: one of XN_REFUSAL_CODES; note may be NULL. The dwelling is available again. Only what is made
 * can be refused; what was accepted is withdrawn. */
XN_MUST_CHECK enum xn_status xn_change_offer_refuse(struct xn_store *store, const char *id, int64_t version,
                                                    const char *refusal_code, const char *note, xn_date on,
                                                    struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_change_offer_withdraw(struct xn_store *store, const char *id, int64_t version,
                                                      xn_date on, struct xn_error *err);
/* What time alone does, by the database's clock: made offers past their term expire (not while an objection
 * is open about them), announced dwellings whose day has come are available, idempotency keys older than two
 * days are forgotten. `on`: the day of a demonstration. */
XN_MUST_CHECK enum xn_status xn_change_pass_time(struct xn_store *store, xn_date on, size_t *ret_expired,
                                                 size_t *ret_available, struct xn_error *err);
/* Offers of a city; narrowed by id, household or dwelling where not NULL, to live ones with `live`. */
XN_MUST_CHECK enum xn_status xn_store_offers_made(struct xn_store *store, const char *city, const char *id,
                                                  const char *household, const char *dwelling, bool live,
                                                  struct xn_stored_offers **ret, struct xn_error *err);

/* --- placements -------------------------------------------------------------------------------------- */

enum xn_placement_state { XN_PLACEMENT_AGREED, XN_PLACEMENT_MOVED_IN, XN_PLACEMENT_ENDED };
const char *xn_placement_state_name(enum xn_placement_state state);

struct xn_stored_placement {
    char id[XN_ID_SIZE];
    char household[XN_ID_SIZE]; /* "" when imported or erased */
    char offer[XN_ID_SIZE];     /* "" when imported */
    const char *dwelling;       /* "" when imported */
    enum xn_placement_state state;
    int64_t version;
    xn_date decided_on, moved_in_on, ended_on;
    const char *end_reason; /* "" none */
    const char *decided_by;
    struct xn_decision decision; /* frozen anew when it was agreed */
};
struct xn_stored_placements {
    size_t count;
    struct xn_stored_placement *placement; /* by day, then id */
    struct xn_arena *arena;
};
void xn_stored_placements_free(struct xn_stored_placements *placements);
XN_DEFINE_AUTO(xn_stored_placements_free, struct xn_stored_placements *)

/* A person records the agreement of an accepted offer: the dwelling is let, the household placed. When the
 * decision names no reason code, that of the offer's decision is taken over ("reason_needed", and a note with
 * OTHER, as for a draft). */
XN_MUST_CHECK enum xn_status xn_change_placement_agree(struct xn_store *store, const char *offer,
                                                       int64_t offer_version,
                                                       const struct xn_decision *decision, xn_date on,
                                                       char ret_id[XN_ID_SIZE], struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_change_placement_move_in(struct xn_store *store, const char *id,
                                                         int64_t version, xn_date on, struct xn_error *err);
/* The household waits again; the dwelling is available again if its corporation still offers it. */
XN_MUST_CHECK enum xn_status xn_change_placement_end(struct xn_store *store, const char *id, int64_t version,
                                                     const char *reason, xn_date on, struct xn_error *err);
/* Those of the desk (not the imported ones); one with id. */
XN_MUST_CHECK enum xn_status xn_store_placements_made(struct xn_store *store, const char *city,
                                                      const char *id, struct xn_stored_placements **ret,
                                                      struct xn_error *err);
/* xn_store_placements (for classes and effects) gives imported and desk placements that have not ended, and
 * the made and accepted offers as pending ones. */

/* --- objections --------------------------------------------------------------------------------------- */

enum xn_objection_state {
    XN_OBJECTION_OPEN,
    XN_OBJECTION_UPHELD,
    XN_OBJECTION_REJECTED,
    XN_OBJECTION_WITHDRAWN
};
const char *xn_objection_state_name(enum xn_objection_state state);

struct xn_stored_objection {
    char id[XN_ID_SIZE];
    char household[XN_ID_SIZE];
    char offer[XN_ID_SIZE]; /* "" when it is about the list and no offer */
    enum xn_objection_state state;
    int64_t version;
    const char *text;                /* sealed in the store */
    const char *raised_by, *against; /* who took it down; who had decided ("" nobody yet) */
    xn_date raised_on, deadline;
    bool overdue;                     /* open after its deadline, by the database's clock */
    const char *decided_by, *outcome; /* outcome: the answer in words, sealed; "" not yet */
    const char *ranking;              /* the frozen answer, byte for byte (sealed) */
    size_t ranking_length;
};
struct xn_stored_objections {
    size_t count;
    struct xn_stored_objection *objection; /* earliest deadline first */
    struct xn_arena *arena;
};
void xn_stored_objections_free(struct xn_stored_objections *objections);
XN_DEFINE_AUTO(xn_stored_objections_free, struct xn_stored_objections *)

/* Freezes the ranking it concerns: until it is decided, the household gets these bytes again, and no other
 * offer is drafted for it ("frozen"; so is a second objection), nor does the offer concerned expire: its term
 * runs on, by as long as it stood still, when this is decided. offer NULL or "": about the list. days: to the
 * deadline, 1 to 366. */
XN_MUST_CHECK enum xn_status xn_change_objection_raise(struct xn_store *store, const char *household,
                                                       const char *offer, const char *text,
                                                       const char *ranking, size_t ranking_length, int days,
                                                       xn_date on, char ret_id[XN_ID_SIZE],
                                                       struct xn_error *err);
/* By a second person: not who had decided, nor who took it down ("second_person"); outcome in words.
 * Withdrawn by the household: anybody records it, the outcome may be NULL. */
XN_MUST_CHECK enum xn_status xn_change_objection_decide(struct xn_store *store, const char *id,
                                                        int64_t version, enum xn_objection_state state,
                                                        const char *outcome, xn_date on,
                                                        struct xn_error *err);
/* Narrowed by id or household where not NULL, to open ones with `open`. */
XN_MUST_CHECK enum xn_status xn_store_objections(struct xn_store *store, const char *city, const char *id,
                                                 const char *household, bool open,
                                                 struct xn_stored_objections **ret, struct xn_error *err);

/* --- the log of recommendations, promises, the ledger ----------------------------------------------------
 */

/* That a list was shown: for whom (NULL or "": nobody in the queue), from which data, how long, and what was
 * first (R13, R7). */
XN_MUST_CHECK enum xn_status xn_change_recommendation_log(struct xn_store *store, const char *household,
                                                          const char *snapshot, int64_t policy_id,
                                                          const char *request_digest, size_t n_listed,
                                                          const char *first_id, struct xn_error *err);
/* How many lists the log of a city holds. As role keeper. */
XN_MUST_CHECK enum xn_status xn_store_lists_shown(struct xn_store *store, const char *city, size_t *ret,
                                                  struct xn_error *err);

/* What a corporation has promised for a quarter ("2004Q3"); 0 dwellings takes it back. */
XN_MUST_CHECK enum xn_status xn_change_commitment(struct xn_store *store, const char *corporation,
                                                  const char *quarter, int64_t n_dwellings,
                                                  struct xn_error *err);

/* Everything the ledger is computed from (ledger.h), in one repeatable reading. Publications come with the
 * class undetermined: who has the map classifies them by their id. Without a master key persons of households
 * are not known. Not inside a change. */
XN_MUST_CHECK enum xn_status xn_store_ledger(struct xn_store *store, const char *city,
                                             struct xn_ledger_records **ret, struct xn_error *err);

#endif
