/* placements.c - see placements.h. */
#include "placements.h"
#include "xenia/study.h"
#include <math.h>

void placement_sums_free(struct placement_sums *sums)
{
    for (size_t i = 0; i < sums->n_levels; i++) {
        xn_free(sums->moves[i]);
        xn_free(sums->persons[i]);
        xn_free(sums->uncounted[i]);
        xn_free(sums->pending[i]);
    }
}

static enum xn_status allocate(const struct xn_city *city, struct placement_sums *sums, struct xn_error *err)
{
    for (size_t i = 0; i < xn_city_levels(city); i++) {
        const size_t n = xn_city_units(city, i);
        sums->n_levels = i + 1;
        sums->moves[i] = xn_calloc(n, sizeof(double));
        sums->persons[i] = xn_calloc(n, sizeof(double));
        sums->uncounted[i] = xn_calloc(n, sizeof(double));
        sums->pending[i] = xn_calloc(n, sizeof(double));
        if (!sums->moves[i] || !sums->persons[i] || !sums->uncounted[i] || !sums->pending[i])
            return xn_fail_memory(err);
    }
    return XN_OK;
}

/* The finest level that has this id, and from there up through the parents. */
static bool units_by_id(const struct xn_city *city, const char *id, size_t unit[XN_LEVEL_MAX])
{
    for (size_t i = xn_city_levels(city); i-- > 0;) {
        size_t at = xn_city_find_unit(city, i, id);
        if (at == XN_NONE)
            continue;
        for (size_t l = i + 1; l-- > 0;) {
            unit[l] = at;
            at = xn_city_unit(city, l, at)->parent;
        }
        return true;
    }
    return false;
}

enum xn_status xn_study_check_placements(const struct xn_city *city, const struct xn_placement *placement,
                                         size_t n_placements, const char *source, struct xn_notes *notes,
                                         struct xn_error *err)
{
    struct xn_faults faults = {0};
    size_t unit[XN_LEVEL_MAX];
    for (size_t i = 0; i < n_placements; i++) {
        const char *id = placement[i].unit_id;
        if (!id || units_by_id(city, id, unit))
            continue;
        struct xn_error fault;
        const enum xn_status status = xn_fail(
            &fault, XN_INPUT, "%s, line %u, column unit_id: found '%s', wanted the id of a unit of this city",
            source, placement[i].line, id);
        XN_TRY(xn_faults_take(&faults, notes, status, &fault, err));
    }
    return xn_faults_result(&faults, err);
}

static bool units_by_place(const struct xn_city *city, double x_m, double y_m, size_t unit[XN_LEVEL_MAX])
{
    bool any = false;
    for (size_t i = 0; i < xn_city_levels(city); i++) {
        unit[i] = xn_city_locate(city, i, x_m, y_m);
        any = any || unit[i] != XN_NONE;
    }
    return any;
}

enum xn_status placement_units(const struct xn_city *city, struct xn_projection *projection,
                               const struct xn_placement *placement, size_t unit[XN_LEVEL_MAX],
                               bool *ret_found, struct xn_error *err)
{
    char day[16];
    xn_date_print(placement->date, day, sizeof day);
    if (placement->unit_id) {
        *ret_found = units_by_id(city, placement->unit_id, unit);
        return *ret_found
                   ? XN_OK
                   : xn_fail(err, XN_INPUT, "a placement of %s: found unit '%s', wanted the id of a unit",
                             day, placement->unit_id);
    }
    double x_m, y_m;
    XN_TRY(xn_fail_in(err,
                      xn_projection_to_metres(projection, placement->lon, placement->lat, &x_m, &y_m, err),
                      "a placement of %s", day));
    *ret_found = units_by_place(city, x_m, y_m, unit);
    return XN_OK;
}

static void add(const struct xn_placement *placement, const size_t unit[XN_LEVEL_MAX], xn_date counted_on,
                struct placement_sums *sums)
{
    for (size_t i = 0; i < sums->n_levels; i++) {
        if (unit[i] == XN_NONE)
            continue;
        if (placement->pending) {
            sums->pending[i][unit[i]] += placement->persons;
        } else {
            sums->moves[i][unit[i]] += 1;
            sums->persons[i][unit[i]] += placement->persons;
            if (counted_on != XN_NO_DATE && placement->date > counted_on)
                sums->uncounted[i][unit[i]] += placement->persons;
        }
    }
}

enum xn_status study_projection(const struct xn_city *city, struct xn_projection *given,
                                struct xn_projection **ret_own, struct xn_projection **ret,
                                struct xn_error *err)
{
    if (!given)
        XN_TRY(xn_projection_new(xn_city_crs(city)->definition, ret_own, err));
    *ret = given ? given : *ret_own;
    return XN_OK;
}

static bool any_by_place(const struct xn_placement *placement, size_t n_placements)
{
    for (size_t i = 0; i < n_placements; i++)
        if (!placement[i].unit_id)
            return true;
    return false;
}

static void note_outside(const struct xn_placement *placement, struct xn_notes *notes)
{
    char day[16];
    xn_date_print(placement->date, day, sizeof day);
    if (placement->line > 0)
        xn_note(notes, "the placement of %s on line %u lies outside the city and is left out", day,
                placement->line);
    else
        xn_note(notes, "a placement of %s lies outside the city and is left out", day);
}

enum xn_status placement_sums_make(const struct xn_city *city, struct xn_projection *projection,
                                   const struct xn_placement *placement, size_t n_placements, xn_date as_of,
                                   int months, xn_date counted_on, struct placement_sums *ret,
                                   struct xn_notes *notes, struct xn_error *err)
{
    const xn_date from = months > 0 ? xn_date_months_before(as_of, months) : XN_NO_DATE;
    XN_CLEANUP(placement_sums_free) struct placement_sums sums = {0};
    XN_AUTO(xn_projection_free) struct xn_projection *own = NULL;
    XN_TRY(allocate(city, &sums, err));
    if (any_by_place(placement, n_placements))
        XN_TRY(study_projection(city, projection, &own, &projection, err));
    for (size_t i = 0; i < n_placements; i++) {
        const struct xn_placement *one = &placement[i];
        if (one->date > as_of || (!one->pending && one->date < from))
            continue;
        size_t unit[XN_LEVEL_MAX] = {XN_NONE, XN_NONE, XN_NONE, XN_NONE};
        bool found = false;
        XN_TRY(placement_units(city, projection, one, unit, &found, err));
        if (found)
            add(one, unit, counted_on, &sums);
        else
            note_outside(one, notes);
    }
    *ret = sums;
    sums = (struct placement_sums){0};
    return XN_OK;
}
