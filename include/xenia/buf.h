/* buf.h - bytes that grow up to a hard limit, and the JSON writer on top of them.
 *
 * Errors stick: after the first failure (limit, memory) every append does nothing, and xn_buf_check says
 * what happened. So a writer of a long document checks once, at its end. The content is always
 * NUL-terminated. JSON comes out in the order it is written, numbers in the shortest form that reads back
 * as the same double, NaN and infinities as null: same calls, same bytes.
 */
#ifndef XENIA_BUF_H
#define XENIA_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include "xenia/status.h"

struct xn_buf {
    char *data; /* NULL until something is appended */
    size_t length;
    size_t capacity;
    size_t limit; /* length never exceeds it */
    enum xn_status status;
};

#define XN_BUF_DEFAULT_LIMIT ((size_t)256 << 20)
#define XN_BUF_INIT                                                                                          \
    {                                                                                                        \
        .limit = XN_BUF_DEFAULT_LIMIT                                                                        \
    }

void xn_buf_free(struct xn_buf *buf);
#define XN_AUTO_BUF XN_CLEANUP(xn_buf_free) struct xn_buf
/* Empties it, keeps the memory, forgets an error. */
void xn_buf_reset(struct xn_buf *buf);
/* The text so far; "" when there is none. */
const char *xn_buf_text(const struct xn_buf *buf);
/* XN_OK, or the first failure since the last reset as a sentence. */
XN_MUST_CHECK enum xn_status xn_buf_check(const struct xn_buf *buf, struct xn_error *err);

void xn_buf_append(struct xn_buf *buf, const void *bytes, size_t length);
void xn_buf_puts(struct xn_buf *buf, const char *text);
void xn_buf_putc(struct xn_buf *buf, char byte);
void xn_buf_printf(struct xn_buf *buf, const char *format, ...) XN_PRINTF(2, 3);
void xn_buf_vprintf(struct xn_buf *buf, const char *format, va_list arguments) XN_PRINTF(2, 0);
/* Text with & < > " ' escaped, for XML and HTML; control characters XML forbids become U+FFFD. */
void xn_buf_put_xml(struct xn_buf *buf, const char *text);
/* One CSV field (RFC 4180): quoted when it holds comma, quote, CR or LF. A field that a spreadsheet would
 * run as a formula (= + - @ first, and not a number) gets a leading apostrophe. */
void xn_buf_put_csv(struct xn_buf *buf, const char *field);
/* The shortest decimal that reads back as the same double; "NaN" when it is not finite. */
void xn_buf_put_double(struct xn_buf *buf, double value);

/* --- JSON ------------------------------------------------------------------------------------------ */

#define XN_JSON_DEPTH 32
struct xn_json {
    struct xn_buf *buf;
    unsigned depth;
    bool pretty;                    /* two-space indents and line breaks */
    bool has_member[XN_JSON_DEPTH]; /* does the container at this depth need a comma? */
    bool after_key;
};

void xn_json_init(struct xn_json *json, struct xn_buf *buf, bool pretty);
void xn_json_begin_object(struct xn_json *json);
void xn_json_end_object(struct xn_json *json);
void xn_json_begin_array(struct xn_json *json);
void xn_json_end_array(struct xn_json *json);
/* Inside an object: the key; the next value belongs to it. */
void xn_json_key(struct xn_json *json, const char *key);
void xn_json_string(struct xn_json *json, const char *text); /* NULL gives null; invalid UTF-8 is replaced */
void xn_json_double(struct xn_json *json, double value);     /* not finite gives null */
void xn_json_int(struct xn_json *json, int64_t value);
void xn_json_bool(struct xn_json *json, bool value);
void xn_json_null(struct xn_json *json);
/* A finished JSON text, written as it stands. */
void xn_json_raw(struct xn_json *json, const char *text);
/* key and value in one call */
void xn_json_member_string(struct xn_json *json, const char *key, const char *text);
void xn_json_member_double(struct xn_json *json, const char *key, double value);
/* [lower, upper]; null when either is not finite. */
void xn_json_member_interval(struct xn_json *json, const char *key, double lower, double upper);
void xn_json_member_int(struct xn_json *json, const char *key, int64_t value);
void xn_json_member_bool(struct xn_json *json, const char *key, bool value);
void xn_json_member_null(struct xn_json *json, const char *key);

#endif
