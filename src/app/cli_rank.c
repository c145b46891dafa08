/* cli_rank.c - `xenia rank`: the dwellings of an offer file for one household, best first, with reasons. */
#include "cli.h"
#include "xenia/desk.h"
#include "xenia/family_sheet.h"
#include "xenia/study.h"
#include <math.h>
#include <string.h>

#define COMMAND "rank"

enum { OPT_OFFERS = 0x200, OPT_MAPPING, OPT_HOUSEHOLD, OPT_EXCLUDED, OPT_SHEET, OPT_DWELLINGS };

#define SHEET_DEFAULT 3 /* the first dwellings of the list, where none are named */

struct options {
    struct cli_city city;
    struct cli_policy policy;
    const char *offers_file, *mapping_file, *household_file;
    bool with_excluded;
    const char *sheet_file;
    char *dwelling[XN_FAMILY_SHEET_MAX]; /* on the sheet; parts of the option's text */
    size_t n_dwellings;
    struct cli_output output;
};

/* What is read for one run. */
struct inputs {
    struct xn_city *city;
    struct xn_offers *offers;
    struct xn_household household;
    struct xn_notes notes;
};

static const struct argp_option option[] = {
    {"offers", OPT_OFFERS, "FILE", 0, "The offered dwellings: CSV, OpenImmo (XML) or VERA (JSON)", 1},
    {"mapping", OPT_MAPPING, "FILE.ini", 0, "What the columns of a CSV mean (default: by its header)", 1},
    {"household", OPT_HOUSEHOLD, "FILE.json", 0, "The household and its needs", 1},
    {"excluded", OPT_EXCLUDED, 0, 0, "Print the excluded offers and their reasons too", 3},
    {"sheet", OPT_SHEET, "FILE.pdf", 0, "Write a sheet for the family too, in the language of --lang", 3},
    {"dwellings", OPT_DWELLINGS, "ID,ID,...", 0, "On the sheet, at most 10 (default: the first three)", 3},
    {0}};

static void parse_dwellings(struct options *options, char *list, struct argp_state *state)
{
    char *rest = NULL;
    for (char *id = strtok_r(list, ",", &rest); id; id = strtok_r(NULL, ",", &rest)) {
        if (options->n_dwellings == XN_FAMILY_SHEET_MAX)
            argp_error(state, "--dwellings: found more than %d", XN_FAMILY_SHEET_MAX);
        options->dwelling[options->n_dwellings++] = id;
    }
    if (options->n_dwellings == 0)
        argp_error(state, "--dwellings: found none, wanted ids such as D001,D002");
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->city;
        state->child_inputs[1] = &options->policy;
        state->child_inputs[2] = &options->output;
        return 0;
    case ARGP_KEY_END:
        if (!options->offers_file || !options->household_file)
            argp_error(state, "--offers FILE and --household FILE.json are needed");
        if (options->n_dwellings && !options->sheet_file)
            argp_error(state, "--dwellings needs --sheet FILE.pdf");
        return 0;
    case OPT_OFFERS:
        options->offers_file = argument;
        return 0;
    case OPT_MAPPING:
        options->mapping_file = argument;
        return 0;
    case OPT_HOUSEHOLD:
        options->household_file = argument;
        return 0;
    case OPT_EXCLUDED:
        options->with_excluded = true;
        return 0;
    case OPT_SHEET:
        options->sheet_file = argument;
        return 0;
    case OPT_DWELLINGS:
        parse_dwellings(options, argument, state);
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
    .options = option,
    .parser = parse,
    .children = child,
    .doc = "Every fitting dwelling for one household, best first, with reasons in sentences; and every other "
           "one with all the reasons why it does not fit. Advice: a person decides."};

/* --- output ---------------------------------------------------------------------------------------- */

static void put_output(const struct options *options, const struct xn_study *study, struct xn_buf *buf)
{
    if (options->output.format != CLI_JSON) {
        cli_put_ranking_text(study, options->output.language, options->with_excluded, 0, buf);
        return;
    }
    struct xn_json json;
    xn_json_init(&json, buf, true);
    const struct xn_ranking_view view = {.language = options->output.language,
                                         .counts_as_of = options->city.input->counts_as_of,
                                         .with_excluded = true};
    xn_study_put_ranking(&json, study, &view);
    xn_buf_putc(buf, '\n');
}

