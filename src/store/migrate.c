/* migrate.c - the schema's versions: numbered, forward only, each recorded with the SHA-256 of its file.
 *
 * First come the roles of the server (sql/roles.sql), every time: a program may know more of them than the
 * one before. From the migration after 0010_roles.sql on each runs as xenia_owner, so that it owns what it
 * makes. Each step is one transaction that takes the advisory lock, looks at what is applied, and applies the
 * first that is missing; so any number of programs may migrate at once, and a program that dies leaves a
 * whole number of steps.
 */
#include "pg.h"
#include "xenia/embedded.h"
#include "xenia/store.h"
#include <stdlib.h>
#include <string.h>

XN_EMBEDDED(xn_schema_files);

/* Up to this one migrations run as the login; it gives everything to xenia_owner. */
#define OWNED_BY_LOGIN 10

static int64_t migration_lock(void)
{
    return (int64_t)xn_keyed_hash("xenia", "migration");
}

/* "0002_offers.sql" is version 2; the files stand in the order of their names. */
static int version_of(const struct xn_embedded *file)
{
    return (int)strtol(file->name, NULL, 10);
}

static int known_version(void)
{
    int version = 0;
    for (const struct xn_embedded *file = xn_schema_files; file->name; file++)
        version = version_of(file);
    return version;
}

static const struct xn_embedded *find_file(int version)
{
    for (const struct xn_embedded *file = xn_schema_files; file->name; file++) {
        if (version_of(file) == version)
            return file;
    }
    return NULL;
}

/* --- what is applied ---------------------------------------------------------------------------------- */

static enum xn_status check_applied(int version, const char *name, const char *sha256, struct xn_error *err)
{
    const struct xn_embedded *file = find_file(version);
    if (!file)
        return xn_fail(
            err, XN_DATABASE,
            "the database has schema version %d (%s), this program knows up to %d: use the newer program",
            version, name, known_version());
    char ours[XN_DIGEST_HEX];
    xn_digest_of(file->bytes, file->length, ours);
    if (strcmp(ours, sha256) != 0)
        return xn_fail(err, XN_DATABASE,
                       "migration %s was applied to the database with SHA-256 %.12s, this program has %.12s",
                       file->name, sha256, ours);
    return XN_OK;
}

/* The newest applied version, after checking every one against ours; 0: none. */
static enum xn_status applied_version(struct xn_store *store, int *ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "migrations_applied", NULL, &rows, err));
    int newest = 0;
    for (size_t row = 0; row < xn_rows_count(&rows); row++) {
        newest = (int)xn_rows_int(&rows, row, 0);
        XN_TRY(check_applied(newest, xn_rows_text(&rows, row, 1), xn_rows_text(&rows, row, 2), err));
    }
    *ret = newest;
    return XN_OK;
}

static enum xn_status has_migrations(struct xn_store *store, bool *ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "migrations_exist", NULL, &rows, err));
    *ret = xn_rows_bool(&rows, 0, 0);
    return XN_OK;
}

/* --- migrating ---------------------------------------------------------------------------------------- */

static enum xn_status lock(struct xn_store *store, struct xn_error *err)
{
    struct xn_params key = {0};
    xn_param_int(&key, migration_lock());
    return xn_pg_run(store, "lock_transaction", &key, NULL, err);
}

static enum xn_status prepare(struct xn_store *store, void *context, struct xn_error *err)
{
    const bool *exists = context;
    XN_TRY(lock(store, err));
    const enum xn_status status = xn_pg_run(store, "roles", NULL, NULL, err);
    if (status != XN_OK)
        return xn_fail_in(err, status, "making the roles of sql/roles.sql");
    if (*exists)
        return XN_OK;
    XN_TRY(xn_pg_run(store, "migrations_schema", NULL, NULL, err));
    return xn_pg_run(store, "migrations_table", NULL, NULL, err);
}

static enum xn_status apply(struct xn_store *store, const struct xn_embedded *file, struct xn_error *err)
{
    if (version_of(file) > OWNED_BY_LOGIN)
        XN_TRY(xn_fail_in(err, xn_pg_run(store, "migrations_owner", NULL, NULL, err), "migration %s",
                          file->name));
    const enum xn_status status = xn_pg_script(store, (const char *)file->bytes, err);
    if (status != XN_OK)
        return xn_fail_in(err, status, "migration %s", file->name);
    char sha256[XN_DIGEST_HEX];
    xn_digest_of(file->bytes, file->length, sha256);
    struct xn_params params = {0};
    xn_param_int(&params, version_of(file));
    xn_param_text(&params, file->name);
    xn_param_text(&params, sha256);
    return xn_pg_run(store, "migrations_insert", &params, NULL, err);
}

/* Applies the first missing migration; *context (a bool) becomes false when there is none. */
static enum xn_status step(struct xn_store *store, void *context, struct xn_error *err)
{
    bool *more = context;
    XN_TRY(lock(store, err));
    int version = 0;
    XN_TRY(applied_version(store, &version, err));
    const struct xn_embedded *next = find_file(version + 1);
    *more = next != NULL;
    return next ? apply(store, next, err) : XN_OK;
}

enum xn_status xn_store_migrate(struct xn_store *store, size_t *ret_applied, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    bool exists = false;
    XN_TRY(has_migrations(store, &exists, err));
    XN_TRY(xn_pg_transaction(store, false, prepare, &exists, err));
    size_t applied = 0;
    for (bool more = true; more; applied += more)
        XN_TRY(xn_pg_transaction(store, false, step, &more, err));
    if (ret_applied)
        *ret_applied = applied;
    return XN_OK;
}

/* --- looking ------------------------------------------------------------------------------------------ */

enum xn_status xn_store_check_schema(struct xn_store *store, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    bool exists = false;
    XN_TRY(has_migrations(store, &exists, err));
    int version = 0;
    if (exists)
        XN_TRY(applied_version(store, &version, err));
    if (version < known_version())
        return xn_fail(err, XN_DATABASE, "the database has schema version %d, wanted %d: migrate it", version,
                       known_version());
    return XN_OK;
}

static enum xn_status newest_version(struct xn_store *store, int *ret, struct xn_error *err)
{
    bool exists = false;
    XN_TRY(has_migrations(store, &exists, err));
    if (!exists)
        return XN_OK;
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "migrations_applied", NULL, &rows, err));
    if (xn_rows_count(&rows))
        *ret = (int)xn_rows_int(&rows, xn_rows_count(&rows) - 1, 0);
    return XN_OK;
}

enum xn_status xn_store_status(struct xn_store *store, struct xn_store_status *ret, struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    struct xn_store_status status = {.server_version = xn_pg_server_version(store),
                                     .known_version = known_version()};
    XN_TRY(newest_version(store, &status.schema_version, err));
    if (status.schema_version >= status.known_version) {
        XN_AUTO_ROWS rows = {0};
        XN_TRY(xn_pg_run(store, "status_counts", NULL, &rows, err));
        status.n_cities = (size_t)xn_rows_int(&rows, 0, 0);
        status.n_offers = (size_t)xn_rows_int(&rows, 0, 1);
        status.n_snapshots = (size_t)xn_rows_int(&rows, 0, 2);
    }
    *ret = status;
    return XN_OK;
}
