/* Which address and method is which route. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../../../src/service/http.h"
#include "test.h"

struct request {
    struct call call;
    char path[256];
};

/* "GET", "/api/v1/cities": as head.c would have cut it. */
static struct call *find(struct request *request, const char *method, const char *path)
{
    struct call *call = &request->call;
    *request = (struct request){.call = {.answer = {.body = XN_BUF_INIT}}};
    strcpy(request->path, path + 1);
    for (char *rest = request->path; *rest;) {
        call->segment[call->n_segments++] = rest;
        rest += strcspn(rest, "/");
        if (*rest)
            *rest++ = '\0';
    }
    route_find(call, method);
    return call;
}

static void assert_route(const char *method, const char *path, const char *pattern)
{
    struct request request;
    const struct call *call = find(&request, method, path);
    assert_false(call->answered);
    assert_string_equal(call->route->path, pattern);
}

static void assert_refused(const char *method, const char *path, unsigned status, const char *allow)
{
    struct request request;
    struct call *call = find(&request, method, path);
    assert_true(call->answered);
    assert_null(call->route);
    assert_int_equal(call->answer.status, status);
    assert_string_equal(call->answer.allow, allow);
    xn_buf_free(&call->answer.body);
}

static void test_found(void **state)
{
    (void)state;
    assert_route("GET", "/", "/");
    assert_route("HEAD", "/", "/");
    assert_route("GET", "/assets/app.js", "/assets/{x}");
    assert_route("GET", "/assets/messages/nl.json", "/assets/messages/{x}");
    assert_route("GET", "/api/v1/cities", "/api/v1/cities");
    assert_route("POST", "/api/v1/refreshes", "/api/v1/refreshes");
    struct request request;
    const struct call *call = find(&request, "GET", "/api/v1/cities/enschede/maps/share.svg");
    assert_string_equal(call->city, "enschede");
    assert_string_equal(call->place, "share.svg");
}

static void test_refused(void **state)
{
    (void)state;
    assert_refused("GET", "/api", 404, "");
    assert_refused("GET", "/api/v1/cities/enschede", 404, "");
    assert_refused("GET", "/api/v1/cities/enschede/published/units/1", 404, "");
    assert_refused("GET", "/assets/a/b", 404, "");
    assert_refused("GET", "/healthz/x", 404, "");
    assert_refused("POST", "/healthz", 405, "GET, HEAD");
    assert_refused("get", "/healthz", 405, "GET, HEAD");
    assert_refused("HEAD", "/api/v1/refreshes", 405, "POST");
    assert_refused("OPTIONS", "/api/v1/cities/x/recommendations", 405, "POST");
    assert_refused("OPTIONS", "/api/v1/cities/x/offers", 405, "GET, HEAD, POST");
    assert_refused("POST", "/api/v1/cities/x/households/F07", 405, "GET, HEAD, PUT, PATCH, DELETE");
}

/* Every step of the office has its route, and no address assigns, rejects or scores (R2, R3). */
static void test_office(void **state)
{
    (void)state;
    static const char *const thing[] = {"households", "dwellings", "offers", "placements", "objections"};
    for (size_t i = 0; i < sizeof thing / sizeof *thing; i++) {
        char path[64], one[80], pattern[64];
        snprintf(path, sizeof path, "/api/v1/cities/x/%s", thing[i]);
        snprintf(one, sizeof one, "%s/1", path);
        snprintf(pattern, sizeof pattern, "/api/v1/cities/{c}/%s/{x}", thing[i]);
        assert_route("GET", one, pattern);
        assert_route("HEAD", one, pattern);
        assert_route("PATCH", one, pattern);
        pattern[strlen(pattern) - 4] = '\0';
        assert_route("GET", path, pattern);
        assert_route("POST", path, pattern);
        for (size_t k = 0; k < 3; k++) {
            static const char *const verb[] = {"assign", "reject", "score"};
            char wrong[96];
            snprintf(wrong, sizeof wrong, "%s/%s", one, verb[k]);
            assert_refused("POST", wrong, 404, "");
        }
    }
}

static void test_parameters(void **state)
{
    (void)state;
    const struct route route = {.query = "lang level index"}, none = {.query = ""};
    assert_true(route_takes(&route, "lang"));
    assert_true(route_takes(&route, "level"));
    assert_true(route_takes(&route, "index"));
    assert_false(route_takes(&route, "lan"));
    assert_false(route_takes(&route, "lang level"));
    assert_false(route_takes(&route, " "));
    assert_false(route_takes(&route, ""));
    assert_false(route_takes(&none, ""));
    assert_false(route_takes(&none, "lang"));
}

/* The matrix that is printed is the one that is gone by: R11 in a few cells that must never change. */
static void test_roles(void **state)
{
    (void)state;
    bool seen_households = false;
    for (size_t i = 0; i < xn_route_count(); i++) {
        struct xn_route_roles route;
        xn_route_at(i, &route);
        assert_int_equal(route.roles & ~EVERY_ROLE, 0);
        if (strstr(route.path, "/households") || strstr(route.path, "/placements")) {
            assert_int_equal(route.roles, ROLE(COORDINATOR));
            seen_households = true;
        }
        if (strstr(route.path, "/cities/"))
            assert_int_equal(route.roles & (ROLE(ADMIN) | ROLE(REFRESHER)), 0);
        if (strstr(route.path, "/users") || strstr(route.path, "/tokens"))
            assert_int_equal(route.roles, ROLE(ADMIN));
    }
    assert_true(seen_households);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_found), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_office), cmocka_unit_test(test_roles),
                                       cmocka_unit_test(test_parameters)};
    return XN_RUN(tests);
}
