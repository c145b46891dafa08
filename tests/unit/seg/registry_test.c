/* registry_test.c - the catalogue is complete and consistent, and an index can be named and computed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>
#include "counted_memory.h"
#include "near.h"
#include "refused.h"
#include "tiny_city.h"
#include "xenia/evenness.h"
#include "xenia/indices.h"

static double value;
static struct xn_error err;
static const struct xn_index_entry *entry;
static struct xn_parameters parameters;

static void every_entry_says_everything(void **state)
{
    (void)state;
    assert_true(xn_index_count() >= 27);
    assert_null(xn_index_at(xn_index_count()));
    for (size_t i = 0; i < xn_index_count(); i++) {
        const struct xn_index_entry *at = xn_index_at(i);
        const char *const text[] = {
            at->id,    at->name[XN_ENGLISH], at->name[XN_DUTCH], at->name[XN_GERMAN], at->formula,
            at->range, at->reading,          at->literature,     at->undefined};
        for (size_t t = 0; t < sizeof text / sizeof *text; t++)
            if (!text[t] || !*text[t])
                fail_msg("%s lacks text %zu", at->id, t);
        assert_true(at->forms != 0);
        assert_true(at->forms == XN_LOCAL || !(at->forms & XN_LOCAL)); /* global and local are separate ids */
        assert_true(!(at->properties & XN_STRONG_TRANSFERS) || (at->properties & XN_WEAK_TRANSFERS));
        assert_ptr_equal(xn_index_find(at->id), at); /* ids are unique */
        if (at->alias)
            assert_ptr_equal(xn_index_find(at->alias), at);
    }
    assert_null(xn_index_find("no_such_index"));
}

static void defaults_are_canonical(void **state)
{
    (void)state;
    for (size_t i = 0; i < xn_index_count(); i++) {
        const struct xn_index_entry *at = xn_index_at(i);
        for (const struct xn_parameter_spec *spec = at->parameter; spec && spec->name; spec++) {
            char text[256];
            snprintf(text, sizeof text, "%s:%s=%s", at->id, spec->name, spec->default_value);
            assert_ok(xn_index_parse(text, &entry, &parameters, &err));
            assert_string_equal(xn_parameter(&parameters, spec->name), spec->default_value);
            assert_true(*spec->meaning);
        }
    }
}

static void words_of_forms_and_dimensions(void **state)
{
    (void)state;
    enum xn_form form = XN_LOCAL;
    assert_true(xn_form_parse("two-group", &form));
    assert_int_equal(form, XN_TWO_GROUP);
    assert_false(xn_form_parse("Two-group", &form));
    assert_int_equal(form, XN_TWO_GROUP);
    assert_string_equal(xn_form_name(XN_ONE_GROUP), "one-group");
    assert_string_equal(xn_form_name(XN_MULTIGROUP), "multigroup");
    assert_string_equal(xn_form_name(XN_LOCAL), "local");
    assert_string_equal(xn_dimension_name(XN_DIMENSION_EVENNESS), "evenness");
    assert_string_equal(xn_dimension_name(XN_DIMENSION_DIVERSITY), "diversity");
}

static void texts_are_taken_apart(void **state)
{
    (void)state;
    assert_ok(xn_index_parse("atkinson", &entry, &parameters, &err));
    assert_string_equal(entry->id, "atkinson");
    assert_int_equal(parameters.count, 1);
    assert_string_equal(xn_parameter(&parameters, "b"), "0.5");
    assert_null(xn_parameter(&parameters, "exact"));
    const char *const same[] = {"atkinson:b=0.25", "atkinson:b=0.250", "atkinson:b=2.5e-1", "atkinson:b=.25"};
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (xn_index_parse(same[i], &entry, &parameters, &err) != XN_OK)
            fail_msg("%s: %s", same[i], err.message);
        assert_string_equal(xn_parameter(&parameters, "b"), "0.25");
    }
    assert_ok(xn_index_parse("multi_divergence", &entry, &parameters, &err));
    assert_string_equal(entry->id, "mutual_information");
    assert_int_equal(parameters.count, 0);
}

static void assert_unreadable(const char *text, const char *part_of_sentence)
{
    const struct xn_index_entry *const old_entry = entry;
    parameters.count = 7;
    err = (struct xn_error){0};
    assert_int_equal(xn_index_parse(text, &entry, &parameters, &err), XN_ARGUMENT);
    if (!strstr(err.message, part_of_sentence))
        fail_msg("'%s' said '%s'; wanted '%s'", text, err.message, part_of_sentence);
    assert_ptr_equal(entry, old_entry);
    assert_int_equal(parameters.count, 7);
}

