/* service.h - the daemon's inside: refreshing what is published, and answering over HTTP.
 *
 * A request is parsed, authorised, answered by one call of the core and encoded. Readers see one frozen city
 * at a time, so an answer never mixes snapshots. HTTP runs on one thread and never waits for PostgreSQL: what
 * needs the store is done by workers, each with a connection of its own.
 */
#ifndef XENIA_SERVICE_H
#define XENIA_SERVICE_H

#include <stdint.h>
#include "xenia/accounts.h"
#include "xenia/notes.h"
#include "xenia/pack.h"
#include "xenia/sealed.h"
#include "xenia/signing.h"
#include "xenia/status.h"
#include "xenia/store.h"

/* --- refresh ----------------------------------------------------------------------------------------- */

/* A publication that is asked for (publication.h). */
struct xn_publish {
    const char *meeting; /* what the meeting is called; NULL: the quarter's */
    xn_date on;          /* the day of the meeting; XN_NO_DATE: the city's day */
    bool hold_back;      /* withhold what RULES R10 would refuse to publish */
    bool anew;           /* areas or groups have changed, so that those before cannot be compared: do not */
};
struct xn_publish_report {
    char period[16];        /* "2026Q4", or the day of the meeting */
    char id[XN_DIGEST_HEX]; /* of the publication of that period, made now or before */
    bool made;              /* now; false also for a dry run */
    size_t n_held_back;     /* units that are withheld because of a placement there, when made now */
    size_t n_left_out;      /* finest levels that are left out: with what is known, they would give away
                               small numbers; when made now */
};

struct xn_refresh_report {
    char snapshot[XN_DIGEST_HEX];
    bool first;         /* nothing was published before */
    bool unchanged;     /* the same inputs as the published snapshot: nothing was written */
    size_t n_units;     /* on all levels */
    size_t n_changed;   /* units whose class differs from the published one */
    size_t n_uncertain; /* of these: the change is within noise (an interval holds the threshold, or low_n) */
    size_t n_held;      /* units whose class hysteresis keeps against what the data say */
    size_t n_overridden;                  /* units whose class a signed override sets */
    struct xn_publish_report publication; /* of the quarter; empty for a dry run */
};

/* Recomputes a city from its files and the store, compares with what is published and publishes atomically
 * (not with dry_run). `changes` gets a sentence for each unit whose class differs, is held or overridden; it
 * and `notes` may be NULL. XN_CONFLICT: another refresh of this city runs. On any failure what was published
 * stays. */
XN_MUST_CHECK enum xn_status xn_refresh_city(struct xn_store *store, const char *city_id, bool dry_run,
                                             struct xn_refresh_report *ret, struct xn_notes *changes,
                                             struct xn_notes *notes, struct xn_error *err);

/* Refreshes the city and publishes it as asked. With dry_run nothing is kept: the report says what would be.
 * XN_INPUT: areas with a placement of the last 30 days would have to be held back (RULES R10). */
XN_MUST_CHECK enum xn_status xn_publish_city(struct xn_store *store, const char *city_id,
                                             const struct xn_publish *wanted, bool dry_run,
                                             struct xn_publish_report *ret, struct xn_notes *notes,
                                             struct xn_error *err);

/* --- packs and reports (pack.h) --------------------------------------------------------------------------
 */

struct xn_pack_wanted {
    enum xn_pack_kind kind;
    const char *publication; /* its id */
    enum xn_language language;
    enum xn_paper_size paper;
    bool html; /* else PDF */
};
/* Appends a pack of a city's publication. XN_NOT_FOUND: there is no such publication; XN_CONFLICT: the areas
 * of the city have changed since. As role steward. */
XN_MUST_CHECK enum xn_status xn_pack_write(struct xn_store *store, const char *city_id,
                                           const struct xn_pack_wanted *wanted, struct xn_buf *buf,
                                           struct xn_notes *notes, struct xn_error *err);

/* --- tokens ------------------------------------------------------------------------------------------ */

#define XN_TOKEN_SIZE 44 /* 43 characters of base64url: 256 random bits, and a NUL */
/* A new token for the account of a machine, whose label is account->login: the store keeps its hash, the
 * caller shows it once. `actor` makes it. */
