/* measure_query.h - which measure of a publication is asked for, since when, and with which limits: the query
 * that numbers (api_published.c) and pictures (api_maps.c) share.
 */
#ifndef XENIA_SERVICE_MEASURE_QUERY_H
#define XENIA_SERVICE_MEASURE_QUERY_H

#include "published.h"
#include "xenia/published_map.h"

struct measure_query {
    struct asked_index asked; /* entry NULL: classes alone */
    const char *since;        /* id of an earlier publication: the change since then; NULL: none */
    struct xn_break_choice breaks;
    double limit[XN_MAP_CLASS_MAX - 1];
    bool fixed;               /* limits of the first publication with these areas: the same on every date */
    struct published earlier; /* what `since` names */
    struct xn_publication *first; /* whose limits hold; NULL: this one's */
};
void measure_query_free(struct measure_query *query);

/* What ?group=, ?since=, ?breaks=, ?limits= and ?fixed= say of the index `id`. Problem 400. */
XN_MUST_CHECK enum xn_status measure_query_read(struct call *call, const char *id,
                                                const struct published *published, struct measure_query *ret,
                                                struct xn_error *err);
/* Reads the other publications that it rests on. Problem 404 for one that there is not. */
XN_MUST_CHECK enum xn_status measure_query_load(struct call *call, const struct published *published,
                                                struct measure_query *query, struct xn_error *err);
/* The query as the map layer takes it; borrows all. */
struct xn_published_map measure_query_map(const struct measure_query *query,
                                          const struct published *published, enum xn_language language);

/* --- single parameters
 * ----------------------------------------------------------------------------------------- */

/* "since: found '...', wanted ..." */
enum xn_status query_refuse(struct call *call, const char *name, const char *wanted);
/* "yes" or "no"; not given: no. */
XN_MUST_CHECK enum xn_status query_yes(struct call *call, const char *name, bool *ret);

#endif
