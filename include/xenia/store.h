/* store.h - saves and loads, on PostgreSQL 15 or newer: cities, counts, offers, placements, policies,
 * published snapshots, tokens.
 *
 * One xn_store is one connection, used by one thread at a time. Every call has a deadline, reconnecting
 * included, so that a frozen or unreachable server costs at most that; the connection is then dropped (the
 * server notices within a second and cancels what was running) and the next call makes a new one. A call that
 * writes does so whole or not at all.
 *
 * Statuses: XN_DATABASE not reachable, too slow, refused, or of another schema version; XN_INPUT a row that
 * breaks a rule of the tables (the sentence names row and rule); XN_NOT_FOUND; XN_CONFLICT somebody else is
 * doing it. When the connection is lost while a change is being confirmed, the sentence says that it is not
 * known whether it was saved; every writing call may be repeated without harm.
 */
#ifndef XENIA_STORE_H
#define XENIA_STORE_H

#include <stdbool.h>
#include <stdint.h>
#include "xenia/city.h"
#include "xenia/exchange.h"
#include "xenia/housing.h"
#include "xenia/indices.h"
#include "xenia/status.h"
#include "xenia/table.h"
#include "xenia/text.h"
#include "xenia/typology.h"

struct xn_store;

#define XN_STORE_DEADLINE_MS 3000
#define XN_STORE_BULK_DEADLINE_MS 60000

struct xn_store_settings {
    const char *dsn;       /* libpq connection string or URI; NULL or "": the private cluster of state_dir */
    const char *state_dir; /* used when there is no dsn; made when it is not there */
    int deadline_ms;       /* of calls that read or write little; 0: XN_STORE_DEADLINE_MS */
    int bulk_deadline_ms;  /* of put, import, publish and migrate; 0: XN_STORE_BULK_DEADLINE_MS */
};

/* Connects; without a dsn after starting the private cluster if needed. The schema is not looked at: see
 * xn_store_migrate and xn_store_check_schema. */
XN_MUST_CHECK enum xn_status xn_store_open(const struct xn_store_settings *settings, struct xn_store **ret,
                                           struct xn_error *err);
void xn_store_close(struct xn_store *store);
XN_DEFINE_AUTO(xn_store_close, struct xn_store *)

/* --- as whom ------------------------------------------------------------------------------------------ */

/* In whose name the database is asked: it then refuses what that role may not do, and shows the rows of that
 * city alone (sql/schema/0010_roles.sql). */
struct xn_identity {
    const char *role;        /* "coordinator": the database role xenia_coordinator; NULL: the login itself */
    const char *city;        /* the one city whose rows are seen; NULL: none */
    const char *actor;       /* whose cases are seen; NULL: nobody's */
    const char *corporation; /* whose offers are seen, of role corporation; NULL: nobody's */
};
/* From the next call on, also after each reconnection; texts are copied. Not inside a change. A store that
 * was just opened asks as its login; identity NULL: so does this one again. XN_ARGUMENT: there is no such
 * role. */
XN_MUST_CHECK enum xn_status xn_store_act_as(struct xn_store *store, const struct xn_identity *identity,
                                             struct xn_error *err);
/* Is the login one that row-level security does not bind (a superuser, or one with BYPASSRLS)? Then the
 * database refuses nothing by itself as long as no role is taken: a daemon says so in its log. */
XN_MUST_CHECK enum xn_status xn_store_login_is_superuser(struct xn_store *store, bool *ret,
                                                         struct xn_error *err);

/* In whose name the store asks, copied: for whoever asks in another's for a while, and then again as before.
 */
struct xn_acting {
    char role[64], city[64], actor[256], corporation[256];
};
void xn_store_acting(const struct xn_store *store, struct xn_acting *ret);
XN_MUST_CHECK enum xn_status xn_store_act_again(struct xn_store *store, const struct xn_acting *as,
                                                struct xn_error *err);

/* --- private cluster --------------------------------------------------------------------------------- */

