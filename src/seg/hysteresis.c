/* hysteresis.c - what holds from one refresh to the next: a class stays until other data say so twice.
 *
 * What is remembered of a unit is its class that holds and what the last data said. A different class that is
 * said for the first time is so remembered by itself, and with it which data said it: those of the snapshot
 * that it is published with. A signed override lies above all that and leaves it as it is.
 */
#include <string.h>
#include "xenia/memory.h"
#include "xenia/typology.h"

static bool is_settled(const struct xn_unit_class *unit)
{
    return unit->rule == XN_RULE_HELD || unit->rule == XN_RULE_OVERRIDE;
}

enum xn_class xn_unit_computed(const struct xn_unit_class *unit)
{
    return is_settled(unit) ? unit->computed : unit->class_;
}

enum xn_rule_fired xn_unit_computed_rule(const struct xn_unit_class *unit)
{
    return is_settled(unit) ? unit->computed_rule : unit->rule;
}

enum xn_class xn_unit_standing(const struct xn_unit_class *unit)
{
    return is_settled(unit) ? unit->standing : unit->class_;
}

/* --- hysteresis ---------------------------------------------------------------------------------------- */

enum xn_class xn_hysteresis(struct xn_published_class before, enum xn_class computed, bool same_data)
{
    const bool confirmed = before.computed == computed && !same_data;
    return !before.known || confirmed ? computed : before.standing;
}

static void hold(struct xn_unit_class *unit, struct xn_published_class before, bool same_data)
{
    const enum xn_class standing = xn_hysteresis(before, unit->class_, same_data);
    if (unit->rule == XN_RULE_NO_DATA || standing == unit->class_)
        return;
    unit->computed = unit->class_;
    unit->computed_rule = unit->rule;
    unit->class_ = unit->standing = standing;
    unit->rule = XN_RULE_HELD;
}

void xn_typology_hold(struct xn_typology *typology, const struct xn_published_class *const *before,
                      bool same_data)
{
    for (size_t l = 0; l < typology->n_levels; l++)
        for (size_t u = 0; before[l] && u < typology->level[l].n_units; u++)
            hold(&typology->level[l].unit[u], before[l][u], same_data);
}

/* --- overrides ----------------------------------------------------------------------------------------- */

static void put_over(struct xn_unit_class *unit, enum xn_class class_, const struct xn_override *override)
{
    const struct xn_unit_class below = *unit;
    unit->computed = xn_unit_computed(&below);
    unit->computed_rule = xn_unit_computed_rule(&below);
    unit->standing = xn_unit_standing(&below);
    unit->class_ = class_;
    unit->rule = XN_RULE_OVERRIDE;
    unit->override = override;
}

/* A unit that takes its parent's class takes it from an override too, unless it has one of its own. */
static void hand_down(struct xn_typology *typology, size_t level, const size_t *parent)
{
    for (size_t u = 0; u < typology->level[level].n_units; u++) {
        struct xn_unit_class *unit = &typology->level[level].unit[u];
        const struct xn_unit_class *above = &typology->level[level - 1].unit[parent[u]];
        if (xn_unit_computed_rule(unit) == XN_RULE_PARENT && !unit->override && above->override)
            put_over(unit, above->class_, above->override);
    }
}

enum xn_status xn_typology_override(struct xn_typology *typology, const struct xn_placed_override *placed,
                                    size_t n_placed, const size_t *const parent[XN_LEVEL_MAX],
                                    struct xn_error *err)
{
    if (n_placed == 0)
        return XN_OK;
    if (!(typology->override = xn_calloc(n_placed, sizeof *typology->override)))
        return xn_fail_memory(err);
    for (size_t i = 0; i < n_placed; i++) {
        struct xn_override *own = &typology->override[i];
        *own = *placed[i].override;
        put_over(&typology->level[placed[i].level].unit[placed[i].unit], own->class_, own);
    }
    for (size_t l = 1; l < typology->n_levels; l++)
        if (parent[l])
            hand_down(typology, l, parent[l]);
    return XN_OK;
}
