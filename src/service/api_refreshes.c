/* api_refreshes.c - POST /api/v1/refreshes {"city": ID}: asks for a refresh; it runs in the background. */
#include "http.h"
#include "xenia/request.h"

enum xn_status api_refreshes(struct call *call, struct xn_error *err)
{
    static const struct xn_member member = {
        .name = "city", .kind = XN_MEMBER_TEXT, .required = true, .low = 1, .high = 64};
    const struct xn_request request = {
        .json = xn_buf_text(&call->body), .length = call->body.length, .place = "request body"};
    char snapshot[XN_DIGEST_HEX] = "";
    const char *city = NULL;
    struct xn_error why = {0};
    const enum xn_status status = xn_request_read(&request, &member, 1, call->arena, &city, &why);
    if (status == XN_INPUT)
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", "city", "%s", why.message);
    if (status != XN_OK)
        return xn_fail(err, status, "%s", why.message);
    XN_TRY(auth_check_city(call, city));
    switch (service_request_refresh(call->service, city, snapshot)) {
    case REFRESH_NO_CITY:
        return call_refuse(call, MHD_HTTP_NOT_FOUND, "no_such_city", "city", "There is no city '%.64s'.",
                           city);
    case REFRESH_RUNNING:
        return call_refuse(call, MHD_HTTP_CONFLICT, "refresh_runs", NULL,
                           "City '%.64s' is being refreshed already.", city);
    case REFRESH_ACCEPTED:
        break;
    }
    struct xn_json json;
    call->answer.status = MHD_HTTP_ACCEPTED;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "state", "running");
    xn_json_member_string(&json, "snapshot", snapshot[0] ? snapshot : NULL);
    xn_json_end_object(&json);
    return XN_OK;
}