/* A PostgreSQL of our own under STATE_DIR/postgresql, made at the first start (1 to 2 s), found running
 * otherwise. It listens on a Unix socket only, which the user who owns it and root may use (peer). It runs as
 * the calling user; called by root, as the owner of state_dir if that is not root, else as user `postgres`.
 * It outlives the program. `*ret_dsn` (for psql too) is freed with xn_free. XN_NOT_FOUND: no PostgreSQL 15+
 * on this machine; XN_IO: folder or program fails, with the program's last words; XN_CONFLICT: another start
 * or stop is still at it. */
XN_MUST_CHECK enum xn_status xn_private_cluster_start(const char *state_dir, char **ret_dsn,
                                                      struct xn_error *err);
/* The same cluster, and the DSN of its login xenia_app, which may do nothing but take roles
 * (xn_store_act_as): for the daemon. The migrations make that login: XN_DATABASE, as xn_store_check_schema
 * says it, as long as the schema is not the one this program knows. */
XN_MUST_CHECK enum xn_status xn_private_cluster_app_dsn(const char *state_dir, char **ret_dsn,
                                                        struct xn_error *err);
/* Stops it in an orderly manner; nothing happens when it is not running. */
XN_MUST_CHECK enum xn_status xn_private_cluster_stop(const char *state_dir, struct xn_error *err);

/* --- schema ------------------------------------------------------------------------------------------ */

/* Brings the schema to what this program knows: missing migrations in order, each in its own transaction with
 * its SHA-256, all under an advisory lock. XN_DATABASE when the schema is newer, or a migration that was
 * applied differs from ours. `*ret_applied` (may be NULL): how many ran; 0 the second time. */
XN_MUST_CHECK enum xn_status xn_store_migrate(struct xn_store *store, size_t *ret_applied,
                                              struct xn_error *err);

struct xn_store_status {
    int server_version;                     /* 150020 */
    int schema_version;                     /* newest applied migration; 0: none */
    int known_version;                      /* newest migration in this program */
    size_t n_cities, n_offers, n_snapshots; /* 0 without schema */
};
XN_MUST_CHECK enum xn_status xn_store_status(struct xn_store *store, struct xn_store_status *ret,
                                             struct xn_error *err);
/* XN_OK exactly when the schema is the one this program knows; else XN_DATABASE with what to do. */
XN_MUST_CHECK enum xn_status xn_store_check_schema(struct xn_store *store, struct xn_error *err);

/* --- cities ------------------------------------------------------------------------------------------ */

/* Text may be NULL: not given. */
struct xn_stored_city {
    const char *id;
    const char *title;
    bool demonstration;
    const char *definition;   /* path of the city file */
    const char *source_note;  /* or NULL */
    const char *counts_as_of; /* or NULL */
    int64_t policy_id;        /* its policy; 0: the built-in default */
};
struct xn_stored_cities {
    size_t count;
    struct xn_stored_city *city; /* by id */
    struct xn_arena *arena;
};
void xn_stored_cities_free(struct xn_stored_cities *cities);
XN_DEFINE_AUTO(xn_stored_cities_free, struct xn_stored_cities *)

/* Registers a city or changes what is said about it. XN_NOT_FOUND: no such policy. */
XN_MUST_CHECK enum xn_status xn_store_put_city(struct xn_store *store, const struct xn_stored_city *city,
                                               struct xn_error *err);
/* The city with this id (XN_NOT_FOUND with the ids there are), or all with id NULL. */
XN_MUST_CHECK enum xn_status xn_store_cities(struct xn_store *store, const char *id,
                                             struct xn_stored_cities **ret, struct xn_error *err);

/* Replaces the areas of a registered city: ids, names, parents, areas and a SHA-256 of each shape's
 * coordinates (the shapes themselves stay in their files). */
XN_MUST_CHECK enum xn_status xn_store_put_areas(struct xn_store *store, const char *city_id,
                                                const struct xn_city *city, struct xn_error *err);

/* Columns of a table of counts, as their source gives them: persons, or percentages where the city file says
 * `percent_of`. Kept so that xn_city_build makes the same city from them, roundings included. */
