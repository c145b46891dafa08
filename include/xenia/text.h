/* text.h - reading what people and files write: numbers, dates, encodings, whole files.
 *
 * Strict: a value is read whole or refused, and nothing depends on the process's locale.
 */
#ifndef XENIA_TEXT_H
#define XENIA_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include "xenia/memory.h"
#include "xenia/notes.h"
#include "xenia/status.h"

/* A plain decimal number, blanks around it allowed: "-1.5e3". False for "", "12,5", "nan", "inf", "0x1",
 * "12abc" and for what overflows; `ret` is then untouched. */
bool xn_parse_double(const char *text, double *ret);
bool xn_parse_int(const char *text, int64_t *ret);

/* Length of the longest valid UTF-8 start of `bytes` (the whole length when all is valid). */
size_t xn_utf8_valid_length(const char *bytes, size_t length);
/* `text` in the arena with blanks (and NULs) at both ends cut. */
char *xn_trim(struct xn_arena *arena, const char *text, size_t length);
/* ASCII letters without regard to case, as strcmp. */
int xn_compare_ignoring_case(const char *a, const char *b);

/* Converts bytes from `encoding` (an iconv name) to UTF-8. XN_INPUT when they do not fit the encoding or
 * the encoding is unknown. */
XN_MUST_CHECK enum xn_status xn_to_utf8(struct xn_arena *arena, const char *encoding, const char *bytes,
                                        size_t length, char **ret, struct xn_error *err);

/* A whole file. XN_NOT_FOUND, XN_IO, or XN_LIMIT above `limit` bytes. `*ret` is NUL-terminated (not counted
 * in `*ret_length`) and freed with xn_free. */
XN_MUST_CHECK enum xn_status xn_file_read(const char *path, size_t limit, char **ret, size_t *ret_length,
                                          struct xn_error *err);
/* Writes whole or not at all: a temporary file beside it, fsync, rename. */
XN_MUST_CHECK enum xn_status xn_file_write(const char *path, const void *bytes, size_t length,
                                           struct xn_error *err);

/* --- dates ----------------------------------------------------------------------------------------- */

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t xn_date;
#define XN_NO_DATE INT32_MIN

xn_date xn_date_of(int year, int month, int day); /* XN_NO_DATE when there is no such day */
/* "2021-02-01", also with a time of day and offset after it ("2021-02-01T10:00:00+01:00": the date as
 * written). False otherwise. */
bool xn_parse_date_iso(const char *text, xn_date *ret);
/* Dates as offers write them: ISO, "20-05-2021 00:00:00" and "20.5.2021" (day first), "6 december 2020" and
 * "6. Dezember 2020", "October 19, 2021 19:00:00"; month names in nl, de, en. False otherwise. */
bool xn_parse_date_written(const char *text, xn_date *ret);
/* "2021-02-01" into a buffer of at least 16 bytes; "" for XN_NO_DATE. */
void xn_date_print(xn_date date, char *ret, size_t size);
/* The same day `months` earlier (or the last of the month when there is no such day). */
xn_date xn_date_months_before(xn_date date, int months);
xn_date xn_date_today(void); /* UTC */

#endif
