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
/* One of the shipped profiles by name: "programme-load", "concentration", "muenster-2004", "socio-economic".
 * The second and third come without a group, the last without indicators: the caller's to fill. XN_ARGUMENT:
 * no such profile. */
XN_MUST_CHECK enum xn_status xn_policy_profile(const char *name, struct xn_policy *ret, struct xn_error *err);

/* Signs a policy file: records its SHA-256, the user and the day in PATH.sig. XN_INPUT when a field of the
 * signature is missing, when signed_by is not this user, or when the day is not within signed_on and
 * valid_until. A later change of the file, even of a comment, makes it unsigned. The record guards against
 * changes nobody answers for, not against forgery. */
XN_MUST_CHECK enum xn_status xn_policy_sign(const char *path, const char *user, xn_date date,
                                            struct xn_error *err);
/* XN_OK: the file is signed and unchanged since. XN_INPUT: the sentence why it does not count as signed. */
XN_MUST_CHECK enum xn_status xn_policy_check_signature(const char *path, struct xn_error *err);

/* One parameter that two policies give differently, as files would say it; NULL: the profile has no use for
 * it. Texts live during the call. */
struct xn_policy_difference {
    const char *section, *key; /* "classes", "certainty" */
    const char *words;         /* "certainty that a class needs"; NULL: none */
    const char *before, *after;
};
XN_MUST_CHECK enum xn_status xn_policy_compare(const struct xn_policy *before, const struct xn_policy *after,
                                               void (*tell)(void *user,
                                                            const struct xn_policy_difference *difference),
                                               void *user, struct xn_error *err);

/* --- overrides (CSV) --------------------------------------------------------------------------------- */

struct xn_overrides {
    size_t count;
    struct xn_override *override;
    uint32_t *line;             /* of the file, or 0 */
    char digest[XN_DIGEST_HEX]; /* SHA-256 of the file's bytes; "" when they come from the store */
    struct xn_arena *arena;
};
void xn_overrides_free(struct xn_overrides *overrides);
XN_DEFINE_AUTO(xn_overrides_free, struct xn_overrides *)
/* Header: level,unit_id,class,reason,signed_by,signed_on,valid_until; class is mixed, undetermined,
 * concentrated, or lifted (an earlier override of the unit ends). XN_INPUT names line and column of an empty
 * or unreadable cell, a unit that comes twice, two signers, a valid_until before signed_on. Whether anybody
 * signed it says xn_overrides_check_signature. */
XN_MUST_CHECK enum xn_status xn_overrides_read(const char *path, struct xn_overrides **ret,
                                               struct xn_notes *notes, struct xn_error *err);
/* The same as for policies: who the file names records its SHA-256 in PATH.sig. */
XN_MUST_CHECK enum xn_status xn_overrides_sign(const char *path, const char *user, xn_date date,
                                               struct xn_error *err);
XN_MUST_CHECK enum xn_status
xn_overrides_check_signature(const char *path, const struct xn_overrides *overrides, struct xn_error *err);

/* --- city file (INI) ---------------------------------------------------------------------------------- */

/* What the layer options of the command line say, as a file: [city] id, title, demonstration, counts_as_of,
 * source_note, groups (comma-separated), total, percent_of, indicators and missing (comma-separated), as_of
 * ("today" of a demonstration city); then one [level NAME] section a level, coarsest first: layer, crs,
 * unit_id, unit_name, parent, counts, counts_key, district_aliases; [group NAME] with en, nl, de, ru: what
 * people call a group, whose name is its column's; and [organisation], for the papers alone, with the members
 * of struct xn_organisation. Paths are relative to the file. Required: id, groups, a level,
 * and its layer and unit_id. XN_INPUT names file and line. */
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
/* The same object, such that xn_household_parse gives the same household back. What is not known is left out,
 * and so are a tie's x_m and y_m. */
void xn_household_put_json(struct xn_json *json, const struct xn_household *household);

/* --- households (CSV) --------------------------------------------------------------------------------- */

struct xn_queued_household {
    const char *id;     /* the office's own reference */
    const char *centre; /* reception centre; "" not given */
    xn_date arrived_on; /* XN_NO_DATE: not given */
    struct xn_household household;
    uint32_t line;
};
struct xn_households {
    size_t count;
    struct xn_queued_household *household;
    struct xn_arena *arena;
};
void xn_households_free(struct xn_households *households);
XN_DEFINE_AUTO(xn_households_free, struct xn_households *)
/* Header: id,arrived_on,size,age_0_5,age_6_17,age_18_64,age_65_plus,entitlement,step_free,rent_limit_eur,
 * rooms_min,available_by,ties,filters,centre in any order; only id and size are required. Several codes,
 * ties or filters are separated by ";", a tie is KIND:LAT:LON or KIND:LAT:LON:WEIGHT. A column that is not
 * among these is refused by name, one that may never be read (R1) with that reason. XN_INPUT tells every bad
 * cell (the first 20), an id that comes twice, ages that contradict the size. */
