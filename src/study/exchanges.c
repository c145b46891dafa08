/* exchanges.c - see exchanges.h. Searched from near to far: units of the same parent, then of its parent ...,
 * last an exchange with nobody, which changes the numbers of the whole city; with several zonings also such
 * that move other people in a zoning whose people are not the same. The first that hides nothing is
 * taken, else the one that hides the smallest numbers for each person moved.
 *
 * A search that finds nothing would try all triples of units. Exchanges that are found are found early (in
 * cities of 5,000 units after 5,400 tries at most), so a search ends after some tries a unit, and all
 * together after TRIES_MAX: what is not found by then is not protected, and more is withheld.
 */
#include "exchanges.h"
#include <math.h>
#include "xenia/memory.h"

enum { TRIES_MAX = 20000000, TRIES_MIN_A_SEARCH = 1000, TRIES_A_UNIT = 4 };

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

/* --- a number and how far it can be moved --------------------------------------------------------------- */

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

static double *moved_by(const struct exchanges *exchanges, struct number at)
{
    return &exchanges->view[at.zoning].moved[at.table][at.unit * (exchanges->n_columns + 1) + at.column];
}

static double least_shown(bool is_total)
{
    return is_total ? XN_DISCLOSURE_PERSONS_MIN : XN_DISCLOSURE_GROUP_MIN;
}

/* What the reader of the reason knows of a hidden number. */
static void known_bounds(const struct exchanges *exchanges, enum xn_withheld why, bool is_total, double count,
                         double *ret_lower, double *ret_upper)
{
    *ret_lower = is_total && why != XN_WITHHELD_MISSING ? 1 : 0;
    *ret_upper = INFINITY;
    if (why == XN_WITHHELD_SMALL) {
        *ret_lower = 1;
        *ret_upper = XN_DISCLOSURE_GROUP_MIN - 1;
    } else if (why == XN_WITHHELD_COMPLEMENT) {
        *ret_lower = least_shown(is_total);
    } else if (why == XN_WITHHELD_UNSAID) {
        *ret_lower = 1;
    } else if (why == XN_WITHHELD_FEW && exchanges->columns_add_up) {
        *ret_upper = XN_DISCLOSURE_PERSONS_MIN - 1;
    } else if (why == XN_WITHHELD_RECENT && exchanges->columns_add_up && count < 300) {
        *ret_upper = 299;
    }
}

static double room_between(const struct exchanges *exchanges, struct number at, int towards, double lower,
                           double upper)
{
    const double now = exchanges_count(exchanges, at) + *moved_by(exchanges, at);
    return towards > 0 ? upper - now : now - lower;
}

/* How far a shown number can be moved and still be rounded to the same; those of the whole city are known. */
static double room_of_rounding(const struct exchanges *exchanges, struct number at, int towards)
{
    const double count = exchanges_count(exchanges, at);
    const double half = (XN_DISCLOSURE_ROUNDING - 1) / 2;
    const double rounded = XN_DISCLOSURE_ROUNDING * round(count / XN_DISCLOSURE_ROUNDING);
    if (!exchanges->rounded || at.table == 0 || count <= 0)
        return 0;
    return room_between(exchanges, at, towards,
                        fmax(rounded - half, least_shown(at.column == exchanges->n_columns)), rounded + half);
}

/* Must a number be hidden to be moved at all? */
static bool needs_hiding(const struct exchanges *exchanges, struct number at, int towards)
{
    return *exchanges_why(exchanges, at) == XN_SHOWN && room_of_rounding(exchanges, at, towards) < 1;
}

/* How far a number can be moved, if need be by hiding it. */
static double room_of(const struct exchanges *exchanges, struct number at, int towards, bool may_hide)
{
    double lower, upper;
    const bool is_total = at.column == exchanges->n_columns;
    const double count = exchanges_count(exchanges, at);
    enum xn_withheld why = *exchanges_why(exchanges, at);
    if (why == XN_SHOWN) {
        if (!needs_hiding(exchanges, at, towards))
            return room_of_rounding(exchanges, at, towards);
        if (!may_hide || exchanges->view[at.zoning].published || count <= 0)
            return 0;
        why = XN_WITHHELD_COMPLEMENT;
    }
    known_bounds(exchanges, why, is_total, count, &lower, &upper);
    return room_between(exchanges, at, towards, lower, upper);
}

/* --- one exchange -------------------------------------------------------------------------------------- */

struct exchange {
    size_t from, to;        /* to XN_NONE: with nobody */
    size_t instead;         /* takes the place of `from` in zonings that speak of other people there; or */
                            /* XN_NONE: the people there then are moved in the same way */
    size_t column, against; /* against XN_NONE: columns do not add up */
    int towards;            /* of `column` in `from` */
    uint64_t zonings;       /* those that it changes, as bits */
    uint64_t own;           /* those of them that speak of the same people in `from` */
    double persons, cost;
};

