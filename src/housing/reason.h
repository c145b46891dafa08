/* reason.h - writing reasons: a code, a catalogue sentence, and the values for its places. */
#ifndef XENIA_HOUSING_REASON_H
#define XENIA_HOUSING_REASON_H

#include "xenia/housing.h"

/* What it takes to print `value` exactly, but at most `most` decimals. */
int xn_decimals_exact(double value, int most);
/* At least `least` decimals, and as many as it takes (up to 9) to print two different values differently: a
 * sentence never says "2.00, which is below 2.00". */
int xn_decimals_apart(double a, double b, int least);

struct xn_reason xn_reason_new(const char *code, const char *english);
/* Each adds the value of one place. */
void xn_reason_number(struct xn_reason *reason, const char *name, double number, int decimals);
void xn_reason_date(struct xn_reason *reason, const char *name, xn_date date);
void xn_reason_text(struct xn_reason *reason, const char *name, const char *text);
void xn_reason_term(struct xn_reason *reason, const char *name, const char *english);
/* A measure with what it takes to print it, at most two decimals (2.5); money with none or two (514.50). */
void xn_reason_measure(struct xn_reason *reason, const char *name, double value);
void xn_reason_money(struct xn_reason *reason, const char *name, double eur);
/* The last value added is also what was found, or what is needed, for machines. */
void xn_reason_is_got(struct xn_reason *reason);
void xn_reason_is_needed(struct xn_reason *reason);
/* The same where the sentence has no place for them: words for machines, cut to what fits. */
void xn_reason_got(struct xn_reason *reason, const char *got);
void xn_reason_needed(struct xn_reason *reason, const char *needed);
/* What was found and what is needed, printed so that their difference shows. */
void xn_reason_compare(struct xn_reason *reason, const char *got_name, double got, const char *needed_name,
                       double needed);
void xn_reason_compare_money(struct xn_reason *reason, const char *got_name, double got_eur,
                             const char *needed_name, double needed_eur);

/* The index of an effect in words, a term of the catalogue. */
const char *xn_effect_index_words(enum xn_effect_index index);

#endif
