/* counterfactual.c - what would give a dwelling another place in the list.
 *
 * A row is changed in one thing and put back into the finished ranking by binary search: exact, and nothing
 * is sorted again. Where nothing can change, the row is told what the dwelling before it has over it.
 */
#include "fit.h"
#include "order.h"
#include "reason.h"
#include <math.h>

struct counterfactuals {
    const struct xn_ranking_request *request;
    const struct xn_ranking *ranking;
    const struct xn_ranked *row;
    struct xn_order order;
    struct xn_reason *reason;
    size_t count, limit;
};

/* --- re-insertion ------------------------------------------------------------------------------------ */

static uint64_t lot_of(const struct counterfactuals *c, size_t dwelling)
{
    return xn_lot_of(c->request->snapshot, c->ranking->request_digest, c->request->dwelling[dwelling].id);
}

static bool comes_before(const struct counterfactuals *c, const struct xn_ranked *a,
                         const struct xn_ranked *b)
{
    const struct xn_order_key key_a = xn_order_key_of(&c->order, a), key_b = xn_order_key_of(&c->order, b);
    const size_t i = xn_order_difference(&key_a, &key_b);
    if (i < XN_ORDER_PARTS)
        return key_a.word[i] < key_b.word[i];
    return lot_of(c, a->dwelling) < lot_of(c, b->dwelling);
}

/* The place of the row when it is changed for the better; among the rows before it. */
static size_t rank_if(const struct counterfactuals *c, const struct xn_ranked *changed)
{
    size_t low = 0, high = c->row->rank ? c->row->rank - 1 : c->ranking->n_ranked;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (comes_before(c, &c->ranking->ranked[middle], changed))
            low = middle + 1;
        else
            high = middle;
    }
    return low + 1;
}

static struct xn_reason *add(struct counterfactuals *c, const char *code, const char *english)
{
    if (c->count == c->limit)
        return NULL;
    struct xn_reason *reason = &c->reason[c->count++];
    *reason = xn_reason_new(code, english);
    return reason;
}

/* "It would be in place {rank} if ...", unless the change does not move it. */
static struct xn_reason *add_rank_if(struct counterfactuals *c, const struct xn_ranked *changed,
                                     const char *code, const char *english)
{
    const size_t rank = rank_if(c, changed);
    struct xn_reason *reason = rank == c->row->rank ? NULL : add(c, code, english);
    if (reason) {
        xn_reason_number(reason, "rank", (double)rank, 0);
        xn_reason_is_got(reason);
    }
    return reason;
}

/* --- a ranked row: what is to check, its area -------------------------------------------------------- */

static const struct {
    const char *code, *english;
} if_known[XN_FIT_TEST_COUNT] = {
    [XN_FIT_IS_DWELLING] = {"rank_if:kind",
                            XN_N("It would be in place {rank} if it were known to be a dwelling.")},
    [XN_FIT_OPEN] = {"rank_if:closes",
                     XN_N("It would be in place {rank} if it were known to be still open.")},
    [XN_FIT_ROOMS] = {"rank_if:rooms",
                      XN_N("It would be in place {rank} if it were known to have enough rooms.")},
    [XN_FIT_AREA] = {"rank_if:area",
                     XN_N("It would be in place {rank} if it were known to be large enough.")},
    [XN_FIT_STEP_FREE] = {"rank_if:step_free",
                          XN_N("It would be in place {rank} if it were known to be step-free.")},
    [XN_FIT_RENT] = {"rank_if:rent",
                     XN_N("It would be in place {rank} if the rent were known to be within the limit.")},
    [XN_FIT_RENT_CEILING] = {"rank_if:rent_ceiling",
                             XN_N("It would be in place {rank} if the rent were known to be taken over.")},
    [XN_FIT_RENT_PER_M2] = {"rank_if:rent_per_m2",
                            XN_N("It would be in place {rank} if the rent per square metre were known to be "
                                 "within the limit.")},
    [XN_FIT_ENTITLEMENT] = {"rank_if:entitlement",
                            XN_N("It would be in place {rank} if the household were known to be entitled.")},
    [XN_FIT_WBS_SIZE] = {"rank_if:wbs_size",
                         XN_N("It would be in place {rank} if it were known to be small enough for the "
                              "entitlement.")},
    [XN_FIT_ALLOWANCE] = {"rank_if:allowance_rent",
                          XN_N("It would be in place {rank} if the rent were known to suit the rent "
                               "allowance.")},
    [XN_FIT_HOUSEHOLD_MIN] = {"rank_if:min_household",
                              XN_N("It would be in place {rank} if the household were known to be large "
                                   "enough.")},
    [XN_FIT_HOUSEHOLD_MAX] = {"rank_if:max_household",
                              XN_N("It would be in place {rank} if the household were known to be small "
                                   "enough.")},
    [XN_FIT_AGE] = {"rank_if:age",
                    XN_N("It would be in place {rank} if the tenant were known to be old enough.")},
    [XN_FIT_INCOME] = {"rank_if:income",
                       XN_N("It would be in place {rank} if the income were known to be within the limit.")},
    [XN_FIT_AVAILABLE] = {"rank_if:available",
                          XN_N("It would be in place {rank} if it were known to be available in time.")},
};

