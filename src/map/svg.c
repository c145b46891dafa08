/* svg.c - a view as SVG, written by ourselves.
 *
 * Colours are presentation attributes and text is <text>, so the file needs no style sheet, no script and no
 * font, passes the strictest content security policy, and has the same bytes each time. The user unit is a
 * tenth of a pixel: all numbers are whole, and paths are relative, so that a city of 5,000 areas stays small.
 */
#include "svg.h"
#include "legend.h"

_Static_assert(XN_SVG_PATTERNS_MAX >= 2 * XN_CATEGORY_MAX, "every category may be hatched in two ways");

static void put_color(struct xn_buf *buf, const char *attribute, uint32_t color)
{
    xn_buf_printf(buf, " %s=\"#%06x\"", attribute, (unsigned)color);
}

struct writer {
    struct xn_buf *buf;
    const char *prefix; /* of all ids */
    size_t n_patterns;
    struct xn_fill pattern[XN_SVG_PATTERNS_MAX];
};

/* --- hatching ---------------------------------------------------------------------------------------- */

static bool same_fill(const struct xn_fill *a, const struct xn_fill *b)
{
    return a->color == b->color && a->hatch == b->hatch && a->hatch_color == b->hatch_color;
}

/* The pattern's number; n_patterns when there is none yet. */
static size_t find_pattern(const struct writer *writer, const struct xn_fill *fill)
{
    size_t i = 0;
    while (i < writer->n_patterns && !same_fill(&writer->pattern[i], fill))
        i++;
    return i;
}

/* Lines across the tile's corners continue those of the neighbouring tiles. */
static void put_hatching(struct xn_buf *buf, enum xn_hatch hatch)
{
    const int s = XN_VIEW_HATCH_STEP;
    if (hatch != XN_HATCH_FALLING)
        xn_buf_printf(buf, "M-15 15l30-30M0 %dl%d-%dM%d %dl30-30", s, s, s, s - 15, s + 15);
    if (hatch != XN_HATCH_RISING)
        xn_buf_printf(buf, "M-15 %dl30 30M0 0l%d %dM%d-15l30 30", s - 15, s, s, s - 15);
}

static void put_pattern(struct writer *writer, const struct xn_fill *fill)
{
    const int s = XN_VIEW_HATCH_STEP;
    xn_buf_printf(writer->buf,
                  "<pattern id=\"%shatch-%zu\" patternUnits=\"userSpaceOnUse\" width=\"%d\" height=\"%d\">"
                  "<path d=\"M0 0h%dv%dh-%dz\"",
                  writer->prefix, writer->n_patterns + 1, s, s, s, s, s);
    put_color(writer->buf, "fill", fill->color);
    xn_buf_puts(writer->buf, "/><path d=\"");
    put_hatching(writer->buf, fill->hatch);
    xn_buf_putc(writer->buf, '"');
    put_color(writer->buf, "stroke", fill->hatch_color);
    xn_buf_printf(writer->buf, " stroke-width=\"%d\"/></pattern>\n", XN_VIEW_HATCH_WIDTH);
    writer->pattern[writer->n_patterns++] = *fill;
}

static void put_patterns(struct writer *writer, const struct xn_marks *marks)
{
    xn_buf_puts(writer->buf, "<defs>\n");
    for (size_t i = 0; i < marks->count; i++) {
        const struct xn_fill *fill = &marks->mark[i].style.fill;
        if (fill->hatch != XN_HATCH_NONE && writer->n_patterns < XN_SVG_PATTERNS_MAX &&
            find_pattern(writer, fill) == writer->n_patterns)
            put_pattern(writer, fill);
    }
    xn_buf_puts(writer->buf, "</defs>\n");
}

/* --- areas and lines --------------------------------------------------------------------------------- */

/* A number after another one: the minus sign separates as well as a blank. */
static void put_next(struct xn_buf *buf, int value)
{
    xn_buf_printf(buf, value < 0 ? "%d" : " %d", value);
}

static void put_ring(struct xn_buf *buf, const int32_t *xy, size_t n, bool closed)
{
    xn_buf_printf(buf, "M%d", (int)xy[0]);
    put_next(buf, xy[1]);
    for (size_t i = 1; i < n; i++) {
        const int dx = xy[2 * i] - xy[2 * i - 2], dy = xy[2 * i + 1] - xy[2 * i - 1];
        if (i == 1)
            xn_buf_printf(buf, "l%d", dx);
        else
            put_next(buf, dx);
        put_next(buf, dy);
    }
    if (closed)
        xn_buf_putc(buf, 'z');
}

static void put_path(struct xn_buf *buf, const struct xn_mark *mark)
{
    xn_buf_puts(buf, "<path d=\"");
    size_t start = 0;
    for (size_t ring = 0; ring < mark->outline.n_rings; start = mark->outline.ring_end[ring++])
        put_ring(buf, mark->outline.xy + 2 * start, mark->outline.ring_end[ring] - start,
                 mark->kind == XN_MARK_AREA);
    xn_buf_putc(buf, '"');
    if (!mark->unit_id) {
        xn_buf_puts(buf, "/>\n");
        return;
    }
    xn_buf_puts(buf, " data-unit=\"");
    xn_buf_put_xml(buf, mark->unit_id);
    xn_buf_puts(buf, "\"><title>");
    xn_buf_put_xml(buf, mark->tooltip);
    xn_buf_puts(buf, "</title></path>\n");
}

