/* The SVG: well-formed, one path a unit with its name, escaped, hatched where there is no value, the same
 * bytes twice, and nothing that a strict content security policy refuses. */
#include <expat.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "counted_memory.h"
#include "sample_city.h"

/* --- what a reader of the SVG sees -------------------------------------------------------------------- */

#define GROUP_DEPTH 16
#define PATTERNS 8
struct seen_pattern {
    char id[40]; /* as fills name it */
    char color[16], line_color[16], lines[200];
};
struct seen {
    size_t n_patterns;
    struct seen_pattern pattern[PATTERNS];
    bool in_pattern;
    size_t n_unit_paths, n_texts, n_forbidden;
    char fill[GROUP_DEPTH][40]; /* of the open elements */
    int depth;
    char unit[32]; /* data-unit of the open path, or "" */
    char unit_fill[SAMPLE_UNITS][40];
    char title[SAMPLE_UNITS][200];
    char *text; /* all character data */
    size_t text_length;
    char language[8];
    char width[16], view_box[40];
};

static const char *attribute(const char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(attributes[0], name) == 0)
            return attributes[1];
    return "";
}

static void copy(char *to, size_t size, const char *text)
{
    strncpy(to, text, size - 1);
    to[size - 1] = '\0';
}

/* The first path of a pattern is its ground, the second its lines. */
static void look_at_pattern(struct seen *seen, const char *name, const char **attributes)
{
    if (strcmp(name, "pattern") == 0) {
        assert_true(seen->n_patterns < PATTERNS);
        struct seen_pattern *pattern = &seen->pattern[seen->n_patterns++];
        snprintf(pattern->id, sizeof pattern->id, "url(#%.30s)", attribute(attributes, "id"));
        seen->in_pattern = true;
        return;
    }
    if (!seen->in_pattern)
        return;
    struct seen_pattern *pattern = &seen->pattern[seen->n_patterns - 1];
    if (!*pattern->color) {
        copy(pattern->color, sizeof pattern->color, attribute(attributes, "fill"));
        return;
    }
    copy(pattern->line_color, sizeof pattern->line_color, attribute(attributes, "stroke"));
    copy(pattern->lines, sizeof pattern->lines, attribute(attributes, "d"));
}

static const struct seen_pattern *pattern_of(const struct seen *seen, const char *fill)
{
    for (size_t i = 0; i < seen->n_patterns; i++)
        if (strcmp(seen->pattern[i].id, fill) == 0)
            return &seen->pattern[i];
    return NULL;
}

static void on_start(void *context, const char *name, const char **attributes)
{
    struct seen *seen = context;
    const char *fill = attribute(attributes, "fill");
    assert_true(seen->depth + 1 < GROUP_DEPTH);
    copy(seen->fill[seen->depth + 1], sizeof *seen->fill, *fill ? fill : seen->fill[seen->depth]);
    seen->depth++;
    if (strcmp(name, "svg") == 0) {
        copy(seen->language, sizeof seen->language, attribute(attributes, "xml:lang"));
        copy(seen->width, sizeof seen->width, attribute(attributes, "width"));
        copy(seen->view_box, sizeof seen->view_box, attribute(attributes, "viewBox"));
    }
    look_at_pattern(seen, name, attributes);
    seen->n_texts += strcmp(name, "text") == 0;
    seen->n_forbidden += strcmp(name, "script") == 0 || strcmp(name, "style") == 0 || strcmp(name, "b") == 0;
    seen->n_forbidden += *attribute(attributes, "style") != '\0';
    const char *unit = attribute(attributes, "data-unit");
    if (!*unit)
        return;
    seen->n_unit_paths++;
    copy(seen->unit, sizeof seen->unit, unit);
    if (strlen(unit) == 1 && unit[0] >= '1' && unit[0] <= '6')
        copy(seen->unit_fill[unit[0] - '1'], sizeof *seen->unit_fill, seen->fill[seen->depth]);
}

static void on_end(void *context, const char *name)
{
    struct seen *seen = context;
    seen->depth--;
    if (strcmp(name, "path") == 0)
        seen->unit[0] = '\0';
    if (strcmp(name, "pattern") == 0)
        seen->in_pattern = false;
}