/* The zonings of `among` and all that speak of the same people in the unit as one of them. */
static uint64_t with_same_people(const struct exchanges *exchanges, uint64_t among, size_t finest)
{
    uint64_t found = among;
    for (size_t a = 0; a < exchanges->n_zonings; a++)
        for (size_t b = 0; b < exchanges->n_zonings; b++)
            if ((among >> a & 1) && exchanges->view[a].same[finest] == exchanges->view[b].same[finest])
                found |= UINT64_C(1) << b;
    return found;
}

/* Finds the zonings that an exchange changes; false: `instead` is not other people than those moved. */
static bool find_zonings(const struct exchanges *exchanges, size_t zoning, struct exchange *exchange)
{
    exchange->own = with_same_people(exchanges, UINT64_C(1) << zoning, exchange->from);
    exchange->zonings = exchange->own;
    for (uint64_t before = 0; before != exchange->zonings;) {
        before = exchange->zonings;
        if (exchange->to != XN_NONE)
            exchange->zonings = with_same_people(exchanges, before, exchange->to);
        if (exchange->instead == XN_NONE)
            exchange->zonings = with_same_people(exchanges, exchange->zonings, exchange->from);
        else
            exchange->zonings |=
                with_same_people(exchanges, exchange->zonings & ~exchange->own, exchange->instead);
    }
    return exchange->instead == XN_NONE ||
           !(with_same_people(exchanges, exchange->zonings & ~exchange->own, exchange->instead) &
             exchange->own);
}

/* The numbers of a table that an exchange changes, and which way; how many: 0, 1, 2 or 4. */
static size_t touched(const struct exchanges *exchanges, const struct exchange *exchange, size_t zoning,
                      size_t table, struct number number[4], int towards[4])
{
    const size_t *unit_of = exchanges->view[zoning].unit_of[table];
    const bool other = exchange->instead != XN_NONE && !(exchange->own >> zoning & 1);
    const size_t unit[2] = {unit_of[other ? exchange->instead : exchange->from],
                            exchange->to == XN_NONE ? XN_NONE : unit_of[exchange->to]};
    const bool with_total =
        exchange->column == exchanges->n_columns || exchange->against == exchanges->n_columns;
    size_t n = 0;
    if (unit[0] == unit[1])
        return 0;
    for (size_t i = 0; i < 2 && unit[i] != XN_NONE; i++) {
        const int way = i == 0 ? exchange->towards : -exchange->towards;
        number[n] = (struct number){zoning, table, unit[i], exchange->column};
        towards[n++] = way;
        if (exchange->against == XN_NONE)
            continue;
        number[n] = (struct number){zoning, table, unit[i], exchange->against};
        towards[n++] = with_total ? way : -way;
    }
    return n;
}

/* Hiding a number of the whole city is the last resort: its indices go with it. */
static double cost_of(const struct exchanges *exchanges, struct number at)
{
    return 1 + exchanges_count(exchanges, at) + (at.table == 0 ? 1e12 : 0);
}

/* How many persons can be exchanged, at what cost; false: none. */
static bool weigh(const struct exchanges *exchanges, struct exchange *exchange, bool may_hide)
{
    struct number number[4];
    int towards[4];
    exchange->cost = 0;
    for (size_t z = 0; z < exchanges->n_zonings; z++)
        for (size_t t = exchanges->view[z].zoning->n_tables; (exchange->zonings >> z & 1) && t-- > 0;) {
            const size_t n = touched(exchanges, exchange, z, t, number, towards);
            for (size_t i = 0; i < n; i++) {
                const double room = room_of(exchanges, number[i], towards[i], may_hide);
                if (room < 1)
                    return false;
                exchange->persons = fmin(exchange->persons, floor(room));
                if (needs_hiding(exchanges, number[i], towards[i]))
                    exchange->cost += cost_of(exchanges, number[i]);
            }
        }
    return true;
}

/* --- the search ---------------------------------------------------------------------------------------- */

struct search {
    const struct exchanges *exchanges;
    struct number number;
    int towards;
    double persons;
    bool may_hide;
    size_t tries_left;
    bool found;
    struct exchange best;
};

/* Nothing better can be found, or the search has lasted long enough. */
static bool is_over(const struct search *search)
{
    return (search->found && search->best.cost == 0) || search->tries_left == 0;
}

/* Against every other column, and the total. */
static void try_columns(struct search *search, size_t from, size_t to, size_t instead)
{
    const struct exchanges *exchanges = search->exchanges;
    struct exchange exchange = {.from = from,
                                .to = to,
                                .instead = instead,
                                .column = search->number.column,
                                .towards = search->towards};
    const size_t n_against = exchanges->columns_add_up ? exchanges->n_columns + 1 : 1;
    search->tries_left--;
    if (!find_zonings(exchanges, search->number.zoning, &exchange))
        return;
    for (size_t against = 0; against < n_against; against++) {
        exchange.against = exchanges->columns_add_up ? against : XN_NONE;
        exchange.persons = search->persons;
        if (exchange.against == exchange.column || !weigh(exchanges, &exchange, search->may_hide))
            continue;
        if (!search->found || exchange.cost * search->best.persons < search->best.cost * exchange.persons) {
            search->found = true;
            search->best = exchange;
        }
        if (search->found && search->best.cost == 0)
            return;
    }
}

