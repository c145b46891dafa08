/* problem.c - see problem.h. */
#include "problem.h"
#include <microhttpd.h>

void problem_put(struct xn_buf *body, unsigned http_status, const char *code, const char *field,
                 const char *detail)
{
    struct xn_json json;
    xn_buf_reset(body);
    xn_json_init(&json, body, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "type", "about:blank");
    xn_json_member_string(&json, "title", MHD_get_reason_phrase_for(http_status));
    xn_json_member_int(&json, "status", http_status);
    xn_json_member_string(&json, "code", code);
    xn_json_member_string(&json, "detail", detail);
    if (field)
        xn_json_member_string(&json, "field", field);
    xn_json_end_object(&json);
}