static void add_if_known(struct counterfactuals *c, uint32_t test)
{
    struct xn_ranked changed = *c->row;
    changed.fit.unknown &= ~(UINT32_C(1) << test);
    add_rank_if(c, &changed, if_known[test].code, if_known[test].english);
}

/* One thing to check has its own sentence; of several, step-free access alone can matter, and all together.
 * What a known place would bring, nobody can say. */
static void add_if_all_known(struct counterfactuals *c)
{
    const uint32_t unknown = c->row->fit.unknown, step_free = UINT32_C(1) << XN_FIT_STEP_FREE;
    const uint32_t place = UINT32_C(1) << XN_FIT_IN_CITY;
    for (uint32_t test = 0; test < XN_FIT_TEST_COUNT; test++)
        if (test != XN_FIT_IN_CITY && unknown == UINT32_C(1) << test)
            add_if_known(c, test);
    if ((unknown & step_free) && unknown != step_free)
        add_if_known(c, XN_FIT_STEP_FREE);
    if ((unknown & place) || (unknown & (unknown - 1)) == 0)
        return;
    struct xn_ranked changed = *c->row;
    changed.fit.unknown = 0;
    add_rank_if(c, &changed, "rank_if:all_known",
                XN_N("It would be in place {rank} if everything that is to be checked turned out to fit."));
}

static void add_if_mixed(struct counterfactuals *c)
{
    struct xn_ranked changed = *c->row;
    changed.tier = XN_MIXED;
    if (c->row->tier != XN_MIXED && c->row->deciding_level != XN_NONE)
        add_rank_if(c, &changed, "rank_if:mixed",
                    XN_N("It would be in place {rank} if its area were mixed."));
}

/* The best ranked of the mixed dwellings with a rent of at most this; XN_NONE. Further down the list of
 * ever cheaper ones nothing is better ranked, and further up nothing is as cheap. */
static size_t first_mixed_within(const struct xn_ranking *ranking, double rent_eur)
{
    size_t low = 0, high = ranking->n_cheaper_mixed;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (ranking->ranked[ranking->cheaper_mixed[middle]].rent_burden_eur <= rent_eur)
            high = middle;
        else
            low = middle + 1;
    }
    return low < ranking->n_cheaper_mixed ? ranking->cheaper_mixed[low] : XN_NONE;
}

/* The distance is told where it is another one. */
static const char *first_mixed_sentence(double further_m, bool as_cheap)
{
    if (isnan(further_m) || further_m == 0)
        return as_cheap
                   ? XN_N("The first dwelling in a mixed area for at most {limit} euro is in place {rank}: "
                          "{rent} euro.")
                   : XN_N("The first dwelling in a mixed area is in place {rank}: {rent} euro.");
    if (further_m > 0)
        return as_cheap
                   ? XN_N("The first dwelling in a mixed area for at most {limit} euro (place {rank}, {rent} "
                          "euro) is {distance} metres further from the places that matter to the "
                          "household.")
                   : XN_N("The first dwelling in a mixed area (place {rank}, {rent} euro) is {distance} "
                          "metres further from the places that matter to the household.");
    return as_cheap
               ? XN_N("The first dwelling in a mixed area for at most {limit} euro (place {rank}, {rent} "
                      "euro) is {distance} metres nearer to the places that matter to the household.")
               : XN_N("The first dwelling in a mixed area (place {rank}, {rent} euro) is {distance} "
                      "metres nearer to the places that matter to the household.");
}

/* Its rent is not known: its place is all that can be told. */
static void add_first_mixed_alone(struct counterfactuals *c)
{
    struct xn_reason *reason =
        add(c, "first_mixed", XN_N("The first dwelling in a mixed area is in place {rank}."));
    if (reason)
        xn_reason_number(reason, "rank", (double)c->ranking->first_mixed + 1, 0);
}

