#include "test.h"
#include <math.h>
#include <string.h>
#include "scratch.h"
#include "xenia/exchange.h"

static enum xn_status parse(const char *json, struct xn_household *ret, struct xn_error *err)
{
    return xn_household_parse(json, strlen(json), "h.json", ret, err);
}

static void everything_is_read(void **state)
{
    (void)state;
    struct xn_household h;
    ASSERT_OK(
        parse("{\"size\":5,\"age_bands\":{\"0-5\":1,\"6-17\":2,\"18-64\":2},\"entitlement\":[\"WBS\"],"
              "\"step_free\":true,\"rent_limit_eur\":750,\"rooms_min\":4,\"available_by\":\"2021-02-01\","
              "\"ties\":[{\"kind\":\"care\",\"lat\":52.22,\"lon\":6.89,\"weight\":2},"
              "{\"kind\":\"institution\",\"lat\":52,\"lon\":7}],\"filters\":[\"CARE_OF_RELATIVES\"]}",
              &h, &err));
    assert_int_equal(h.size, 5);
    assert_int_equal(h.age_0_5, 1);
    assert_int_equal(h.age_18_64, 2);
    assert_int_equal(h.age_65_plus, 0); /* the others make five */
    assert_int_equal(h.n_entitlements, 1);
    assert_string_equal(h.entitlement[0], "WBS");
    assert_true(h.step_free && h.rent_limit_eur == 750.0 && h.rooms_min == 4.0);
    assert_int_equal(h.available_by, xn_date_of(2021, 2, 1));
    assert_int_equal(h.n_ties, 2);
    assert_int_equal(h.tie[0].kind, XN_TIE_CARE);
    assert_true(h.tie[0].lat == 52.22 && h.tie[0].lon == 6.89 && h.tie[0].weight == 2.0);
    assert_int_equal(h.tie[1].kind, XN_TIE_INSTITUTION);
    assert_true(h.tie[1].weight == 1.0);
    assert_true(h.filter_care && !h.filter_own_wish);
}

static void only_the_size_is_required_and_the_rest_is_unknown(void **state)
{
    (void)state;
    struct xn_household h;
    ASSERT_OK(parse("{\"size\":1}", &h, &err));
    assert_int_equal(h.age_0_5, -1);
    assert_int_equal(h.age_65_plus, -1);
    assert_true(isnan(h.rent_limit_eur) && isnan(h.rooms_min) && !h.step_free);
    assert_int_equal(h.available_by, XN_NO_DATE);
    assert_int_equal(h.n_ties, 0);
    ASSERT_OK(parse("{\"size\":3,\"age_bands\":{\"18-64\":2}}", &h, &err));
    assert_int_equal(h.age_0_5, -1); /* one person's age is open */
}

/* R1: what may not be known cannot come in under any name. */
static void forbidden_inputs_are_refused_by_name(void **state)
{
    (void)state;
    static const char *const forbidden[] = {
        "nationality", "birthplace", "ethnicity", "language", "religion", "name",   "diagnosis",
        "cooperation", "crime",      "score",     "id",       "Size",     "income", "phone"};
    struct xn_household h;
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        char json[128], sentence[64];
        (void)snprintf(json, sizeof json, "{\"size\":2,\"%s\":\"x\"}", forbidden[i]);
        (void)snprintf(sentence, sizeof sentence, "h.json: there is no member '%s'; ", forbidden[i]);
        ASSERT_FAILS(XN_INPUT, sentence, parse(json, &h, &err));
    }
}

