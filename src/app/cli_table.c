/* cli_table.c - rows of text, aligned for people or as CSV for programs. The first row is the header. */
#include "cli.h"
#include "xenia/memory.h"
#include <math.h>
#include <string.h>

void cli_table_free(struct cli_table *table)
{
    for (size_t i = 0; i < table->n_cells; i++)
        xn_free(table->cell[i]);
    xn_free(table->cell);
}

static bool grow(struct cli_table *table)
{
    if (table->n_cells < table->capacity)
        return true;
    const size_t capacity = table->capacity ? table->capacity * 2 : 256;
    char **grown = xn_realloc(table->cell, capacity, sizeof *grown);
    if (!grown)
        return false;
    table->cell = grown;
    table->capacity = capacity;
    return true;
}

void cli_table_cell(struct cli_table *table, const char *text)
{
    char *copy = grow(table) ? xn_strdup(text ? text : "") : NULL;
    if (copy)
        table->cell[table->n_cells++] = copy;
    else
        table->failed = true;
}

void cli_table_number(struct cli_table *table, double value)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    if (isfinite(value))
        xn_buf_put_double(&text, value);
    cli_table_cell(table, xn_buf_text(&text));
}

void cli_table_fixed(struct cli_table *table, double value, int decimals)
{
    char text[400] = "";
    if (isfinite(value))
        snprintf(text, sizeof text, "%.*f", decimals, value);
    cli_table_cell(table, text);
}

/* Characters, not bytes: continuation bytes take no place on a terminal. */
static size_t width(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xC0) != 0x80;
    return n;
}

static void put_blanks(struct xn_buf *buf, size_t n)
{
    while (n-- > 0)
        xn_buf_putc(buf, ' ');
}

static void put_aligned(const struct cli_table *table, const size_t *widest, size_t first, struct xn_buf *buf)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        const char *text = table->cell[first + i];
        const size_t padding = widest[i] - width(text);
        const bool right = i < 32 && table->right_aligned & 1u << i;
        if (right)
            put_blanks(buf, padding);
        xn_buf_puts(buf, text);
        if (i + 1 == table->n_columns)
            break;
        put_blanks(buf, (right ? 0 : padding) + 2);
    }
    while (buf->length > 0 && buf->data[buf->length - 1] == ' ')
        buf->data[--buf->length] = '\0';
    xn_buf_putc(buf, '\n');
}

static void put_csv_row(const struct cli_table *table, size_t first, struct xn_buf *buf)
{
    for (size_t i = 0; i < table->n_columns; i++) {
        if (i > 0)
            xn_buf_putc(buf, ',');
        xn_buf_put_csv(buf, table->cell[first + i]);
    }
    xn_buf_putc(buf, '\n');
}

#define COLUMNS_MAX 64

void cli_table_put(const struct cli_table *table, bool csv, struct xn_buf *buf)
{
    size_t widest[COLUMNS_MAX] = {0};
    if (table->failed || table->n_columns == 0 || table->n_columns > COLUMNS_MAX) {
        buf->status = XN_MEMORY;
        return;
    }
    for (size_t i = 0; i < table->n_cells; i++)
        if (width(table->cell[i]) > widest[i % table->n_columns])
            widest[i % table->n_columns] = width(table->cell[i]);
    for (size_t first = 0; first + table->n_columns <= table->n_cells; first += table->n_columns) {
        if (csv)
            put_csv_row(table, first, buf);
        else
            put_aligned(table, widest, first, buf);
    }
}
