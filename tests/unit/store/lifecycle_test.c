/* The lifecycle: the whole way of one household, and every step from every state. */
#include "desk.h"

/* --- the whole way -------------------------------------------------------------------------------------- */

static void test_from_arrival_to_the_end(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    char household[XN_ID_SIZE], offer[XN_ID_SIZE], placement[XN_ID_SIZE];
    add_dwelling(database, "way");
    add_household(store, "F01", household);
    assert_int_equal(get_dwelling_state(store, "way"), XN_DWELLING_AVAILABLE);

    change(store, xn_change_offer_draft(store, household, "way", best, offer, err));
    assert_int_equal(get_offer(store, offer).state, XN_OFFER_DRAFT);
    assert_int_equal(get_dwelling_state(store, "way"), XN_DWELLING_RESERVED);
    assert_true(get_household(store, household).has_live_offer);

    change(store, xn_change_offer_make(store, offer, 1, 7, xn_date_of(2004, 3, 1), err));
    struct xn_stored_offer made = get_offer(store, offer);
    assert_int_equal(made.state, XN_OFFER_MADE);
    assert_int_equal(made.version, 2);
    assert_string_equal(made.made_at, "2004-03-01T00:00:00.000000Z");
    assert_string_equal(made.expires_at, "2004-03-08T00:00:00.000000Z");
    assert_int_equal(get_dwelling_state(store, "way"), XN_DWELLING_OFFERED);

    change(store, xn_change_offer_accept(store, offer, 2, xn_date_of(2004, 3, 5), err));
    assert_int_equal(get_offer(store, offer).state, XN_OFFER_ACCEPTED);
    assert_int_equal(get_dwelling_state(store, "way"), XN_DWELLING_OFFERED);

    change(store, xn_change_placement_agree(store, offer, 3, best, xn_date_of(2004, 3, 6), placement, err));
    assert_int_equal(get_dwelling_state(store, "way"), XN_DWELLING_LET);
    assert_int_equal(get_household(store, household).state, XN_HOUSEHOLD_PLACED);
    assert_false(get_household(store, household).has_live_offer);
    assert_int_equal(get_placement(store, placement).decided_on, xn_date_of(2004, 3, 6));

    change(store, xn_change_placement_move_in(store, placement, 1, xn_date_of(2004, 4, 1), err));
    assert_int_equal(get_placement(store, placement).state, XN_PLACEMENT_MOVED_IN);
    assert_int_equal(get_household(store, household).days_waited, 60);

    change(store, xn_change_placement_end(store, placement, 2, "moved to Bonn", xn_date_of(2004, 9, 1), err));
    assert_int_equal(get_placement(store, placement).ended_on, xn_date_of(2004, 9, 1));
    assert_int_equal(get_dwelling_state(store, "way"), XN_DWELLING_AVAILABLE);
    assert_int_equal(get_household(store, household).state, XN_HOUSEHOLD_WAITING);
    assert_settled(database);
}

/* --- every step from every state --------------------------------------------------------------------------
 */

/* The last three are not live: what was accepted is a placement in "agreed". */
enum reached { DRAFT, MADE, ACCEPTED, AGREED, REFUSED, EXPIRED, WITHDRAWN, N_REACHED };
enum step { MAKE, ACCEPT, REFUSE, WITHDRAW, AGREE, N_STEPS };

struct office {
    const struct database *database;
    struct xn_store *store;
    char dwelling[16], household[XN_ID_SIZE], offer[XN_ID_SIZE], placement[XN_ID_SIZE];
};

static const xn_date day = 12500; /* in 2004 */

static enum xn_status do_step(struct office *office, enum step step, int64_t version, struct xn_error *err)
{
    switch (step) {
    case MAKE:
        return xn_change_offer_make(office->store, office->offer, version, 7, day, err);
    case ACCEPT:
        return xn_change_offer_accept(office->store, office->offer, version, day, err);
    case REFUSE:
        return xn_change_offer_refuse(office->store, office->offer, version, "TOO_SMALL", "no room", day,
                                      err);
    case WITHDRAW:
        return xn_change_offer_withdraw(office->store, office->offer, version, day, err);
    case AGREE:
        return xn_change_placement_agree(office->store, office->offer, version, best, day, office->placement,
                                         err);
    default:
        return XN_ARGUMENT;
    }
}

