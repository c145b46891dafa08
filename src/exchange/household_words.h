/* household_words.h - the words in which files say a household's ties and filters, and the limits on both. */
#ifndef XENIA_EXCHANGE_HOUSEHOLD_WORDS_H
#define XENIA_EXCHANGE_HOUSEHOLD_WORDS_H

#include <stdbool.h>
#include "known.h"
#include "xenia/housing.h"

#define HOUSEHOLD_SIZE_MAX 30
#define HOUSEHOLD_RENT_MIN 1.0
#define HOUSEHOLD_RENT_MAX 100000.0
#define HOUSEHOLD_ROOMS_MAX 30.0
#define TIE_WEIGHT_MIN 0.01
#define TIE_WEIGHT_MAX 100.0

#define FILTER_CARE "CARE_OF_RELATIVES"
#define FILTER_OWN_WISH "OWN_WISH"

/* In the order of enum xn_tie_kind. */
extern const struct known_words xn_tie_kind_words;

/* An entitlement as a file may give it: at most 31 letters, digits, - and _. */
bool xn_is_entitlement(const char *text);
/* Nothing known but that there is a household; size 0. */
void xn_household_init(struct xn_household *ret);
/* Bands that add up to the size leave nobody for those not given: these become 0. False when the bands
 * contradict the size. */
bool xn_household_complete_ages(struct xn_household *household);

#endif