static void on_characters(void *context, const char *text, int length)
{
    struct seen *seen = context;
    if (seen->text_length + (size_t)length < 100000) {
        memcpy(seen->text + seen->text_length, text, (size_t)length);
        seen->text_length += (size_t)length;
    }
    if (*seen->unit)
        strncat(seen->title[seen->unit[0] - '1'], text, (size_t)length);
}

static struct seen *look(const struct xn_buf *svg)
{
    struct seen *seen = calloc(1, sizeof *seen);
    seen->text = calloc(1, 100000);
    XML_Parser parser = XML_ParserCreate(NULL);
    XML_SetUserData(parser, seen);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_characters);
    const enum XML_Status status = XML_Parse(parser, svg->data, (int)svg->length, 1);
    if (status != XML_STATUS_OK)
        fail_msg("line %lu: %s", XML_GetCurrentLineNumber(parser), XML_ErrorString(XML_GetErrorCode(parser)));
    XML_ParserFree(parser);
    return seen;
}

static void forget(struct seen *seen)
{
    free(seen->text);
    free(seen);
}

/* --- fixture ----------------------------------------------------------------------------------------- */

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

static void draw(const struct xn_map *map, struct xn_buf *svg)
{
    struct xn_error err = {0};
    if (xn_map_svg(map, svg, &err) != XN_OK)
        fail_msg("%s", err.message);
}

/* --- tests ------------------------------------------------------------------------------------------- */

