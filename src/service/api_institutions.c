/* api_institutions.c - GET /institutions: schools, clubs, parishes and their like, found by what people type.
 */
#include <string.h>
#include "http.h"
#include "xenia/directory.h"

#define WORDS_MAX_BYTES 200

static void put_age(struct xn_json *json, const char *name, int age)
{
    if (age < 0)
        xn_json_member_null(json, name);
    else
        xn_json_member_int(json, name, age);
}

static void put_institution(struct xn_json *json, const struct xn_institution *institution)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", institution->id);
    xn_json_member_string(json, "name", institution->name);
    xn_json_member_string(json, "kind", institution->kind);
    if (*institution->address)
        xn_json_member_string(json, "address", institution->address);
    else
        xn_json_member_null(json, "address");
    xn_json_member_double(json, "lat", institution->lat);
    xn_json_member_double(json, "lon", institution->lon);
    put_age(json, "age_from", institution->age_from);
    put_age(json, "age_to", institution->age_to);
    xn_json_end_object(json);
}

static enum xn_status check_parameters(struct call *call, const char *words, const char *kind)
{
    if (strlen(words) > WORDS_MAX_BYTES)
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "q", "q: wanted at most %d bytes",
                           WORDS_MAX_BYTES);
    if (kind && !xn_institution_kind_is_known(kind))
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "kind",
                           "kind: found '%.40s', wanted school, course, club, parish, advice, care, work, "
                           "sport or other",
                           kind);
    return XN_OK;
}

enum xn_status api_institutions(struct call *call, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_AUTO(xn_institutions_free) struct xn_institutions *found = NULL;
    const char *words = call_query(call, "q"), *kind = call_query(call, "kind");
    struct xn_json json;
    XN_TRY(check_parameters(call, words ? words : "", kind));
    XN_TRY(service_city(call, &live));
    XN_TRY(xn_store_find_institutions(call->store, call->city, words ? words : "", kind, &found, err));
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "institutions");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < found->count; i++)
        put_institution(&json, &found->institution[i]);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}
