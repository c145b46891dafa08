/* dbf.c - the table of a shapefile (dBASE III and its heirs) as columns of UTF-8 text.
 *
 * A header of 32 bytes, 32 bytes a field up to 0x0D (what follows until the header's stated length is
 * padding), then rows of fixed width, the first byte of each saying whether it is deleted. Everything the
 * header claims is compared with the file before use. Numbers stay the text they are in the file, so a
 * column that overflowed ("****") or holds "nan" can be named when somebody asks for its number.
 */
#include "dbf.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "bytes.h"
#include "encoding.h"
#include "xenia/geo.h"
#include "xenia/text.h"

#define HEADER_BYTES 32u
#define FIELD_BYTES 32u
#define NAME_BYTES 11u
#define FIELD_END 0x0D
#define ROW_DELETED '*'

struct field {
    const char *name; /* in the file's bytes, not terminated */
    size_t name_length;
    size_t offset; /* in the row */
    size_t width;
};

struct dbf {
    const char *path; /* borrowed */
    char *bytes;
    size_t length;
    size_t header_length;
    size_t row_length;
    size_t n_rows; /* deleted ones too */
    size_t n_fields;
    struct field *field;
    struct xn_dbf_encoding encoding; /* name: what the text is read in, never "" after settle_encoding */
    bool nul_noted;                  /* has text after a NUL been told of? */
};

static void dbf_clear(struct dbf *dbf)
{
    xn_free(dbf->bytes);
    xn_free(dbf->field);
}

/* --- header ---------------------------------------------------------------------------------------- */

static bool is_dbase(unsigned char version)
{
    return (version & 7) == 3 || (version >= 0x30 && version <= 0x32) || version == 0xF5;
}

static enum xn_status read_header(struct dbf *dbf, struct xn_error *err)
{
    const char *at = dbf->bytes;
    if (dbf->length < HEADER_BYTES)
        return xn_fail(err, XN_INPUT, "%s: is %zu bytes long, the header alone needs %u", dbf->path,
                       dbf->length, HEADER_BYTES);
    if (!is_dbase((unsigned char)at[0]))
        return xn_fail(err, XN_INPUT, "%s: begins with byte 0x%02X, which is not dBASE III to V", dbf->path,
                       (unsigned)(unsigned char)at[0]);
    dbf->n_rows = xn_little_u32(at + 4);
    dbf->header_length = xn_little_u16(at + 8);
    dbf->row_length = xn_little_u16(at + 10);
    if (dbf->header_length <= HEADER_BYTES || dbf->header_length > dbf->length)
        return xn_fail(err, XN_INPUT, "%s: says its header is %zu bytes long, in a file of %zu", dbf->path,
                       dbf->header_length, dbf->length);
    if (dbf->row_length < 2)
        return xn_fail(err, XN_INPUT, "%s: says its rows are %zu bytes long", dbf->path, dbf->row_length);
    const uint64_t room = (dbf->length - dbf->header_length) / dbf->row_length;
    if (dbf->n_rows > room)
        return xn_fail(err, XN_INPUT, "%s: says it has %zu rows, the file has room for %" PRIu64, dbf->path,
                       dbf->n_rows, room);
    if (dbf->n_rows > XN_TABLE_ROW_LIMIT)
        return xn_fail(err, XN_LIMIT, "%s: has %zu rows, the limit is %u", dbf->path, dbf->n_rows,
                       XN_TABLE_ROW_LIMIT);
    return XN_OK;
}

static size_t count_fields(const struct dbf *dbf)
{
    size_t n = 0;
    while (HEADER_BYTES + (n + 1) * FIELD_BYTES <= dbf->header_length &&
           dbf->bytes[HEADER_BYTES + n * FIELD_BYTES] != FIELD_END)
        n++;
    return n;
}

