/* cli_common.c - failing, printing and reading option values, the same in every subcommand. */
#include "cli.h"
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int cli_exit_code(enum xn_status status)
{
    switch (status) {
    case XN_OK:
        return CLI_DONE;
    case XN_ARGUMENT:
        return CLI_USAGE;
    case XN_INPUT:
    case XN_LIMIT:
    case XN_NOT_FOUND:
    case XN_IO:
        return CLI_INPUT;
    case XN_UNDEFINED:
        return CLI_UNDEFINED;
    case XN_DATABASE:
        return CLI_STORE;
    case XN_CONFLICT:
        return CLI_BUSY;
    case XN_MEMORY:
    case XN_CANCELLED:
        break;
    }
    return CLI_TEMPORARY;
}

int cli_fail(const char *command, enum xn_status status, const struct xn_error *err)
{
    fprintf(stderr, "xenia %s: %s\n", command, err->message[0] ? err->message : xn_status_text(status));
    return cli_exit_code(status);
}

void cli_print_notes(const struct xn_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        fprintf(stderr, "note: %s\n", notes->text[i]);
    if (notes->dropped > 0)
        fprintf(stderr, "note: and %zu more\n", notes->dropped);
}

int cli_print(const char *command, const struct xn_buf *buf)
{
    struct xn_error err = {0};
    const enum xn_status status = xn_buf_check(buf, &err);
    if (status != XN_OK)
        return cli_fail(command, status, &err);
    if (fwrite(xn_buf_text(buf), 1, buf->length, stdout) != buf->length || fflush(stdout) != 0) {
        fprintf(stderr, "xenia %s: standard output cannot be written\n", command);
        return CLI_INPUT;
    }
    return CLI_DONE;
}

const char *cli_login_name(void)
{
    const struct passwd *user = getpwuid(geteuid());
    return user && user->pw_name ? user->pw_name : "unknown";
}

const char *cli_demo_data(void)
{
    static const char *const folder[] = {XENIA_DEMO_DATA, "gisdata/muenster_demo"};
    for (size_t i = 0; i < sizeof folder / sizeof *folder; i++)
        if (access(folder[i], X_OK) == 0)
            return folder[i];
    return folder[0];
}

enum xn_language cli_language(void)
{
    static const char *const variable[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof variable / sizeof *variable; i++) {
        const char *value = getenv(variable[i]);
        enum xn_language language;
        if (value && *value)
            return xn_language_parse(value, &language) ? language : XN_ENGLISH;
    }
    return XN_ENGLISH;
}

enum xn_language cli_parse_language(const struct argp_state *state, const char *text)
{
    enum xn_language language = XN_ENGLISH;
    if (!xn_language_parse(text, &language))
        argp_error(state, "--lang: found '%s', wanted nl, de, en or ru", text);
    return language;
}

xn_date cli_parse_date(const struct argp_state *state, const char *text)
{
    xn_date date = XN_NO_DATE;
    if (!xn_parse_date_iso(text, &date))
        argp_error(state, "found '%s', wanted a date such as 2021-02-01", text);
    return date;
}

size_t cli_parse_count(const struct argp_state *state, const char *option, const char *text)
{
    int64_t count = 0;
    if (!xn_parse_int(text, &count) || count < 0)
        argp_error(state, "%s: found '%s', wanted a whole number of at least 0", option, text);
    return (size_t)count;
}
