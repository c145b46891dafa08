/* route.c - the table of routes, and finding one in it. */
#include "http.h"
#include <string.h>

#define HOUSEHOLD_LIMIT (16u << 10)

static const struct route table[] = {
    {"GET", "/healthz", ACCESS_PUBLIC, false, 0, "", api_health},
    {"GET", "/readyz", ACCESS_PUBLIC, false, 0, "", api_ready},
    {"GET", "/", ACCESS_PUBLIC, false, 0, "lang", assets_index},
    {"GET", "/assets/messages/{x}", ACCESS_PUBLIC, false, 0, "", assets_messages},
    {"GET", "/assets/{x}", ACCESS_PUBLIC, false, 0, "", assets_file},
    {"GET", "/assets/images/{x}", ACCESS_PUBLIC, false, 0, "", assets_file},
    {"GET", "/api/v1/cities", ACCESS_TOKEN, true, 0, "lang", api_cities},
    {"GET", "/api/v1/cities/{c}/published/indices", ACCESS_TOKEN, true, 0, "lang level",
     api_published_indices},
    {"GET", "/api/v1/cities/{c}/published/units", ACCESS_TOKEN, true, 0, "lang level index group",
     api_published_units},
    {"GET", "/api/v1/cities/{c}/published/geometry", ACCESS_TOKEN, true, 0, "lang level",
     api_published_geometry},
    {"POST", "/api/v1/cities/{c}/recommendations", ACCESS_TOKEN, true, HOUSEHOLD_LIMIT,
     "lang offset limit explain", api_recommendations},
    {"GET", "/api/v1/cities/{c}/maps/{x}", ACCESS_TOKEN, true, 0, "lang level group", api_map},
    {"POST", "/api/v1/refreshes", ACCESS_TOKEN, true, 1u << 10, "lang", api_refreshes},
};

/* Does the call's path fit the route's? Fills city and place. */
static bool fits(const struct route *route, struct call *call)
{
    const char *pattern = route->path + 1;
    const char *city = NULL, *place = NULL;
    for (size_t i = 0; i < call->n_segments; i++) {
        const size_t length = strcspn(pattern, "/");
        if (length == 3 && memcmp(pattern, "{c}", 3) == 0)
            city = call->segment[i];
        else if (length == 3 && memcmp(pattern, "{x}", 3) == 0)
            place = call->segment[i];
        else if (strlen(call->segment[i]) != length || memcmp(pattern, call->segment[i], length) != 0)
            return false;
        pattern += length;
        if (*pattern == '/')
            pattern++;
        else if (i + 1 < call->n_segments)
            return false;
    }
    if (*pattern != '\0')
        return false;
    call->city = city;
    call->place = place;
    return true;
}

void route_find(struct call *call, const char *method)
{
    char allow[64] = "";
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (!fits(&table[i], call))
            continue;
        if (strcmp(table[i].method, method) == 0 ||
            (strcmp(method, "HEAD") == 0 && strcmp(table[i].method, "GET") == 0)) {
            call->route = &table[i];
            return;
        }
        strcpy(allow, strcmp(table[i].method, "GET") == 0 ? "GET, HEAD" : table[i].method);
    }
    if (*allow) {
        answer_problem(call, MHD_HTTP_METHOD_NOT_ALLOWED, "method_not_allowed",
                       "This address does not take that method.");
        strcpy(call->answer.allow, allow);
    } else {
        answer_problem(call, MHD_HTTP_NOT_FOUND, "no_such_route", "There is nothing at this address.");
    }
}