XN_MUST_CHECK enum xn_status xn_token_create(struct xn_store *store, const struct xn_account *account,
                                             const char *actor, char ret[XN_TOKEN_SIZE],
                                             struct xn_error *err);

/* --- who may do what (RULES R11) -------------------------------------------------------------------------
 */

/* One row of the matrix of roles and routes, which the service itself goes by. */
struct xn_route_roles {
    const char *method;
    const char *path; /* "/api/v1/cities/{c}/households/{x}" */
    unsigned roles;   /* bit 1 << enum xn_role; 0: anybody, without an account */
};
size_t xn_route_count(void);
void xn_route_at(size_t position, struct xn_route_roles *ret);

/* --- the master key ------------------------------------------------------------------------------------ */

#define XN_KEY_PATH_SIZE 4096
/* The key that households are sealed with: the file `path`; with NULL master.key in $CREDENTIALS_DIRECTORY
 * (systemd's LoadCredential), else keys/master.key in the state folder. Made when it is not there, except
 * where a credential is. `ret_path` (may be NULL): which file it was. */
XN_MUST_CHECK enum xn_status xn_master_key_read(const char *path, const char *state_dir, struct xn_key *ret,
                                                char ret_path[XN_KEY_PATH_SIZE], struct xn_error *err);

/* --- the log's seals ------------------------------------------------------------------------------------ */

/* The key that the log of changes is sealed with: the file `path`; with NULL audit.key in
 * $CREDENTIALS_DIRECTORY, else keys/audit.key in the state folder. Made as the master key is. */
XN_MUST_CHECK enum xn_status xn_audit_key_read(const char *path, const char *state_dir,
                                               struct xn_signing_key *ret, struct xn_error *err);
/* Where the heads of its chains are kept: audit/heads.log in the state folder, whose folders are made. */
XN_MUST_CHECK enum xn_status xn_audit_heads_path(const char *state_dir, char ret[XN_KEY_PATH_SIZE],
                                                 struct xn_error *err);

/* --- the service ------------------------------------------------------------------------------------- */

struct xn_service_settings {
    struct xn_store_settings store;
    const char *address;         /* "127.0.0.1" */
    uint16_t port;               /* 0: any free one */
    unsigned n_workers;          /* threads that talk to the store */
    const char *master_key_path; /* of the key that households are sealed with, made when it is not there;
                                    NULL: keys/master.key in the store's state_dir */
    const char *audit_key_path;  /* of the key that the log of changes is sealed with; NULL: keys/audit.key */
    unsigned requests_per_minute;  /* of one account, and of one address; 0: any number */
    const char *proxy_secret_path; /* of the secret by which a proxy is trusted; NULL: none is */
    bool proxy_signs_in;           /* whom it names as X-Xenia-User is signed in */
    const char *tls_certificate_path, *tls_key_path; /* PEM; NULL: no TLS */
    const char *basemap_url; /* "https://tiles.example/{z}/{x}/{y}.png": a background map that readers may
                                turn on; NULL: none, and the page loads nothing from elsewhere */
    const char *basemap_attribution; /* whose map it is, as its owner wants it said; with basemap_url */
    const char *web_root; /* serve the page from this folder while developing; NULL: the built-in one */
    void (*anchor)(const char *head, void *context);  /* keeps a head of the log outside; may be NULL */
    void (*log)(const char *sentence, void *context); /* one line for the operator; may be NULL */
    void *log_context;
};

struct xn_service;
/* Connects, loads every city of the store (a city that cannot be loaded is logged and shown by /readyz),
 * starts to listen. XN_DATABASE: no store, or a schema of another version; XN_CONFLICT: the address is
 * taken; XN_IO: it cannot be had. */
XN_MUST_CHECK enum xn_status xn_service_start(const struct xn_service_settings *settings,
                                              struct xn_service **ret, struct xn_error *err);
uint16_t xn_service_port(const struct xn_service *service);
/* Takes no new connections, lets running requests end (at most drain_ms), stops all threads. */
void xn_service_stop(struct xn_service *service, int drain_ms);

#endif
