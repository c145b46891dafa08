/* exchanges.c - zonings as exchanges see them, and the doing and undoing of exchanges; they are found in
 * exchange_search.c.
 */
#include "exchanges.h"
#include <math.h>
#include "exchange_search.h"
#include "xenia/memory.h"

enum { TRIES_MAX = 20000000 };

/* --- the ways between tables --------------------------------------------------------------------------- */

static const struct xn_disclosure_table *table_of(const struct exchanges *exchanges, size_t zoning,
                                                  size_t table)
{
    return &exchanges->view[zoning].zoning->table[table];
}

static enum xn_status check(const struct xn_disclosure_zoning *zoning, size_t n_finest, size_t n_columns,
                            struct xn_error *err)
{
    if (zoning->n_tables == 0 || zoning->table[0].n_units != 1)
        return xn_fail(err, XN_ARGUMENT, "the first table of a zoning is the whole city, as one unit");
    if (zoning->table[zoning->n_tables - 1].n_units != n_finest)
        return xn_fail(err, XN_ARGUMENT, "zonings to be controlled together have the same finest units");
    for (size_t t = 0; t < zoning->n_tables; t++) {
        const struct xn_disclosure_table *table = &zoning->table[t];
        if (table->n_columns != n_columns)
            return xn_fail(err, XN_ARGUMENT, "tables to be controlled together have the same columns");
        for (size_t u = 0; t > 0 && u < table->n_units; u++)
            if (table->parent[u] >= zoning->table[t - 1].n_units)
                return xn_fail(err, XN_ARGUMENT, "unit %zu of table %zu has no unit above it", u, t);
    }
    return XN_OK;
}

/* unit_of for all tables of a view, from the finest up. */
static enum xn_status find_units(struct exchanges *exchanges, struct zoning_view *view, struct xn_error *err)
{
    const size_t n_tables = view->zoning->n_tables;
    for (size_t t = n_tables; t-- > 0;) {
        XN_TRY(XN_ARENA_ARRAY(exchanges->arena, exchanges->n_finest, &view->unit_of[t], err));
        for (size_t v = 0; v < exchanges->n_finest; v++)
            view->unit_of[t][v] =
                t + 1 == n_tables ? v : view->zoning->table[t + 1].parent[view->unit_of[t + 1][v]];
    }
    return XN_OK;
}

/* first and member of one table: counting sort of the finest units by their unit. */
static enum xn_status find_members(struct exchanges *exchanges, struct zoning_view *view, size_t t,
                                   struct xn_error *err)
{
    const size_t n_units = view->zoning->table[t].n_units;
    size_t *next = NULL;
    XN_TRY(XN_ARENA_ARRAY(exchanges->arena, n_units + 1, &view->first[t], err));
    XN_TRY(XN_ARENA_ARRAY(exchanges->arena, n_units + 1, &next, err));
    XN_TRY(XN_ARENA_ARRAY(exchanges->arena, exchanges->n_finest, &view->member[t], err));
    for (size_t v = 0; v < exchanges->n_finest; v++)
        view->first[t][view->unit_of[t][v] + 1]++;
    for (size_t u = 0; u < n_units; u++)
        next[u + 1] = view->first[t][u + 1] += view->first[t][u];
    for (size_t v = 0; v < exchanges->n_finest; v++)
        view->member[t][next[view->unit_of[t][v]]++] = v;
    return XN_OK;
}

static bool same_counts(const struct exchanges *exchanges, size_t a, size_t b, size_t finest)
{
    const struct xn_disclosure_table *one = table_of(exchanges, a, exchanges->view[a].zoning->n_tables - 1);
    const struct xn_disclosure_table *other = table_of(exchanges, b, exchanges->view[b].zoning->n_tables - 1);
    for (size_t c = 0; c < exchanges->n_columns; c++)
        if (one->count[finest * exchanges->n_columns + c] != other->count[finest * exchanges->n_columns + c])
            return false;
    return true;
}

static enum xn_status make_view(struct exchanges *exchanges, size_t z,
                                const struct xn_disclosure_zoning *zoning, struct xn_error *err)
{
    struct zoning_view *view = &exchanges->view[z];
    view->zoning = zoning;
    view->published = z > 0;
    XN_TRY(check(zoning, exchanges->n_finest, exchanges->n_columns, err));
    XN_TRY(XN_ARENA_ARRAY(exchanges->arena, zoning->n_tables, &view->unit_of, err));
    XN_TRY(XN_ARENA_ARRAY(exchanges->arena, zoning->n_tables, &view->first, err));
    XN_TRY(XN_ARENA_ARRAY(exchanges->arena, zoning->n_tables, &view->member, err));
    XN_TRY(XN_ARENA_ARRAY(exchanges->arena, zoning->n_tables, &view->moved, err));
    XN_TRY(XN_ARENA_ARRAY(exchanges->arena, exchanges->n_finest, &view->same, err));
    XN_TRY(find_units(exchanges, view, err));
    for (size_t t = 0; t < zoning->n_tables; t++) {
        XN_TRY(find_members(exchanges, view, t, err));
        XN_TRY(XN_ARENA_ARRAY(exchanges->arena, zoning->table[t].n_units * (exchanges->n_columns + 1),
                              &view->moved[t], err));
    }
    for (size_t v = 0; v < exchanges->n_finest; v++)
        while (view->same[v] < z && !same_counts(exchanges, view->same[v], z, v))
            view->same[v]++;
    return XN_OK;
}