static void put_style(struct writer *writer, const struct xn_style *style)
{
    struct xn_buf *buf = writer->buf;
    if (!style->filled)
        xn_buf_puts(buf, " fill=\"none\"");
    else if (style->fill.hatch == XN_HATCH_NONE)
        put_color(buf, "fill", style->fill.color);
    else
        xn_buf_printf(buf, " fill=\"url(#%shatch-%zu)\"", writer->prefix,
                      find_pattern(writer, &style->fill) + 1);
    if (style->stroke_width == 0)
        return;
    put_color(buf, "stroke", style->stroke);
    xn_buf_printf(buf, " stroke-width=\"%d\"", style->stroke_width);
}

static bool same_style(const struct xn_style *a, const struct xn_style *b)
{
    return a->filled == b->filled && same_fill(&a->fill, &b->fill) && a->stroke == b->stroke &&
           a->stroke_width == b->stroke_width;
}

/* The marks from `first` on that share its style, as one group; the position after them. */
static size_t put_group(struct writer *writer, const struct xn_marks *marks, size_t first)
{
    size_t i = first;
    xn_buf_puts(writer->buf, "<g");
    put_style(writer, &marks->mark[first].style);
    xn_buf_puts(writer->buf, ">\n");
    for (; i < marks->count && marks->mark[i].kind != XN_MARK_TEXT &&
           same_style(&marks->mark[i].style, &marks->mark[first].style);
         i++)
        put_path(writer->buf, &marks->mark[i]);
    xn_buf_puts(writer->buf, "</g>\n");
    return i;
}

/* --- text -------------------------------------------------------------------------------------------- */

static void put_text(struct xn_buf *buf, const struct xn_mark *mark)
{
    static const char *const anchor[] = {"", " text-anchor=\"middle\"", " text-anchor=\"end\""};
    const struct xn_text *text = &mark->text;
    xn_buf_printf(buf, "<text x=\"%d\" y=\"%d\" font-size=\"%d\"%s%s", text->x, text->y, text->size,
                  anchor[text->anchor], text->bold ? " font-weight=\"bold\"" : "");
    put_color(buf, "fill", text->color);
    if (text->halo) {
        put_color(buf, "stroke", XN_COLOR_PAPER);
        xn_buf_printf(buf, " stroke-width=\"%d\" paint-order=\"stroke\"", XN_VIEW_HALO_WIDTH);
    }
    xn_buf_puts(buf, text->on_unit ? " pointer-events=\"none\">" : ">");
    xn_buf_put_xml(buf, mark->words);
    xn_buf_puts(buf, "</text>\n");
}

/* --- the document ------------------------------------------------------------------------------------ */

static void put_head(struct writer *writer, const struct xn_view *view)
{
    struct xn_buf *buf = writer->buf;
    const char *language = xn_language_tag(view->language);
    xn_buf_printf(buf,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d.%d\" "
                  "viewBox=\"0 0 %d %d\" lang=\"%s\" xml:lang=\"%s\" role=\"img\" "
                  "aria-labelledby=\"%stitle %sdescription\" font-family=\"%s\" "
                  "fill-rule=\"evenodd\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n",
                  view->width / 10, view->height / 10, view->height % 10, view->width, view->height, language,
                  language, writer->prefix, writer->prefix, XN_VIEW_FONT);
    xn_buf_printf(buf, "<title id=\"%stitle\">", writer->prefix);
    xn_buf_put_xml(buf, view->title);
    xn_buf_printf(buf, "</title>\n<desc id=\"%sdescription\">", writer->prefix);
    xn_buf_put_xml(buf, view->description);
    xn_buf_puts(buf, "</desc>\n");
}

void xn_svg_put(const struct xn_view *view, const char *prefix, struct xn_buf *buf)
{
    struct writer writer = {.buf = buf, .prefix = prefix};
    const struct xn_marks *marks = &view->marks;
    put_head(&writer, view);
    put_patterns(&writer, marks);
    xn_buf_printf(buf, "<path d=\"M0 0h%dv%dh-%dz\"", view->width, view->height, view->width);
    put_color(buf, "fill", XN_COLOR_PAPER);
    xn_buf_puts(buf, "/>\n");
    for (size_t i = 0; i < marks->count;) {
        if (marks->mark[i].kind == XN_MARK_TEXT)
            put_text(buf, &marks->mark[i++]);
        else
            i = put_group(&writer, marks, i);
    }
    xn_buf_puts(buf, "</svg>\n");
}

enum xn_status xn_map_svg(const struct xn_map *map, struct xn_buf *buf, struct xn_error *err)
{
    XN_AUTO(xn_view_free) struct xn_view *view = NULL;
    XN_TRY(xn_view_make(map, &xn_view_screen, &view, err));
    xn_buf_puts(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xn_svg_put(view, "map-", buf);
    return xn_buf_check(buf, err);
}
