/* main.c - make_demo_city DIRECTORY: writes the schematic Münster of gisdata/muenster_demo.
 *
 * The same bytes on each run and each machine; gisdata/muenster_demo/SOURCE.md says what is fact and what is
 * invented. The folders DIRECTORY and DIRECTORY/households must exist.
 */
#include <stdio.h>
#include "demo.h"
#include "xenia/memory.h"

static enum xn_status make_city(const char *directory, struct xn_error *err)
{
    XN_AUTO(xn_free) void *memory = xn_calloc(1, sizeof(struct demo_city));
    if (!memory)
        return xn_fail_memory(err);
    struct demo_city *city = memory;
    XN_TRY(draw_map(city, err));
    draw_people(city);
    XN_TRY(write_layers(city, directory, err));
    XN_TRY(write_offers(city, directory, err));
    XN_TRY(write_households(city, directory, err));
    XN_TRY(write_placements(city, directory, err));
    XN_TRY(write_institutions(city, directory, err));
    XN_TRY(write_history(city, directory, err));
    return write_year(city, directory, err);
}

int main(int argc, char **argv)
{
    struct xn_error err = {0};
    if (argc != 2) {
        (void)fprintf(stderr, "usage: make_demo_city DIRECTORY\n");
        return 1;
    }
    if (make_city(argv[1], &err) == XN_OK)
        return 0;
    (void)fprintf(stderr, "make_demo_city: %s\n", err.message);
    return 2;
}
