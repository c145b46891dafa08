/* api_desk.c - the steps of the office over HTTP: headers to a step of the desk, its answer back.
 *
 * Who asks is the login or the token's label, as what its role; neither is taken from the request. What
 * changes something needs an Idempotency-Key, so that a client that heard nothing can ask again without harm.
 */
#include <stdio.h>
#include <string.h>
#include "desk.h"

#define CITY_SEGMENTS 4 /* api v1 cities {c} */

static bool is_unreserved(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || strchr("-_.~", c);
}

static void put_escaped(struct xn_buf *buf, const char *text)
{
    for (; *text; text++)
        if (is_unreserved(*text))
            xn_buf_putc(buf, *text);
        else
            xn_buf_printf(buf, "%%%02X", (unsigned char)*text);
}

/* The path below the city, written in one way only: the key is bound to it. The language is no part of it. */
static void put_path(const struct call *call, struct xn_buf *buf)
{
    char before = '?';
    for (size_t i = CITY_SEGMENTS; i < call->n_segments; i++) {
        xn_buf_putc(buf, '/');
        put_escaped(buf, call->segment[i]);
    }
    for (size_t i = 0; i < call->n_query; i++) {
        if (strcmp(call->query[i].name, "lang") == 0)
            continue;
        xn_buf_putc(buf, before);
        put_escaped(buf, call->query[i].name);
        xn_buf_putc(buf, '=');
        put_escaped(buf, call->query[i].value);
        before = '&';
    }
}

/* If-Match: "7", the ETag of the thing as it was seen. */
static enum xn_status read_version(struct call *call, int64_t *ret)
{
    const char *text = call->if_match;
    char digits[24] = "";
    if (!text)
        return XN_OK;
    const size_t length = strlen(text);
    if (length > 2 && length < sizeof digits && text[0] == '"' && text[length - 1] == '"')
        memcpy(digits, text + 1, length - 2);
    if (strspn(digits, "0123456789") == strlen(digits) && xn_parse_int(digits, ret) && *ret > 0)
        return XN_OK;
    return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "If-Match",
                       "If-Match: wanted the ETag of the thing, as \"7\"");
}

/* A proposal changes nothing, and a list that is shown once more is logged once more. */
static bool needs_key(const struct call *call)
{
    const char *last = call->segment[call->n_segments - 1];
    return strcmp(call->route->method, "GET") != 0 && strcmp(last, "matchings") != 0 &&
           strcmp(last, "recommendations") != 0;
}

void desk_answer_over_http(struct call *call, struct xn_desk_answer *from)
{
    struct answer *to = &call->answer;
    to->status = (unsigned)from->status;
    to->is_problem = from->status >= 400;
    to->content_type = to->is_problem ? HTTP_PROBLEM : HTTP_JSON;
    to->retry_after_s = from->status == MHD_HTTP_SERVICE_UNAVAILABLE ? 1 : 0;
    snprintf(to->etag, sizeof to->etag, "%s", from->etag);
    to->is_version = to->etag[0] != '\0';
    xn_buf_free(&to->body);
    to->body = from->body;
    from->body = (struct xn_buf)XN_BUF_INIT;
}

static enum xn_status take_step(struct call *call, struct live_city *live, struct xn_error *err)
{
    struct xn_desk desk = {.store = call->store, .live = live, .projections = call->projections};
    XN_CLEANUP(xn_desk_answer_clear) struct xn_desk_answer answer = {.body = XN_BUF_INIT};
    XN_AUTO_BUF path = XN_BUF_INIT;
    int64_t version = 0;
    XN_TRY(read_version(call, &version));
    if (needs_key(call) && !call->idempotency_key)
        return call_refuse(
            call, MHD_HTTP_BAD_REQUEST, "idempotency_key_needed", "Idempotency-Key",
            "Idempotency-Key is needed: a key of your own for this change, to repeat it safely");
    put_path(call, &path);
    XN_TRY(xn_buf_check(&path, err));
    const struct xn_desk_call step = {.actor = call->who.login,
                                      .role = xn_role_name(call->who.role),
                                      .corporation = *call->who.corporation ? call->who.corporation : NULL,
                                      .own_cases = true,
                                      .key = call->idempotency_key,
                                      .method = call->route->method,
                                      .path = xn_buf_text(&path),
                                      .body = call->body.length ? xn_buf_text(&call->body) : NULL,
                                      .body_length = call->body.length,
                                      .version = version,
                                      .language = call->language};
    XN_TRY(xn_desk_do(&desk, &step, &answer, err));
    desk_answer_over_http(call, &answer);
    return answer.status >= 400 ? XN_CANCELLED : XN_OK;
}

/* A thing changes in ways that its version does not count (days waited), so nothing here is 304. */
enum xn_status api_desk(struct call *call, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    call->known_etags = NULL;
    XN_TRY(service_city(call, &live));
    return take_step(call, live, err);
}
