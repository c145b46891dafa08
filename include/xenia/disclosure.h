/* disclosure.h - what may leave for the working group and the public (RULES R9, R10).
 *
 * Everything that is published of a unit is made from one table of controlled counts and from nothing else:
 * the numbers of a map, of a table, of GeoJSON and of a pack. So what an attacker can learn from all of them
 * together is what the table says, and tests/property/disclosure_attack_test.c attacks the table.
 *
 * Small numbers are hidden: every number of a unit of 1 to 49 persons, and a group of 1 to 4 persons (1 to 4
 * placements); and every number of a unit with a recent placement. Zero is no secret and is shown as 0.
 *
 * Others are hidden for their sake until this holds: an attacker who knows every shown number to the person,
 * and the sums of the whole city, must leave open
 *   - of a number from 1 to 4: each of 1, 2, 3 and 4;
 *   - of any other number of a unit of few persons or with a recent placement: XN_DISCLOSURE_VALUES values;
 *   - of one whose reason is not said: the same number of values, whichever;
 *   - of one that is hidden for another's sake, and is no secret itself: as many as a shown 5 leaves, which
 * is 5, 6 or 7. Zeros are not protected. It is shown by exchanges (exchanges.h): people of two groups change
 * places between two units, or people of one group move, in a way that changes hidden numbers alone. Each
 * such exchange is another city that looks the same. Totals are numbers like the groups' and tie together
 * with them; so do all levels. Where the reasons themselves leave too little (3 of the 4 placements of a
 * small district are in one block), they are not said, and in the last resort nothing of the table is shown.
 *
 * What is shown is rounded to the nearest 5, each number by itself. For one publication the guarantee does
 * not rest on rounding, which makes up for what is published besides the table:
 *   - the class of a unit is decided by its raw numbers, and narrows them: where those are shown this is less
 *     than the guarantee grants the attacker anyway. A class is withheld where a number behind it is, its
 *     neighbours' too if they were pooled, and its parent's if that decided. What is left is the empirical
 *     prior, which rests on the hidden numbers of the parent's other units: an exchange of 3 persons moves
 *     it, and can turn a class that lies within that of its threshold. The reader would have to know all
 *     other numbers to the person to use it, which rounding prevents;
 *   - an index of the whole city has three decimals. Indices of a group of 1 to 4 persons in the whole city,
 *     or of one hidden for its sake, are withheld (xn_controlled_city_why).
 *
 * Earlier publications of the same people, on the same finest units, are known to the attacker too, and what
 * one hides the other may show. Given with `earlier`, the numbers hidden in all of them keep what is promised
 * above against an attacker who knows which units have not changed and all shown numbers as they are rounded:
 * of numbers that are shown for ever, rounding is all that is left to protect others with.
 */
#ifndef XENIA_DISCLOSURE_H
#define XENIA_DISCLOSURE_H

#include "xenia/city.h"
#include "xenia/study.h"
#include "xenia/typology.h"

#define XN_DISCLOSURE_PERSONS_MIN 50
#define XN_DISCLOSURE_GROUP_MIN 5
#define XN_DISCLOSURE_VALUES 4            /* the least number of values that a hidden number may have */
#define XN_DISCLOSURE_VALUES_COMPLEMENT 3 /* the same of one hidden for another's sake */
#define XN_DISCLOSURE_ROUNDING 5
#define XN_DISCLOSURE_SHARE_BAND 0.05 /* width of the bands of shares */
#define XN_DISCLOSURE_DECIMALS 3      /* of indices of a whole city */

enum xn_withheld {
    XN_SHOWN,
    XN_WITHHELD_MISSING,    /* the counts do not say; or it is not published at all */
    XN_WITHHELD_FEW,        /* fewer than 50 persons in the unit */
    XN_WITHHELD_SMALL,      /* 1 to 4 of the group */
    XN_WITHHELD_COMPLEMENT, /* it would give away a small number elsewhere */
    XN_WITHHELD_RECENT,     /* a placement of the last 30 days in a unit of fewer than 300 persons (R10) */
    XN_WITHHELD_UNSAID      /* one of the above, and which would give away too much */
};
/* The reason as an English sentence of the catalogue; NULL for XN_SHOWN. */
const char *xn_withheld_text(enum xn_withheld why);

/* --- the rule, on any table of counts ------------------------------------------------------------------ */

