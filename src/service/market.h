/* market.h - what is on offer and what is on its way, read anew for each request.
 *
 * Classes are those of the frozen snapshot. Dwellings and placements are as they are at this moment: an offer
 * made a second ago counts as pending in everybody's marginal effect. The id of the data behind an answer is
 * therefore made of these placements; it is the snapshot's own id whenever nothing has changed since, and the
 * request digest and the order of equals follow from it, so that the same data give the same bytes.
 */
#ifndef XENIA_SERVICE_MARKET_H
#define XENIA_SERVICE_MARKET_H

#include "http.h"
#include "live.h"
#include "xenia/lifecycle.h"

struct market {
    struct xn_offers *offers;         /* on the map */
    struct xn_placements *placements; /* pending ones too */
    char offers_as_of[XN_STORE_TIME_SIZE];
    struct xn_projection *projection; /* the thread's */
    struct xn_rank_input input;       /* what the last ranking was made from */
};
XN_MUST_CHECK enum xn_status market_read(struct xn_store *store, const struct live_city *live,
                                         struct projections *projections, struct market *ret,
                                         struct xn_error *err);
void market_free(struct market *market);
/* The position of a dwelling; XN_NONE: not on the market. */
size_t market_find(const struct market *market, const char *dwelling);
/* What a household's own live offer stands for is no obstacle to it: the dwelling is not "elsewhere" for it
 * unless its corporation says so, and the persons of the decision are not pending in it. */
void market_leave_out(struct market *market, const char *dwelling, bool elsewhere,
                      const struct xn_decision *decision);
/* Ranks; the study borrows market and household. */
XN_MUST_CHECK enum xn_status market_rank(struct market *market, const struct live_city *live, xn_date as_of,
                                         struct xn_household *household, struct xn_study **ret,
                                         struct xn_error *err);
/* The input of a ranking without its household. */
void market_set_input(struct market *market, const struct live_city *live, xn_date as_of);

#endif
