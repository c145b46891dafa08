/* ledger_supply.c - what each corporation promised, published, offered and let, by class and quarter.
 *
 * Every record becomes one entry of a list; the list is sorted by quarter and corporation, and neighbours
 * that belong together are added up.
 */
#include <stdlib.h>
#include <string.h>
#include "ledger_parts.h"

static void add(struct xn_by_class *sum, const struct xn_by_class *more)
{
    for (size_t c = 0; c < XN_CLASS_COUNT; c++)
        sum->of[c] += more->of[c];
}

static void add_share(struct xn_ledger_share *sum, const struct xn_ledger_share *more)
{
    sum->has_promise |= more->has_promise;
    sum->promised += more->promised;
    add(&sum->offered, &more->offered);
    add(&sum->made, &more->made);
    add(&sum->accepted, &more->accepted);
}

static int compare_shares(const void *a, const void *b)
{
    const struct xn_ledger_share *left = a, *right = b;
    if (left->quarter != right->quarter)
        return left->quarter < right->quarter ? -1 : 1;
    return strcmp(left->corporation, right->corporation);
}

static void list_commitments(const struct xn_ledger_records *records, struct xn_ledger *ledger)
{
    for (size_t i = 0; i < records->n_commitments; i++) {
        const struct xn_ledger_commitment *commitment = &records->commitment[i];
        xn_quarter quarter = XN_NO_QUARTER;
        if (xn_quarter_parse(commitment->quarter, &quarter) && ledger_covers(ledger, quarter))
            ledger->share[ledger->n_shares++] =
                (struct xn_ledger_share){.corporation = commitment->corporation,
                                         .quarter = quarter,
                                         .has_promise = true,
                                         .promised = commitment->promised};
    }
}

static struct xn_ledger_share *list_dwelling(struct xn_ledger *ledger,
                                             const struct xn_ledger_dwelling *dwelling, xn_date on)
{
    const xn_quarter quarter = xn_quarter_of(on);
    if (!ledger_covers(ledger, quarter))
        return NULL;
    struct xn_ledger_share *entry = &ledger->share[ledger->n_shares++];
    *entry = (struct xn_ledger_share){.corporation = dwelling->corporation, .quarter = quarter};
    return entry;
}

static void list_offer(struct xn_ledger *ledger, const struct xn_ledger_offer *offer)
{
    struct xn_ledger_share *entry = NULL;
    if (offer->outcome != XN_LEDGER_DRAFT &&
        (entry = list_dwelling(ledger, &offer->dwelling, offer->made_on)))
        entry->made.of[offer->class_]++;
    if (offer->outcome == XN_LEDGER_ACCEPTED &&
        (entry = list_dwelling(ledger, &offer->dwelling, ledger_answered_on(offer))))
        entry->accepted.of[offer->class_]++;
}

enum xn_status ledger_put_supply(struct ledger_work *work, struct xn_error *err)
{
    const struct xn_ledger_records *records = work->records;
    struct xn_ledger *ledger = work->ledger;
    const size_t most = records->n_commitments + records->n_publications + 2 * records->n_offers;
    XN_TRY(XN_ARENA_ARRAY(ledger->arena, most, &ledger->share, err));
    list_commitments(records, ledger);
    for (size_t i = 0; i < records->n_publications; i++) {
        const struct xn_ledger_publication *publication = &records->publication[i];
        struct xn_ledger_share *entry =
            list_dwelling(ledger, &publication->dwelling, publication->published_on);
        if (entry)
            entry->offered.of[publication->class_]++;
    }
    for (size_t i = 0; i < records->n_offers; i++)
        list_offer(ledger, &records->offer[i]);
    qsort(ledger->share, ledger->n_shares, sizeof *ledger->share, compare_shares);
    size_t n = 0;
    for (size_t i = 0; i < ledger->n_shares; i++)
        if (n > 0 && compare_shares(&ledger->share[n - 1], &ledger->share[i]) == 0)
            add_share(&ledger->share[n - 1], &ledger->share[i]);
        else
            ledger->share[n++] = ledger->share[i];
    ledger->n_shares = n;
    return XN_OK;
}
