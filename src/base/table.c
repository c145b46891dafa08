/* table.c - looking things up in a table of text cells. */
#include "xenia/table.h"
#include "xenia/buf.h"
#include "xenia/text.h"
#include <string.h>

void xn_table_free(struct xn_table *table)
{
    if (table)
        xn_arena_free(table->arena); /* the table itself lies in its arena */
}

size_t xn_table_column(const struct xn_table *table, const char *name)
{
    size_t found = XN_NONE, n_found = 0;
    for (size_t i = 0; i < table->n_columns; i++) {
        if (strcmp(table->column[i], name) == 0)
            return i;
        if (xn_compare_ignoring_case(table->column[i], name) == 0) {
            found = i;
            n_found++;
        }
    }
    return n_found == 1 ? found : XN_NONE;
}

enum xn_status xn_table_find_column(const struct xn_table *table, const char *name, size_t *ret,
                                    struct xn_error *err)
{
    const size_t column = xn_table_column(table, name);
    if (column != XN_NONE) {
        *ret = column;
        return XN_OK;
    }
    XN_AUTO_BUF columns = {.limit = 700};
    for (size_t i = 0; i < table->n_columns; i++)
        xn_buf_printf(&columns, "%s%s", i ? ", " : "", table->column[i]);
    return xn_fail(err, XN_INPUT, "%s has no column '%s'; it has %s%s", table->source, name,
                   xn_buf_text(&columns), columns.status == XN_OK ? "" : ", and more");
}

const char *xn_table_cell(const struct xn_table *table, size_t row, size_t column)
{
    return table->cell[row * table->n_columns + column];
}

enum xn_status xn_table_number(const struct xn_table *table, size_t row, size_t column, double *ret,
                               struct xn_error *err)
{
    if (xn_parse_double(xn_table_cell(table, row, column), ret))
        return XN_OK;
    return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found '%s', wanted a number", table->source,
                   table->row_word, table->line[row], table->column[column],
                   xn_table_cell(table, row, column));
}