static void unreadable_texts_name_what_there_is(void **state)
{
    (void)state;
    assert_unreadable("disimilarity",
                      "no index 'disimilarity'; there are, the nearest first: dissimilarity, ");
    assert_unreadable("", "no index ''");
    assert_unreadable("Gini", "the nearest first: gini, ");
    assert_unreadable("atkinson:c=0.5", "atkinson has no parameter 'c'; it has: b");
    assert_unreadable("gini:b=0.5", "gini has no parameters, found 'b'");
    assert_unreadable("atkinson:b", "parameter b has no value");
    assert_unreadable("atkinson:", "no parameter ''");
    assert_unreadable("atkinson:b=0.5,", "no parameter ''");
    assert_unreadable("atkinson:b=0.5,b=0.5", "given twice");
    const char *const out_of_range[] = {"0", "1", "-0.1", "1.5", "nan", "inf", "", "0,5", "0.5x", "1e999"};
    for (size_t i = 0; i < sizeof out_of_range / sizeof *out_of_range; i++) {
        char text[64];
        snprintf(text, sizeof text, "atkinson:b=%s", out_of_range[i]);
        if (strchr(out_of_range[i], ','))
            assert_unreadable(text, "parameter b is '0'");
        else
            assert_unreadable(text, "wanted a number above 0 and below 1");
    }
    assert_unreadable("isolation:exact=yes", "parameter exact is 'yes'; wanted one of true|false");
    assert_unreadable("isolation:exact=", "wanted one of true|false");
    assert_unreadable("isolation:exact=tru", "wanted one of true|false");
    assert_unreadable("delta:empty_units=keep|drop", "wanted one of keep|drop");
}

/* Every id is listed when an unknown one is asked for, or how many are left out. */
static void the_list_is_whole(void **state)
{
    (void)state;
    assert_unreadable("xyz", "nearest first");
    for (size_t i = 0; i < xn_index_count(); i++)
        if (!strstr(err.message, xn_index_at(i)->id) && !strstr(err.message, " more"))
            fail_msg("%s is not in: %s", xn_index_at(i)->id, err.message);
}

static struct xn_index_input trio(struct tiny_city *city)
{
    return (struct xn_index_input){.counts = TINY(city, 4, 3, {6, 2, 2, 0, 6, 4, 0, 0, 0, 3, 1, 6}),
                                   .area_m2 = city->area_m2,
                                   .group = 0,
                                   .reference = 1};
}

static void every_index_computes_in_every_form_it_has(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_index_input input = trio(&city);
    double local[4];
    for (size_t i = 0; i < xn_index_count(); i++) {
        const struct xn_index_entry *at = xn_index_at(i);
        for (unsigned form = XN_ONE_GROUP; form < XN_LOCAL; form *= 2)
            if (at->forms & form) {
                value = NAN;
                assert_ok(xn_index_global(at, (enum xn_form)form, &input, NULL, &value, &err));
                assert_true(isfinite(value));
            } else {
                assert_refused(XN_ARGUMENT, "form; it has: ",
                               xn_index_global(at, (enum xn_form)form, &input, NULL, &value, &err));
            }
        if (at->forms & XN_LOCAL)
            assert_ok(xn_index_local(at, &input, NULL, local, &err));
        else
            assert_refused(XN_ARGUMENT, "has no local form", xn_index_local(at, &input, NULL, &value, &err));
    }
}

static void the_form_chooses_the_reference(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_index_input input = trio(&city);
    entry = xn_index_find("dissimilarity");
    assert_ok(xn_index_global(entry, XN_ONE_GROUP, &input, NULL, &value, &err));
    assert_near(value, 10.0 / 21, 1e-15);
    assert_ok(xn_index_global(entry, XN_TWO_GROUP, &input, NULL, &value, &err));
    assert_near(value, 2.0 / 3, 1e-15);
    input.reference = XN_NONE;
    assert_refused(XN_ARGUMENT, "needs a reference group",
                   xn_index_global(entry, XN_TWO_GROUP, &input, NULL, &value, &err));
    input.reference = 0;
    assert_refused(XN_ARGUMENT, "with itself",
                   xn_index_global(entry, XN_TWO_GROUP, &input, NULL, &value, &err));
}

