/* pack.h - what lies on the table when the working group meets: the map pack of a publication, and the
 * quarterly report.
 *
 * Both are made from publications alone (and the shapes of the areas), so whoever makes them again gets the
 * same pages. The map pack has the programme's three chapters (DOMAIN 2): the housing market, segregation,
 * mixing and dispersion; society, city, district and neighbourhood; the migrants, their situation and needs,
 * and who provides housing - with progress, commitments, what has changed since the pack before, and how each
 * number was made. The report is its short form, to be read rather than laid out.
 */
#ifndef XENIA_PACK_H
#define XENIA_PACK_H

#include "xenia/document.h"
#include "xenia/publication.h"

enum xn_pack_kind { XN_PACK_MAPS, XN_PACK_REPORT };

/* Borrowed until the pack is freed. */
struct xn_pack_source {
    /* All publications of the city up to the one that the pack is of, which is the last; oldest first. */
    const struct xn_publication *const *publication;
    size_t n_publications;      /* at least 1 */
    const struct xn_city *city; /* with the areas of the last publication */
    const char *controller;     /* who answers for it; NULL: not said */
    enum xn_language language;
    enum xn_paper_size paper;
};

struct xn_pack;
XN_MUST_CHECK enum xn_status xn_pack_make(enum xn_pack_kind kind, const struct xn_pack_source *source,
                                          struct xn_pack **ret, struct xn_error *err);
void xn_pack_free(struct xn_pack *pack);
XN_DEFINE_AUTO(xn_pack_free, struct xn_pack *)

/* As PDF or HTML (document.h). The same source gives the same bytes. */
XN_MUST_CHECK enum xn_status xn_pack_pdf(const struct xn_pack *pack, struct xn_buf *buf,
                                         struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_pack_html(const struct xn_pack *pack, struct xn_buf *buf,
                                          struct xn_error *err);

#endif
