/* desk.h - a housing office for tests of the lifecycle: dwellings, households, and changes in one line. */
#ifndef XENIA_TEST_DESK_H
#define XENIA_TEST_DESK_H

#include "database.h"
#include <math.h>
#include "xenia/lifecycle.h"

static const struct xn_key desk_master = {{7, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};

/* The city "demo" is a demonstration (a day may be named), "real" is not. */
static inline int set_up_desk(void **state)
{
    if (set_up_database(state) != 0)
        return -1;
    const struct database *database = *state;
    const struct xn_stored_city demo = {
        .id = "demo", .title = "Demo", .definition = "demo/city.ini", .demonstration = true};
    const struct xn_stored_city real = {.id = "real", .title = "Real", .definition = "real/city.ini"};
    expect_ok(xn_store_put_city(database->store, &demo, err));
    expect_ok(xn_store_put_city(database->store, &real, err));
    xn_store_set_master_key(database->store, &desk_master);
    return 0;
}

static inline void begin_as(struct xn_store *store, const char *city, const char *actor)
{
    const struct xn_change change = {.city = city, .actor = actor, .role = "coordinator"};
    struct xn_kept_answer *kept = NULL;
    expect_ok(xn_change_begin(store, &change, &kept, err));
    assert_null(kept);
}
static inline void begin(struct xn_store *store)
{
    begin_as(store, "demo", "anna");
}
static inline void commit(struct xn_store *store)
{
    expect_ok(xn_change_commit(store, 200, NULL, NULL, 0, err));
}

/* A change of one call by somebody, which succeeds. Use `err` in the call. */
#define change_by(store, actor, call)                                                                        \
    do {                                                                                                     \
        begin_as((store), "demo", (actor));                                                                  \
        expect_ok(call);                                                                                     \
        commit(store);                                                                                       \
    } while (0)
#define change(store, call) change_by(store, "anna", call)
/* One that is refused with a code of xn_store_refusal, and taken back. */
#define refused_by(store, actor, call, status, code)                                                         \
    do {                                                                                                     \
        struct xn_error expect_err_ = {0};                                                                   \
        struct xn_error *const err = &expect_err_;                                                           \
        begin_as((store), "demo", (actor));                                                                  \
        expect_status((call), (status), err);                                                                \
        xn_change_rollback(store);                                                                           \
        if (strcmp(xn_store_refusal(store), (code)) != 0 || !*err->message || strchr(err->message, '\n'))    \
            fail_msg("refused as '%s' (%s), wanted '%s'", xn_store_refusal(store), err->message, (code));    \
    } while (0)
#define refused(store, call, status, code) refused_by(store, "anna", call, status, code)

static inline struct xn_stored_household household_of(const char *reference, int persons)
{
    return (struct xn_stored_household){.reference = reference,
                                        .centre = "Steinfurter Strasse",
                                        .arrived_on = xn_date_of(2004, 2, 1),
                                        .needs = {.size = persons,
                                                  .age_0_5 = -1,
                                                  .age_6_17 = -1,
                                                  .age_18_64 = -1,
                                                  .age_65_plus = -1,
                                                  .rent_limit_eur = 612.5,
                                                  .rooms_min = NAN,
                                                  .available_by = XN_NO_DATE}};
}
static inline void add_household(struct xn_store *store, const char *reference, char ret[XN_ID_SIZE])
{
    const struct xn_stored_household household = household_of(reference, 4);
    change(store, xn_change_household_add(store, &household, ret, err));
}
static inline void add_dwelling(const struct database *database, const char *id)
{
    char sql[256];
    snprintf(sql, sizeof sql,
             "INSERT INTO xenia.offers (city, id, corporation, lon, lat, rooms) VALUES ('demo', '%s', "
             "'Wohn', 7.6, "
             "51.9, 4)",
             id);
    psql_do(database, sql);
}

static inline struct xn_decision decision_of(size_t rank, enum xn_class class_)
{
    return (struct xn_decision){.class_ = class_,
                                .level = "district",
                                .unit_id = "34",
                                .share = 0.09,
                                .lower = 0.07,
                                .upper = 0.12,
                                .placements_per_1000 = NAN,
                                .snapshot = "snapshot",
                                .policy_id = 0,
                                .policy_name = "programme-load",
                                .policy_version = "1",
                                .rank = rank,
                                .n_listed = 9,
                                .first_id = "A",
                                .request_digest = "digest",
                                .effect_before = 0.05,
                                .effect_after = 0.0499,
                                .tie_distance_m = NAN,
                                .persons = 4,
                                .reason_code = "",
                                .reason_note = ""};
}
static const struct xn_decision *const best = &(struct xn_decision){.class_ = XN_MIXED,
                                                                    .share = NAN,
                                                                    .lower = NAN,
                                                                    .upper = NAN,
                                                                    .placements_per_1000 = 0.25,
                                                                    .snapshot = "snapshot",
                                                                    .policy_name = "programme-load",
                                                                    .policy_version = "1",
                                                                    .rank = 1,
                                                                    .n_listed = 9,
                                                                    .first_id = "A",
                                                                    .request_digest = "digest",
                                                                    .effect_before = NAN,
                                                                    .effect_after = NAN,
                                                                    .tie_distance_m = NAN,
                                                                    .persons = 4};

static inline struct xn_stored_offer get_offer(struct xn_store *store, const char *id)
{
    struct xn_stored_offers *got = NULL;
    expect_ok(xn_store_offers_made(store, "demo", id, NULL, NULL, false, &got, err));
    assert_int_equal(got->count, 1);
    struct xn_stored_offer offer = got->offer[0];
    offer.dwelling = offer.refusal_code = offer.refusal_note = offer.decided_by = NULL; /* freed below */
    offer.decision = (struct xn_decision){0};
    xn_stored_offers_free(got);
    return offer;
}
static inline enum xn_dwelling_state get_dwelling_state(struct xn_store *store, const char *id)
{
    struct xn_stored_dwellings *got = NULL;
    expect_ok(xn_store_dwellings(store, "demo", id, &got, err));
    const enum xn_dwelling_state state = got->dwelling[0].state;
    xn_stored_dwellings_free(got);
    return state;
}
static inline int64_t get_dwelling_version(struct xn_store *store, const char *id)
{
    struct xn_stored_dwellings *got = NULL;
    expect_ok(xn_store_dwellings(store, "demo", id, &got, err));
    const int64_t version = got->dwelling[0].version;
    xn_stored_dwellings_free(got);
    return version;
}
static inline struct xn_stored_household get_household(struct xn_store *store, const char *id)
{
    struct xn_stored_households *got = NULL;
    expect_ok(xn_store_household(store, "demo", id, &got, err));
    assert_int_equal(got->count, 1);
    struct xn_stored_household household = got->household[0];
    household.reference = household.centre = NULL; /* freed below */
    xn_stored_households_free(got);
    return household;
}
static inline struct xn_stored_placement get_placement(struct xn_store *store, const char *id)
{
    struct xn_stored_placements *got = NULL;
    expect_ok(xn_store_placements_made(store, "demo", id, &got, err));
    assert_int_equal(got->count, 1);
    struct xn_stored_placement placement = got->placement[0];
    placement.dwelling = placement.end_reason = placement.decided_by = NULL; /* freed below */
    placement.decision = (struct xn_decision){0};
    xn_stored_placements_free(got);
    return placement;
}

/* No dwelling stands elsewhere than its offers and placements say. */
static inline void assert_settled(const struct database *database)
{
    assert_string_equal(psql(database,
                             "SELECT count(*) FROM xenia.dwellings AS held JOIN xenia.dwelling_states "
                             "AS should USING (city, id) WHERE held.state <> should.state OR "
                             "held.offer_sha256 <> should.offer_sha256"),
                        "0");
}

#endif