XN_MUST_CHECK enum xn_status xn_households_read(const char *path, struct xn_households **ret,
                                                struct xn_notes *notes, struct xn_error *err);

/* --- offers (CSV with a mapping, OpenImmo, VERA) ------------------------------------------------------- */

/* A partial feed says nothing of what it does not name: only `withdrawn` is withdrawn. A full one has all
 * that is on offer. */
struct xn_offers {
    size_t count;
    struct xn_dwelling *dwelling;
    size_t n_unreadable; /* fields that could not be read; each is a note with its place in the file */
    bool partial;
    size_t n_withdrawn;
    const char **withdrawn; /* ids that are no longer on offer, each once, none of them in `dwelling` */
    size_t n_not_for_rent;  /* skipped, and noted */
    const char *source;
    struct xn_arena *arena;
};
void xn_offers_free(struct xn_offers *offers);
XN_DEFINE_AUTO(xn_offers_free, struct xn_offers *)

/* A dwelling of which nothing is known but the line that it stands on (0: none). */
struct xn_dwelling xn_dwelling_unknown(uint32_t line);

/* Reads offers of the form that the file's first bytes show: "<" OpenImmo, "[" or "{" VERA, else CSV.
 *
 * CSV: through a mapping file (INI; src/exchange/mappings/xenia.ini explains it): which column is which
 * field, which words of the kind column are no dwelling, have a lift, are a walk-up; which values stand for
 * "not given". mapping_path NULL: the shipped mapping whose columns the file has (xenia, twente, immonet);
 * none: XN_INPUT with the header; so does a mapping that names a column the file has not. A full feed.
 * OpenImmo 1.2.7 (XML, UTF-8, ISO-8859-1 or windows-1252 as declared; at most 60 MB, 32 levels, 64 attributes
 * of an element, 1,000 bytes of a text that is read): what is for rent. Objects of aktionart DELETE or
 * REFERENZ, sold ones and those no longer for rent are withdrawn; umfang TEIL is a partial feed, VOLL a full
 * one, and neither is taken as partial. A document type or entity declaration refuses the file.
 * VERA 4.3 (JSON, at most 60 MB and 32 levels): one Publicatie or an array of them; what the standard keeps
 * elsewhere (rent, rooms, address ...) is read from extra-attributen under our field names. Status GEP is on
 * offer, AAN on offer to somebody; all others, and what is for sale, are withdrawn. Always a partial feed: a
 * page of a longer list looks the same as a list.
 *
 * An offer without id, or with the id of an earlier one, refuses the file, with every such offer told. Noted:
 * money not written as a plain number, and what it was read as; a value that cannot be read or believed (the
 * field is unknown and stands in dwelling.unreadable under its name here, "rent_gross_eur;closes"); half a
 * place; a kind the mapping does not list; what is there and not used. dwelling.line is the line in a CSV or
 * OpenImmo file, the number of the Publicatie from 1 in a VERA file. */
XN_MUST_CHECK enum xn_status xn_offers_read(const char *path, const char *mapping_path,
                                            struct xn_offers **ret, struct xn_notes *notes,
                                            struct xn_error *err);
/* The form of a file by its first bytes: "csv", "openimmo" or "vera". */
const char *xn_offers_form(const char *bytes, size_t length);
/* The same from memory; `source` names it in messages. */
XN_MUST_CHECK enum xn_status xn_offers_parse(const char *bytes, size_t length, const char *source,
                                             const char *mapping_path, struct xn_offers **ret,
                                             struct xn_notes *notes, struct xn_error *err);

/* --- VERA, the standard of Dutch housing corporations (Woonruimteverdeling 4.3) ------------------------- */

/* An array of Publicaties such that xn_offers_parse gives the same dwellings back. Dates are whole days in
 * Amsterdam; a last day ends at its midnight. */
void xn_vera_put_publications(struct xn_json *json, const struct xn_dwelling *dwelling, size_t n_dwellings);

enum xn_vera_offer_status { XN_VERA_OFFERED, XN_VERA_REFUSED, XN_VERA_WITHDRAWN, XN_VERA_ALLOCATED };
/* One dwelling offered to one household (Aanbieding). Text is never NULL, "" when not given; of the household
 * there is an id that says nothing, and no more. */
struct xn_vera_offer {
    const char *id;
    const char *publication; /* the dwelling's id */
    const char *candidate;   /* the household's */
    enum xn_vera_offer_status status;
    const char *detail; /* a code of AANBIEDINGDETAILSTATUS that belongs to the status, "" none: "HUU" */
    xn_date made_on, answered_on, expires_on;
};
struct xn_vera_offers {
    size_t count;
    struct xn_vera_offer *offer;
    struct xn_arena *arena;
};
void xn_vera_offers_free(struct xn_vera_offers *offers);
XN_DEFINE_AUTO(xn_vera_offers_free, struct xn_vera_offers *)