/* The same with every other unit instead of `from`, of those that have the common unit too. */
static void try_instead(struct search *search, size_t above, size_t from, size_t to)
{
    const struct zoning_view *view = &search->exchanges->view[search->number.zoning];
    const size_t common = view->unit_of[above][from];
    for (size_t k = view->first[above][common]; k < view->first[above][common + 1] && !is_over(search); k++)
        if (view->member[above][k] != from && view->member[above][k] != to)
            try_columns(search, from, to, view->member[above][k]);
}

/* Can the number itself be moved in this finest unit, on the finest table? */
static bool movable(const struct search *search, size_t finest)
{
    const size_t last = search->exchanges->view[search->number.zoning].zoning->n_tables - 1;
    const struct number at = {search->number.zoning, last, finest, search->number.column};
    return room_of(search->exchanges, at, search->towards, search->may_hide) >= 1;
}

/* All pairs of finest units, one in the number's unit and one outside, whose nearest common unit is in the
 * table `above`. */
static void try_pairs(struct search *search, size_t above, bool instead)
{
    const struct zoning_view *view = &search->exchanges->view[search->number.zoning];
    const size_t table = search->number.table, unit = search->number.unit;
    for (size_t i = view->first[table][unit]; i < view->first[table][unit + 1] && !is_over(search); i++) {
        const size_t from = view->member[table][i], common = view->unit_of[above][from];
        if (!movable(search, from))
            continue;
        for (size_t j = view->first[above][common]; j < view->first[above][common + 1] && !is_over(search);
             j++) {
            const size_t to = view->member[above][j];
            if (view->unit_of[above + 1][to] == view->unit_of[above + 1][from])
                continue;
            if (instead)
                try_instead(search, above, from, to);
            else
                try_columns(search, from, to, XN_NONE);
        }
    }
}

static void try_nobody(struct search *search)
{
    const struct zoning_view *view = &search->exchanges->view[search->number.zoning];
    const size_t table = search->number.table, unit = search->number.unit;
    for (size_t i = view->first[table][unit]; i < view->first[table][unit + 1] && !is_over(search); i++)
        if (movable(search, view->member[table][i]))
            try_columns(search, view->member[table][i], XN_NONE, XN_NONE);
}

/* Without hiding only near: it is cheaper to hide something there than to search everywhere. */
static void search_exchange(struct search *search)
{
    const size_t table = search->number.table, farthest = search->may_hide || table == 0 ? 0 : table - 1;
    for (size_t above = table; above-- > farthest && !search->found && !is_over(search);)
        try_pairs(search, above, false);
    if (!search->found)
        try_nobody(search);
    if (!search->found && !is_over(search) && table > 0 && search->exchanges->n_zonings > 1)
        try_pairs(search, table - 1, true);
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
            const size_t n = touched(exchanges, exchange, z, t, number, towards);
            for (size_t i = 0; i < n; i++) {
                if (needs_hiding(exchanges, number[i], towards[i])) {
                    XN_TRY(remember(&exchanges->hidden, &exchanges->n_hidden, &exchanges->hidden_room,
                                    number[i], err));
                    *exchanges_why(exchanges, number[i]) = XN_WITHHELD_COMPLEMENT;
                }
                XN_TRY(
                    remember(&exchanges->moved, &exchanges->n_moved, &exchanges->moved_room, number[i], err));
                *moved_by(exchanges, number[i]) += towards[i] * exchange->persons;
            }
        }
    return XN_OK;
}

static size_t tries_of_a_search(const struct exchanges *exchanges)
{
    const size_t wanted = TRIES_MIN_A_SEARCH + TRIES_A_UNIT * exchanges->n_finest;
    return wanted < exchanges->tries_left ? wanted : exchanges->tries_left;
}

enum xn_status exchanges_move(struct exchanges *exchanges, struct number number, int towards, double persons,
                              bool may_hide, double *ret_reached, struct xn_error *err)
{
    double reached = 0;
    while (persons - reached >= 1) {
        struct search search = {.exchanges = exchanges,
                                .number = number,
                                .towards = towards,
                                .persons = floor(persons - reached),
                                .may_hide = may_hide,
                                .tries_left = tries_of_a_search(exchanges)};
        const size_t tries = search.tries_left;
        search_exchange(&search);
        exchanges->tries_left -= tries - search.tries_left;
        if (!search.found)
            break;
        XN_TRY(do_exchange(exchanges, &search.best, err));
        reached += search.best.persons;
    }
    *ret_reached = reached;
    return XN_OK;
}

void exchanges_undo(struct exchanges *exchanges)
{
    for (size_t i = 0; i < exchanges->n_moved; i++)
        *moved_by(exchanges, exchanges->moved[i]) = 0;
    exchanges->n_moved = 0;
}
