/* call.c - what handlers need of a call: its parameters, and failing in RFC 9457's form. */
#include "http.h"
#include <string.h>

const char *call_query(const struct call *call, const char *name)
{
    for (size_t i = 0; i < call->n_query; i++)
        if (strcmp(call->query[i].name, name) == 0)
            return call->query[i].value;
    return NULL;
}

static const char *title_of(unsigned http_status)
{
    return MHD_get_reason_phrase_for(http_status);
}

void answer_problem(struct call *call, unsigned http_status, const char *code, const char *detail)
{
    struct answer *answer = &call->answer;
    struct xn_json json;
    answer->status = http_status;
    answer->content_type = "application/problem+json; charset=utf-8";
    answer->etag[0] = '\0';
    answer->bytes = NULL;
    xn_buf_reset(&answer->body);
    xn_json_init(&json, &answer->body, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "type", "about:blank");
    xn_json_member_string(&json, "title", title_of(http_status));
    xn_json_member_int(&json, "status", http_status);
    xn_json_member_string(&json, "code", code);
    xn_json_member_string(&json, "detail", detail);
    xn_json_end_object(&json);
}

#define RETRY_AFTER_S 5

void answer_failure(struct call *call, enum xn_status status, const struct xn_error *err)
{
    static const struct {
        enum xn_status status;
        unsigned http;
        const char *code;
    } known[] = {{XN_ARGUMENT, 400, "bad_parameter"}, {XN_INPUT, 422, "refused_input"},
                 {XN_UNDEFINED, 422, "undefined"},    {XN_LIMIT, 413, "limit"},
                 {XN_CONFLICT, 409, "conflict"},      {XN_NOT_FOUND, 404, "not_found"},
                 {XN_DATABASE, 503, "store_down"},    {XN_MEMORY, 503, "out_of_memory"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].status != status)
            continue;
        answer_problem(call, known[i].http, known[i].code, err->message);
        call->answer.retry_after_s = known[i].http == 503 ? RETRY_AFTER_S : 0;
        return;
    }
    answer_problem(call, 500, "internal", xn_status_text(status));
}
