/* published.c - see published.h. */
#include "published.h"
#include <stdio.h>
#include <string.h>

void published_free(struct published *published)
{
    published_areas_free(&published->areas);
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

enum xn_status published_refuse_areas(struct call *call)
{
    return call_refuse(call, MHD_HTTP_CONFLICT, "areas_changed", NULL,
                       "The areas of the city have changed since this publication, and were not kept: its "
                       "numbers can be read, but no longer drawn.");
}

enum xn_status published_take_areas(struct call *call, struct published *published, struct xn_error *err)
{
    struct xn_error why = {0};
    const enum xn_status status =
        published_areas_find(call->store, published->live, published->publication, &published->areas, &why);
    if (status == XN_CONFLICT)
        return published_refuse_areas(call);
    return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
}

bool published_is_of_now(const struct published *published)
{
    return strcmp(published->publication->areas, xn_city_areas_fingerprint(published->live->city)) == 0;
}

enum xn_status published_check_areas(struct call *call, const struct published *published)
{
    if (published_is_of_now(published))
        return XN_OK;
    return call_refuse(call, MHD_HTTP_CONFLICT, "areas_changed", NULL,
                       "The areas of the city have changed since the newest publication: what is counted now "
                       "is published with the next one.");
}

/* --- what is asked ------------------------------------------------------------------------------------- */

void published_set_etag(struct call *call, const struct published *published, const char *kind)
{
    char rest[XN_DIGEST_HEX];
    XN_AUTO_BUF asked = XN_BUF_INIT;
    xn_buf_printf(&asked, "%s\n%s\n", call->city, kind); /* an id says nothing of whose publication it is */
    for (size_t i = 0; i < call->n_query; i++)
        xn_buf_printf(&asked, "%s=%s\n", call->query[i].name, call->query[i].value);
    if (asked.status != XN_OK)
        return; /* no ETag, and so no answer is held */
    xn_digest_of(xn_buf_text(&asked), asked.length, rest);
    snprintf(call->answer.etag, sizeof call->answer.etag, "%s-%s-%.24s", published->id,
             xn_language_tag(call->language), rest);
}

static enum xn_status read_group(struct call *call, const struct published *published,
                                 struct asked_index *asked)
{
    const char *name = call_query(call, "group");
    if (!xn_index_takes_group(asked->entry))
        return XN_OK;
    asked->group = name ? xn_publication_find_group(published->publication, name) : XN_NONE;
    if (asked->group == XN_NONE)
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "group",
                           "group: found '%.60s', wanted a group of this city", name ? name : "");
    return XN_OK;
}

enum xn_status published_ask_index(struct call *call, const char *id, const struct published *published,
                                   struct asked_index *asked, struct xn_error *err)
{
    asked->entry = xn_index_find(id);
    if (!asked->entry || !(asked->entry->forms & XN_LOCAL))
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "index",
                           "index: found '%.60s', wanted a local index", id);
    XN_TRY(read_group(call, published, asked));
    asked->local =
        xn_publication_find_local(published->publication, published->level, asked->entry->id, asked->group);
    if (!asked->local)
        return xn_fail(err, XN_UNDEFINED, "index '%s' has no values on level '%s'", id,
                       published->publication->level[published->level].name);
    return XN_OK;
}

const char *published_reason(const struct xn_publication *publication, size_t level, size_t unit,
                             size_t group)
{
    const struct xn_controlled *counts = &publication->counts;
    enum xn_withheld why = xn_controlled_city_why(counts, group);
    if (why == XN_SHOWN)
        why = xn_controlled_why(counts, level, unit, group);
    if (why != XN_SHOWN)
        return xn_withheld_text(why);
    return counts->level[level].persons[unit].count == 0 ? XN_N("nobody lives there") : NULL;
}
