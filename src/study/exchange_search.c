/* exchange_search.c - searched from near to far: units of the same parent, then of its parent ..., last an
 * exchange with nobody, which changes the numbers of the whole city; with several zonings also such that move
 * other people in a zoning whose people are not the same.
 *
 * A search that finds nothing would try all triples of units. Exchanges that are found are found early (in
 * cities of 5,000 units after 5,400 tries at most), so a search ends after some tries a unit, and all
 * together after those of exchanges_make: what is not found by then is not protected, and more is withheld.
 */
#include "exchange_search.h"
#include <math.h>

enum { TRIES_MIN_A_SEARCH = 1000, TRIES_A_UNIT = 4 };

/* --- how far a number can be moved --------------------------------------------------------------------- */

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
    const double now = exchanges_count(exchanges, at) + *exchanges_moved_by(exchanges, at);
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

bool exchange_needs_hiding(const struct exchanges *exchanges, struct number at, int towards)
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
        if (!exchange_needs_hiding(exchanges, at, towards))
            return room_of_rounding(exchanges, at, towards);
        if (!may_hide || exchanges->view[at.zoning].published || count <= 0)
            return 0;
        why = XN_WITHHELD_COMPLEMENT;
    }
    known_bounds(exchanges, why, is_total, count, &lower, &upper);
    return room_between(exchanges, at, towards, lower, upper);
}

/* --- one exchange -------------------------------------------------------------------------------------- */

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

size_t exchange_touches(const struct exchanges *exchanges, const struct exchange *exchange, size_t zoning,
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
            const size_t n = exchange_touches(exchanges, exchange, z, t, number, towards);
            for (size_t i = 0; i < n; i++) {
                const double room = room_of(exchanges, number[i], towards[i], may_hide);
                if (room < 1)
                    return false;
                exchange->persons = fmin(exchange->persons, floor(room));
                if (exchange_needs_hiding(exchanges, number[i], towards[i]))
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

static size_t tries_of_a_search(const struct exchanges *exchanges)
{
    const size_t wanted = TRIES_MIN_A_SEARCH + TRIES_A_UNIT * exchanges->n_finest;
    return wanted < exchanges->tries_left ? wanted : exchanges->tries_left;
}

bool exchange_find(struct exchanges *exchanges, struct number number, int towards, double persons,
                   bool may_hide, struct exchange *ret)
{
    const size_t tries = tries_of_a_search(exchanges);
    struct search search = {.exchanges = exchanges,
                            .number = number,
                            .towards = towards,
                            .persons = persons,
                            .may_hide = may_hide,
                            .tries_left = tries};
    search_exchange(&search);
    exchanges->tries_left -= tries - search.tries_left;
    if (search.found)
        *ret = search.best;
    return search.found;
}
