/* exchanges.h - cities that look the same: which hidden numbers can change while all shown ones stay?
 *
 * An exchange moves `persons` people: in the finest unit `from` the number of `column` rises and that of
 * `against` falls, in the unit `to` the reverse. With `against` the total, people of one group move from one
 * unit to the other. It changes the numbers of all units that hold one of the two and not the other, in every
 * zoning that speaks of the same people; so it is one that nobody can see if all of these are hidden and stay
 * what their reasons say. Exchanges after one another make the range of a hidden number.
 */
#ifndef XENIA_STUDY_EXCHANGES_H
#define XENIA_STUDY_EXCHANGES_H

#include "xenia/disclosure.h"

/* A zoning with the way from its finest units to those of each table, and back. */
struct zoning_view {
    const struct xn_disclosure_zoning *zoning;
    bool published;   /* nothing more can be hidden */
    size_t **unit_of; /* table, finest unit */
    size_t **first;   /* table, unit: into `member`; one more than units */
    size_t **member;  /* table: finest units, by unit */
    double **moved;   /* table, unit * (columns + 1) + column: by the exchanges so far */
    size_t *same;     /* finest unit: the first zoning that has the same counts for it */
};
/* One number; the column after the groups is the total. */
struct number {
    size_t zoning, table, unit, column;
};
struct exchanges {
    size_t n_zonings, n_finest, n_columns;
    bool columns_add_up;
    bool rounded; /* the attacker knows shown numbers as rounded, not to the person */
    struct zoning_view *view;
    struct number *moved; /* what an exchange has touched since exchanges_undo */
    size_t n_moved, moved_room;
    struct number *hidden; /* numbers that exchanges have hidden, since the beginning */
    size_t n_hidden, hidden_room;
    size_t tries_left; /* of all searches; without any left, nothing more is found */
    struct xn_arena *arena;
};

/* zoning 0 is being made; the others are published. With others shown numbers are known as rounded, without
 * them to the person. */
XN_MUST_CHECK enum xn_status exchanges_make(const struct xn_disclosure_zoning *made,
                                            const struct xn_disclosure_zoning *earlier, size_t n_earlier,
                                            bool columns_add_up, struct exchanges *ret, struct xn_error *err);
void exchanges_free(struct exchanges *exchanges);

double exchanges_count(const struct exchanges *exchanges, struct number number);
enum xn_withheld *exchanges_why(const struct exchanges *exchanges, struct number number);
/* How far the exchanges since exchanges_undo have moved it. */
double *exchanges_moved_by(const struct exchanges *exchanges, struct number number);
/* Has the other zoning the same unit in the same place, with the same people? */
bool exchanges_same_unit(const struct exchanges *exchanges, struct number number, size_t zoning);

/* Moves a hidden number by up to `persons` (towards +1 or -1) in whole steps, by exchanges that nobody can
 * see; may_hide: shown numbers of zoning 0 are hidden for it, the least ones. ret_reached: how far it came.
 */
XN_MUST_CHECK enum xn_status exchanges_move(struct exchanges *exchanges, struct number number, int towards,
                                            double persons, bool may_hide, double *ret_reached,
                                            struct xn_error *err);
/* All exchanges back; what was hidden stays hidden. */
void exchanges_undo(struct exchanges *exchanges);

#endif
