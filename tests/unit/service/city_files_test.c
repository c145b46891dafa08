/* Every part of a city that may be replaced is noticed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../../../src/service/city_files.h"
#include "test.h"

struct place {
    char folder[64], definition[128], layer[128];
    struct xn_city_input input;
};

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    snprintf(place->folder, sizeof place->folder, "/tmp/xenia-test-XXXXXX");
    assert_non_null(mkdtemp(place->folder));
    snprintf(place->definition, sizeof place->definition, "%s/city.ini", place->folder);
    snprintf(place->layer, sizeof place->layer, "%s/units.shp", place->folder);
    place->input = (struct xn_city_input){.n_levels = 1, .level = {{.layer = place->layer}}};
    for (size_t i = 0; i < 5; i++)
        write_file(place->folder,
                   (const char *const[]){"city.ini", "units.shp", "units.shx", "units.dbf", "units.prj"}[i],
                   "x");
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    char command[128];
    const struct place *place = *state;
    snprintf(command, sizeof command, "rm -rf %s", place->folder);
    const int status = system(command);
    free(*state);
    return status;
}

static uint64_t stamp(const struct place *place)
{
    return city_files_stamp(place->definition, &place->input);
}

static void test_the_same_is_the_same(void **state)
{
    write_file(((struct place *)*state)->folder, "other.shp", "y");
    const uint64_t before = stamp(*state);
    write_file(((struct place *)*state)->folder, "other.shp", "z");
    assert_true(stamp(*state) == before);
}

static void test_every_part_counts(void **state)
{
    const struct place *place = *state;
    static const char *const part[] = {"city.ini",  "units.shp", "units.shx",
                                       "units.dbf", "units.prj", "units.cpg"};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        const uint64_t before = stamp(place);
        write_file(place->folder, part[i], "longer");
        const uint64_t after = stamp(place);
        assert_true(after != before);
        char path[160];
        snprintf(path, sizeof path, "%s/%s", place->folder, part[i]);
        assert_int_equal(unlink(path), 0);
        assert_true(stamp(place) != after);
        write_file(place->folder, part[i], "again");
    }
}

/* A file of the same size, renamed over the old one within the same tick of the clock. */
static void test_replaced_by_its_like(void **state)
{
    const struct place *place = *state;
    const uint64_t before = stamp(place);
    char from[160];
    write_file(place->folder, "new", "y");
    snprintf(from, sizeof from, "%s/new", place->folder);
    assert_int_equal(rename(from, place->layer), 0);
    assert_true(stamp(place) != before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_the_same_is_the_same, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_part_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_replaced_by_its_like, set_up, tear_down),
    };
    return XN_RUN(tests);
}
