/* nearest.c - see nearest.h. Only the first LENGTH characters of a word count, and only the first CANDIDATES
 * words are listed: bounds that a catalogue of short identifiers stays far below. */
#include "nearest.h"
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LENGTH = 63, CANDIDATES = 256 };

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Levenshtein's distance: insertions, deletions and replacements of one character. */
static size_t edit_distance(const char *a, const char *b)
{
    const size_t a_length = strnlen(a, LENGTH), b_length = strnlen(b, LENGTH);
    size_t row[LENGTH + 1];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            const size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = smaller(replaced, smaller(row[j], row[j - 1]) + 1);
        }
    }
    return row[b_length];
}

static size_t nearest_of(const size_t *distance, const bool *listed, size_t count)
{
    size_t nearest = count;
    for (size_t i = 0; i < count; i++)
        if (!listed[i] && (nearest == count || distance[i] < distance[nearest]))
            nearest = i;
    return nearest;
}

void xn_nearest_first(const char *word, const char *const *candidate, size_t count, char *ret, size_t size)
{
    static const size_t room_for_rest = sizeof " and 18446744073709551615 more";
    size_t distance[CANDIDATES];
    bool listed[CANDIDATES] = {false};
    const size_t known = smaller(count, CANDIDATES);
    for (size_t i = 0; i < known; i++)
        distance[i] = edit_distance(word, candidate[i]);
    size_t length = 0, shown = 0;
    ret[0] = '\0';
    for (; shown < known; shown++) {
        const size_t next = nearest_of(distance, listed, known);
        if (length + strlen(candidate[next]) + room_for_rest + 2 > size)
            break;
        listed[next] = true;
        length += (size_t)snprintf(ret + length, size - length, "%s%s", shown ? ", " : "", candidate[next]);
    }
    if (shown < count)
        snprintf(ret + length, size - length, " and %zu more", count - shown);
}