struct xn_disclosure_table {
    size_t n_units, n_columns;
    const double *count;   /* row-major, persons */
    const double *total;   /* of each unit; makes nothing but units "few" when columns do not add up to it */
    const size_t *parent;  /* position in the table before; not used by the first, the city as one unit */
    enum xn_withheld *why; /* row-major: what comes out; anything but XN_SHOWN at the start stays so */
    enum xn_withheld *total_why; /* n_units: of the number of persons itself */
};
/* One way of adding up: the whole city first, the finest units last. */
struct xn_disclosure_zoning {
    struct xn_disclosure_table *table;
    size_t n_tables;
};
/* Fills `why` of a zoning. earlier: what was published before, other days and other zonings; their last
 * tables have the same units in the same order. columns_add_up: a unit's columns make its total.
 * ret_unprotected: hidden numbers, now or earlier, that could not be protected, which happens with `earlier`
 * alone; the zoning is then not to be published. XN_ARGUMENT: tables that do not fit. */
XN_MUST_CHECK enum xn_status xn_disclosure_apply(const struct xn_disclosure_zoning *zoning,
                                                 const struct xn_disclosure_zoning *earlier, size_t n_earlier,
                                                 bool columns_add_up, size_t *ret_unprotected,
                                                 struct xn_error *err);

/* The same for the counts of a city, in any case if there is a way: where numbers could be found, those of
 * the finest table around them are withheld too, ever wider; then the finest tables are left out, one by one,
 * but not the coarsest. ret_left_out: how many. XN_CONFLICT: not even so. */
XN_MUST_CHECK enum xn_status xn_disclosure_publish(const struct xn_disclosure_zoning *zoning,
                                                   const struct xn_disclosure_zoning *earlier,
                                                   size_t n_earlier, size_t *ret_left_out,
                                                   struct xn_error *err);

/* --- a city's controlled counts ------------------------------------------------------------------------ */

struct xn_controlled_cell {
    double count; /* rounded; NAN when withheld */
    enum xn_withheld why;
};
struct xn_controlled_level {
    size_t n_units, n_groups;
    struct xn_controlled_cell *persons; /* n_units */
    struct xn_controlled_cell *group;   /* n_units * n_groups, row-major */
    enum xn_withheld *class_why;        /* n_units: is the class of the unit shown? */
};
struct xn_controlled {
    size_t n_levels;
    struct xn_controlled_level level[XN_LEVEL_MAX];
    struct xn_controlled_level whole; /* the whole city as one unit; no class */
    size_t n_left_out;                /* finest levels of which nothing is shown, see xn_disclosure_publish */
    size_t class_group;               /* the group that classes rest on; XN_NONE: none */
    struct xn_disclosure_zoning made; /* of what; raw, for the control of later ones: never published */
    struct xn_arena *arena;
};
/* Controls the counts and classes of a city. `recent`: for each level n_units flags of units that are held
 * back (R10), or NULL for none. `earlier`: what was published of the same finest units before, on whatever
 * levels. XN_CONFLICT: however little is shown, a number could be found by comparing with `earlier`. */
XN_MUST_CHECK enum xn_status xn_control(const struct xn_city *city, const struct xn_typology *typology,
                                        const bool *const *recent, const struct xn_controlled *const *earlier,
                                        size_t n_earlier, struct xn_controlled **ret, struct xn_error *err);
void xn_controlled_free(struct xn_controlled *controlled);
XN_DEFINE_AUTO(xn_controlled_free, struct xn_controlled *)

/* --- what is made from it ------------------------------------------------------------------------------- */

/* Why a number about a unit and a group (XN_NONE: about all groups) is withheld. */
enum xn_withheld xn_controlled_why(const struct xn_controlled *controlled, size_t level, size_t unit,
                                   size_t group);
/* The same for an index of the whole city (multigroup: XN_NONE). */
enum xn_withheld xn_controlled_city_why(const struct xn_controlled *controlled, size_t group);
/* A local index from the controlled counts: n_units values, NAN where withheld or undefined. `group` XN_NONE
 * for an index of the whole mix. */
XN_MUST_CHECK enum xn_status xn_controlled_local(const struct xn_controlled *controlled,
                                                 const struct xn_city *city, size_t level,
                                                 const struct xn_index_entry *index, size_t group,
                                                 double *ret, struct xn_error *err);
/* The band of a group's share in a unit: lower <= share < upper (the last one: <=), from the controlled
 * counts; both NAN where withheld, or nobody lives there. */
void xn_controlled_share(const struct xn_controlled *controlled, size_t level, size_t unit, size_t group,
                         double *ret_lower, double *ret_upper);
/* An index of a whole city as it is published: three decimals. */
double xn_published_value(double value);

#endif
