/* known.h - words that a file may use, and the sentence about one that it may not. */
#ifndef XENIA_EXCHANGE_KNOWN_H
#define XENIA_EXCHANGE_KNOWN_H

#include "ini_lines.h"
#include "xenia/status.h"

#define KNOWN_MAX 40
struct known_words {
    const char *word[KNOWN_MAX];
    size_t n;
};

void xn_known_add(struct known_words *known, const char *word); /* once, whatever the order */
/* Position of a word; XN_NONE. */
size_t xn_known_find(const struct known_words *known, const char *word);

/* "did you mean 'x'?" for a word nearly right, else the list of all. */
void xn_known_advice(const struct known_words *known, const char *word, char *ret, size_t size);

/* XN_INPUT: "SOURCE, line N: [section] has no key 'wrod'; did you mean 'word'?" */
enum xn_status xn_known_refuse_key(const struct ini_entry *entry, const struct known_words *known,
                                   struct xn_error *err);
/* XN_INPUT: "SOURCE, line N: there is no section [wrod]; did you mean 'word'?" */
enum xn_status xn_known_refuse_section(const struct ini_entry *entry, const struct known_words *known,
                                       struct xn_error *err);
/* Position of the entry's value among the words; XN_INPUT with the advice. */
XN_MUST_CHECK enum xn_status xn_known_value(const struct ini_entry *entry, const struct known_words *known,
                                            const char *value, size_t *ret, struct xn_error *err);

#endif
