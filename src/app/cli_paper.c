/* cli_paper.c - `xenia paper`: the papers of RULES R15 and R19, from the configuration that runs. */
#include "cli_paper.h"
#include <string.h>

#define COMMAND "paper"

enum { OPT_CITY = 0x200, OPT_QUARTER, OPT_FORMAT, OPT_LANG };
enum format { FORMAT_TEXT, FORMAT_HTML, FORMAT_JSON };

struct options {
    struct cli_store store;
    bool has_kind;
    enum xn_paper_kind kind;
    const char *city, *output;
    xn_quarter quarter;
    enum format format;
    enum xn_language language;
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "ID", 0, "The city (default: the only one there is)", 1},
    {"quarter", OPT_QUARTER, "QUARTER", 0,
     "2026Q3 (default: for fairness the last quarter that is over, else all of them)", 1},
    {"format", OPT_FORMAT, "FORMAT", 0, "text (default), html or json", 2},
    {"lang", OPT_LANG, "LANGUAGE", 0, "nl, de or en (default: the environment's)", 2},
    {"output", 'o', "FILE", 0, "Where to (default: standard output)", 2},
    {0}};

static enum format parse_format(const struct argp_state *state, const char *text)
{
    static const char *const name[] = {"text", "html", "json"};
    for (int i = 0; i < 3; i++)
        if (strcmp(name[i], text) == 0)
            return (enum format)i;
    argp_error(state, "--format: found '%s', wanted text, html or json", text);
    return FORMAT_TEXT;
}

static enum xn_language parse_language(const struct argp_state *state, const char *text)
{
    const enum xn_language language = cli_parse_language(state, text);
    if (language == XN_RUSSIAN)
        argp_error(state, "--lang: papers are in nl, de or en");
    return language;
}

static void parse_kind(struct options *options, const struct argp_state *state, const char *text)
{
    if (options->has_kind)
        argp_error(state, "found '%s' after '%s', wanted one paper", text, xn_paper_name(options->kind));
    if (!xn_paper_parse(text, &options->kind))
        argp_error(state, "found '%s', wanted art30, algorithm-register or fairness", text);
    options->has_kind = true;
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
            argp_error(state, "found '%s', wanted a quarter like 2026Q3", argument);
        return 0;
    case OPT_FORMAT:
        options->format = parse_format(state, argument);
        return 0;
    case OPT_LANG:
        options->language = parse_language(state, argument);
        return 0;
    case 'o':
        options->output = argument;
        return 0;
    case ARGP_KEY_ARG:
        parse_kind(options, state, argument);
        return 0;
    case ARGP_KEY_END:
        if (!options->has_kind)
            argp_error(state, "which paper? art30, algorithm-register or fairness");
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
    .args_doc = "art30|algorithm-register|fairness",
    .doc =
        "The record of processing activities (Article 30 GDPR), the entry for the algorithm register, or the "
        "fairness report of a quarter, made from the configuration that runs. What the configuration does "
        "not "
        "say is marked in the paper and counted on standard error; [organisation] of the city file says who "
        "answers for the service.\vThe JSON of algorithm-register has the fields of the Dutch publication "
        "standard "
        "1.0."};

static void put(const struct options *options, const struct xn_paper *paper, struct xn_buf *buf)
{
    switch (options->format) {
    case FORMAT_TEXT:
        xn_paper_put_text(paper, buf);
        return;
    case FORMAT_HTML:
        xn_paper_put_html(paper, buf);
        return;
    case FORMAT_JSON:
        xn_paper_put_json(paper, buf);
        return;
    }
}

static enum xn_status make(const struct options *options, struct xn_buf *buf, struct xn_notes *notes,
                           struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_paper_free) struct xn_paper *paper = NULL;
    XN_CLEANUP(cli_paper_facts_free) struct cli_paper_facts gathered = {0};
    XN_TRY(cli_store_open_with_key(&options->store, "ledger", options->city, &store, err));
    XN_TRY(cli_paper_gather(store, options->kind, options->city, options->quarter, &gathered, notes, err));
    XN_TRY(xn_paper_write(options->kind, &gathered.facts, options->language, &paper, err));
    put(options, paper, buf);
    if (xn_paper_gaps(paper) > 0)
        xn_note(notes,
                "the paper has %zu gap%s, each marked: the city file's [organisation] and the policy say "
                "what is to be filled in",
                xn_paper_gaps(paper), xn_paper_gaps(paper) == 1 ? "" : "s");
    return xn_buf_check(buf, err);
}

int cli_paper(int argc, char **argv)
{
    struct options options = {.quarter = XN_NO_QUARTER, .language = cli_language()};
    struct xn_error err = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    if (options.language == XN_RUSSIAN)
        options.language = XN_ENGLISH; /* of the environment */
    enum xn_status status = make(&options, &buf, &notes, &err);
    cli_print_notes(&notes);
    if (status == XN_OK && options.output)
        status = xn_file_write(options.output, xn_buf_text(&buf), buf.length, &err);
    if (status != XN_OK)
        return cli_fail(COMMAND, status, &err);
    return options.output ? CLI_DONE : cli_print(COMMAND, &buf);
}
