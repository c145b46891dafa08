/* pg_statement.c - the statements of sql/queries, by their names.
 *
 * A connection prepares each at its first use; from then on the server knows it, parsed and (where that pays)
 * planned, and only values travel. A new connection knows none.
 */
#include <assert.h>
#include <string.h>
#include "pg_private.h"
#include "xenia/embedded.h"

XN_EMBEDDED(xn_query_files);

size_t xn_pg_n_statements(void)
{
    size_t count = 0;
    while (xn_query_files[count].name)
        count++;
    return count;
}

/* The place of sql/queries/NAME.sql among them. */
static size_t find(const char *name)
{
    const size_t length = strlen(name);
    size_t i = 0;
    while (xn_query_files[i].name && (strncmp(xn_query_files[i].name, name, length) != 0 ||
                                      strcmp(xn_query_files[i].name + length, ".sql") != 0))
        i++;
    assert(xn_query_files[i].name && "a statement is named that sql/queries does not have");
    return i;
}

enum xn_status xn_pg_finish(struct xn_store *store, bool sent, struct xn_rows *ret, struct xn_error *err)
{
    if (!sent)
        return xn_pg_lost(store, err);
    XN_AUTO_ROWS rows = {0};
    PGresult *result = NULL;
    XN_TRY(xn_pg_collect(store, &result, err));
    rows.result = result;
    const enum xn_status status = xn_pg_check_result(result, err);
    if (status != XN_OK) {
        store->state.refusal = xn_pg_refusal_of(result);
        store->state.failed = true;
        return status;
    }
    if (ret) {
        xn_rows_free(ret);
        ret->result = XN_STEAL(rows.result);
    }
    return XN_OK;
}

static enum xn_status prepare(struct xn_store *store, size_t statement, const char *name,
                              struct xn_error *err)
{
    if (store->prepared[statement])
        return XN_OK;
    const char *sql = (const char *)xn_query_files[statement].bytes;
    XN_TRY(xn_pg_finish(store, PQsendPrepare(store->connection, name, sql, 0, NULL), NULL, err));
    store->prepared[statement] = true;
    return XN_OK;
}

enum xn_status xn_pg_run(struct xn_store *store, const char *query, const struct xn_params *params,
                         struct xn_rows *ret, struct xn_error *err)
{
    assert(store->connection);
    XN_TRY(prepare(store, find(query), query, err));
    const int n_params = params ? (int)params->count : 0;
    const char *const *value = params ? params->value : NULL;
    const bool sent = PQsendQueryPrepared(store->connection, query, n_params, value, NULL, NULL, 0);
    return xn_pg_finish(store, sent, ret, err);
}

enum xn_status xn_pg_script(struct xn_store *store, const char *sql, struct xn_error *err)
{
    assert(store->connection);
    return xn_pg_finish(store, PQsendQuery(store->connection, sql), NULL, err);
}
