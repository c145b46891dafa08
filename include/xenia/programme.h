/* programme.h - how the programme goes, told so that nobody can be told apart: frozen with each publication.
 *
 * What the working group asks at every meeting: which dwellings are on the market and where, how many
 * households moved and into which class of area, with which exceptions, what corporations have promised and
 * kept, who is still waiting and for what. Made from the ledger's figures and the dwellings of the day.
 * Numbers of people, households and their steps leave as they do in papers (RULES R9): 0 as 0, 1 to 4 as
 * "fewer than 5", others rounded to the nearest 5; shares and their Wilson intervals in steps of 5 percentage
 * points; days rounded to 10. Where such numbers side by side, of one publication or of several, would leave
 * too little of a number of 1 to 4 open, some of them are not told at all (programme_guard.c). Dwellings and
 * promises are no persons: promises are exact, dwellings on the market are exact for the whole city and told
 * by districts as people are.
 */
#ifndef XENIA_PROGRAMME_H
#define XENIA_PROGRAMME_H

#include "xenia/buf.h"
#include "xenia/city.h"
#include "xenia/housing.h"
#include "xenia/ledger.h"
#include "xenia/memory.h"
#include "xenia/typology.h"

/* A number as it is told. */
struct xn_told {
    double count; /* rounded; NAN: `few`, or not known */
    bool few;     /* 1 to 4 */
};
struct xn_told xn_told_count(size_t count);
/* A share as it is told: with its interval; or, where fewer than 5 are on one side, only what follows from
 * there being at most 4 of them, as a bound (the other bound and the share are NAN); all NAN for fewer than
 * 10 cases. */
struct xn_told_rate {
    double share, lower, upper;
    double at_least, at_most;
};
struct xn_told_rate xn_told_rate(const struct xn_rate *rate);

struct xn_programme_quarter {
    char quarter[16]; /* "2004Q3" */
    struct xn_told households_arrived, moves, exceptions;
    struct xn_told by_class[XN_CLASS_COUNT];        /* moves of the quarter, by enum xn_class */
    struct xn_told moves_so_far;                    /* since the first quarter */
    struct xn_told_rate in_mixed, not_concentrated; /* of the quarter's moves */
    struct xn_told_rate in_mixed_so_far, not_concentrated_so_far;
    double waited_days; /* median of those who moved, rounded to 10; NAN: fewer than 5 */
};
/* A reason that was given in a year. Told once, when the year is over: told after each quarter, the
 * differences, and even when a reason first comes up, would give away single moves. */
struct xn_programme_exception {
    int year;
    const char *code; /* "OWN_WISH" ... */
    struct xn_told count;
};
/* A corporation in a quarter. */
struct xn_programme_commitment {
    const char *corporation;
    char quarter[16];
    double promised; /* dwellings; NAN: nothing promised */
    size_t offered;  /* dwellings it published */
    size_t offered_by_class[XN_CLASS_COUNT];
    struct xn_told accepted; /* by households */
};
/* Those waiting, by the size of the household. */
struct xn_programme_need {
    const char *size; /* "1", "2", "3-4", "5+" persons */
    struct xn_told households;
};
/* Dwellings on the market on the day. */
#define XN_PROGRAMME_ROOMS 6
struct xn_programme_market {
    size_t n_dwellings, by_class[XN_CLASS_COUNT];
    size_t without_area; /* whose place lies in no unit */
    size_t n_units;      /* of the coarsest level, in the city's order */
    const char *const *unit_id;
    struct xn_told *in_unit; /* n_units */
    struct {
        const char *rooms; /* "1", "2", "3", "4", "5+", "" not known */
        size_t n_dwellings;
        size_t by_class[XN_CLASS_COUNT];
        double rent_eur; /* median gross rent, rounded to 10; NAN: fewer than 5 */
    } by_rooms[XN_PROGRAMME_ROOMS];
};
struct xn_programme {
    xn_date day;
    size_t n_quarters, n_exceptions, n_commitments, n_needs;
    struct xn_programme_quarter *quarter;       /* all, from the first to the one of the day */
    struct xn_programme_exception *exception;   /* by year */
    struct xn_programme_commitment *commitment; /* by quarter, then corporation */
    struct xn_programme_need *need;
    struct xn_told waiting, waiting_step_free;
    double waiting_days, longest_waiting_days; /* median and longest, rounded to 10; NAN: fewer than 5 wait */
    struct xn_programme_market market;
    struct xn_arena *arena;
};

/* A household that waits, as far as the programme tells of it. */
struct xn_programme_household {
    size_t persons; /* 0: not known */
    bool step_free;
};
struct xn_programme_source {
    const struct xn_ledger *ledger; /* of all quarters */
    const struct xn_city *city;
    const struct xn_typology *typology;
    const struct xn_dwelling *dwelling; /* on the market, placed */
    size_t n_dwellings;
    const struct xn_programme_household *waiting;
    size_t n_waiting;
    xn_date day;
};
XN_MUST_CHECK enum xn_status xn_programme_make(const struct xn_programme_source *source,
                                               struct xn_programme **ret, struct xn_error *err);
void xn_programme_free(struct xn_programme *programme);
XN_DEFINE_AUTO(xn_programme_free, struct xn_programme *)

/* As one JSON object: the member "programme" of a publication's document, which xn_publication_parse reads
 * back. */
void xn_programme_put(struct xn_json *json, const struct xn_programme *programme);

#endif
