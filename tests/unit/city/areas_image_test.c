/* areas_image_test.c - areas as bytes come back as they were, and damaged bytes never come back as areas. */
#include "squares.h"

static const char *const groups[] = {"A"};
static const struct xn_group_source counted = {.column = groups, .n_columns = 1};

/* Two districts with three blocks: unions, parents, names beyond ASCII. */
static struct xn_city *districts_and_blocks(void)
{
    struct xn_error err = {0};
    XN_AUTO(squares_free)
    struct xn_features *layer = squares("ID,N,P,A\nb,Überwasser,y,1\na,,x,2\nc,Dom,y,3\n");
    const struct xn_level_source level = {
        .name = "block", .features = layer, .unit_id = "ID", .unit_name = "N", .parent = "P"};
    struct xn_city *city = NULL;
    if (xn_city_build(&level, 1, &counted, NULL, &city, NULL, &err) != XN_OK)
        fail_msg("%s", err.message);
    return city;
}

static void put_areas(const struct xn_city *city, struct xn_buf *buf)
{
    ASSERT_OK(xn_city_put_areas(city, buf, &err));
}

static void areas_come_back_as_they_were(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts_and_blocks();
    XN_AUTO(xn_city_free) struct xn_city *back = NULL;
    XN_AUTO_BUF image = XN_BUF_INIT, again = XN_BUF_INIT;
    put_areas(city, &image);
    ASSERT_OK(xn_city_from_areas(image.data, image.length, xn_city_areas_fingerprint(city), &back, &err));
    assert_string_equal(xn_city_areas_fingerprint(back), xn_city_areas_fingerprint(city));
    assert_int_equal(xn_city_levels(back), 2);
    for (size_t l = 0; l < 2; l++) {
        assert_string_equal(xn_city_level_name(back, l), xn_city_level_name(city, l));
        assert_int_equal(xn_city_units(back, l), xn_city_units(city, l));
        for (size_t u = 0; u < xn_city_units(city, l); u++) {
            const struct xn_unit *was = xn_city_unit(city, l, u), *is = xn_city_unit(back, l, u);
            assert_string_equal(is->id, was->id);
            assert_string_equal(is->name, was->name);
            assert_int_equal(is->parent, was->parent);
            assert_true(is->area_m2 == was->area_m2 && is->x_m == was->x_m && is->y_m == was->y_m);
            assert_int_equal(xn_city_locate(back, l, was->x_m, was->y_m),
                             xn_city_locate(city, l, was->x_m, was->y_m));
        }
    }
    assert_string_equal(xn_city_crs(back)->name, "ETRS89 / UTM zone 32N");
    assert_int_equal(xn_city_parents(back, 1)[0], xn_city_parents(city, 1)[0]);
    put_areas(back, &again);
    assert_int_equal(again.length, image.length);
    assert_memory_equal(again.data, image.data, image.length);
}

static void nobody_lives_there(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts_and_blocks();
    XN_AUTO(xn_city_free) struct xn_city *back = NULL;
    XN_AUTO_BUF image = XN_BUF_INIT;
    put_areas(city, &image);
    ASSERT_OK(xn_city_from_areas(image.data, image.length, xn_city_areas_fingerprint(city), &back, &err));
    const struct xn_counts counts = xn_city_counts(back, 1);
    assert_int_equal(counts.n_groups, 0);
    assert_true(counts.total == 0 && counts.unit_total[2] == 0);
    assert_int_equal(xn_city_indicators(back), 0);
}

static bool comes_back(const void *bytes, size_t length, const char *fingerprint)
{
    struct xn_error err = {0};
    struct xn_city *back = NULL;
    const enum xn_status status = xn_city_from_areas(bytes, length, fingerprint, &back, &err);
    if (status == XN_OK) {
        xn_city_free(back);
        return true;
    }
    assert_int_equal(status, XN_INPUT);
    assert_non_null(strstr(err.message, "are not those areas"));
    return false;
}

/* The name of the coordinate system, and whether it was chosen by us, are for people only: no fingerprint
 * holds them. */
static bool is_told_only(const struct xn_buf *image, size_t at, int bit)
{
    static const char definition[] = "EPSG:25832", name[] = "ETRS89 / UTM zone 32N";
    const size_t begin = 8 + 8 + strlen(definition) + 8;
    assert_true(begin + strlen(name) < image->length);
    const size_t chosen = begin + strlen(name);
    return (at >= begin && at < chosen) || (at == chosen && bit == 0);
}

static void damage_is_found(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts_and_blocks();
    const char *fingerprint = xn_city_areas_fingerprint(city);
    XN_AUTO_BUF image = XN_BUF_INIT;
    put_areas(city, &image);
    for (size_t length = 0; length < image.length; length++)
        assert_false(comes_back(image.data, length, fingerprint));
    for (size_t i = 0; i < image.length; i++)
        for (int bit = 0; bit < 8; bit++) {
            image.data[i] ^= (char)(1 << bit);
            assert_int_equal(comes_back(image.data, image.length, fingerprint), is_told_only(&image, i, bit));
            image.data[i] ^= (char)(1 << bit);
        }
    xn_buf_append(&image, "", 1);
    assert_false(comes_back(image.data, image.length, fingerprint));
}

static void other_areas_are_not_these(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free) struct xn_city *city = districts_and_blocks();
    XN_AUTO_BUF image = XN_BUF_INIT;
    put_areas(city, &image);
    assert_true(comes_back(image.data, image.length, xn_city_areas_fingerprint(city)));
    assert_false(comes_back(image.data, image.length, xn_city_counts_fingerprint(city)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(areas_come_back_as_they_were),
        cmocka_unit_test(nobody_lives_there),
        cmocka_unit_test(damage_is_found),
        cmocka_unit_test(other_areas_are_not_these),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
