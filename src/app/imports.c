/* imports.c - see imports.h. Everything is read and checked before anything is written. */
#include "imports.h"
#include "cli.h"
#include "xenia/directory.h"
#include "xenia/exchange.h"
#include "xenia/feed.h"
#include "xenia/study.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct imported_city what_it_is(const char *id, const struct xn_city *city)
{
    struct imported_city ret = {.n_levels = xn_city_levels(city), .persons = xn_city_counts(city, 0).total};
    snprintf(ret.id, sizeof ret.id, "%s", id);
    for (size_t i = 0; i < ret.n_levels; i++)
        ret.n_units += xn_city_units(city, i);
    return ret;
}

/* What contradicts the stored data is a fault of the file; only a refresh can be "already running". */
static enum xn_status input_conflict(enum xn_status status, const char *file, struct xn_error *err)
{
    if (status != XN_CONFLICT)
        return status;
    const struct xn_error why = *err;
    return xn_fail(err, XN_INPUT, "%s: %s", file, why.message);
}

/* --- counts ------------------------------------------------------------------------------------------ */

#define COLUMNS_MAX (XN_GROUP_MAX + 1 + XN_INDICATOR_COLUMN_MAX)

/* The columns that a city file names: its groups, the total or base, and its indicators. */
static size_t count_columns(const struct xn_city_input *input, const char *ret[COLUMNS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < input->n_groups; i++)
        ret[n++] = input->group[i];
    const char *total = input->percent_of ? input->percent_of : input->total;
    if (total)
        ret[n++] = total;
    for (size_t i = 0; i < input->n_indicators; i++)
        ret[n++] = input->indicator[i];
    return n;
}

static enum xn_status put_table(struct xn_store *store, const struct xn_city_input *input, const char *level,
                                const struct xn_table *table, const char *key, bool of_layer, xn_date as_of,
                                struct xn_error *err)
{
    const char *column[COLUMNS_MAX];
    const struct xn_counts_source source = {.level = level,
                                            .table = table,
                                            .key = key,
                                            .column = column,
                                            .n_columns = count_columns(input, column),
                                            .n_indicators = input->n_indicators,
                                            .missing = input->missing,
                                            .n_missing = input->n_missing,
                                            .as_of = as_of,
                                            .source = table->source,
                                            .of_layer = of_layer};
    return source.n_columns ? xn_store_put_counts(store, input->id, &source, err) : XN_OK;
}

static enum xn_status put_level_counts(struct xn_store *store, const struct xn_city_input *input,
                                       size_t level, xn_date as_of, struct xn_error *err)
{
    const struct xn_level_input *from = &input->level[level];
    if (from->counts) {
        XN_AUTO(xn_table_free) struct xn_table *table = NULL;
        XN_TRY(xn_csv_read(from->counts, NULL, &table, NULL, err));
        return put_table(store, input, from->name, table, from->counts_key, false, as_of, err);
    }
    XN_AUTO(xn_features_free) struct xn_features *features = NULL;
    const struct xn_layer_options options = {.crs = from->crs};
    XN_TRY(xn_features_read(from->layer, &options, &features, NULL, err));
    return put_table(store, input, from->name, features->table, from->unit_id, true, as_of, err);
}

enum xn_status import_counts(struct xn_store *store, const char *city_id, const char *level,
                             const char *csv_file, const char *key, xn_date as_of, bool dry_run,
                             struct imported_city *ret, struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    XN_TRY(xn_store_cities(store, city_id, &stored, err));
    XN_TRY(xn_city_file_read(stored->city[0].definition, &input, err));
    XN_TRY(xn_csv_read(csv_file, NULL, &table, notes, err));
    size_t at = 0;
    while (at < input->n_levels && strcmp(input->level[at].name, level) != 0)
        at++;
    if (at == input->n_levels)
        return xn_fail(err, XN_ARGUMENT, "city '%s' has no level '%s'", city_id, level);
    input->level[at].counts = csv_file; /* the whole city must still build with them */
    input->level[at].counts_key = key;
    XN_TRY(xn_study_load_city(input, NULL, NULL, &city, notes, err));
    if (!dry_run)
        XN_TRY(put_table(store, input, level, table, key, false, as_of, err));
    *ret = what_it_is(city_id, city);
    return XN_OK;
}

/* --- the city ---------------------------------------------------------------------------------------- */

/* The store keeps what the text claims: a claimed signature must be a recorded one (RULES R14). */
static enum xn_status check_claimed_signature(const char *policy_file, const char *text, size_t length,
                                              struct xn_error *err)
{
    struct xn_policy policy;
    XN_TRY(xn_policy_parse(text, length, policy_file, &policy, err));
    return policy.signed_by[0] ? xn_policy_check_signature(policy_file, err) : XN_OK;
}

static enum xn_status put_policy(struct xn_store *store, const char *policy_file, int64_t *ret,
                                 struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *text = NULL;
    size_t length = 0;
    XN_TRY(xn_file_read(policy_file, 1u << 20, &text, &length, err));
    XN_TRY(check_claimed_signature(policy_file, text, length, err));
    return input_conflict(xn_store_put_policy(store, text, length, policy_file, ret, err), policy_file, err);
}

static int64_t present_policy(struct xn_store *store, const char *city_id)
{
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    return xn_store_cities(store, city_id, &stored, NULL) == XN_OK ? stored->city[0].policy_id : 0;
}

