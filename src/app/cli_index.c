/* cli_index.c - `xenia index`: indices of a layer, without a database. */
#include "cli.h"
#include "xenia/study.h"
#include <math.h>
#include <string.h>

#define COMMAND "index"
#define INDICES_MAX 128

enum { OPT_INDEX = 0x200, OPT_FORM };

struct options {
    struct cli_city city;
    const char *index[INDICES_MAX];
    size_t n_indices;
    unsigned forms;
    struct cli_output output;
};

static const struct argp_option option[] = {
    {"index", OPT_INDEX, "ID[:PARAMETER=VALUE,...]", 0, "An index; may be repeated (default: all there are)",
     2},
    {"form", OPT_FORM, "FORM", 0,
     "one-group, two-group, multigroup, local or all; may be repeated (default: one-group and multigroup)",
     2},
    {0}};

static void take_form(struct options *options, const struct argp_state *state, const char *text)
{
    enum xn_form form;
    if (strcmp(text, "all") == 0)
        options->forms = XN_ONE_GROUP | XN_TWO_GROUP | XN_MULTIGROUP | XN_LOCAL;
    else if (xn_form_parse(text, &form))
        options->forms |= form;
    else
        argp_error(state, "--form: found '%s', wanted one-group, two-group, multigroup, local or all", text);
}

static void take_index(struct options *options, const struct argp_state *state, const char *text)
{
    if (options->n_indices == INDICES_MAX)
        argp_error(state, "--index: more than %d indices", INDICES_MAX);
    else
        options->index[options->n_indices++] = text;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->city;
        state->child_inputs[1] = &options->output;
        return 0;
    case OPT_INDEX:
        take_index(options, state, argument);
        return 0;
    case OPT_FORM:
        take_form(options, state, argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {
    {&cli_city_argp, 0, "The city:", 1}, {&cli_output_argp, 0, "The output:", 4}, {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .doc = "Segregation indices of a layer of districts, computed from its counts; no database is needed."};

/* --- output ---------------------------------------------------------------------------------------- */

static void put_group_names(struct xn_buf *text, const struct xn_index_result *result,
                            const struct xn_counts *counts)
{
    if (result->group == XN_NONE)
        for (size_t m = 0; m < counts->n_groups; m++)
            xn_buf_printf(text, "%s%s", m ? "+" : "", counts->group_name[m]);
    else
        xn_buf_puts(text, counts->group_name[result->group]);
    if (result->reference != XN_NONE)
        xn_buf_printf(text, "+%s", counts->group_name[result->reference]);
}

static void put_parameters(struct xn_buf *text, const struct xn_parameters *parameters)
{
    for (size_t i = 0; i < parameters->count; i++)
        xn_buf_printf(text, "%s%s=%s", i ? "," : "", parameters->name[i], parameters->value[i]);
}

static void add_row(struct cli_table *table, const struct xn_index_result *result,
                    const struct xn_counts *counts, const char *unit, double value)
{
    XN_AUTO_BUF groups = XN_BUF_INIT;
    XN_AUTO_BUF parameters = XN_BUF_INIT;
    put_group_names(&groups, result, counts);
    put_parameters(&parameters, &result->parameters);
    cli_table_cell(table, result->entry->id);
    cli_table_cell(table, xn_form_name(result->form));
    cli_table_cell(table, xn_buf_text(&groups));
    cli_table_cell(table, xn_buf_text(&parameters));
    cli_table_cell(table, unit);
    cli_table_number(table, value);
    cli_table_cell(table, result->reason);
}

static void put_rows(const struct xn_city *city, const struct xn_profile *profile, size_t level, bool csv,
                     struct xn_buf *buf)
{
    static const char *const header[] = {"index", "form", "groups", "parameters", "unit", "value", "reason"};
    const struct xn_counts counts = xn_city_counts(city, level);
    XN_CLEANUP(cli_table_free) struct cli_table table = {.n_columns = sizeof header / sizeof *header};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, header[i]);
    for (size_t i = 0; i < profile->n_results; i++) {
        const struct xn_index_result *result = &profile->result[i];
        if (!result->local)
            add_row(&table, result, &counts, "", result->value);
        for (size_t u = 0; result->local && u < counts.n_units; u++)
            add_row(&table, result, &counts, xn_city_unit(city, level, u)->id, result->local[u]);
    }
    cli_table_put(&table, csv, buf);
}

/* What was computed on: people, units, how many are empty or missing, the system of the metres. */
static void describe_input(const struct xn_city *city, size_t level)
{
    const struct xn_counts counts = xn_city_counts(city, level);
    size_t n_empty = 0, n_missing = 0;
    for (size_t u = 0; u < counts.n_units; u++) {
        const bool missing = xn_city_unit(city, level, u)->counts_missing;
        n_missing += missing;
        n_empty += !missing && counts.unit_total[u] == 0;
    }
    fprintf(stderr, "%zu units (%zu empty, %zu without counts), %.0f persons, %s%s\n", counts.n_units,
            n_empty, n_missing, counts.total, xn_city_crs(city)->name,
            xn_city_crs(city)->chosen ? " (chosen: the layer is not in metres of its own)" : "");
    for (size_t m = 0; m < counts.n_groups; m++)
        fprintf(stderr, "  group %s: %.0f persons\n", counts.group_name[m], counts.group_total[m]);
}

static void put_output(const struct options *options, const struct xn_city *city,
                       const struct xn_profile *profile, size_t level, struct xn_buf *buf)
{
    if (options->output.format != CLI_JSON) {
        put_rows(city, profile, level, options->output.format == CLI_CSV, buf);
        return;
    }
    struct xn_json json;
    xn_json_init(&json, buf, true);
    xn_study_put_profile(&json, city, options->city.input, profile, level, options->output.language);
    xn_buf_putc(buf, '\n');
}

/* Exit code 3 only when nothing at all is defined. */
static bool all_undefined(const struct xn_profile *profile)
{
    for (size_t i = 0; i < profile->n_results; i++)
        if (!profile->result[i].reason)
            return false;
    return true;
}

static enum xn_status run(struct options *options, struct xn_buf *buf, bool *ret_undefined,
                          struct xn_error *err)
{
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    const enum xn_status loaded = cli_city_load(&options->city, false, &city, &notes, err);
    cli_print_notes(&notes);
    XN_TRY(loaded);
    if (options->city.input->n_groups == 0)
        return xn_fail(err, XN_ARGUMENT, "--groups is needed: the columns of counts");
    size_t level = 0;
    XN_TRY(cli_city_level(&options->city, city, &level, err));
    const struct xn_index_selection selection = {
        .index = options->index, .n_indices = options->n_indices, .forms = options->forms, .level = level};
    XN_AUTO(xn_profile_free) struct xn_profile *profile = NULL;
    XN_TRY(xn_study_indices(city, &selection, &profile, err));
    describe_input(city, level);
    put_output(options, city, profile, level, buf);
    *ret_undefined = all_undefined(profile);
    return XN_OK;
}

static void options_free(struct options *options)
{
    cli_city_free(&options->city);
}

int cli_index(int argc, char **argv)
{
    XN_CLEANUP(options_free) struct options options = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_error err = {0};
    bool undefined = false;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = run(&options, &buf, &undefined, &err);
    if (status != XN_OK)
        return cli_fail(COMMAND, status, &err);
    const int printed = cli_print(COMMAND, &buf);
    return printed != CLI_DONE ? printed : undefined ? CLI_UNDEFINED : CLI_DONE;
}