static void new_office(struct office *office, const struct database *database)
{
    static unsigned n = 0;
    char reference[16];
    *office = (struct office){.database = database, .store = database->store};
    snprintf(office->dwelling, sizeof office->dwelling, "m%u", n);
    snprintf(reference, sizeof reference, "M%u", n++);
    add_dwelling(database, office->dwelling);
    add_household(office->store, reference, office->household);
    change(office->store, xn_change_offer_draft(office->store, office->household, office->dwelling, best,
                                                office->offer, err));
}

static void reach(struct office *office, enum reached state)
{
    size_t n = 0;
    if (state == WITHDRAWN)
        change(office->store, do_step(office, WITHDRAW, 1, err));
    if (state == DRAFT || state == WITHDRAWN)
        return;
    change(office->store, do_step(office, MAKE, 1, err));
    if (state == EXPIRED)
        change(office->store, xn_change_pass_time(office->store, day + 8, &n, &n, err));
    if (state == REFUSED)
        change(office->store, do_step(office, REFUSE, 2, err));
    if (state == ACCEPTED || state == AGREED)
        change(office->store, do_step(office, ACCEPT, 2, err));
    if (state == AGREED)
        change(office->store, do_step(office, AGREE, 3, err));
}

static void test_every_step_from_every_state(void **state)
{
    static const enum xn_offer_state shown[N_REACHED] = {
        XN_OFFER_DRAFT,   XN_OFFER_MADE,    XN_OFFER_ACCEPTED, XN_OFFER_ACCEPTED,
        XN_OFFER_REFUSED, XN_OFFER_EXPIRED, XN_OFFER_WITHDRAWN};
    static const enum xn_dwelling_state dwelling[N_REACHED] = {
        XN_DWELLING_RESERVED,  XN_DWELLING_OFFERED,   XN_DWELLING_OFFERED,  XN_DWELLING_LET,
        XN_DWELLING_AVAILABLE, XN_DWELLING_AVAILABLE, XN_DWELLING_AVAILABLE};
    static const enum reached to[N_REACHED][N_STEPS] = {
        /*             MAKE       ACCEPT     REFUSE     WITHDRAW   AGREE */
        [DRAFT] = {MADE, N_REACHED, N_REACHED, WITHDRAWN, N_REACHED},
        [MADE] = {N_REACHED, ACCEPTED, REFUSED, WITHDRAWN, N_REACHED},
        [ACCEPTED] = {N_REACHED, N_REACHED, N_REACHED, WITHDRAWN, AGREED},
        [AGREED] = {N_REACHED, N_REACHED, N_REACHED, N_REACHED, N_REACHED},
        [REFUSED] = {N_REACHED, N_REACHED, N_REACHED, N_REACHED, N_REACHED},
        [EXPIRED] = {N_REACHED, N_REACHED, N_REACHED, N_REACHED, N_REACHED},
        [WITHDRAWN] = {N_REACHED, N_REACHED, N_REACHED, N_REACHED, N_REACHED}};
    for (enum reached from = DRAFT; from < N_REACHED; from++) {
        for (enum step step = MAKE; step < N_STEPS; step++) {
            struct office office;
            new_office(&office, *state);
            reach(&office, from);
            const int64_t version = get_offer(office.store, office.offer).version;
            refused(office.store, do_step(&office, step, version + 1, err), XN_CONFLICT, "stale");
            const enum reached next = to[from][step];
            if (next == N_REACHED)
                refused(office.store, do_step(&office, step, version, err), XN_CONFLICT, "state");
            else
                change(office.store, do_step(&office, step, version, err));
            const enum reached now = next == N_REACHED ? from : next;
            assert_int_equal(get_offer(office.store, office.offer).state, shown[now]);
            assert_int_equal(get_dwelling_state(office.store, office.dwelling), dwelling[now]);
            assert_int_equal(get_offer(office.store, office.offer).version, version + (next != N_REACHED));
        }
    }
    assert_settled(*state);
}

