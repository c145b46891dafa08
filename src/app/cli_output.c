/* cli_output.c - the options that say how a result is written: --format and --lang. */
#include "cli.h"
#include <string.h>

enum { OPT_FORMAT = 0x500, OPT_LANG };

static const struct argp_option option[] = {
    {"format", OPT_FORMAT, "FORMAT", 0, "table (default), csv or json", 1},
    {"lang", OPT_LANG, "LANGUAGE", 0, "nl, de, en or ru (default: the environment's)", 1},
    {0}};

static void take_format(struct cli_output *output, const struct argp_state *state, const char *text)
{
    if (strcmp(text, "table") == 0)
        output->format = CLI_TABLE;
    else if (strcmp(text, "json") == 0)
        output->format = CLI_JSON;
    else if (strcmp(text, "csv") == 0 && !output->no_csv)
        output->format = CLI_CSV;
    else
        argp_error(state, "--format: found '%s', wanted table%s or json", text,
                   output->no_csv ? "" : ", csv");
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct cli_output *output = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        output->language = cli_language();
        return 0;
    case OPT_FORMAT:
        take_format(output, state, argument);
        return 0;
    case OPT_LANG:
        output->language = cli_parse_language(state, argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp cli_output_argp = {.options = option, .parser = parse};
