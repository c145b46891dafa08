/* api_refreshes.c - POST /api/v1/refreshes {"city": ID}: asks for a refresh; it runs in the background. */
#include "http.h"
#include <jansson.h>

enum xn_status api_refreshes(struct call *call, struct xn_error *err)
{
    char city[64] = "";
    json_t *body = json_loadb(xn_buf_text(&call->body), call->body.length, JSON_REJECT_DUPLICATES, NULL);
    const char *text = json_string_value(json_object_get(body, "city"));
    if (text)
        snprintf(city, sizeof city, "%s", text);
    json_decref(body);
    if (!city[0])
        return xn_fail(err, XN_INPUT, "request body: wanted {\"city\": ID}");
    XN_TRY(service_request_refresh(call->service, city, err));
    call->answer.status = MHD_HTTP_ACCEPTED;
    xn_buf_puts(&call->answer.body, "{\"state\":\"running\"}");
    return XN_OK;
}
