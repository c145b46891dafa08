/* pg_rows.c - parameters as text, and the values of a result. */
#include "pg_private.h"
#include <assert.h>
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
