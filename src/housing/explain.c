/* explain.c - why a dwelling stands where it stands, one fact a sentence.
 *
 * First the class of its area with what it rests on (explain_area.c), then what the order compares, then what
 * a person still has to find out. Built on demand, for the rows that somebody looks at.
 */
#include "explain.h"
#include "order.h"
#include "reason.h"
#include <math.h>

struct xn_reason *xn_explain_add(struct xn_explanation *e, const char *code, const char *english)
{
    struct xn_reason *reason = &e->reason[e->count++];
    *reason = xn_reason_new(code, english);
    return reason;
}

static const struct xn_unit_class *deciding_unit(const struct xn_ranking_request *request,
                                                 const struct xn_ranked *row)
{
    if (row->deciding_level == XN_NONE)
        return NULL;
    const size_t unit = request->dwelling[row->dwelling].unit[row->deciding_level];
    return unit == XN_NONE ? NULL : &request->typology->level[row->deciding_level].unit[unit];
}

/* --- what the order compares ------------------------------------------------------------------------- */

static const char *effect_sentence(double before, double after)
{
    if (fabs(after - before) < 1e-9)
        return XN_N("A placement here leaves the city as even as it is: the {index} stays {before}.");
    if (after < before)
        return XN_N("A placement here makes the city more even: the {index} goes from {before} to {after}.");
    return XN_N("A placement here makes the city less even: the {index} goes from {before} to {after}.");
}

static void add_effect(struct xn_explanation *e)
{
    const double before = e->ranking->effect_before, after = e->row->effect_after;
    if (isnan(before) || !e->dwelling->has_place)
        return;
    if (isnan(after)) {
        xn_explain_add(e, "effect_unknown",
                       XN_N("The effect of a placement is not known, because the area is not known."));
        return;
    }
    struct xn_reason *reason = xn_explain_add(e, "effect", effect_sentence(before, after));
    const int decimals = xn_decimals_apart(before, after, 4);
    xn_reason_term(reason, "index", xn_effect_index_words(e->request->policy->effect_index));
    xn_reason_number(reason, "before", before, decimals);
    xn_reason_number(reason, "after", after, decimals);
    xn_reason_is_got(reason);
}

static void add_ties(struct xn_explanation *e)
{
    if (isnan(e->row->tie_distance_m))
        return;
    struct xn_reason *reason = xn_explain_add(
        e, "ties",
        e->request->household->n_ties == 1
            ? XN_N("The place that matters to the household is {distance} metres away in a straight line.")
            : XN_N("The places that matter to the household are {distance} metres away on average, in a "
                   "straight line."));
    xn_reason_number(reason, "distance", e->row->tie_distance_m, 0);
    xn_reason_is_got(reason);
}

static const char *rent_sentence(const struct xn_explanation *e)
{
    if (!(e->dwelling->rent_gross_eur > 0))
        return XN_N("The net rent is {rent} euro a month.");
    if (e->row->rent_burden_eur <= e->request->household->rent_limit_eur)
        return XN_N("The rent is {rent} euro a month, within the limit of {limit} euro.");
    return XN_N("The rent is {rent} euro a month.");
}

/* Silent where the tests of fit speak of the rent. */
static void add_rent(struct xn_explanation *e)
{
    if (isnan(e->row->rent_burden_eur) || ((e->row->fit.unknown | e->row->fit.no) & (1U << XN_FIT_RENT)))
        return;
    struct xn_reason *reason = xn_explain_add(e, "rent", rent_sentence(e));
    xn_reason_money(reason, "rent", e->row->rent_burden_eur);
    xn_reason_is_got(reason);
    if (isnan(e->request->household->rent_limit_eur))
        return;
    xn_reason_money(reason, "limit", e->request->household->rent_limit_eur);
    xn_reason_is_needed(reason);
}

static void add_wishes(struct xn_explanation *e)
{
    if (e->request->household->filter_own_wish)
        xn_explain_add(e, "own_wish:OWN_WISH",
                       XN_N("By the household's own wish, the class of the area does not order this list."));
    if (xn_care_orders(e->request->household))
        xn_explain_add(
            e, "own_wish:CARE_OF_RELATIVES",
            XN_N("By the household's own wish, the distance to the places that matter to it orders this list "
                 "before the class of the area."));
}

static void add_to_check(struct xn_explanation *e)
{
    const struct xn_fit to_check = {.unknown = e->row->fit.unknown};
    e->count += xn_fit_reasons(e->request->policy, e->request->household, e->dwelling, e->request->as_of,
                               to_check, e->reason + e->count);
}

size_t xn_explain(const struct xn_ranking_request *request, const struct xn_ranking *ranking,
                  const struct xn_ranked *row, const char *const *level_name, const char *area_name,
                  struct xn_reason ret[XN_REASON_MAX])
{
    struct xn_explanation e = {.request = request,
                               .ranking = ranking,
                               .row = row,
                               .dwelling = &request->dwelling[row->dwelling],
                               .level_name = level_name,
                               .area_name = area_name,
                               .unit = deciding_unit(request, row),
                               .reason = ret};
    xn_explain_area(&e);
    add_effect(&e);
    add_ties(&e);
    add_rent(&e);
    add_wishes(&e);
    add_to_check(&e);
    return e.count;
}