/* Those that are named, else the first of the list. */
static size_t sheet_dwellings(const struct options *options, const struct xn_study *study,
                              const char *ret[XN_FAMILY_SHEET_MAX])
{
    const struct xn_ranking *ranking = study->ranking;
    size_t n = 0;
    for (size_t i = 0; i < options->n_dwellings; i++)
        ret[n++] = options->dwelling[i];
    for (size_t i = 0; options->n_dwellings == 0 && i < ranking->n_ranked && i < SHEET_DEFAULT; i++)
        ret[n++] = study->request.dwelling[ranking->ranked[i].dwelling].id;
    return n;
}

static enum xn_status write_sheet(const struct options *options, const struct xn_study *study,
                                  struct xn_error *err)
{
    const char *dwelling[XN_FAMILY_SHEET_MAX];
    XN_AUTO_BUF pdf = XN_BUF_INIT;
    const struct xn_family_sheet sheet = {.study = study,
                                          .dwelling = dwelling,
                                          .n_dwellings = sheet_dwellings(options, study, dwelling),
                                          .city = options->city.input,
                                          .objection_days = XN_OBJECTION_DAYS,
                                          .language = options->output.language};
    if (!options->sheet_file)
        return XN_OK;
    if (sheet.n_dwellings == 0)
        return xn_fail(err, XN_UNDEFINED,
                       "no dwelling fits, so a sheet has none: name some with --dwellings");
    XN_TRY(xn_family_sheet_put(&sheet, &pdf, err));
    return xn_file_write(options->sheet_file, xn_buf_text(&pdf), pdf.length, err);
}

static enum xn_status read_inputs(struct options *options, struct inputs *inputs, struct xn_error *err)
{
    XN_TRY(cli_policy_load(&options->policy, &inputs->notes, err));
    XN_TRY(xn_household_read(options->household_file, &inputs->household, err));
    const bool pools = options->policy.policy.rule.profile == XN_PROFILE_CONCENTRATION;
    XN_TRY(cli_city_load(&options->city, pools, &inputs->city, &inputs->notes, err));
    XN_TRY(cli_policy_settle(&options->policy, options->city.input, inputs->city, &inputs->notes, err));
    XN_TRY(cli_policy_check_live(&options->policy, options->city.input, &inputs->notes, err));
    XN_TRY(xn_offers_read(options->offers_file, options->mapping_file, &inputs->offers, &inputs->notes, err));
    XN_TRY(xn_district_aliases_use(options->city.input, inputs->city, inputs->offers->dwelling,
                                   inputs->offers->count, &inputs->notes, err));
    return xn_study_place_dwellings(inputs->city, NULL, inputs->offers->dwelling, inputs->offers->count, err);
}

static enum xn_status rank(struct options *options, struct inputs *inputs, struct xn_buf *buf,
                           struct xn_error *err)
{
    XN_TRY(read_inputs(options, inputs, err));
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    XN_TRY(cli_policy_classify(&options->policy, inputs->city, &typology, &inputs->notes, err));
    const struct xn_placements *placements = options->policy.placements;
    const struct xn_rank_input input = {
        .city = inputs->city,
        .policy = &options->policy.policy,
        .placement = placements ? placements->placement : NULL,
        .n_placements = placements ? placements->count : 0,
        .dwelling = inputs->offers->dwelling,
        .n_dwellings = inputs->offers->count,
        .household = &inputs->household,
        .as_of = options->policy.as_of,
        .typology = typology,
        .counts_as_of = options->city.input->counts_as_of,
    };
    XN_AUTO(xn_study_free) struct xn_study *study = NULL;
    XN_TRY(xn_study_rank(&input, &study, &inputs->notes, err));
    cli_policy_describe(&options->policy);
    put_output(options, study, buf);
    return write_sheet(options, study, err);
}

static void options_free(struct options *options)
{
    cli_city_free(&options->city);
    cli_policy_free(&options->policy);
}

static void inputs_free(struct inputs *inputs)
{
    xn_city_free(inputs->city);
    xn_offers_free(inputs->offers);
    xn_notes_free(&inputs->notes);
}

int cli_rank(int argc, char **argv)
{
    XN_CLEANUP(options_free) struct options options = {.output = {.no_csv = true}};
    XN_CLEANUP(inputs_free) struct inputs inputs = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_error err = {0};
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = rank(&options, &inputs, &buf, &err);
    cli_print_notes(&inputs.notes);
    return status == XN_OK ? cli_print(COMMAND, &buf) : cli_fail(COMMAND, status, &err);
}
