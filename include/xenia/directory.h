/* directory.h - the directory of institutions in the store: replaced as a whole, searched by what people
 * type.
 */
#ifndef XENIA_DIRECTORY_H
#define XENIA_DIRECTORY_H

#include "xenia/institutions.h"
#include "xenia/store.h"

/* Replaces the directory of a city: all or nothing; the same list twice changes nothing. `withdrawn`: how
 * many the list no longer has, which are deleted. dry_run: everything happens, is reported, and is taken
 * back. */
XN_MUST_CHECK enum xn_status xn_store_import_institutions(struct xn_store *store, const char *city_id,
                                                          const struct xn_institutions *institutions,
                                                          bool dry_run, struct xn_import_report *ret,
                                                          struct xn_error *err);

#define XN_INSTITUTIONS_FOUND_MAX 20
/* Those that have all words in name or address, without regard to case, accents and umlauts (as "ü", "ue" or
 * "u"), best first: names that begin with the words, then with a word that begins so, then other names, then
 * addresses; at most XN_INSTITUTIONS_FOUND_MAX. words "": all, by name. kind NULL: any. */
XN_MUST_CHECK enum xn_status xn_store_find_institutions(struct xn_store *store, const char *city_id,
                                                        const char *words, const char *kind,
                                                        struct xn_institutions **ret, struct xn_error *err);

#endif
