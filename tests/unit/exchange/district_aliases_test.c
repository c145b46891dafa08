/* Names of districts on the demonstration city, which has the 45 real names and numbers. */
#include "test.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "counted_memory.h"
#include "noted.h"
#include "scratch.h"
#include "xenia/exchange.h"
#include "xenia/study.h"

#define DEMO "gisdata/muenster_demo/"

struct demo {
    struct scratch *scratch;
    struct xn_city_input *input;
    struct xn_city *city;
};

static int demo_new(void **state)
{
    struct demo *demo = calloc(1, sizeof *demo);
    void *scratch = NULL;
    assert_int_equal(scratch_new(&scratch), 0);
    demo->scratch = scratch;
    ASSERT_OK(xn_city_file_read(DEMO "city.ini", &demo->input, &err));
    ASSERT_OK(xn_study_load_city(demo->input, NULL, NULL, &demo->city, NULL, &err));
    *state = demo;
    return 0;
}

static int demo_free(void **state)
{
    struct demo *demo = *state;
    void *scratch = demo->scratch;
    xn_city_free(demo->city);
    xn_city_input_free(demo->input);
    free(demo);
    return scratch_free(&scratch);
}

static struct xn_dwelling dwelling_in(const char *district)
{
    return (struct xn_dwelling){.id = "1", .city = "Münster", .district = district, .lon = NAN, .lat = NAN};
}

/* The unit that a district's name leads to; NULL: none. */
static const char *unit_of(const struct demo *demo, const struct xn_district_aliases *aliases,
                           const char *district, struct xn_notes *notes)
{
    struct xn_dwelling dwelling = dwelling_in(district);
    ASSERT_OK(xn_district_aliases_apply(aliases, demo->city, 0, &dwelling, 1, notes, &err));
    return dwelling.district_unit_id;
}

static struct xn_district_aliases *aliases_of(const struct demo *demo, const char *rows)
{
    struct xn_district_aliases *aliases = NULL;
    char text[2048];
    (void)snprintf(text, sizeof text, "alias,unit_id\n%s", rows);
    ASSERT_OK(xn_district_aliases_read(scratch_file(demo->scratch, "a.csv", text), &aliases, NULL, &err));
    return aliases;
}