/* A dwelling allocated to a household (Toewijzing). */
struct xn_vera_allocation {
    const char *id;
    const char *offer, *publication, *candidate;
    xn_date allocated_on;
};
struct xn_vera_allocations {
    size_t count;
    struct xn_vera_allocation *allocation;
    struct xn_arena *arena;
};
void xn_vera_allocations_free(struct xn_vera_allocations *allocations);
XN_DEFINE_AUTO(xn_vera_allocations_free, struct xn_vera_allocations *)

/* Arrays of Aanbiedingen and of Toewijzingen, and back: one object, or an array. Refused with every fault
 * told: no id, an id twice, a status or detail that the standard's reference data have not, a date that is
 * none. What describes the household (huishoudgrootte, rekeninkomen, doelgroep, relatie ...) is not read, and
 * noted as such. */
void xn_vera_put_offers(struct xn_json *json, const struct xn_vera_offer *offer, size_t n_offers);
void xn_vera_put_allocations(struct xn_json *json, const struct xn_vera_allocation *allocation,
                             size_t n_allocations);
XN_MUST_CHECK enum xn_status xn_vera_offers_parse(const char *bytes, size_t length, const char *source,
                                                  struct xn_vera_offers **ret, struct xn_notes *notes,
                                                  struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_vera_allocations_parse(const char *bytes, size_t length, const char *source,
                                                       struct xn_vera_allocations **ret,
                                                       struct xn_notes *notes, struct xn_error *err);
/* The AANBIEDINGDETAILSTATUS nearest to a refusal code of ours (XN_REFUSAL_CODES): "TOO_EXPENSIVE" is "HUU";
 * "" when the standard has none. */
const char *xn_vera_detail_of_refusal(const char *refusal_code);
#define XN_VERA_DETAIL_EXPIRED "REA" /* of XN_VERA_WITHDRAWN: not answered in time */

/* --- district aliases (CSV) ----------------------------------------------------------------------------- */

/* What people call the areas of one level. */
struct xn_district_aliases;
void xn_district_aliases_free(struct xn_district_aliases *aliases);
XN_DEFINE_AUTO(xn_district_aliases_free, struct xn_district_aliases *)
/* Header: alias,unit_id; a name with several rows stands for several units. Names are compared without regard
 * to case, umlauts ("ü" as "ue" and "u"), accents, blanks and punctuation. XN_INPUT tells every empty cell
 * and every row that comes twice. */
XN_MUST_CHECK enum xn_status xn_district_aliases_read(const char *path, struct xn_district_aliases **ret,
                                                      struct xn_notes *notes, struct xn_error *err);
/* Fills district_unit_id (the city's own text) and district_level of every dwelling without coordinates whose
 * district names exactly one unit of that level: as the unit's own name, else as an alias; also with the
 * dwelling's town before it ("Enschede - Getfert"). A name of several units, and one of none, leaves the
 * dwelling as it is, and is noted once with the units it could be. XN_INPUT: an alias for a unit that the
 * level has not. */
XN_MUST_CHECK enum xn_status xn_district_aliases_apply(const struct xn_district_aliases *aliases,
                                                       const struct xn_city *city, size_t level,
                                                       struct xn_dwelling *dwelling, size_t n_dwellings,
                                                       struct xn_notes *notes, struct xn_error *err);
/* Reads and applies the alias files that the city's levels name, if any: between reading dwellings and
 * xn_study_place_dwellings. */
XN_MUST_CHECK enum xn_status xn_district_aliases_use(const struct xn_city_input *input,
                                                     const struct xn_city *city, struct xn_dwelling *dwelling,
                                                     size_t n_dwellings, struct xn_notes *notes,
                                                     struct xn_error *err);

/* A sum of money as written: "514.36", "€ 514,36", "1.203", "1400.–", "1.203,50 €". With one separator and
 * three digits after it, it is a thousands separator. False when it cannot be read. */
bool xn_parse_money(const char *text, double *ret);

/* --- publications ------------------------------------------------------------------------------------- */

struct xn_publication; /* publication.h */
/* The document of a publication back into a struct; its id is the SHA-256 of `text`. XN_INPUT: no such
 * document; the sentence names the place. */
XN_MUST_CHECK enum xn_status xn_publication_parse(const char *text, size_t length,
                                                  struct xn_publication **ret, struct xn_error *err);
struct xn_controlled; /* disclosure.h */
/* What a publication was made of (xn_publication_put_made), as an `earlier` of xn_control: only `made` is
 * filled. Its levels may be others. XN_NOT_FOUND: of other finest units or groups; XN_INPUT: damaged. */
XN_MUST_CHECK enum xn_status xn_publication_parse_made(const char *text, const struct xn_city *city,
                                                       struct xn_controlled **ret, struct xn_error *err);

#endif
