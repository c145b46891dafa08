/* cli_city.c - the options that say which city: files and columns, or a city file that names them. */
#include "cli.h"
#include "xenia/exchange.h"
#include "xenia/study.h"
#include <string.h>

enum {
    OPT_LAYER = 0x100,
    OPT_CITY,
    OPT_COUNTS,
    OPT_KEY,
    OPT_UNIT_ID,
    OPT_NAME,
    OPT_GROUPS,
    OPT_TOTAL,
    OPT_PERCENT_OF,
    OPT_MISSING,
    OPT_INDICATORS,
    OPT_CRS,
    OPT_LEVEL_PARENT,
    OPT_LEVEL
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "FILE.ini", 0, "City file: layers, columns and groups (instead of the options below)",
     1},
    {"layer", OPT_LAYER, "FILE.shp", 0, "Polygons of the districts", 1},
    {"unit-id", OPT_UNIT_ID, "COLUMN", 0, "Column with each unit's number", 1},
    {"name", OPT_NAME, "COLUMN", 0, "Column with each unit's name", 1},
    {"groups", OPT_GROUPS, "A,B,...", 0, "Columns of counts, one a group", 1},
    {"total", OPT_TOTAL, "COLUMN", 0, "Column with all persons; what the groups leave is the group (rest)",
     1},
    {"percent-of", OPT_PERCENT_OF, "COLUMN", 0, "The groups are percentages of this column", 1},
    {"missing", OPT_MISSING, "N,...", 0, "Numbers that stand for 'not known'", 1},
    {"indicators", OPT_INDICATORS, "A,B,...", 0, "Columns of other figures about areas (rates, changes)", 1},
    {"counts", OPT_COUNTS, "FILE.csv", 0, "Counts from this table instead of the layer's own", 1},
    {"key", OPT_KEY, "COLUMN", 0, "Column of --counts with the unit's number", 1},
    {"crs", OPT_CRS, "EPSG:n", 0, "Coordinate system, where the layer has no .prj", 1},
    {"level-parent", OPT_LEVEL_PARENT, "COLUMN", 0, "Column with the parent's number: adds a level above", 1},
    {"level", OPT_LEVEL, "NAME", 0, "Level that the results are about (default: the finest)", 1},
    {0}};

static char *copy(struct cli_city *city, struct argp_state *state, const char *text)
{
    char *kept = xn_arena_strdup(city->input->arena, text);
    if (!kept)
        argp_failure(state, CLI_TEMPORARY, 0, "out of memory");
    return kept;
}

/* Calls `take` with every part of a comma-separated list. */
static void each_part(struct cli_city *city, struct argp_state *state, const char *list,
                      void (*take)(struct cli_city *, struct argp_state *, const char *))
{
    char *text = copy(city, state, list), *rest = NULL;
    for (char *part = strtok_r(text, ",", &rest); part; part = strtok_r(NULL, ",", &rest))
        take(city, state, part);
}

static void take_group(struct cli_city *city, struct argp_state *state, const char *part)
{
    if (city->input->n_groups == XN_GROUP_MAX)
        argp_error(state, "--groups: more than %d groups", XN_GROUP_MAX);
    else
        city->input->group[city->input->n_groups++] = part;
}

static void take_missing(struct cli_city *city, struct argp_state *state, const char *part)
{
    double code = 0;
    if (city->input->n_missing == XN_MISSING_MAX)
        argp_error(state, "--missing: more than %d codes", XN_MISSING_MAX);
    else if (!xn_parse_double(part, &code))
        argp_error(state, "--missing: found '%s', wanted a number", part);
    else
        city->input->missing[city->input->n_missing++] = code;
}

static void take_indicator(struct cli_city *city, struct argp_state *state, const char *part)
{
    if (city->input->n_indicators == XN_INDICATOR_COLUMN_MAX)
        argp_error(state, "--indicators: more than %d columns", XN_INDICATOR_COLUMN_MAX);
    else
        city->input->indicator[city->input->n_indicators++] = part;
}

static void start(struct cli_city *city, const struct argp_state *state)
{
    if (xn_city_input_new(&city->input, NULL) != XN_OK) {
        argp_failure(state, CLI_TEMPORARY, 0, "out of memory");
        return;
    }
    city->input->n_levels = 1;
    city->input->level[0].name = "district";
}

