/* cli_policy_override.c - `xenia policy override add FILE.csv | list`: signed overrides of classes. */
#include <string.h>
#include "cli_policy.h"
#include "xenia/study.h"

/* --- adding -------------------------------------------------------------------------------------------- */

/* Every row is about a unit of the city as it is defined now; all that are not are told at once. */
static enum xn_status check_units(const struct xn_city *city, const struct xn_overrides *overrides,
                                  const char *file, struct xn_notes *notes, struct xn_error *err)
{
    struct xn_faults faults = {0};
    for (size_t i = 0; i < overrides->count; i++) {
        struct xn_placed_override placed;
        struct xn_error why = {0}, fault = {0};
        enum xn_status status = xn_study_find_override(city, &overrides->override[i], &placed, &why);
        if (status != XN_OK)
            status = xn_fail(&fault, status, "%s, line %u: %s", file, overrides->line[i], why.message);
        XN_TRY(xn_faults_take(&faults, notes, status, &fault, err));
    }
    return xn_faults_result(&faults, err);
}

static enum xn_status check_days(const struct xn_overrides *overrides, const char *file, xn_date as_of,
                                 struct xn_error *err)
{
    for (size_t i = 0; i < overrides->count; i++)
        if (overrides->override[i].valid_until < as_of)
            return xn_fail(err, XN_INPUT, "%s, line %u: the override of %s '%s' is not valid any more", file,
                           overrides->line[i], overrides->override[i].level, overrides->override[i].unit_id);
    return XN_OK;
}

static enum xn_status load_city(struct xn_store *store, const char *id, struct xn_city **ret,
                                xn_date *ret_as_of, struct xn_error *err)
{
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    XN_TRY(xn_store_cities(store, id, &stored, err));
    XN_TRY(xn_city_file_read(stored->city[0].definition, &input, err));
    if (input->as_of != XN_NO_DATE)
        *ret_as_of = input->as_of;
    return xn_study_load_city(input, NULL, NULL, ret, NULL, err);
}

static enum xn_status add(const struct policy_options *options, struct xn_buf *buf, struct xn_notes *notes,
                          struct xn_error *err)
{
    const char *file = options->argument[2];
    XN_AUTO(xn_overrides_free) struct xn_overrides *overrides = NULL;
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    xn_date as_of = options->as_of;
    size_t n_added = 0;
    XN_TRY(xn_overrides_read(file, &overrides, notes, err));
    XN_TRY(xn_overrides_check_signature(file, overrides, err));
    XN_TRY(cli_store_open_as(&options->store, "steward", options->city, &store, err));
    XN_TRY(load_city(store, options->city, &city, &as_of, err));
    XN_TRY(check_units(city, overrides, file, notes, err));
    XN_TRY(check_days(overrides, file, as_of, err));
    XN_TRY(xn_store_add_overrides(store, options->city, overrides, file, &n_added, err));
    xn_buf_printf(buf, "%s: %zu of %zu overrides added; %s\n", options->city, n_added, overrides->count,
                  n_added ? "the next refresh applies them" : "the store has had them before");
    return XN_OK;
}

/* --- listing ------------------------------------------------------------------------------------------- */

static void put_row(struct cli_table *table, const char *city, const struct xn_override *override,
                    xn_date as_of)
{
    char day[16];
    cli_table_cell(table, city);
    cli_table_cell(table, override->level);
    cli_table_cell(table, override->unit_id);
    cli_table_cell(table, xn_class_name(override->class_));
    cli_table_cell(table, override->signed_by);
    xn_date_print(override->signed_on, day, sizeof day);
    cli_table_cell(table, day);
    xn_date_print(override->valid_until, day, sizeof day);
    cli_table_cell(table, day);
    cli_table_cell(table, override->valid_until < as_of ? "expired"
                          : override->signed_on > as_of ? "not yet"
                                                        : "applies");
    cli_table_cell(table, override->reason);
}

/* The day on which a demonstration city stands still, as when overrides are added; a city whose file is gone
 * can still be listed. */
static xn_date day_in(const struct xn_stored_city *city, xn_date as_of)
{
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    const bool is_read = xn_city_file_read(city->definition, &input, NULL) == XN_OK;
    return is_read && input->as_of != XN_NO_DATE ? input->as_of : as_of;
}

static enum xn_status put_city(struct xn_store *store, const struct xn_stored_city *city, xn_date as_of,
                               struct cli_table *table, struct xn_error *err)
{
    XN_AUTO(xn_overrides_free) struct xn_overrides *overrides = NULL;
    XN_TRY(cli_store_act(store, "steward", city->id, err));
    XN_TRY(xn_store_overrides(store, city->id, &overrides, err));
    for (size_t i = 0; i < overrides->count; i++)
        put_row(table, city->id, &overrides->override[i], day_in(city, as_of));
    return XN_OK;
}

/* Rows of the table as an array of objects, named by the header. */
static void put_json(const struct cli_table *table, struct xn_buf *buf)
{
    struct xn_json json;
    xn_json_init(&json, buf, true);
    xn_json_begin_array(&json);
    for (size_t first = table->n_columns; first < table->n_cells; first += table->n_columns) {
        xn_json_begin_object(&json);
        for (size_t i = 0; i < table->n_columns; i++)
            xn_json_member_string(&json, table->cell[i], table->cell[first + i]);
        xn_json_end_object(&json);
    }
    xn_json_end_array(&json);
    xn_buf_putc(buf, '\n');
}

static enum xn_status list(const struct policy_options *options, struct xn_buf *buf, struct xn_error *err)
{
    static const char *const header[] = {"city",      "level",       "unit_id", "class", "signed_by",
                                         "signed_on", "valid_until", "state",   "reason"};
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *cities = NULL;
    XN_CLEANUP(cli_table_free) struct cli_table table = {.n_columns = sizeof header / sizeof *header};
    XN_TRY(cli_store_open_as(&options->store, "steward", options->city, &store, err));
    XN_TRY(xn_store_cities(store, options->city, &cities, err));
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, header[i]);
    for (size_t i = 0; i < cities->count; i++)
        XN_TRY(put_city(store, &cities->city[i], options->as_of, &table, err));
    if (table.failed)
        return xn_fail_memory(err);
    if (options->output.format == CLI_JSON)
        put_json(&table, buf);
    else
        cli_table_put(&table, options->output.format == CLI_CSV, buf);
    return XN_OK;
}

enum xn_status cli_policy_override(const struct policy_options *options, struct xn_buf *buf,
                                   struct xn_notes *notes, struct xn_error *err)
{
    if (strcmp(options->argument[1], "list") == 0 && options->n_arguments == 2)
        return list(options, buf, err);
    if (strcmp(options->argument[1], "add") != 0 || options->n_arguments != 3)
        return xn_fail(err, XN_ARGUMENT, "wanted: override add FILE.csv or override list");
    if (!options->city)
        return xn_fail(err, XN_ARGUMENT, "override add needs --city ID");
    return add(options, buf, notes, err);
}