struct xn_counts_source {
    const char *level; /* "district" */
    const struct xn_table *table;
    const char *key;           /* column with the unit's id */
    const char *const *column; /* groups and, where named, total or base; then indicators */
    size_t n_columns;
    size_t n_indicators; /* how many at the end are figures of any sign; those the table lacks are left out */
    const double *missing; /* codes that stand for "not known" */
    size_t n_missing;
    xn_date as_of;      /* XN_NO_DATE: not given */
    const char *source; /* "einwohner_2004.csv" */
    bool of_layer;      /* rows are shapes, and those of one unit may repeat its counts: they count once */
};
/* Replaces the counts of one level of a registered city. XN_INPUT names line and column of a value that is
 * not a number or negative, and a unit that comes twice; a blank cell or missing code is stored as unknown.
 */
XN_MUST_CHECK enum xn_status xn_store_put_counts(struct xn_store *store, const char *city_id,
                                                 const struct xn_counts_source *counts, struct xn_error *err);
/* The stored counts of one level: a column "unit_id", then the columns in the order they were put; unknown is
 * the empty cell; rows by unit id. XN_NOT_FOUND: none stored. */
XN_MUST_CHECK enum xn_status xn_store_counts_table(struct xn_store *store, const char *city_id,
                                                   const char *level, struct xn_table **ret,
                                                   struct xn_error *err);

/* --- offers and placements ---------------------------------------------------------------------------- */

struct xn_import_report {
    size_t inserted, changed, unchanged;
    size_t withdrawn; /* were in the last feed of this source and are not in this one */
};

/* Imports the whole feed of one source: all or nothing; the same feed twice changes nothing. Other sources
 * (and what psql wrote) stay as they are; an id that another source holds is XN_CONFLICT. dry_run: everything
 * happens, is reported, and is taken back. XN_INPUT names the line, the offer and the rule broken. */
XN_MUST_CHECK enum xn_status xn_store_import_offers(struct xn_store *store, const char *city_id,
                                                    const struct xn_offers *offers, const char *source,
                                                    bool dry_run, struct xn_import_report *ret,
                                                    struct xn_error *err);
/* "2021-02-01T10:00:00.123456Z" and its NUL. */
#define XN_STORE_TIME_SIZE 32
/* Offers of a city that are not withdrawn, by id, and when the newest of all its offers changed ("" none). */
XN_MUST_CHECK enum xn_status xn_store_offers(struct xn_store *store, const char *city_id,
                                             struct xn_offers **ret, char ret_as_of[XN_STORE_TIME_SIZE],
                                             struct xn_error *err);

