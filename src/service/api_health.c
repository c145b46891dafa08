/* api_health.c - is the daemon alive, and is it ready? Neither touches the store. */
#include "http.h"

enum xn_status api_health(struct call *call, struct xn_error *err)
{
    (void)err;
    xn_buf_puts(&call->answer.body, "{\"status\":\"ok\"}");
    return XN_OK;
}

enum xn_status api_ready(struct call *call, struct xn_error *err)
{
    (void)err;
    bool ready = false;
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "reasons");
    service_put_reasons(call->service, &json, &ready);
    xn_json_member_bool(&json, "ready", ready);
    xn_json_end_object(&json);
    if (!ready)
        call->answer.status = MHD_HTTP_SERVICE_UNAVAILABLE;
    return XN_OK;
}
