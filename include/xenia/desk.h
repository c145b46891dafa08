/* desk.h - the steps of an office's work, one function a step: for the HTTP service and the command line
 * alike.
 *
 * A step reads what it needs, asks the pure core (ranking, class, matching), writes one change (lifecycle.h)
 * and gives one answer as JSON. What a decision rests on is never taken from whoever asks: the desk ranks
 * anew, and freezes what it found. Nothing here assigns: every placement has a person, a choice and, where it
 * is not the first row or not in a mixed area, a reason.
 */
#ifndef XENIA_DESK_H
#define XENIA_DESK_H

#include "xenia/buf.h"
#include "xenia/lifecycle.h"
#include "xenia/message.h"
#include "xenia/store.h"

#define XN_OFFER_DAYS 14     /* to answer an offer, where nothing else is said */
#define XN_OBJECTION_DAYS 42 /* to decide an objection */

struct xn_desk; /* one city under its published snapshot, with a store connection; for one thread */

/* Opens the desk of a city for the command line: loads the city, its policy and what is published. The store
 * is borrowed. XN_NOT_FOUND: no such city. */
XN_MUST_CHECK enum xn_status xn_desk_open(struct xn_store *store, const char *city_id, struct xn_desk **ret,
                                          struct xn_error *err);
void xn_desk_close(struct xn_desk *desk);
XN_DEFINE_AUTO(xn_desk_close, struct xn_desk *)

/* Lists as structs, for tables. As xn_store_households, xn_store_objections and xn_store_ledger, and on the
 * city's day: a demonstration whose file fixes one counts days waited and what is overdue to it. Publications
 * of the ledger have the class that their address has now. */
XN_MUST_CHECK enum xn_status xn_desk_households(struct xn_desk *desk, bool all,
                                                struct xn_stored_households **ret, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_desk_objections(struct xn_desk *desk, const char *household, bool open,
                                                struct xn_stored_objections **ret, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_desk_ledger_records(struct xn_desk *desk, struct xn_ledger_records **ret,
                                                    struct xn_error *err);

/* Who asks, and under which key. */
struct xn_desk_call {
    const char *actor, *role;
    const char *corporation; /* whose dwellings alone are there; NULL: all */
    bool own_cases;          /* a new household is the actor's case; false: as the body says */
    const char *key;         /* Idempotency-Key or NULL */
    const char *method;      /* "GET" "POST" "PUT" "PATCH" "DELETE" */
    const char *path;        /* below the city, with its query: "/offers/3f2c...", "/offers?live=yes" */
    const void *body;        /* the request's JSON; NULL: none */
    size_t body_length;
    int64_t version; /* If-Match; 0: not given (refused where a row is changed) */
    enum xn_language language;
};
/* status: as HTTP. body: JSON, the thing as it is now, or a problem (RFC 9457). etag: the version, "" none.
 * id and sentence: what a person at a terminal is told ("Offer 3f2c... of D012 is made to F07; answer by
 * 2005-03-15."). */
struct xn_desk_answer {
    int status;
    char etag[32];
    char id[XN_ID_SIZE];
    char sentence[512];
    struct xn_buf body;
};
void xn_desk_answer_clear(struct xn_desk_answer *answer);

/* Takes one step: the table of steps in src/service/desk_steps.c says which there are. A refusal is an answer
 * (its status is 4xx and its body a problem; 503 when it is not known whether a change was saved, and for a
 * household's data without a master key), not a failure; a failure is a store that cannot be reached, or
 * memory. What was refused has changed nothing and is not kept under its key: once the reason is gone, the
 * same key goes through. `answer` starts zeroed and is the caller's to clear.
 *
 *   GET    /households?all=yes   the work queue, longest wait first
 *   POST   /households           {"reference","centre","arrived_on","needs":{SERVICE 1's
 * household},"coordinator"}: whose case it is, where it is not the actor's own; none: the office's queue GET
 * /households/ID        by id or reference PUT    /households/ID        the same members as POST; If-Match
 *   PATCH  /households/ID        {"state":"left","reason_code","on"} or {"coordinator": LOGIN}: takes a case
 * of the queue, or hands one over; If-Match DELETE /households/ID        erases its personal data (R13);
 * If-Match POST   /households/ID/recommendations?offset=&limit= the ranked list, logged; while an objection
 * is open the frozen one, the same bytes each time (its ETag begins with "frozen-") GET    /dwellings?state=
 * and /dwellings/ID POST   /dwellings            a dwelling entered by hand (a newspaper ad): members as far
 * as known, of "id","corporation","address","postcode","city","district","kind","lon",
 *                                "lat","rent_net_eur","rent_gross_eur","rooms","area_m2","min_household",
 *                                "max_household","max_income_eur","min_age","step_free","lift","floor",
 *                                "entitlement","published","closes","available"
 *   PATCH  /dwellings/ID         {"state":"withdrawn"|"available"}; If-Match
 *   GET    /offers?household=&dwelling=&live=yes       and /offers/ID
 *   POST   /offers               {"household","dwelling","reason_code","reason_note","on"}: a draft
 *   PATCH  /offers/ID            {"state":"made","days","on"} or {"state":"accepted","on"} or
 *                                {"state":"refused","refusal_code","note","on"} or
 *                                {"state":"withdrawn","on"}; If-Match
 *   GET    /placements           and /placements/ID
 *   POST   /placements           {"offer","offer_version","reason_code","reason_note","on"}: agreed;
 *                                without a reason of its own the offer's holds
 *   PATCH  /placements/ID        {"state":"moved_in","on"} or {"state":"ended","reason","on"}; If-Match
 *   GET    /objections?household=&open=yes             and /objections/ID
 *   POST   /objections           {"household","offer","text","days","on"}; household or offer is enough
 *   PATCH  /objections/ID        {"state":"upheld"|"rejected"|"withdrawn","outcome","on"}; If-Match
 *   POST   /commitments          {"corporation","quarter","promised"}
 *   POST   /matchings            {"households":[...],"unit":"households"|"persons","quotas":{"per_unit",
 *                                "per_parent","per_corporation","named":[{"level","unit_id","limit"},
 *                                {"corporation","limit"}]}}: a proposal, nothing is written
 *   GET    /ledger?from=2004Q1&to=2004Q4               the ledger and report data
 *   GET    /audit?after=ID&limit=                      the log of changes
 *
 * An offer or placement says for whom, which dwelling and why: rank, class and evidence are what the desk
 * finds, by ranking anew with the dwellings and placements of this moment and the classes that are published.
 * `on` is the day it happened, in a demonstration city only; one whose file fixes its day takes that day by
 * itself. */
XN_MUST_CHECK enum xn_status xn_desk_do(struct xn_desk *desk, const struct xn_desk_call *call,
                                        struct xn_desk_answer *answer, struct xn_error *err);

#endif
