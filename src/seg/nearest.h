/* nearest.h - the words there are, the likeliest first, for the sentence about a word that is not there. */
#ifndef XENIA_SEG_NEAREST_H
#define XENIA_SEG_NEAREST_H

#include <stddef.h>

/* "gini, min_max, entropy, ... and 12 more": candidates by edit distance from `word`, then in their own
 * order, as many as fit into `size` bytes. */
void xn_nearest_first(const char *word, const char *const *candidate, size_t count, char *ret, size_t size);

#endif
