/* ini_lines.h - INI files line by line: what inih reads, with line numbers and without its silent limits.
 *
 * `key = value` lines under [section] headers; a line that starts with ; or # is a comment, and so is the
 * rest of a line after a blank and a semicolon. Blanks at the start of a line mean nothing.
 */
#ifndef XENIA_EXCHANGE_INI_LINES_H
#define XENIA_EXCHANGE_INI_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include "xenia/status.h"
#include "xenia/text.h"

#define INI_FILE_LIMIT ((size_t)64 << 10)

/* One `key = value`. Text lives during the call only. */
struct ini_entry {
    const char *source;
    unsigned line;
    const char *section; /* "" before the first header */
    const char *key;
    const char *value;
};

/* Calls `take` for each entry in order, until it fails. XN_INPUT names source and line for a line that is
 * neither entry nor header, is too long, or is not UTF-8. Allocates nothing. */
XN_MUST_CHECK enum xn_status xn_ini_parse(const char *text, size_t length, const char *source,
                                          enum xn_status (*take)(void *user, const struct ini_entry *entry,
                                                                 struct xn_error *err),
                                          void *user, struct xn_error *err);

/* "SOURCE, line N: found 'VALUE' for KEY, wanted WANTED" as XN_INPUT. */
enum xn_status xn_ini_refuse(const struct ini_entry *entry, const char *wanted, struct xn_error *err);

/* The values of an entry in the forms that our files use; XN_INPUT by xn_ini_refuse. */
XN_MUST_CHECK enum xn_status xn_ini_number(const struct ini_entry *entry, double low, double high,
                                           double *ret, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_ini_flag(const struct ini_entry *entry, bool *ret, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_ini_date(const struct ini_entry *entry, xn_date *ret, struct xn_error *err);
/* Into a field of `size` bytes; XN_INPUT when it is longer. */
XN_MUST_CHECK enum xn_status xn_ini_text(const struct ini_entry *entry, char *ret, size_t size,
                                         struct xn_error *err);

/* The next member of a comma-separated list, trimmed, into `ret`; false at its end. `*at` starts as the list
 * and moves on. A member longer than `size` is cut (and so matches nothing). */
bool xn_list_next(const char **at, char *ret, size_t size);

#endif
