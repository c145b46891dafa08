/* service.h - the daemon's inside: refreshing what is published, and answering over HTTP.
 *
 * A request is parsed, authorised, answered by one call of the core and encoded. Readers see one frozen city
 * at a time, so an answer never mixes snapshots. HTTP runs on one thread and never waits for PostgreSQL: what
 * needs the store is done by workers, each with a connection of its own.
 */
#ifndef XENIA_SERVICE_H
#define XENIA_SERVICE_H

#include <stdint.h>
#include "xenia/notes.h"
#include "xenia/sealed.h"
#include "xenia/status.h"
#include "xenia/store.h"

/* --- refresh ----------------------------------------------------------------------------------------- */

struct xn_refresh_report {
    char snapshot[XN_DIGEST_HEX];
    bool first;         /* nothing was published before */
    bool unchanged;     /* the same inputs as the published snapshot: nothing was written */
    size_t n_units;     /* on all levels */
    size_t n_changed;   /* units whose class differs from the published one */
    size_t n_uncertain; /* of these: the change is within noise (an interval holds the threshold, or low_n) */
    size_t n_held;      /* units whose class hysteresis keeps against what the data say */
    size_t n_overridden; /* units whose class a signed override sets */
};

/* Recomputes a city from its files and the store, compares with what is published and publishes atomically
 * (not with dry_run). `changes` gets a sentence for each unit whose class differs, is held or overridden; it
 * and `notes` may be NULL. XN_CONFLICT: another refresh of this city runs. On any failure what was published
 * stays. */
XN_MUST_CHECK enum xn_status xn_refresh_city(struct xn_store *store, const char *city_id, bool dry_run,
                                             struct xn_refresh_report *ret, struct xn_notes *changes,
                                             struct xn_notes *notes, struct xn_error *err);

/* --- tokens ------------------------------------------------------------------------------------------ */

#define XN_TOKEN_SIZE 44 /* 43 characters of base64url: 256 random bits, and a NUL */
/* A new token for a machine or a page: the store keeps its hash, the caller shows it once. `role` is one of
 * RULES R11. */
XN_MUST_CHECK enum xn_status xn_token_create(struct xn_store *store, const char *label, const char *role,
                                             char ret[XN_TOKEN_SIZE], struct xn_error *err);

/* --- the master key ------------------------------------------------------------------------------------ */

/* The key that households are sealed with: the file `path`, or with NULL keys/master.key in the state folder;
 * made when it is not there. */
XN_MUST_CHECK enum xn_status xn_master_key_read(const char *path, const char *state_dir, struct xn_key *ret,
                                                struct xn_error *err);

/* --- the service ------------------------------------------------------------------------------------- */

struct xn_service_settings {
    struct xn_store_settings store;
    const char *address;         /* "127.0.0.1" */
    uint16_t port;               /* 0: any free one */
    unsigned n_workers;          /* threads that talk to the store */
    const char *master_key_path; /* of the key that households are sealed with, made when it is not there;
                                    NULL: keys/master.key in the store's state_dir */
    const char *web_root; /* serve the page from this folder while developing; NULL: the built-in one */
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