static void test_placement_steps(void **state)
{
    struct office office;
    new_office(&office, *state);
    reach(&office, AGREED);
    struct xn_store *store = office.store;
    refused(store, xn_change_placement_move_in(store, office.placement, 2, day, err), XN_CONFLICT, "stale");
    refused(store, xn_change_placement_move_in(store, office.household, 1, day, err), XN_NOT_FOUND, "");
    refused(store, xn_change_placement_move_in(store, office.placement, 1, day - 1, err), XN_INPUT, "");
    change(store, xn_change_placement_move_in(store, office.placement, 1, day, err));
    refused(store, xn_change_placement_move_in(store, office.placement, 2, day, err), XN_CONFLICT, "state");
    refused(store, xn_change_placement_end(store, office.placement, 2, "x", day - 1, err), XN_INPUT, "");
    change(store, xn_change_placement_end(store, office.placement, 2, "x", day, err));
    refused(store, xn_change_placement_end(store, office.placement, 3, "x", day, err), XN_CONFLICT, "state");
    refused(store, xn_change_placement_move_in(store, office.placement, 3, day, err), XN_CONFLICT, "state");
}

/* --- what may be drafted -----------------------------------------------------------------------------------
 */

static void test_one_live_offer(void **state)
{
    struct office first, second;
    char id[XN_ID_SIZE];
    new_office(&first, *state);
    new_office(&second, *state);
    struct xn_store *store = first.store;
    add_dwelling(first.database, "free");
    refused(store, xn_change_offer_draft(store, first.household, "free", best, id, err), XN_CONFLICT,
            "household_busy");
    change(store, do_step(&first, WITHDRAW, 1, err));
    refused(store, xn_change_offer_draft(store, first.household, second.dwelling, best, id, err), XN_CONFLICT,
            "dwelling_taken");
    refused(store, xn_change_offer_draft(store, first.household, "none", best, id, err), XN_NOT_FOUND, "");
    refused(store, xn_change_offer_draft(store, "no id", "free", best, id, err), XN_NOT_FOUND, "");
    reach(&second, AGREED);
    refused(store, xn_change_offer_draft(store, first.household, second.dwelling, best, id, err), XN_CONFLICT,
            "dwelling_taken");
    refused(store, xn_change_offer_draft(store, second.household, "free", best, id, err), XN_CONFLICT,
            "household_busy");
    change(store, xn_change_dwelling_withdraw(store, "free", 1, true, err));
    refused(store, xn_change_offer_draft(store, first.household, "free", best, id, err), XN_CONFLICT,
            "state");
    change(store, xn_change_household_leave(store, first.household, 1, "OTHER", XN_NO_DATE, err));
    refused(store, xn_change_offer_draft(store, first.household, first.dwelling, best, id, err), XN_CONFLICT,
            "state");
}

static void test_a_reason_is_needed(void **state)
{
    struct office office;
    char id[XN_ID_SIZE];
    new_office(&office, *state);
    struct xn_store *store = office.store;
    change(store, do_step(&office, WITHDRAW, 1, err));
    struct xn_decision decision = decision_of(2, XN_MIXED);
    refused(store, xn_change_offer_draft(store, office.household, office.dwelling, &decision, id, err),
            XN_INPUT, "reason_needed");
    decision = decision_of(1, XN_CONCENTRATED);
    refused(store, xn_change_offer_draft(store, office.household, office.dwelling, &decision, id, err),
            XN_INPUT, "reason_needed");
    decision.reason_code = "OTHER";
    refused(store, xn_change_offer_draft(store, office.household, office.dwelling, &decision, id, err),
            XN_INPUT, "");
    decision.reason_note = "near the grandmother";
    change(store,
           xn_change_offer_draft(store, office.household, office.dwelling, &decision, office.offer, err));
    reach(&office, ACCEPTED);
    /* Agreed with what was decided then, unless another reason is given. */
    struct xn_decision again = decision_of(3, XN_CONCENTRATED);
    refused(store, xn_change_placement_agree(store, office.offer, 3, &again, day, id, err), XN_INPUT, "");
    again.reason_note = "still";
    change(store, xn_change_placement_agree(store, office.offer, 3, &again, day, id, err));
    struct xn_stored_placements *got = NULL;
    expect_ok(xn_store_placements_made(store, "demo", id, &got, err));
    const struct xn_decision *frozen = &got->placement[0].decision;
    assert_string_equal(frozen->reason_code, "OTHER");
    assert_string_equal(frozen->reason_note, "still");
    assert_int_equal(frozen->class_, XN_CONCENTRATED);
    assert_int_equal(frozen->rank, 3);
    assert_string_equal(frozen->unit_id, "34");
    assert_true(frozen->share == 0.09 && frozen->effect_after == 0.0499 && isnan(frozen->tie_distance_m));
    assert_string_equal(got->placement[0].decided_by, "anna");
    xn_stored_placements_free(got);
    assert_string_equal(psql(office.database, "UPDATE xenia.decisions SET class = 'mixed'"),
                        "ERROR:  rows of xenia.decisions are immutable");
}

