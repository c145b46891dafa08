/* disclosure.c - the rule of xenia/disclosure.h: hide what is small, then whatever is needed so that each
 * hidden number can be another one by exchanges (exchanges.h). Hiding only ever grows and only ever adds
 * exchanges, so that a number that is protected once stays so, and each is looked at once.
 */
#include <math.h>
#include "exchanges.h"
#include "xenia/message.h"

const char *xn_withheld_text(enum xn_withheld why)
{
    switch (why) {
    case XN_WITHHELD_MISSING:
        return XN_N("counts are missing");
    case XN_WITHHELD_FEW:
        return XN_N("suppressed: fewer than 50 persons");
    case XN_WITHHELD_SMALL:
        return XN_N("suppressed: fewer than 5 persons of a group");
    case XN_WITHHELD_COMPLEMENT:
        return XN_N("suppressed: it would give away a small number elsewhere");
    case XN_WITHHELD_RECENT:
        return XN_N("held back: there was a placement in the last 30 days");
    case XN_WITHHELD_UNSAID:
        return XN_N("suppressed: small numbers could be found");
    case XN_SHOWN:
        break;
    }
    return NULL;
}

/* --- small numbers -------------------------------------------------------------------------------------- */

static void withhold(enum xn_withheld *why, enum xn_withheld reason)
{
    if (*why == XN_SHOWN)
        *why = reason;
}

static bool is_small(double count)
{
    return count > 0 && count < XN_DISCLOSURE_GROUP_MIN;
}

static void hide_small(const struct xn_disclosure_table *table, bool columns_add_up)
{
    for (size_t u = 0; u < table->n_units; u++) {
        const bool few = table->total[u] > 0 && table->total[u] < XN_DISCLOSURE_PERSONS_MIN;
        if (few && columns_add_up)
            withhold(&table->total_why[u], XN_WITHHELD_FEW);
        for (size_t c = 0; c < table->n_columns; c++) {
            const size_t at = u * table->n_columns + c;
            if (few)
                withhold(&table->why[at], XN_WITHHELD_FEW);
            else if (is_small(table->count[at]))
                withhold(&table->why[at], XN_WITHHELD_SMALL);
        }
    }
}

/* --- what protects them --------------------------------------------------------------------------------- */

/* 1, 2, 3 and 4 are all to be possible. */
static enum xn_status protect_small(struct exchanges *exchanges, struct number number, double count,
                                    bool *ret_protected, struct xn_error *err)
{
    const double up = floor(fmax(XN_DISCLOSURE_GROUP_MIN - 1 - count, 0)), down = floor(fmax(count - 1, 0));
    double reached_up, reached_down;
    XN_TRY(exchanges_move(exchanges, number, 1, up, true, &reached_up, err));
    exchanges_undo(exchanges);
    XN_TRY(exchanges_move(exchanges, number, -1, down, true, &reached_down, err));
    exchanges_undo(exchanges);
    *ret_protected = reached_up >= up && reached_down >= down;
    return XN_OK;
}

/* So many values are to be possible, whichever. First without hiding more. */
static enum xn_status protect_large(struct exchanges *exchanges, struct number number, double n_values,
                                    bool *ret_protected, struct xn_error *err)
{
    const double wanted = n_values - 1;
    double reached[2] = {0, 0};
    for (int may_hide = 0; may_hide < 2 && reached[0] + reached[1] < wanted; may_hide++)
        for (size_t way = 0; way < 2 && reached[0] + reached[1] < wanted; way++) {
            XN_TRY(exchanges_move(exchanges, number, way ? -1 : 1, wanted - reached[!way], may_hide,
                                  &reached[way], err));
            exchanges_undo(exchanges);
        }
    *ret_protected = reached[0] + reached[1] >= wanted;
    return XN_OK;
}

/* Held back for what is new there (its class), not for its counts, which earlier publications show. */
static bool is_known(const struct exchanges *exchanges, struct number number, double count)
{
    const struct number total = {number.zoning, number.table, number.unit, exchanges->n_columns};
    return exchanges->n_zonings > 1 && *exchanges_why(exchanges, number) == XN_WITHHELD_RECENT &&
           !is_small(count) && exchanges_count(exchanges, total) >= XN_DISCLOSURE_PERSONS_MIN;
}

