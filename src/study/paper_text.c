/* paper_text.c - a paper as plain text of 80 columns: paragraphs are folded, and so are the cells of tables.
 */
#include <string.h>
#include "paper.h"

#define TEXT_WIDTH 80
#define GUTTER 2
#define COLUMN_MAX 8

/* Columns that a text takes: one for each code point. */
static size_t width_of(const char *text, size_t length)
{
    size_t width = 0;
    for (size_t i = 0; i < length; i++)
        width += ((unsigned char)text[i] & 0xc0) != 0x80;
    return width;
}

static size_t bytes_of(const char *text, size_t columns)
{
    size_t at = 0;
    while (text[at] && (columns > 0 || ((unsigned char)text[at] & 0xc0) == 0x80))
        columns -= ((unsigned char)text[at++] & 0xc0) != 0x80;
    return at;
}

/* Bytes of the next line of at most `width` columns; a word that is wider is cut when `cut`. */
static size_t line_of(const char *text, size_t width, bool cut)
{
    size_t end = 0;
    for (size_t at = 0;;) {
        at += strcspn(text + at, " ");
        if (width_of(text, at) > width)
            return end > 0 ? end : cut ? bytes_of(text, width) : at;
        end = at;
        if (!text[at])
            return end;
        at++;
    }
}

static void put_spaces(struct xn_buf *buf, size_t n)
{
    while (n-- > 0)
        xn_buf_putc(buf, ' ');
}

/* Folded text with a hanging indent; `first` stands in front of it. */
static void put_folded(struct xn_buf *buf, const char *first, const char *text, size_t indent)
{
    xn_buf_puts(buf, first);
    for (bool more = false; *text || !more; more = true) {
        if (more)
            put_spaces(buf, indent);
        const size_t length = line_of(text, TEXT_WIDTH - indent, false);
        xn_buf_append(buf, text, length);
        xn_buf_putc(buf, '\n');
        text += length + (text[length] == ' ');
    }
}

static void put_rule(struct xn_buf *buf, const char *text, char line)
{
    xn_buf_printf(buf, "%s\n", text);
    for (size_t i = width_of(text, strlen(text)); i > 0; i--)
        xn_buf_putc(buf, line);
    xn_buf_puts(buf, "\n\n");
}

/* --- tables
 * ------------------------------------------------------------------------------------------------------ */

/* Columns of the longest word. */
static size_t word_of(const char *text)
{
    size_t longest = 0;
    for (; *text; text += text[0] == ' ') {
        const size_t length = strcspn(text, " "), width = width_of(text, length);
        longest = width > longest ? width : longest;
        text += length;
    }
    return longest;
}

/* The widest column that can still give way; n: none. */
static size_t widest_of(const size_t *width, const size_t *least, size_t n)
{
    size_t widest = n;
    for (size_t i = 0; i < n; i++)
        if (width[i] > least[i] && (widest == n || width[i] > width[widest]))
            widest = i;
    return widest;
}

/* Natural widths, then the widest column gives way until the table fits: down to its longest word, and where
 * that is not enough, words are cut. */
static void find_widths(const struct paper_block *table, size_t *width)
{
    const size_t n = table->n_columns;
    size_t word[COLUMN_MAX] = {0}, least[COLUMN_MAX] = {0}, column = 0, total = GUTTER * (n - 1);
    for (const struct paper_block *cell = table->next; cell && cell->kind == PAPER_CELL; cell = cell->next) {
        const size_t needed = width_of(cell->text, strlen(cell->text)), longest = word_of(cell->text);
        width[column] = needed > width[column] ? needed : width[column];
        word[column] = longest > word[column] ? longest : word[column];
        column = (column + 1) % n;
    }
    for (size_t i = 0; i < n; i++)
        total += width[i];
    while (total > TEXT_WIDTH) {
        size_t widest = widest_of(width, word, n);
        widest = widest < n ? widest : widest_of(width, least, n);
        width[widest]--;
        total--;
    }
}

