/* snapshot_id.c - the one digest that stands for all data behind an answer.
 *
 * The classes are part of it, because those of programme-load move with the day; the day itself is not, so
 * that a refresh that changes nothing makes no new snapshot.
 */
#include "xenia/study.h"

static void feed_placement(struct xn_digest *digest, const struct xn_placement *placement)
{
    xn_digest_u64(digest, (uint64_t)placement->date);
    xn_digest_double(digest, placement->persons);
    xn_digest_double(digest, placement->lon);
    xn_digest_double(digest, placement->lat);
    xn_digest_text(digest, placement->unit_id);
    xn_digest_u64(digest, placement->pending);
}

static void feed_classes(struct xn_digest *digest, const struct xn_typology *typology)
{
    xn_digest_u64(digest, typology->n_levels);
    for (size_t l = 0; l < typology->n_levels; l++) {
        xn_digest_u64(digest, typology->level[l].n_units);
        for (size_t u = 0; u < typology->level[l].n_units; u++) {
            xn_digest_u64(digest, typology->level[l].unit[u].class_);
            xn_digest_double(digest, typology->level[l].unit[u].value);
        }
    }
}

void xn_study_snapshot_id(const struct xn_city *city, const struct xn_policy *policy,
                          const struct xn_placement *placement, size_t n_placements,
                          const struct xn_typology *typology, char ret[XN_DIGEST_HEX])
{
    struct xn_digest digest;
    xn_digest_init(&digest);
    xn_digest_text(&digest, xn_city_fingerprint(city));
    xn_digest_text(&digest, policy->name);
    xn_digest_text(&digest, policy->version);
    xn_digest_text(&digest, policy->digest);
    xn_digest_u64(&digest, n_placements);
    for (size_t i = 0; i < n_placements; i++)
        feed_placement(&digest, &placement[i]);
    feed_classes(&digest, typology);
    xn_digest_hex(&digest, ret);
}
