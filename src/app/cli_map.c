/* cli_map.c - `xenia map`: a picture of the districts, coloured by a local index or by their classes. */
#include "cli.h"
#include "xenia/map.h"
#include "xenia/study.h"
#include <math.h>
#include <string.h>

#define COMMAND "map"
#define WIDTH_DEFAULT 1920
#define ENDINGS ".svg, .png, .pdf, .geojson or .csv"
#define OUTPUTS "FILE.svg, FILE.png, FILE.pdf, FILE.geojson or FILE.csv"

enum { OPT_INDEX = 0x200, OPT_GROUP, OPT_BREAKS, OPT_LIMITS, OPT_WIDTH, OPT_PAPER, OPT_TITLE, OPT_LANG };

struct options {
    struct cli_city city;
    struct cli_policy policy;
    const char *index, *group, *output, *title;
    enum xn_break_method breaks;
    double limit[XN_MAP_CLASS_MAX - 1];
    size_t n_limits;
    unsigned width_px;
    enum xn_paper_size paper;
    enum xn_language language;
};

static const struct argp_option option[] = {
    {"index", OPT_INDEX, "ID", 0,
     "A local index such as location_quotient (default: the classes under the policy)", 3},
    {"group", OPT_GROUP, "NAME", 0, "The group the index is about (default: the first)", 3},
    {"breaks", OPT_BREAKS, "METHOD", 0,
     "quantile, fisher-jenks, equal, deviation or manual (default: by the index)", 3},
    {"limits", OPT_LIMITS, "A,B,...", 0, "manual: up to 4 limits between classes, in the index's own unit",
     3},
    {"output", 'o', "FILE", 0, OUTPUTS, 3},
    {"width", OPT_WIDTH, "PIXELS", 0, "Width of a PNG (default: 1920)", 3},
    {"paper", OPT_PAPER, "SIZE", 0, "Paper of a PDF: a4 (default) or a3", 3},
    {"title", OPT_TITLE, "TEXT", 0, "Name of the city on the map", 3},
    {"lang", OPT_LANG, "LANGUAGE", 0, "nl, de, en or ru", 3},
    {0}};

