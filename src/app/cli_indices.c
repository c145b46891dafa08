/* cli_indices.c - `xenia indices [ID]`: the catalogue, or the definition sheet of one index. */
#include "cli.h"
#include "xenia/indices.h"

#define COMMAND "indices"

struct options {
    const char *id;
    struct cli_output output;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->output;
        return 0;
    case ARGP_KEY_ARG:
        if (options->id)
            argp_error(state, "one ID at a time");
        options->id = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {{&cli_output_argp, 0, "The output:", 1}, {0}};
static const struct argp command_argp = {
    .parser = parse,
    .children = child,
    .args_doc = "[ID]",
    .doc = "The catalogue of indices; with an ID its definition: formula, range, reading, parameters, "
           "literature."};

static void put_forms(struct xn_buf *buf, const struct xn_index_entry *entry)
{
    static const enum xn_form order[] = {XN_ONE_GROUP, XN_TWO_GROUP, XN_MULTIGROUP, XN_LOCAL};
    const char *separator = "";
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (entry->forms & order[i]) {
            xn_buf_printf(buf, "%s%s", separator, xn_form_name(order[i]));
            separator = ", ";
        }
}

/* James & Taeuber's criteria that hold, in words. */
static void put_properties(struct xn_buf *buf, unsigned properties)
{
    static const struct {
        enum xn_property property;
        const char *words;
    } known[] = {{XN_ORGANIZATIONAL_EQUIVALENCE, "organizational equivalence"},
                 {XN_SIZE_INVARIANCE, "size invariance"},
                 {XN_WEAK_TRANSFERS, "transfers (weak)"},
                 {XN_STRONG_TRANSFERS, "transfers (strong)"},
                 {XN_COMPOSITION_INVARIANCE, "composition invariance"},
                 {XN_SYMMETRY, "symmetry"}};
    const char *separator = "";
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (properties & known[i].property) {
            xn_buf_printf(buf, "%s%s", separator, known[i].words);
            separator = ", ";
        }
}

/* --- the catalogue --------------------------------------------------------------------------------- */

static void put_catalogue(const struct options *options, struct xn_buf *buf)
{
    static const char *const header[] = {"id", "name", "dimension", "forms", "range"};
    XN_CLEANUP(cli_table_free) struct cli_table table = {.n_columns = sizeof header / sizeof *header};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, header[i]);
    for (size_t i = 0; i < xn_index_count(); i++) {
        const struct xn_index_entry *entry = xn_index_at(i);
        XN_AUTO_BUF forms = XN_BUF_INIT;
        put_forms(&forms, entry);
        cli_table_cell(&table, entry->id);
        cli_table_cell(&table, entry->name[options->output.language]);
        cli_table_cell(&table, xn_dimension_name(entry->dimension));
        cli_table_cell(&table, xn_buf_text(&forms));
        cli_table_cell(&table, entry->range);
    }
    cli_table_put(&table, options->output.format == CLI_CSV, buf);
}

/* --- the definition sheet -------------------------------------------------------------------------- */

static void put_line(struct xn_buf *buf, const char *label, const char *text)
{
    if (text && *text)
        xn_buf_printf(buf, "%-12s%s\n", label, text);
}

static void put_sheet(const struct options *options, const struct xn_index_entry *entry, struct xn_buf *buf)
{
    XN_AUTO_BUF forms = XN_BUF_INIT;
    XN_AUTO_BUF properties = XN_BUF_INIT;
    put_forms(&forms, entry);
    put_properties(&properties, entry->properties);
    xn_buf_printf(buf, "%s: %s\n\n", entry->id, entry->name[options->output.language]);
    put_line(buf, "alias", entry->alias);
    put_line(buf, "dimension", xn_dimension_name(entry->dimension));
    put_line(buf, "forms", xn_buf_text(&forms));
    put_line(buf, "formula", entry->formula);
    put_line(buf, "range", entry->range);
    put_line(buf, "reading", xn_message(options->output.language, entry->reading));
    for (const struct xn_parameter_spec *p = entry->parameter; p && p->name; p++)
        xn_buf_printf(buf, "%-12s%s=%s: %s\n", "parameter", p->name, p->default_value, p->meaning);
    put_line(buf, "properties", xn_buf_text(&properties));
    put_line(buf, "undefined", entry->undefined);
    put_line(buf, "literature", entry->literature);
}

static void put_entry_json(struct xn_json *json, const struct xn_index_entry *entry)
{
    XN_AUTO_BUF forms = XN_BUF_INIT;
    put_forms(&forms, entry);
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", entry->id);
    xn_json_member_string(json, "alias", entry->alias);
    xn_json_key(json, "name");
    xn_json_begin_object(json);
    for (int language = 0; language < XN_LANGUAGE_COUNT; language++)
        xn_json_member_string(json, xn_language_tag((enum xn_language)language), entry->name[language]);
    xn_json_end_object(json);
    xn_json_member_string(json, "dimension", xn_dimension_name(entry->dimension));
    xn_json_member_string(json, "forms", xn_buf_text(&forms));
    xn_json_member_string(json, "formula", entry->formula);
    xn_json_member_string(json, "range", entry->range);
    xn_json_member_string(json, "reading", entry->reading);
    xn_json_key(json, "parameters");
    xn_json_begin_array(json);
    for (const struct xn_parameter_spec *p = entry->parameter; p && p->name; p++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "name", p->name);
        xn_json_member_string(json, "default", p->default_value);
        xn_json_member_string(json, "meaning", p->meaning);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
    xn_json_member_string(json, "undefined", entry->undefined);
    xn_json_member_string(json, "literature", entry->literature);
    xn_json_end_object(json);
}

static void put_json(const struct xn_index_entry *only, struct xn_buf *buf)
{
    struct xn_json json;
    xn_json_init(&json, buf, true);
    if (only) {
        put_entry_json(&json, only);
    } else {
        xn_json_begin_array(&json);
        for (size_t i = 0; i < xn_index_count(); i++)
            put_entry_json(&json, xn_index_at(i));
        xn_json_end_array(&json);
    }
    xn_buf_putc(buf, '\n');
}

int cli_indices(int argc, char **argv)
{
    struct options options = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const struct xn_index_entry *entry = options.id ? xn_index_find(options.id) : NULL;
    if (options.id && !entry) {
        fprintf(stderr, "xenia " COMMAND ": there is no index '%s'; `xenia indices` lists them\n",
                options.id);
        return CLI_USAGE;
    }
    if (options.output.format == CLI_JSON)
        put_json(entry, &buf);
    else if (entry)
        put_sheet(&options, entry, &buf);
    else
        put_catalogue(&options, &buf);
    return cli_print(COMMAND, &buf);
}
