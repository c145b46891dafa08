/* disclosure.c - the rule of xenia/disclosure.h: hide what is small, then whatever is needed so that each
 * hidden number can be another one by exchanges (exchanges.h). Hiding only ever grows and only ever adds
 * exchanges, so that a number that is protected once stays so, and each is looked at once.
 */
#include <math.h>
#include <string.h>
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

/* Is the number of a unit with a recent placement shown for the same people in another publication? Then what
 * is held back is its class, and nothing can protect the number. */
static bool is_known(const struct exchanges *exchanges, struct number number)
{
    if (*exchanges_why(exchanges, number) != XN_WITHHELD_RECENT)
        return false;
    for (size_t z = 0; z < exchanges->n_zonings; z++) {
        const struct number other = {z, number.table, number.unit, number.column};
        if (z != number.zoning && exchanges_same_unit(exchanges, number, z) &&
            *exchanges_why(exchanges, other) == XN_SHOWN)
            return true;
    }
    return false;
}

static enum xn_status protect(struct exchanges *exchanges, struct number number, bool *ret_protected,
                              struct xn_error *err)
{
    const double count = exchanges_count(exchanges, number);
    const enum xn_withheld why = *exchanges_why(exchanges, number);
    *ret_protected = true;
    if (why == XN_SHOWN || why == XN_WITHHELD_MISSING || count <= 0 || is_known(exchanges, number))
        return XN_OK;
    const bool is_said_small = is_small(count) && why != XN_WITHHELD_UNSAID;
    return is_said_small ? protect_small(exchanges, number, count, ret_protected, err)
                         : protect_large(exchanges, number,
                                         why == XN_WITHHELD_COMPLEMENT ? XN_DISCLOSURE_VALUES_COMPLEMENT
                                                                       : XN_DISCLOSURE_VALUES,
                                         ret_protected, err);
}

/* Where a number could be found: the finest units of its unit. */
static void mark(const struct exchanges *exchanges, struct number number, bool *found)
{
    const struct zoning_view *view = &exchanges->view[number.zoning];
    for (size_t i = view->first[number.table][number.unit]; i < view->first[number.table][number.unit + 1];
         i++)
        found[view->member[number.table][i]] = true;
}

/* What is to be protected, and how that went. */
struct protection {
    struct exchanges exchanges;
    size_t unprotected;
    bool *found; /* finest units with a number that could be found; NULL: nobody asks */
};

static enum xn_status protect_and_count(struct protection *protection, struct number number,
                                        struct xn_error *err)
{
    bool is_protected;
    XN_TRY(protect(&protection->exchanges, number, &is_protected, err));
    protection->unprotected += !is_protected;
    if (!is_protected && protection->found)
        mark(&protection->exchanges, number, protection->found);
    return XN_OK;
}

static enum xn_status protect_table(struct protection *protection, size_t zoning, size_t table,
                                    struct xn_error *err)
{
    const struct exchanges *exchanges = &protection->exchanges;
    const size_t n_columns = exchanges->n_columns + exchanges->columns_add_up;
    for (size_t u = 0; u < exchanges->view[zoning].zoning->table[table].n_units; u++)
        for (size_t c = 0; c < n_columns; c++)
            XN_TRY(protect_and_count(protection, (struct number){zoning, table, u, c}, err));
    return XN_OK;
}

static void protection_free(struct protection *protection)
{
    exchanges_free(&protection->exchanges);
}

