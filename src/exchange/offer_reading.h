/* offer_reading.h - what readers of offers share, whatever the form of the file.
 *
 * Lenient in values, strict in offers: what a value says in its own words is read when there is one reading,
 * and noted; what cannot be read is unknown, noted and remembered with the dwelling. An offer that cannot be
 * told from another (no id, the same id twice) refuses the file.
 */
#ifndef XENIA_EXCHANGE_OFFER_READING_H
#define XENIA_EXCHANGE_OFFER_READING_H

#include "mapping.h"
#include "xenia/exchange.h"

#define OFFER_FILE_LIMIT ((size_t)60 << 20) /* XML and JSON; CSV as every table */
#define OFFER_FILE_LIMIT_WORDS "60 MB"

/* An id that is withdrawn and where the file says so. */
struct withdrawn_offer {
    const char *id;
    uint32_t line;
};

struct offer_reading {
    struct xn_offers *offers;
    struct xn_notes *notes;
    struct xn_faults faults;
    const char *row_word; /* "line", "publicatie" */
    const char *column_word;
    const struct mapping *mapping; /* its words for yes and no; NULL: the common ones */
    bool plain_numbers;            /* numbers are plain by the form's own rules: "560.125" is no 560125 */
    size_t room, withdrawn_room, n_withdrawn;
    struct withdrawn_offer *withdrawn;
};

XN_MUST_CHECK enum xn_status xn_offers_new(const char *source, struct xn_offers **ret, struct xn_error *err);

/* A value as the file has it, for one field. */
struct offer_value {
    size_t field;
    const char *column; /* what the file calls it */
    const char *text;   /* not blank */
};
/* Reads it into the dwelling, or marks the field unreadable. */
XN_MUST_CHECK enum xn_status xn_offer_take(struct offer_reading *reading, const struct offer_value *value,
                                           struct xn_dwelling *dwelling, struct xn_error *err);
/* The field is there and cannot be read; `wanted` ends the sentence. */
XN_MUST_CHECK enum xn_status xn_offer_mark_unreadable(struct offer_reading *reading,
                                                      const struct offer_value *value, const char *wanted,
                                                      struct xn_dwelling *dwelling, struct xn_error *err);
/* "FILE, line 3, column X: found 'Y', SAYS". */
void xn_offer_note(const struct offer_reading *reading, uint32_t line, const struct offer_value *value,
                   const char *says);
/* Half a place is none. */
void xn_offer_complete_place(const struct offer_reading *reading, struct xn_dwelling *dwelling);

XN_MUST_CHECK enum xn_status xn_offer_add(struct offer_reading *reading, const struct xn_dwelling *dwelling,
                                          struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_offer_withdraw(struct offer_reading *reading, const char *id, uint32_t line,
                                               struct xn_error *err);
/* After the last: every id once. XN_INPUT with all faults so far. */
XN_MUST_CHECK enum xn_status xn_offers_finish(struct offer_reading *reading, struct xn_error *err);

/* The readers of each form. */
XN_MUST_CHECK enum xn_status xn_offers_from_csv(const char *bytes, size_t length, const char *source,
                                                const char *mapping_path, struct xn_offers **ret,
                                                struct xn_notes *notes, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_offers_from_openimmo(const char *bytes, size_t length, const char *source,
                                                     struct xn_offers **ret, struct xn_notes *notes,
                                                     struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_offers_from_vera(const char *bytes, size_t length, const char *source,
                                                 struct xn_offers **ret, struct xn_notes *notes,
                                                 struct xn_error *err);

#endif