static void faults_name_the_path_got_and_wanted(void **state)
{
    (void)state;
    static const struct {
        const char *json, *sentence;
    } row[] = {
        {"", "h.json, line 1, column 0: this is not JSON"},
        {"{\"size\":2", "h.json, line 1, column 9: this is not JSON"},
        {"{\"size\":2}x", "this is not JSON"},
        {"[]", "h.json: the file: found [], wanted an object"},
        {"{}", "h.json: there is no size, wanted a whole number of persons from 1 to 30"},
        {"{\"size\":2,\"size\":3}", "duplicate"},
        {"{\"size\":0}", "h.json: size: found 0, wanted a whole number from 1 to 30"},
        {"{\"size\":31}", "h.json: size: found 31,"},
        {"{\"size\":2.5}", "h.json: size: found 2.5,"},
        {"{\"size\":\"2\"}", "h.json: size: found \"2\","},
        {"{\"size\":null}", "h.json: size: found null,"},
        {"{\"size\":2,\"rent_limit\":500}",
         "h.json: there is no member 'rent_limit'; did you mean 'rent_limit_eur'?"},
        {"{\"size\":2,\"rent_limit_eur\":-1}",
         "h.json: rent_limit_eur: found -1, wanted a number from 1 to 100000"},
        {"{\"size\":2,\"rent_limit_eur\":\"500\"}", "h.json: rent_limit_eur: found \"500\","},
        {"{\"size\":2,\"rooms_min\":0}", "h.json: rooms_min: found 0,"},
        {"{\"size\":2,\"step_free\":\"yes\"}", "h.json: step_free: found \"yes\", wanted true or false"},
        {"{\"size\":2,\"step_free\":1}", "h.json: step_free: found 1,"},
        {"{\"size\":2,\"available_by\":\"1-2-2021\"}",
         "h.json: available_by: found \"1-2-2021\", wanted a date as \"2005-03-01\""},
        {"{\"size\":2,\"age_bands\":[]}", "h.json: age_bands: found [], wanted an object"},
        {"{\"size\":2,\"age_bands\":{\"0-4\":1}}",
         "h.json: there is no member 'age_bands.0-4'; did you mean '0-5'?"},
        {"{\"size\":2,\"age_bands\":{\"0-5\":-1}}", "h.json: age_bands.0-5: found -1,"},
        {"{\"size\":2,\"age_bands\":{\"18-64\":3}}", "wanted persons who add up to the size 2"},
        {"{\"size\":4,\"age_bands\":{\"0-5\":0,\"6-17\":0,\"18-64\":2,\"65+\":1}}",
         "wanted persons who add up to the size 4"},
        {"{\"size\":2,\"entitlement\":\"WBS\"}",
         "h.json: entitlement: found \"WBS\", wanted an array of at most 8"},
        {"{\"size\":2,\"entitlement\":[\"WBS\",\"von Geburt Russe\"]}",
         "h.json: entitlement[1]: found \"von Geburt Russe\", wanted a code as \"WBS\""},
        {"{\"size\":2,\"entitlement\":[\"\"]}", "h.json: entitlement[0]: found \"\""},
        {"{\"size\":2,\"entitlement\":[\"WBS-AREA-80\",\"WBS-ROOMS-X\"]}",
         "h.json: entitlement[1]: found \"WBS-ROOMS-X\""},
        {"{\"size\":2,\"entitlement\":[\"wbs-area-0\"]}", "or \"WBS-AREA-80\", of at most 31"},
        {"{\"size\":2,\"filters\":[\"NO_FOREIGNERS\"]}",
         "h.json: filters[0]: found \"NO_FOREIGNERS\", wanted \"CARE_OF_RELATIVES\" or \"OWN_WISH\""},
        {"{\"size\":2,\"ties\":{}}", "h.json: ties: found {}, wanted an array of at most 16"},
        {"{\"size\":2,\"ties\":[7]}", "h.json: ties[0]: found 7, wanted an object"},
        {"{\"size\":2,\"ties\":[{\"kind\":\"friend\",\"lat\":1,\"lon\":1}]}",
         "h.json: ties[0].kind: found \"friend\", wanted a kind: care, school, work, course or institution"},
        {"{\"size\":2,\"ties\":[{\"lat\":1,\"lon\":1}]}", "h.json: ties[0]: found {\"lat\":1,\"lon\":1}"},
        {"{\"size\":2,\"ties\":[{\"kind\":\"care\",\"lat\":1}]}", "wanted a place with lat and lon"},
        {"{\"size\":2,\"ties\":[{\"kind\":\"care\",\"lat\":91.5,\"lon\":1}]}",
         "h.json: ties[0].lat: found 91.5, wanted a number from -90 to 90"},
        {"{\"size\":2,\"ties\":[{\"kind\":\"care\",\"lat\":1,\"lon\":1,\"weight\":0}]}",
         "h.json: ties[0].weight: found 0,"},
        {"{\"size\":2,\"ties\":[{\"kind\":\"care\",\"lat\":1,\"lon\":1,\"name\":\"Oma\"}]}",
         "h.json: there is no member 'ties[0].name'"},
        {"{\"size\":1e400}", "this is not JSON"},
        {"{\"size\":99999999999999999999}", "this is not JSON"},
        {"{\"size\":2,\"\\u0000\":1}", "this is not JSON"},
    };
    struct xn_household h = {.size = 77};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        ASSERT_FAILS(XN_INPUT, row[i].sentence, parse(row[i].json, &h, &err));
    assert_int_equal(h.size, 77);
}

static void limits_hold(void **state)
{
    (void)state;
    struct xn_household h;
    char json[4096] = "{\"size\":2,\"ties\":[";
    for (int i = 0; i < XN_TIE_MAX; i++)
        (void)snprintf(json + strlen(json), sizeof json - strlen(json),
                       "%s{\"kind\":\"work\",\"lat\":1,\"lon\":1}", i ? "," : "");
    const size_t full = strlen(json);
    strcat(json, "]}");
    ASSERT_OK(parse(json, &h, &err));
    assert_int_equal(h.n_ties, XN_TIE_MAX);
    strcpy(json + full, ",{\"kind\":\"work\",\"lat\":1,\"lon\":1}]}");
    ASSERT_FAILS(XN_INPUT, "wanted an array of at most 16", parse(json, &h, &err));
    char *long_json = calloc(1, 70000);
    memset(long_json, ' ', 69999);
    ASSERT_FAILS(XN_LIMIT, "h.json has 69999 bytes", parse(long_json, &h, &err));
    free(long_json);
}

static void files_are_read(void **state)
{
    struct scratch *scratch = *state;
    struct xn_household h;
    ASSERT_OK(xn_household_read(scratch_file(scratch, "h.json", "{\"size\":3}\n"), &h, &err));
    assert_int_equal(h.size, 3);
    ASSERT_FAILS(XN_NOT_FOUND, "/nowhere/h.json", xn_household_read("/nowhere/h.json", &h, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_read),
        cmocka_unit_test(only_the_size_is_required_and_the_rest_is_unknown),
        cmocka_unit_test(forbidden_inputs_are_refused_by_name),
        cmocka_unit_test(faults_name_the_path_got_and_wanted),
        cmocka_unit_test(limits_hold),
        SCRATCH_TEST(files_are_read),
    };
    return XN_RUN(tests);
}
