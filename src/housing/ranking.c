/* ranking.c - every dwelling that comes in goes out: ranked, or excluded with its reasons.
 *
 * One pass reads off each dwelling what the order compares; the fit ones are sorted by packed keys. The lot
 * that orders equals is drawn only among rows whose keys are equal, since hashing costs more than all else.
 */
#include "order.h"
#include "fit.h"
#include "request_digest.h"
#include "xenia/memory.h"
#include <math.h>
#include <stdlib.h>

/* --- one row --------------------------------------------------------------------------------------- */

/* Mean distance to the ties by their weights, as the crow flies; NAN without place or ties. */
static double tie_distance_m(const struct xn_household *household, const struct xn_dwelling *dwelling)
{
    double sum = 0, weights = 0;
    for (size_t i = 0; i < household->n_ties && dwelling->has_place; i++) {
        const double dx = household->tie[i].x_m - dwelling->x_m, dy = household->tie[i].y_m - dwelling->y_m;
        sum += household->tie[i].weight * sqrt(dx * dx + dy * dy);
        weights += household->tie[i].weight;
    }
    return weights > 0 ? sum / weights : NAN;
}

/* The change in steps of the policy's band; without a band in steps of what the closed form resolves. */
static int64_t band_of(double change, double band_thousandths)
{
    return llround(change / fmax(band_thousandths / 1000, 1e-13));
}

/* The index after the household has moved in; NAN without an effect, a place or a unit. */
static double effect_after(const struct xn_ranking_request *request, const struct xn_dwelling *dwelling)
{
    if (!request->effect || !dwelling->has_place || dwelling->unit[request->effect_level] == XN_NONE)
        return NAN;
    return xn_effect_after(request->effect, dwelling->unit[request->effect_level], request->household->size);
}

static void set_effect(const struct xn_ranking_request *request, const struct xn_dwelling *dwelling,
                       struct xn_ranked *row)
{
    row->effect_after = effect_after(request, dwelling);
    row->effect_band =
        isnan(row->effect_after)
            ? INT64_MAX
            : band_of(row->effect_after - xn_effect_before(request->effect), request->policy->effect_band);
}

static void set_tier(const struct xn_ranking_request *request, const struct xn_dwelling *dwelling,
                     struct xn_ranked *row)
{
    row->tier = XN_UNDETERMINED;
    row->deciding_level = XN_NONE;
    row->without_data = 0;
    if (dwelling->has_place && !dwelling->outside_city)
        row->tier = xn_typology_address(request->typology, dwelling->unit, request->n_levels,
                                        &row->deciding_level, &row->without_data);
}

static struct xn_ranked evaluate(const struct xn_ranking_request *request, size_t position)
{
    const struct xn_dwelling *dwelling = &request->dwelling[position];
    struct xn_ranked row = {.dwelling = position};
    row.fit = xn_fit_evaluate(request->policy, request->household, dwelling, request->as_of);
    set_tier(request, dwelling, &row);
    set_effect(request, dwelling, &row);
    row.tie_distance_m = tie_distance_m(request->household, dwelling);
    row.rent_burden_eur = xn_compared_rent_eur(dwelling);
    return row;
}

/* --- the order ------------------------------------------------------------------------------------- */

struct entry {
    struct xn_order_key key;
    uint64_t lot; /* 0 until it is drawn */
    size_t row;
};

static int compare_u64(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    const size_t i = xn_order_difference(&a->key, &b->key);
    if (i < XN_ORDER_PARTS)
        return compare_u64(a->key.word[i], b->key.word[i]);
    if (a->lot != b->lot)
        return compare_u64(a->lot, b->lot);
    return compare_u64(a->row, b->row);
}

/* Sorted entries with equal keys get their lots and are sorted among themselves. */
static void draw_lots(const struct xn_ranking_request *request, const char *digest, struct entry *entry,
                      size_t count)
{
    const struct xn_lots lots = xn_lots_of(request->snapshot, digest);
    for (size_t first = 0, end; first < count; first = end) {
        end = first + 1;
        while (end < count && xn_order_difference(&entry[first].key, &entry[end].key) == XN_ORDER_PARTS)
            end++;
        if (end - first == 1)
            continue;
        for (size_t i = first; i < end; i++)
            entry[i].lot = xn_lots_draw(&lots, request->dwelling[entry[i].row].id);
        qsort(entry + first, end - first, sizeof *entry, compare_entries);
    }
}