static enum xn_status protect(struct exchanges *exchanges, struct number number, size_t *unprotected,
                              struct xn_error *err)
{
    const double count = exchanges_count(exchanges, number);
    const enum xn_withheld why = *exchanges_why(exchanges, number);
    bool is_protected;
    if (why == XN_SHOWN || why == XN_WITHHELD_MISSING || count <= 0 || is_known(exchanges, number, count))
        return XN_OK;
    const bool is_said_small = is_small(count) && why != XN_WITHHELD_UNSAID;
    XN_TRY(is_said_small ? protect_small(exchanges, number, count, &is_protected, err)
                         : protect_large(exchanges, number,
                                         why == XN_WITHHELD_COMPLEMENT ? XN_DISCLOSURE_VALUES_COMPLEMENT
                                                                       : XN_DISCLOSURE_VALUES,
                                         &is_protected, err));
    *unprotected += !is_protected;
    return XN_OK;
}

static enum xn_status protect_table(struct exchanges *exchanges, size_t zoning, size_t table,
                                    size_t *unprotected, struct xn_error *err)
{
    const size_t n_columns = exchanges->n_columns + exchanges->columns_add_up;
    for (size_t u = 0; u < exchanges->view[zoning].zoning->table[table].n_units; u++)
        for (size_t c = 0; c < n_columns; c++)
            XN_TRY(protect(exchanges, (struct number){zoning, table, u, c}, unprotected, err));
    return XN_OK;
}

/* All numbers, those that are hidden on the way too. */
static enum xn_status protect_all(const struct xn_disclosure_zoning *zoning,
                                  const struct xn_disclosure_zoning *earlier, size_t n_earlier,
                                  bool columns_add_up, size_t *ret_unprotected, struct xn_error *err)
{
    XN_CLEANUP(exchanges_free) struct exchanges exchanges = {0};
    XN_TRY(exchanges_make(zoning, earlier, n_earlier, columns_add_up, &exchanges, err));
    *ret_unprotected = 0;
    for (size_t z = 0; z < exchanges.n_zonings; z++)
        for (size_t t = exchanges.view[z].zoning->n_tables; t-- > 0;)
            XN_TRY(protect_table(&exchanges, z, t, ret_unprotected, err));
    for (size_t i = 0; i < exchanges.n_hidden; i++) /* grows while it runs */
        XN_TRY(protect(&exchanges, exchanges.hidden[i], ret_unprotected, err));
    return XN_OK;
}

/* --- when that is not enough ---------------------------------------------------------------------------- */

static void unsay(enum xn_withheld *why, double count, bool shown_too)
{
    const bool says_much = *why == XN_WITHHELD_SMALL || *why == XN_WITHHELD_COMPLEMENT;
    if (count > 0 && (says_much || (shown_too && *why == XN_SHOWN)))
        *why = XN_WITHHELD_UNSAID;
}

/* Reasons are not told any more; shown_too: numbers neither. */
static void unsay_all(const struct xn_disclosure_zoning *zoning, bool columns_add_up, bool shown_too)
{
    for (size_t t = 0; t < zoning->n_tables; t++) {
        const struct xn_disclosure_table *table = &zoning->table[t];
        for (size_t u = 0; u < table->n_units; u++) {
            for (size_t c = 0; c < table->n_columns; c++)
                unsay(&table->why[u * table->n_columns + c], table->count[u * table->n_columns + c],
                      shown_too);
            if (columns_add_up)
                unsay(&table->total_why[u], table->total[u], shown_too);
        }
    }
}

/* Whatever it takes: first the reasons go, then all numbers. */
static enum xn_status protect_alone(const struct xn_disclosure_zoning *zoning, bool columns_add_up,
                                    size_t *ret_unprotected, struct xn_error *err)
{
    XN_TRY(protect_all(zoning, NULL, 0, columns_add_up, ret_unprotected, err));
    for (int shown_too = 0; shown_too < 2 && *ret_unprotected > 0; shown_too++) {
        unsay_all(zoning, columns_add_up, shown_too);
        XN_TRY(protect_all(zoning, NULL, 0, columns_add_up, ret_unprotected, err));
    }
    return XN_OK;
}

enum xn_status xn_disclosure_apply(const struct xn_disclosure_zoning *zoning,
                                   const struct xn_disclosure_zoning *earlier, size_t n_earlier,
                                   bool columns_add_up, size_t *ret_unprotected, struct xn_error *err)
{
    size_t unprotected = 0;
    for (size_t t = 0; t < zoning->n_tables; t++)
        hide_small(&zoning->table[t], columns_add_up);
    XN_TRY(protect_alone(zoning, columns_add_up, &unprotected, err));
    if (unprotected == 0 && n_earlier > 0)
        XN_TRY(protect_all(zoning, earlier, n_earlier, columns_add_up, &unprotected, err));
    *ret_unprotected = unprotected;
    return XN_OK;
}
