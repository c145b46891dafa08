/* live.c - see live.h. */
#include "live.h"
#include "city_files.h"
#include "shapes.h"

void live_city_release(struct live_city *live)
{
    if (!live || atomic_fetch_sub(&live->references, 1) != 1)
        return;
    disclosure_free(live->disclosure);
    xn_typology_free(live->typology);
    xn_city_free(live->city);
    xn_placements_free(live->placements);
    xn_city_input_free(live->input);
    xn_stored_cities_free(live->stored);
    for (size_t i = 0; i < XN_LEVEL_MAX; i++)
        xn_buf_free(&live->geometry[i]);
    xn_free(live);
}

struct live_city *live_city_hold(struct live_city *live)
{
    atomic_fetch_add(&live->references, 1);
    return live;
}

const struct xn_stored_city *live_city_stored(const struct live_city *live)
{
    return &live->stored->city[0];
}

xn_date live_city_today(const struct live_city *live)
{
    return live->input->as_of != XN_NO_DATE ? live->input->as_of : xn_date_today();
}

/* Tables of stored counts, one a level of the city file; freed after the build. */
struct stored_counts {
    struct xn_table *table[XN_LEVEL_MAX];
};

static void stored_counts_free(struct stored_counts *counts)
{
    for (size_t i = 0; i < XN_LEVEL_MAX; i++)
        xn_table_free(counts->table[i]);
}

/* A city without groups and total has no counts to store. */
static bool has_counts(const struct xn_city_input *input)
{
    return input->n_groups > 0 || input->total;
}

static enum xn_status load_counts(struct xn_store *store, const char *city_id,
                                  const struct xn_city_input *input, struct stored_counts *counts,
                                  struct xn_error *err)
{
    for (size_t i = 0; has_counts(input) && i < input->n_levels; i++)
        XN_TRY(xn_store_counts_table(store, city_id, input->level[i].name, &counts->table[i], err));
    return XN_OK;
}

static enum xn_status build_city(struct xn_store *store, struct live_city *live, struct xn_notes *notes,
                                 struct xn_error *err)
{
    const struct xn_stored_city *stored = live_city_stored(live);
    XN_CLEANUP(stored_counts_free) struct stored_counts counts = {{0}};
    XN_TRY(xn_city_file_read(stored->definition, &live->input, err));
    live->files_stamp = city_files_stamp(stored->definition, live->input);
    XN_TRY(load_counts(store, stored->id, live->input, &counts, err));
    const struct xn_city_options options = {.adjacency =
                                                live->policy.rule.profile == XN_PROFILE_CONCENTRATION};
    const struct xn_table *const *tables =
        has_counts(live->input) ? (const struct xn_table *const *)counts.table : NULL;
    return xn_study_load_city(live->input, &options, tables, &live->city, notes, err);
}

static enum xn_status new_live(struct live_city **ret, struct xn_error *err)
{
    struct live_city *live = xn_calloc(1, sizeof *live);
    if (!live)
        return xn_fail_memory(err);
    atomic_init(&live->references, 1);
    for (size_t i = 0; i < XN_LEVEL_MAX; i++)
        live->geometry[i] = (struct xn_buf)XN_BUF_INIT;
    *ret = live;
    return XN_OK;
}

enum xn_status live_city_load(struct xn_store *store, const char *city_id, struct live_city **ret,
                              struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_TRY(new_live(&live, err));
    XN_TRY(xn_store_cities(store, city_id, &live->stored, err));
    XN_TRY(xn_store_policy(store, live_city_stored(live)->policy_id, &live->policy, err));
    XN_TRY(xn_store_placements(store, city_id, &live->placements, err));
    XN_TRY(build_city(store, live, notes, err));
    live->as_of = live_city_today(live);
    XN_TRY(xn_study_classify(live->city, &live->policy, live->placements->placement, live->placements->count,
                             live->as_of, &live->typology, notes, err));
    xn_study_snapshot_id(live->city, &live->policy, live->placements->placement, live->placements->count,
                         live->typology, live->snapshot);
    *ret = XN_STEAL(live);
    return XN_OK;
}

enum xn_status live_city_prepare(struct live_city *live, struct xn_error *err)
{
    for (size_t i = 0; i < xn_city_levels(live->city); i++)
        XN_TRY(shapes_put_geojson(live->city, i, &live->geometry[i], live->bounds, err));
    return disclosure_new(live->city, live->typology, &live->disclosure, err);
}