/* --- the clock ---------------------------------------------------------------------------------------------
 */

static void test_the_day_is_the_databases(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    size_t n = 0;
    struct xn_error error = {0};
    begin_as(store, "real", "anna");
    expect_status(xn_change_pass_time(store, day, &n, &n, &error), XN_CONFLICT, &error);
    xn_change_rollback(store);
    assert_string_equal(xn_store_refusal(store), "state");
    begin_as(store, "real", "anna");
    expect_ok(xn_change_pass_time(store, XN_NO_DATE, &n, &n, err));
    commit(store);
}

static void test_offers_expire(void **state)
{
    struct office office;
    size_t expired = 9, available = 9;
    new_office(&office, *state);
    reach(&office, MADE);
    struct xn_store *store = office.store;
    change(store, xn_change_pass_time(store, day + 7, &expired, &available, err)); /* the last day */
    assert_int_equal(expired, 0);
    refused(store, xn_change_offer_accept(store, office.offer, 2, day + 8, err), XN_CONFLICT, "state");
    change(store, xn_change_pass_time(store, day + 8, &expired, &available, err));
    assert_int_equal(expired, 1);
    assert_int_equal(get_offer(store, office.offer).state, XN_OFFER_EXPIRED);
    change(store, xn_change_pass_time(store, day + 8, &expired, &available, err));
    assert_int_equal(expired, 0);
}

static void test_announced_until_its_day(void **state)
{
    const struct database *database = *state;
    struct xn_store *store = database->store;
    size_t expired = 0, available = 0;
    char household[XN_ID_SIZE], id[XN_ID_SIZE];
    psql_do(database,
            "INSERT INTO xenia.offers (city, id, published) VALUES ('demo', 'soon', current_date + 9)");
    add_household(store, "soon", household);
    assert_int_equal(get_dwelling_state(store, "soon"), XN_DWELLING_ANNOUNCED);
    refused(store, xn_change_offer_draft(store, household, "soon", best, id, err), XN_CONFLICT, "state");
    change(store, xn_change_pass_time(store, XN_NO_DATE, &expired, &available, err));
    assert_int_equal(available, 0);
    change(store, xn_change_pass_time(store, xn_date_today() + 9, &expired, &available, err));
    assert_int_equal(available, 1);
    psql_do(database, "UPDATE xenia.offers SET rooms = 2 WHERE id = 'soon'"); /* does not take it back */
    assert_int_equal(get_dwelling_state(store, "soon"), XN_DWELLING_AVAILABLE);
    psql_do(database, "DELETE FROM xenia.offers WHERE id = 'soon'");
}

/* --- dwellings ---------------------------------------------------------------------------------------------
 */

static void test_withdrawn_by_the_feed(void **state)
{
    struct office office;
    char sql[128];
    new_office(&office, *state);
    snprintf(sql, sizeof sql, "UPDATE xenia.offers SET withdrawn_at = now() WHERE id = '%s'",
             office.dwelling);
    psql_do(office.database, sql); /* the household has it in hand */
    assert_int_equal(get_dwelling_state(office.store, office.dwelling), XN_DWELLING_RESERVED);
    change(office.store, do_step(&office, WITHDRAW, 1, err));
    assert_int_equal(get_dwelling_state(office.store, office.dwelling), XN_DWELLING_WITHDRAWN);
    assert_settled(office.database);
}

