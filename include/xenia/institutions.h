/* institutions.h - the directory of institutions: schools, courses, clubs, parishes, advice.
 *
 * A household's ties are places; the directory has the places of a city by their names, so that nobody at a
 * desk types coordinates. It names nobody: what a household has to do with an institution is never in it.
 */
#ifndef XENIA_INSTITUTIONS_H
#define XENIA_INSTITUTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include "xenia/memory.h"
#include "xenia/notes.h"
#include "xenia/status.h"

/* What an institution may be. */
#define XN_INSTITUTION_KINDS "school", "course", "club", "parish", "advice", "care", "work", "sport", "other"
bool xn_institution_kind_is_known(const char *kind);

#define XN_INSTITUTION_ID_MAX 100   /* characters */
#define XN_INSTITUTION_TEXT_MAX 200 /* of name and address */
#define XN_INSTITUTION_AGE_MAX 120  /* years */

struct xn_institution {
    const char *id, *name;
    const char *kind;     /* of XN_INSTITUTION_KINDS */
    const char *address;  /* "" not given */
    double lon, lat;      /* WGS 84, degrees */
    int age_from, age_to; /* years; -1: no limit */
    uint32_t line;        /* of the file; 0 from the store */
};
struct xn_institutions {
    size_t count;
    struct xn_institution *institution;
    const char *source;
    struct xn_arena *arena;
};
void xn_institutions_free(struct xn_institutions *institutions);
XN_DEFINE_AUTO(xn_institutions_free, struct xn_institutions *)

/* A CSV file with the columns id, name, kind, lat, lon and, where it has them, address, age_from, age_to; no
 * others. XN_INPUT tells every bad cell (the first 20) by line and column, an id that comes twice, and a list
 * without a row, which would empty the directory. */
XN_MUST_CHECK enum xn_status xn_institutions_read(const char *path, struct xn_institutions **ret,
                                                  struct xn_notes *notes, struct xn_error *err);

#endif
