/* live.c - see live.h. */
#include "live.h"
#include <string.h>
#include "city_files.h"
#include "compression.h"
#include "shapes.h"
#include "topojson.h"

#define SHAPES_LEVEL 9 /* once a snapshot */

static void shapes_free(struct live_shapes *shapes)
{
    xn_buf_free(&shapes->geojson);
    xn_buf_free(&shapes->topology);
    xn_buf_free(&shapes->topology_gzip);
}

void live_city_release(struct live_city *live)
{
    if (!live || atomic_fetch_sub(&live->references, 1) != 1)
        return;
    xn_typology_free(live->typology);
    xn_city_free(live->city);
    xn_placements_free(live->placements);
    xn_city_input_free(live->input);
    xn_stored_cities_free(live->stored);
    for (size_t i = 0; i < XN_LEVEL_MAX; i++) {
        shapes_free(&live->shapes[i]);
        xn_district_aliases_free(live->aliases[i]);
    }
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

/* The level of that name; one that was made by adding up stands above those of the city file. */
static size_t level_named(const struct xn_city *city, const char *name)
{
    size_t level = 0;
    while (level + 1 < xn_city_levels(city) && strcmp(xn_city_level_name(city, level), name) != 0)
        level++;
    return level;
}

static enum xn_status load_aliases(struct live_city *live, struct xn_notes *notes, struct xn_error *err)
{
    for (size_t i = 0; i < live->input->n_levels; i++) {
        const struct xn_level_input *level = &live->input->level[i];
        if (level->district_aliases)
            XN_TRY(xn_district_aliases_read(
                level->district_aliases, &live->aliases[level_named(live->city, level->name)], notes, err));
    }
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
    XN_TRY(xn_study_load_city(live->input, &options, tables, &live->city, notes, err));
    return load_aliases(live, notes, err);
}

static enum xn_status new_live(struct live_city **ret, struct xn_error *err)
{
    struct live_city *live = xn_calloc(1, sizeof *live);
    if (!live)
        return xn_fail_memory(err);
    atomic_init(&live->references, 1);
    for (size_t i = 0; i < XN_LEVEL_MAX; i++)
        live->shapes[i] = (struct live_shapes){XN_BUF_INIT, XN_BUF_INIT, XN_BUF_INIT, ""};
    *ret = live;
    return XN_OK;
}

/* Whom the finest level does not hold, no effect and no class of that level counts. */
static void note_coarse_placements(const struct live_city *live, struct xn_notes *notes)
{
    const size_t finest = xn_city_levels(live->city) - 1;
    size_t n = 0;
    for (size_t i = 0; i < live->placements->count; i++) {
        const char *unit_id = live->placements->placement[i].unit_id;
        n += unit_id && xn_city_find_unit(live->city, finest, unit_id) == XN_NONE;
    }
    if (n > 0)
        xn_note(notes, "of %zu placements and offers no %s is known: they count in the larger area alone", n,
                xn_city_level_name(live->city, finest));
}

/* --- settling the classes ------------------------------------------------------------------------------- */

static const struct xn_snapshot_level *find_level(const struct xn_snapshot *published, const char *name)
{
    for (size_t l = 0; l < published->n_levels; l++)
        if (strcmp(published->level[l].name, name) == 0)
            return &published->level[l];
    return NULL;
}

/* The published classes of one level, in the order of the city's units. */
static enum xn_status match_level(const struct xn_city *city, size_t level,
                                  const struct xn_snapshot_level *published, struct xn_arena *arena,
                                  struct xn_published_class **ret, struct xn_error *err)
{
    XN_TRY(XN_ARENA_ARRAY(arena, xn_city_units(city, level), ret, err));
    for (size_t i = 0; i < published->n_units; i++) {
        const struct xn_unit_class *classified = &published->unit[i].classified;
        const size_t unit = xn_city_find_unit(city, level, published->unit[i].unit_id);
        if (unit != XN_NONE)
            (*ret)[unit] = (struct xn_published_class){
                .known = xn_unit_computed_rule(classified) != XN_RULE_NO_DATA,
                .standing = xn_unit_standing(classified),
                .computed = xn_unit_computed(classified),
            };
    }
    return XN_OK;
}

/* What is published under this very policy; another policy starts anew. */
static enum xn_status match_published(const struct live_city *live, const struct xn_snapshot *published,
                                      struct xn_arena *arena,
                                      const struct xn_published_class *ret[XN_LEVEL_MAX], bool *ret_any,
                                      struct xn_error *err)
{
    *ret_any = published && published->policy_id == live_city_stored(live)->policy_id;
    for (size_t l = 0; *ret_any && l < xn_city_levels(live->city); l++) {
        const struct xn_snapshot_level *level = find_level(published, xn_city_level_name(live->city, l));
        struct xn_published_class *of_level = NULL;
        if (level)
            XN_TRY(match_level(live->city, l, level, arena, &of_level, err));
        ret[l] = of_level;
    }
    return XN_OK;
}

static enum xn_status settle(struct xn_store *store, struct live_city *live,
                             const struct xn_snapshot *published, struct xn_notes *notes,
                             struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    XN_AUTO(xn_overrides_free) struct xn_overrides *overrides = NULL;
    const struct xn_published_class *before[XN_LEVEL_MAX] = {NULL};
    bool any = false;
    if (!arena)
        return xn_fail_memory(err);
    XN_TRY(xn_store_overrides(store, live_city_stored(live)->id, &overrides, err));
    XN_TRY(match_published(live, published, arena, before, &any, err));
    const struct xn_settling settling = {
        .before = any ? before : NULL,
        .same_data = any && strcmp(published->evidence_digest, live->evidence) == 0,
        .override = overrides->override,
        .n_overrides = overrides->count,
        .as_of = live->as_of,
    };
    return xn_study_settle(live->city, &live->policy, &settling, live->typology, notes, err);
}

enum xn_status live_city_load(struct xn_store *store, const char *city_id,
                              const struct xn_snapshot *published, struct live_city **ret,
                              struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_TRY(new_live(&live, err));
    XN_TRY(xn_store_cities(store, city_id, &live->stored, err));
    XN_TRY(xn_store_policy(store, live_city_stored(live)->policy_id, &live->policy, err));
    XN_TRY(xn_store_placements(store, city_id, &live->placements, err));
    XN_TRY(build_city(store, live, notes, err));
    note_coarse_placements(live, notes);
    live->as_of = live_city_today(live);
    XN_TRY(xn_study_classify(live->city, &live->policy, live->placements->placement, live->placements->count,
                             live->as_of, &live->typology, notes, err));
    xn_study_evidence_digest(live->city, &live->policy, live->placements->placement, live->placements->count,
                             live->as_of, live->evidence);
    XN_TRY(settle(store, live, published, notes, err));
    xn_study_snapshot_id(live->city, &live->policy, live->placements->placement, live->placements->count,
                         live->typology, live->snapshot);
    *ret = XN_STEAL(live);
    return XN_OK;
}

enum xn_status live_city_place(const struct live_city *live, struct xn_projection *projection,
                               struct xn_dwelling *dwelling, size_t n_dwellings, struct xn_error *err)
{
    for (size_t i = 0; i < xn_city_levels(live->city); i++)
        if (live->aliases[i])
            XN_TRY(
                xn_district_aliases_apply(live->aliases[i], live->city, i, dwelling, n_dwellings, NULL, err));
    return xn_study_place_dwellings(live->city, projection, dwelling, n_dwellings, err);
}

enum xn_status live_city_prepare(struct live_city *live, struct xn_error *err)
{
    for (size_t i = 0; i < xn_city_levels(live->city); i++) {
        struct live_shapes *shapes = &live->shapes[i];
        XN_TRY(shapes_put_geojson(live->city, i, &shapes->geojson, live->bounds, err));
        XN_TRY(topojson_put(live->city, i, &shapes->topology, err));
        xn_digest_of(xn_buf_text(&shapes->topology), shapes->topology.length, shapes->topology_digest);
        XN_TRY(gzip_put(xn_buf_text(&shapes->topology), shapes->topology.length, SHAPES_LEVEL,
                        &shapes->topology_gzip, err));
    }
    return XN_OK;
}