/* One row, whose cells may take several lines. `rest`: what of each cell is still to come. */
static const struct paper_block *put_row(struct xn_buf *buf, const struct paper_block *table,
                                         const struct paper_block *cell, const size_t *width)
{
    const char *rest[COLUMN_MAX];
    size_t n = 0;
    for (; n < table->n_columns && cell && cell->kind == PAPER_CELL; cell = cell->next)
        rest[n++] = cell->text;
    for (bool more = true; more;) {
        size_t behind = 0; /* blanks that are put only when something follows */
        more = false;
        for (size_t i = 0; i < n; i++) {
            const size_t length = line_of(rest[i], width[i], true), used = width_of(rest[i], length);
            const size_t free = width[i] > used ? width[i] - used : 0;
            const bool right = table->numbers & 1u << i;
            if (length > 0) {
                put_spaces(buf, behind + (right ? free : 0));
                xn_buf_append(buf, rest[i], length);
                behind = right ? 0 : free;
            } else {
                behind += width[i];
            }
            behind += GUTTER;
            rest[i] += length + (rest[i][length] == ' ');
            more |= *rest[i] != '\0';
        }
        xn_buf_putc(buf, '\n');
    }
    return cell;
}

static const struct paper_block *put_table(struct xn_buf *buf, const struct paper_block *table)
{
    size_t width[COLUMN_MAX] = {0}, total = 0;
    find_widths(table, width);
    put_folded(buf, "", table->label, 0);
    xn_buf_putc(buf, '\n');
    const struct paper_block *cell = put_row(buf, table, table->next, width);
    for (size_t i = 0; i < table->n_columns; i++)
        total += width[i] + (i ? GUTTER : 0);
    for (size_t i = 0; i < total; i++)
        xn_buf_putc(buf, '-');
    xn_buf_putc(buf, '\n');
    while (cell && cell->kind == PAPER_CELL)
        cell = put_row(buf, table, cell, width);
    xn_buf_putc(buf, '\n');
    return cell;
}

/* --- the whole
 * ------------------------------------------------------------------------------------------------------ */

static void put_field(struct xn_buf *buf, const struct paper_block *block)
{
    xn_buf_printf(buf, "%s:\n", block->label);
    put_folded(buf, "    ", block->text, 4);
    if (!block->next || block->next->kind != PAPER_FIELD)
        xn_buf_putc(buf, '\n');
}

static const struct paper_block *put_block(struct xn_buf *buf, const struct paper_block *block)
{
    switch (block->kind) {
    case PAPER_TABLE:
        return put_table(buf, block);
    case PAPER_SECTION:
        put_rule(buf, block->text, '-');
        break;
    case PAPER_ITEM:
        put_folded(buf, "- ", block->text, 2);
        if (!block->next || block->next->kind != PAPER_ITEM)
            xn_buf_putc(buf, '\n');
        break;
    case PAPER_FIELD:
        put_field(buf, block);
        break;
    case PAPER_TEXT:
    case PAPER_CELL:
        put_folded(buf, "", block->text, 0);
        xn_buf_putc(buf, '\n');
        break;
    }
    return block->next;
}

void xn_paper_put_text(const struct xn_paper *paper, struct xn_buf *buf)
{
    put_rule(buf, paper->title, '=');
    put_folded(buf, "", paper->subtitle, 0);
    xn_buf_putc(buf, '\n');
    if (paper->banner) {
        put_folded(buf, "! ", paper->banner, 2);
        xn_buf_putc(buf, '\n');
    }
    if (paper->gaps) {
        put_folded(buf, "! ", paper->gaps, 2);
        xn_buf_putc(buf, '\n');
    }
    for (const struct paper_block *block = paper->first; block;)
        block = put_block(buf, block);
    put_folded(buf, "", paper->footer, 0);
}
