#include "test.h"
#include <string.h>
#include "counted_memory.h"
#include "scratch.h"
#include "xenia/exchange.h"

#define CITY "[city]\nid = c\ngroups = A, B\n"
#define LEVEL "[level block]\nlayer = b.shp\nunit_id = ID\n"

static void everything_is_read_and_paths_follow_the_file(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    const char *path = scratch_file(
        scratch, "city.ini",
        "[city]\nid = enschede\ntitle = Enschede\ndemonstration = no\ncounts_as_of = 2021-01-01\n"
        "source_note = CBS\ngroups = P_TURKIJE, P_MAROKKO\npercent_of = AANT_INW\n"
        "missing = -99999999, -99998\n"
        "[level district]\nlayer = d.shp\ncrs = EPSG:28992\nunit_id = WK\nunit_name = NAAM\n"
        "[level block]\nlayer = /data/b.shp\nunit_id = BU\nparent = WK\ncounts = b.csv\n"
        "counts_key = CODE\n[group P_MAROKKO]\nnl = Marokkaanse herkomst\n[group (rest)]\nde = übrige\n");
    ASSERT_OK(xn_city_file_read(path, &input, &err));
    char expected[128];
    assert_string_equal(input->id, "enschede");
    assert_string_equal(input->title, "Enschede");
    assert_false(input->demonstration);
    assert_string_equal(input->counts_as_of, "2021-01-01");
    assert_string_equal(input->source_note, "CBS");
    assert_int_equal(input->n_groups, 2);
    assert_string_equal(input->group[1], "P_MAROKKO");
    assert_null(input->total);
    assert_string_equal(input->percent_of, "AANT_INW");
    assert_int_equal(input->n_missing, 2);
    assert_true(input->missing[1] == -99998.0);
    assert_int_equal(input->n_group_titles, 2);
    assert_string_equal(input->group_title[0].group, "P_MAROKKO");
    assert_string_equal(input->group_title[0].text[XN_DUTCH], "Marokkaanse herkomst");
    assert_null(input->group_title[0].text[XN_GERMAN]);
    assert_string_equal(input->group_title[1].group, XN_RESIDUAL_GROUP);
    assert_int_equal(input->n_levels, 2);
    assert_string_equal(input->level[0].name, "district");
    (void)snprintf(expected, sizeof expected, "%s/d.shp", scratch->folder);
    assert_string_equal(input->level[0].layer, expected);
    assert_string_equal(input->level[0].crs, "EPSG:28992");
    assert_string_equal(input->level[0].unit_name, "NAAM");
    assert_null(input->level[0].parent);
    assert_string_equal(input->level[1].layer, "/data/b.shp");
    assert_string_equal(input->level[1].parent, "WK");
    (void)snprintf(expected, sizeof expected, "%s/b.csv", scratch->folder);
    assert_string_equal(input->level[1].counts, expected);
    assert_string_equal(input->level[1].counts_key, "CODE");
}