/* --- the ranking ----------------------------------------------------------------------------------- */

static enum xn_status check_request(const struct xn_ranking_request *request, struct xn_error *err)
{
    if (request->household->size < 1 || request->household->size > 30)
        return xn_fail(err, XN_ARGUMENT, "a household of %d persons cannot be ranked for; 1 to 30 can",
                       request->household->size);
    if (request->n_levels > request->typology->n_levels)
        return xn_fail(err, XN_ARGUMENT, "the dwellings lie on %zu levels, but only %zu have classes",
                       request->n_levels, request->typology->n_levels);
    return XN_OK;
}

/* Splits the evaluated rows: keys of the fit ones into `entry`, the others behind them into `ranking`. */
static void split(const struct xn_order *order, const struct xn_ranked *evaluated, size_t count,
                  struct entry *entry, struct xn_ranking *ranking)
{
    for (size_t i = 0; i < count; i++)
        if (!evaluated[i].fit.no)
            entry[ranking->n_ranked++] = (struct entry){xn_order_key_of(order, &evaluated[i]), 0, i};
    ranking->excluded = ranking->ranked + ranking->n_ranked;
    for (size_t i = 0; i < count; i++)
        if (evaluated[i].fit.no)
            ranking->excluded[ranking->n_excluded++] = evaluated[i];
}

static bool is_rent_known(const struct xn_ranked *row)
{
    return !isnan(row->rent_burden_eur) && !(row->fit.unknown & (1U << XN_FIT_RENT));
}

/* In the order of the list, the first mixed dwelling and each that is cheaper than every one before it. */
static enum xn_status find_mixed(struct xn_ranking *ranking, struct xn_error *err)
{
    double least_eur = INFINITY;
    ranking->first_mixed = XN_NONE;
    ranking->cheaper_mixed = xn_calloc(ranking->n_ranked, sizeof *ranking->cheaper_mixed);
    if (!ranking->cheaper_mixed)
        return xn_fail_memory(err);
    for (size_t i = 0; i < ranking->n_ranked; i++) {
        const struct xn_ranked *row = &ranking->ranked[i];
        if (row->tier != XN_MIXED)
            continue;
        if (ranking->first_mixed == XN_NONE)
            ranking->first_mixed = i;
        if (!is_rent_known(row) || row->rent_burden_eur >= least_eur)
            continue;
        least_eur = row->rent_burden_eur;
        ranking->cheaper_mixed[ranking->n_cheaper_mixed++] = i;
    }
    return XN_OK;
}

enum xn_status xn_ranking_build(const struct xn_ranking_request *request, struct xn_ranking **ret,
                                struct xn_error *err)
{
    XN_TRY(check_request(request, err));
    const size_t count = request->n_dwellings;
    XN_AUTO(xn_ranking_free) struct xn_ranking *ranking = xn_calloc(1, sizeof *ranking);
    XN_CLEANUP(xn_free_pointer) struct xn_ranked *evaluated = xn_calloc(count, sizeof *evaluated);
    XN_CLEANUP(xn_free_pointer) struct entry *entry = xn_calloc(count, sizeof *entry);
    if (!ranking || !evaluated || !entry)
        return xn_fail_memory(err);
    ranking->ranked = xn_calloc(count, sizeof *ranking->ranked);
    if (!ranking->ranked)
        return xn_fail_memory(err);

    xn_request_digest(request, ranking->request_digest);
    ranking->effect_before = request->effect ? xn_effect_before(request->effect) : NAN;
    for (size_t i = 0; i < count; i++)
        evaluated[i] = evaluate(request, i);
    const struct xn_order order = xn_order_of(request->policy, request->household);
    split(&order, evaluated, count, entry, ranking);
    qsort(entry, ranking->n_ranked, sizeof *entry, compare_entries);
    draw_lots(request, ranking->request_digest, entry, ranking->n_ranked);
    for (size_t i = 0; i < ranking->n_ranked; i++) {
        ranking->ranked[i] = evaluated[entry[i].row];
        ranking->ranked[i].rank = i + 1;
    }
    XN_TRY(find_mixed(ranking, err));
    *ret = XN_STEAL(ranking);
    return XN_OK;
}

void xn_ranking_free(struct xn_ranking *ranking)
{
    if (!ranking)
        return;
    xn_free(ranking->ranked); /* the excluded rows stand behind the ranked ones */
    xn_free(ranking->cheaper_mixed);
    xn_free(ranking);
}
