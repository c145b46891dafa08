/* pg_copy.c - many rows at once by COPY, in its text format: values between tabs, \N for null.
 *
 * The buffer is sent whenever it holds 64 KiB at the end of a row, so memory does not grow with the feed. The
 * server names the line of a row that it refuses; that is how a fault finds its way back to its file.
 */
#include "pg_private.h"
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SEND_AT_BYTES ((size_t)64 << 10)

enum xn_status xn_copy_begin(struct xn_copy *copy, struct xn_store *store, const char *query,
                             struct xn_error *err)
{
    *copy = (struct xn_copy){.store = store, .buf = XN_BUF_INIT, .failed_row = XN_NONE};
    return xn_pg_run(store, query, NULL, NULL, err);
}

/* --- values ------------------------------------------------------------------------------------------- */

static void begin_value(struct xn_copy *copy)
{
    if (copy->row_begun)
        xn_buf_putc(&copy->buf, '\t');
    copy->row_begun = true;
}

static void put_escaped(struct xn_buf *buf, const char *text)
{
    static const char special[] = "\\\t\n\r", letter[] = "\\tnr";
    while (*text) {
        const size_t plain = strcspn(text, special);
        xn_buf_append(buf, text, plain);
        text += plain;
        if (!*text)
            return;
        xn_buf_putc(buf, '\\');
        xn_buf_putc(buf, letter[strchr(special, *text) - special]);
        text++;
    }
}

void xn_copy_text(struct xn_copy *copy, const char *text)
{
    begin_value(copy);
    if (text)
        put_escaped(&copy->buf, text);
    else
        xn_buf_puts(&copy->buf, "\\N");
}

void xn_copy_double(struct xn_copy *copy, double value)
{
    begin_value(copy);
    if (isnan(value))
        xn_buf_puts(&copy->buf, "\\N");
    else if (isinf(value))
        xn_buf_puts(&copy->buf, value > 0 ? "Infinity" : "-Infinity");
    else
        xn_buf_put_double(&copy->buf, value);
}

void xn_copy_int(struct xn_copy *copy, int64_t value)
{
    begin_value(copy);
    xn_buf_printf(&copy->buf, "%lld", (long long)value);
}

void xn_copy_bool(struct xn_copy *copy, bool value)
{
    xn_copy_text(copy, value ? "t" : "f");
}

void xn_copy_date(struct xn_copy *copy, xn_date date)
{
    char text[16];
    xn_date_print(date, text, sizeof text);
    xn_copy_text(copy, date == XN_NO_DATE ? NULL : text);
}

void xn_copy_bytes(struct xn_copy *copy, const unsigned char *bytes, size_t length)
{
    static const char digit[] = "0123456789abcdef";
    if (!bytes) {
        xn_copy_text(copy, NULL);
        return;
    }
    begin_value(copy);
    xn_buf_puts(&copy->buf, "\\\\x");
    for (size_t i = 0; i < length; i++) {
        xn_buf_putc(&copy->buf, digit[bytes[i] >> 4]);
        xn_buf_putc(&copy->buf, digit[bytes[i] & 15]);
    }
}

void xn_put_array(struct xn_buf *buf, const char *const *text, size_t count)
{
    xn_buf_putc(buf, '{');
    for (size_t i = 0; i < count; i++) {
        xn_buf_puts(buf, i ? ",\"" : "\"");
        for (const char *at = text[i]; *at; at++) {
            if (*at == '"' || *at == '\\')
                xn_buf_putc(buf, '\\');
            xn_buf_putc(buf, *at);
        }
        xn_buf_putc(buf, '"');
    }
    xn_buf_putc(buf, '}');
}

void xn_copy_array(struct xn_copy *copy, const char *const *text, size_t count)
{
    XN_AUTO_BUF array = XN_BUF_INIT;
    xn_put_array(&array, text, count);
    if (copy->status == XN_OK)
        copy->status = xn_buf_check(&array, &copy->error);
    xn_copy_text(copy, xn_buf_text(&array));
}

/* --- sending ------------------------------------------------------------------------------------------ */

static enum xn_status send_buffer(struct xn_copy *copy, struct xn_error *err)
{
    XN_TRY(xn_buf_check(&copy->buf, err));
    if (PQputCopyData(copy->store->connection, xn_buf_text(&copy->buf), (int)copy->buf.length) != 1)
        return xn_pg_lost(copy->store, err);
    xn_buf_reset(&copy->buf);
    return xn_pg_flush(copy->store, err);
}

void xn_copy_end_row(struct xn_copy *copy)
{
    xn_buf_putc(&copy->buf, '\n');
    copy->row_begun = false;
    copy->n_rows++;
    if (copy->status == XN_OK && copy->buf.length >= SEND_AT_BYTES)
        copy->status = send_buffer(copy, &copy->error);
}

/* --- the end, and what was refused -------------------------------------------------------------------- */

/* "COPY offers_in, line 17, column rooms: ..." in any language: the first number. */
static size_t refused_row(const PGresult *result)
{
    const char *context = PQresultErrorField(result, PG_DIAG_CONTEXT);
    if (!context || strncmp(context, "COPY ", 5) != 0)
        return XN_NONE;
    while (*context && !isdigit((unsigned char)*context))
        context++;
    const unsigned long long line = strtoull(context, NULL, 10);
    return line > 0 ? (size_t)line - 1 : XN_NONE;
}

static void remember_refusal(struct xn_copy *copy, const PGresult *result)
{
    const char *rule = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    copy->failed_row = refused_row(result);
    snprintf(copy->failed_rule, sizeof copy->failed_rule, "%s", rule ? rule : "");
}

static enum xn_status end_data(struct xn_copy *copy, struct xn_error *err)
{
    const char *stop = copy->status == XN_OK ? NULL : "stopped by the client";
    if (PQputCopyEnd(copy->store->connection, stop) != 1)
        return xn_pg_lost(copy->store, err);
    PGresult *result = NULL;
    XN_TRY(xn_pg_collect(copy->store, &result, err));
    const enum xn_status status = xn_pg_check_result(result, err);
    if (status != XN_OK)
        remember_refusal(copy, result);
    PQclear(result);
    return status;
}

enum xn_status xn_copy_finish(struct xn_copy *copy, struct xn_error *err)
{
    if (copy->status == XN_OK)
        copy->status = send_buffer(copy, &copy->error);
    if (copy->store->connection) {
        const enum xn_status status = end_data(copy, copy->status == XN_OK ? &copy->error : NULL);
        copy->status = copy->status == XN_OK ? status : copy->status;
    }
    xn_buf_free(&copy->buf);
    if (copy->status != XN_OK)
        return xn_fail(err, copy->status, "%s", copy->error.message);
    return XN_OK;
}
