/* press_table.c - drawing tables: lines below rows, none between columns. See press.h. */
#include <math.h>
#include "press.h"
#include "table_plan.h"

static void draw_row(struct xn_press *press, const struct xn_piece *piece, const char *const *cell,
                     const struct xn_type *type, const char *tag, double y, double height)
{
    const struct xn_block_table *table = press->document->block[piece->block].table;
    const size_t most = (size_t)fmax((height - 2 * XN_TABLE_PADDING + 0.01) / type->leading, 1);
    struct xn_type_place place = {.x = press->pages->grid.left, .y = y + XN_TABLE_PADDING};
    xn_press_begin(press, "TR");
    for (size_t k = 0; k < table->n_columns; k++) {
        place.width = piece->table->column[k];
        place.anchor = table->numbers >> k & 1 ? XN_ANCHOR_END : XN_ANCHOR_START;
        xn_press_begin(press, tag);
        const size_t n = xn_type_lines(press->canvas, cell[k], type, place.width);
        xn_type_draw(press->canvas, cell[k], type, &place, 0, n < most ? n : most);
        xn_press_end(press, tag);
        place.x += place.width + XN_TABLE_GAP;
    }
    xn_press_end(press, "TR");
}

static void draw_caption(struct xn_press *press, const struct xn_piece *piece)
{
    const struct xn_grid *grid = &press->pages->grid;
    const char *caption =
        piece->from == 0 ? press->document->block[piece->block].table->caption : piece->table->continued;
    const struct xn_type_place place = {.x = grid->left, .y = piece->y, .width = grid->right - grid->left};
    if (!*caption)
        return;
    xn_press_begin(press, "Caption");
    xn_type_draw(press->canvas, caption, &xn_table_caption_type, &place, 0,
                 xn_type_lines(press->canvas, caption, &xn_table_caption_type, place.width));
    xn_press_end(press, "Caption");
}

void xn_press_table(struct xn_press *press, const struct xn_piece *piece)
{
    const struct xn_block_table *table = press->document->block[piece->block].table;
    const struct xn_table_plan *plan = piece->table;
    const double left = press->pages->grid.left;
    double y = piece->y + plan->caption_height;
    xn_press_begin(press, "Table");
    draw_caption(press, piece);
    draw_row(press, piece, table->header, &xn_table_head_type, "TH", y, plan->head_height);
    y += plan->head_height;
    xn_press_rule(press, left, y, plan->width, 0.8, XN_COLOR_INK);
    for (size_t i = piece->from; i < piece->to; i++) {
        draw_row(press, piece, table->cell + i * table->n_columns, &xn_table_cell_type, "TD", y,
                 plan->row_height[i]);
        y += plan->row_height[i];
        xn_press_rule(press, left, y, plan->width, 0.4,
                      i + 1 == table->n_rows ? XN_COLOR_QUIET : XN_PRESS_RULE);
    }
    xn_press_end(press, "Table");
}