static void add_first_mixed_with_rent(struct counterfactuals *c, const struct xn_ranked *mixed, bool as_cheap)
{
    const double further_m = round(mixed->tie_distance_m) - round(c->row->tie_distance_m);
    struct xn_reason *reason = add(c, "first_mixed", first_mixed_sentence(further_m, as_cheap));
    if (!reason)
        return;
    xn_reason_number(reason, "rank", (double)mixed->rank, 0);
    xn_reason_money(reason, "rent", mixed->rent_burden_eur);
    if (as_cheap)
        xn_reason_money(reason, "limit", c->row->rent_burden_eur);
    if (isnan(further_m) || further_m == 0)
        return;
    xn_reason_number(reason, "distance", fabs(further_m), 0);
    xn_reason_is_got(reason);
}

/* The first mixed dwelling that is known to cost no more than this one, or the first at all. */
static void add_first_mixed(struct counterfactuals *c)
{
    const struct xn_ranking *ranking = c->ranking;
    if (c->row->tier == XN_MIXED || ranking->first_mixed == XN_NONE)
        return;
    const size_t within = first_mixed_within(ranking, c->row->rent_burden_eur);
    if (within != XN_NONE)
        add_first_mixed_with_rent(c, &ranking->ranked[within], true);
    else if (ranking->n_cheaper_mixed > 0 && ranking->cheaper_mixed[0] == ranking->first_mixed)
        add_first_mixed_with_rent(c, &ranking->ranked[ranking->first_mixed], false);
    else
        add_first_mixed_alone(c);
}

/* --- a ranked row against the one before it ---------------------------------------------------------- */

static struct xn_reason *add_ahead(struct counterfactuals *c, const char *code, const char *english)
{
    struct xn_reason *reason = add(c, code, english);
    if (reason)
        xn_reason_number(reason, "rank", (double)c->row->rank - 1, 0);
    return reason;
}

static void add_ahead_known(struct counterfactuals *c)
{
    add_ahead(c, "ahead:known", XN_N("More is known about the dwelling in place {rank}."));
}

static void add_ahead_tier(struct counterfactuals *c, enum xn_class theirs)
{
    struct xn_reason *reason =
        add_ahead(c, "ahead:tier", XN_N("The area of the dwelling in place {rank} is {class}."));
    if (reason)
        xn_reason_term(reason, "class", xn_class_name(theirs));
}

/* Their value against ours; where one of them is missing, that is what decided. */
static void add_ahead_value(struct counterfactuals *c, const char *code, const char *english, double theirs,
                            double ours, int decimals)
{
    if (isnan(theirs) || isnan(ours)) {
        add_ahead_known(c);
        return;
    }
    struct xn_reason *reason = add_ahead(c, code, english);
    if (!reason)
        return;
    decimals = xn_decimals_apart(theirs, ours, decimals);
    xn_reason_number(reason, "theirs", theirs, decimals);
    xn_reason_is_needed(reason);
    xn_reason_number(reason, "ours", ours, decimals);
    xn_reason_is_got(reason);
    xn_reason_term(reason, "index", xn_effect_index_words(c->request->policy->effect_index));
}

static void add_ahead_by(struct counterfactuals *c, enum xn_order_part part, const struct xn_ranked *before)
{
    const struct xn_ranked *row = c->row;
    switch (part) {
    case XN_ORDER_STEP_FREE:
        add_ahead(c, "ahead:step_free", XN_N("The dwelling in place {rank} is known to be step-free."));
        break;
    case XN_ORDER_KNOWN:
        add_ahead_known(c);
        break;
    case XN_ORDER_TIER:
        add_ahead_tier(c, before->tier);
        break;
    case XN_ORDER_EFFECT:
        add_ahead_value(c, "ahead:effect",
                        XN_N("A placement in the dwelling in place {rank} leaves the city more even: the "
                             "{index} is {theirs} after it; here it is {ours}."),
                        before->effect_after, row->effect_after, 4);
        break;
    case XN_ORDER_NEEDS:
        add_ahead_value(c, "ahead:needs",
                        XN_N("The dwelling in place {rank} is nearer to the places that matter to the "
                             "household: {theirs} metres; here it is {ours} metres."),
                        before->tie_distance_m, row->tie_distance_m, 0);
        break;
    case XN_ORDER_RENT:
        add_ahead_value(c, "ahead:rent",
                        XN_N("The dwelling in place {rank} has the lower rent: {theirs} euro; here it is "
                             "{ours} euro."),
                        before->rent_burden_eur, row->rent_burden_eur, 2);
        break;
    }
}

/* Has a sentence "It would be in place ... if" already named what parts the two? */
static bool said(const struct counterfactuals *c, enum xn_order_part part)
{
    const bool by_change = part == XN_ORDER_STEP_FREE || part == XN_ORDER_KNOWN || part == XN_ORDER_TIER;
    return by_change && c->count > 0;
}

