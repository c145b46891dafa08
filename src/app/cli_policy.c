/* cli_policy.c - `xenia policy check|sign FILE`: is it a policy, is it signed, may it rank today? */
#include "cli.h"
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#define COMMAND "policy"

enum { OPT_USER = 0x200, OPT_AS_OF };

struct options {
    const char *action, *file, *user;
    xn_date as_of;
};

static const struct argp_option option[] = {
    {"user", OPT_USER, "NAME", 0, "sign: who signs, as in signed_by (default: the user's full name)", 1},
    {"as-of", OPT_AS_OF, "DATE", 0, "The day of checking or signing (default: today)", 1},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        options->as_of = xn_date_today();
        return 0;
    case ARGP_KEY_ARG:
        if (!options->action)
            options->action = argument;
        else if (!options->file)
            options->file = argument;
        else
            argp_error(state, "one file at a time");
        return 0;
    case ARGP_KEY_END:
        if (!options->file)
            argp_error(state, "wanted: check FILE.ini or sign FILE.ini");
        return 0;
    case OPT_USER:
        options->user = argument;
        return 0;
    case OPT_AS_OF:
        options->as_of = cli_parse_date(state, argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .args_doc = "check FILE.ini | sign FILE.ini",
    .doc = "check: reads a policy and says whether it is signed and may rank on the day. sign: records the "
           "file's digest, who signs and when, in FILE.ini.sig; any later change makes it unsigned."};

/* The full name of the user who runs this, up to the first comma of its record. */
static const char *own_name(char *ret, size_t size)
{
    const struct passwd *user = getpwuid(geteuid());
    if (!user)
        return "";
    const char *from = *user->pw_gecos ? user->pw_gecos : user->pw_name;
    snprintf(ret, size, "%.*s", (int)strcspn(from, ","), from);
    return ret;
}

static enum xn_status check(const struct options *options, struct xn_error *err)
{
    struct xn_policy policy;
    struct xn_error why = {0};
    XN_TRY(xn_policy_read(options->file, &policy, err));
    printf("policy %s version %s, SHA-256 %s\n", policy.name, policy.version, policy.digest);
    const bool is_signed = xn_policy_check_signature(options->file, &why) == XN_OK;
    printf("signature: %s\n", is_signed ? policy.signed_by : why.message);
    const bool may_rank = xn_policy_check_live(&policy, options->as_of, policy.demonstration, &why) == XN_OK;
    printf("ranking: %s\n", !may_rank              ? why.message
                            : policy.demonstration ? "allowed for the demonstration city alone"
                                                   : "allowed");
    return may_rank ? XN_OK : xn_fail(err, XN_INPUT, "%s", why.message);
}

static enum xn_status sign(const struct options *options, struct xn_error *err)
{
    char name[256] = "";
    const char *user = options->user ? options->user : own_name(name, sizeof name);
    XN_TRY(xn_policy_sign(options->file, user, options->as_of, err));
    printf("%s is signed by %s\n", options->file, user);
    return XN_OK;
}

int cli_policy(int argc, char **argv)
{
    struct options options = {0};
    struct xn_error err = {0};
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status =
        strcmp(options.action, "check") == 0 ? check(&options, &err)
        : strcmp(options.action, "sign") == 0
            ? sign(&options, &err)
            : xn_fail(&err, XN_ARGUMENT, "found '%s', wanted check or sign", options.action);
    return status == XN_OK ? CLI_DONE : cli_fail(COMMAND, status, &err);
}
