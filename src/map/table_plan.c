/* table_plan.c - planning a table. See table_plan.h.
 *
 * Widths are found as browsers do: every column gets what its longest word needs, and what is left is divided
 * by what the columns still want for their longest cells on one line. Words are measured without a font
 * (words.h), with a reserve: so only cells that may need a second line are laid out.
 */
#include "table_plan.h"
#include <math.h>
#include <string.h>
#include "words.h"

const struct xn_type xn_table_caption_type = {.size = 10, .leading = 14, .bold = true, .color = XN_COLOR_INK};
const struct xn_type xn_table_head_type = {.size = 8.5, .leading = 11, .bold = true, .color = XN_COLOR_QUIET};
const struct xn_type xn_table_cell_type = {.size = 9, .leading = 12, .color = XN_COLOR_INK};

#define CAPTION_GAP 4.0
#define NATURAL_MAX 320.0 /* a column does not ask for more on one line */

static double text_width(const char *text, const struct xn_type *type)
{
    return xn_words_width(text, (int)(type->size * 100), type->bold) / 100.0;
}

/* The longest word. */
static double word_width(const char *text, const struct xn_type *type)
{
    double widest = 0;
    while (*text) {
        char word[64];
        const size_t length = strcspn(text, " ");
        const size_t kept = length < sizeof word ? length : sizeof word - 1;
        memcpy(word, text, kept);
        word[kept] = '\0';
        widest = fmax(widest, text_width(word, type));
        text += length + strspn(text + length, " ");
    }
    return widest;
}

struct wishes {
    double least[XN_DOCUMENT_COLUMNS_MAX], natural[XN_DOCUMENT_COLUMNS_MAX];
};

static void wish(struct wishes *wishes, size_t column, const char *text, const struct xn_type *type)
{
    wishes->least[column] = fmax(wishes->least[column], word_width(text, type));
    wishes->natural[column] = fmax(wishes->natural[column], fmin(text_width(text, type), NATURAL_MAX));
}

static void collect_wishes(const struct xn_block_table *table, struct wishes *wishes)
{
    *wishes = (struct wishes){0};
    for (size_t k = 0; k < table->n_columns; k++)
        wish(wishes, k, table->header[k], &xn_table_head_type);
    for (size_t i = 0; i < table->n_rows; i++)
        for (size_t k = 0; k < table->n_columns; k++)
            wish(wishes, k, table->cell[i * table->n_columns + k], &xn_table_cell_type);
    for (size_t k = 0; k < table->n_columns; k++)
        wishes->natural[k] = fmax(wishes->natural[k], wishes->least[k]);
}

static double sum(const double *value, size_t n)
{
    double total = 0;
    for (size_t k = 0; k < n; k++)
        total += value[k];
    return total;
}

/* Everything on one line where there is room; else the least and a part of what is wanted beyond it; words
 * are broken when even the least is too wide. */
static void divide_width(const struct wishes *wishes, size_t n, double room, double *ret_column)
{
    const double least = sum(wishes->least, n), natural = sum(wishes->natural, n);
    for (size_t k = 0; k < n; k++) {
        if (natural <= room)
            ret_column[k] = wishes->natural[k];
        else if (least >= room)
            ret_column[k] = wishes->least[k] * room / least;
        else
            ret_column[k] = wishes->least[k] +
                            (wishes->natural[k] - wishes->least[k]) * (room - least) / (natural - least);
    }
}

static double cell_height(struct xn_canvas *canvas, const char *text, const struct xn_type *type,
                          double width)
{
    const size_t n = text_width(text, type) <= width ? 1 : xn_type_lines(canvas, text, type, width);
    return (double)n * type->leading;
}

static double row_height(struct xn_canvas *canvas, const struct xn_table_plan *plan, const char *const *cell,
                         size_t n_columns, const struct xn_type *type)
{
    double height = type->leading;
    for (size_t k = 0; k < n_columns; k++)
        height = fmax(height, cell_height(canvas, cell[k], type, plan->column[k]));
    return height + 2 * XN_TABLE_PADDING;
}

/* Its height is that of its longer form, so that every page has as much room. */
static enum xn_status plan_caption(const char *caption, enum xn_language language, struct xn_canvas *canvas,
                                   double width, struct xn_arena *arena, struct xn_table_plan *plan,
                                   struct xn_error *err)
{
    plan->continued = caption;
    if (!*caption)
        return XN_OK;
    plan->continued = xn_arena_printf(arena, "%s %s", caption, xn_message(language, "(continued)"));
    if (!plan->continued)
        return xn_fail_memory(err);
    plan->caption_height = cell_height(canvas, plan->continued, &xn_table_caption_type, width) + CAPTION_GAP;
    return XN_OK;
}

enum xn_status xn_table_plan_make(const struct xn_block_table *table, enum xn_language language,
                                  struct xn_canvas *canvas, double width_max, double height_max,
                                  struct xn_arena *arena, struct xn_table_plan **ret, struct xn_error *err)
{
    struct xn_table_plan *plan = NULL;
    struct wishes wishes;
    const size_t n = table->n_columns;
    XN_TRY(XN_ARENA_ARRAY(arena, 1, &plan, err));
    XN_TRY(XN_ARENA_ARRAY(arena, table->n_rows, &plan->row_height, err));
    collect_wishes(table, &wishes);
    divide_width(&wishes, n, width_max - (double)(n - 1) * XN_TABLE_GAP, plan->column);
    plan->width = sum(plan->column, n) + (double)(n - 1) * XN_TABLE_GAP;
    XN_TRY(plan_caption(table->caption, language, canvas, width_max, arena, plan, err));
    plan->head_height = row_height(canvas, plan, table->header, n, &xn_table_head_type);
    for (size_t i = 0; i < table->n_rows; i++)
        plan->row_height[i] = fmin(row_height(canvas, plan, table->cell + i * n, n, &xn_table_cell_type),
                                   height_max - plan->head_height - plan->caption_height);
    *ret = plan;
    return XN_OK;
}
