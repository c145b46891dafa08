/* The PNG: its size, its bytes, and the colours of the map in its pixels. */
#include <cairo.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "counted_memory.h"
#include "fontconfig_leaks.h"
#include "sample_city.h"

static int make_city(void **state)
{
    struct xn_error err = {0};
    *state = sample_city(&err);
    if (!*state)
        print_error("%s\n", err.message);
    return *state ? 0 : -1;
}

static int free_city(void **state)
{
    xn_city_free(*state);
    return 0;
}

static void draw(const struct xn_map *map, unsigned width, struct xn_buf *png)
{
    struct xn_error err = {0};
    if (xn_map_png(map, width, png, &err) != XN_OK)
        fail_msg("%s", err.message);
}

static unsigned big_endian(const char *bytes)
{
    unsigned value = 0;
    for (int i = 0; i < 4; i++)
        value = value << 8 | (unsigned char)bytes[i];
    return value;
}

static void header_has_the_width_asked(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    const unsigned width[] = {XN_MAP_PNG_WIDTH_MIN, 960, 1601};
    for (size_t i = 0; i < 3; i++) {
        XN_AUTO_BUF png = XN_BUF_INIT;
        draw(&map, width[i], &png);
        assert_memory_equal(png.data, "\x89PNG\r\n\x1a\n", 8);
        assert_int_equal(big_endian(png.data + 16), width[i]);
        assert_in_range(big_endian(png.data + 20), width[i] / 3, 2 * width[i]);
    }
}

static void the_same_map_has_the_same_bytes(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    XN_AUTO_BUF first = XN_BUF_INIT, second = XN_BUF_INIT;
    draw(&map, 960, &first);
    draw(&map, 960, &second);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.data, second.data, first.length);
}

/* --- pixels ------------------------------------------------------------------------------------------ */

struct reader {
    const struct xn_buf *png;
    size_t at;
};

static cairo_status_t read_png(void *context, unsigned char *bytes, unsigned length)
{
    struct reader *reader = context;
    if (length > reader->png->length - reader->at)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(bytes, reader->png->data + reader->at, length);
    reader->at += length;
    return CAIRO_STATUS_SUCCESS;
}

/* How many pixels have exactly this colour. */
static size_t count_pixels(const struct xn_buf *png, uint32_t color)
{
    struct reader reader = {.png = png};
    cairo_surface_t *surface = cairo_image_surface_create_from_png_stream(read_png, &reader);
    assert_int_equal(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    const int width = cairo_image_surface_get_width(surface),
              height = cairo_image_surface_get_height(surface);
    size_t n = 0;
    for (int y = 0; y < height; y++) {
        const unsigned char *row =
            cairo_image_surface_get_data(surface) + y * cairo_image_surface_get_stride(surface);
        for (int x = 0; x < width; x++) {
            uint32_t pixel;
            memcpy(&pixel, row + 4 * x, sizeof pixel);
            n += (pixel & 0xffffff) == color;
        }
    }
    cairo_surface_destroy(surface);
    return n;
}

static void every_class_has_its_colour_by_its_area(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    XN_AUTO_BUF png = XN_BUF_INIT;
    draw(&map, 960, &png);
    /* the first unit is 4 km^2, the third 8, the hole in it 1: as areas of the picture */
    const size_t first = count_pixels(&png, 0xffffcc), ring = count_pixels(&png, 0xa1dab4),
                 hole = count_pixels(&png, 0x253494);
    assert_true(first > 3 * hole && first < 6 * hole);
    assert_true(ring > 6 * hole && ring < 11 * hole);
    assert_true(count_pixels(&png, 0xffffff) > first);
}

static void hatching_is_drawn(void **state)
{
    struct xn_unit_class class_[SAMPLE_UNITS];
    const struct xn_policy policy = {.name = "p", .version = "1"};
    const struct xn_typology typology = sample_typology(*state, class_);
    const struct xn_map map = sample_class_map(*state, &typology, &policy);
    XN_AUTO_BUF png = XN_BUF_INIT;
    draw(&map, 4000, &png);
    const size_t ground = count_pixels(&png, 0xe6e6e6), lines = count_pixels(&png, 0x8c8c8c);
    assert_true(ground > 10000 && lines > ground / 20 && lines < ground / 2);
    assert_true(count_pixels(&png, 0xbfbfbf) > 1000);
}

static void refuses(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    struct xn_error err = {0};
    XN_AUTO_BUF png = XN_BUF_INIT;
    assert_int_equal(xn_map_png(&map, XN_MAP_PNG_WIDTH_MIN - 1, &png, &err), XN_ARGUMENT);
    assert_non_null(strstr(err.message, "199"));
    assert_int_equal(xn_map_png(&map, XN_MAP_PNG_WIDTH_MAX + 1, &png, &err), XN_ARGUMENT);
    struct xn_buf small = {.limit = 1000};
    assert_int_equal(xn_map_png(&map, 960, &small, &err), XN_LIMIT);
    xn_buf_free(&small);
    assert_int_equal(png.length, 0);
}

static void memory_running_out_is_said_and_nothing_leaks(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    const size_t live = xn_test_live_blocks();
    for (size_t n = 1;; n++) {
        struct xn_buf png = XN_BUF_INIT;
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_map_png(&map, 200, &png, NULL);
        const bool reached = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        xn_buf_free(&png);
        assert_int_equal(xn_test_live_blocks(), live);
        assert_int_equal(status, reached ? XN_MEMORY : XN_OK);
        if (!reached)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_has_the_width_asked),
        cmocka_unit_test(the_same_map_has_the_same_bytes),
        cmocka_unit_test(every_class_has_its_colour_by_its_area),
        cmocka_unit_test(hatching_is_drawn),
        cmocka_unit_test(refuses),
        cmocka_unit_test(memory_running_out_is_said_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, make_city, free_city);
}
