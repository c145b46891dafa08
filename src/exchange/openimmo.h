/* openimmo.h - the meaning of OpenImmo's elements, apart from how they are read. */
#ifndef XENIA_EXCHANGE_OPENIMMO_H
#define XENIA_EXCHANGE_OPENIMMO_H

#include "offer_reading.h"

#define OPENIMMO_PATH_SIZE 256
#define OPENIMMO_TEXT_SIZE 1001

/* One immobilie while it is read. Texts are the arena's, "" while not given. */
struct openimmo_object {
    uint32_t line;
    struct xn_dwelling dwelling;
    enum xn_answer for_rent;
    bool withdrawn, only_business;
    bool other_rent; /* in another currency, or not per month */
    const char *street, *number, *rent_net, *rent_cold, *rent_gross, *from_date, *from_text;
    const char *certificate, *barrier_free, *wheelchair;
};

struct openimmo_feed {
    struct offer_reading reading;
    xn_date made_on; /* the feed's time stamp */
    bool deletes;    /* modus DELETE: every object */
    size_t first;    /* of the present anbieter, in offers->dwelling */
    const char *corporation;
    struct openimmo_object object;
};

void openimmo_begin(struct openimmo_feed *feed, struct xn_offers *offers, struct xn_notes *notes);
/* Is the text of the element at this path read? */
bool openimmo_has_text(const char *path);
XN_MUST_CHECK enum xn_status openimmo_start(struct openimmo_feed *feed, const char *path,
                                            const char *const *attribute, uint32_t line,
                                            struct xn_error *err);
XN_MUST_CHECK enum xn_status openimmo_end(struct openimmo_feed *feed, const char *path, const char *text,
                                          uint32_t line, struct xn_error *err);
XN_MUST_CHECK enum xn_status openimmo_finish(struct openimmo_feed *feed, struct xn_error *err);

/* The value of an attribute; "". */
const char *openimmo_attribute(const char *const *attribute, const char *name);
enum xn_answer openimmo_answer(const char *text);
/* The elements of objektkategorie: vermarktungsart, nutzungsart, and the kinds in objektart. */
void openimmo_start_marketing(struct openimmo_object *object, const char *const *attribute);
void openimmo_start_use(struct openimmo_object *object, const char *const *attribute);
XN_MUST_CHECK enum xn_status openimmo_start_kind(struct openimmo_feed *feed, const char *kind,
                                                 const char *const *attribute, uint32_t line,
                                                 struct xn_error *err);

#endif
