/* margin.c - drawing what stands around the map. See margin.h.
 *
 * Sizes are few: one for the title, one for reading, one for notes. Nothing is drawn that says nothing.
 */
#include "margin.h"
#include <math.h>
#include "words.h"

enum {
    TITLE_SIZE = 240,
    SUBTITLE_SIZE = 150,
    READING_SIZE = 130,
    NOTE_SIZE = 112,
    SWATCH_WIDTH = 300,
    SWATCH_HEIGHT = 190,
    SWATCH_GAP = 110,
    COUNT_COLUMN = 560
};

int xn_margin_row_height(int size)
{
    return size * 14 / 10;
}

enum xn_status xn_margin_lines(struct xn_marks *marks, struct xn_text text, const char *words, int width,
                               size_t most, int *y, struct xn_error *err)
{
    struct xn_words_lines lines;
    XN_TRY(xn_words_wrap(marks->arena, words, text.size, text.bold, width, most, &lines, err));
    for (size_t i = 0; i < lines.count; i++) {
        text.y = *y + text.size;
        xn_marks_add_text(marks, &text, lines.line[i]);
        *y += xn_margin_row_height(text.size);
    }
    return XN_OK;
}

enum xn_status xn_margin_header(struct xn_marks *marks, const struct xn_captions *captions, int left, int top,
                                int width, int *ret_bottom, struct xn_error *err)
{
    int y = top;
    const struct xn_text title = {.x = left, .size = TITLE_SIZE, .bold = true, .color = XN_COLOR_INK};
    const struct xn_text subtitle = {.x = left, .size = SUBTITLE_SIZE, .color = XN_COLOR_QUIET};
    XN_TRY(xn_margin_lines(marks, title, captions->title, width, 2, &y, err));
    XN_TRY(xn_margin_lines(marks, subtitle, captions->subtitle, width, 2, &y, err));
    *ret_bottom = y;
    return XN_OK;
}

/* --- legend ------------------------------------------------------------------------------------------ */

static enum xn_status legend_heading(struct xn_marks *marks, const struct xn_map *map,
                                     const struct xn_legend *legend, int left, int width, int *y,
                                     struct xn_error *err)
{
    const struct xn_text text = {.x = left, .size = READING_SIZE, .bold = true, .color = XN_COLOR_INK};
    const struct xn_text quiet = {.x = left, .size = NOTE_SIZE, .color = XN_COLOR_QUIET};
    XN_TRY(xn_margin_lines(marks, text, legend->heading, width - COUNT_COLUMN, 3, y, err));
    if (legend->explanation)
        XN_TRY(xn_margin_lines(marks, quiet, legend->explanation, width - COUNT_COLUMN, 3, y, err));
    const struct xn_text column = {.x = left + width,
                                   .y = *y - xn_margin_row_height(NOTE_SIZE) + NOTE_SIZE,
                                   .size = NOTE_SIZE,
                                   .anchor = XN_ANCHOR_END,
                                   .color = XN_COLOR_QUIET};
    xn_marks_add_text(marks, &column, xn_message(map->language, "areas"));
    *y += READING_SIZE / 2;
    return XN_OK;
}

static enum xn_status legend_row(struct xn_marks *marks, const struct xn_map *map,
                                 const struct xn_category *category, int left, int width, int *y,
                                 struct xn_error *err)
{
    const struct xn_style swatch = {
        .filled = true, .fill = category->fill, .stroke = XN_COLOR_QUIET, .stroke_width = 5};
    xn_marks_add_box(marks, left, *y, SWATCH_WIDTH, SWATCH_HEIGHT, &swatch);
    const int label_left = left + SWATCH_WIDTH + SWATCH_GAP;
    int label_bottom = *y + (SWATCH_HEIGHT - READING_SIZE) / 2 - READING_SIZE / 10;
    const int base_line = label_bottom + READING_SIZE;
    const struct xn_text label = {.x = label_left, .size = READING_SIZE, .color = XN_COLOR_INK};
    XN_TRY(xn_margin_lines(marks, label, category->label, left + width - COUNT_COLUMN - label_left, 4,
                           &label_bottom, err));
    XN_AUTO_BUF number = XN_BUF_INIT;
    const char *count = NULL;
    xn_number_put(&number, map->language, (double)category->n_units, 0);
    XN_TRY(xn_words_keep(&number, marks->arena, &count, err));
    const struct xn_text units = {.x = left + width,
                                  .y = base_line,
                                  .size = READING_SIZE,
                                  .anchor = XN_ANCHOR_END,
                                  .color = XN_COLOR_QUIET};
    xn_marks_add_text(marks, &units, count);
    const int swatch_bottom = *y + SWATCH_HEIGHT;
    *y = (label_bottom > swatch_bottom ? label_bottom : swatch_bottom) + 70;
    return XN_OK;
}

