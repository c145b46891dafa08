/* pooling.h - people, their share of the group, and a small unit taken together with its neighbours.
 *
 * Private to this layer. Shares are compared as quotients of whole numbers rounded once.
 */
#ifndef XENIA_SEG_POOLING_H
#define XENIA_SEG_POOLING_H

#include "xenia/counts.h"
#include "xenia/city.h"

/* Of a unit, of a unit pooled with its neighbours, or of the city. */
struct xn_people {
    double persons;
    double in_group;
};

struct xn_people xn_people_of(const struct xn_counts *counts, size_t unit, size_t group);
double xn_people_others(struct xn_people people);
double xn_people_share(struct xn_people people);
/* Share by share of the city, and share less share of the city. */
double xn_people_quotient(struct xn_people people, struct xn_people city);
double xn_people_excess(struct xn_people people, struct xn_people city);

/* One neighbour that a small unit could be pooled with. */
struct xn_neighbour {
    size_t position;
    double boundary_m;
    struct xn_people people;
};

/* The most neighbours any unit has: the room xn_pool_with_neighbours needs. */
size_t xn_most_neighbours(const struct xn_adjacency *adjacency);

/* The unit's people and those of its neighbours, one neighbour after the other until `enough` persons are
 * together or there are no more: longest shared border first, then most persons, most of the group, and
 * position. Neighbours of neighbours are not taken: the pool stays around the unit. */
struct xn_people xn_pool_with_neighbours(const struct xn_counts *counts, size_t group,
                                         const struct xn_adjacency *adjacency, size_t unit, double enough,
                                         struct xn_neighbour *room);

#endif
