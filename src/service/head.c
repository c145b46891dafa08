/* head.c - the head of a request: what it asks for, and the many ways in which it must not ask.
 *
 * Everything is refused that two servers could read differently: two lengths, two hosts, blanks in header
 * names, encoded slashes and NULs, dot segments. (Folded header lines cannot be seen through libmicrohttpd;
 * they are left to the proxy.) libmicrohttpd hands path and parameters over undecoded, so that an encoded
 * slash is not taken for a slash.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compression.h"
#include "http.h"
#include "rate_limit.h"

struct head {
    unsigned n_host, n_length, n_transfer, n_authorization, n_cookie, n_key, n_match, n_proxy, n_user,
        n_blank_names;
    const char *host, *origin, *fetch_site, *authorization, *cookie, *language, *encoding, *content_type,
        *length, *key, *match;
    struct proxy_headers proxy;
};

static void refuse(struct call *call, unsigned http_status, const char *code, const char *field,
                   const char *detail)
{
    answer_problem(call, http_status, code, field, detail);
    call->answered = true;
}

/* --- headers ------------------------------------------------------------------------------------------- */

static enum MHD_Result read_header(void *context, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    (void)kind;
    struct head *head = context;
    const struct {
        const char *name;
        const char **value;
        unsigned *count;
    } wanted[] = {{MHD_HTTP_HEADER_HOST, &head->host, &head->n_host},
                  {MHD_HTTP_HEADER_CONTENT_LENGTH, &head->length, &head->n_length},
                  {MHD_HTTP_HEADER_TRANSFER_ENCODING, NULL, &head->n_transfer},
                  {MHD_HTTP_HEADER_AUTHORIZATION, &head->authorization, &head->n_authorization},
                  {"Idempotency-Key", &head->key, &head->n_key},
                  {MHD_HTTP_HEADER_IF_MATCH, &head->match, &head->n_match},
                  {"Cookie", &head->cookie, &head->n_cookie},
                  {"X-Xenia-Proxy-Secret", &head->proxy.secret, &head->n_proxy},
                  {"X-Xenia-User", &head->proxy.user, &head->n_user},
                  {"X-Forwarded-For", &head->proxy.forwarded_for, NULL},
                  {"X-Forwarded-Proto", &head->proxy.forwarded_proto, NULL},
                  {MHD_HTTP_HEADER_ORIGIN, &head->origin, NULL},
                  {"Sec-Fetch-Site", &head->fetch_site, NULL},
                  {MHD_HTTP_HEADER_CONTENT_TYPE, &head->content_type, NULL},
                  {MHD_HTTP_HEADER_ACCEPT_ENCODING, &head->encoding, NULL},
                  {MHD_HTTP_HEADER_ACCEPT_LANGUAGE, &head->language, NULL}};
    head->n_blank_names += strpbrk(name, " \t") != NULL;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (strcasecmp(name, wanted[i].name) != 0)
            continue;
        if (wanted[i].value)
            *wanted[i].value = value;
        if (wanted[i].count)
            ++*wanted[i].count;
    }
    return MHD_YES;
}

static bool is_ambiguous(const struct head *head)
{
    return head->n_host > 1 || head->n_length > 1 || head->n_transfer > 1 || head->n_authorization > 1 ||
           head->n_cookie > 1 || head->n_proxy > 1 || head->n_user > 1 || head->n_key > 1 ||
           head->n_match > 1 || (head->n_length > 0 && head->n_transfer > 0) || head->n_blank_names > 0;
}

/* A browser says where a page came from; only our own pages may change anything. */
static bool is_foreign(const struct call *call, const struct head *head)
{
    const char *site = head->fetch_site;
    if (site && strcmp(site, "same-origin") != 0 && strcmp(site, "none") != 0)
        return true;
    if (!head->origin)
        return false;
    const char *scheme_end = strstr(head->origin, "://");
    if (!scheme_end || !head->host || strcasecmp(scheme_end + 3, head->host) != 0)
        return true;
    return call->is_secure && strncasecmp(head->origin, "https:", 6) != 0;
}

static bool is_type(const char *content_type, const char *wanted)
{
    const size_t length = strlen(wanted);
    return content_type && strncasecmp(content_type, wanted, length) == 0 &&
           (content_type[length] == '\0' || strchr("; \t", content_type[length]));
}