static enum xn_status write_city(struct xn_store *store, const struct xn_city_input *input,
                                 const struct xn_city *city, const char *city_file, const char *policy_file,
                                 struct xn_error *err)
{
    char path[PATH_MAX];
    if (!realpath(city_file, path))
        return xn_fail(err, XN_NOT_FOUND, "%s is not there", city_file);
    struct xn_stored_city stored = {.id = input->id,
                                    .title = input->title ? input->title : input->id,
                                    .demonstration = input->demonstration,
                                    .definition = path,
                                    .source_note = input->source_note,
                                    .counts_as_of = input->counts_as_of,
                                    .policy_id = present_policy(store, input->id)};
    xn_date as_of = XN_NO_DATE;
    if (input->counts_as_of)
        xn_parse_date_iso(input->counts_as_of, &as_of);
    if (policy_file)
        XN_TRY(put_policy(store, policy_file, &stored.policy_id, err));
    XN_TRY(xn_store_put_city(store, &stored, err));
    XN_TRY(xn_store_put_areas(store, input->id, city, err));
    for (size_t i = 0; i < input->n_levels; i++)
        XN_TRY(put_level_counts(store, input, i, as_of, err));
    return XN_OK;
}

enum xn_status import_city(struct xn_store *store, const char *city_file, const char *policy_file,
                           bool dry_run, struct imported_city *ret, struct xn_notes *notes,
                           struct xn_error *err)
{
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    struct xn_policy policy;
    XN_TRY(xn_city_file_read(city_file, &input, err));
    if (!input->id)
        return xn_fail(err, XN_INPUT, "%s: [city] has no id, which the store needs", city_file);
    if (policy_file)
        XN_TRY(xn_policy_read(policy_file, &policy, err));
    XN_TRY(xn_study_load_city(input, NULL, NULL, &city, notes, err));
    if (policy_file)
        XN_TRY(xn_study_check_policy(city, &policy, err));
    XN_TRY(cli_store_act(store, "steward", input->id, err));
    if (!dry_run)
        XN_TRY(write_city(store, input, city, city_file, policy_file, err));
    *ret = what_it_is(input->id, city);
    return XN_OK;
}

/* --- offers and placements --------------------------------------------------------------------------- */

enum xn_status import_offers(struct xn_store *store, const char *city_id, const char *csv_file,
                             const char *mapping, const char *source, bool dry_run,
                             struct xn_import_report *ret, struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    XN_TRY(xn_offers_read(csv_file, mapping, &offers, notes, err));
    XN_TRY(xn_feed_check_whole(offers, err));
    XN_TRY(xn_store_cities(store, city_id, &stored, err)); /* names the cities there are */
    const char *slash = strrchr(csv_file, '/');
    const char *feed = source ? source : slash ? slash + 1 : csv_file;
    return input_conflict(xn_store_import_offers(store, city_id, offers, feed, dry_run, ret, err), csv_file,
                          err);
}

enum xn_status import_placements(struct xn_store *store, const char *city_id, const char *csv_file,
                                 bool dry_run, struct xn_import_report *ret, struct xn_notes *notes,
                                 struct xn_error *err)
{
    XN_AUTO(xn_placements_free) struct xn_placements *placements = NULL;
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    XN_TRY(xn_placements_read(csv_file, &placements, notes, err));
    XN_TRY(xn_store_cities(store, city_id, &stored, err));
    XN_TRY(xn_city_file_read(stored->city[0].definition, &input, err));
    XN_TRY(xn_study_load_city(input, NULL, NULL, &city, NULL, err));
    XN_TRY(xn_study_check_placements(city, placements->placement, placements->count, csv_file, notes, err));
    return xn_store_import_placements(store, city_id, placements, dry_run, ret, err);
}

/* --- institutions ----------------------------------------------------------------------------------------
 */

enum xn_status import_institutions(struct xn_store *store, const char *city_id, const char *csv_file,
                                   bool dry_run, struct xn_import_report *ret, struct xn_notes *notes,
                                   struct xn_error *err)
{
    XN_AUTO(xn_institutions_free) struct xn_institutions *institutions = NULL;
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    XN_TRY(xn_institutions_read(csv_file, &institutions, notes, err));
    XN_TRY(xn_store_cities(store, city_id, &stored, err)); /* names the cities there are */
    return xn_store_import_institutions(store, city_id, institutions, dry_run, ret, err);
}

/* --- households ----------------------------------------------------------------------------------------- */

static enum xn_status put_households(struct xn_store *store, const struct xn_households *read,
                                     struct xn_import_report *ret, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer)
    struct xn_stored_household *household = xn_calloc(read->count + 1, sizeof *household);
    if (!household)
        return xn_fail_memory(err);
    for (size_t i = 0; i < read->count; i++) {
        household[i].reference = read->household[i].id;
        household[i].centre = read->household[i].centre;
        household[i].arrived_on = read->household[i].arrived_on;
        household[i].needs = read->household[i].household;
    }
    return xn_change_households_import(store, household, read->count, ret, err);
}

enum xn_status import_households(struct xn_store *store, const char *city_id, const char *csv_file,
                                 const char *actor, bool dry_run, struct xn_import_report *ret,
                                 struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_households_free) struct xn_households *read = NULL;
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    XN_AUTO(xn_kept_answer_free) struct xn_kept_answer *kept = NULL;
    const struct xn_change change = {.city = city_id,
                                     .actor = actor,
                                     .role = "coordinator",
                                     .method = "POST",
                                     .path = "import households"};
    XN_TRY(xn_households_read(csv_file, &read, notes, err));
    XN_TRY(xn_store_cities(store, city_id, &stored, err)); /* names the cities there are */
    XN_TRY(xn_change_begin(store, &change, &kept, err));
    const enum xn_status status = put_households(store, read, ret, err);
    if (status != XN_OK || dry_run) {
        xn_change_rollback(store);
        return input_conflict(status, csv_file, err);
    }
    return xn_change_commit(store, 200, "", "", 0, err);
}
