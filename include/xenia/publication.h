/* publication.h - what the working group gets: frozen, once a quarter or for a meeting (RULES R9, R10).
 *
 * A publication is one JSON document, made from the controlled counts (disclosure.h) and kept as the bytes it
 * was made of; its id is their SHA-256. Every map, table, GeoJSON and pack of a publication is drawn from the
 * document alone, so a refresh changes nothing of it. Once in a quarter a refresh makes one by itself; a
 * steward makes one for a meeting. No map shows a placement that could be singled out: within 30 days of a
 * placement in a unit of fewer than 300 persons (of the finest level) a publication is refused, or made with
 * these units held back.
 *
 * What was published before is known to everybody, so each publication is controlled together with all
 * earlier ones of the same areas and groups; where that cannot be shown safe, its finest levels are left out,
 * one by one. (Two cities of the store with the same people are not controlled together.)
 *
 * Steps: xn_publication_recent -> xn_control -> xn_publication_make -> xn_publication_put -> the store; and
 * back by xn_publication_parse (exchange.h).
 */
#ifndef XENIA_PUBLICATION_H
#define XENIA_PUBLICATION_H

#include "xenia/buf.h"
#include "xenia/disclosure.h"
#include "xenia/programme.h"
#include "xenia/study.h"

#define XN_PUBLICATION_QUIET_DAYS 30
#define XN_PUBLICATION_UNIT_PERSONS 300
#define XN_PUBLICATION_PERIOD_SIZE 16

/* Why a number is withheld, as the document says it: "few", "small" ...; "" for XN_SHOWN. */
const char *xn_withheld_code(enum xn_withheld why);
bool xn_withheld_parse(const char *code, enum xn_withheld *ret);

/* --- the document --------------------------------------------------------------------------------------- */

struct xn_publication_unit {
    const char *unit_id, *name, *parent_id;    /* parent_id NULL on the coarsest level */
    enum xn_class class_;                      /* where counts.level[...].class_why is XN_SHOWN */
    const char *override_by, *override_reason; /* NULL: no override, or no class */
    xn_date override_until;
};
/* A local index of one group, or of the whole mix. */
struct xn_publication_local {
    const char *index_id;
    size_t group;  /* XN_NONE: of the whole mix */
    double *value; /* n_units, from the controlled counts; NAN: withheld or undefined */
};
struct xn_publication_level {
    const char *name;
    size_t n_units;
    struct xn_publication_unit *unit;
    size_t n_locals;
    struct xn_publication_local *local;
};
struct xn_publication_index {
    size_t level;
    const char *index_id;
    enum xn_form form;
    size_t group, reference; /* XN_NONE where the form has none */
    size_t n_parameters;
    const char *parameter_name[XN_PARAMETER_MAX], *parameter_value[XN_PARAMETER_MAX];
    double value;        /* three decimals; NAN: undefined or withheld, `reason` says why */
    double lower, upper; /* its 90 % interval (uncertainty.h), three decimals; NAN: none */
    const char *reason;
};
struct xn_publication {
    char id[XN_DIGEST_HEX]; /* SHA-256 of the document; "" before it is one */
    const char *city, *title;
    bool demonstration;                     /* a demonstration city */
    const char *period;                     /* "2026Q4", or the day of a meeting "2026-11-30" */
    const char *meeting;                    /* what the meeting is called; NULL: made once a quarter */
    xn_date made_on;                        /* the city's day */
    xn_date as_of;                          /* of the classes */
    const char *snapshot;                   /* what it was computed from */
    const char *areas;                      /* xn_city_areas_fingerprint */
    const char *counts_as_of, *source_note; /* or NULL */
    const char *previous;                   /* id of the publication before it; NULL: it is the first */
    double household_size;                  /* persons, for intervals: of the policy's rule */
    struct xn_policy policy;                /* its name, version, signature and digest; nothing else of it */
    size_t n_groups;
    const char *const *group;
    const struct xn_group_title *group_title; /* n_groups: what people call them */
    struct xn_controlled
        counts; /* all numbers of units and city; it owns nothing here, and `made` is empty */
    size_t n_levels;
    struct xn_publication_level level[XN_LEVEL_MAX];
    size_t n_indices;
    struct xn_publication_index *index;
    const struct xn_programme *programme; /* NULL: none was published with it */
    struct xn_arena *arena;
};
void xn_publication_free(struct xn_publication *publication);
XN_DEFINE_AUTO(xn_publication_free, struct xn_publication *)