/* What browsers and scripts call a list, a feed, or any file. None of them is what another site's page may
 * send without asking. */
static bool is_file(const char *content_type)
{
    static const char *const known[] = {
        "text/csv",         "application/xml",          "text/xml",
        "application/json", "application/octet-stream", "application/vnd.ms-excel"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (is_type(content_type, known[i]))
            return true;
    return false;
}

/* --- path ---------------------------------------------------------------------------------------------- */

static int hex_digit(char digit)
{
    const char *digits = "0123456789abcdef";
    const char *found = digit ? strchr(digits, digit | ('A' <= digit && digit <= 'F' ? 0x20 : 0)) : NULL;
    return found ? (int)(found - digits) : -1;
}

bool head_decode(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++) {
        int byte = (unsigned char)*from;
        if (*from == '%') {
            const int high = hex_digit(from[1]), low = high < 0 ? -1 : hex_digit(from[2]);
            if (low < 0)
                return false;
            byte = high * 16 + low;
            from += 2;
        }
        if (byte < 0x20 || byte == 0x7f)
            return false;
        *to++ = (char)byte;
    }
    *to = '\0';
    return xn_utf8_valid_length(text, (size_t)(to - text)) == (size_t)(to - text);
}

static bool is_plain_segment(const char *segment)
{
    return *segment && !strpbrk(segment, "/\\") && strcmp(segment, ".") != 0 && strcmp(segment, "..") != 0;
}

/* The path's segments; false when it holds what no address of ours does. */
static bool split_path(struct call *call, const char *path)
{
    char *rest = *path == '/' ? xn_arena_strdup(call->arena, path + 1) : NULL;
    if (!rest)
        return false;
    while (rest && (*rest || call->n_segments > 0)) {
        char *segment = rest, *slash = strchr(rest, '/');
        if (slash)
            *slash = '\0';
        rest = slash ? slash + 1 : NULL;
        if (call->n_segments == SEGMENT_MAX || !head_decode(segment) || !is_plain_segment(segment))
            return false;
        call->segment[call->n_segments++] = segment;
    }
    return true;
}

/* --- parameters ---------------------------------------------------------------------------------------- */

static enum MHD_Result read_parameter(void *context, enum MHD_ValueKind kind, const char *name,
                                      const char *value)
{
    (void)kind;
    struct call *call = context;
    char *own_name = xn_arena_strdup(call->arena, name);
    char *own_value = xn_arena_strdup(call->arena, value ? value : "");
    if (!own_name || !own_value || call->n_query == QUERY_MAX || !head_decode(own_name) ||
        !head_decode(own_value)) {
        refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", NULL, "The parameters cannot be read.");
        return MHD_NO;
    }
    call->query[call->n_query].name = own_name;
    call->query[call->n_query++].value = own_value;
    return MHD_YES;
}

static void check_parameter(struct call *call, size_t position)
{
    const char *name = call->query[position].name;
    char detail[256];
    if (!route_takes(call->route, name)) {
        snprintf(detail, sizeof detail, "Parameter '%.64s' is not known here; known are: %s.", name,
                 *call->route->query ? call->route->query : "none");
        refuse(call, MHD_HTTP_BAD_REQUEST, "unknown_parameter", name, detail);
        return;
    }
    for (size_t i = 0; i < position; i++)
        if (strcmp(call->query[i].name, name) == 0)
            refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", name, "The parameter is given twice.");
}

static void read_parameters(struct call *call)
{
    MHD_get_connection_values(call->connection, MHD_GET_ARGUMENT_KIND, read_parameter, call);
    for (size_t i = 0; i < call->n_query && !call->answered; i++)
        check_parameter(call, i);
}

/* lang=, else the first of Accept-Language's that we have. */
static void find_language(struct call *call, const char *header)
{
    const char *asked = call_query(call, "lang");
    if (asked) {
        if (!xn_language_parse(asked, &call->language))
            refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "lang", "lang: wanted nl, de, en or ru.");
        return;
    }
    for (const char *at = header; at; at = strchr(at, ',')) {
        char tag[8] = "";
        at += strspn(at, ", \t");
        memcpy(tag, at, strnlen(at, sizeof tag - 1));
        tag[strcspn(tag, ",; \t")] = '\0';
        if (xn_language_parse(tag, &call->language))
            return;
    }
}

