/* pdf_catalog.c - amending what Cairo says of a finished PDF. See pdf_catalog.h.
 *
 * Cairo writes the catalogue as its last object and a plain table of references behind it, so that lines put
 * into it move nothing but that table, whose place is named once, at the end of the file.
 */
#include "pdf_catalog.h"
#include <stdlib.h>
#include <string.h>

#define CATALOG "<< /Type /Catalog\n"

struct places {
    size_t entry;     /* behind the catalogue's first line */
    size_t table;     /* of references */
    size_t named;     /* where the table's place is written, in digits */
    size_t named_end; /* behind them */
};

/* The last place of `text` before `end`; XN_NONE when there is none. */
static size_t find_last(const struct xn_buf *pdf, const char *text, size_t end)
{
    const size_t length = strlen(text);
    for (size_t at = end >= length ? end - length + 1 : 0; at-- > 0;)
        if (memcmp(pdf->data + at, text, length) == 0)
            return at;
    return XN_NONE;
}

/* False: not as Cairo writes it. */
static bool find_places(const struct xn_buf *pdf, struct places *ret)
{
    const size_t start = find_last(pdf, "startxref\n", pdf->length);
    if (start == XN_NONE)
        return false;
    struct places places = {.named = start + strlen("startxref\n")};
    char *end = NULL;
    const unsigned long long table = strtoull(pdf->data + places.named, &end, 10);
    places.named_end = (size_t)(end - pdf->data);
    if (table >= start || start - table < 5 || memcmp(pdf->data + table, "xref\n", 5) != 0)
        return false;
    places.table = (size_t)table;
    const size_t catalog = find_last(pdf, CATALOG, places.table);
    if (catalog == XN_NONE || find_last(pdf, "endobj\n", places.table) + strlen("endobj\n") != places.table)
        return false;
    places.entry = catalog + strlen(CATALOG);
    *ret = places;
    return true;
}

/* Cairo 1.16 forgets the "D:" that a date begins with. Two blanks before the entry make room for it, so that
 * nothing moves. */
static void complete_date(struct xn_buf *pdf, const char *found, const char *complete)
{
    const size_t at = find_last(pdf, found, pdf->length);
    if (at != XN_NONE)
        memcpy(pdf->data + at, complete, strlen(complete));
}

enum xn_status xn_pdf_catalog_amend(struct xn_buf *pdf, enum xn_language language, struct xn_error *err)
{
    struct places places;
    if (!find_places(pdf, &places))
        return xn_fail(err, XN_IO, "the drawing library wrote a PDF of another build than is known");
    XN_AUTO_BUF amended = {.limit = pdf->limit};
    xn_buf_append(&amended, pdf->data, places.entry);
    xn_buf_printf(&amended, "   /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n",
                  xn_language_tag(language));
    const size_t moved = amended.length - places.entry;
    xn_buf_append(&amended, pdf->data + places.entry, places.named - places.entry);
    xn_buf_printf(&amended, "%zu", places.table + moved);
    xn_buf_append(&amended, pdf->data + places.named_end, pdf->length - places.named_end);
    XN_TRY(xn_buf_check(&amended, err));
    complete_date(&amended, "   /CreationDate (2", " /CreationDate (D:2");
    complete_date(&amended, "   /ModDate (2", " /ModDate (D:2");
    const struct xn_buf old = *pdf;
    *pdf = amended;
    amended = old;
    return XN_OK;
}
