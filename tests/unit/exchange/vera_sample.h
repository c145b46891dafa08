/* vera_sample.h - dwellings, offers and allocations drawn at random, and their VERA documents. */
#ifndef XENIA_TEST_VERA_SAMPLE_H
#define XENIA_TEST_VERA_SAMPLE_H

#include <math.h>
#include <stdio.h>
#include "xenia/exchange.h"
#include "xenia/random.h"

enum { VERA_SAMPLE_SIZE = 7 };

struct vera_sample {
    struct xn_random random;
    struct xn_dwelling dwelling[VERA_SAMPLE_SIZE];
    struct xn_vera_offer offer[VERA_SAMPLE_SIZE];
    struct xn_vera_allocation allocation[VERA_SAMPLE_SIZE];
    char id[VERA_SAMPLE_SIZE][16];
};

static inline const char *vera_sample_text(struct xn_random *random)
{
    static const char *const texts[] = {
        "", "Düesbergweg 4a", "a \"quoted\"\\ text\n", "WBS", "48143", "Ёлка 家", "{\"id\":1}", "x"};
    return texts[xn_random_below(random, 8)];
}

/* Not known, a whole number, or one with all its digits. */
static inline double vera_sample_number(struct xn_random *random, double high)
{
    switch (xn_random_below(random, 3)) {
    case 0:
        return NAN;
    case 1:
        return floor(xn_random_uniform(random) * high);
    default:
        return xn_random_uniform(random) * high;
    }
}

static inline xn_date vera_sample_date(struct xn_random *random)
{
    return xn_random_below(random, 4) == 0 ? XN_NO_DATE
                                           : xn_date_of(2000, 1, 1) + (xn_date)xn_random_below(random, 12000);
}

static inline struct xn_dwelling vera_sample_dwelling(struct xn_random *random, const char *id)
{
    struct xn_dwelling d = {.id = id,
                            .corporation = vera_sample_text(random),
                            .address = vera_sample_text(random),
                            .postcode = vera_sample_text(random),
                            .city = vera_sample_text(random),
                            .district = vera_sample_text(random),
                            .kind = vera_sample_text(random),
                            .is_dwelling = (enum xn_answer)xn_random_below(random, 3),
                            .lon = vera_sample_number(random, 180),
                            .rent_net_eur = vera_sample_number(random, 2000),
                            .rent_gross_eur = vera_sample_number(random, 2000),
                            .rooms = vera_sample_number(random, 9),
                            .area_m2 = vera_sample_number(random, 300),
                            .min_household = vera_sample_number(random, 5),
                            .max_household = vera_sample_number(random, 9),
                            .max_income_eur = vera_sample_number(random, 60000),
                            .min_age = vera_sample_number(random, 70),
                            .step_free = (enum xn_answer)xn_random_below(random, 3),
                            .lift = (enum xn_answer)xn_random_below(random, 3),
                            .floor = vera_sample_number(random, 20),
                            .entitlement = vera_sample_text(random),
                            .published = vera_sample_date(random),
                            .closes = vera_sample_date(random),
                            .available = vera_sample_date(random),
                            .on_offer_elsewhere = xn_random_below(random, 2) == 0,
                            .unreadable = xn_random_below(random, 4) == 0 ? "rent_gross_eur;closes" : ""};
    d.lat = isnan(d.lon) ? NAN : d.lon / 2.0;
    return d;
}

static inline struct xn_vera_offer vera_sample_offer(struct xn_random *random, const char *id)
{
    static const char *const detail[][3] = {
        {"", "", ""}, {"", "HUU", "WOB"}, {"REA", "", "ONT"}, {"", "", ""}};
    const size_t status = xn_random_below(random, 4);
    return (struct xn_vera_offer){.id = id,
                                  .publication = vera_sample_text(random),
                                  .candidate = vera_sample_text(random),
                                  .status = (enum xn_vera_offer_status)status,
                                  .detail = detail[status][xn_random_below(random, 3)],
                                  .made_on = vera_sample_date(random),
                                  .answered_on = vera_sample_date(random),
                                  .expires_on = vera_sample_date(random)};
}

static inline void vera_sample_draw(struct vera_sample *sample, uint32_t round)
{
    sample->random = xn_random_stream(2006, 1, round);
    struct xn_random *random = &sample->random;
    for (size_t i = 0; i < VERA_SAMPLE_SIZE; i++) {
        (void)snprintf(sample->id[i], sizeof sample->id[i], "%zu-%u", i, xn_random_below(random, 99999));
        sample->dwelling[i] = vera_sample_dwelling(random, sample->id[i]);
        sample->offer[i] = vera_sample_offer(random, sample->id[i]);
        sample->allocation[i] = (struct xn_vera_allocation){.id = sample->id[i],
                                                            .offer = vera_sample_text(random),
                                                            .publication = vera_sample_text(random),
                                                            .candidate = vera_sample_text(random),
                                                            .allocated_on = vera_sample_date(random)};
    }
}

static inline void vera_sample_publications(const struct vera_sample *sample, struct xn_buf *buf)
{
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_vera_put_publications(&json, sample->dwelling, VERA_SAMPLE_SIZE);
}

static inline void vera_sample_offers(const struct vera_sample *sample, struct xn_buf *buf)
{
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_vera_put_offers(&json, sample->offer, VERA_SAMPLE_SIZE);
}

static inline void vera_sample_allocations(const struct vera_sample *sample, struct xn_buf *buf)
{
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_vera_put_allocations(&json, sample->allocation, VERA_SAMPLE_SIZE);
}

#endif
