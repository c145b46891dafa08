/* message.h - sentences in the reader's language, chosen per call.
 *
 * The English sentence is the key, with named places: "The rent of {rent} euro is above the limit of {limit}
 * euro." The catalogues src/base/messages/{nl,de,ru}.po are compiled (msgfmt) into tables in the binary; no
 * process-wide locale is touched. A sentence without translation comes out in English. Dutch and German are
 * whole; Russian has what a family reads: reasons, counterfactuals and the list itself.
 */
#ifndef XENIA_MESSAGE_H
#define XENIA_MESSAGE_H

#include <stdbool.h>
#include "xenia/buf.h"

enum xn_language { XN_ENGLISH, XN_DUTCH, XN_GERMAN, XN_RUSSIAN, XN_LANGUAGE_COUNT };

/* "en", "nl", "de", "ru" (also "nl-NL", "de_DE.UTF-8"); false when it is none of ours. */
bool xn_language_parse(const char *tag, enum xn_language *ret);
const char *xn_language_tag(enum xn_language language);

/* The translation of an English sentence, or the sentence itself. */
const char *xn_message(enum xn_language language, const char *english);

/* Marks a sentence for the catalogue where it stands in a table rather than in a call. */
#define XN_N(english) english

struct xn_message_value {
    const char *name; /* "rent" fills {rent} */
    const char *value;
};
/* Appends the translated sentence with its places filled; a place without a value stays as it is. */
void xn_message_put(struct xn_buf *buf, enum xn_language language, const char *english,
                    const struct xn_message_value *value, size_t n_values);

/* Every English sentence of the catalogue with its translation, in the catalogue's (sorted) order. */
void xn_message_each(enum xn_language language,
                     void (*visit)(const char *english, const char *translated, void *context),
                     void *context);

/* A number with `decimals` places in the language's manner (1.234,5 in nl and de; 1,234.5 in en; 1 234,5 with
 * a no-break space in ru). */
void xn_number_put(struct xn_buf *buf, enum xn_language language, double value, int decimals);

#endif
