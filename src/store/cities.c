/* cities.c - which cities are served, and what areas they have. */
#include "pg.h"
#include "xenia/store.h"

/* --- cities ------------------------------------------------------------------------------------------- */

enum xn_status xn_store_put_city(struct xn_store *store, const struct xn_stored_city *city,
                                 struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    struct xn_params params = {0};
    xn_param_text(&params, city->id);
    xn_param_text(&params, city->title);
    xn_param_bool(&params, city->demonstration);
    xn_param_text(&params, city->definition);
    xn_param_text(&params, city->source_note);
    xn_param_text(&params, city->counts_as_of);
    if (city->policy_id)
        xn_param_int(&params, city->policy_id);
    else
        xn_param_text(&params, NULL);
    const enum xn_status status = xn_pg_run(store, "cities_put", &params, NULL, err);
    return xn_fail_in(err, status, "city '%s'", city->id ? city->id : "");
}

void xn_stored_cities_free(struct xn_stored_cities *cities)
{
    if (cities)
        xn_arena_free(cities->arena);
}

static enum xn_status read_city(const struct xn_rows *rows, size_t row, struct xn_arena *arena,
                                struct xn_stored_city *ret, struct xn_error *err)
{
    XN_TRY(xn_rows_copy_text(rows, row, 0, false, arena, &ret->id, err));
    XN_TRY(xn_rows_copy_text(rows, row, 1, false, arena, &ret->title, err));
    ret->demonstration = xn_rows_bool(rows, row, 2);
    XN_TRY(xn_rows_copy_text(rows, row, 3, false, arena, &ret->definition, err));
    XN_TRY(xn_rows_copy_text(rows, row, 4, true, arena, &ret->source_note, err));
    XN_TRY(xn_rows_copy_text(rows, row, 5, true, arena, &ret->counts_as_of, err));
    ret->policy_id = xn_rows_int(rows, row, 6);
    return XN_OK;
}

static enum xn_status get_cities(struct xn_store *store, const char *id, struct xn_stored_cities **ret,
                                 struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, id);
    XN_TRY(xn_pg_run(store, "cities_get", &params, &rows, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_stored_cities *cities = arena ? xn_arena_alloc(arena, 1, sizeof *cities) : NULL;
    if (!cities)
        return xn_fail_memory(err);
    cities->count = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(arena, cities->count, &cities->city, err));
    for (size_t i = 0; i < cities->count; i++)
        XN_TRY(read_city(&rows, i, arena, &cities->city[i], err));
    cities->arena = XN_STEAL(arena);
    *ret = cities;
    return XN_OK;
}

/* There is no city with this id: says which there are. */
static enum xn_status fail_unknown_city(struct xn_store *store, const char *id, struct xn_error *err)
{
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *all = NULL;
    XN_TRY(get_cities(store, NULL, &all, err));
    XN_AUTO_BUF ids = XN_BUF_INIT;
    for (size_t i = 0; i < all->count; i++)
        xn_buf_printf(&ids, "%s%s", i ? ", " : "", all->city[i].id);
    return xn_fail(err, XN_NOT_FOUND, "there is no city '%s' in the store (there is: %s)", id,
                   all->count ? xn_buf_text(&ids) : "none");
}

enum xn_status xn_store_cities(struct xn_store *store, const char *id, struct xn_stored_cities **ret,
                               struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *cities = NULL;
    XN_TRY(get_cities(store, id, &cities, err));
    if (id && cities->count == 0)
        return fail_unknown_city(store, id, err);
    *ret = XN_STEAL(cities);
    return XN_OK;
}

/* --- areas -------------------------------------------------------------------------------------------- */

static void digest_shape(const struct xn_shape *shape, char ret[XN_DIGEST_HEX])
{
    struct xn_digest digest;
    xn_digest_init(&digest);
    xn_digest_u64(&digest, shape->n_rings);
    for (uint32_t ring = 0; ring < shape->n_rings; ring++) {
        xn_digest_u64(&digest, shape->ring_outer[ring]);
        xn_digest_u64(&digest, shape->ring_start[ring + 1] - shape->ring_start[ring]);
        for (uint32_t point = shape->ring_start[ring]; point < shape->ring_start[ring + 1]; point++) {
            xn_digest_double(&digest, shape->xy[2 * (size_t)point]);
            xn_digest_double(&digest, shape->xy[2 * (size_t)point + 1]);
        }
    }
    xn_digest_hex(&digest, ret);
}

struct areas {
    const char *city_id;
    const struct xn_city *city;
};

static void put_unit(struct xn_copy *copy, const struct areas *areas, size_t level, size_t position)
{
    const struct xn_unit *unit = xn_city_unit(areas->city, level, position);
    char shape_digest[XN_DIGEST_HEX];
    digest_shape(&unit->shape, shape_digest);
    xn_copy_text(copy, areas->city_id);
    xn_copy_int(copy, (int64_t)level);
    xn_copy_text(copy, xn_city_level_name(areas->city, level));
    xn_copy_text(copy, unit->id);
    xn_copy_text(copy, unit->name);
    xn_copy_text(copy, level > 0 && unit->parent != XN_NONE
                           ? xn_city_unit(areas->city, level - 1, unit->parent)->id
                           : NULL);
    xn_copy_double(copy, unit->area_m2);
    xn_copy_text(copy, shape_digest);
    xn_copy_end_row(copy);
}

static enum xn_status replace_areas(struct xn_store *store, void *context, struct xn_error *err)
{
    const struct areas *areas = context;
    struct xn_params city = {0};
    xn_param_text(&city, areas->city_id);
    XN_TRY(xn_pg_run(store, "areas_delete", &city, NULL, err));
    struct xn_copy copy;
    XN_TRY(xn_pg_run(store, "areas_stage", NULL, NULL, err));
    XN_TRY(xn_copy_begin(&copy, store, "areas_copy", err));
    for (size_t level = 0; level < xn_city_levels(areas->city); level++) {
        for (size_t unit = 0; unit < xn_city_units(areas->city, level); unit++)
            put_unit(&copy, areas, level, unit);
    }
    XN_TRY(xn_copy_finish(&copy, err));
    return xn_pg_run(store, "areas_insert", NULL, NULL, err);
}

enum xn_status xn_store_put_areas(struct xn_store *store, const char *city_id, const struct xn_city *city,
                                  struct xn_error *err)
{
    struct areas areas = {.city_id = city_id, .city = city};
    const enum xn_status status = xn_pg_transaction(store, false, replace_areas, &areas, err);
    return xn_fail_in(err, status, "areas of city '%s'", city_id);
}