/* Appends the document: the same publication gives the same bytes. A number that is withheld stands there as
 * the code of its reason. */
XN_MUST_CHECK enum xn_status xn_publication_put(const struct xn_publication *publication, struct xn_buf *buf,
                                                struct xn_error *err);

/* Appends what it was made of, raw: for the control of later ones (xn_control's `earlier`), and for no
 * reader. */
XN_MUST_CHECK enum xn_status xn_publication_put_made(const struct xn_city *city,
                                                     const struct xn_controlled *controlled,
                                                     struct xn_buf *buf, struct xn_error *err);

/* --- making one ----------------------------------------------------------------------------------------- */

/* Units that no publication of this day shows, because of a placement there (R10). */
struct xn_recent_units {
    const bool *flag[XN_LEVEL_MAX]; /* n_units each, as xn_control takes them */
    size_t n_units;
    const char *first; /* name of the first of them; NULL: there is none */
    xn_date free_on;   /* the earliest day on which none of them would be held back; XN_NO_DATE: none is */
    struct xn_arena *arena;
};
void xn_recent_units_free(struct xn_recent_units *recent);
XN_DEFINE_AUTO(xn_recent_units_free, struct xn_recent_units *)
/* A placement counts where it is known most finely, from its day on. One outside the city is left out. */
XN_MUST_CHECK enum xn_status xn_publication_recent(const struct xn_city *city,
                                                   const struct xn_placement *placement, size_t n_placements,
                                                   xn_date day, struct xn_recent_units **ret,
                                                   struct xn_error *err);

/* "2026Q4" */
void xn_publication_quarter(xn_date day, char ret[XN_PUBLICATION_PERIOD_SIZE]);

/* What a publication is made from; borrowed, also by the publication. */
struct xn_publication_source {
    const struct xn_city *city;
    const struct xn_typology *typology;
    const struct xn_policy *policy;
    const struct xn_controlled *controlled;
    const char *id, *title; /* of the city */
    bool demonstration;
    const char *counts_as_of, *source_note;
    const char *period, *meeting; /* meeting NULL: period is the quarter */
    xn_date made_on, as_of;
    const char *snapshot;
    const char *previous;                 /* NULL: there is none before it */
    const struct xn_programme *programme; /* NULL: none */
};
/* Everything but `id`. */
XN_MUST_CHECK enum xn_status xn_publication_make(const struct xn_publication_source *source,
                                                 struct xn_publication **ret, struct xn_error *err);

/* --- reading one ---------------------------------------------------------------------------------------- */

/* Position of a level or group by name; XN_NONE. */
size_t xn_publication_find_level(const struct xn_publication *publication, const char *name);
size_t xn_publication_find_group(const struct xn_publication *publication, const char *name);
/* Are they of the same areas and the same groups? Then a change between them is one of people. */
bool xn_publication_comparable(const struct xn_publication *one, const struct xn_publication *other);
/* Position of a unit by its id, looked for from `near` on: in lists of the same order that is where it is. */
size_t xn_publication_find_unit(const struct xn_publication_level *level, const char *unit_id, size_t near);
/* The values of a local index on a level; NULL: not in the document. */
const struct xn_publication_local *xn_publication_find_local(const struct xn_publication *publication,
                                                             size_t level, const char *index_id,
                                                             size_t group);

#endif