static enum xn_status read_field(const struct dbf *dbf, size_t number, size_t offset, struct field *ret,
                                 struct xn_error *err)
{
    const char *at = dbf->bytes + HEADER_BYTES + number * FIELD_BYTES;
    const unsigned char type = (unsigned char)at[11];
    ret->name = at;
    ret->name_length = strnlen(at, NAME_BYTES);
    ret->offset = offset;
    ret->width = (unsigned char)at[16];
    if (!memchr("CNFDLM", type, 6))
        return xn_fail(err, XN_INPUT, "%s: field %zu has the type 0x%02X, wanted C, N, F, D, L or M",
                       dbf->path, number + 1, (unsigned)type);
    if (ret->width == 0)
        return xn_fail(err, XN_INPUT, "%s: field %zu is 0 characters wide", dbf->path, number + 1);
    return XN_OK;
}

static enum xn_status read_fields(struct dbf *dbf, struct xn_error *err)
{
    dbf->n_fields = count_fields(dbf);
    if (dbf->n_fields == 0)
        return xn_fail(err, XN_INPUT, "%s: has no fields", dbf->path);
    dbf->field = xn_calloc(dbf->n_fields, sizeof *dbf->field);
    if (!dbf->field)
        return xn_fail_memory(err);
    size_t offset = 1; /* after the deletion mark */
    for (size_t f = 0; f < dbf->n_fields; f++) {
        XN_TRY(read_field(dbf, f, offset, &dbf->field[f], err));
        offset += dbf->field[f].width;
    }
    if (offset != dbf->row_length)
        return xn_fail(err, XN_INPUT, "%s: its fields make rows of %zu bytes, its header says %zu", dbf->path,
                       offset, dbf->row_length);
    return XN_OK;
}

/* --- cells ----------------------------------------------------------------------------------------- */

