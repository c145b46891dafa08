/* shown.h - how much of a foreign text fits into a sentence: for printf's "%.*s", never half a character. */
#ifndef XENIA_EXCHANGE_SHOWN_H
#define XENIA_EXCHANGE_SHOWN_H

#include <string.h>
#include "xenia/text.h"

#define SHOWN_BYTES 60

static inline int xn_shown_of(const char *text, size_t length)
{
    return (int)xn_utf8_valid_length(text, length < SHOWN_BYTES ? length : SHOWN_BYTES);
}

static inline int xn_shown(const char *text)
{
    return xn_shown_of(text, strlen(text));
}

#endif
