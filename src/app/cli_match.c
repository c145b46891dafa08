/* cli_match.c - `xenia match`: the best batch for many households at once, under quotas; no database.
 *
 * A proposal: which household could get which dwelling, what that costs the others, and who gets none and
 * why.
 */
#include "cli.h"
#include "xenia/study.h"
#include <string.h>

#define COMMAND "match"
#define QUOTAS_MAX 64

enum {
    OPT_OFFERS = 0x200,
    OPT_MAPPING,
    OPT_HOUSEHOLDS,
    OPT_QUOTA,
    OPT_PERSONS,
    OPT_ROWS,
    OPT_ROUNDS,
    OPT_TIME_LIMIT,
    OPT_SEED
};

struct options {
    struct cli_city city;
    struct cli_policy policy;
    struct cli_output output;
    const char *offers_file, *mapping_file, *households_file;
    char *quota[QUOTAS_MAX]; /* as written; --quota repeats */
    size_t n_quotas;
    bool persons;
    size_t rows, rounds, seed;
    double time_limit_s;
};

/* What is read for one run. */
struct inputs {
    struct xn_city *city;
    struct xn_typology *typology; /* overrides included */
    struct xn_offers *offers;
    struct xn_households *households;
    struct xn_match_household *household;
    struct xn_match_named_quota named[QUOTAS_MAX];
    struct xn_notes notes;
};

static const struct argp_option option[] = {
    {"offers", OPT_OFFERS, "FILE", 0, "The offered dwellings: CSV, OpenImmo XML or VERA JSON", 1},
    {"mapping", OPT_MAPPING, "FILE.ini", 0, "What the columns of a CSV mean (default: by its header)", 1},
    {"households", OPT_HOUSEHOLDS, "FILE.csv", 0, "The households, in the order of arrival", 1},
    {"quota", OPT_QUOTA, "WHAT=N", 0,
     "At most N in each: unit=N, parent=N, corporation=N; or in one: LEVEL:UNIT=N, corporation:NAME=N. "
     "Repeats",
     2},
    {"persons", OPT_PERSONS, 0, 0, "Quotas count persons, not households; a family is never divided", 2},
    {"rows", OPT_ROWS, "N", 0, "Rows of each household's list that may be used (default: 200)", 3},
    {"rounds", OPT_ROUNDS, "N", 0, "Rounds of the search where the batch is not exact", 3},
    {"time-limit", OPT_TIME_LIMIT, "S", 0,
     "Seconds after which the search ends (default: none, for the same bytes)", 3},
    {"seed", OPT_SEED, "N", 0, "Seed of the random yardstick (default: 0)", 3},
    {0}};

static double parse_seconds(const struct argp_state *state, const char *text)
{
    double seconds = 0;
    if (!xn_parse_double(text, &seconds) || !(seconds > 0 && seconds <= 86400))
        argp_error(state, "--time-limit: found '%s', wanted seconds above 0", text);
    return seconds;
}

static void take_quota(struct options *options, char *text, const struct argp_state *state)
{
    if (options->n_quotas == QUOTAS_MAX)
        argp_error(state, "--quota: at most %d of them", QUOTAS_MAX);
    else
        options->quota[options->n_quotas++] = text;
}

static error_t parse_search(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_PERSONS:
        options->persons = true;
        return 0;
    case OPT_ROWS:
        options->rows = cli_parse_count(state, "--rows", argument);
        return 0;
    case OPT_ROUNDS:
        options->rounds = cli_parse_count(state, "--rounds", argument);
        return 0;
    case OPT_TIME_LIMIT:
        options->time_limit_s = parse_seconds(state, argument);
        return 0;
    case OPT_SEED:
        options->seed = cli_parse_count(state, "--seed", argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
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
        if (!options->offers_file || !options->households_file)
            argp_error(state, "--offers FILE and --households FILE.csv are needed");
        return 0;
    case OPT_OFFERS:
        options->offers_file = argument;
        return 0;
    case OPT_MAPPING:
        options->mapping_file = argument;
        return 0;
    case OPT_HOUSEHOLDS:
        options->households_file = argument;
        return 0;
    case OPT_QUOTA:
        take_quota(options, argument, state);
        return 0;
    default:
        return parse_search(key, argument, state);
    }
}

static const struct argp_child child[] = {{&cli_city_argp, 0, "The city:", 4},
                                          {&cli_policy_argp, 0, "The policy:", 5},
                                          {&cli_output_argp, 0, "The output:", 6},
                                          {0}};
static const struct argp command_argp = {.options = option,
                                         .parser = parse,
                                         .children = child,
                                         .doc = "A batch for many households: as many placed as possible, "
                                                "then the least cost by their own lists, quotas "
                                                "never exceeded; beside it what first-come-first-served and "
                                                "chance would give. A proposal: people decide."};

