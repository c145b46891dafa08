/* api_refreshes.c - POST /api/v1/refreshes {"city": ID}: asks for a refresh; it runs in the background. */
#include <jansson.h>
#include <string.h>
#include "http.h"

static void free_json(json_t **json)
{
    json_decref(*json);
}

/* The body's one member; NULL when it is anything else. */
static const char *read_city(const json_t *body)
{
    return json_object_size(body) == 1 ? json_string_value(json_object_get(body, "city")) : NULL;
}

enum xn_status api_refreshes(struct call *call, struct xn_error *err)
{
    (void)err;
    char snapshot[XN_DIGEST_HEX] = "";
    XN_CLEANUP(free_json)
    json_t *body = json_loadb(xn_buf_text(&call->body), call->body.length, JSON_REJECT_DUPLICATES, NULL);
    const char *city = read_city(body);
    if (!city)
        return call_refuse(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", "city",
                           "request body: wanted {\"city\": ID} and nothing else");
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
