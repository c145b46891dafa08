/* cli_classify.c - `xenia classify`: the class of every unit under a policy. */
#include "cli.h"
#include "xenia/study.h"
#include <math.h>

#define COMMAND "classify"

struct options {
    struct cli_city city;
    struct cli_policy policy;
    struct cli_output output;
};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    (void)argument; /* the child parsers take all options */
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->city;
        state->child_inputs[1] = &options->policy;
        state->child_inputs[2] = &options->output;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {{&cli_city_argp, 0, "The city:", 1},
                                          {&cli_policy_argp, 0, "The policy:", 2},
                                          {&cli_output_argp, 0, "The output:", 4},
                                          {0}};
static const struct argp command_argp = {
    .parser = parse,
    .children = child,
    .doc = "The class of every unit under a policy: mixed, undetermined or concentrated, with its interval. "
           "Classes are about areas, never about households."};

/* --- output ---------------------------------------------------------------------------------------- */

/* The classes at other thresholds, where the profile has a threshold. */
static void add_thresholds(struct cli_table *table, const struct xn_unit_class *class)
{
    const bool any = isfinite(class->quotient);
    cli_table_cell(table, any ? xn_class_name(class->at_1) : "");
    cli_table_cell(table, any ? xn_class_name(class->at_1_25) : "");
    cli_table_cell(table, any ? xn_class_name(class->at_2) : "");
}

static void start_remark(struct xn_buf *remark)
{
    if (remark->length > 0)
        xn_buf_puts(remark, "; ");
}

static void add_remark(struct cli_table *table, const struct options *options,
                       const struct xn_unit_class *class)
{
    XN_AUTO_BUF remark = XN_BUF_INIT;
    const enum xn_language language = options->output.language;
    char until[16];
    if (class->low_n)
        xn_buf_puts(&remark, "low_n");
    if (class->robust) {
        start_remark(&remark);
        xn_buf_puts(&remark, "robust");
    }
    if (class->status > 0) {
        start_remark(&remark);
        xn_buf_printf(&remark, "status %d %s", class->status,
                      xn_message(language, xn_social_status_name(class->status)));
    }
    if (class->dynamic != XN_DYNAMIC_NONE)
        xn_buf_printf(&remark, ", %s", xn_message(language, xn_dynamic_name(class->dynamic)));
    if (class->override) {
        start_remark(&remark);
        xn_date_print(class->override->valid_until, until, sizeof until);
        xn_buf_printf(&remark, "computed %s, set by %s until %s: %s",
                      xn_message(language, xn_class_name(class->computed)), class->override->signed_by, until,
                      class->override->reason);
    }
    cli_table_cell(table, xn_buf_text(&remark));
    table->failed = table->failed || remark.status != XN_OK;
}

static void add_unit(struct cli_table *table, const struct options *options, const struct xn_city *city,
                     const struct xn_unit_class *class, size_t level, size_t u)
{
    const struct xn_unit *unit = xn_city_unit(city, level, u);
    cli_table_cell(table, xn_city_level_name(city, level));
    cli_table_cell(table, unit->id);
    cli_table_cell(table, unit->name);
    cli_table_fixed(table, xn_city_counts(city, level).unit_total[u], 0);
    cli_table_cell(table, xn_message(options->output.language, xn_class_name(class->class_)));
    cli_table_cell(table, xn_rule_fired_name(class->rule));
    cli_table_fixed(table, class->value, 4);
    cli_table_fixed(table, class->lower, 4);
    cli_table_fixed(table, class->upper, 4);
    cli_table_fixed(table, class->probability, 4);
    add_thresholds(table, class);
    add_remark(table, options, class);
}

static void put_rows(const struct options *options, const struct xn_city *city,
                     const struct xn_typology *typology, struct xn_buf *buf)
{
    static const char *const header[] = {"level",  "unit",    "name",   "persons", "class",
                                         "rule",   "value",   "lower",  "upper",   "probability",
                                         "at 1.0", "at 1.25", "at 2.0", "remark"};
    XN_CLEANUP(cli_table_free)
    struct cli_table table = {.n_columns = sizeof header / sizeof *header,
                              .right_aligned = 1u << 3 | 1u << 6 | 1u << 7 | 1u << 8 | 1u << 9};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, header[i]);
    for (size_t level = 0; level < typology->n_levels; level++)
        for (size_t u = 0; u < typology->level[level].n_units; u++)
            add_unit(&table, options, city, &typology->level[level].unit[u], level, u);
    cli_table_put(&table, options->output.format == CLI_CSV, buf);
}

static void put_output(const struct options *options, const struct xn_city *city,
                       const struct xn_typology *typology, struct xn_buf *buf)
{
    if (options->output.format != CLI_JSON) {
        put_rows(options, city, typology, buf);
        return;
    }
    struct xn_json json;
    xn_json_init(&json, buf, true);
    xn_study_put_typology(&json, city, &options->policy.policy, typology, options->policy.as_of,
                          options->output.language);
    xn_buf_putc(buf, '\n');
}

static void describe(const struct xn_city *city, const struct xn_typology *typology)
{
    for (size_t level = 0; level < typology->n_levels; level++) {
        size_t n[3] = {0};
        for (size_t u = 0; u < typology->level[level].n_units; u++)
            n[typology->level[level].unit[u].class_]++;
        fprintf(stderr, "%s: %zu mixed, %zu undetermined, %zu concentrated\n",
                xn_city_level_name(city, level), n[XN_MIXED], n[XN_UNDETERMINED], n[XN_CONCENTRATED]);
    }
}

static enum xn_status classify(struct options *options, struct xn_buf *buf, struct xn_notes *notes,
                               struct xn_error *err)
{
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    XN_TRY(cli_policy_load(&options->policy, notes, err));
    const bool pools = options->policy.policy.rule.profile == XN_PROFILE_CONCENTRATION;
    XN_TRY(cli_city_load(&options->city, pools, &city, notes, err));
    XN_TRY(cli_policy_settle(&options->policy, options->city.input, city, notes, err));
    XN_TRY(cli_policy_classify(&options->policy, city, &typology, notes, err));
    cli_policy_describe(&options->policy);
    describe(city, typology);
    put_output(options, city, typology, buf);
    return XN_OK;
}

static void options_free(struct options *options)
{
    cli_city_free(&options->city);
    cli_policy_free(&options->policy);
}

int cli_classify(int argc, char **argv)
{
    XN_CLEANUP(options_free) struct options options = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    struct xn_error err = {0};
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = classify(&options, &buf, &notes, &err);
    cli_print_notes(&notes);
    return status == XN_OK ? cli_print(COMMAND, &buf) : cli_fail(COMMAND, status, &err);
}
