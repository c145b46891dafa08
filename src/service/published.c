/* published.c - see published.h. */
#include "published.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

void published_free(struct published *published)
{
    xn_publication_free(published->publication);
    xn_buf_free(&published->document);
    live_city_release(published->live);
}

enum xn_status published_find(struct call *call, const char *id, struct published *ret, struct xn_error *err)
{
    XN_TRY(service_city(call, &ret->live));
    ret->document = (struct xn_buf)XN_BUF_INIT;
    if (id)
        snprintf(ret->id, sizeof ret->id, "%s", id);
    else
        XN_TRY(xn_store_newest_publication(call->store, live_city_stored(ret->live)->id, ret->id, err));
    if (!ret->id[0])
        return call_refuse(call, MHD_HTTP_NOT_FOUND, "nothing_published", NULL,
                           "Nothing is published of this city yet; the next refresh publishes.");
    return XN_OK;
}

enum xn_status published_document(struct call *call, struct published *published, struct xn_error *err)
{
    struct xn_error why = {0};
    const enum xn_status status = xn_store_publication(call->store, live_city_stored(published->live)->id,
                                                       published->id, &published->document, &why);
    if (status == XN_NOT_FOUND)
        return call_refuse(call, MHD_HTTP_NOT_FOUND, "no_such_publication", NULL,
                           "This city has no publication %.64s.", published->id);
    if (status == XN_INPUT)
        return xn_fail(err, XN_IO, "%s", why.message);
    return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
}

enum xn_status published_read(struct call *call, struct published *published, struct xn_error *err)
{
    const char *level = call_query(call, "level");
    struct xn_error why = {0};
    XN_TRY(published_document(call, published, err));
    const enum xn_status status = xn_publication_parse(
        xn_buf_text(&published->document), published->document.length, &published->publication, &why);
    if (status != XN_OK)
        return xn_fail(err, status == XN_INPUT ? XN_IO : status, "%s", why.message);
    published->level = level ? xn_publication_find_level(published->publication, level) : 0;
    if (published->level == XN_NONE)
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "level",
                           "level: found '%.60s', wanted a level of this city", level);
    return XN_OK;
}

enum xn_status published_check_areas(struct call *call, const struct published *published)
{
    if (strcmp(published->publication->areas, xn_city_areas_fingerprint(published->live->city)) == 0)
        return XN_OK;
    return call_refuse(call, MHD_HTTP_CONFLICT, "areas_changed", NULL,
                       "The areas of the city have changed since this publication: its numbers can be read, "
                       "but no longer drawn.");
}

/* --- over the city's units --------------------------------------------------------------------------------
 */

static size_t unit_of_city(const struct published *published, size_t unit)
{
    return xn_city_find_unit(published->live->city, published->level,
                             published->publication->level[published->level].unit[unit].unit_id);
}

static enum xn_status take_override(const struct xn_publication_unit *unit, struct xn_arena *arena,
                                    struct xn_unit_class *ret, struct xn_error *err)
{
    struct xn_override *override = NULL;
    if (!unit->override_by)
        return XN_OK;
    XN_TRY(XN_ARENA_ARRAY(arena, 1, &override, err));
    snprintf(override->signed_by, sizeof override->signed_by, "%s", unit->override_by);
    snprintf(override->reason, sizeof override->reason, "%s", unit->override_reason);
    override->valid_until = unit->override_until;
    ret->rule = XN_RULE_OVERRIDE;
    ret->override = override;
    return XN_OK;
}

enum xn_status published_classes(const struct published *published, struct xn_arena *arena,
                                 struct xn_typology **ret, struct xn_error *err)
{
    const size_t level = published->level, n = xn_city_units(published->live->city, level);
    const struct xn_publication *publication = published->publication;
    struct xn_typology *typology = NULL;
    struct xn_unit_class *of_city = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, 1, &typology, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &of_city, err));
    for (size_t u = 0; u < n; u++)
        of_city[u] = (struct xn_unit_class){.rule = XN_RULE_NO_DATA, .value = NAN};
    for (size_t u = 0; u < publication->level[level].n_units; u++) {
        const size_t at = unit_of_city(published, u);
        if (at == XN_NONE || publication->counts.level[level].class_why[u] != XN_SHOWN)
            continue;
        of_city[at].rule = XN_RULE_PROBABILITY;
        of_city[at].class_ = publication->level[level].unit[u].class_;
        XN_TRY(take_override(&publication->level[level].unit[u], arena, &of_city[at], err));
    }
    typology->n_levels = level + 1;
    typology->level[level].n_units = n;
    typology->level[level].unit = of_city;
    *ret = typology;
    return XN_OK;
}

enum xn_status published_values(const struct published *published, const double *value,
                                struct xn_arena *arena, double **ret, struct xn_error *err)
{
    const size_t n = xn_city_units(published->live->city, published->level);
    XN_TRY(XN_ARENA_ARRAY(arena, n, ret, err));
    for (size_t u = 0; u < n; u++)
        (*ret)[u] = NAN;
    for (size_t u = 0; u < published->publication->level[published->level].n_units; u++) {
        const size_t at = unit_of_city(published, u);
        if (at != XN_NONE)
            (*ret)[at] = value[u];
    }
    return XN_OK;
}

const char *published_reason(const struct published *published, size_t unit, size_t group)
{
    const struct xn_controlled *counts = &published->publication->counts;
    const enum xn_withheld why = xn_controlled_why(counts, published->level, unit, group);
    if (why != XN_SHOWN)
        return xn_withheld_text(why);
    return counts->level[published->level].persons[unit].count == 0 ? XN_N("nobody lives there") : NULL;
}