/* All numbers, those that are hidden on the way too. */
static enum xn_status protect_all(const struct xn_disclosure_zoning *zoning,
                                  const struct xn_disclosure_zoning *earlier, size_t n_earlier,
                                  bool columns_add_up, bool *found, size_t *ret_unprotected,
                                  struct xn_error *err)
{
    XN_CLEANUP(protection_free) struct protection protection = {.found = found};
    struct exchanges *exchanges = &protection.exchanges;
    XN_TRY(exchanges_make(zoning, earlier, n_earlier, columns_add_up, exchanges, err));
    for (size_t z = 0; z < exchanges->n_zonings; z++)
        for (size_t t = exchanges->view[z].zoning->n_tables; t-- > 0;)
            XN_TRY(protect_table(&protection, z, t, err));
    for (size_t i = 0; i < exchanges->n_hidden; i++) /* grows while it runs */
        XN_TRY(protect_and_count(&protection, exchanges->hidden[i], err));
    *ret_unprotected = protection.unprotected;
    return XN_OK;
}

/* --- when that is not enough ---------------------------------------------------------------------------- */

static void unsay(enum xn_withheld *why, double count, bool shown_too)
{
    const bool says_much = *why == XN_WITHHELD_SMALL || *why == XN_WITHHELD_COMPLEMENT;
    if (count > 0 && (says_much || (shown_too && *why == XN_SHOWN)))
        *why = XN_WITHHELD_UNSAID;
}

/* Reasons of a unit are not told any more; shown_too: numbers neither. */
static void unsay_unit(const struct xn_disclosure_table *table, size_t unit, bool columns_add_up,
                       bool shown_too)
{
    for (size_t i = unit * table->n_columns; i < (unit + 1) * table->n_columns; i++)
        unsay(&table->why[i], table->count[i], shown_too);
    if (columns_add_up)
        unsay(&table->total_why[unit], table->total[unit], shown_too);
}

static void unsay_all(const struct xn_disclosure_zoning *zoning, bool columns_add_up, bool shown_too)
{
    for (size_t t = 0; t < zoning->n_tables; t++)
        for (size_t u = 0; u < zoning->table[t].n_units; u++)
            unsay_unit(&zoning->table[t], u, columns_add_up, shown_too);
}

/* Whatever it takes: first the reasons go, then all numbers. */
static enum xn_status protect_alone(const struct xn_disclosure_zoning *zoning, bool columns_add_up,
                                    size_t *ret_unprotected, struct xn_error *err)
{
    XN_TRY(protect_all(zoning, NULL, 0, columns_add_up, NULL, ret_unprotected, err));
    for (int shown_too = 0; shown_too < 2 && *ret_unprotected > 0; shown_too++) {
        unsay_all(zoning, columns_add_up, shown_too);
        XN_TRY(protect_all(zoning, NULL, 0, columns_add_up, NULL, ret_unprotected, err));
    }
    return XN_OK;
}

static enum xn_status apply(const struct xn_disclosure_zoning *zoning,
                            const struct xn_disclosure_zoning *earlier, size_t n_earlier, bool columns_add_up,
                            bool *found, size_t *ret_unprotected, struct xn_error *err)
{
    for (size_t t = 0; t < zoning->n_tables; t++)
        hide_small(&zoning->table[t], columns_add_up);
    XN_TRY(protect_alone(zoning, columns_add_up, ret_unprotected, err));
    if (*ret_unprotected == 0 && n_earlier > 0)
        XN_TRY(protect_all(zoning, earlier, n_earlier, columns_add_up, found, ret_unprotected, err));
    return XN_OK;
}

enum xn_status xn_disclosure_apply(const struct xn_disclosure_zoning *zoning,
                                   const struct xn_disclosure_zoning *earlier, size_t n_earlier,
                                   bool columns_add_up, size_t *ret_unprotected, struct xn_error *err)
{
    size_t unprotected = 0;
    XN_TRY(apply(zoning, earlier, n_earlier, columns_add_up, NULL, &unprotected, err));
    *ret_unprotected = unprotected;
    return XN_OK;
}

/* --- a publication after others ------------------------------------------------------------------------- */

