/* imports.h - bringing files into the store, for `xenia import` and the demo. All or nothing each. */
#ifndef XENIA_APP_IMPORTS_H
#define XENIA_APP_IMPORTS_H

#include "xenia/lifecycle.h"
#include "xenia/notes.h"
#include "xenia/store.h"

/* What was brought in, or would be with dry_run. */
struct imported_city {
    char id[64];
    size_t n_levels, n_units;
    double persons; /* on the coarsest level */
};

/* Registers the city of a city file: its description, areas and counts. `policy_file` NULL: the city keeps
 * the policy it has, or the built-in default. With dry_run everything is read and checked, nothing is
 * written. */
XN_MUST_CHECK enum xn_status import_city(struct xn_store *store, const char *city_file,
                                         const char *policy_file, bool dry_run, struct imported_city *ret,
                                         struct xn_notes *notes, struct xn_error *err);
/* Replaces the counts of one level by a CSV with the city file's columns. */
XN_MUST_CHECK enum xn_status import_counts(struct xn_store *store, const char *city_id, const char *level,
                                           const char *csv_file, const char *key, xn_date as_of, bool dry_run,
                                           struct imported_city *ret, struct xn_notes *notes,
                                           struct xn_error *err);
XN_MUST_CHECK enum xn_status import_offers(struct xn_store *store, const char *city_id, const char *csv_file,
                                           const char *mapping, const char *source, bool dry_run,
                                           struct xn_import_report *ret, struct xn_notes *notes,
                                           struct xn_error *err);
/* Replaces the directory of institutions of a city. */
XN_MUST_CHECK enum xn_status import_institutions(struct xn_store *store, const char *city_id,
                                                 const char *csv_file, bool dry_run,
                                                 struct xn_import_report *ret, struct xn_notes *notes,
                                                 struct xn_error *err);
/* Replaces the placements of a city; each must name a unit of it, or a place. */
XN_MUST_CHECK enum xn_status import_placements(struct xn_store *store, const char *city_id,
                                               const char *csv_file, bool dry_run,
                                               struct xn_import_report *ret, struct xn_notes *notes,
                                               struct xn_error *err);
/* The work queue of another system, by reference; the store has its master key. `actor` stands in the audit.
 */
XN_MUST_CHECK enum xn_status import_households(struct xn_store *store, const char *city_id,
                                               const char *csv_file, const char *actor, bool dry_run,
                                               struct xn_import_report *ret, struct xn_notes *notes,
                                               struct xn_error *err);

#endif