static void a_district_matches_its_own_name_however_written(void **state)
{
    const struct demo *demo = *state;
    XN_AUTO(xn_district_aliases_free) struct xn_district_aliases *aliases = aliases_of(demo, "");
    static const struct {
        const char *written, *unit;
    } row[] = {
        {"Düesbergweg", "34"}, {"Duesbergweg", "34"}, {"DÜESBERGWEG", "34"},
        {"Überwasser", "12"},  {"uberwasser", "12"},  {"UEBERWASSER", "12"},
        {"Hiltrup Ost", "95"}, {"Hiltrup-Ost", "95"}, {"Münster-Hiltrup-Ost", "95"},
        {"Berg Fidel", "91"},  {"Bergfidel", "91"},   {"Muenster - Coerde", "61"},
        {"Aaseestadt", "31"},  {" sentrup ", "52"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_string_equal(unit_of(demo, aliases, row[i].written, NULL), row[i].unit);
    assert_null(unit_of(demo, aliases, "Hiltrup", NULL)); /* a part of a name is no name */
    assert_null(unit_of(demo, aliases, "", NULL));
    assert_null(unit_of(demo, aliases, "---", NULL));
}

static void aliases_lead_to_one_unit_or_are_told(void **state)
{
    const struct demo *demo = *state;
    XN_AUTO(xn_district_aliases_free)
    struct xn_district_aliases *aliases =
        aliases_of(demo, "Hafenviertel,43\nHiltrup,95\nHiltrup,96\nHiltrup,97\nGeist,33\n");
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    assert_string_equal(unit_of(demo, aliases, "hafen-viertel", &notes), "43");
    assert_string_equal(unit_of(demo, aliases, "Geist", &notes), "32"); /* its own name comes first */
    assert_int_equal(notes.count, 0);
    struct xn_dwelling dwelling[] = {dwelling_in("Hiltrup"), dwelling_in("Atlantis"), dwelling_in("Hiltrup"),
                                     dwelling_in("Atlantis"), dwelling_in("Hafen")};
    dwelling[4].lon = 7.6; /* has a place of its own */
    dwelling[4].lat = 51.9;
    ASSERT_OK(xn_district_aliases_apply(aliases, demo->city, 0, dwelling, 5, &notes, &err));
    for (size_t i = 0; i < 5; i++)
        assert_null(dwelling[i].district_unit_id);
    assert_int_equal(notes.count, 2); /* each name once */
    assert_string_equal(notes.text[0],
                        "the district 'Hiltrup' can be 3 of the level district: Hiltrup-Ost (95), "
                        "Hiltrup-Mitte (96), Hiltrup-West (97); the place is not known");
    assert_string_equal(notes.text[1],
                        "the district 'Atlantis' is no district by name or alias; the place is not known");
}

static void faults_of_the_file_are_all_told(void **state)
{
    const struct demo *demo = *state;
    XN_AUTO(xn_district_aliases_free) struct xn_district_aliases *none = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    ASSERT_FAILS(XN_INPUT, "a.csv, line 2, column alias: found '--', wanted what people call the district",
                 xn_district_aliases_read(
                     scratch_file(demo->scratch, "a.csv", "alias,unit_id\n--,11\nDom,\nCity,11\nCI-TY,11\n"),
                     &none, &notes, &err));
    assert_true(is_noted(&notes, "a.csv, line 3, column unit_id: found '', wanted the id of a unit"));
    assert_true(is_noted(&notes, "a.csv, line 5: says the same as line 4"));
    ASSERT_FAILS(XN_INPUT, "has no column 'unit_id'",
                 xn_district_aliases_read(scratch_file(demo->scratch, "a.csv", "alias,unit\nX,11\n"), &none,
                                          NULL, &err));
    assert_null(none);
    XN_AUTO(xn_district_aliases_free) struct xn_district_aliases *wrong = aliases_of(demo, "A,11\nB,10\n");
    ASSERT_FAILS(XN_INPUT, "a.csv, line 3, column unit_id: found '10', wanted the id of a unit of the level",
                 xn_district_aliases_apply(wrong, demo->city, 0, NULL, 0, NULL, &err));
}

/* The city file names the aliases; a dwelling placed by its district has that unit and no finer one. */
static void a_district_is_a_place_without_a_point(void **state)
{
    const struct demo *demo = *state;
    struct xn_dwelling dwelling[] = {dwelling_in("Kreuzviertel"), dwelling_in("Centrum")};
    demo->input->level[0].district_aliases = DEMO "district_aliases.csv";
    ASSERT_OK(xn_district_aliases_use(demo->input, demo->city, dwelling, 2, NULL, &err));
    ASSERT_OK(xn_study_place_dwellings(demo->city, NULL, dwelling, 2, &err));
    assert_true(dwelling[0].has_place && !dwelling[0].outside_city);
    assert_string_equal(xn_city_unit(demo->city, 0, dwelling[0].unit[0])->id, "27");
    assert_int_equal(dwelling[0].unit[1], XN_NONE);
    assert_true(isnan(dwelling[0].x_m) && isnan(dwelling[0].y_m));
    assert_true(!dwelling[1].has_place && dwelling[1].unit[0] == XN_NONE);
}

static void a_unit_of_a_finer_level_has_its_parents(void **state)
{
    const struct demo *demo = *state;
    struct xn_dwelling dwelling = dwelling_in("");
    dwelling.district_unit_id = xn_city_unit(demo->city, 1, 17)->id;
    dwelling.district_level = 1;
    ASSERT_OK(xn_study_place_dwellings(demo->city, NULL, &dwelling, 1, &err));
    assert_int_equal(dwelling.unit[1], 17);
    assert_int_equal(dwelling.unit[0], xn_city_unit(demo->city, 1, 17)->parent);
    dwelling.district_unit_id = "no such unit";
    ASSERT_OK(xn_study_place_dwellings(demo->city, NULL, &dwelling, 1, &err));
    assert_true(!dwelling.has_place && dwelling.unit[1] == XN_NONE);
}

static void a_level_of_the_city_file_names_its_aliases(void **state)
{
    const struct demo *demo = *state;
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    const char *path = scratch_file(demo->scratch, "c.ini",
                                    "[city]\nid = c\ngroups = A\n[level d]\nlayer = d.shp\nunit_id = D\n"
                                    "district_aliases = names.csv\n");
    ASSERT_OK(xn_city_file_read(path, &input, &err));
    char wanted[256];
    (void)snprintf(wanted, sizeof wanted, "%s/names.csv", demo->scratch->folder);
    assert_string_equal(input->level[0].district_aliases, wanted);
}

static void every_failing_allocation_is_survived(void **state)
{
    const struct demo *demo = *state;
    const char *path = scratch_file(demo->scratch, "a.csv", "alias,unit_id\nCity,11\nCity,12\nX,13\n");
    const size_t live = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; n < 200; n++) {
        XN_AUTO(xn_district_aliases_free) struct xn_district_aliases *aliases = NULL;
        struct xn_dwelling dwelling = dwelling_in("X");
        xn_test_fail_allocation(n);
        status = xn_district_aliases_read(path, &aliases, NULL, NULL);
        if (status == XN_OK)
            status = xn_district_aliases_apply(aliases, demo->city, 0, &dwelling, 1, NULL, NULL);
        xn_test_fail_allocation(0);
    }
    assert_int_equal(status, XN_OK);
    assert_int_equal(xn_test_live_blocks(), live);
}

#define DEMO_TEST(test) cmocka_unit_test_setup_teardown(test, demo_new, demo_free)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DEMO_TEST(a_district_matches_its_own_name_however_written),
        DEMO_TEST(aliases_lead_to_one_unit_or_are_told),
        DEMO_TEST(faults_of_the_file_are_all_told),
        DEMO_TEST(a_district_is_a_place_without_a_point),
        DEMO_TEST(a_unit_of_a_finer_level_has_its_parents),
        DEMO_TEST(a_level_of_the_city_file_names_its_aliases),
        DEMO_TEST(every_failing_allocation_is_survived),
    };
    return XN_RUN(tests);
}
