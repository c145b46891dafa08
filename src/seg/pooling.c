/* pooling.c - a unit with too few people is judged together with the people next door.
 *
 * The order in which neighbours join is decided by what they are, not by where they stand in the file: the
 * position only breaks ties between neighbours that would make the same pool.
 */
#include "pooling.h"

#include <math.h>
#include <stdlib.h>

struct xn_people xn_people_of(const struct xn_counts *counts, size_t unit, size_t group)
{
    return (struct xn_people){.persons = counts->unit_total[unit], .in_group = xn_count(counts, unit, group)};
}

/* A total is a sum of counts, so it may round to less than one of them. */
double xn_people_others(struct xn_people people)
{
    return fmax(0, people.persons - people.in_group);
}

double xn_people_share(struct xn_people people)
{
    return people.in_group / people.persons;
}

double xn_people_quotient(struct xn_people people, struct xn_people city)
{
    return people.in_group * city.persons / (people.persons * city.in_group);
}

double xn_people_excess(struct xn_people people, struct xn_people city)
{
    return (people.in_group * city.persons - city.in_group * people.persons) /
           (people.persons * city.persons);
}

size_t xn_most_neighbours(const struct xn_adjacency *adjacency)
{
    size_t most = 0;
    for (size_t unit = 0; unit < adjacency->n_units; unit++) {
        const size_t count = adjacency->row_start[unit + 1] - adjacency->row_start[unit];
        most = count > most ? count : most;
    }
    return most;
}

static int order_descending(double a, double b)
{
    return (a < b) - (a > b);
}

static int order_neighbours(const void *left, const void *right)
{
    const struct xn_neighbour *a = left, *b = right;
    int order = order_descending(a->boundary_m, b->boundary_m);
    if (order == 0)
        order = order_descending(a->people.persons, b->people.persons);
    if (order == 0)
        order = order_descending(a->people.in_group, b->people.in_group);
    return order ? order : (a->position > b->position) - (a->position < b->position);
}

struct xn_people xn_pool_with_neighbours(const struct xn_counts *counts, size_t group,
                                         const struct xn_adjacency *adjacency, size_t unit, double enough,
                                         struct xn_neighbour *room)
{
    const size_t start = adjacency->row_start[unit], count = adjacency->row_start[unit + 1] - start;
    for (size_t i = 0; i < count; i++) {
        const size_t position = adjacency->neighbour[start + i];
        room[i] = (struct xn_neighbour){.position = position,
                                        .boundary_m = adjacency->boundary_m[start + i],
                                        .people = xn_people_of(counts, position, group)};
    }
    qsort(room, count, sizeof *room, order_neighbours);

    struct xn_people pool = xn_people_of(counts, unit, group);
    for (size_t i = 0; i < count && pool.persons < enough; i++) {
        pool.persons += room[i].people.persons;
        pool.in_group += room[i].people.in_group;
    }
    return pool;
}