/* --- quotas ------------------------------------------------------------------------------------------- */

/* A limit for all of a kind, said once. */
static enum xn_status set_limit(int64_t *limit, const char *kind, int64_t value, struct xn_error *err)
{
    if (*limit >= 0)
        return xn_fail(err, XN_ARGUMENT, "--quota: found '%s' twice, wanted one limit", kind);
    *limit = value;
    return XN_OK;
}

/* "unit=3", "district:63=5", "corporation:Demobau Münster=4"; the text is cut up. */
static enum xn_status take_one_quota(char *text, struct xn_match_quotas *quotas,
                                     struct xn_match_named_quota *named, struct xn_error *err)
{
    char *equals = strrchr(text, '='), *colon = strchr(text, ':');
    int64_t limit = 0;
    if (!equals || !xn_parse_int(equals + 1, &limit) || limit < 0)
        return xn_fail(err, XN_ARGUMENT, "--quota: found '%s', wanted WHAT=N with N of at least 0", text);
    *equals = '\0';
    if (colon) {
        *colon = '\0';
        const bool corporation = strcmp(text, "corporation") == 0;
        named[quotas->n_named++] =
            (struct xn_match_named_quota){.level = corporation ? NULL : text,
                                          .unit_id = corporation ? NULL : colon + 1,
                                          .corporation = corporation ? colon + 1 : NULL,
                                          .limit = limit};
        return XN_OK;
    }
    if (strcmp(text, "unit") == 0)
        return set_limit(&quotas->per_unit, text, limit, err);
    if (strcmp(text, "parent") == 0)
        return set_limit(&quotas->per_parent, text, limit, err);
    if (strcmp(text, "corporation") == 0)
        return set_limit(&quotas->per_corporation, text, limit, err);
    return xn_fail(err, XN_ARGUMENT,
                   "--quota: found '%s', wanted unit, parent, corporation, LEVEL:UNIT or corporation:NAME",
                   text);
}

static enum xn_status read_quotas(struct options *options, struct inputs *inputs, struct xn_match_quotas *ret,
                                  struct xn_error *err)
{
    struct xn_match_quotas quotas = XN_MATCH_NO_QUOTAS;
    for (size_t i = 0; i < options->n_quotas; i++)
        XN_TRY(take_one_quota(options->quota[i], &quotas, inputs->named, err));
    quotas.named = inputs->named;
    quotas.unit = options->persons ? XN_MATCH_PERSONS : XN_MATCH_HOUSEHOLDS;
    *ret = quotas;
    return XN_OK;
}

/* --- input -------------------------------------------------------------------------------------------- */

static enum xn_status read_city(struct options *options, struct inputs *inputs, struct xn_error *err)
{
    struct cli_policy *policy = &options->policy;
    XN_TRY(cli_policy_load(policy, &inputs->notes, err));
    const bool pools = policy->policy.rule.profile == XN_PROFILE_CONCENTRATION;
    XN_TRY(cli_city_load(&options->city, pools, &inputs->city, &inputs->notes, err));
    XN_TRY(cli_policy_settle(policy, options->city.input, inputs->city, &inputs->notes, err));
    XN_TRY(cli_policy_check_live(policy, options->city.input, &inputs->notes, err));
    return cli_policy_classify(policy, inputs->city, &inputs->typology, &inputs->notes, err);
}

static enum xn_status read_households(struct options *options, struct inputs *inputs, struct xn_error *err)
{
    XN_TRY(xn_households_read(options->households_file, &inputs->households, &inputs->notes, err));
    const size_t n = inputs->households->count;
    inputs->household = xn_calloc(n + 1, sizeof *inputs->household);
    if (!inputs->household)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n; i++)
        inputs->household[i] = (struct xn_match_household){inputs->households->household[i].id,
                                                           &inputs->households->household[i].household};
    return XN_OK;
}

/* --- output ------------------------------------------------------------------------------------------- */

static void put_pair(struct cli_table *table, const struct xn_match *match, size_t household,
                     enum xn_language language)
{
    const struct xn_matching *best = match->best;
    XN_AUTO_BUF sentences = XN_BUF_INIT;
    cli_table_cell(table, match->problem.household_id[household]);
    if (best->dwelling_of[household] == XN_NONE) {
        for (int i = 0; i < 3; i++)
            cli_table_cell(table, "");
    } else {
        const struct xn_match_arc *arc = &match->arc[best->arc_of[household]];
        cli_table_cell(table, match->problem.dwelling_id[arc->dwelling]);
        cli_table_number(table, (double)arc->rank);
        cli_table_cell(table, xn_message(language, xn_class_name(arc->tier)));
    }
    xn_match_put_sentences(&sentences, match, household, language);
    cli_table_cell(table, xn_buf_text(&sentences));
}