/* --- who asks, and how often ------------------------------------------------------------------------- */

static bool has_identity(const struct call *call)
{
    return call->token[0] || call->session[0] || call->person[0];
}

/* One identity at most: which of two would count? Only a cookie of before there was a proxy does not. */
static void read_identity(struct call *call, const struct head *head)
{
    if (!proxy_read(call, &head->proxy)) {
        refuse(call, MHD_HTTP_UNAUTHORIZED, "proxy_secret", NULL, "The proxy shows a wrong secret.");
        return;
    }
    auth_read(call, head->authorization);
    const bool one_cookie = cookie_read(call, head->cookie);
    if (call->person[0])
        call->session[0] = '\0';
    const int n = (head->authorization != NULL) + (call->session[0] != '\0') + (call->person[0] != '\0');
    if (!one_cookie || n > 1)
        refuse(call, MHD_HTTP_BAD_REQUEST, "ambiguous_identity", NULL,
               "The request says twice who asks: by token, session or proxy.");
}

static void refuse_pace(struct call *call, unsigned wait_s, const char *what)
{
    char detail[128];
    snprintf(detail, sizeof detail, "Too many %s from this address; wait %u seconds.", what, wait_s);
    refuse(call, MHD_HTTP_TOO_MANY_REQUESTS, "too_many", NULL, detail);
    call->answer.retry_after_s = wait_s;
}

/* Before anybody waits for the store. */
static void check_pace(struct call *call)
{
    struct xn_service *service = call->service;
    unsigned wait_s = rate_limit_take(service_rate_limit(service, LIMIT_ADDRESS), call->address);
    if (wait_s)
        refuse_pace(call, wait_s, "requests");
    else if (call->token[0] &&
             (wait_s = rate_limit_wait(service_rate_limit(service, LIMIT_BAD_TOKEN), call->address)))
        refuse_pace(call, wait_s, "wrong tokens");
}

/* --- all together --------------------------------------------------------------------------------------- */

/* What the route says about who may send it what. */
static void check_route(struct call *call, const struct head *head, uint64_t length)
{
    const struct route *route = call->route;
    const bool has_body = length > 0 || head->n_transfer > 0;
    if (strcmp(route->method, "GET") != 0 && is_foreign(call, head))
        refuse(call, MHD_HTTP_FORBIDDEN, "foreign_origin", NULL,
               "The request comes from another site's page.");
    else if (route->roles && !has_identity(call))
        refuse(call, MHD_HTTP_UNAUTHORIZED, "unauthorized", NULL,
               "A session or a valid bearer token is needed: sign in.");
    else if (length > route->body_limit || (has_body && route->body_limit == 0))
        refuse(call, MHD_HTTP_CONTENT_TOO_LARGE, "too_large", NULL,
               "The body is larger than this address takes.");
    else if (has_body && route_takes_file(route) && !is_file(head->content_type))
        refuse(call, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", NULL,
               "The body must be text/csv, application/xml, application/json or application/octet-stream.");
    else if (has_body && !route_takes_file(route) && !is_type(head->content_type, "application/json"))
        refuse(call, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", NULL,
               "The body must be application/json.");
}

void head_read(struct call *call, const char *method, const char *path, uint64_t *ret_length)
{
    struct head head = {0};
    MHD_get_connection_values(call->connection, MHD_HEADER_KIND, read_header, &head);
    *ret_length = head.length ? strtoull(head.length, NULL, 10) : 0;
    call->known_etags =
        MHD_lookup_connection_value(call->connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
    call->takes_gzip = accepts_gzip(head.encoding);
    call->idempotency_key = head.key;
    call->if_match = head.match;
    if (is_ambiguous(&head)) {
        refuse(call, MHD_HTTP_BAD_REQUEST, "ambiguous_request", NULL, "The request can be read in two ways.");
        return;
    }
    if (!split_path(call, path)) {
        refuse(call, MHD_HTTP_NOT_FOUND, "no_such_route", NULL, "There is nothing at this address.");
        return;
    }
    route_find(call, method);
    if (!call->answered)
        read_parameters(call);
    if (!call->answered)
        find_language(call, head.language);
    if (!call->answered && route_needs_worker(call->route))
        read_identity(call, &head);
    if (!call->answered)
        check_route(call, &head, *ret_length);
    if (!call->answered && route_needs_worker(call->route))
        check_pace(call);
}