static void parameters_reach_the_formula(void **state)
{
    (void)state;
    struct tiny_city city;
    const struct xn_index_input input = trio(&city);
    const struct {
        const char *text;
        enum xn_form form;
        double expected;
    } row[] = {
        {"isolation", XN_ONE_GROUP, 0.5},
        {"isolation:exact=true", XN_ONE_GROUP, 4.0 / 9},
        {"delta", XN_ONE_GROUP, 0.5 * (5.0 / 12 + 0.25 + 0.25 + 1.0 / 12)},
        {"delta:empty_units=drop", XN_ONE_GROUP, 1.0 / 3},
        {"multi_diversity:normalized=true", XN_MULTIGROUP, -(0.6 * log(0.3) + 0.4 * log(0.4)) / log(3)},
        {"atkinson", XN_TWO_GROUP, 2.0 / 3}};
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        assert_ok(xn_index_parse(row[i].text, &entry, &parameters, &err));
        assert_ok(xn_index_global(entry, row[i].form, &input, &parameters, &value, &err));
        assert_near(value, row[i].expected, 1e-15);
    }
    assert_ok(xn_index_parse("atkinson:b=0.9", &entry, &parameters, &err));
    assert_ok(xn_index_global(entry, XN_TWO_GROUP, &input, &parameters, &value, &err));
    double direct;
    assert_ok(xn_atkinson(&input.counts, 0, 1, 0.9, &direct, &err));
    assert_exactly(value, direct);
}

static void parameters_made_by_hand_are_checked(void **state)
{
    (void)state;
    struct tiny_city city;
    struct xn_index_input input = trio(&city);
    struct xn_parameters own = {.count = 1, .name = {"b"}, .value = {"1.5"}};
    assert_refused(XN_ARGUMENT, "below 1",
                   xn_index_global(xn_index_find("atkinson"), XN_ONE_GROUP, &input, &own, &value, &err));
    assert_refused(XN_ARGUMENT, "has no parameters",
                   xn_index_global(xn_index_find("gini"), XN_ONE_GROUP, &input, &own, &value, &err));
    const struct xn_index_entry stranger = {.id = "stranger", .forms = XN_ONE_GROUP};
    assert_refused(XN_ARGUMENT, "no index 'stranger'",
                   xn_index_global(&stranger, XN_ONE_GROUP, &input, NULL, &value, &err));
    input.area_m2 = NULL;
    assert_refused(XN_ARGUMENT, "no areas",
                   xn_index_global(xn_index_find("delta"), XN_ONE_GROUP, &input, NULL, &value, &err));
}

static void some_local_indices_are_of_one_group(void **state)
{
    (void)state;
    assert_true(xn_index_takes_group(xn_index_find("share")));
    assert_true(xn_index_takes_group(xn_index_find("location_quotient")));
    assert_false(xn_index_takes_group(xn_index_find("local_diversity")));
    assert_true(xn_index_takes_group(xn_index_find("delta")));
    assert_false(xn_index_takes_group(xn_index_find("multi_diversity")));
}

static void parsing_without_memory_fails_cleanly(void **state)
{
    (void)state;
    const size_t live = xn_test_live_blocks();
    size_t failures = 0;
    for (size_t n = 1;; n++) {
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_index_parse("atkinson:b=0.125", &entry, &parameters, &err);
        xn_test_fail_allocation(0);
        assert_int_equal(xn_test_live_blocks(), live);
        if (status == XN_OK)
            break;
        assert_int_equal(status, XN_MEMORY);
        failures++;
    }
    assert_true(failures >= 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_says_everything),
        cmocka_unit_test(defaults_are_canonical),
        cmocka_unit_test(words_of_forms_and_dimensions),
        cmocka_unit_test(texts_are_taken_apart),
        cmocka_unit_test(unreadable_texts_name_what_there_is),
        cmocka_unit_test(the_list_is_whole),
        cmocka_unit_test(every_index_computes_in_every_form_it_has),
        cmocka_unit_test(the_form_chooses_the_reference),
        cmocka_unit_test(parameters_reach_the_formula),
        cmocka_unit_test(parameters_made_by_hand_are_checked),
        cmocka_unit_test(some_local_indices_are_of_one_group),
        cmocka_unit_test(parsing_without_memory_fails_cleanly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
