/* route.c - the table of routes, and finding one in it. */
#include <stdio.h>
#include <string.h>
#include "http.h"

#define HOUSEHOLD_LIMIT (16u << 10)
#define STEP_LIMIT (32u << 10)
#define BATCH_LIMIT (512u << 10)
#define REFRESH_LIMIT (1u << 10)

#define CITY "/api/v1/cities/{c}"
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
    /* the office: desk.c says what each of them does */
    {"GET", CITY "/households", ACCESS_TOKEN, 0, "lang all", api_desk},
    {"POST", CITY "/households", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"GET", CITY "/households/{x}", ACCESS_TOKEN, 0, "lang", api_desk},
    {"PUT", CITY "/households/{x}", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"PATCH", CITY "/households/{x}", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"DELETE", CITY "/households/{x}", ACCESS_TOKEN, 0, "lang", api_desk},
    {"POST", CITY "/households/{x}/recommendations", ACCESS_TOKEN, STEP_LIMIT, "lang offset limit", api_desk},
    {"GET", CITY "/dwellings", ACCESS_TOKEN, 0, "lang state", api_desk},
    {"POST", CITY "/dwellings", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"GET", CITY "/dwellings/{x}", ACCESS_TOKEN, 0, "lang", api_desk},
    {"PATCH", CITY "/dwellings/{x}", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"GET", CITY "/offers", ACCESS_TOKEN, 0, "lang household dwelling live", api_desk},
    {"POST", CITY "/offers", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"GET", CITY "/offers/{x}", ACCESS_TOKEN, 0, "lang", api_desk},
    {"PATCH", CITY "/offers/{x}", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"GET", CITY "/placements", ACCESS_TOKEN, 0, "lang", api_desk},
    {"POST", CITY "/placements", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"GET", CITY "/placements/{x}", ACCESS_TOKEN, 0, "lang", api_desk},
    {"PATCH", CITY "/placements/{x}", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"GET", CITY "/objections", ACCESS_TOKEN, 0, "lang household open", api_desk},
    {"POST", CITY "/objections", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"GET", CITY "/objections/{x}", ACCESS_TOKEN, 0, "lang", api_desk},
    {"PATCH", CITY "/objections/{x}", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"POST", CITY "/commitments", ACCESS_TOKEN, STEP_LIMIT, "lang", api_desk},
    {"POST", CITY "/matchings", ACCESS_TOKEN, BATCH_LIMIT, "lang", api_desk},
    {"GET", CITY "/ledger", ACCESS_TOKEN, 0, "lang from to", api_desk},
    {"GET", CITY "/audit", ACCESS_TOKEN, 0, "lang after limit", api_desk},
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

/* Adds the methods of a route to a list of those there are: "GET, HEAD, PUT". */
static void add_allowed(char *list, size_t size, const struct route *route)
{
    const char *methods = strcmp(route->method, "GET") == 0 ? "GET, HEAD" : route->method;
    const size_t used = strlen(list);
    snprintf(list + used, size - used, "%s%s", used ? ", " : "", methods);
}

void route_find(struct call *call, const char *method)
{
    char allow[sizeof call->answer.allow] = "";
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct route *route = &table[i];
        const bool gets = strcmp(route->method, "GET") == 0;
        if (!fits(route, call))
            continue;
        if (strcmp(route->method, method) == 0 || (gets && strcmp(method, "HEAD") == 0)) {
            call->route = route;
            return;
        }
        add_allowed(allow, sizeof allow, route);
    }
    if (*allow) {
        answer_problem(call, MHD_HTTP_METHOD_NOT_ALLOWED, "method_not_allowed", NULL,
                       "This address does not take that method.");
        memcpy(call->answer.allow, allow, sizeof allow);
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
