/* route.c - the table of routes with the roles that may (RULES R11), and finding one in it. */
#include <stdio.h>
#include <string.h>
#include "http.h"

#define HOUSEHOLD_LIMIT (16u << 10)
#define STEP_LIMIT (32u << 10)
#define BATCH_LIMIT (512u << 10)
#define REFRESH_LIMIT (1u << 10)
#define ACCOUNT_LIMIT (4u << 10)
#define FEED_LIMIT (8u << 20)

#define ANYBODY 0
#define OFFICE ROLE(COORDINATOR)
#define LETTING (ROLE(COORDINATOR) | ROLE(CORPORATION))
#define READERS (ROLE(COORDINATOR) | ROLE(WORKING_GROUP) | ROLE(SCIENTIST) | ROLE(STEWARD) | ROLE(AUDITOR))
#define ANALYSTS (ROLE(STEWARD) | ROLE(SCIENTIST))

#define CITY "/api/v1/cities/{c}"
static const struct route table[] = {
    {"GET", "/healthz", ANYBODY, 0, "", api_health, NULL, false},
    {"GET", "/readyz", ANYBODY, 0, "", api_ready, NULL, false},
    {"GET", "/", ANYBODY, 0, "lang", assets_index, NULL, false},
    {"GET", "/assets/messages/{x}", ANYBODY, 0, "", assets_messages, NULL, false},
    {"GET", "/assets/{x}", ANYBODY, 0, "", assets_file, NULL, false},
    {"GET", "/assets/images/{x}", ANYBODY, 0, "", assets_file, NULL, false},
    /* who asks */
    {"POST", "/api/v1/session", ANYBODY, ACCOUNT_LIMIT, "lang", api_session_open, "gate", true},
    {"GET", "/api/v1/session", EVERY_ROLE, 0, "lang", api_session_show, NULL, false},
    {"DELETE", "/api/v1/session", EVERY_ROLE, 0, "lang", api_session_close, "gate", false},
    {"PUT", "/api/v1/session/password", EVERY_ROLE, ACCOUNT_LIMIT, "lang", api_session_password, "gate",
     true},
    {"GET", "/api/v1/users", ROLE(ADMIN), 0, "lang", api_users, NULL, false},
    {"POST", "/api/v1/users", ROLE(ADMIN), ACCOUNT_LIMIT, "lang", api_user_add, "gate", true},
    {"PATCH", "/api/v1/users/{x}", ROLE(ADMIN), ACCOUNT_LIMIT, "lang", api_user_change, "gate", true},
    {"POST", "/api/v1/users/{x}/hand-over", ROLE(ADMIN), ACCOUNT_LIMIT, "lang", api_user_hand_over, "gate",
     false},
    {"GET", "/api/v1/tokens", ROLE(ADMIN), 0, "lang", api_tokens, NULL, false},
    {"POST", "/api/v1/tokens", ROLE(ADMIN), ACCOUNT_LIMIT, "lang", api_token_add, "gate", false},
    {"DELETE", "/api/v1/tokens/{x}", ROLE(ADMIN), 0, "lang", api_token_revoke, "gate", false},
    /* what is served */
    {"GET", "/api/v1/cities", EVERY_ROLE, 0, "lang", api_cities, NULL, false},
    {"GET", CITY "/published/indices", READERS, 0, "lang level publication", api_published_indices, NULL,
     false},
    {"GET", CITY "/published/units", READERS, 0,
     "lang level index group publication since breaks limits fixed what_if", api_published_units, NULL,
     false},
    {"GET", CITY "/published/series", READERS, 0, "lang level index group unit", api_published_series, NULL,
     false},
    {"GET", CITY "/published/programme", READERS, 0, "lang publication", api_published_programme, NULL,
     false},
    {"GET", CITY "/published/catalogue", READERS, 0, "lang", api_published_catalogue, NULL, false},
    {"GET", CITY "/published/geometry", READERS, 0, "lang level publication", api_published_geometry, NULL,
     false},
    {"GET", CITY "/published/topology", READERS, 0, "lang level publication", api_published_topology, NULL,
     false},
    {"GET", CITY "/published/history", READERS, 0, "lang", api_published_history, NULL, false},
    {"GET", CITY "/maps/{x}", READERS, 0,
     "lang level group publication since breaks limits fixed threshold paper download", api_map, NULL, false},
    {"GET", CITY "/packs", READERS, 0, "lang", api_packs, NULL, false},
    {"GET", CITY "/packs/{x}", READERS, 0, "lang level paper", api_pack, NULL, false},
    {"GET", CITY "/reports/{x}", READERS, 0, "lang paper", api_report, NULL, false},
    {"GET", CITY "/indices", ANALYSTS, 0, "lang level", api_live_indices, NULL, false},
    {"GET", CITY "/units", ANALYSTS, 0, "lang level index group", api_live_units, NULL, false},
    {"GET", CITY "/units/{x}", ANALYSTS, 0, "lang level index group", api_live_units, NULL, false},
    {"GET", CITY "/moves", ANALYSTS, 0, "lang", api_live_moves, NULL, false},
    {"POST", "/api/v1/refreshes", ROLE(REFRESHER), REFRESH_LIMIT, "lang", api_refreshes, NULL, false},
    /* the office: desk.c says what each of them does */
    {"POST", CITY "/recommendations", OFFICE, HOUSEHOLD_LIMIT, "lang offset limit", api_recommendations, NULL,
     false},
    {"GET", CITY "/households", OFFICE, 0, "lang all", api_desk, NULL, false},
    {"POST", CITY "/households", OFFICE, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"GET", CITY "/households/{x}", OFFICE, 0, "lang", api_desk, NULL, false},
    {"PUT", CITY "/households/{x}", OFFICE, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"PATCH", CITY "/households/{x}", OFFICE, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"DELETE", CITY "/households/{x}", OFFICE, 0, "lang", api_desk, NULL, false},
    {"POST", CITY "/households/{x}/recommendations", OFFICE, STEP_LIMIT, "lang offset limit", api_desk, NULL,
     false},
    {"GET", CITY "/dwellings", LETTING | ROLE(STEWARD), 0, "lang state", api_desk, NULL, false},
    {"POST", CITY "/dwellings", LETTING, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"GET", CITY "/dwellings/{x}", LETTING | ROLE(STEWARD), 0, "lang", api_desk, NULL, false},
    {"PATCH", CITY "/dwellings/{x}", LETTING, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"GET", CITY "/offers", OFFICE, 0, "lang household dwelling live", api_desk, NULL, false},
    {"POST", CITY "/offers", OFFICE, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"GET", CITY "/offers/{x}", OFFICE, 0, "lang", api_desk, NULL, false},
    {"PATCH", CITY "/offers/{x}", OFFICE, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"GET", CITY "/placements", OFFICE, 0, "lang", api_desk, NULL, false},
    {"POST", CITY "/placements", OFFICE, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"GET", CITY "/placements/{x}", OFFICE, 0, "lang", api_desk, NULL, false},
    {"PATCH", CITY "/placements/{x}", OFFICE, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"GET", CITY "/objections", OFFICE, 0, "lang household open", api_desk, NULL, false},
    {"POST", CITY "/objections", OFFICE, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"GET", CITY "/objections/{x}", OFFICE, 0, "lang", api_desk, NULL, false},
    {"PATCH", CITY "/objections/{x}", OFFICE, STEP_LIMIT, "lang", api_desk, NULL, false},
    {"POST", CITY "/commitments", ROLE(STEWARD), STEP_LIMIT, "lang", api_desk, NULL, false},
    {"POST", CITY "/matchings", OFFICE, BATCH_LIMIT, "lang", api_desk, NULL, false},
    {"GET", CITY "/ledger", ROLE(STEWARD), 0, "lang from to", api_desk, "ledger", false},
    {"POST", CITY "/sheets", OFFICE, STEP_LIMIT, "lang paper", api_sheet, NULL, false},
    {"GET", CITY "/institutions", OFFICE, 0, "lang q kind", api_institutions, NULL, false},
    {"POST", CITY "/imports/offers", LETTING, FEED_LIMIT, "lang name source preview digest",
     api_import_offers, NULL, false},
    {"GET", CITY "/audit", ROLE(AUDITOR), 0, "lang after limit", api_desk, NULL, false},
};

size_t xn_route_count(void)
{
    return sizeof table / sizeof *table;
}

void xn_route_at(size_t position, struct xn_route_roles *ret)
{
    const struct route *route = &table[position];
    *ret = (struct xn_route_roles){.method = route->method, .path = route->path, .roles = route->roles};
}

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

bool route_takes_file(const struct route *route)
{
    return route->handler == api_import_offers;
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
