/* snapshot_id.c - the one digest that stands for all data behind an answer.
 *
 * The classes are part of it, because those of programme-load move with the day; the day itself is not, so
 * that a refresh that changes nothing makes no new snapshot. Placements and classes are sets: each member is
 * digested by itself and the digests are added up, so that a file and a table in any order give the same id.
 */
#include "xenia/study.h"
#include <stdlib.h>
#include <string.h>

enum { LANES = 4, LANE_DIGITS = 16 };

/* The digests of a set's members, added lane by lane modulo 2^64. */
struct set_digest {
    uint64_t lane[LANES];
};

static void add_member(struct set_digest *set, struct xn_digest *member)
{
    char hex[XN_DIGEST_HEX], lane[LANE_DIGITS + 1] = "";
    xn_digest_hex(member, hex);
    for (size_t i = 0; i < LANES; i++) {
        memcpy(lane, &hex[i * LANE_DIGITS], LANE_DIGITS);
        set->lane[i] += strtoull(lane, NULL, 16);
    }
}

static void feed_set(struct xn_digest *digest, const struct set_digest *set, size_t n_members)
{
    xn_digest_u64(digest, n_members);
    for (size_t i = 0; i < LANES; i++)
        xn_digest_u64(digest, set->lane[i]);
}

static void feed_placements(struct xn_digest *digest, const struct xn_placement *placement,
                            size_t n_placements)
{
    struct set_digest set = {0};
    for (size_t i = 0; i < n_placements; i++) {
        struct xn_digest member;
        xn_digest_init(&member);
        xn_digest_u64(&member, (uint64_t)placement[i].date);
        xn_digest_double(&member, placement[i].persons);
        xn_digest_double(&member, placement[i].lon);
        xn_digest_double(&member, placement[i].lat);
        xn_digest_text(&member, placement[i].unit_id);
        xn_digest_u64(&member, placement[i].pending);
        add_member(&set, &member);
    }
    feed_set(digest, &set, n_placements);
}

static void feed_classes(struct xn_digest *digest, const struct xn_city *city, size_t level,
                         const struct xn_typology *typology)
{
    struct set_digest set = {0};
    for (size_t u = 0; u < typology->level[level].n_units; u++) {
        struct xn_digest member;
        xn_digest_init(&member);
        xn_digest_text(&member, xn_city_unit(city, level, u)->id);
        xn_digest_u64(&member, typology->level[level].unit[u].class_);
        xn_digest_double(&member, typology->level[level].unit[u].value);
        add_member(&set, &member);
    }
    feed_set(digest, &set, typology->level[level].n_units);
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
    feed_placements(&digest, placement, n_placements);
    xn_digest_u64(&digest, typology->n_levels);
    for (size_t l = 0; l < typology->n_levels; l++)
        feed_classes(&digest, city, l, typology);
    xn_digest_hex(&digest, ret);
}
