/* load.c - from what a user says about a city to the frozen city: files are read here, built in city. */
#include "xenia/study.h"

/* Everything read for the build and freed after it. */
struct loaded {
    size_t n_levels;
    struct xn_features *features[XN_LEVEL_MAX];
    struct xn_table *counts[XN_LEVEL_MAX];
};

static void loaded_free(struct loaded *loaded)
{
    for (size_t i = 0; i < loaded->n_levels; i++) {
        xn_features_free(loaded->features[i]);
        xn_table_free(loaded->counts[i]);
    }
}

static enum xn_status load_level(const struct xn_level_input *input, struct xn_features **ret_features,
                                 struct xn_table **ret_counts, struct xn_notes *notes, struct xn_error *err)
{
    const struct xn_layer_options options = {.crs = input->crs};
    if (!input->layer || !input->unit_id)
        return xn_fail(err, XN_ARGUMENT, "level '%s' needs a layer and the column of its unit ids",
                       input->name ? input->name : "district");
    XN_TRY(xn_features_read(input->layer, &options, ret_features, notes, err));
    if (!input->counts)
        return XN_OK;
    if (!input->counts_key)
        return xn_fail(err, XN_ARGUMENT, "%s: the key column that joins it to the layer is not named",
                       input->counts);
    return xn_csv_read(input->counts, NULL, ret_counts, notes, err);
}

static struct xn_level_source level_source(const struct xn_level_input *input,
                                           const struct xn_features *features, const struct xn_table *counts,
                                           const char *counts_key)
{
    return (struct xn_level_source){
        .name = input->name ? input->name : "district",
        .features = features,
        .unit_id = input->unit_id,
        .unit_name = input->unit_name,
        .parent = input->parent,
        .counts = counts,
        .counts_key = counts_key,
    };
}

/* Column of the unit's id in the tables that the store keeps. */
#define STORED_KEY "unit_id"

static struct xn_group_source groups_of(const struct xn_city_input *input)
{
    return (struct xn_group_source){
        .column = input->group,
        .n_columns = input->n_groups,
        .title = input->group_title,
        .n_titles = input->n_group_titles,
        .total = input->total,
        .percent_of = input->percent_of,
        .missing = input->missing,
        .n_missing = input->n_missing,
        .indicator = input->indicator,
        .n_indicators = input->n_indicators,
    };
}

enum xn_status xn_study_load_city(const struct xn_city_input *input, const struct xn_city_options *options,
                                  const struct xn_table *const *counts, struct xn_city **ret,
                                  struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(loaded_free) struct loaded loaded = {.n_levels = input->n_levels};
    struct xn_level_source source[XN_LEVEL_MAX];
    for (size_t i = 0; i < input->n_levels; i++) {
        XN_TRY(load_level(&input->level[i], &loaded.features[i], &loaded.counts[i], notes, err));
        source[i] = level_source(&input->level[i], loaded.features[i], counts ? counts[i] : loaded.counts[i],
                                 counts ? STORED_KEY : input->level[i].counts_key);
    }
    const struct xn_group_source groups = groups_of(input);
    return xn_city_build(source, input->n_levels, &groups, options, ret, notes, err);
}
