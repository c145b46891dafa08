/* moves.h - the moves of the programme, told so that nobody can be told apart (RULES R11).
 *
 * Each row stands for at least five moves of quarters that are over (the view xenia.moves generalises, so
 * that no role that may read it sees finer); a move is in one row. What cannot be told even by year or class
 * alone is counted as withheld. No id of a household, a dwelling or an area.
 */
#ifndef XENIA_MOVES_H
#define XENIA_MOVES_H

#include "xenia/store.h"

struct xn_move_row {
    const char *period; /* "2004Q3", or "2004"; "" any */
    const char *class_; /* of the area; "" any */
    const char *size;   /* of the household, "3-4" persons; "" any */
    const char *waited; /* days from arrival to the move, "90-179", or "unknown"; "" any */
    size_t n_moves;
};
struct xn_moves {
    size_t count;
    struct xn_move_row *row; /* by period, class, size and waiting; the general ones last */
    size_t n_withheld;
    struct xn_arena *arena;
};
void xn_moves_free(struct xn_moves *moves);
XN_DEFINE_AUTO(xn_moves_free, struct xn_moves *)
/* As role scientist or steward. */
XN_MUST_CHECK enum xn_status xn_store_moves(struct xn_store *store, const char *city, struct xn_moves **ret,
                                            struct xn_error *err);
/* When the newest of all dwellings changed ("" none), without a look at one. As role scientist or steward. */
XN_MUST_CHECK enum xn_status xn_store_offers_as_of(struct xn_store *store, const char *city,
                                                   char ret[XN_STORE_TIME_SIZE], struct xn_error *err);

#endif
