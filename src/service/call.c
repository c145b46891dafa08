/* call.c - what handlers need of a call: its parameters, and failing in RFC 9457's form.
 *
 * What the client did wrong is told in the sentence of whoever found it. What is wrong here (the store,
 * memory, a fault of ours) is told in general words; the particulars go to the log, for they are the
 * operator's.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "http.h"
#include "problem.h"

#define RETRY_AFTER_S 5

const char *call_query(const struct call *call, const char *name)
{
    for (size_t i = 0; i < call->n_query; i++)
        if (strcmp(call->query[i].name, name) == 0)
            return call->query[i].value;
    return NULL;
}

void answer_problem(struct call *call, unsigned http_status, const char *code, const char *field,
                    const char *detail)
{
    struct answer *answer = &call->answer;
    answer->status = http_status;
    answer->content_type = HTTP_PROBLEM;
    answer->etag[0] = '\0';
    answer->bytes = NULL;
    answer->is_problem = true;
    problem_put(&answer->body, http_status, code, field, detail);
}

enum xn_status call_refuse(struct call *call, unsigned http_status, const char *code, const char *field,
                           const char *format, ...)
{
    char detail[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(detail, sizeof detail, format, arguments);
    va_end(arguments);
    answer_problem(call, http_status, code, field, detail);
    return XN_CANCELLED;
}

void answer_later(struct call *call, const char *code, const char *detail)
{
    answer_problem(call, MHD_HTTP_SERVICE_UNAVAILABLE, code, NULL, detail);
    call->answer.retry_after_s = RETRY_AFTER_S;
}

static void answer_failure(struct call *call, enum xn_status status, const struct xn_error *err)
{
    static const struct {
        enum xn_status status;
        unsigned http;
        const char *code;
    } known[] = {{XN_ARGUMENT, MHD_HTTP_BAD_REQUEST, "bad_parameter"},
                 {XN_INPUT, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input"},
                 {XN_UNDEFINED, MHD_HTTP_UNPROCESSABLE_CONTENT, "undefined"},
                 {XN_LIMIT, MHD_HTTP_CONTENT_TOO_LARGE, "limit"},
                 {XN_CONFLICT, MHD_HTTP_CONFLICT, "conflict"},
                 {XN_NOT_FOUND, MHD_HTTP_NOT_FOUND, "not_found"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].status == status) {
            answer_problem(call, known[i].http, known[i].code, NULL, err->message);
            return;
        }
    if (status == XN_DATABASE) {
        answer_later(call, "store_down", "The store does not answer; try again.");
        return;
    }
    service_log(call->service, "%s: %s", call->route->path, err->message);
    if (status == XN_MEMORY)
        answer_later(call, "out_of_memory", "The service is short of memory; try again.");
    else
        answer_problem(call, MHD_HTTP_INTERNAL_SERVER_ERROR, "internal", NULL,
                       "The service failed; its log says why.");
}

void answer_finish(struct call *call, enum xn_status status, const struct xn_error *err)
{
    struct xn_error unwritten = {0};
    if (status == XN_OK && (status = xn_buf_check(&call->answer.body, &unwritten)) != XN_OK) {
        status = status == XN_LIMIT ? XN_IO : status; /* ours, not the client's */
        err = &unwritten;
    }
    if (status != XN_OK && !call->answer.is_problem)
        answer_failure(call, status, err);
    call->answered = true;
}

bool answer_is_known(struct call *call)
{
    struct answer *answer = &call->answer;
    char quoted[sizeof answer->etag + 2], packed[sizeof answer->etag + 2 + sizeof GZIP_ETAG];
    if (!call->known_etags || !answer->etag[0] || answer->status != MHD_HTTP_OK)
        return false;
    snprintf(quoted, sizeof quoted, "\"%s\"", answer->etag);
    snprintf(packed, sizeof packed, "\"%s%s\"", answer->etag, GZIP_ETAG);
    const bool has_packed = call->takes_gzip && strstr(call->known_etags, packed) != NULL;
    if (!has_packed && strcmp(call->known_etags, "*") != 0 && !strstr(call->known_etags, quoted))
        return false;
    answer->is_gzip = has_packed;
    answer->status = MHD_HTTP_NOT_MODIFIED;
    answer->bytes = "";
    answer->length = 0;
    return true;
}