static void test_dwellings_by_hand(void **state)
{
    struct office office;
    char id[XN_ID_SIZE] = "";
    new_office(&office, *state);
    struct xn_store *store = office.store;
    const struct xn_dwelling ad = {.id = "",
                                   .address = "Hammer Straße 1",
                                   .lon = 7.6,
                                   .lat = 51.9,
                                   .rent_net_eur = 500,
                                   .rent_gross_eur = NAN,
                                   .rooms = 3,
                                   .area_m2 = NAN,
                                   .min_household = NAN,
                                   .max_household = NAN,
                                   .max_income_eur = NAN,
                                   .min_age = NAN,
                                   .floor = NAN,
                                   .is_dwelling = XN_YES,
                                   .step_free = XN_UNKNOWN,
                                   .lift = XN_NO,
                                   .published = XN_NO_DATE,
                                   .closes = XN_NO_DATE,
                                   .available = XN_NO_DATE};
    change(store, xn_change_dwelling_add(store, &ad, id, err));
    struct xn_stored_dwellings *got = NULL;
    expect_ok(xn_store_dwellings(store, "demo", id, &got, err));
    assert_int_equal(got->count, 1);
    assert_string_equal(got->dwelling[0].source, "desk");
    assert_string_equal(got->dwelling[0].data->address, "Hammer Straße 1");
    assert_true(got->dwelling[0].data->rent_net_eur == 500 && isnan(got->dwelling[0].data->area_m2));
    assert_int_equal(got->dwelling[0].data->lift, XN_NO);
    xn_stored_dwellings_free(got);
    struct xn_dwelling same = ad;
    same.id = id;
    char again[XN_ID_SIZE];
    refused(store, xn_change_dwelling_add(store, &same, again, err), XN_CONFLICT, "state");
    refused(store, xn_change_dwelling_withdraw(store, id, 2, true, err), XN_CONFLICT, "stale");
    refused(store, xn_change_dwelling_withdraw(store, id, 1, false, err), XN_CONFLICT, "state");
    change(store, xn_change_dwelling_withdraw(store, id, 1, true, err));
    refused(store, xn_change_dwelling_withdraw(store, id, 2, true, err), XN_CONFLICT, "state");
    change(store, xn_change_dwelling_withdraw(store, id, 2, false, err));
    assert_int_equal(get_dwelling_state(store, id), XN_DWELLING_AVAILABLE);
    const int64_t version = get_dwelling_version(store, office.dwelling);
    refused(store, xn_change_dwelling_withdraw(store, office.dwelling, version, true, err), XN_CONFLICT,
            "dwelling_taken");
    refused(store, xn_change_dwelling_withdraw(store, "none", 1, true, err), XN_NOT_FOUND, "");
    assert_int_equal(get_dwelling_state(store, office.dwelling), XN_DWELLING_RESERVED);
}

/* What a ranking and the effects see. */
static void test_rankings_see_what_is_taken(void **state)
{
    struct office office;
    char as_of[XN_STORE_TIME_SIZE];
    new_office(&office, *state);
    reach(&office, MADE);
    struct xn_offers *offers = NULL;
    struct xn_placements *placements = NULL;
    expect_ok(xn_store_offers(office.store, "demo", &offers, as_of, err));
    size_t n_elsewhere = 0;
    for (size_t i = 0; i < offers->count; i++)
        n_elsewhere +=
            strcmp(offers->dwelling[i].id, office.dwelling) == 0 && offers->dwelling[i].on_offer_elsewhere;
    assert_int_equal(n_elsewhere, 1);
    xn_offers_free(offers);

    expect_ok(xn_store_placements(office.store, "demo", &placements, err));
    const size_t n_before = placements->count;
    xn_placements_free(placements);
    change(office.store, do_step(&office, WITHDRAW, 2, err));
    expect_ok(xn_store_placements(office.store, "demo", &placements, err));
    assert_int_equal(placements->count, n_before - 1);
    xn_placements_free(placements);
}

