/* exchange_search.h - the search for one exchange (exchanges.h) that moves a hidden number. */
#ifndef XENIA_STUDY_EXCHANGE_SEARCH_H
#define XENIA_STUDY_EXCHANGE_SEARCH_H

#include "exchanges.h"

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

/* An exchange that nobody can see and that moves the number by at most `persons` towards +1 or -1: one that
 * hides nothing if there is one, else the one that hides the smallest numbers for each person moved.
 * may_hide: shown numbers of zoning 0 may be hidden for it. Takes what it tries from exchanges->tries_left.
 * false: none.
 */
bool exchange_find(struct exchanges *exchanges, struct number number, int towards, double persons,
                   bool may_hide, struct exchange *ret);

/* The numbers of a table that an exchange changes, and which way; how many: 0, 1, 2 or 4. */
size_t exchange_touches(const struct exchanges *exchanges, const struct exchange *exchange, size_t zoning,
                        size_t table, struct number number[4], int towards[4]);

/* Must a shown number be hidden to be moved at all? */
bool exchange_needs_hiding(const struct exchanges *exchanges, struct number at, int towards);

#endif
