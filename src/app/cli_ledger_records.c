/* cli_ledger_records.c - the records of a city, with what the store alone cannot say: the class of each
 * published dwelling under the published snapshot, and the day it is in a demonstration city. */
#include "cli_ledger.h"
#include "xenia/lifecycle.h"
#include "xenia/study.h"
#include <stdlib.h>
#include <string.h>

struct classes {
    struct xn_city_input *input;
    struct xn_city *city;
    struct xn_snapshot *snapshot;
    struct xn_stored_dwellings *stored;
    struct xn_dwelling *dwelling; /* placed, by id; in the snapshot's arena */
    struct xn_typology typology;  /* the published classes in the city's order */
};

static void classes_free(struct classes *classes)
{
    xn_stored_dwellings_free(classes->stored);
    xn_snapshot_free(classes->snapshot);
    xn_city_free(classes->city);
    xn_city_input_free(classes->input);
}

static int compare_units(const void *key, const void *unit)
{
    return strcmp(key, ((const struct xn_snapshot_unit *)unit)->unit_id);
}

/* A unit that is not in the snapshot had no data. */
static enum xn_status put_level(struct classes *classes, size_t level, struct xn_error *err)
{
    const struct xn_snapshot_level *published = &classes->snapshot->level[level];
    const size_t n = xn_city_units(classes->city, level);
    struct xn_unit_class *unit = NULL;
    XN_TRY(XN_ARENA_ARRAY(classes->snapshot->arena, n, &unit, err));
    for (size_t u = 0; u < n; u++) {
        const struct xn_snapshot_unit *found =
            bsearch(xn_city_unit(classes->city, level, u)->id, published->unit, published->n_units,
                    sizeof *published->unit, compare_units);
        unit[u] = found ? found->classified
                        : (struct xn_unit_class){.class_ = XN_UNDETERMINED, .rule = XN_RULE_NO_DATA};
    }
    classes->typology.level[level].unit = unit;
    classes->typology.level[level].n_units = n;
    return XN_OK;
}

static enum xn_status put_typology(struct classes *classes, struct xn_error *err)
{
    const size_t n_levels = xn_city_levels(classes->city);
    if (classes->snapshot->n_levels != n_levels)
        return xn_fail(err, XN_CONFLICT,
                       "the published snapshot has other levels than the city: xenia refresh");
    classes->typology.n_levels = n_levels;
    for (size_t level = 0; level < n_levels; level++)
        XN_TRY(put_level(classes, level, err));
    return XN_OK;
}

static enum xn_status place(struct classes *classes, struct xn_error *err)
{
    const size_t n = classes->stored->count;
    XN_TRY(XN_ARENA_ARRAY(classes->snapshot->arena, n, &classes->dwelling, err));
    for (size_t i = 0; i < n; i++)
        classes->dwelling[i] = *classes->stored->dwelling[i].data;
    return xn_study_place_dwellings(classes->city, NULL, classes->dwelling, n, err);
}

static int compare_dwellings(const void *key, const void *dwelling)
{
    return strcmp(key, ((const struct xn_dwelling *)dwelling)->id);
}

static void classify(const struct classes *classes, struct xn_ledger_publication *publication)
{
    size_t level = 0;
    unsigned without_data = 0;
    const struct xn_dwelling *found =
        bsearch(publication->dwelling.id, classes->dwelling, classes->stored->count,
                sizeof *classes->dwelling, compare_dwellings);
    if (found && found->has_place && !found->outside_city)
        publication->class_ = xn_typology_address(&classes->typology, found->unit, classes->typology.n_levels,
                                                  &level, &without_data);
}

static enum xn_status classify_all(struct xn_store *store, const char *city, struct classes *classes,
                                   struct xn_ledger_records *records, struct xn_error *err)
{
    const enum xn_status status = xn_store_published(store, city, &classes->snapshot, err);
    if (status == XN_NOT_FOUND)
        return XN_OK; /* nothing is published: no class is known */
    XN_TRY(status);
    XN_TRY(xn_study_load_city(classes->input, NULL, NULL, &classes->city, NULL, err));
    XN_TRY(put_typology(classes, err));
    XN_TRY(xn_store_dwellings(store, city, NULL, &classes->stored, err));
    XN_TRY(place(classes, err));
    for (size_t i = 0; i < records->n_publications; i++)
        classify(classes, &records->publication[i]);
    return XN_OK;
}

enum xn_status cli_ledger_records(struct xn_store *store, const char *city, struct xn_ledger_records **ret,
                                  struct xn_error *err)
{
    XN_CLEANUP(classes_free) struct classes classes = {0};
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    XN_AUTO(xn_ledger_records_free) struct xn_ledger_records *records = NULL;
    XN_TRY(xn_store_cities(store, city, &stored, err));
    XN_TRY(xn_city_file_read(stored->city[0].definition, &classes.input, err));
    XN_TRY(xn_store_ledger(store, city, &records, err));
    if (classes.input->as_of != XN_NO_DATE)
        records->today = classes.input->as_of;
    XN_TRY(classify_all(store, city, &classes, records, err));
    *ret = XN_STEAL(records);
    return XN_OK;
}
