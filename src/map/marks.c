/* marks.c - the growing list of marks. See marks.h. */
#include "marks.h"
#include <string.h>

/* The place of one more mark; NULL when memory is or was out. The list doubles inside the arena, so it costs
 * at most twice its size. */
static struct xn_mark *next_mark(struct xn_marks *marks)
{
    if (marks->status != XN_OK)
        return NULL;
    if (marks->count == marks->capacity) {
        const size_t capacity = marks->capacity ? 2 * marks->capacity : 256;
        struct xn_mark *grown = xn_arena_alloc(marks->arena, capacity, sizeof *grown);
        if (!grown) {
            marks->status = XN_MEMORY;
            return NULL;
        }
        if (marks->count > 0)
            memcpy(grown, marks->mark, marks->count * sizeof *grown);
        marks->mark = grown;
        marks->capacity = capacity;
    }
    return &marks->mark[marks->count++];
}

void xn_marks_add_unit(struct xn_marks *marks, const struct xn_outline *outline, const struct xn_style *style,
                       const char *unit_id, const char *tooltip)
{
    struct xn_mark *mark = next_mark(marks);
    if (mark)
        *mark = (struct xn_mark){.kind = XN_MARK_AREA,
                                 .style = *style,
                                 .outline = *outline,
                                 .unit_id = unit_id,
                                 .tooltip = tooltip};
}

void xn_marks_add_area(struct xn_marks *marks, const struct xn_outline *outline, const struct xn_style *style)
{
    xn_marks_add_unit(marks, outline, style, NULL, NULL);
}

static void add_points(struct xn_marks *marks, enum xn_mark_kind kind, const int32_t *xy, size_t n,
                       const struct xn_style *style)
{
    struct xn_outline outline = {.n_rings = 1};
    outline.ring_end = xn_arena_alloc(marks->arena, 1, sizeof *outline.ring_end);
    outline.xy = xn_arena_alloc(marks->arena, 2 * n, sizeof *outline.xy);
    struct xn_mark *mark = next_mark(marks);
    if (!mark || !outline.ring_end || !outline.xy) {
        marks->status = XN_MEMORY;
        return;
    }
    outline.ring_end[0] = (uint32_t)n;
    memcpy(outline.xy, xy, 2 * n * sizeof *xy);
    *mark = (struct xn_mark){.kind = kind, .style = *style, .outline = outline};
}

void xn_marks_add_polygon(struct xn_marks *marks, const int32_t *xy, size_t n, const struct xn_style *style)
{
    add_points(marks, XN_MARK_AREA, xy, n, style);
}

void xn_marks_add_box(struct xn_marks *marks, int x, int y, int width, int height,
                      const struct xn_style *style)
{
    const int32_t xy[] = {x, y, x + width, y, x + width, y + height, x, y + height};
    xn_marks_add_polygon(marks, xy, 4, style);
}

void xn_marks_add_line(struct xn_marks *marks, const int32_t *xy, size_t n, const struct xn_style *style)
{
    add_points(marks, XN_MARK_LINE, xy, n, style);
}

void xn_marks_add_text(struct xn_marks *marks, const struct xn_text *text, const char *words)
{
    struct xn_mark *mark = next_mark(marks);
    if (mark)
        *mark = (struct xn_mark){.kind = XN_MARK_TEXT, .text = *text, .words = words};
}