static void check(const struct cli_city *city, const struct argp_state *state)
{
    const struct xn_level_input *level = &city->input->level[0];
    if (city->city_file && level->layer)
        argp_error(state, "--city and --layer exclude each other");
    else if (!city->city_file && !level->layer)
        argp_error(state, "which city? --layer FILE.shp or --city FILE.ini is needed");
    else if (level->layer && city->input->n_groups == 0 && !city->input->total && !city->input->percent_of)
        argp_error(state, "whose counts? --groups A,B,... or --total COLUMN is needed");
    else if (city->input->percent_of && city->input->total)
        argp_error(state, "--percent-of and --total exclude each other: percentages are of all persons");
    else if (level->layer && !level->unit_id)
        argp_error(state, "--unit-id is needed: the column with each unit's number");
    else if (level->counts && !level->counts_key)
        argp_error(state, "--counts needs --key: its column with the unit's number");
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct cli_city *city = state->input;
    struct xn_level_input *level = city->input ? &city->input->level[0] : NULL;
    switch (key) {
    case ARGP_KEY_INIT:
        start(city, state);
        return 0;
    case ARGP_KEY_END:
        check(city, state);
        return 0;
    case OPT_CITY:
        city->city_file = argument;
        return 0;
    case OPT_LAYER:
        level->layer = copy(city, state, argument);
        return 0;
    case OPT_UNIT_ID:
        level->unit_id = copy(city, state, argument);
        return 0;
    case OPT_NAME:
        level->unit_name = copy(city, state, argument);
        return 0;
    case OPT_GROUPS:
        each_part(city, state, argument, take_group);
        return 0;
    case OPT_MISSING:
        each_part(city, state, argument, take_missing);
        return 0;
    case OPT_INDICATORS:
        each_part(city, state, argument, take_indicator);
        return 0;
    case OPT_TOTAL:
        city->input->total = copy(city, state, argument);
        return 0;
    case OPT_PERCENT_OF:
        city->input->percent_of = copy(city, state, argument);
        return 0;
    case OPT_COUNTS:
        level->counts = copy(city, state, argument);
        return 0;
    case OPT_KEY:
        level->counts_key = copy(city, state, argument);
        return 0;
    case OPT_CRS:
        level->crs = copy(city, state, argument);
        return 0;
    case OPT_LEVEL_PARENT:
        level->parent = copy(city, state, argument);
        level->name = "block"; /* the parents are the districts */
        return 0;
    case OPT_LEVEL:
        city->level = argument;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp cli_city_argp = {.options = option, .parser = parse};

void cli_city_free(struct cli_city *city)
{
    xn_city_input_free(city->input);
}

enum xn_status cli_city_load(struct cli_city *options, bool adjacency, struct xn_city **ret,
                             struct xn_notes *notes, struct xn_error *err)
{
    if (options->city_file) {
        struct xn_city_input *read = NULL;
        XN_TRY(xn_city_file_read(options->city_file, &read, err));
        xn_city_input_free(options->input);
        options->input = read;
    }
    XN_AUTO(xn_pool_free) struct xn_pool *pool = NULL;
    if (adjacency)
        XN_TRY(xn_pool_new(0, &pool, err));
    const struct xn_city_options build = {.adjacency = adjacency, .pool = pool};
    return xn_study_load_city(options->input, &build, NULL, ret, notes, err);
}

enum xn_status cli_city_level(const struct cli_city *options, const struct xn_city *city, size_t *ret,
                              struct xn_error *err)
{
    const size_t n = xn_city_levels(city);
    if (!options->level) {
        *ret = n - 1;
        return XN_OK;
    }
    XN_AUTO_BUF names = XN_BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(xn_city_level_name(city, i), options->level) == 0) {
            *ret = i;
            return XN_OK;
        }
        xn_buf_printf(&names, "%s%s", i ? ", " : "", xn_city_level_name(city, i));
    }
    return xn_fail(err, XN_ARGUMENT, "--level: found '%s', wanted one of %s", options->level,
                   xn_buf_text(&names));
}
