/* what_if_test.c - classes at other thresholds: what the classification itself says of the same counts, never
 * more concentrated as the threshold rises, and none where numbers are withheld. */
#include <math.h>
#include <string.h>
#include "bare_publication.h"
#include "counted_memory.h"
#include "made_publication.h"
#include "xenia/random.h"
#include "xenia/uncertainty.h"

#define UNITS 40

static const double ladder[] = {1,    1.05, 1.1,  1.15, 1.2,  1.25, 1.3,  1.35, 1.4,  1.45, 1.5,
                                1.55, 1.6,  1.65, 1.7,  1.75, 1.8,  1.85, 1.9,  1.95, 2};
_Static_assert(sizeof ladder / sizeof *ladder == XN_THRESHOLD_COUNT, "the thresholds of the page");

static double up_to(struct xn_random *random, uint32_t bound)
{
    return xn_random_below(random, bound);
}

/* In fives, as they are published; shares from nobody to everybody. */
static void draw_counts(struct xn_random *random, double count[2 * UNITS])
{
    for (size_t u = 0; u < UNITS; u++) {
        const double fives = 20 + up_to(random, 400), members = up_to(random, (uint32_t)fives / 2);
        count[2 * u] = 5 * members;
        count[2 * u + 1] = 5 * (fives - members);
    }
}

static void classes_fall_as_the_threshold_rises(void **state)
{
    (void)state;
    struct xn_random random = xn_random_stream(2, 0, 0);
    size_t n_of[XN_CLASS_COUNT] = {0}, changes = 0;
    for (int round_ = 0; round_ < 20; round_++) {
        double count[2 * UNITS];
        enum xn_class class_[UNITS * XN_THRESHOLD_COUNT];
        enum xn_withheld why[UNITS];
        draw_counts(&random, count);
        XN_AUTO(xn_publication_free)
        struct xn_publication *publication = bare_publication(count, UNITS, 2, 2.2);
        ASSERT_OK(xn_controlled_what_if(publication, 0, 0, ladder, XN_THRESHOLD_COUNT, class_, why, &err));
        for (size_t u = 0; u < UNITS; u++)
            for (size_t t = 0; t < XN_THRESHOLD_COUNT; t++) {
                const enum xn_class at = class_[u * XN_THRESHOLD_COUNT + t];
                assert_int_equal(why[u], XN_SHOWN);
                assert_true(t == 0 || at <= class_[u * XN_THRESHOLD_COUNT + t - 1]);
                changes += t > 0 && at != class_[u * XN_THRESHOLD_COUNT + t - 1];
                n_of[at]++;
            }
    }
    assert_true(n_of[XN_MIXED] > 1000 && n_of[XN_UNDETERMINED] > 1000 && n_of[XN_CONCENTRATED] > 1000);
    assert_true(changes > 200);
}

/* --- the classification itself -----------------------------------------------------------------------------
 */

static struct xn_city *city_of(const double count[2 * UNITS])
{
    static const char *const group[] = {"A", "B"};
    const struct xn_group_source groups = {.column = group, .n_columns = 2};
    XN_AUTO_BUF text = XN_BUF_INIT;
    struct xn_city *city = NULL;
    xn_buf_puts(&text, "ID,NAME,A,B\n");
    for (size_t u = 0; u < UNITS; u++)
        xn_buf_printf(&text, "%03zu,unit,%.0f,%.0f\n", u, count[2 * u], count[2 * u + 1]);
    XN_AUTO(squares_free) struct xn_features *layer = squares(xn_buf_text(&text));
    const struct xn_level_source level = {
        .name = "district", .features = layer, .unit_id = "ID", .unit_name = "NAME"};
    ASSERT_OK(xn_city_build(&level, 1, &groups, NULL, &city, NULL, &err));
    return city;
}

static void classify(const struct xn_city *city, double threshold, struct xn_typology **ret)
{
    const struct xn_policy policy = {.name = "p",
                                     .version = "1",
                                     .rule = {.profile = XN_PROFILE_CONCENTRATION,
                                              .group = "A",
                                              .quotient_threshold = threshold,
                                              .certainty = 0.9,
                                              .share_margin = 0.05,
                                              .interval = 0.9,
                                              .household_size = 2.2}};
    ASSERT_OK(xn_study_classify(city, &policy, NULL, 0, 0, ret, NULL, &err));
}

/* From the city on, by the policy's own way to a class. */
static void classes_are_those_of_the_rule(void **state)
{
    (void)state;
    struct xn_random random = xn_random_stream(6, 0, 0);
    double count[2 * UNITS];
    enum xn_class class_[UNITS * XN_THRESHOLD_COUNT];
    enum xn_withheld why[UNITS];
    draw_counts(&random, count);
    XN_AUTO(xn_city_free) struct xn_city *city = city_of(count);
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(count, UNITS, 2, 2.2);
    ASSERT_OK(xn_controlled_what_if(publication, 0, 0, ladder, XN_THRESHOLD_COUNT, class_, why, &err));
    for (size_t t = 0; t < XN_THRESHOLD_COUNT; t++) {
        XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
        classify(city, ladder[t], &typology);
        for (size_t u = 0; u < UNITS; u++)
            assert_int_equal(class_[u * XN_THRESHOLD_COUNT + t], typology->level[0].unit[u].class_);
    }
}

