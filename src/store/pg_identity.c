/* pg_identity.c - in whose name the database is asked.
 *
 * The wanted identity is kept with the store, and the connection takes it before the next call that begins
 * (xn_pg_call): one statement when it differs from the connection's, none when it does not. A new connection
 * has none.
 */
#include <stdio.h>
#include <string.h>
#include "pg_private.h"
#include "xenia/role.h"

/* Beside the roles of the office: the program's own. */
static bool is_role(const char *name)
{
    static const char *const own[] = {"gate", "sealer", "keeper", "ledger", "importer"};
    enum xn_role role;
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (strcmp(own[i], name) == 0)
            return true;
    return xn_role_find(name, &role);
}

static enum xn_status copy_name(const char *what, const char *name, char *ret, size_t size,
                                struct xn_error *err)
{
    if (!name)
        return XN_OK;
    if (strlen(name) >= size)
        return xn_fail(err, XN_ARGUMENT,
                       "the %s that the database is asked for has %zu bytes, wanted at most %zu", what,
                       strlen(name), size - 1);
    snprintf(ret, size, "%s", name);
    return XN_OK;
}

enum xn_status xn_store_act_as(struct xn_store *store, const struct xn_identity *identity,
                               struct xn_error *err)
{
    static const struct xn_identity nobody = {.role = NULL};
    const struct xn_identity *as = identity ? identity : &nobody;
    struct xn_pg_identity wanted = {.role = ""};
    if (store->state.open)
        return xn_fail(err, XN_ARGUMENT,
                       "a change is open; it is one person's from its beginning to its end");
    if (as->role && !is_role(as->role))
        return xn_fail(err, XN_ARGUMENT, "there is no role '%s'", as->role);
    XN_TRY(copy_name("role", as->role, wanted.role, sizeof wanted.role, err));
    XN_TRY(copy_name("city", as->city, wanted.city, sizeof wanted.city, err));
    XN_TRY(copy_name("person", as->actor, wanted.actor, sizeof wanted.actor, err));
    XN_TRY(copy_name("corporation", as->corporation, wanted.corporation, sizeof wanted.corporation, err));
    store->wanted = wanted;
    return XN_OK;
}

void xn_store_acting(const struct xn_store *store, struct xn_acting *ret)
{
    const struct xn_pg_identity *wanted = &store->wanted;
    snprintf(ret->role, sizeof ret->role, "%s", wanted->role);
    snprintf(ret->city, sizeof ret->city, "%s", wanted->city);
    snprintf(ret->actor, sizeof ret->actor, "%s", wanted->actor);
    snprintf(ret->corporation, sizeof ret->corporation, "%s", wanted->corporation);
}

static const char *name_or_null(const char *name)
{
    return *name ? name : NULL;
}

enum xn_status xn_store_act_again(struct xn_store *store, const struct xn_acting *as, struct xn_error *err)
{
    const struct xn_identity identity = {.role = name_or_null(as->role),
                                         .city = name_or_null(as->city),
                                         .actor = name_or_null(as->actor),
                                         .corporation = name_or_null(as->corporation)};
    return xn_store_act_as(store, &identity, err);
}

static bool is_same(const struct xn_pg_identity *a, const struct xn_pg_identity *b)
{
    return strcmp(a->role, b->role) == 0 && strcmp(a->city, b->city) == 0 &&
           strcmp(a->actor, b->actor) == 0 && strcmp(a->corporation, b->corporation) == 0;
}

enum xn_status xn_pg_take_identity(struct xn_store *store, struct xn_error *err)
{
    const struct xn_pg_identity *wanted = &store->wanted;
    if (is_same(wanted, &store->held))
        return XN_OK;
    char role[sizeof wanted->role + sizeof "xenia_"];
    snprintf(role, sizeof role, "%s%s", *wanted->role ? "xenia_" : "none", wanted->role);
    struct xn_params params = {0};
    xn_param_text(&params, role);
    xn_param_text(&params, wanted->city);
    xn_param_text(&params, wanted->actor);
    xn_param_text(&params, wanted->corporation);
    const enum xn_status status = xn_pg_run(store, "identity", &params, NULL, err);
    if (status != XN_OK && store->connection)
        return xn_fail_in(err, XN_DATABASE,
                          "the database's login may not take the role %s (GRANT it, or migrate the database)",
                          role);
    if (status == XN_OK)
        store->held = *wanted;
    return status;
}

enum xn_status xn_store_login_is_superuser(struct xn_store *store, bool *ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_TRY(xn_pg_run(store, "login_is_superuser", NULL, &rows, err));
    *ret = xn_rows_bool(&rows, 0, 0);
    return XN_OK;
}
