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

static void add_placement(struct set_digest *set, const struct xn_placement *placement)
{
    struct xn_digest member;
    xn_digest_init(&member);
    xn_digest_u64(&member, (uint64_t)placement->date);
    xn_digest_double(&member, placement->persons);
    xn_digest_double(&member, placement->lon);
    xn_digest_double(&member, placement->lat);
    xn_digest_text(&member, placement->unit_id);
    xn_digest_u64(&member, placement->pending);
    add_member(set, &member);
}

static void feed_placements(struct xn_digest *digest, const struct xn_placement *placement,
                            size_t n_placements)
{
    struct set_digest set = {0};
    for (size_t i = 0; i < n_placements; i++)
        add_placement(&set, &placement[i]);
    feed_set(digest, &set, n_placements);
}

/* Those alone that count for classes on the day. */
static void feed_counted_placements(struct xn_digest *digest, const struct xn_placement *placement,
                                    size_t n_placements, xn_date as_of, int months)
{
    const xn_date from = xn_date_months_before(as_of, months);
    struct set_digest set = {0};
    size_t n = 0;
    for (size_t i = 0; i < n_placements; i++) {
        if (placement[i].pending || placement[i].date < from || placement[i].date > as_of)
            continue;
        add_placement(&set, &placement[i]);
        n++;
    }
    feed_set(digest, &set, n);
}

void xn_study_evidence_digest(const struct xn_city *city, const struct xn_policy *policy,
                              const struct xn_placement *placement, size_t n_placements, xn_date as_of,
                              char ret[XN_DIGEST_HEX])
{
    struct xn_digest digest;
    xn_digest_init(&digest);
    xn_digest_text(&digest, xn_city_counts_fingerprint(city));
    if (policy->rule.profile == XN_PROFILE_PROGRAMME_LOAD)
        feed_counted_placements(&digest, placement, n_placements, as_of, policy->rule.months);
    xn_digest_hex(&digest, ret);
}

/* What stands over the class that the data give; nothing for a unit whose class they give. */
static void feed_settled(struct xn_digest *member, const struct xn_unit_class *unit)
{
    if (unit->rule != XN_RULE_HELD && unit->rule != XN_RULE_OVERRIDE)
        return;
    xn_digest_text(member, xn_rule_fired_name(unit->rule));
    xn_digest_u64(member, unit->computed);
    xn_digest_u64(member, unit->standing);
    if (!unit->override)
        return;
    xn_digest_text(member, unit->override->reason);
    xn_digest_text(member, unit->override->signed_by);
    xn_digest_u64(member, (uint64_t)unit->override->signed_on);
    xn_digest_u64(member, (uint64_t)unit->override->valid_until);
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
        feed_settled(&member, &typology->level[level].unit[u]);
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
