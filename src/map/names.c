/* names.c - the names of units, where they fit inside them. */
#include <math.h>
#include <string.h>
#include "layout.h"
#include "words.h"

enum {
    NAME_SIZE = 100,
    NUMBER_SIZE = 90,
    NUMBER_LENGTH_MAX = 3,
    NAME_UNITS_MAX = 200 /* above it names would be a sprinkle of the few large units */
};

/* Splits "Kinderhaus-West" or "Berg Fidel" where its halves are most alike; one line when there is no blank
 * or hyphen inside. */
static enum xn_status split_name(struct xn_arena *arena, const char *name, struct xn_words_lines *ret,
                                 struct xn_error *err)
{
    const size_t length = strlen(name);
    size_t split = 0;
    for (size_t i = 1; i + 1 < length; i++)
        if ((name[i - 1] == ' ' || name[i - 1] == '-') &&
            (split == 0 ||
             fabs(2.0 * (double)i - (double)length) < fabs(2.0 * (double)split - (double)length)))
            split = i;
    struct xn_words_lines lines = {.count = 1, .line = {name}};
    if (split > 0) {
        lines.count = 2;
        lines.line[0] = xn_arena_strndup(arena, name, name[split - 1] == ' ' ? split - 1 : split);
        lines.line[1] = name + split;
    }
    if (!lines.line[0])
        return xn_fail_memory(err);
    *ret = lines;
    return XN_OK;
}

/* Writes the lines where they fit inside the unit's outline; false: nowhere. */
static bool write_inside(const struct xn_layout *layout, const struct xn_outline *outline,
                         struct xn_marks *marks, size_t unit, int size, const struct xn_words_lines *lines)
{
    const struct xn_unit *source = xn_city_unit(layout->map->city, layout->map->level, unit);
    const struct xn_fill fill = xn_legend_fill(layout->map, &layout->legend, unit);
    const struct xn_frame *frame = &layout->frame;
    int width = 0;
    for (size_t i = 0; i < lines->count; i++)
        width = (int)fmax(width, xn_words_width(lines->line[i], size, false));
    int x = frame->left + (int)((source->x_m - frame->min_x_m) * frame->tenths_per_m);
    int y = frame->top + (int)((frame->max_y_m - source->y_m) * frame->tenths_per_m);
    const int line_height = size * 115 / 100;
    if (!xn_outline_fit_box(outline, width, line_height * (int)lines->count, &x, &y))
        return false;
    struct xn_text text = {.x = x,
                           .y = y - line_height * ((int)lines->count - 1) / 2 + size * 35 / 100,
                           .size = size,
                           .anchor = XN_ANCHOR_MIDDLE,
                           .color = fill.hatch == XN_HATCH_NONE ? xn_color_on(&fill) : XN_COLOR_INK,
                           .halo = fill.hatch != XN_HATCH_NONE,
                           .on_unit = true};
    for (size_t i = 0; i < lines->count; i++, text.y += line_height)
        xn_marks_add_text(marks, &text, lines->line[i]);
    return true;
}

/* The name on one line, or on two, or else the number when it is short: whatever fits first. */
static enum xn_status add_name(const struct xn_layout *layout, const struct xn_outline *outline,
                               struct xn_marks *marks, size_t unit, struct xn_error *err)
{
    const struct xn_unit *source = xn_city_unit(layout->map->city, layout->map->level, unit);
    struct xn_words_lines whole = {.count = 1}, halves, number = {.count = 1};
    XN_TRY(xn_words_clean(marks->arena, source->name, &whole.line[0], err));
    XN_TRY(xn_words_clean(marks->arena, source->id, &number.line[0], err));
    XN_TRY(split_name(marks->arena, whole.line[0], &halves, err));
    if (write_inside(layout, outline, marks, unit, NAME_SIZE, &whole))
        return XN_OK;
    if (halves.count > 1 && write_inside(layout, outline, marks, unit, NAME_SIZE, &halves))
        return XN_OK;
    if (strlen(number.line[0]) <= NUMBER_LENGTH_MAX)
        (void)write_inside(layout, outline, marks, unit, NUMBER_SIZE, &number);
    return XN_OK;
}

enum xn_status xn_names_draw(const struct xn_layout *layout, const struct xn_outline *outline,
                             struct xn_marks *marks, struct xn_error *err)
{
    const size_t n = xn_city_units(layout->map->city, layout->map->level);
    for (size_t i = 0; n <= NAME_UNITS_MAX && i < n; i++)
        XN_TRY(add_name(layout, &outline[i], marks, i, err));
    return XN_OK;
}
