/* table_plan.h - the widths of a table's columns and the heights of its rows. */
#ifndef XENIA_MAP_TABLE_PLAN_H
#define XENIA_MAP_TABLE_PLAN_H

#include "blocks.h"
#include "typeset.h"

extern const struct xn_type xn_table_caption_type, xn_table_head_type, xn_table_cell_type;
#define XN_TABLE_PADDING 3.0 /* above and below the text of a row */
#define XN_TABLE_GAP 10.0    /* between columns */

struct xn_table_plan {
    const char *continued; /* the caption on the pages after the first; "" without one */
    double width;
    double column[XN_DOCUMENT_COLUMNS_MAX]; /* widths without gaps */
    double caption_height, head_height;
    double *row_height;
};

/* A row is never higher than `height_max`. In the arena. */
XN_MUST_CHECK enum xn_status xn_table_plan_make(const struct xn_block_table *table, enum xn_language language,
                                                struct xn_canvas *canvas, double width_max, double height_max,
                                                struct xn_arena *arena, struct xn_table_plan **ret,
                                                struct xn_error *err);

#endif
