/* fingerprint.c - the digests that stand for a city.
 *
 * Units are fed in ascending order of their id, so the order of rows in the files does not matter; every
 * field goes in with its length or in fixed width (digest.h), so nothing can be shifted from one to another.
 */
#include "city_internal.h"

static void feed_groups(struct xn_digest *digest, const struct xn_city *city)
{
    xn_digest_u64(digest, city->n_groups);
    for (size_t m = 0; m < city->n_groups; m++)
        xn_digest_text(digest, city->group_name[m]);
}

static void feed_counts(struct xn_digest *digest, const struct xn_city *city, const struct city_level *level)
{
    xn_digest_text(digest, level->name);
    xn_digest_u64(digest, level->n_units);
    for (size_t i = 0; i < level->n_units; i++) {
        const size_t u = level->by_id[i];
        xn_digest_text(digest, level->unit[u].id);
        xn_digest_u64(digest, level->unit[u].counts_missing);
        for (size_t m = 0; m < city->n_groups; m++)
            xn_digest_double(digest, level->count[u * city->n_groups + m]);
    }
}

/* Nothing for a city without indicators, whose digest is so what it always was. */
static void feed_indicators(struct xn_digest *digest, const struct xn_city *city,
                            const struct city_level *level)
{
    for (size_t i = 0; i < city->n_indicators; i++) {
        xn_digest_text(digest, city->indicator_name[i]);
        xn_digest_u64(digest, level->indicator[i] != NULL);
        for (size_t u = 0; level->indicator[i] && u < level->n_units; u++)
            xn_digest_double(digest, level->indicator[i][level->by_id[u]]);
    }
}

static void feed_shape(struct xn_digest *digest, const struct xn_shape *shape)
{
    xn_digest_u64(digest, shape->n_rings);
    for (uint32_t r = 0; r < shape->n_rings; r++) {
        xn_digest_u64(digest, shape->ring_outer[r]);
        xn_digest_u64(digest, shape->ring_start[r + 1] - shape->ring_start[r]);
        for (size_t i = 2 * (size_t)shape->ring_start[r]; i < 2 * (size_t)shape->ring_start[r + 1]; i++)
            xn_digest_double(digest, shape->xy[i]);
    }
}

static void feed_units(struct xn_digest *digest, const struct xn_city *city, size_t at)
{
    const struct city_level *level = &city->level[at];
    for (size_t i = 0; i < level->n_units; i++) {
        const struct xn_unit *unit = &level->unit[level->by_id[i]];
        xn_digest_text(digest, unit->id);
        xn_digest_text(digest, unit->name);
        xn_digest_text(digest, at > 0 ? city->level[at - 1].unit[unit->parent].id : NULL);
        feed_shape(digest, &unit->shape);
    }
}

void city_set_fingerprints(struct xn_city *city)
{
    struct xn_digest digest;
    xn_digest_init(&digest);
    feed_groups(&digest, city);
    for (size_t i = 0; i < city->n_levels; i++)
        feed_counts(&digest, city, &city->level[i]);
    for (size_t i = 0; i < city->n_levels; i++)
        feed_indicators(&digest, city, &city->level[i]);
    xn_digest_hex(&digest, city->counts_fingerprint);

    xn_digest_init(&digest);
    xn_digest_text(&digest, city->counts_fingerprint);
    xn_digest_text(&digest, city->crs.definition);
    for (size_t i = 0; i < city->n_levels; i++)
        feed_units(&digest, city, i);
    xn_digest_hex(&digest, city->fingerprint);

    xn_digest_init(&digest);
    xn_digest_text(&digest, city->crs.definition);
    for (size_t i = 0; i < city->n_levels; i++) {
        xn_digest_text(&digest, city->level[i].name);
        xn_digest_u64(&digest, city->level[i].n_units);
        feed_units(&digest, city, i);
    }
    xn_digest_hex(&digest, city->areas_fingerprint);
}