static void check_together(const struct options *options, struct argp_state *state)
{
    if (!options->output)
        argp_error(state, "-o " OUTPUTS " is needed");
    if ((options->breaks == XN_BREAKS_MANUAL) != (options->n_limits > 0))
        argp_error(state, "--breaks manual and --limits belong together");
    if (options->breaks != XN_BREAKS_DEFAULT && !options->index)
        argp_error(state, "--breaks needs --index");
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->city;
        state->child_inputs[1] = &options->policy;
        options->width_px = WIDTH_DEFAULT;
        return 0;
    case ARGP_KEY_END:
        check_together(options, state);
        return 0;
    case OPT_INDEX:
        options->index = argument;
        return 0;
    case OPT_GROUP:
        options->group = argument;
        return 0;
    case OPT_BREAKS:
        if (!xn_break_method_parse(argument, &options->breaks) || options->breaks == XN_BREAKS_DEFAULT)
            argp_error(state,
                       "--breaks: found '%s', wanted quantile, fisher-jenks, equal, deviation or manual",
                       argument);
        return 0;
    case OPT_LIMITS:
        if (!xn_break_limits_parse(argument, options->limit, &options->n_limits))
            argp_error(state, "--limits: found '%s', wanted 1 to %d ascending numbers such as 0.8,1.25",
                       argument, XN_MAP_CLASS_MAX - 1);
        return 0;
    case OPT_PAPER:
        if (!xn_paper_size_parse(argument, &options->paper))
            argp_error(state, "--paper: found '%s', wanted a4 or a3", argument);
        return 0;
    case 'o':
        options->output = argument;
        return 0;
    case OPT_WIDTH:
        options->width_px = (unsigned)cli_parse_count(state, "--width", argument);
        return 0;
    case OPT_TITLE:
        options->title = argument;
        return 0;
    case OPT_LANG:
        options->language = cli_parse_language(state, argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {
    {&cli_city_argp, 0, "The city:", 1}, {&cli_policy_argp, 0, "The policy:", 2}, {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .doc =
        "A map of the districts as a picture (SVG, PNG, PDF) or its data (GeoJSON, CSV): a local index, or "
        "the classes under a policy."};

/* What is drawn, and what it was computed from. */
struct content {
    struct xn_city *city;
    size_t level;
    struct xn_profile *profile;
    struct xn_typology *typology;
    struct xn_map map;
};

static void content_free(struct content *content)
{
    xn_profile_free(content->profile);
    xn_typology_free(content->typology);
    xn_city_free(content->city);
}

/* The group's share in the whole city; NAN: the index is of no group. */
static double city_share(const struct xn_counts *counts, size_t group)
{
    if (group == XN_NONE)
        return NAN;
    return counts->group_total[group] / counts->total;
}

static enum xn_status compute_index(const struct options *options, struct content *content,
                                    struct xn_error *err)
{
    const struct xn_index_selection selection = {
        .index = &options->index, .n_indices = 1, .forms = XN_LOCAL, .level = content->level};
    XN_TRY(xn_study_indices(content->city, &selection, &content->profile, err));
    const struct xn_counts counts = xn_city_counts(content->city, content->level);
    for (size_t i = 0; i < content->profile->n_results; i++) {
        const struct xn_index_result *result = &content->profile->result[i];
        const char *group = result->group == XN_NONE ? NULL : counts.group_name[result->group];
        if (group && options->group && strcmp(group, options->group) != 0)
            continue;
        if (result->reason)
            return xn_fail(err, XN_UNDEFINED, "%s", result->reason);
        content->map.index = result->entry;
        content->map.group =
            group ? xn_group_title_in(&xn_city_group_titles(content->city)[result->group], options->language)
                  : NULL;
        content->map.value = result->local;
        content->map.city_value = city_share(&counts, result->group);
        return XN_OK;
    }
    return xn_fail(err, XN_ARGUMENT, "--group: found '%s', wanted a group of this city", options->group);
}

static enum xn_status compute_classes(struct options *options, struct content *content,
                                      struct xn_notes *notes, struct xn_error *err)
{
    XN_TRY(cli_policy_classify(&options->policy, content->city, &content->typology, notes, err));
    content->map.typology = content->typology;
    content->map.policy = &options->policy.policy;
    content->map.as_of = options->policy.as_of;
    return XN_OK;
}

static enum xn_status load(struct options *options, struct content *content, struct xn_notes *notes,
                           struct xn_error *err)
{
    XN_TRY(cli_policy_load(&options->policy, notes, err));
    const bool pools = options->policy.policy.rule.profile == XN_PROFILE_CONCENTRATION && !options->index;
    XN_TRY(cli_city_load(&options->city, pools, &content->city, notes, err));
    XN_TRY(cli_policy_settle(&options->policy, options->city.input, content->city, notes, err));
    XN_TRY(cli_city_level(&options->city, content->city, &content->level, err));
    const struct xn_city_input *input = options->city.input;
    content->map = (struct xn_map){
        .city = content->city,
        .level = content->level,
        .city_title = options->title ? options->title : input->title,
        .language = options->language,
        .counts_as_of = input->counts_as_of,
        .source_note = input->source_note,
        .city_value = NAN,
        .breaks = {.method = options->breaks, .inner_limit = options->limit, .n_limits = options->n_limits}};
    return options->index ? compute_index(options, content, err)
                          : compute_classes(options, content, notes, err);
}

static bool ends_in(const char *text, const char *end)
{
    const size_t length = strlen(text), n = strlen(end);
    return length > n && strcmp(text + length - n, end) == 0;
}

static enum xn_status draw(const struct options *options, const struct xn_map *map, struct xn_error *err)
{
    XN_AUTO_BUF picture = XN_BUF_INIT;
    if (ends_in(options->output, ".svg"))
        XN_TRY(xn_map_svg(map, &picture, err));
    else if (ends_in(options->output, ".png"))
        XN_TRY(xn_map_png(map, options->width_px, &picture, err));
    else if (ends_in(options->output, ".pdf"))
        XN_TRY(xn_map_pdf(map, options->paper, options->policy.as_of, &picture, err));
    else if (ends_in(options->output, ".geojson"))
        XN_TRY(xn_map_geojson(map, &picture, err));
    else if (ends_in(options->output, ".csv"))
        XN_TRY(xn_map_csv(map, &picture, err));
    else
        return xn_fail(err, XN_ARGUMENT, "-o: found '%s', wanted a name that ends in " ENDINGS,
                       options->output);
    XN_TRY(xn_buf_check(&picture, err));
    return xn_file_write(options->output, picture.data, picture.length, err);
}

static void options_free(struct options *options)
{
    cli_city_free(&options->city);
    cli_policy_free(&options->policy);
}

int cli_map(int argc, char **argv)
{
    XN_CLEANUP(options_free) struct options options = {.language = cli_language()};
    XN_CLEANUP(content_free) struct content content = {0};
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    struct xn_error err = {0};
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    enum xn_status status = load(&options, &content, &notes, &err);
    if (status == XN_OK)
        status = draw(&options, &content.map, &err);
    cli_print_notes(&notes);
    return status == XN_OK ? CLI_DONE : cli_fail(COMMAND, status, &err);
}
