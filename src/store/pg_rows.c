/* pg_rows.c - parameters as text, and the values of a result. */
#include "pg_private.h"
#include <assert.h>
#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- parameters --------------------------------------------------------------------------------------- */

void xn_param_text(struct xn_params *params, const char *text)
{
    assert(params->count < XN_PARAM_MAX);
    params->value[params->count++] = text;
}

void xn_param_int(struct xn_params *params, int64_t value)
{
    assert(params->count < XN_PARAM_MAX);
    char *text = params->number[params->count];
    snprintf(text, sizeof params->number[0], "%" PRId64, value);
    xn_param_text(params, text);
}

void xn_param_words(struct xn_params *params, const char *text)
{
    xn_param_text(params, text && *text ? text : NULL);
}

/* 8-4-4-4-12 hexadecimal digits. */
static bool is_uuid(const char *text)
{
    static const char form[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    for (size_t i = 0; i < sizeof form - 1; i++) {
        if (form[i] == '-' ? text[i] != '-' : !isxdigit((unsigned char)text[i]))
            return false;
    }
    return text[sizeof form - 1] == '\0';
}

void xn_param_id(struct xn_params *params, const char *text)
{
    xn_param_text(params, text && is_uuid(text) ? text : NULL);
}

void xn_param_double(struct xn_params *params, double value)
{
    assert(params->count < XN_PARAM_MAX);
    char *text = params->number[params->count];
    snprintf(text, sizeof params->number[0], "%.17g", value);
    xn_param_text(params, isnan(value) ? NULL : text);
}

void xn_param_bool(struct xn_params *params, bool value)
{
    xn_param_text(params, value ? "t" : "f");
}

void xn_param_date(struct xn_params *params, xn_date date)
{
    assert(params->count < XN_PARAM_MAX);
    char *text = params->number[params->count];
    xn_date_print(date, text, sizeof params->number[0]);
    xn_param_text(params, date == XN_NO_DATE ? NULL : text);
}

/* --- rows --------------------------------------------------------------------------------------------- */

void xn_rows_free(struct xn_rows *rows)
{
    PQclear(rows->result);
    rows->result = NULL;
}

size_t xn_rows_count(const struct xn_rows *rows)
{
    return (size_t)PQntuples(rows->result);
}

bool xn_rows_null(const struct xn_rows *rows, size_t row, size_t column)
{
    return PQgetisnull(rows->result, (int)row, (int)column);
}

const char *xn_rows_text(const struct xn_rows *rows, size_t row, size_t column)
{
    return PQgetvalue(rows->result, (int)row, (int)column);
}

int64_t xn_rows_int(const struct xn_rows *rows, size_t row, size_t column)
{
    return strtoll(xn_rows_text(rows, row, column), NULL, 10);
}

double xn_rows_double(const struct xn_rows *rows, size_t row, size_t column)
{
    double value = NAN;
    return xn_parse_double(xn_rows_text(rows, row, column), &value) ? value : NAN;
}

bool xn_rows_bool(const struct xn_rows *rows, size_t row, size_t column)
{
    return *xn_rows_text(rows, row, column) == 't';
}

xn_date xn_rows_date(const struct xn_rows *rows, size_t row, size_t column)
{
    xn_date date = XN_NO_DATE;
    return xn_parse_date_iso(xn_rows_text(rows, row, column), &date) ? date : XN_NO_DATE;
}

enum xn_status xn_rows_copy_text(const struct xn_rows *rows, size_t row, size_t column, bool nullable,
                                 struct xn_arena *arena, const char **ret, struct xn_error *err)
{
    if (nullable && xn_rows_null(rows, row, column)) {
        *ret = NULL;
        return XN_OK;
    }
    const char *copy = xn_arena_strdup(arena, xn_rows_text(rows, row, column));
    if (!copy)
        return xn_fail_memory(err);
    *ret = copy;
    return XN_OK;
}

static unsigned hex_digit(char digit)
{
    return digit <= '9' ? (unsigned)(digit - '0') : (unsigned)(digit - 'a') + 10;
}

enum xn_status xn_rows_copy_bytes(const struct xn_rows *rows, size_t row, size_t column,
                                  struct xn_arena *arena, const unsigned char **ret, size_t *ret_length,
                                  struct xn_error *err)
{
    const char *hex = xn_rows_text(rows, row, column);
    if (strncmp(hex, "\\x", 2) != 0) {
        *ret = NULL;
        *ret_length = 0;
        return XN_OK;
    }
    const size_t length = ((size_t)PQgetlength(rows->result, (int)row, (int)column) - 2) / 2;
    unsigned char *bytes = xn_arena_alloc(arena, length, 1);
    if (!bytes)
        return xn_fail_memory(err);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (unsigned char)(hex_digit(hex[2 + 2 * i]) << 4 | hex_digit(hex[3 + 2 * i]));
    *ret = bytes;
    *ret_length = length;
    return XN_OK;
}

/* --- one row from left to right ----------------------------------------------------------------------- */

static void stick(struct xn_cursor *cursor, enum xn_status status)
{
    if (cursor->status == XN_OK)
        cursor->status = status;
}

const char *xn_next_text(struct xn_cursor *cursor)
{
    const char *text = "";
    stick(cursor,
          xn_rows_copy_text(cursor->rows, cursor->row, cursor->column++, false, cursor->arena, &text, NULL));
    return text;
}

const unsigned char *xn_next_bytes(struct xn_cursor *cursor, size_t *ret_length)
{
    const unsigned char *bytes = NULL;
    *ret_length = 0;
    stick(cursor, xn_rows_copy_bytes(cursor->rows, cursor->row, cursor->column++, cursor->arena, &bytes,
                                     ret_length, NULL));
    return bytes;
}

void xn_next_chars(struct xn_cursor *cursor, char *ret, size_t size)
{
    snprintf(ret, size, "%s", xn_rows_text(cursor->rows, cursor->row, cursor->column++));
}

int64_t xn_next_int(struct xn_cursor *cursor)
{
    return xn_rows_int(cursor->rows, cursor->row, cursor->column++);
}

double xn_next_double(struct xn_cursor *cursor)
{
    return xn_rows_double(cursor->rows, cursor->row, cursor->column++);
}

bool xn_next_bool(struct xn_cursor *cursor)
{
    return xn_rows_bool(cursor->rows, cursor->row, cursor->column++);
}

xn_date xn_next_date(struct xn_cursor *cursor)
{
    return xn_rows_date(cursor->rows, cursor->row, cursor->column++);
}

enum xn_status xn_cursor_check(const struct xn_cursor *cursor, struct xn_error *err)
{
    return cursor->status == XN_OK ? XN_OK : xn_fail_memory(err);
}

/* --- bytes -------------------------------------------------------------------------------------------- */

void xn_put_bytes(struct xn_buf *buf, const void *bytes, size_t length)
{
    static const char digit[] = "0123456789abcdef";
    const unsigned char *byte = bytes;
    xn_buf_puts(buf, "\\x");
    for (size_t i = 0; i < length; i++) {
        xn_buf_putc(buf, digit[byte[i] >> 4]);
        xn_buf_putc(buf, digit[byte[i] & 15]);
    }
}