static void one_path_a_unit_with_its_name_and_value(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    XN_AUTO_BUF svg = XN_BUF_INIT;
    draw(&map, &svg);
    struct seen *seen = look(&svg);
    assert_int_equal(seen->n_unit_paths, SAMPLE_UNITS);
    assert_int_equal(seen->n_forbidden, 0);
    assert_string_equal(seen->width, "960");
    assert_int_equal(strncmp(seen->view_box, "0 0 9600 ", 9), 0);
    assert_string_equal(seen->language, "en");
    assert_string_equal(seen->title[0], "Plain: 10.0%");
    assert_string_equal(seen->title[3], "Hole: 80.0%");
    assert_string_equal(seen->title[1], "<b>Kreuz & \"Quer\"</b> 'x' \xEF\xBF\xBD ende: 30.0%");
    assert_string_equal(seen->title[5], "Empty: no value");
    const char *const wanted[] = {"Share",     "A", "Sample (schematic)", "2019-12-31", "drawn by hand",
                                  "1\u00a0km", "N"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        assert_non_null(strstr(seen->text, wanted[i]));
    forget(seen);
}

static void no_value_is_hatched_and_values_are_not(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    XN_AUTO_BUF svg = XN_BUF_INIT;
    draw(&map, &svg);
    struct seen *seen = look(&svg);
    assert_int_equal(seen->n_patterns, 1);
    assert_string_equal(pattern_of(seen, seen->unit_fill[5])->color, "#ffffff");
    assert_string_equal(seen->unit_fill[0], "#ffffcc");
    assert_string_equal(seen->unit_fill[3], "#253494");
    forget(seen);
}

/* The uncertain keep their colour below the lines; withheld is neither that nor "no value". */
static void what_is_not_sure_is_hatched_and_nothing_else(void **state)
{
    double value[SAMPLE_UNITS];
    const bool uncertain[SAMPLE_UNITS] = {true, false, false, true, false, true};
    const bool withheld[SAMPLE_UNITS] = {false, true, false, false, false, false};
    struct xn_map map = sample_map(*state, value);
    value[1] = NAN;
    XN_AUTO_BUF plain = XN_BUF_INIT, svg = XN_BUF_INIT;
    draw(&map, &plain);
    map.uncertain = uncertain;
    map.withheld = withheld;
    draw(&map, &svg);
    struct seen *sure = look(&plain), *seen = look(&svg);
    for (size_t i = 0; i < SAMPLE_UNITS; i++) {
        const struct seen_pattern *pattern = pattern_of(seen, seen->unit_fill[i]);
        assert_int_equal(pattern != NULL, uncertain[i] || withheld[i]);
        if (!pattern)
            assert_string_equal(seen->unit_fill[i], sure->unit_fill[i]);
        else if (i == 0 || i == 3)
            assert_string_equal(pattern->color, sure->unit_fill[i]);
    }
    assert_string_not_equal(pattern_of(seen, seen->unit_fill[1])->lines,
                            pattern_of(seen, seen->unit_fill[5])->lines);
    assert_string_not_equal(pattern_of(seen, seen->unit_fill[1])->lines,
                            pattern_of(seen, seen->unit_fill[0])->lines);
    assert_non_null(strstr(seen->text, "withheld"));
    assert_non_null(strstr(seen->text, "uncertain"));
    assert_null(strstr(sure->text, "withheld"));
    assert_null(strstr(sure->text, "uncertain"));
    forget(sure);
    forget(seen);
}

static void a_change_says_since_when(void **state)
{
    double value[SAMPLE_UNITS];
    struct xn_map map = sample_map(*state, value);
    for (size_t i = 0; i < SAMPLE_UNITS; i++)
        value[i] = isfinite(value[i]) ? value[i] - 0.3 : value[i];
    map.changed_since = "2026Q3";
    XN_AUTO_BUF svg = XN_BUF_INIT;
    draw(&map, &svg);
    struct seen *seen = look(&svg);
    assert_non_null(strstr(seen->text, "Change of Share of the group (A) since 3rd quarter of 2026"));
    assert_non_null(strstr(seen->text, "differences to those published for 3rd quarter of 2026"));
    assert_string_equal(seen->title[0], "Plain: \u221220.0 percentage points");
    assert_string_equal(seen->title[3], "Hole: +50.0 percentage points");
    forget(seen);
}

static void classes_of_a_question_are_not_those_that_hold(void **state)
{
    struct xn_unit_class class_[SAMPLE_UNITS];
    const struct xn_policy policy = {.name = "programme-load", .version = "7"};
    const struct xn_typology typology = sample_typology(*state, class_);
    struct xn_map map = sample_class_map(*state, &typology, &policy);
    map.what_if_threshold = 1.25;
    XN_AUTO_BUF svg = XN_BUF_INIT;
    draw(&map, &svg);
    struct seen *seen = look(&svg);
    assert_non_null(strstr(seen->text, "Classes if the threshold were 1.25"));
    assert_non_null(strstr(seen->text, "with a threshold of 1.25, computed from published numbers"));
    assert_null(strstr(seen->text, "programme-load"));
    forget(seen);
}

static void classes_name_their_policy(void **state)
{
    struct xn_unit_class class_[SAMPLE_UNITS];
    const struct xn_policy policy = {.name = "programme-load", .version = "7", .demonstration = true};
    const struct xn_typology typology = sample_typology(*state, class_);
    const struct xn_map map = sample_class_map(*state, &typology, &policy);
    XN_AUTO_BUF svg = XN_BUF_INIT;
    draw(&map, &svg);
    struct seen *seen = look(&svg);
    assert_int_equal(seen->n_unit_paths, SAMPLE_UNITS);
    assert_string_equal(seen->title[0], "Plain: mixed");
    assert_string_equal(seen->title[2], "Ring: concentrated");
    assert_string_equal(pattern_of(seen, seen->unit_fill[4])->color, "#e6e6e6");
    assert_string_equal(pattern_of(seen, seen->unit_fill[5])->color, "#ffffff");
    assert_non_null(strstr(seen->text, "Policy programme-load, version 7; classes as of 2019-04-14."));
    assert_non_null(strstr(seen->text, "Demonstration policy"));
    assert_null(strstr(seen->text, "segregated"));
    forget(seen);
}

static void quotients_are_drawn_around_one(void **state)
{
    double value[SAMPLE_UNITS];
    struct xn_map map = sample_map(*state, value);
    map.index = xn_index_find("location_quotient");
    for (size_t i = 0; i < SAMPLE_UNITS; i++)
        value[i] = isfinite(value[i]) ? value[i] / 0.38 : value[i];
    XN_AUTO_BUF svg = XN_BUF_INIT;
    draw(&map, &svg);
    struct seen *seen = look(&svg);
    assert_string_equal(seen->unit_fill[0], "#8d80b8"); /* 0.26 */
    assert_string_equal(seen->unit_fill[1], "#b2abd2"); /* 0.79 */
    assert_string_equal(seen->unit_fill[4], "#fdb863"); /* 1.32 */
    assert_string_equal(seen->unit_fill[3], "#b35806"); /* 2.11 */
    assert_non_null(strstr(seen->text, "under 0.50"));
    assert_non_null(strstr(seen->text, "2.00 and over"));
    forget(seen);
}

static void given_limits_are_in_the_indexs_own_unit(void **state)
{
    double value[SAMPLE_UNITS];
    const double limit[] = {0.25, 0.4};
    struct xn_map map = sample_map(*state, value);
    map.breaks.method = XN_BREAKS_MANUAL;
    map.breaks.inner_limit = limit;
    map.breaks.n_limits = 2;
    XN_AUTO_BUF svg = XN_BUF_INIT;
    draw(&map, &svg);
    struct seen *seen = look(&svg);
    assert_string_equal(seen->unit_fill[0], seen->unit_fill[2]);
    assert_string_not_equal(seen->unit_fill[2], seen->unit_fill[1]);
    assert_non_null(strstr(seen->text, "25 \xE2\x80\x93 40"));
    forget(seen);
}

static void the_same_map_has_the_same_bytes(void **state)
{
    double value[SAMPLE_UNITS];
    struct xn_map map = sample_map(*state, value);
    for (map.language = XN_ENGLISH; map.language < XN_LANGUAGE_COUNT; map.language++) {
        XN_AUTO_BUF first = XN_BUF_INIT, second = XN_BUF_INIT;
        draw(&map, &first);
        draw(&map, &second);
        assert_int_equal(first.length, second.length);
        assert_memory_equal(first.data, second.data, first.length);
        struct seen *seen = look(&first);
        assert_string_equal(seen->language, xn_language_tag(map.language));
        forget(seen);
    }
}

static void speaks_the_readers_language(void **state)
{
    double value[SAMPLE_UNITS];
    struct xn_map map = sample_map(*state, value);
    const char *const wanted[][4] = {
        [XN_ENGLISH] = {"6 areas", "no value", "Counts as of 2019-12-31.", "Source: drawn by hand"},
        [XN_DUTCH] = {"6 gebieden", "geen waarde", "Tellingen per 31-12-2019.", "Bron: drawn by hand"},
        [XN_GERMAN] = {"6 Gebiete", "kein Wert", "Z\xC3\xA4hlung vom 31.12.2019.", "Quelle: drawn by hand"},
    };
    for (map.language = XN_ENGLISH; map.language <= XN_GERMAN; map.language++) {
        XN_AUTO_BUF svg = XN_BUF_INIT;
        draw(&map, &svg);
        struct seen *seen = look(&svg);
        for (size_t i = 0; i < 4; i++)
            assert_non_null(strstr(seen->text, wanted[map.language][i]));
        assert_string_equal(seen->title[0], map.language == XN_ENGLISH ? "Plain: 10.0%"
                                            : map.language == XN_DUTCH ? "Plain: 10,0%"
                                                                       : "Plain: 10,0\xC2\xA0%");
        forget(seen);
    }
}

static void the_level_above_is_outlined(void **state)
{
    (void)state;
    struct xn_error err = {0};
    double value[SAMPLE_UNITS] = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6};
    XN_AUTO(xn_city_free) struct xn_city *city = sample_city_under("PART", &err);
    if (!city)
        fail_msg("%s", err.message);
    struct xn_map map = {.city = city,
                         .level = 1,
                         .city_title = "x",
                         .index = xn_index_find("local_diversity"),
                         .value = value};
    XN_AUTO_BUF lower = XN_BUF_INIT, upper = XN_BUF_INIT;
    draw(&map, &lower);
    const char *group = strstr(lower.data, "<g fill=\"none\" stroke=\"#595959\" stroke-width=\"9\">\n<path");
    assert_non_null(group);
    assert_int_equal(strncmp(strstr(strstr(group, "/>\n<path") + 3, "/>\n") + 3, "</g>", 4), 0);
    map.level = 0;
    draw(&map, &upper);
    assert_null(strstr(upper.data, "stroke-width=\"9\""));
}