/* The only placement that a ranking sees; all else has ended. */
static struct xn_placement only_placement(struct xn_store *store)
{
    struct xn_placements *placements = NULL;
    expect_ok(xn_store_placements(store, "demo", &placements, err));
    assert_int_equal(placements->count, 1);
    struct xn_placement placement = placements->placement[0];
    placement.unit_id = placement.unit_id ? "34" : NULL; /* the only area there is; the list goes */
    xn_placements_free(placements);
    return placement;
}

/* Pending from the draft to the agreement, and from the day of the move a placement of that day, whatever the
 * day of the counts: who is in them is for the study to tell. */
static void test_pending_until_the_move(void **state)
{
    struct office office;
    psql_do(
        *state,
        "UPDATE xenia.household_offers SET state = 'withdrawn', live = false, closed_at = now() WHERE live");
    psql_do(*state,
            "UPDATE xenia.placements SET state = 'ended', ended_on = '2030-01-01' WHERE state <> 'ended'");
    psql_do(*state, "INSERT INTO xenia.areas VALUES ('demo', 0, 'district', '34', '34', NULL, 1, 'x')");
    new_office(&office, *state);
    struct xn_placement now = only_placement(office.store);
    assert_true(now.pending && now.date == XN_NO_DATE && now.persons == 4 && now.lon == 7.6 && !now.unit_id);
    reach(&office, AGREED);
    now = only_placement(office.store);
    assert_true(now.pending && now.date == day && now.lon == 7.6);
    change(office.store, xn_change_placement_move_in(office.store, office.placement, 1, day + 30, err));
    now = only_placement(office.store);
    assert_true(!now.pending && now.date == day + 30 && now.persons == 4);
    psql_do(*state, "UPDATE xenia.cities SET counts_as_of = '2003-12-31' WHERE id = 'demo'");
    assert_false(only_placement(office.store).pending);
    change(office.store, xn_change_placement_end(office.store, office.placement, 2, "x", day + 60, err));
}

/* Without coordinates the area of the decision stands for them. */
static void test_pending_in_an_area(void **state)
{
    struct office office;
    char offer[XN_ID_SIZE];
    new_office(&office, *state);
    change(office.store, do_step(&office, WITHDRAW, 1, err));
    psql_do(*state, "UPDATE xenia.offers SET lon = NULL, lat = NULL");
    struct xn_decision decision = *best;
    change(office.store,
           xn_change_offer_draft(office.store, office.household, office.dwelling, &decision, offer, err));
    struct xn_placements *none = NULL;
    expect_ok(xn_store_placements(office.store, "demo", &none, err));
    assert_int_equal(none->count, 0); /* nobody knows where it is */
    xn_placements_free(none);
    change(office.store, xn_change_offer_withdraw(office.store, offer, 1, day, err));
    decision.dwelling_unit_id = "34";
    change(office.store,
           xn_change_offer_draft(office.store, office.household, office.dwelling, &decision, offer, err));
    const struct xn_placement now = only_placement(office.store);
    assert_true(now.pending && isnan(now.lon));
    assert_string_equal(now.unit_id, "34");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_from_arrival_to_the_end),
        cmocka_unit_test(test_every_step_from_every_state),
        cmocka_unit_test(test_placement_steps),
        cmocka_unit_test(test_one_live_offer),
        cmocka_unit_test(test_a_reason_is_needed),
        cmocka_unit_test(test_the_day_is_the_databases),
        cmocka_unit_test(test_offers_expire),
        cmocka_unit_test(test_announced_until_its_day),
        cmocka_unit_test(test_withdrawn_by_the_feed),
        cmocka_unit_test(test_dwellings_by_hand),
        cmocka_unit_test(test_rankings_see_what_is_taken),
        cmocka_unit_test(test_pending_until_the_move),
        cmocka_unit_test(test_pending_in_an_area),
    };
    return cmocka_run_group_tests(tests, set_up_desk, tear_down_database);
}
