/* measure_query.c - see measure_query.h. */
#include "measure_query.h"
#include <math.h>
#include <string.h>
#include "xenia/exchange.h"

void measure_query_free(struct measure_query *query)
{
    published_free(&query->earlier);
    xn_publication_free(query->first);
}

/* --- single parameters
 * ----------------------------------------------------------------------------------------- */

enum xn_status query_refuse(struct call *call, const char *name, const char *wanted)
{
    const char *found = call_query(call, name);
    return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", name, "%s: found '%.60s', wanted %s",
                       name, found ? found : "", wanted);
}

enum xn_status query_yes(struct call *call, const char *name, bool *ret)
{
    const char *text = call_query(call, name);
    if (text && strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
        return query_refuse(call, name, "yes or no");
    *ret = text && strcmp(text, "yes") == 0;
    return XN_OK;
}

static enum xn_status read_breaks(struct call *call, struct measure_query *query)
{
    const char *method = call_query(call, "breaks"), *limits = call_query(call, "limits");
    if (method && !xn_break_method_parse(method, &query->breaks.method))
        return query_refuse(call, "breaks", "default, quantile, fisher-jenks, equal, deviation or manual");
    if (limits && !xn_break_limits_parse(limits, query->limit, &query->breaks.n_limits))
        return query_refuse(call, "limits", "1 to 4 ascending numbers such as 0.8,1.25");
    if ((query->breaks.method == XN_BREAKS_MANUAL) != (limits != NULL))
        return query_refuse(call, "limits", "limits with breaks=manual, and with no other");
    query->breaks.inner_limit = query->limit;
    return query_yes(call, "fixed", &query->fixed);
}

enum xn_status measure_query_read(struct call *call, const char *id, const struct published *published,
                                  struct measure_query *ret, struct xn_error *err)
{
    XN_TRY(published_ask_index(call, id, published, &ret->asked, err));
    ret->since = call_query(call, "since");
    return read_breaks(call, ret);
}

/* --- other publications
 * ---------------------------------------------------------------------------------------- */

/* A document that cannot be read is damage, and no input of whoever asks. */
static enum xn_status parse(const struct xn_buf *document, struct xn_publication **ret, struct xn_error *err)
{
    struct xn_error why = {0};
    const enum xn_status status = xn_publication_parse(xn_buf_text(document), document->length, ret, &why);
    return status == XN_OK ? XN_OK : xn_fail(err, status == XN_INPUT ? XN_IO : status, "%s", why.message);
}

static enum xn_status read_earlier(struct call *call, const char *id, struct published *ret,
                                   struct xn_error *err)
{
    XN_TRY(published_find(call, id, ret, err));
    XN_TRY(published_document(call, ret, err));
    return parse(&ret->document, &ret->publication, err);
}

/* The first publication that was made of the same areas: from the oldest on. */
static enum xn_status read_first(struct call *call, const struct published *published,
                                 struct xn_publication **ret, struct xn_error *err)
{
    const char *city = live_city_stored(published->live)->id;
    XN_AUTO(xn_stored_publications_free) struct xn_stored_publications *list = NULL;
    XN_TRY(xn_store_publications(call->store, city, &list, err));
    for (size_t i = list->count; i-- > 0 && strcmp(list->publication[i].id, published->id) != 0;) {
        XN_AUTO_BUF document = XN_BUF_INIT;
        XN_AUTO(xn_publication_free) struct xn_publication *publication = NULL;
        XN_TRY(xn_store_publication(call->store, city, list->publication[i].id, &document, err));
        XN_TRY(parse(&document, &publication, err));
        if (strcmp(publication->areas, published->publication->areas) == 0) {
            *ret = XN_STEAL(publication);
            return XN_OK;
        }
    }
    return XN_OK;
}

enum xn_status measure_query_load(struct call *call, const struct published *published,
                                  struct measure_query *query, struct xn_error *err)
{
    if (query->since) {
        XN_TRY(read_earlier(call, query->since, &query->earlier, err));
        if (!xn_publication_comparable(published->publication, query->earlier.publication))
            return call_refuse(call, MHD_HTTP_CONFLICT, "not_comparable", "since",
                               "The two publications were made of different areas or groups: their numbers "
                               "are not subtracted.");
    }
    return query->fixed ? read_first(call, published, &query->first, err) : XN_OK;
}

struct xn_published_map measure_query_map(const struct measure_query *query,
                                          const struct published *published, enum xn_language language)
{
    return (struct xn_published_map){
        .city = published->areas.city,
        .publication = published->publication,
        .level = published->level,
        .index = query->asked.entry,
        .group = query->asked.group,
        .since = query->earlier.publication,
        .threshold = NAN,
        .breaks = &query->breaks,
        .over = query->first ? (const struct xn_publication *const *)&query->first : NULL,
        .n_over = query->first ? 1 : 0,
        .language = language};
}