static const char *row_bytes(const struct dbf *dbf, size_t row)
{
    return dbf->bytes + dbf->header_length + row * dbf->row_length;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The text of a cell: up to the first NUL, blanks at both ends left out. */
static const char *cell_text(const struct dbf *dbf, size_t row, size_t field, size_t *ret_length)
{
    const char *text = row_bytes(dbf, row) + dbf->field[field].offset;
    size_t length = strnlen(text, dbf->field[field].width);
    while (length && is_blank(text[length - 1]))
        length--;
    while (length && is_blank(*text)) {
        text++;
        length--;
    }
    *ret_length = length;
    return text;
}

/* Is there text after the NUL that ends the cell? (Padding with NULs or blanks is no text.) */
static bool has_text_after_nul(const struct dbf *dbf, size_t row, size_t field)
{
    const char *text = row_bytes(dbf, row) + dbf->field[field].offset;
    for (size_t i = strnlen(text, dbf->field[field].width); i < dbf->field[field].width; i++)
        if (text[i] != '\0' && !is_blank(text[i]))
            return true;
    return false;
}

static void name_of(const struct dbf *dbf, size_t field, char ret[NAME_BYTES + 1])
{
    size_t length = 0;
    const struct field *f = &dbf->field[field];
    for (; length < f->name_length; length++) {
        const char c = f->name[length];
        ret[length] = (char)(c >= ' ' && c <= '~' ? c : '?');
    }
    ret[length] = '\0';
}

/* --- encoding -------------------------------------------------------------------------------------- */

struct text_facts {
    bool all_ascii;
    bool all_utf8;
};

static void look_at(const char *text, size_t length, struct text_facts *facts)
{
    if (xn_is_ascii(text, length))
        return;
    facts->all_ascii = false;
    facts->all_utf8 &= xn_utf8_valid_length(text, length) == length;
}

static struct text_facts look_at_text(const struct dbf *dbf)
{
    struct text_facts facts = {true, true};
    for (size_t f = 0; f < dbf->n_fields; f++)
        look_at(dbf->field[f].name, dbf->field[f].name_length, &facts);
    for (size_t row = 0; row < dbf->n_rows; row++)
        for (size_t f = 0; f < dbf->n_fields; f++) {
            size_t length;
            const char *text = cell_text(dbf, row, f, &length);
            look_at(text, length, &facts);
        }
    return facts;
}

static enum xn_status settle_encoding(struct dbf *dbf, struct xn_notes *notes, struct xn_error *err)
{
    XN_TRY(xn_dbf_encoding_declared(dbf->path, (uint8_t)dbf->bytes[29], &dbf->encoding, notes, err));
    const struct text_facts facts = look_at_text(dbf);
    const bool declared = dbf->encoding.name[0] != '\0';
    if (!declared) {
        snprintf(dbf->encoding.name, sizeof dbf->encoding.name, facts.all_utf8 ? "UTF-8" : "CP1252");
        if (!facts.all_utf8)
            xn_note(notes, "%s: declares no encoding and is not UTF-8; read as CP1252 (Western European)",
                    dbf->path);
    } else if (!facts.all_ascii && facts.all_utf8 && strcasecmp(dbf->encoding.name, "UTF-8") != 0) {
        xn_note(notes, "%s: %s declares %s, but its text would also be valid UTF-8; read as declared",
                dbf->path, dbf->encoding.declarer, dbf->encoding.name);
    }
    return XN_OK;
}

/* Some writers cut UTF-8 text at the field's width, within a character. How many bytes of the cut
 * character are left at the end of a cell that fills its field? */
static size_t cut_character_bytes(const char *text, size_t length)
{
    const size_t valid = xn_utf8_valid_length(text, length), rest = length - valid;
    const unsigned char first = rest ? (unsigned char)text[valid] : 0;
    const size_t wanted = first >= 0xF0 && first <= 0xF4 ? 4 : first >= 0xE0 ? 3 : 2;
    if (rest == 0 || first < 0xC2 || first > 0xF4 || rest >= wanted)
        return 0;
    for (size_t i = valid + 1; i < length; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80)
            return 0;
    return rest;
}

static enum xn_status decode(const struct dbf *dbf, struct xn_arena *arena, const char *text, size_t length,
                             const char **ret, struct xn_error *err)
{
    if (xn_is_ascii(text, length)) {
        *ret = length ? xn_arena_strndup(arena, text, length) : "";
        return *ret ? XN_OK : xn_fail_memory(err);
    }
    char *decoded = NULL;
    XN_TRY(xn_to_utf8(arena, dbf->encoding.name, text, length, &decoded, err));
    *ret = decoded;
    return XN_OK;
}

/* --- the table ------------------------------------------------------------------------------------- */

static enum xn_status fill_column_names(const struct dbf *dbf, struct xn_table *table, struct xn_error *err)
{
    for (size_t f = 0; f < dbf->n_fields; f++) {
        const struct field *field = &dbf->field[f];
        XN_TRY(xn_fail_in(err,
                          decode(dbf, table->arena, field->name, field->name_length, &table->column[f], err),
                          "%s: name of field %zu", dbf->path, f + 1));
        table->column[f] = xn_trim(table->arena, table->column[f], strlen(table->column[f]));
        if (!table->column[f])
            return xn_fail_memory(err);
        if (!table->column[f][0])
            return xn_fail(err, XN_INPUT, "%s: field %zu has no name", dbf->path, f + 1);
        for (size_t other = 0; other < f; other++)
            if (strcmp(table->column[other], table->column[f]) == 0)
                return xn_fail(err, XN_INPUT, "%s: fields %zu and %zu are both named '%s'", dbf->path,
                               other + 1, f + 1, table->column[f]);
    }
    return XN_OK;
}

static void note_cut_text(struct dbf *dbf, size_t row, size_t field, struct xn_notes *notes)
{
    if (dbf->nul_noted || !has_text_after_nul(dbf, row, field))
        return;
    char name[NAME_BYTES + 1];
    name_of(dbf, field, name);
    dbf->nul_noted = true;
    xn_note(notes, "%s: record %zu, column %s: text after a NUL byte is left out (the first such cell)",
            dbf->path, row + 1, name);
}

static bool fills_its_field(const struct dbf *dbf, size_t row, size_t field, const char *text, size_t length)
{
    const struct field *f = &dbf->field[field];
    return text + length == row_bytes(dbf, row) + f->offset + f->width;
}

static enum xn_status fill_cell(struct dbf *dbf, size_t row, size_t field, struct xn_table *table,
                                struct xn_notes *notes, struct xn_error *err)
{
    size_t length;
    const char *text = cell_text(dbf, row, field, &length);
    char name[NAME_BYTES + 1];
    name_of(dbf, field, name);
    note_cut_text(dbf, row, field, notes);
    if (strcasecmp(dbf->encoding.name, "UTF-8") == 0 && fills_its_field(dbf, row, field, text, length)) {
        const size_t cut = cut_character_bytes(text, length);
        length -= cut;
        if (cut)
            xn_note(notes,
                    "%s: record %zu, column %s: its last character was cut by the width and is left out",
                    dbf->path, row + 1, name);
    }
    const char **cell = &table->cell[table->n_rows * table->n_columns + field];
    return xn_fail_in(err, decode(dbf, table->arena, text, length, cell, err), "%s: record %zu, column %s",
                      dbf->path, row + 1, name);
}

static enum xn_status fill_rows(struct dbf *dbf, struct xn_table *table, uint32_t *line,
                                struct xn_notes *notes, struct xn_error *err)
{
    for (size_t row = 0; row < dbf->n_rows; row++) {
        const char mark = row_bytes(dbf, row)[0];
        if (mark == ROW_DELETED)
            continue;
        if (mark != ' ')
            return xn_fail(err, XN_INPUT, "%s: record %zu begins with byte 0x%02X, wanted a blank or '*'",
                           dbf->path, row + 1, (unsigned)(unsigned char)mark);
        for (size_t f = 0; f < dbf->n_fields; f++)
            XN_TRY(fill_cell(dbf, row, f, table, notes, err));
        line[table->n_rows++] = (uint32_t)row + 1;
    }
    if (table->n_rows < dbf->n_rows)
        xn_note(notes, "%s: %zu deleted records are left out", dbf->path, dbf->n_rows - table->n_rows);
    return XN_OK;
}

static enum xn_status new_table(const struct dbf *dbf, struct xn_table **ret, uint32_t **ret_line,
                                struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_table *table = arena ? xn_arena_alloc(arena, 1, sizeof *table) : NULL;
    if (!table)
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(arena, dbf->n_rows, ret_line, err));
    XN_TRY(XN_ARENA_ARRAY(arena, dbf->n_fields, &table->column, err));
    XN_TRY(XN_ARENA_ARRAY(arena, dbf->n_rows * dbf->n_fields, &table->cell, err));
    table->source = xn_arena_strdup(arena, dbf->path);
    if (!table->source)
        return xn_fail_memory(err);
    table->line = *ret_line;
    table->row_word = "record";
    table->n_columns = dbf->n_fields;
    table->arena = XN_STEAL(arena);
    *ret = table;
    return XN_OK;
}