/* Everything that the rule hid is shown again; what was not to be shown from the beginning is not. */
static void start_again(const struct xn_disclosure_zoning *zoning)
{
    for (size_t t = 0; t < zoning->n_tables; t++) {
        const struct xn_disclosure_table *table = &zoning->table[t];
        for (size_t i = 0; i < table->n_units * table->n_columns; i++)
            if (table->why[i] != XN_WITHHELD_MISSING && table->why[i] != XN_WITHHELD_RECENT)
                table->why[i] = XN_SHOWN;
        for (size_t u = 0; u < table->n_units; u++)
            if (table->total_why[u] != XN_WITHHELD_MISSING && table->total_why[u] != XN_WITHHELD_RECENT)
                table->total_why[u] = XN_SHOWN;
    }
}

/* The attacker gets to know nothing of the table. */
static void leave_out(const struct xn_disclosure_table *table)
{
    for (size_t u = 0; u < table->n_units; u++)
        table->total_why[u] = XN_WITHHELD_MISSING;
    for (size_t i = 0; i < table->n_units * table->n_columns; i++)
        table->why[i] = XN_WITHHELD_MISSING;
}

static size_t unit_above(const struct xn_disclosure_zoning *zoning, size_t finest, size_t table)
{
    size_t unit = finest;
    for (size_t t = zoning->n_tables - 1; t > table; t--)
        unit = zoning->table[t].parent[unit];
    return unit;
}

/* Of the finest table that is shown, nothing is told any more of all units that share a unit of the table
 * `common` with one where a number could be found. */
static enum xn_status unsay_around(const struct xn_disclosure_zoning *zoning, size_t n_shown, size_t common,
                                   const bool *found, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const size_t n_finest = zoning->table[zoning->n_tables - 1].n_units;
    bool *around = NULL;
    if (!arena)
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(arena, zoning->table[common].n_units, &around, err));
    for (size_t v = 0; v < n_finest; v++)
        around[unit_above(zoning, v, common)] |= found[v];
    for (size_t v = 0; v < n_finest; v++)
        if (around[unit_above(zoning, v, common)])
            unsay_unit(&zoning->table[n_shown], unit_above(zoning, v, n_shown), true, true);
    return XN_OK;
}

/* Tables up to n_shown: as little around the numbers that could be found is withheld as is enough. */
static enum xn_status protect_shown(const struct xn_disclosure_zoning *zoning,
                                    const struct xn_disclosure_zoning *earlier, size_t n_earlier,
                                    size_t n_shown, bool *found, size_t *ret_unprotected,
                                    struct xn_error *err)
{
    const size_t n_finest = zoning->table[zoning->n_tables - 1].n_units;
    start_again(zoning);
    memset(found, 0, n_finest * sizeof *found);
    XN_TRY(apply(zoning, earlier, n_earlier, true, found, ret_unprotected, err));
    for (size_t common = n_shown; common > 0 && *ret_unprotected > 0; common--) {
        XN_TRY(unsay_around(zoning, n_shown, common, found, err));
        memset(found, 0, n_finest * sizeof *found);
        XN_TRY(protect_all(zoning, earlier, n_earlier, true, found, ret_unprotected, err));
    }
    return XN_OK;
}

enum xn_status xn_disclosure_publish(const struct xn_disclosure_zoning *zoning,
                                     const struct xn_disclosure_zoning *earlier, size_t n_earlier,
                                     size_t *ret_left_out, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    const size_t n_levels = zoning->n_tables - 1;
    size_t unprotected = 1, left_out = 0;
    bool *found = NULL;
    if (!arena)
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(arena, zoning->table[n_levels].n_units, &found, err));
    for (; left_out < n_levels; left_out++) {
        XN_TRY(protect_shown(zoning, earlier, n_earlier, n_levels - left_out, found, &unprotected, err));
        if (unprotected == 0)
            break;
        leave_out(&zoning->table[n_levels - left_out]);
    }
    if (unprotected > 0)
        return xn_fail(err, XN_CONFLICT,
                       "%zu small numbers could be found by comparing this publication with an earlier one: "
                       "too little has changed since",
                       unprotected);
    *ret_left_out = left_out;
    return XN_OK;
}
