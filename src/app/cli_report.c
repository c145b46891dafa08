/* cli_report.c - `xenia report`: the quarterly report and the map pack of a meeting, as PDF or HTML. */
#include <string.h>
#include "cli.h"
#include "xenia/ledger.h"
#include "xenia/service.h"

#define COMMAND "report"

enum { OPT_CITY = 0x200, OPT_QUARTER, OPT_PUBLICATION, OPT_MAPS, OPT_PAPER, OPT_LANG };

struct options {
    struct cli_store store;
    const char *city, *output;
    xn_quarter quarter;
    struct xn_pack_wanted wanted;
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "ID", 0, "The city (default: the only one there is)", 1},
    {"quarter", OPT_QUARTER, "QUARTER", 0, "2004Q3: of the newest publication of that quarter", 1},
    {"publication", OPT_PUBLICATION, "ID", 0,
     "Of this publication (default: the newest; xenia publish --list)", 1},
    {"maps", OPT_MAPS, 0, 0, "The map pack for a meeting, in place of the report", 1},
    {"paper", OPT_PAPER, "SIZE", 0, "a4 (default) or a3", 2},
    {"lang", OPT_LANG, "LANGUAGE", 0, "nl, de or en (default: the environment's)", 2},
    {"output", 'o', "FILE", 0, "Where to: FILE.pdf or FILE.html", 2},
    {0}};

static void parse_paper(struct options *options, const struct argp_state *state, const char *text)
{
    if (!xn_paper_size_parse(text, &options->wanted.paper))
        argp_error(state, "--paper: found '%s', wanted a4 or a3", text);
}

/* The form follows from the file's name. */
static void parse_output(struct options *options, const struct argp_state *state, const char *path)
{
    const char *dot = strrchr(path, '.');
    options->wanted.html = dot && strcmp(dot, ".html") == 0;
    if (!dot || (!options->wanted.html && strcmp(dot, ".pdf") != 0))
        argp_error(state, "--output: found '%s', wanted a name that ends in .pdf or .html", path);
    options->output = path;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        return 0;
    case OPT_CITY:
        options->city = argument;
        return 0;
    case OPT_QUARTER:
        if (!xn_quarter_parse(argument, &options->quarter))
            argp_error(state, "--quarter: found '%s', wanted a quarter like 2004Q3", argument);
        return 0;
    case OPT_PUBLICATION:
        options->wanted.publication = argument;
        return 0;
    case OPT_MAPS:
        options->wanted.kind = XN_PACK_MAPS;
        return 0;
    case OPT_PAPER:
        parse_paper(options, state, argument);
        return 0;
    case OPT_LANG:
        options->wanted.language = cli_parse_language(state, argument);
        return 0;
    case 'o':
        parse_output(options, state, argument);
        return 0;
    case ARGP_KEY_END:
        if (!options->output)
            argp_error(state, "--output is needed");
        if (options->wanted.publication && options->quarter != XN_NO_QUARTER)
            argp_error(state, "--publication and --quarter name the same thing: give one of them");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {{&cli_store_argp, 0, "The store:", 3}, {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .doc =
        "The quarterly report of a city, or with --maps the pack of maps for a meeting of the working group: "
        "made from what was published, after disclosure control, and so the same pages whenever they are "
        "made "
        "again."};

/* The id that was given, or the newest one, of the quarter or at all. */
static enum xn_status find_publication(const struct options *options,
                                       const struct xn_stored_publications *list, const char **ret,
                                       struct xn_error *err)
{
    *ret = options->wanted.publication;
    for (size_t i = 0; !*ret && i < list->count; i++)
        if (options->quarter == XN_NO_QUARTER ||
            xn_quarter_of(list->publication[i].made_on) == options->quarter)
            *ret = list->publication[i].id;
    return *ret ? XN_OK : xn_fail(err, XN_NOT_FOUND, "nothing was published of this city then");
}

static enum xn_status find_city(struct xn_store *store, const char *wanted, struct xn_stored_cities **ret,
                                struct xn_error *err)
{
    XN_TRY(xn_store_cities(store, wanted, ret, err));
    if ((*ret)->count == 1)
        return XN_OK;
    return xn_fail(err, XN_NOT_FOUND, "the store has %zu cities%s%s: --city says which", (*ret)->count,
                   wanted ? " of the id " : "", wanted ? wanted : "");
}

static enum xn_status make(const struct options *options, struct xn_buf *buf, struct xn_notes *notes,
                           struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *cities = NULL;
    XN_AUTO(xn_stored_publications_free) struct xn_stored_publications *list = NULL;
    struct xn_pack_wanted wanted = options->wanted;
    XN_TRY(cli_store_open_as(&options->store, "steward", options->city, &store, err));
    XN_TRY(find_city(store, options->city, &cities, err));
    const char *city = cities->city[0].id;
    XN_TRY(cli_store_act(store, "steward", city, err));
    XN_TRY(xn_store_publications(store, city, &list, err));
    XN_TRY(find_publication(options, list, &wanted.publication, err));
    return xn_pack_write(store, city, &wanted, buf, notes, err);
}

int cli_report(int argc, char **argv)
{
    struct options options = {.quarter = XN_NO_QUARTER,
                              .wanted = {.kind = XN_PACK_REPORT, .language = cli_language()}};
    struct xn_error err = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    enum xn_status status = make(&options, &buf, &notes, &err);
    cli_print_notes(&notes);
    if (status == XN_OK)
        status = xn_file_write(options.output, xn_buf_text(&buf), buf.length, &err);
    return status == XN_OK ? CLI_DONE : cli_fail(COMMAND, status, &err);
}
