/* exchange.h - files to and from structs: policies, city files, households, offers, placements.
 *
 * Every fault is one sentence naming file, row, column, what was found and what was wanted. What a file says
 * in its own words (a date in Dutch, "1400.–") is read when it can be read without guessing and noted
 * otherwise; a field that cannot be read is unknown, never 0.
 */
#ifndef XENIA_EXCHANGE_H
#define XENIA_EXCHANGE_H

#include "xenia/city.h"
#include "xenia/housing.h"
#include "xenia/notes.h"
#include "xenia/status.h"
#include "xenia/table.h"

/* --- policy (INI) ----------------------------------------------------------------------------------- */

/* The built-in default: profile programme-load, version 1, unsigned, no expiry, digest "". */
void xn_policy_default(struct xn_policy *ret);
/* Reads a policy file: `policy = PROFILE`, `version`, `signed_by`, `signed_on`, `valid_until`, `legal_basis`,
 * `dpia_reference`, `demonstration`, and the profile's parameters in sections [classes], [effect], [fit],
 * [order] (src/exchange/policies shows all of them). What the file leaves out is as in the shipped profile,
 * but for `version` and the group, which it must name. XN_INPUT names file and line for a key that is not
 * known (with the nearest known one), or that the profile has no use for, a value out of range, a key given
 * twice, a missing profile or version, a half-filled signature. A signature counts only when PATH.sig records
 * it for these very bytes: otherwise signed_by and signed_on come back empty, and xn_policy_check_signature
 * says why. */
XN_MUST_CHECK enum xn_status xn_policy_read(const char *path, struct xn_policy *ret, struct xn_error *err);
/* The same from memory, with the signature as the text claims it: the caller (a store, which records digest,
 * user and time) says whether it counts. */
XN_MUST_CHECK enum xn_status xn_policy_parse(const char *text, size_t length, const char *source,
                                             struct xn_policy *ret, struct xn_error *err);
/* One of the shipped profiles by name: "programme-load", "concentration", "muenster-2004". The last two come
 * without a group: rule.group is "" and the caller's to fill. XN_ARGUMENT: no such profile. */
XN_MUST_CHECK enum xn_status xn_policy_profile(const char *name, struct xn_policy *ret, struct xn_error *err);

/* Signs a policy file: records its SHA-256, the user and the day in PATH.sig. XN_INPUT when a field of the
 * signature is missing, when signed_by is not this user, or when the day is not within signed_on and
 * valid_until. A later change of the file, even of a comment, makes it unsigned. The record guards against
 * changes nobody answers for, not against forgery. */
XN_MUST_CHECK enum xn_status xn_policy_sign(const char *path, const char *user, xn_date date,
                                            struct xn_error *err);
/* XN_OK: the file is signed and unchanged since. XN_INPUT: the sentence why it does not count as signed. */
XN_MUST_CHECK enum xn_status xn_policy_check_signature(const char *path, struct xn_error *err);

/* --- city file (INI) ---------------------------------------------------------------------------------- */

/* What the layer options of the command line say, as a file: [city] id, title, demonstration, counts_as_of,
 * source_note, groups (comma-separated), total, percent_of, missing (comma-separated), as_of ("today" of a
 * demonstration city); then one [level NAME] section a level, coarsest first: layer, crs, unit_id, unit_name,
 * parent, counts, counts_key. Paths are relative to the file. Required: id, groups, a level, and its layer
 * and unit_id. XN_INPUT names file and line. */
XN_MUST_CHECK enum xn_status xn_city_file_read(const char *path, struct xn_city_input **ret,
                                               struct xn_error *err);

/* --- placements (CSV) ---------------------------------------------------------------------------------- */

struct xn_placements {
    size_t count;
    struct xn_placement *placement;
    struct xn_arena *arena;
};
void xn_placements_free(struct xn_placements *placements);
XN_DEFINE_AUTO(xn_placements_free, struct xn_placements *)
/* Header: date,persons,unit_id,lon,lat,state; state is moved_in, agreed or offered (the last two pending).
 * A row has a unit_id or a place. */
XN_MUST_CHECK enum xn_status xn_placements_read(const char *path, struct xn_placements **ret,
                                                struct xn_notes *notes, struct xn_error *err);

/* --- household (JSON) -------------------------------------------------------------------------------- */

/* The object of SERVICE 1; a member that is not known is refused by name (so no forbidden input can slip in),
 * as is a value out of range. `source` names it in messages ("household.json", "request body"). */
XN_MUST_CHECK enum xn_status xn_household_parse(const char *json, size_t length, const char *source,
                                                struct xn_household *ret, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_household_read(const char *path, struct xn_household *ret,
                                               struct xn_error *err);

/* --- offers (CSV with a mapping) ---------------------------------------------------------------------- */

struct xn_offers {
    size_t count;
    struct xn_dwelling *dwelling;
    size_t n_unreadable; /* fields that could not be read; each is a note with line and column */
    const char *source;
    struct xn_arena *arena;
};
void xn_offers_free(struct xn_offers *offers);
XN_DEFINE_AUTO(xn_offers_free, struct xn_offers *)

/* Reads offers through a mapping file (INI; src/exchange/mappings/xenia.ini explains it): which column is
 * which field, which words of the kind column are no dwelling, have a lift, are a walk-up; which values stand
 * for "not given". mapping_path NULL: the shipped mapping whose columns the file has (xenia, twente); none:
 * XN_INPUT with the header. An offer without id, or with the id of an earlier line, refuses the file; so does
 * a mapping that names a column the file has not. Noted: money not written as a plain number, and what it was
 * read as; a cell that cannot be read or believed (the field is unknown and stands in dwelling.unreadable
 * under its name here, "rent_gross_eur;closes"); half a place; a kind the mapping does not list; columns that
 * it does not use. */
XN_MUST_CHECK enum xn_status xn_offers_read(const char *path, const char *mapping_path,
                                            struct xn_offers **ret, struct xn_notes *notes,
                                            struct xn_error *err);

/* A sum of money as written: "514.36", "€ 514,36", "1.203", "1400.–", "1.203,50 €". With one separator and
 * three digits after it, it is a thousands separator. False when it cannot be read. */
bool xn_parse_money(const char *text, double *ret);

#endif