enum xn_status xn_margin_legend(struct xn_marks *marks, const struct xn_map *map,
                                const struct xn_legend *legend, int left, int top, int width, int *ret_bottom,
                                struct xn_error *err)
{
    int y = top;
    XN_TRY(legend_heading(marks, map, legend, left, width, &y, err));
    for (size_t i = 0; i < legend->n_categories; i++) {
        const bool is_no_value = i + 1 == legend->n_categories;
        if (!is_no_value || legend->category[i].n_units > 0)
            XN_TRY(legend_row(marks, map, &legend->category[i], left, width, &y, err));
    }
    *ret_bottom = y;
    return XN_OK;
}

/* --- scale and north --------------------------------------------------------------------------------- */

/* The greatest of 1, 2 or 5 times a power of ten that is not above `length_m`. */
static double round_length_m(double length_m)
{
    const double power = pow(10, floor(log10(length_m)));
    return length_m >= 5 * power ? 5 * power : length_m >= 2 * power ? 2 * power : power;
}

static void put_length(struct xn_buf *buf, enum xn_language language, double length_m)
{
    const bool kilometres = length_m >= 1000;
    const double shown = kilometres ? length_m / 1000 : length_m;
    xn_number_put(buf, language, shown, shown < 1 ? 1 : 0);
    xn_buf_puts(buf, kilometres ? "\xC2\xA0km" : "\xC2\xA0m");
}

static void add_north_arrow(struct xn_marks *marks, int middle, int bottom, const char *letter)
{
    const int32_t xy[] = {middle, bottom - 240, middle + 75, bottom,
                          middle, bottom - 55,  middle - 75, bottom};
    const struct xn_style style = {.filled = true, .fill = {.color = XN_COLOR_QUIET}};
    xn_marks_add_polygon(marks, xy, 4, &style);
    const struct xn_text north = {.x = middle,
                                  .y = bottom - 280,
                                  .size = NOTE_SIZE,
                                  .anchor = XN_ANCHOR_MIDDLE,
                                  .color = XN_COLOR_QUIET};
    xn_marks_add_text(marks, &north, letter);
}

enum xn_status xn_margin_scale(struct xn_marks *marks, const struct xn_map *map, double tenths_per_m,
                               int left, int bottom, int width, struct xn_error *err)
{
    const double length_m = round_length_m(width * 0.6 / tenths_per_m);
    const int length = (int)lround(length_m * tenths_per_m);
    const int32_t xy[] = {left, bottom - 80, left, bottom, left + length, bottom, left + length, bottom - 80};
    const struct xn_style style = {.stroke = XN_COLOR_QUIET, .stroke_width = 12};
    xn_marks_add_line(marks, xy, 4, &style);
    XN_AUTO_BUF words = XN_BUF_INIT;
    const char *label = NULL;
    put_length(&words, map->language, length_m);
    XN_TRY(xn_words_keep(&words, marks->arena, &label, err));
    const struct xn_text text = {.x = left + length / 2,
                                 .y = bottom - 50,
                                 .size = NOTE_SIZE,
                                 .anchor = XN_ANCHOR_MIDDLE,
                                 .color = XN_COLOR_QUIET};
    xn_marks_add_text(marks, &text, label);
    add_north_arrow(marks, left + width - 75, bottom, xn_message(map->language, "N"));
    return XN_OK;
}

/* --- notes ------------------------------------------------------------------------------------------- */

enum xn_status xn_margin_notes(struct xn_marks *marks, const struct xn_captions *captions, int left, int top,
                               int width, int *ret_bottom, struct xn_error *err)
{
    const int32_t xy[] = {left, top, left + width, top};
    const struct xn_style rule = {.stroke = 0xd9d9d9, .stroke_width = 8};
    xn_marks_add_line(marks, xy, 2, &rule);
    int y = top + NOTE_SIZE;
    const struct xn_text text = {.x = left, .size = NOTE_SIZE, .color = XN_COLOR_QUIET};
    for (size_t i = 0; i < captions->n_notes; i++)
        XN_TRY(xn_margin_lines(marks, text, captions->note[i], width, XN_WORDS_LINE_MAX, &y, err));
    *ret_bottom = y;
    return XN_OK;
}