static void add_ahead_of_row(struct counterfactuals *c)
{
    if (c->row->rank < 2)
        return;
    const struct xn_ranked *before = &c->ranking->ranked[c->row->rank - 2];
    const struct xn_order_key theirs = xn_order_key_of(&c->order, before);
    const struct xn_order_key ours = xn_order_key_of(&c->order, c->row);
    const size_t i = xn_order_difference(&theirs, &ours);
    if (i == XN_ORDER_PARTS)
        add_ahead(c, "ahead:lot",
                  XN_N("The dwelling in place {rank} is equal in everything that is compared; a lot decided, "
                       "which anybody can draw again from this request."));
    else if (!said(c, c->order.part[i]))
        add_ahead_by(c, c->order.part[i], before);
}

/* --- an excluded row --------------------------------------------------------------------------------- */

static void add_if_rent_limit(struct counterfactuals *c, struct xn_ranked *changed,
                              const struct xn_dwelling *dwelling)
{
    if (!(dwelling->rent_gross_eur > 0))
        changed->fit.unknown |= 1U << XN_FIT_RENT;
    struct xn_reason *reason =
        add_rank_if(c, changed, "rank_if:rent_limit",
                    XN_N("With a rent limit of {limit} euro it would be in place {rank}."));
    if (reason)
        xn_reason_money(reason, "limit", changed->rent_burden_eur);
}

static void add_if_waits(struct counterfactuals *c, const struct xn_ranked *changed,
                         const struct xn_dwelling *dwelling)
{
    struct xn_reason *reason =
        add_rank_if(c, changed, "rank_if:available_by",
                    XN_N("If the household can wait until {available}, it would be in place {rank}."));
    if (reason)
        xn_reason_date(reason, "available", dwelling->available);
}

static void add_if_entitled(struct counterfactuals *c, const struct xn_ranked *changed,
                            const struct xn_dwelling *dwelling)
{
    struct xn_reason *reason =
        add_rank_if(c, changed, "rank_if:entitlement",
                    XN_N("With the entitlement {entitlement} it would be in place {rank}."));
    if (reason)
        xn_reason_text(reason, "entitlement", dwelling->entitlement);
}

/* Where the policy's occupancy is met and the household's own wish is not. */
static void add_if_rooms_wish(struct counterfactuals *c, const struct xn_ranked *changed,
                              const struct xn_dwelling *dwelling)
{
    struct xn_household modest = *c->request->household;
    modest.rooms_min = NAN;
    if (dwelling->rooms < xn_rooms_needed(c->request->policy, &modest))
        return;
    struct xn_reason *reason = add_rank_if(
        c, changed, "rank_if:rooms_min",
        XN_N("If this number of rooms is enough for the household ({rooms}), it would be in place "
             "{rank}."));
    if (reason)
        xn_reason_measure(reason, "rooms", dwelling->rooms);
}

/* Only for a dwelling that fails one test, and one that somebody can do something about: the household with
 * its own limits and wishes, the corporation with a ramp. */
static void add_if_included(struct counterfactuals *c)
{
    const struct xn_dwelling *dwelling = &c->request->dwelling[c->row->dwelling];
    struct xn_ranked changed = *c->row;
    changed.fit.no = 0;
    if (c->row->fit.no == 1U << XN_FIT_RENT)
        add_if_rent_limit(c, &changed, dwelling);
    if (c->row->fit.no == 1U << XN_FIT_AVAILABLE)
        add_if_waits(c, &changed, dwelling);
    if (c->row->fit.no == 1U << XN_FIT_ENTITLEMENT)
        add_if_entitled(c, &changed, dwelling);
    if (c->row->fit.no == 1U << XN_FIT_ROOMS)
        add_if_rooms_wish(c, &changed, dwelling);
    if (c->row->fit.no == 1U << XN_FIT_STEP_FREE)
        add_rank_if(c, &changed, "rank_if:step_free",
                    XN_N("It would be in place {rank} if it were step-free."));
}

size_t xn_counterfactuals(const struct xn_ranking_request *request, const struct xn_ranking *ranking,
                          const struct xn_ranked *row, struct xn_reason *ret, size_t limit)
{
    struct counterfactuals c = {.request = request,
                                .ranking = ranking,
                                .row = row,
                                .order = xn_order_of(request->policy, request->household),
                                .reason = ret,
                                .limit = limit};
    if (row->rank == 0) {
        add_if_included(&c);
        return c.count;
    }
    add_if_all_known(&c);
    add_if_mixed(&c);
    add_first_mixed(&c);
    add_ahead_of_row(&c);
    return c.count;
}
