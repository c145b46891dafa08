/* api_pack_pages.c - packs and reports as pages: PDF to print, HTML to read.
 *
 * They are made anew for each request, from publications alone, and come out the same; so their ETag is what
 * they are made of, and whoever has them already gets 304 before anything is drawn.
 */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "answer_cache.h"
#include "packs.h"
#include "published.h"

/* A page of its own has its style in it: nothing else of it is let in, and no script at all. */
static enum xn_status set_security_policy(struct call *call, struct xn_error *err)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char text[sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, sodium_base64_VARIANT_ORIGINAL)];
    const char *style = xn_document_style();
    crypto_hash_sha256(hash, (const unsigned char *)style, strlen(style));
    sodium_bin2base64(text, sizeof text, hash, sizeof hash, sodium_base64_VARIANT_ORIGINAL);
    call->answer.security_policy =
        xn_arena_printf(call->arena,
                        "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; "
                        "frame-ancestors 'none'",
                        text);
    return call->answer.security_policy ? XN_OK : xn_fail_memory(err);
}

static enum xn_status read_paper(struct call *call, enum xn_paper_size *ret)
{
    const char *name = call_query(call, "paper");
    *ret = XN_PAPER_A4;
    if (!name || xn_paper_size_parse(name, ret))
        return XN_OK;
    return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "paper",
                       "paper: found '%.20s', wanted a4 or a3", name);
}

static void set_etag(struct call *call, const struct xn_pack_wanted *wanted)
{
    char city[XN_DIGEST_HEX]; /* an id says nothing of whose publication it is */
    xn_digest_of(call->city, strlen(call->city), city);
    snprintf(call->answer.etag, sizeof call->answer.etag, "%.64s-%.12s-%s-%s-%s-%s", wanted->publication,
             city, wanted->kind == XN_PACK_MAPS ? "maps" : "report", wanted->html ? "html" : "pdf",
             wanted->paper == XN_PAPER_A3 ? "a3" : "a4", xn_language_tag(wanted->language));
}

enum xn_status pack_pages(struct call *call, enum xn_pack_kind kind, const char *id, bool html,
                          struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    struct xn_pack_wanted wanted = {
        .kind = kind, .publication = id, .language = call->language, .html = html};
    struct xn_error why = {0};
    XN_TRY(read_paper(call, &wanted.paper));
    call->answer.content_type = html ? "text/html; charset=utf-8" : "application/pdf";
    set_etag(call, &wanted);
    XN_TRY(service_city(call, &live));
    if (html)
        XN_TRY(set_security_policy(call, err));
    if (answer_is_kept(call))
        return XN_OK;
    const enum xn_status status = packs_write(call->store, live, &wanted, &call->answer.body, &why);
    if (status == XN_CONFLICT)
        return published_refuse_areas(call);
    if (status == XN_NOT_FOUND)
        return call_refuse(call, MHD_HTTP_NOT_FOUND, "no_such_publication", NULL,
                           "This city has no publication %.64s.", id);
    if (status != XN_OK)
        return xn_fail(err, status, "%s", why.message);
    return XN_OK;
}

/* --- reports by quarter
 * ------------------------------------------------------------------------------------- */

/* "2004Q3.pdf", "2004Q3.html" */
static enum xn_status read_report_name(struct call *call, xn_quarter *ret, bool *ret_html)
{
    char quarter[16];
    const char *dot = strrchr(call->place, '.');
    const bool html = dot && strcmp(dot, ".html") == 0;
    if (dot && (html || strcmp(dot, ".pdf") == 0) && (size_t)(dot - call->place) < sizeof quarter) {
        snprintf(quarter, sizeof quarter, "%.*s", (int)(dot - call->place), call->place);
        *ret_html = html;
        if (xn_quarter_parse(quarter, ret))
            return XN_OK;
    }
    return call_refuse(call, MHD_HTTP_NOT_FOUND, "no_such_route", NULL,
                       "Reports are named by their quarter: 2004Q3.pdf or 2004Q3.html.");
}

/* The newest publication that was made in the quarter. */
static enum xn_status find_of_quarter(struct call *call, xn_quarter quarter, char ret[XN_DIGEST_HEX],
                                      struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_AUTO(xn_stored_publications_free) struct xn_stored_publications *list = NULL;
    XN_TRY(service_city(call, &live));
    XN_TRY(xn_store_publications(call->store, live_city_stored(live)->id, &list, err));
    for (size_t i = 0; i < list->count; i++)
        if (xn_quarter_of(list->publication[i].made_on) == quarter) {
            memcpy(ret, list->publication[i].id, XN_DIGEST_HEX);
            return XN_OK;
        }
    return call_refuse(call, MHD_HTTP_NOT_FOUND, "nothing_published", NULL,
                       "Nothing was published of this city in that quarter.");
}

enum xn_status api_report(struct call *call, struct xn_error *err)
{
    xn_quarter quarter = XN_NO_QUARTER;
    bool html = false;
    char id[XN_DIGEST_HEX];
    XN_TRY(read_report_name(call, &quarter, &html));
    XN_TRY(find_of_quarter(call, quarter, id, err));
    return pack_pages(call, XN_PACK_REPORT, id, html, err);
}
