/* policies.c - policy files, kept as they were when they were used. */
#include "pg.h"
#include "xenia/store.h"
#include <stdio.h>
#include <string.h>

struct put {
    const struct xn_policy *policy;
    const char *text;
    char sha256[XN_DIGEST_HEX];
    int64_t id;
};

static enum xn_status insert(struct xn_store *store, const struct put *put, struct xn_error *err)
{
    struct xn_params params = {0};
    xn_param_text(&params, put->policy->name);
    xn_param_text(&params, put->policy->version);
    xn_param_text(&params, put->text);
    xn_param_text(&params, put->sha256);
    xn_param_text(&params, *put->policy->signed_by ? put->policy->signed_by : NULL);
    xn_param_date(&params, put->policy->signed_on);
    xn_param_date(&params, put->policy->valid_until);
    return xn_pg_run(store, "policies_put", &params, NULL, err);
}

/* The policy that is there now under this name and version must be the same bytes. */
static enum xn_status find(struct xn_store *store, struct put *put, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, put->policy->name);
    xn_param_text(&params, put->policy->version);
    XN_TRY(xn_pg_run(store, "policies_find", &params, &rows, err));
    if (xn_rows_count(&rows) != 1 || strcmp(xn_rows_text(&rows, 0, 1), put->sha256) != 0)
        return xn_fail(
            err, XN_CONFLICT,
            "policy '%s' version %s is stored with another text: give the changed file a new version",
            put->policy->name, put->policy->version);
    put->id = xn_rows_int(&rows, 0, 0);
    return XN_OK;
}

static enum xn_status insert_and_find(struct xn_store *store, void *context, struct xn_error *err)
{
    XN_TRY(insert(store, context, err));
    return find(store, context, err);
}

enum xn_status xn_store_put_policy(struct xn_store *store, const char *text, size_t length,
                                   const char *source, int64_t *ret_id, struct xn_error *err)
{
    struct xn_policy policy;
    XN_TRY(xn_policy_parse(text, length, source, &policy, err));
    XN_CLEANUP(xn_free_pointer) char *copy = xn_calloc(length + 1, 1);
    if (!copy)
        return xn_fail_memory(err);
    memcpy(copy, text, length);
    if (strlen(copy) != length)
        return xn_fail(err, XN_INPUT, "%s: found a NUL character, wanted text", source);
    struct put put = {.policy = &policy, .text = copy};
    xn_digest_of(text, length, put.sha256);
    XN_TRY(xn_pg_transaction(store, false, insert_and_find, &put, err));
    *ret_id = put.id;
    return XN_OK;
}

enum xn_status xn_store_policy(struct xn_store *store, int64_t id, struct xn_policy *ret,
                               struct xn_error *err)
{
    if (id == 0) {
        xn_policy_default(ret);
        return XN_OK;
    }
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_int(&params, id);
    XN_TRY(xn_pg_run(store, "policies_get", &params, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "there is no policy %lld in the store", (long long)id);
    const char *text = xn_rows_text(&rows, 0, 0);
    return xn_policy_parse(text, strlen(text), xn_rows_text(&rows, 0, 1), ret, err);
}

/* --- all of them --------------------------------------------------------------------------------------- */

void xn_stored_policies_free(struct xn_stored_policies *policies)
{
    if (policies)
        xn_arena_free(policies->arena); /* the list itself lies in it */
}

static enum xn_status read_default(struct xn_store *store, struct xn_arena *arena,
                                   struct xn_stored_policy *ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "policies_default", NULL, &rows, err));
    xn_policy_default(&ret->policy);
    ret->recorded_by = "";
    XN_TRY(xn_rows_copy_text(&rows, 0, 0, false, arena, &ret->cities, err));
    return xn_rows_copy_text(&rows, 0, 1, false, arena, &ret->demonstration_cities, err);
}

static enum xn_status read_stored(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                                  struct xn_stored_policy *ret, struct xn_error *err)
{
    const char *text = xn_rows_text(rows, row, 1);
    ret->id = xn_rows_int(rows, row, 0);
    XN_TRY(xn_policy_parse(text, strlen(text), xn_rows_text(rows, row, 2), &ret->policy, err));
    XN_TRY(xn_rows_copy_text(rows, row, 3, false, arena, &ret->recorded_by, err));
    snprintf(ret->stored_at, sizeof ret->stored_at, "%s", xn_rows_text(rows, row, 4));
    XN_TRY(xn_rows_copy_text(rows, row, 5, false, arena, &ret->cities, err));
    return xn_rows_copy_text(rows, row, 6, false, arena, &ret->demonstration_cities, err);
}

enum xn_status xn_store_policies(struct xn_store *store, struct xn_stored_policies **ret,
                                 struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_stored_policies *policies = arena ? xn_arena_alloc(arena, 1, sizeof *policies) : NULL;
    if (!policies)
        return xn_fail_memory(err);
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "policies_all", NULL, &rows, err));
    policies->count = xn_rows_count(&rows) + 1;
    XN_TRY(XN_ARENA_ARRAY(arena, policies->count, &policies->policy, err));
    XN_TRY(read_default(store, arena, &policies->policy[0], err));
    for (size_t row = 0; row < xn_rows_count(&rows); row++)
        XN_TRY(read_stored(&rows, row, arena, &policies->policy[row + 1], err));
    policies->arena = XN_STEAL(arena);
    *ret = policies;
    return XN_OK;
}
