/* route.c - the table of routes, and finding one in it. */
#include <string.h>
#include "http.h"

#define HOUSEHOLD_LIMIT (16u << 10)
#define REFRESH_LIMIT (1u << 10)

static const struct route table[] = {
    {"GET", "/healthz", ACCESS_PUBLIC, 0, "", api_health},
    {"GET", "/readyz", ACCESS_PUBLIC, 0, "", api_ready},
    {"GET", "/", ACCESS_PUBLIC, 0, "lang", assets_index},
    {"GET", "/assets/messages/{x}", ACCESS_PUBLIC, 0, "", assets_messages},
    {"GET", "/assets/{x}", ACCESS_PUBLIC, 0, "", assets_file},
    {"GET", "/assets/images/{x}", ACCESS_PUBLIC, 0, "", assets_file},
    {"GET", "/api/v1/cities", ACCESS_TOKEN, 0, "lang", api_cities},
    {"GET", "/api/v1/cities/{c}/published/indices", ACCESS_TOKEN, 0, "lang level", api_published_indices},
    {"GET", "/api/v1/cities/{c}/published/units", ACCESS_TOKEN, 0, "lang level index group",
     api_published_units},
    {"GET", "/api/v1/cities/{c}/published/geometry", ACCESS_TOKEN, 0, "lang level", api_published_geometry},
    {"POST", "/api/v1/cities/{c}/recommendations", ACCESS_TOKEN, HOUSEHOLD_LIMIT, "lang offset limit",
     api_recommendations},
    {"GET", "/api/v1/cities/{c}/maps/{x}", ACCESS_TOKEN, 0, "lang level group", api_map},
    {"POST", "/api/v1/refreshes", ACCESS_TOKEN, REFRESH_LIMIT, "lang", api_refreshes},
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
    const char *allow = NULL;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct route *route = &table[i];
        const bool gets = strcmp(route->method, "GET") == 0;
        if (!fits(route, call))
            continue;
        if (strcmp(route->method, method) == 0 || (gets && strcmp(method, "HEAD") == 0)) {
            call->route = route;
            return;
        }
        allow = gets ? "GET, HEAD" : route->method;
    }
    if (allow) {
        answer_problem(call, MHD_HTTP_METHOD_NOT_ALLOWED, "method_not_allowed", NULL,
                       "This address does not take that method.");
        strcpy(call->answer.allow, allow);
    } else {
        answer_problem(call, MHD_HTTP_NOT_FOUND, "no_such_route", NULL, "There is nothing at this address.");
    }
    call->answered = true;
}

bool route_takes(const struct route *route, const char *name)
{
    const size_t length = strlen(name);
    for (const char *at = route->query; *at; at += strspn(at, " ")) {
        const size_t word = strcspn(at, " ");
        if (word == length && memcmp(at, name, length) == 0)
            return true;
        at += word;
    }
    return false;
}
