/* ledger_fixture.h - records of an office, written down by hand: start with {0}-like records_begin, add. */
#ifndef XENIA_TEST_HOUSING_LEDGER_FIXTURE_H
#define XENIA_TEST_HOUSING_LEDGER_FIXTURE_H

#include "fixture.h"
#include "xenia/ledger.h"

#define RECORDS_MOST 64

struct records {
    struct xn_ledger_records all;
    struct xn_ledger_commitment commitment[RECORDS_MOST];
    struct xn_ledger_offer offer[RECORDS_MOST];
    struct xn_ledger_placement placement[RECORDS_MOST];
    struct xn_ledger_household household[RECORDS_MOST];
    struct xn_ledger_publication publication[RECORDS_MOST];
    struct xn_ledger_objection objection[RECORDS_MOST];
    char id[8 * RECORDS_MOST][16];
    size_t n_ids;
};

/* 2004-12-31 is today. */
static inline void records_begin(struct records *records)
{
    memset(records, 0, sizeof *records);
    records->all = (struct xn_ledger_records){.today = xn_date_of(2004, 12, 31),
                                              .commitment = records->commitment,
                                              .offer = records->offer,
                                              .placement = records->placement,
                                              .household = records->household,
                                              .publication = records->publication,
                                              .objection = records->objection};
}

static inline const char *records_id(struct records *records, char kind, size_t number)
{
    char *id = records->id[records->n_ids++];
    snprintf(id, sizeof *records->id, "%c%zu", kind, number);
    return id;
}

/* month_and_day of 2004: 702 is 2 July; 0: no day. */
static inline xn_date records_day(int month_and_day)
{
    return month_and_day ? xn_date_of(2004, month_and_day / 100, month_and_day % 100) : XN_NO_DATE;
}

static inline struct xn_ledger_household *records_arrive(struct records *records, int on, double persons)
{
    struct xn_ledger_household *household = &records->household[records->all.n_households++];
    *household = (struct xn_ledger_household){.id = records_id(records, 'H', records->all.n_households),
                                              .arrived_on = records_day(on),
                                              .left_on = XN_NO_DATE,
                                              .persons = persons,
                                              .waiting = true};
    return household;
}

static inline struct xn_ledger_dwelling records_dwelling(struct records *records, const char *corporation)
{
    return (struct xn_ledger_dwelling){.id = records_id(records, 'D', records->n_ids),
                                       .corporation = corporation,
                                       .rent_eur = 400,
                                       .rooms = 3,
                                       .area_m2 = 60};
}

/* A move; household NULL: not known. */
static inline struct xn_ledger_placement *
records_move(struct records *records, struct xn_ledger_household *household, int on, enum xn_class class_)
{
    struct xn_ledger_placement *placement = &records->placement[records->all.n_placements++];
    *placement = (struct xn_ledger_placement){.dwelling = records_dwelling(records, "A"),
                                              .household = household ? household->id : "",
                                              .unit_id = "21",
                                              .level = "district",
                                              .decided_on = records_day(on),
                                              .moved_in_on = records_day(on),
                                              .ended_on = XN_NO_DATE,
                                              .class_ = class_,
                                              .persons = household ? household->persons : 1,
                                              .tie_distance_m = NAN,
                                              .effect_before = NAN,
                                              .effect_after = NAN,
                                              .rank = 1,
                                              .reason_code = "",
                                              .decided_by = "office"};
    if (household)
        household->waiting = false;
    return placement;
}

static inline struct xn_ledger_offer *records_offer(struct records *records, const char *corporation,
                                                    int made, int closed, enum xn_ledger_outcome outcome)
{
    struct xn_ledger_offer *offer = &records->offer[records->all.n_offers++];
    *offer = (struct xn_ledger_offer){.dwelling = records_dwelling(records, corporation),
                                      .household = "H1",
                                      .made_on = records_day(made),
                                      .closed_on = records_day(closed),
                                      .outcome = outcome,
                                      .class_ = XN_MIXED,
                                      .rank = 1,
                                      .n_listed = 3,
                                      .refusal_code = "",
                                      .reason_code = "",
                                      .decided_by = "office"};
    return offer;
}

static inline struct xn_ledger_publication *records_publish(struct records *records, const char *corporation,
                                                            int on, enum xn_class class_)
{
    struct xn_ledger_publication *publication = &records->publication[records->all.n_publications++];
    *publication = (struct xn_ledger_publication){.dwelling = records_dwelling(records, corporation),
                                                  .published_on = records_day(on),
                                                  .class_ = class_};
    return publication;
}

static inline struct xn_ledger *records_ledger(const struct records *records, const char *from,
                                               const char *to)
{
    struct xn_ledger *ledger = NULL;
    struct xn_error err = {0};
    xn_quarter first = 0, last = 0;
    assert_true(xn_quarter_parse(from, &first));
    assert_true(xn_quarter_parse(to, &last));
    if (xn_ledger_compute(&records->all, first, last, &ledger, &err) != XN_OK)
        fail_msg("%s", err.message);
    return ledger;
}

#endif
