/* words.h - text of pictures: kept in an arena, cleaned, measured, broken into lines.
 *
 * No font is asked: widths are those of Helvetica (Adobe's font metrics) with a reserve for wider sans-serif
 * fonts, so that a layout is the same on every machine and its text fits in whatever font shows it.
 */
#ifndef XENIA_MAP_WORDS_H
#define XENIA_MAP_WORDS_H

#include <stdbool.h>
#include "xenia/buf.h"
#include "xenia/memory.h"
#include "xenia/message.h"

/* Moves the text of a buffer into the arena and empties the buffer. */
XN_MUST_CHECK enum xn_status xn_words_keep(struct xn_buf *buf, struct xn_arena *arena, const char **ret,
                                           struct xn_error *err);
/* The text as any drawing library takes it: invalid UTF-8, control characters and non-characters become
 * U+FFFD, line breaks and tabs blanks. */
XN_MUST_CHECK enum xn_status xn_words_clean(struct xn_arena *arena, const char *text, const char **ret,
                                            struct xn_error *err);

/* A sentence with one place, {name}, for a number. */
void xn_words_put_number(struct xn_buf *buf, enum xn_language language, const char *english, const char *name,
                         double value, int decimals);

/* "2004-12-31" in the language's form; what is no such day as it is. */
void xn_words_put_day(struct xn_buf *buf, enum xn_language language, const char *iso);
/* "2004Q3": "3rd quarter of 2004"; else as a day. */
void xn_words_put_period(struct xn_buf *buf, enum xn_language language, const char *period);

/* Width of clean text in the unit of `size`. */
int xn_words_width(const char *text, int size, bool bold);

#define XN_WORDS_LINE_MAX 4
struct xn_words_lines {
    size_t count;
    const char *line[XN_WORDS_LINE_MAX];
};
/* Lines no wider than `width`, broken at blanks, else inside a word; what does not fit in `most` lines (at
 * most XN_WORDS_LINE_MAX) is left out and the last line ends in an ellipsis. */
XN_MUST_CHECK enum xn_status xn_words_wrap(struct xn_arena *arena, const char *text, int size, bool bold,
                                           int width, size_t most, struct xn_words_lines *ret,
                                           struct xn_error *err);

#endif