/* Blocks lean on their districts. Counts in fives, and none so small that it is withheld. */
static void blocks_have_the_prior_of_their_district(void **state)
{
    (void)state;
    XN_AUTO(xn_city_free)
    struct xn_city *city = made_city("ID,NAME,A,B\n1,one,400,600\n2,two,100,900\n3,three,300,700\n",
                                     "ID,NAME,UP,A,B\n11,n,1,300,350\n12,s,1,100,250\n21,e,2,60,440\n"
                                     "22,w,2,40,460\n31,u,3,30,220\n32,l,3,270,480\n",
                                     made_group);
    XN_AUTO(xn_publication_free)
    struct xn_publication *publication =
        made_publication(city, &(struct made_asked){.period = "2004Q3", .made_on = 12700});
    enum xn_class class_[6 * XN_THRESHOLD_COUNT];
    enum xn_withheld why[6];
    ASSERT_OK(xn_controlled_what_if(publication, 1, 0, ladder, XN_THRESHOLD_COUNT, class_, why, &err));
    for (size_t t = 0; t < XN_THRESHOLD_COUNT; t++) {
        XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
        classify(city, ladder[t], &typology);
        for (size_t u = 0; u < 6; u++) {
            const size_t at = xn_city_find_unit(city, 1, publication->level[1].unit[u].unit_id);
            assert_int_equal(why[u], XN_SHOWN);
            assert_int_equal(class_[u * XN_THRESHOLD_COUNT + t], typology->level[1].unit[at].class_);
        }
    }
}

/* Those of one group do not depend on how the others are divided. */
static void only_the_group_that_is_asked_counts(void **state)
{
    (void)state;
    static const double two[] = {300, 700, 100, 900, 20, 480},
                        three[] = {300, 700, 0, 100, 450, 450, 20, 0, 480};
    enum xn_class of_two[3], of_three[3];
    enum xn_withheld why[3];
    const double threshold = 1.25;
    XN_AUTO(xn_publication_free) struct xn_publication *first = bare_publication(two, 3, 2, 2.2);
    XN_AUTO(xn_publication_free) struct xn_publication *second = bare_publication(three, 3, 3, 2.2);
    ASSERT_OK(xn_controlled_what_if(first, 0, 0, &threshold, 1, of_two, why, &err));
    ASSERT_OK(xn_controlled_what_if(second, 0, 0, &threshold, 1, of_three, why, &err));
    assert_memory_equal(of_two, of_three, sizeof of_two);
    assert_int_equal(of_two[0], XN_CONCENTRATED);
    assert_int_equal(of_two[2], XN_MIXED);
}

/* --- nothing to say ----------------------------------------------------------------------------------------
 */

static void withheld_units_have_a_reason_and_no_class(void **state)
{
    (void)state;
    static const double count[] = {300, 700, 100, 900, 20, 480, 0, 0, 40, 60};
    enum xn_class class_[5];
    enum xn_withheld why[5];
    const double threshold = 1.5;
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(count, 5, 2, 2.2);
    struct xn_controlled_level *level = &publication->counts.level[0];
    level->group[2 * 1] = (struct xn_controlled_cell){NAN, XN_WITHHELD_SMALL};
    level->persons[2] = (struct xn_controlled_cell){NAN, XN_WITHHELD_RECENT};
    ASSERT_OK(xn_controlled_what_if(publication, 0, 0, &threshold, 1, class_, why, &err));
    assert_int_equal(why[0], XN_SHOWN);
    assert_int_equal(class_[0], XN_CONCENTRATED);
    assert_int_equal(why[1], XN_WITHHELD_SMALL);
    assert_int_equal(why[2], XN_WITHHELD_RECENT);
    assert_int_equal(why[3], XN_WITHHELD_MISSING);
    assert_int_equal(why[4], XN_SHOWN);
}

static void a_group_that_cannot_be_compared_is_undefined(void **state)
{
    (void)state;
    static const double count[] = {300, 700, 100, 900};
    enum xn_class class_[2];
    enum xn_withheld why[2];
    const double threshold = 1.5;
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(count, 2, 2, 2.2);
    ASSERT_FAILS(XN_UNDEFINED, "no group of this publication",
                 xn_controlled_what_if(publication, 0, XN_NONE, &threshold, 1, class_, why, &err));
    publication->counts.whole.group[0] = (struct xn_controlled_cell){NAN, XN_WITHHELD_SMALL};
    ASSERT_FAILS(XN_UNDEFINED, "no group of this publication",
                 xn_controlled_what_if(publication, 0, 0, &threshold, 1, class_, why, &err));
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    static const double count[] = {300, 700, 100, 900};
    enum xn_class class_[2];
    enum xn_withheld why[2];
    const double threshold = 1.5;
    XN_AUTO(xn_publication_free) struct xn_publication *publication = bare_publication(count, 2, 2, 2.2);
    const size_t live = xn_test_live_blocks();
    size_t failing = 0;
    enum xn_status status;
    do {
        xn_test_fail_allocation(++failing);
        status = xn_controlled_what_if(publication, 0, 0, &threshold, 1, class_, why, NULL);
        assert_int_equal(xn_test_live_blocks(), live);
    } while (status == XN_MEMORY);
    xn_test_fail_allocation(0);
    assert_int_equal(status, XN_OK);
    assert_true(failing > 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_fall_as_the_threshold_rises),
        cmocka_unit_test(classes_are_those_of_the_rule),
        cmocka_unit_test(blocks_have_the_prior_of_their_district),
        cmocka_unit_test(only_the_group_that_is_asked_counts),
        cmocka_unit_test(withheld_units_have_a_reason_and_no_class),
        cmocka_unit_test(a_group_that_cannot_be_compared_is_undefined),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return XN_RUN(tests);
}
