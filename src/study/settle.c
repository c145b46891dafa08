/* settle.c - from the classes that the data give to those that hold: what was published, and overrides. */
#include <string.h>
#include "xenia/study.h"

/* --- overrides ----------------------------------------------------------------------------------------- */

static size_t find_level(const struct xn_city *city, const char *name)
{
    for (size_t l = 0; l < xn_city_levels(city); l++)
        if (strcmp(xn_city_level_name(city, l), name) == 0)
            return l;
    return XN_NONE;
}

enum xn_status xn_study_find_override(const struct xn_city *city, const struct xn_override *override,
                                      struct xn_placed_override *ret, struct xn_error *err)
{
    const size_t level = find_level(city, override->level);
    const size_t unit = level == XN_NONE ? XN_NONE : xn_city_find_unit(city, level, override->unit_id);
    if (unit == XN_NONE)
        return xn_fail(err, XN_INPUT, "the override of %s '%s' is about no unit of this city",
                       override->level, override->unit_id);
    *ret = (struct xn_placed_override){.level = level, .unit = unit, .override = override};
    return XN_OK;
}

static bool in_force(const struct xn_override *override, xn_date as_of, struct xn_notes *notes)
{
    char day[16];
    if (override->lifted)
        return false;
    const bool begun = override->signed_on <= as_of, ended = override->valid_until < as_of;
    xn_date_print(begun ? override->valid_until : override->signed_on, day, sizeof day);
    if (!begun || ended)
        xn_note(notes, "the override of %s '%s' by %s does not apply: it %s %s", override->level,
                override->unit_id, override->signed_by, begun ? "was valid until" : "is signed only on", day);
    return begun && !ended;
}

static enum xn_status apply_overrides(const struct xn_city *city, const struct xn_override *override,
                                      size_t n_overrides, xn_date as_of, struct xn_typology *typology,
                                      struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) struct xn_placed_override *placed = xn_calloc(n_overrides, sizeof *placed);
    const size_t *parent[XN_LEVEL_MAX] = {NULL};
    size_t n = 0;
    if (!placed)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n_overrides; i++) {
        struct xn_error why = {0};
        if (!in_force(&override[i], as_of, notes))
            continue;
        if (xn_study_find_override(city, &override[i], &placed[n], &why) == XN_OK)
            n++;
        else
            xn_note(notes, "%s, so it does not apply", why.message);
    }
    for (size_t l = 0; l < xn_city_levels(city); l++)
        parent[l] = xn_city_parents(city, l);
    return xn_typology_override(typology, placed, n, parent, err);
}

/* --- settling ------------------------------------------------------------------------------------------ */

enum xn_status xn_study_settle(const struct xn_city *city, const struct xn_policy *policy,
                               const struct xn_settling *settling, struct xn_typology *typology,
                               struct xn_notes *notes, struct xn_error *err)
{
    if (settling->before && policy->rule.hysteresis)
        xn_typology_hold(typology, settling->before, settling->same_data);
    if (settling->n_overrides == 0)
        return XN_OK;
    return apply_overrides(city, settling->override, settling->n_overrides, settling->as_of, typology, notes,
                           err);
}