static void put_total(struct xn_buf *buf, const char *what, const struct xn_matching *matching, size_t n)
{
    xn_buf_printf(buf, "%s: %zu of %zu placed, cost %lld", what, matching->n_placed, n,
                  (long long)matching->cost);
}

/* The batch beside its yardsticks, on standard error so that a CSV stays a CSV. */
static void describe(const struct xn_match *match)
{
    XN_AUTO_BUF buf = XN_BUF_INIT;
    const size_t n = match->problem.n_households;
    put_total(&buf, "batch", match->best, n);
    if (match->best->exact)
        xn_buf_puts(&buf, " (exact)\n");
    else
        xn_buf_printf(&buf, " (objective %.0f, bound %.0f, gap %.3f %%)\n", match->best->objective,
                      match->best->bound_objective, 100 * match->best->gap);
    put_total(&buf, "in the order of arrival", match->greedy, n);
    put_total(&buf, "\nat random", match->random, n);
    fprintf(stderr, "%s\n", xn_buf_text(&buf));
}

static void put_output(const struct options *options, const struct xn_match *match, struct xn_buf *buf)
{
    static const char *const heading[] = {"household", "dwelling", "rank", "area", "why"};
    if (options->output.format == CLI_JSON) {
        struct xn_json json;
        xn_json_init(&json, buf, true);
        xn_study_put_matching(&json, match, options->output.language);
        xn_buf_putc(buf, '\n');
        return;
    }
    XN_CLEANUP(cli_table_free)
    struct cli_table table = {.n_columns = sizeof heading / sizeof *heading, .right_aligned = 1u << 2};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, heading[i]);
    for (size_t i = 0; i < match->problem.n_households; i++)
        put_pair(&table, match, i, options->output.language);
    cli_table_put(&table, options->output.format == CLI_CSV, buf);
}

/* --- the run ------------------------------------------------------------------------------------------ */

static struct xn_match_input what_is_asked(const struct options *options, const struct inputs *inputs,
                                           struct xn_match_quotas quotas)
{
    const struct xn_placements *placements = options->policy.placements;
    return (struct xn_match_input){.rank = {.city = inputs->city,
                                            .policy = &options->policy.policy,
                                            .placement = placements ? placements->placement : NULL,
                                            .n_placements = placements ? placements->count : 0,
                                            .typology = inputs->typology,
                                            .dwelling = inputs->offers->dwelling,
                                            .n_dwellings = inputs->offers->count,
                                            .as_of = options->policy.as_of,
                                            .counts_as_of = options->city.input->counts_as_of},
                                   .household = inputs->household,
                                   .n_households = inputs->households->count,
                                   .quotas = quotas,
                                   .rows = options->rows,
                                   .rounds = options->rounds,
                                   .time_limit_s = options->time_limit_s,
                                   .seed = options->seed};
}

static enum xn_status match(struct options *options, struct inputs *inputs, struct xn_buf *buf,
                            struct xn_error *err)
{
    XN_AUTO(xn_match_free) struct xn_match *match = NULL;
    struct xn_match_quotas quotas;
    XN_TRY(read_quotas(options, inputs, &quotas, err));
    XN_TRY(read_city(options, inputs, err));
    XN_TRY(read_households(options, inputs, err));
    XN_TRY(xn_offers_read(options->offers_file, options->mapping_file, &inputs->offers, &inputs->notes, err));
    XN_TRY(xn_district_aliases_use(options->city.input, inputs->city, inputs->offers->dwelling,
                                   inputs->offers->count, &inputs->notes, err));
    XN_TRY(
        xn_study_place_dwellings(inputs->city, NULL, inputs->offers->dwelling, inputs->offers->count, err));
    const struct xn_match_input input = what_is_asked(options, inputs, quotas);
    XN_TRY(xn_study_match(&input, &match, &inputs->notes, err));
    cli_policy_describe(&options->policy);
    describe(match);
    put_output(options, match, buf);
    return XN_OK;
}

static void options_free(struct options *options)
{
    cli_city_free(&options->city);
    cli_policy_free(&options->policy);
}

static void inputs_free(struct inputs *inputs)
{
    xn_city_free(inputs->city);
    xn_typology_free(inputs->typology);
    xn_offers_free(inputs->offers);
    xn_households_free(inputs->households);
    xn_free(inputs->household);
    xn_notes_free(&inputs->notes);
}

int cli_match(int argc, char **argv)
{
    XN_CLEANUP(options_free) struct options options = {0};
    XN_CLEANUP(inputs_free) struct inputs inputs = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_error err = {0};
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = match(&options, &inputs, &buf, &err);
    cli_print_notes(&inputs.notes);
    return status == XN_OK ? cli_print(COMMAND, &buf) : cli_fail(COMMAND, status, &err);
}