enum xn_status exchanges_make(const struct xn_disclosure_zoning *made,
                              const struct xn_disclosure_zoning *earlier, size_t n_earlier,
                              bool columns_add_up, struct exchanges *ret, struct xn_error *err)
{
    if (n_earlier >= 64)
        return xn_fail(err, XN_LIMIT, "at most 64 publications can be controlled together");
    XN_CLEANUP(exchanges_free)
    struct exchanges exchanges = {.n_zonings = n_earlier + 1,
                                  .columns_add_up = columns_add_up,
                                  .rounded = n_earlier > 0,
                                  .tries_left = TRIES_MAX};
    if (made->n_tables == 0)
        return xn_fail(err, XN_ARGUMENT, "the first table of a zoning is the whole city, as one unit");
    exchanges.n_finest = made->table[made->n_tables - 1].n_units;
    exchanges.n_columns = made->table[0].n_columns;
    if (!(exchanges.arena = xn_arena_new()))
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(exchanges.arena, exchanges.n_zonings, &exchanges.view, err));
    for (size_t z = 0; z < exchanges.n_zonings; z++)
        XN_TRY(make_view(&exchanges, z, z == 0 ? made : &earlier[z - 1], err));
    *ret = exchanges;
    exchanges = (struct exchanges){0};
    return XN_OK;
}

void exchanges_free(struct exchanges *exchanges)
{
    xn_free(exchanges->moved);
    xn_free(exchanges->hidden);
    xn_arena_free(exchanges->arena);
}

/* --- a number ------------------------------------------------------------------------------------------ */

double exchanges_count(const struct exchanges *exchanges, struct number at)
{
    const struct xn_disclosure_table *table = table_of(exchanges, at.zoning, at.table);
    return at.column == exchanges->n_columns ? table->total[at.unit]
                                             : table->count[at.unit * exchanges->n_columns + at.column];
}

enum xn_withheld *exchanges_why(const struct exchanges *exchanges, struct number at)
{
    const struct xn_disclosure_table *table = table_of(exchanges, at.zoning, at.table);
    return at.column == exchanges->n_columns ? &table->total_why[at.unit]
                                             : &table->why[at.unit * exchanges->n_columns + at.column];
}

bool exchanges_same_unit(const struct exchanges *exchanges, struct number at, size_t zoning)
{
    const struct zoning_view *one = &exchanges->view[at.zoning], *other = &exchanges->view[zoning];
    if (at.table >= other->zoning->n_tables || at.unit >= other->zoning->table[at.table].n_units)
        return false;
    const size_t first = one->first[at.table][at.unit], n = one->first[at.table][at.unit + 1] - first;
    const size_t other_first = other->first[at.table][at.unit];
    if (other->first[at.table][at.unit + 1] - other_first != n)
        return false;
    for (size_t i = 0; i < n; i++) {
        const size_t v = one->member[at.table][first + i];
        if (other->member[at.table][other_first + i] != v || other->same[v] != one->same[v])
            return false;
    }
    return true;
}

double *exchanges_moved_by(const struct exchanges *exchanges, struct number at)
{
    return &exchanges->view[at.zoning].moved[at.table][at.unit * (exchanges->n_columns + 1) + at.column];
}

/* --- moving -------------------------------------------------------------------------------------------- */

static enum xn_status remember(struct number **list, size_t *n, size_t *room, struct number number,
                               struct xn_error *err)
{
    if (*n == *room) {
        const size_t wanted = *room ? 2 * *room : 64;
        struct number *larger = xn_realloc(*list, wanted, sizeof **list);
        if (!larger)
            return xn_fail_memory(err);
        *list = larger;
        *room = wanted;
    }
    (*list)[(*n)++] = number;
    return XN_OK;
}

static enum xn_status do_exchange(struct exchanges *exchanges, const struct exchange *exchange,
                                  struct xn_error *err)
{
    struct number number[4];
    int towards[4];
    for (size_t z = 0; z < exchanges->n_zonings; z++)
        for (size_t t = 0; (exchange->zonings >> z & 1) && t < exchanges->view[z].zoning->n_tables; t++) {
            const size_t n = exchange_touches(exchanges, exchange, z, t, number, towards);
            for (size_t i = 0; i < n; i++) {
                if (exchange_needs_hiding(exchanges, number[i], towards[i])) {
                    XN_TRY(remember(&exchanges->hidden, &exchanges->n_hidden, &exchanges->hidden_room,
                                    number[i], err));
                    *exchanges_why(exchanges, number[i]) = XN_WITHHELD_COMPLEMENT;
                }
                XN_TRY(
                    remember(&exchanges->moved, &exchanges->n_moved, &exchanges->moved_room, number[i], err));
                *exchanges_moved_by(exchanges, number[i]) += towards[i] * exchange->persons;
            }
        }
    return XN_OK;
}

enum xn_status exchanges_move(struct exchanges *exchanges, struct number number, int towards, double persons,
                              bool may_hide, double *ret_reached, struct xn_error *err)
{
    double reached = 0;
    while (persons - reached >= 1) {
        struct exchange exchange;
        if (!exchange_find(exchanges, number, towards, floor(persons - reached), may_hide, &exchange))
            break;
        XN_TRY(do_exchange(exchanges, &exchange, err));
        reached += exchange.persons;
    }
    *ret_reached = reached;
    return XN_OK;
}

void exchanges_undo(struct exchanges *exchanges)
{
    for (size_t i = 0; i < exchanges->n_moved; i++)
        *exchanges_moved_by(exchanges, exchanges->moved[i]) = 0;
    exchanges->n_moved = 0;
}