/* Replaces the placements of a city; `changed` is always 0. XN_INPUT names the line and the rule broken. */
XN_MUST_CHECK enum xn_status xn_store_import_placements(struct xn_store *store, const char *city_id,
                                                        const struct xn_placements *placements, bool dry_run,
                                                        struct xn_import_report *ret, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_store_placements(struct xn_store *store, const char *city_id,
                                                 struct xn_placements **ret, struct xn_error *err);

/* --- policies ---------------------------------------------------------------------------------------- */

/* Keeps a policy file for ever, as it is; `source` names it in messages. The same bytes again give the same
 * id. XN_CONFLICT: name and version are stored with other bytes (raise the version); XN_INPUT: not a policy.
 */
XN_MUST_CHECK enum xn_status xn_store_put_policy(struct xn_store *store, const char *text, size_t length,
                                                 const char *source, int64_t *ret_id, struct xn_error *err);
/* The policy with this id; 0 is the built-in default. */
XN_MUST_CHECK enum xn_status xn_store_policy(struct xn_store *store, int64_t id, struct xn_policy *ret,
                                             struct xn_error *err);

struct xn_stored_policy {
    int64_t id; /* 0: the built-in default, which stands first */
    struct xn_policy policy;
    const char *recorded_by; /* the user of the database who stored it; "" for the default */
    char stored_at[XN_STORE_TIME_SIZE];
    const char *cities;               /* ids of the cities that follow it, "a, b"; "" none */
    const char *demonstration_cities; /* those of them that are for demonstration */
};
struct xn_stored_policies {
    size_t count;
    struct xn_stored_policy *policy; /* by id */
    struct xn_arena *arena;
};
void xn_stored_policies_free(struct xn_stored_policies *policies);
XN_DEFINE_AUTO(xn_stored_policies_free, struct xn_stored_policies *)
XN_MUST_CHECK enum xn_status xn_store_policies(struct xn_store *store, struct xn_stored_policies **ret,
                                               struct xn_error *err);

/* --- overrides of classes ----------------------------------------------------------------------------- */

/* Adds signed overrides of a city for ever; for each unit the newest counts. The same file again adds
 * nothing: `*ret_added` says how many rows are new. The caller has checked signature and units. */
XN_MUST_CHECK enum xn_status xn_store_add_overrides(struct xn_store *store, const char *city_id,
                                                    const struct xn_overrides *overrides, const char *source,
                                                    size_t *ret_added, struct xn_error *err);
/* The newest of each unit of a city, whether it applies today or not; lifted ones are left out. */
XN_MUST_CHECK enum xn_status xn_store_overrides(struct xn_store *store, const char *city_id,
                                                struct xn_overrides **ret, struct xn_error *err);

/* --- published snapshots ------------------------------------------------------------------------------ */

struct xn_snapshot_unit {
    const char *unit_id;
    const char *name;
    const char *parent_id; /* NULL on the coarsest level */
    double persons;
    struct xn_unit_class classified;
    const unsigned char *wkb; /* its shape, or NULL */
    size_t wkb_length;
};
struct xn_snapshot_level {
    const char *name;
    size_t n_units;
    struct xn_snapshot_unit *unit; /* comes back by unit id */
};
struct xn_snapshot_index {
    size_t level;
    const char *index_id;
    enum xn_form form;
    const char *const *group; /* the groups it is about, in order */
    size_t n_groups;
    const char *parameters; /* a JSON object; "{}" */
    double value;           /* NAN: undefined, and `reason` says why */
    const char *reason;     /* or NULL */
};
/* What was computed for one city at one time. Immutable once stored. */
struct xn_snapshot {
    const char *id; /* a digest of all that it depends on */
    const char *city;
    const char *created_at; /* set by the store: UTC */
    const char *city_fingerprint, *counts_fingerprint;
    const char *evidence_digest; /* of the data that the classes rest on; NULL or "": not known */
    int64_t policy_id;           /* 0: the built-in default */
    xn_date as_of;
    const char *counts_as_of; /* or NULL */
    const char *report;       /* a JSON text; "{}" */
    size_t n_levels;
    struct xn_snapshot_level level[XN_LEVEL_MAX];
    size_t n_indices;
    struct xn_snapshot_index *index; /* comes back in the order it was stored */
    struct xn_arena *arena;          /* owner of all above when read; not used when written */
};
void xn_snapshot_free(struct xn_snapshot *snapshot);
XN_DEFINE_AUTO(xn_snapshot_free, struct xn_snapshot *)

/* Stores the snapshot and makes it the city's published one, in one transaction: readers see the old or the
 * new. A snapshot already stored under this id is only pointed at. */
XN_MUST_CHECK enum xn_status xn_store_publish(struct xn_store *store, const struct xn_snapshot *snapshot,
                                              struct xn_error *err);
/* The published snapshot of a city, whole; XN_NOT_FOUND: none yet. */
XN_MUST_CHECK enum xn_status xn_store_published(struct xn_store *store, const char *city_id,
                                                struct xn_snapshot **ret, struct xn_error *err);
/* Only its id ("" when there is none): cheap enough to ask at each request. */
XN_MUST_CHECK enum xn_status xn_store_published_id(struct xn_store *store, const char *city_id,
                                                   char ret[XN_DIGEST_HEX], struct xn_error *err);

/* --- publications: what the working group gets (publication.h) ------------------------------------------ */

struct xn_publication;
/* Adds a publication with its document and what it was made of (xn_publication_put_made), for ever.
 * `*ret_added` false: there is one of this quarter or meeting already, which stays. n_known: how many
 * publications of the city it was controlled with (xn_store_publication_sources). XN_CONFLICT: there are more
 * by now. */
XN_MUST_CHECK enum xn_status xn_store_add_publication(struct xn_store *store,
                                                      const struct xn_publication *publication,
                                                      const char *document, const char *made, size_t n_known,
                                                      bool *ret_added, struct xn_error *err);
/* The areas that publications are made of: kept once for each fingerprint, and read as a city where nobody
 * lives (xn_city_from_areas). XN_NOT_FOUND: not kept, as of publications made before there was this. */
XN_MUST_CHECK enum xn_status xn_store_keep_areas(struct xn_store *store, const char *city_id,
                                                 const struct xn_city *city, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_store_kept_areas(struct xn_store *store, const char *city_id,
                                                 const char *fingerprint, struct xn_city **ret,
                                                 struct xn_error *err);
/* What the publications of a city were made of, newest first. */
struct xn_publication_sources {
    size_t count;
    const char **made;
    struct xn_arena *arena;
};
void xn_publication_sources_free(struct xn_publication_sources *sources);
XN_DEFINE_AUTO(xn_publication_sources_free, struct xn_publication_sources *)
XN_MUST_CHECK enum xn_status xn_store_publication_sources(struct xn_store *store, const char *city_id,
                                                          struct xn_publication_sources **ret,
                                                          struct xn_error *err);
/* The id of a city's newest publication, and of one by quarter or meeting; "": there is none. */
XN_MUST_CHECK enum xn_status xn_store_newest_publication(struct xn_store *store, const char *city_id,
                                                         char ret[XN_DIGEST_HEX], struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_store_find_publication(struct xn_store *store, const char *city_id,
                                                       const char *period, const char *meeting,
                                                       char ret[XN_DIGEST_HEX], struct xn_error *err);
/* Appends the document. XN_NOT_FOUND; XN_INPUT: its bytes are not those of its id. */
XN_MUST_CHECK enum xn_status xn_store_publication(struct xn_store *store, const char *city_id, const char *id,
                                                  struct xn_buf *ret, struct xn_error *err);
struct xn_stored_publication {
    const char *id, *period;
    const char *meeting; /* NULL: made once a quarter */
    xn_date made_on;
    char made_at[XN_STORE_TIME_SIZE];
    const char *made_by, *snapshot, *policy; /* policy: name and version */
    const char *areas;                       /* xn_city_areas_fingerprint */
};
struct xn_stored_publications {
    size_t count;
    struct xn_stored_publication *publication; /* newest first */
    struct xn_arena *arena;
};
void xn_stored_publications_free(struct xn_stored_publications *publications);
XN_DEFINE_AUTO(xn_stored_publications_free, struct xn_stored_publications *)
XN_MUST_CHECK enum xn_status xn_store_publications(struct xn_store *store, const char *city_id,
                                                   struct xn_stored_publications **ret, struct xn_error *err);
/* Day and place of every placement that stands, for the term of RULES R10; offers are not among them. */
XN_MUST_CHECK enum xn_status xn_store_recent_placements(struct xn_store *store, const char *city_id,
                                                        struct xn_placements **ret, struct xn_error *err);
/* The day by the database's clock. */
XN_MUST_CHECK enum xn_status xn_store_today(struct xn_store *store, xn_date *ret, struct xn_error *err);

/* --- one refresh at a time ---------------------------------------------------------------------------- */

/* Takes the city's refresh lock, on all machines that share the database; XN_CONFLICT when it is held. It is
 * let go by xn_store_unlock, xn_store_close, or the end of the program. When the connection is lost with the
 * lock held, the next call says so (XN_DATABASE) instead of going on without it. One city at a time. */
XN_MUST_CHECK enum xn_status xn_store_try_lock(struct xn_store *store, const char *city_id,
                                               struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_store_unlock(struct xn_store *store, struct xn_error *err);

/* --- notifications ------------------------------------------------------------------------------------ */

enum xn_store_event {
    XN_EVENT_NONE,       /* the time was up */
    XN_EVENT_OFFERS,     /* offers of `city` changed */
    XN_EVENT_PUBLISHED,  /* another snapshot of `city` is published */
    XN_EVENT_RECONNECTED /* the connection was lost in between: anything may have changed */
};
struct xn_store_notification {
    enum xn_store_event event;
    char city[64];
};
/* From now on xn_store_wait hears of changes; a connection of its own is best. */
XN_MUST_CHECK enum xn_status xn_store_listen(struct xn_store *store, struct xn_error *err);
/* The next event, or XN_EVENT_NONE after timeout_ms. Reconnects when needed; XN_DATABASE when it cannot. */
XN_MUST_CHECK enum xn_status xn_store_wait(struct xn_store *store, int timeout_ms,
                                           struct xn_store_notification *ret, struct xn_error *err);

#endif
