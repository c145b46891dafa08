/* csv.c - CSV files (RFC 4180) into tables.
 *
 * One pass over the decoded text: fields are collected cell by cell, a row is checked against the header when
 * its line ends. Blank lines are passed over.
 */
#include "xenia/table.h"
#include "xenia/text.h"
#include <stdint.h>
#include <string.h>

struct reader {
    const char *text; /* NUL-terminated UTF-8 */
    const char *source;
    char separator;
    uint32_t line;
    struct xn_arena *arena;
    /* what is collected, on the heap while it grows */
    const char **cell;
    size_t n_cells, cell_capacity;
    uint32_t *row_line;
    size_t n_rows, row_capacity;
    size_t n_columns;
};

static void reader_free(struct reader *reader)
{
    xn_free(reader->cell);
    xn_free(reader->row_line);
}

static enum xn_status add_cell(struct reader *reader, const char *text, struct xn_error *err)
{
    if (reader->n_cells == reader->cell_capacity) {
        const size_t capacity = reader->cell_capacity ? reader->cell_capacity * 2 : 256;
        const char **grown = xn_realloc(reader->cell, capacity, sizeof *grown);
        if (!grown)
            return xn_fail_memory(err);
        reader->cell = grown;
        reader->cell_capacity = capacity;
    }
    reader->cell[reader->n_cells++] = text;
    return XN_OK;
}

static enum xn_status add_row(struct reader *reader, uint32_t line, struct xn_error *err)
{
    if (reader->n_rows > XN_TABLE_ROW_LIMIT)
        return xn_fail(err, XN_LIMIT, "%s has more than %u rows", reader->source, XN_TABLE_ROW_LIMIT);
    if (reader->n_rows == reader->row_capacity) {
        const size_t capacity = reader->row_capacity ? reader->row_capacity * 2 : 256;
        uint32_t *grown = xn_realloc(reader->row_line, capacity, sizeof *grown);
        if (!grown)
            return xn_fail_memory(err);
        reader->row_line = grown;
        reader->row_capacity = capacity;
    }
    reader->row_line[reader->n_rows++] = line;
    return XN_OK;
}

/* A field in quotes, with "" for a quote; the text stands behind the opening quote. */
static enum xn_status take_quoted(struct reader *reader, const char **ret, struct xn_error *err)
{
    const uint32_t opened = reader->line;
    const char *from = reader->text;
    size_t length = 0, quotes = 0;
    for (;; length++) {
        if (from[length] == '\0')
            return xn_fail(err, XN_INPUT, "%s, line %u: a quote is opened and never closed", reader->source,
                           opened);
        if (from[length] == '\n')
            reader->line++;
        if (from[length] != '"')
            continue;
        if (from[length + 1] != '"')
            break;
        length++;
        quotes++;
    }
    char *field = xn_arena_alloc(reader->arena, length - quotes + 1, 1);
    if (!field)
        return xn_fail_memory(err);
    for (size_t i = 0, at = 0; i < length; i++) {
        field[at++] = from[i];
        if (from[i] == '"')
            i++;
    }
    reader->text += length + 1;
    *ret = field;
    return XN_OK;
}

static enum xn_status take_field(struct reader *reader, struct xn_error *err)
{
    const char *field = NULL;
    const char *start = reader->text + strspn(reader->text, reader->separator == '\t' ? " " : " \t");
    if (*start == '"') {
        reader->text = start + 1;
        XN_TRY(take_quoted(reader, &field, err));
        reader->text += strspn(reader->text, " ");
        if (*reader->text && *reader->text != reader->separator && *reader->text != '\n' &&
            *reader->text != '\r')
            return xn_fail(err, XN_INPUT, "%s, line %u: found '%.10s' behind a closing quote, wanted '%c'",
                           reader->source, reader->line, reader->text, reader->separator);
    } else {
        const char stop[] = {reader->separator, '\r', '\n', '\0'};
        const size_t length = strcspn(reader->text, stop);
        field = xn_trim(reader->arena, reader->text, length);
        reader->text += length;
        if (!field)
            return xn_fail_memory(err);
    }
    return add_cell(reader, field, err);
}

static enum xn_status take_row(struct reader *reader, struct xn_error *err)
{
    const uint32_t line = reader->line;
    const size_t first = reader->n_cells;
    XN_TRY(take_field(reader, err));
    while (*reader->text == reader->separator) {
        reader->text++;
        XN_TRY(take_field(reader, err));
    }
    if (*reader->text == '\r')
        reader->text++;
    if (*reader->text == '\n') {
        reader->text++;
        reader->line++;
    }
    const size_t n_fields = reader->n_cells - first;
    if (n_fields == 1 && reader->cell[first][0] == '\0') { /* a blank line */
        reader->n_cells = first;
        return XN_OK;
    }
    if (reader->n_rows == 0)
        reader->n_columns = n_fields;
    else if (n_fields != reader->n_columns)
        return xn_fail(err, XN_INPUT, "%s, line %u: found %zu fields, wanted %zu as in the header",
                       reader->source, line, n_fields, reader->n_columns);
    return add_row(reader, line, err);
}

