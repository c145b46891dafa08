/* family_sheet.h - what a family takes home: a few dwellings in plain words, in its language.
 *
 * The sheet says of each dwelling what is known, why it is proposed, how far it is from the places that
 * matter to the family, and what still has to be asked; and that all of this is advice. A dwelling that the
 * family has asked for is printed though it does not fit, in its own part, with every reason. Nobody's name
 * is on it, and of the household nothing but the distances to its ties, by their kind.
 */
#ifndef XENIA_FAMILY_SHEET_H
#define XENIA_FAMILY_SHEET_H

#include "xenia/buf.h"
#include "xenia/map.h"
#include "xenia/message.h"
#include "xenia/study.h"

#define XN_FAMILY_SHEET_MAX 10

/* Everything that a sheet depends on; borrowed. */
struct xn_family_sheet {
    const struct xn_study *study;     /* the ranking */
    const char *const *dwelling;      /* ids of the request's dwellings: those to be printed */
    size_t n_dwellings;               /* 1 .. XN_FAMILY_SHEET_MAX */
    const struct xn_city_input *city; /* title, dates, and the organisation that is to be asked */
    int objection_days;               /* within which an objection is answered */
    enum xn_language language;
    enum xn_paper_size paper;
};

/* Appends the sheet as PDF: the dwellings in the order of the ranking, then those that do not fit in the
 * order of the request. The same sheet gives the same bytes. XN_ARGUMENT: too many or no dwellings, one
 * twice; XN_NOT_FOUND: one that is not in the request. */
XN_MUST_CHECK enum xn_status xn_family_sheet_put(const struct xn_family_sheet *sheet, struct xn_buf *buf,
                                                 struct xn_error *err);

#endif
