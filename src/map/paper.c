/* paper.c - Cairo's PDF surface with properties, a day and a language. See paper.h. */
#include "paper.h"
#include <cairo-pdf.h>
#include <string.h>
#include "pdf_catalog.h"

static cairo_status_t append(void *closure, const unsigned char *bytes, unsigned length)
{
    struct xn_buf *buf = closure;
    xn_buf_append(buf, bytes, length);
    return buf->status == XN_OK ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void set_properties(cairo_surface_t *surface, const struct xn_paper_properties *properties)
{
    char day[16], instant[32];
    xn_date_print(properties->made_on, day, sizeof day);
    snprintf(instant, sizeof instant, "%sT00:00:00Z", day);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, instant);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, instant);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, properties->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Xenia");
    if (properties->author)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, properties->author);
    if (properties->keywords)
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_KEYWORDS, properties->keywords);
}

void xn_paper_open(struct xn_paper *paper, const struct xn_paper_properties *properties)
{
    const double enlarged = properties->size == XN_PAPER_A3 ? XN_PAPER_LONG / XN_PAPER_SHORT : 1;
    *paper = (struct xn_paper){.width = properties->across ? XN_PAPER_LONG : XN_PAPER_SHORT,
                               .height = properties->across ? XN_PAPER_SHORT : XN_PAPER_LONG,
                               .language = properties->language,
                               .bytes = XN_BUF_INIT};
    paper->surface = cairo_pdf_surface_create_for_stream(append, &paper->bytes, paper->width * enlarged,
                                                         paper->height * enlarged);
    set_properties(paper->surface, properties);
    xn_canvas_open(&paper->canvas, paper->surface, properties->language);
    cairo_scale(paper->canvas.cairo, enlarged, enlarged);
}

/* Ends the drawing; the bytes are paper->bytes then. */
static cairo_status_t end_drawing(struct xn_paper *paper)
{
    cairo_status_t drawn = xn_canvas_close(&paper->canvas);
    cairo_surface_finish(paper->surface);
    if (drawn == CAIRO_STATUS_SUCCESS)
        drawn = cairo_surface_status(paper->surface);
    cairo_surface_destroy(paper->surface);
    return drawn;
}

void xn_paper_drop(struct xn_paper *paper)
{
    (void)end_drawing(paper);
    xn_buf_free(&paper->bytes);
}

static enum xn_status hand_over(struct xn_buf *bytes, cairo_status_t drawn, enum xn_language language,
                                struct xn_buf *buf, struct xn_error *err)
{
    XN_TRY(xn_buf_check(bytes, err));
    XN_TRY(xn_canvas_check(drawn, err));
    XN_TRY(xn_pdf_catalog_amend(bytes, language, err));
    xn_buf_append(buf, bytes->data, bytes->length);
    return xn_buf_check(buf, err);
}

enum xn_status xn_paper_finish(struct xn_paper *paper, struct xn_buf *buf, struct xn_error *err)
{
    const cairo_status_t drawn = end_drawing(paper);
    const enum xn_status status = hand_over(&paper->bytes, drawn, paper->language, buf, err);
    xn_buf_free(&paper->bytes);
    return status;
}

bool xn_paper_size_parse(const char *name, enum xn_paper_size *ret)
{
    const bool a3 = strcmp(name, "a3") == 0;
    if (!a3 && strcmp(name, "a4") != 0)
        return false;
    *ret = a3 ? XN_PAPER_A3 : XN_PAPER_A4;
    return true;
}