static char find_separator(const char *text)
{
    static const char candidate[] = {',', ';', '\t', '|'};
    size_t best = 0, most = 0;
    for (size_t i = 0; i < sizeof candidate; i++) {
        size_t count = 0;
        for (const char *at = text; *at && *at != '\n'; at++)
            count += *at == candidate[i];
        if (count > most) {
            best = i;
            most = count;
        }
    }
    return candidate[best];
}

static enum xn_status check_header(const struct reader *reader, struct xn_error *err)
{
    if (reader->n_rows == 0)
        return xn_fail(err, XN_INPUT, "%s is empty, wanted a header line", reader->source);
    if (reader->n_columns > XN_TABLE_COLUMN_LIMIT)
        return xn_fail(err, XN_LIMIT, "%s has %zu columns, the limit is %u", reader->source,
                       reader->n_columns, XN_TABLE_COLUMN_LIMIT);
    for (size_t i = 0; i < reader->n_columns; i++) {
        if (reader->cell[i][0] == '\0')
            return xn_fail(err, XN_INPUT, "%s, line %u: column %zu of the header has no name", reader->source,
                           reader->row_line[0], i + 1);
        for (size_t j = 0; j < i; j++)
            if (strcmp(reader->cell[i], reader->cell[j]) == 0)
                return xn_fail(err, XN_INPUT, "%s, line %u: the header names column '%s' twice",
                               reader->source, reader->row_line[0], reader->cell[i]);
    }
    return XN_OK;
}

/* The decoded text in the arena; a byte order mark is cut. */
static enum xn_status decode(struct xn_arena *arena, const char *bytes, size_t length, const char *source,
                             const char *encoding, const char **ret, struct xn_notes *notes,
                             struct xn_error *err)
{
    if (memchr(bytes, '\0', length))
        return xn_fail(err, XN_INPUT, "%s holds a NUL byte: it is not a text file", source);
    if (!encoding && xn_utf8_valid_length(bytes, length) != length) {
        encoding = "CP1252";
        xn_note(notes, "%s is not UTF-8 and declares no encoding; read as CP1252", source);
    }
    char *text = NULL;
    if (encoding)
        XN_TRY(xn_fail_in(err, xn_to_utf8(arena, encoding, bytes, length, &text, err), "%s", source));
    else if (!(text = xn_arena_strndup(arena, bytes, length)))
        return xn_fail_memory(err);
    *ret = strncmp(text, "\xEF\xBB\xBF", 3) == 0 ? text + 3 : text;
    return XN_OK;
}

static enum xn_status make_table(struct reader *reader, struct xn_table **ret, struct xn_error *err)
{
    struct xn_table *table = xn_arena_alloc(reader->arena, 1, sizeof *table);
    if (!table)
        return xn_fail_memory(err);
    const size_t n_cells = reader->n_cells - reader->n_columns;
    uint32_t *line = NULL;
    XN_TRY(XN_ARENA_ARRAY(reader->arena, reader->n_rows, &line, err));
    XN_TRY(XN_ARENA_ARRAY(reader->arena, reader->n_columns, &table->column, err));
    XN_TRY(XN_ARENA_ARRAY(reader->arena, n_cells + 1, &table->cell, err));
    memcpy(table->column, reader->cell, reader->n_columns * sizeof *reader->cell);
    memcpy(table->cell, reader->cell + reader->n_columns, n_cells * sizeof *reader->cell);
    table->n_columns = reader->n_columns;
    table->n_rows = reader->n_rows - 1;
    memcpy(line, reader->row_line + 1, table->n_rows * sizeof *line);
    table->line = line;
    table->row_word = "line";
    table->source = xn_arena_strdup(reader->arena, reader->source);
    if (!table->source)
        return xn_fail_memory(err);
    table->arena = reader->arena;
    *ret = table;
    return XN_OK;
}

enum xn_status xn_csv_parse(const char *bytes, size_t length, const char *source,
                            const struct xn_csv_options *options, struct xn_table **ret,
                            struct xn_notes *notes, struct xn_error *err)
{
    const struct xn_csv_options defaults = {0};
    if (!options)
        options = &defaults;
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    XN_CLEANUP(reader_free) struct reader reader = {.source = source, .line = 1, .arena = arena};
    XN_TRY(decode(arena, bytes, length, source, options->encoding, &reader.text, notes, err));
    reader.separator = options->separator ? options->separator : find_separator(reader.text);
    while (*reader.text)
        XN_TRY(take_row(&reader, err));
    XN_TRY(check_header(&reader, err));
    XN_TRY(make_table(&reader, ret, err));
    arena = NULL; /* the table owns it now */
    return XN_OK;
}

enum xn_status xn_csv_read(const char *path, const struct xn_csv_options *options, struct xn_table **ret,
                           struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *bytes = NULL;
    size_t length = 0;
    XN_TRY(xn_file_read(path, XN_TABLE_FILE_LIMIT, &bytes, &length, err));
    return xn_csv_parse(bytes, length, path, options, ret, notes, err);
}
