/* projections.c - the projections of one worker thread; the oldest makes place for a new one. */
#include <string.h>
#include "http.h"

void projections_free(struct projections *projections)
{
    for (size_t i = 0; i < projections->count; i++) {
        xn_projection_free(projections->projection[i]);
        xn_free(projections->definition[i]);
    }
}

static void keep(struct projections *projections, char *definition, struct xn_projection *projection)
{
    const size_t at = projections->next;
    if (at < projections->count) {
        xn_projection_free(projections->projection[at]);
        xn_free(projections->definition[at]);
    } else {
        projections->count++;
    }
    projections->definition[at] = definition;
    projections->projection[at] = projection;
    projections->next = (at + 1) % PROJECTIONS_MAX;
}

enum xn_status projections_find(struct projections *projections, const char *definition,
                                struct xn_projection **ret, struct xn_error *err)
{
    for (size_t i = 0; i < projections->count; i++)
        if (strcmp(projections->definition[i], definition) == 0) {
            *ret = projections->projection[i];
            return XN_OK;
        }
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    XN_TRY(xn_projection_new(definition, &projection, err));
    char *copy = xn_strdup(definition);
    if (!copy)
        return xn_fail_memory(err);
    *ret = projection;
    keep(projections, copy, XN_STEAL(projection));
    return XN_OK;
}