static enum xn_status build_table(struct dbf *dbf, struct xn_table **ret, struct xn_notes *notes,
                                  struct xn_error *err)
{
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    uint32_t *line = NULL;
    XN_TRY(new_table(dbf, &table, &line, err));
    XN_TRY(fill_column_names(dbf, table, err));
    XN_TRY(fill_rows(dbf, table, line, notes, err));
    *ret = XN_STEAL(table);
    return XN_OK;
}

enum xn_status xn_dbf_read_counted(const char *path, struct xn_table **ret, size_t *ret_n_records,
                                   struct xn_notes *notes, struct xn_error *err)
{
    const char *dot = strrchr(path, '.');
    if (!dot || strcasecmp(dot, ".dbf") != 0)
        return xn_fail(err, XN_INPUT, "%s: is not named as a table, wanted a .dbf file", path);
    XN_CLEANUP(dbf_clear) struct dbf dbf = {.path = path};
    XN_TRY(xn_file_read(path, XN_TABLE_FILE_LIMIT, &dbf.bytes, &dbf.length, err));
    XN_TRY(read_header(&dbf, err));
    XN_TRY(read_fields(&dbf, err));
    XN_TRY(settle_encoding(&dbf, notes, err));
    XN_TRY(build_table(&dbf, ret, notes, err));
    *ret_n_records = dbf.n_rows;
    return XN_OK;
}

enum xn_status xn_dbf_read(const char *path, struct xn_table **ret, struct xn_notes *notes,
                           struct xn_error *err)
{
    size_t n_records;
    return xn_dbf_read_counted(path, ret, &n_records, notes, err);
}