static void long_and_broken_texts_do_not_break_the_picture(void **state)
{
    double value[SAMPLE_UNITS];
    static char endless[5000];
    memset(endless, 'W', sizeof endless - 1);
    struct xn_map map = sample_map(*state, value);
    map.city_title = endless;
    map.source_note = "]]> \xFF\xFE <!-- \xC3 & \n\t\x0B --> \xEF\xBF\xBF";
    map.counts_as_of = NULL;
    XN_AUTO_BUF svg = XN_BUF_INIT;
    draw(&map, &svg);
    struct seen *seen = look(&svg);
    assert_non_null(strstr(seen->text, "]]> \xEF\xBF\xBD\xEF\xBF\xBD <!--"));
    assert_non_null(strstr(seen->text, "\xE2\x80\xA6"));
    assert_null(strstr(seen->text, "Counts as of"));
    forget(seen);
}

static void refuses(void **state)
{
    double value[SAMPLE_UNITS];
    struct xn_error err = {0};
    XN_AUTO_BUF svg = XN_BUF_INIT;
    struct xn_map map = sample_map(*state, value);
    map.level = 3;
    assert_int_equal(xn_map_svg(&map, &svg, &err), XN_ARGUMENT);
    assert_non_null(strstr(err.message, "level 3"));
    map.level = 0;
    for (size_t i = 0; i < SAMPLE_UNITS; i++)
        value[i] = NAN;
    assert_int_equal(xn_map_svg(&map, &svg, &err), XN_UNDEFINED);
    map.index = NULL;
    assert_int_equal(xn_map_svg(&map, &svg, &err), XN_ARGUMENT);
    struct xn_unit_class class_[SAMPLE_UNITS];
    struct xn_typology typology = sample_typology(*state, class_);
    map = sample_class_map(*state, &typology, NULL);
    assert_int_equal(xn_map_svg(&map, &svg, &err), XN_ARGUMENT);
    const struct xn_policy policy = {.name = "p", .version = "1"};
    map = sample_class_map(*state, &typology, &policy);
    typology.level[0].n_units = 5;
    assert_int_equal(xn_map_svg(&map, &svg, &err), XN_ARGUMENT);
    assert_int_equal(svg.length, 0);
}

