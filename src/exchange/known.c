/* known.c - see known.h. A misspelt word is answered with the nearest known one by edit distance
 * (Levenshtein 1966), when that is near enough to be what was meant.
 */
#include "known.h"
#include <stdio.h>
#include <string.h>

#define WORD_BYTES 64

void xn_known_add(struct known_words *known, const char *word)
{
    if (known->n < KNOWN_MAX && xn_known_find(known, word) == XN_NONE)
        known->word[known->n++] = word;
}

size_t xn_known_find(const struct known_words *known, const char *word)
{
    for (size_t i = 0; i < known->n; i++)
        if (strcmp(known->word[i], word) == 0)
            return i;
    return XN_NONE;
}

static size_t smallest(size_t a, size_t b, size_t c)
{
    const size_t ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* Insertions, deletions and changes that make one word the other; both shorter than WORD_BYTES. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t row[WORD_BYTES];
    const size_t length = strlen(b);
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1]; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            const size_t above = row[j];
            row[j] = smallest(above + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1]));
            diagonal = above;
        }
    }
    return row[length];
}

static const char *nearest(const struct known_words *known, const char *word)
{
    const size_t length = strlen(word);
    const char *best = NULL;
    size_t best_distance = length / 3 + 2; /* farther is another word */
    for (size_t i = 0; length < WORD_BYTES && i < known->n; i++) {
        if (strlen(known->word[i]) >= WORD_BYTES)
            continue;
        const size_t distance = edit_distance(word, known->word[i]);
        if (distance < best_distance) {
            best_distance = distance;
            best = known->word[i];
        }
    }
    return best;
}

void xn_known_advice(const struct known_words *known, const char *word, char *ret, size_t size)
{
    const char *meant = nearest(known, word);
    if (meant) {
        (void)snprintf(ret, size, "did you mean '%s'?", meant);
        return;
    }
    (void)snprintf(ret, size, "known are");
    for (size_t i = 0, used = strlen(ret); i < known->n && used < size; i++, used = strlen(ret))
        (void)snprintf(ret + used, size - used, "%s %s", i ? "," : "", known->word[i]);
}

enum xn_status xn_known_refuse_key(const struct ini_entry *entry, const struct known_words *known,
                                   struct xn_error *err)
{
    char advice[512], where[64] = "the part before the first section";
    xn_known_advice(known, entry->key, advice, sizeof advice);
    if (entry->section[0])
        (void)snprintf(where, sizeof where, "[%s]", entry->section);
    return xn_fail(err, XN_INPUT, "%s, line %u: %s has no key '%s'; %s", entry->source, entry->line, where,
                   entry->key, advice);
}

enum xn_status xn_known_refuse_section(const struct ini_entry *entry, const struct known_words *known,
                                       struct xn_error *err)
{
    char advice[512];
    xn_known_advice(known, entry->section, advice, sizeof advice);
    if (!entry->section[0])
        return xn_fail(err, XN_INPUT, "%s, line %u: found '%s' before the first section; %s", entry->source,
                       entry->line, entry->key, advice);
    return xn_fail(err, XN_INPUT, "%s, line %u: there is no section '%s'; %s", entry->source, entry->line,
                   entry->section, advice);
}

enum xn_status xn_known_value(const struct ini_entry *entry, const struct known_words *known,
                              const char *value, size_t *ret, struct xn_error *err)
{
    const size_t found = xn_known_find(known, value);
    if (found != XN_NONE) {
        *ret = found;
        return XN_OK;
    }
    char advice[512];
    xn_known_advice(known, value, advice, sizeof advice);
    return xn_fail(err, XN_INPUT, "%s, line %u: found '%s' for %s; %s", entry->source, entry->line, value,
                   entry->key, advice);
}
