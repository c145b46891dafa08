/* Where things stand on a picture: everything inside the room that was given, the legend beside or below the
 * map as leaves the larger one. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "../../../src/map/layout.h"
#include "../../../src/map/words.h"
#include "sample_city.h"

struct fixture {
    struct xn_city *city;
    double value[SAMPLE_UNITS];
    struct xn_map map;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    struct xn_error err = {0};
    fixture.city = sample_city(&err);
    if (!fixture.city)
        return -1;
    fixture.map = sample_map(fixture.city, fixture.value);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    const struct fixture *fixture = *state;
    xn_city_free(fixture->city);
    return 0;
}

static struct xn_view *make(const struct fixture *fixture, const struct xn_view_room *room)
{
    struct xn_view *view = NULL;
    struct xn_error err = {0};
    if (xn_view_make(&fixture->map, room, &view, &err) != XN_OK)
        fail_msg("%s", err.message);
    return view;
}

static void text_is_inside(const struct xn_view *view, const struct xn_mark *mark)
{
    static const double part_before[] = {0, 0.5, 1};
    const double width = xn_words_width(mark->words, mark->text.size, mark->text.bold);
    const double left = mark->text.x - part_before[mark->text.anchor] * width;
    assert_true(left >= 0 && left + width <= view->width);
    assert_in_range(mark->text.y, mark->text.size / 2, view->height);
}

static void marks_are_inside(const struct xn_view *view)
{
    for (size_t i = 0; i < view->marks.count; i++) {
        const struct xn_mark *mark = &view->marks.mark[i];
        if (mark->kind == XN_MARK_TEXT) {
            text_is_inside(view, mark);
            continue;
        }
        for (size_t k = 0; k < mark->outline.ring_end[mark->outline.n_rings - 1]; k++) {
            assert_in_range(mark->outline.xy[2 * k], 0, view->width);
            assert_in_range(mark->outline.xy[2 * k + 1], 0, view->height);
        }
    }
}

static void everything_is_inside_the_room(void **state)
{
    static const struct xn_view_room room[] = {{9733, 6280, 0}, {6280, 9200, 0},   {4700, 5900, 0},
                                               {6280, 4500, 0}, {5400, 6600, 100}, {12000, 5000, 0}};
    for (size_t i = 0; i < sizeof room / sizeof *room; i++) {
        XN_AUTO(xn_view_free) struct xn_view *view = make(*state, &room[i]);
        assert_int_equal(view->width, room[i].width);
        assert_true(view->height <= room[i].height);
        marks_are_inside(view);
    }
}

/* The head of the legend's column of numbers stands below the lowest point of the map. */
static bool legend_is_below(const struct xn_view *view)
{
    double map_bottom = 0, text_top = 0;
    for (size_t i = 0; i < view->marks.count; i++) {
        const struct xn_mark *mark = &view->marks.mark[i];
        if (mark->unit_id)
            for (size_t k = 0; k < mark->outline.ring_end[mark->outline.n_rings - 1]; k++)
                map_bottom = fmax(map_bottom, mark->outline.xy[2 * k + 1]);
        else if (mark->kind == XN_MARK_TEXT && strcmp(mark->words, "areas") == 0)
            text_top = mark->text.y;
    }
    assert_true(text_top > 0);
    return text_top > map_bottom;
}

static void the_legend_stands_where_it_leaves_the_larger_map(void **state)
{
    const struct xn_view_room wide = {.width = 9733, .height = 6280}, high = {.width = 6280, .height = 9200};
    XN_AUTO(xn_view_free) struct xn_view *beside = make(*state, &wide);
    XN_AUTO(xn_view_free) struct xn_view *below = make(*state, &high);
    assert_false(legend_is_below(beside));
    assert_true(legend_is_below(below));
    assert_true(below->tenths_per_m > 0 && beside->tenths_per_m > 0);
}

/* Below a heading, with everything a legend can say in the longest words: the map is no stamp beside it. */
static void a_long_legend_leaves_the_map(void **state)
{
    const struct fixture *from = *state;
    struct fixture fixture = {.map = from->map};
    bool uncertain[SAMPLE_UNITS] = {true, true}, withheld[SAMPLE_UNITS] = {false, false, true};
    fixture.map.language = XN_GERMAN;
    fixture.map.uncertain = uncertain;
    fixture.map.withheld = withheld;
    const struct xn_view_room page = {.width = 9733, .height = 6280}, rest = {.width = 9733, .height = 4520};
    XN_AUTO(xn_view_free) struct xn_view *whole = make(&fixture, &page);
    XN_AUTO(xn_view_free) struct xn_view *less = make(&fixture, &rest);
    assert_true(less->height <= rest.height);
    assert_true(less->tenths_per_m > 0.5 * whole->tenths_per_m);
    marks_are_inside(less);
}

/* Too small for its words: they are there all the same, and the drawing is higher than asked. */
static void words_are_never_left_out(void **state)
{
    const struct xn_view_room tiny = {.width = 3000, .height = 1000};
    XN_AUTO(xn_view_free) struct xn_view *view = make(*state, &tiny);
    assert_true(view->height > tiny.height);
    assert_true(view->tenths_per_m > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_inside_the_room),
        cmocka_unit_test(the_legend_stands_where_it_leaves_the_larger_map),
        cmocka_unit_test(a_long_legend_leaves_the_map),
        cmocka_unit_test(words_are_never_left_out),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
