/* made_publication.h - a city of squares in a row and its publications, made the way the service makes them:
 * classified, controlled, written and read back. */
#ifndef XENIA_TEST_MADE_PUBLICATION_H
#define XENIA_TEST_MADE_PUBLICATION_H

#include "squares.h"
#include "xenia/exchange.h"
#include "xenia/publication.h"

#define MADE_GROUP_COLUMNS 2

static const char *const made_group[MADE_GROUP_COLUMNS] = {"A", "B"};

/* Layers as CSV with ID, NAME, A, B, and on the second UP, its district; blocks NULL: one level. */
static inline struct xn_city *made_city(const char *districts, const char *blocks, const char *const *group)
{
    XN_AUTO(squares_free) struct xn_features *district_layer = squares(districts);
    struct xn_features *block_layer = blocks ? squares(blocks) : NULL;
    struct xn_city *city = NULL;
    const struct xn_level_source level[] = {
        {.name = "district", .features = district_layer, .unit_id = "ID", .unit_name = "NAME"},
        {.name = "block", .features = block_layer, .unit_id = "ID", .unit_name = "NAME", .parent = "UP"}};
    const struct xn_group_source groups = {.column = group, .n_columns = MADE_GROUP_COLUMNS};
    ASSERT_OK(xn_city_build(level, blocks ? 2 : 1, &groups, NULL, &city, NULL, &err));
    if (block_layer)
        squares_free(block_layer);
    return city;
}

/* What one publication differs from another by. */
struct made_asked {
    const char *period, *meeting, *previous;
    xn_date made_on;
    const struct xn_programme *programme;
    const bool *const *recent;
    bool demonstration;
};

static inline struct xn_publication *made_publication(const struct xn_city *city,
                                                      const struct made_asked *asked)
{
    static const struct xn_policy policy = {.name = "muenster-2004",
                                            .version = "7",
                                            .signed_by = "A. Steward",
                                            .valid_until = 25000,
                                            .rule = {.profile = XN_PROFILE_MUENSTER_2004,
                                                     .group = "A",
                                                     .quotient_threshold = 1,
                                                     .household_size = 2.2,
                                                     .interval = 0.9,
                                                     .certainty = 0.9}};
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    XN_AUTO(xn_controlled_free) struct xn_controlled *controlled = NULL;
    XN_AUTO(xn_publication_free) struct xn_publication *made = NULL;
    struct xn_publication *read = NULL;
    XN_AUTO_BUF document = XN_BUF_INIT;
    ASSERT_OK(xn_study_classify(city, &policy, NULL, 0, 0, &typology, NULL, &err));
    ASSERT_OK(xn_control(city, typology, asked->recent, NULL, 0, &controlled, &err));
    const struct xn_publication_source source = {.city = city,
                                                 .typology = typology,
                                                 .policy = &policy,
                                                 .controlled = controlled,
                                                 .id = "sample",
                                                 .title = "Sample",
                                                 .demonstration = asked->demonstration,
                                                 .counts_as_of = "2004-12-31",
                                                 .source_note = "drawn by hand",
                                                 .period = asked->period,
                                                 .meeting = asked->meeting,
                                                 .made_on = asked->made_on,
                                                 .as_of = asked->made_on,
                                                 .snapshot = "abc",
                                                 .previous = asked->previous,
                                                 .programme = asked->programme};
    ASSERT_OK(xn_publication_make(&source, &made, &err));
    ASSERT_OK(xn_publication_put(made, &document, &err));
    ASSERT_OK(xn_publication_parse(xn_buf_text(&document), document.length, &read, &err));
    return read;
}

#endif