static void faults_name_file_and_line(void **state)
{
    struct scratch *scratch = *state;
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    static const struct {
        const char *text, *sentence;
    } row[] = {
        {"", "c.ini: [city] does not say 'id = NAME'"},
        {"[city]\nid = c\n", "c.ini: [city] does not say 'groups = A, B, C'"},
        {CITY, "c.ini has no [level NAME]"},
        {CITY "[level block]\nunit_id = ID\n", "c.ini: [level block] does not say 'layer = FILE.shp'"},
        {CITY "[level block]\nlayer = b.shp\n", "c.ini: [level block] does not say 'unit_id = COLUMN'"},
        {CITY LEVEL "counts = b.csv\n", "[level block] has counts without counts_key"},
        {CITY LEVEL "counts_key = b\n", "[level block] has counts_key without counts"},
        {CITY LEVEL "layer = c.shp\n",
         "c.ini, line 7: [level block] layer is given a second time, first on line 5"},
        {CITY "total = T\npercent_of = T\n" LEVEL, "[city] has both total and percent_of"},
        {CITY "groupes = A\n" LEVEL, "c.ini, line 4: [city] has no key 'groupes'; did you mean 'groups'?"},
        {CITY LEVEL "unitname = N\n",
         "c.ini, line 7: [level block] has no key 'unitname'; did you mean 'unit_name'?"},
        {CITY LEVEL "[group C]\nde = Rest\n", "c.ini: [group C] is none of the groups of [city], nor (rest)"},
        {CITY LEVEL "[group A]\nfr = autres\n", "c.ini, line 8: [group A] has no key 'fr'"},
        {CITY LEVEL "[group A]\nde = a\nde = b\n", "c.ini, line 9: [group A] de is given a second time"},
        {CITY LEVEL "[organisation]\ncontroler = C\n",
         "c.ini, line 8: [organisation] has no key 'controler'; did you mean 'controller'?"},
        {CITY LEVEL "[organisation]\nbegin = soon\n", "c.ini, line 8: found 'soon' for begin"},
        {CITY LEVEL "[organisation]\ndpo = A\ndpo = B\n",
         "c.ini, line 9: [organisation] dpo is given a second time, first on line 8"},
        {CITY "[levels block]\nlayer = x\n", "c.ini, line 5: there is no section 'levels block'"},
        {CITY "[level]\nlayer = x\n",
         "there is no section 'level'; known are city, level NAME, group NAME, organisation"},
        {"id = c\n", "c.ini, line 1: found 'id' before the first section; known are city, level NAME, group "
                     "NAME, organisation"},
        {"[city]\ngroups = A, A\n", "c.ini, line 2: found 'A, A' for groups, wanted each group once"},
        {"[city]\ngroups = A,, B\n", "wanted 1 to 64 names of columns"},
        {"[city]\ngroups =\n", "wanted 1 to 64 names of columns"},
        {"[city]\nmissing = -1, x\n", "c.ini, line 2: found '-1, x' for missing, wanted up to 8 numbers"},
        {"[city]\ncounts_as_of = end of 2004\n", "wanted a date as 2005-03-01"},
        {"[city]\ndemonstration = maybe\n", "wanted yes or no"},
        {"[city]\ntitle =\n", "c.ini, line 2: found '' for title, wanted some text"},
        {CITY "[level a]\nlayer=a\n[level b]\nlayer=b\n[level c]\nlayer=c\n[level d]\nlayer=d\n[level e]\n"
              "layer=e\n",
         "c.ini, line 13: [level e] is one level too many, a city has at most 4"},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct xn_error err = {0};
        const enum xn_status status =
            xn_city_file_read(scratch_file(scratch, "c.ini", row[i].text), &input, &err);
        assert_true(status == XN_INPUT || status == XN_LIMIT);
        if (!strstr(err.message, row[i].sentence))
            fail_msg("'%s' does not say '%s'", err.message, row[i].sentence);
    }
    assert_null(input);
    ASSERT_FAILS(XN_NOT_FOUND, "/nowhere/city.ini", xn_city_file_read("/nowhere/city.ini", &input, &err));
}

static void every_failing_allocation_is_survived(void **state)
{
    struct scratch *scratch = *state;
    const char *path = scratch_file(scratch, "city.ini", CITY LEVEL "counts = c.csv\ncounts_key = K\n");
    const size_t live = xn_test_live_blocks();
    enum xn_status status = XN_MEMORY;
    for (size_t n = 1; status == XN_MEMORY; n++) {
        XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
        xn_test_fail_allocation(n);
        status = xn_city_file_read(path, &input, NULL);
        xn_test_fail_allocation(0);
    }
    assert_int_equal(status, XN_OK);
    assert_int_equal(xn_test_live_blocks(), live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCRATCH_TEST(everything_is_read_and_paths_follow_the_file),
        SCRATCH_TEST(faults_name_file_and_line),
        SCRATCH_TEST(every_failing_allocation_is_survived),
    };
    return XN_RUN(tests);
}