static void memory_running_out_is_said_and_nothing_leaks(void **state)
{
    double value[SAMPLE_UNITS];
    const struct xn_map map = sample_map(*state, value);
    const size_t live = xn_test_live_blocks();
    for (size_t n = 1;; n++) {
        struct xn_buf svg = XN_BUF_INIT;
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_map_svg(&map, &svg, NULL);
        const bool reached = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        xn_buf_free(&svg);
        assert_int_equal(xn_test_live_blocks(), live);
        assert_int_equal(status, reached ? XN_MEMORY : XN_OK);
        if (!reached)
            break;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_path_a_unit_with_its_name_and_value),
        cmocka_unit_test(no_value_is_hatched_and_values_are_not),
        cmocka_unit_test(what_is_not_sure_is_hatched_and_nothing_else),
        cmocka_unit_test(a_change_says_since_when),
        cmocka_unit_test(classes_of_a_question_are_not_those_that_hold),
        cmocka_unit_test(classes_name_their_policy),
        cmocka_unit_test(quotients_are_drawn_around_one),
        cmocka_unit_test(given_limits_are_in_the_indexs_own_unit),
        cmocka_unit_test(the_same_map_has_the_same_bytes),
        cmocka_unit_test(speaks_the_readers_language),
        cmocka_unit_test(the_level_above_is_outlined),
        cmocka_unit_test(long_and_broken_texts_do_not_break_the_picture),
        cmocka_unit_test(refuses),
        cmocka_unit_test(memory_running_out_is_said_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, make_city, free_city);
}
