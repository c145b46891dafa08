/* cli_policy.c - `xenia policy check|sign|list|diff|override`: what policies there are and what they may do.
 */
#include "cli_policy.h"
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#define COMMAND "policy"

enum { OPT_USER = 0x200, OPT_AS_OF, OPT_CITY, OPT_PLACEMENTS, OPT_SHIPPED };

static const struct argp_option option[] = {
    {"user", OPT_USER, "NAME", 0, "sign: who signs, as in signed_by (default: the user's full name)", 1},
    {"as-of", OPT_AS_OF, "DATE", 0, "The day of checking or signing (default: today)", 1},
    {"shipped", OPT_SHIPPED, 0, 0, "list: the profiles that come with the program, without a store", 1},
    {"city", OPT_CITY, "CITY", 0, "diff: a city file, whose areas are compared; override: a city's id", 1},
    {"placements", OPT_PLACEMENTS, "FILE.csv", 0, "diff: the programme's placements in that city", 1},
    {0}};

static void take_argument(struct policy_options *options, struct argp_state *state, char *argument)
{
    if (options->n_arguments == POLICY_ARGUMENTS_MAX)
        argp_error(state, "found '%s' too many", argument);
    else
        options->argument[options->n_arguments++] = argument;
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct policy_options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        state->child_inputs[1] = &options->output;
        options->as_of = xn_date_today();
        return 0;
    case ARGP_KEY_ARG:
        take_argument(options, state, argument);
        return 0;
    case OPT_USER:
        options->user = argument;
        return 0;
    case OPT_AS_OF:
        options->as_of = cli_parse_date(state, argument);
        return 0;
    case OPT_CITY:
        options->city = argument;
        return 0;
    case OPT_PLACEMENTS:
        options->placements = argument;
        return 0;
    case OPT_SHIPPED:
        options->shipped = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {
    {&cli_store_argp, 0, "The store:", 2},
    {&cli_output_argp, 0, "The output of list, diff and override list:", 3},
    {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .args_doc = "check FILE\nsign FILE\nlist\ndiff A B\noverride add FILE.csv\noverride list",
    .doc =
        "check: reads a policy and says whether it is signed and may rank on the day; or a list of overrides "
        "and whether it is signed. sign: records the file's digest, who signs and when, in FILE.sig; any "
        "later change makes it unsigned. list: the policies in the store, who signed them, which cities "
        "follow them and whether they may rank today. diff: every parameter in which two policies differ, "
        "each a file, the name of a profile, or the number of one in the store; with --city also the areas "
        "whose class differs. override: adds signed overrides (level,unit_id,class,reason,signed_by,"
        "signed_on,valid_until; class 'lifted' ends one) to a city, or lists them."};

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

static bool is_override_file(const char *path)
{
    const size_t length = strlen(path);
    return length > 4 && strcmp(path + length - 4, ".csv") == 0;
}

static enum xn_status check_policy(const struct policy_options *options, const char *file,
                                   struct xn_error *err)
{
    struct xn_policy policy;
    struct xn_error why = {0};
    XN_TRY(xn_policy_read(file, &policy, err));
    printf("policy %s version %s, SHA-256 %s\n", policy.name, policy.version, policy.digest);
    const bool is_signed = xn_policy_check_signature(file, &why) == XN_OK;
    printf("signature: %s\n", is_signed ? policy.signed_by : why.message);
    const bool may_rank = xn_policy_check_live(&policy, options->as_of, policy.demonstration, &why) == XN_OK;
    printf("ranking: %s\n", !may_rank              ? why.message
                            : policy.demonstration ? "allowed for the demonstration city alone"
                                                   : "allowed");
    return may_rank ? XN_OK : xn_fail(err, XN_INPUT, "%s", why.message);
}

static enum xn_status check_overrides(const char *file, struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_overrides_free) struct xn_overrides *overrides = NULL;
    XN_TRY(xn_overrides_read(file, &overrides, notes, err));
    printf("%zu overrides, SHA-256 %s\n", overrides->count, overrides->digest);
    XN_TRY(xn_overrides_check_signature(file, overrides, err));
    printf("signature: %s\n", overrides->count > 0 ? overrides->override[0].signed_by : "");
    return XN_OK;
}

static enum xn_status check(const struct policy_options *options, struct xn_buf *buf, struct xn_notes *notes,
                            struct xn_error *err)
{
    (void)buf;
    const char *file = options->argument[1];
    return is_override_file(file) ? check_overrides(file, notes, err) : check_policy(options, file, err);
}

static enum xn_status sign(const struct policy_options *options, struct xn_buf *buf, struct xn_notes *notes,
                           struct xn_error *err)
{
    (void)notes;
    char name[256] = "";
    const char *file = options->argument[1];
    const char *user = options->user ? options->user : own_name(name, sizeof name);
    if (is_override_file(file))
        XN_TRY(xn_overrides_sign(file, user, options->as_of, err));
    else
        XN_TRY(xn_policy_sign(file, user, options->as_of, err));
    xn_buf_printf(buf, "%s is signed by %s\n", file, user);
    return XN_OK;
}

struct action {
    const char *name, *wanted;
    size_t least, most; /* arguments, the action with them */
    enum xn_status (*run)(const struct policy_options *options, struct xn_buf *buf, struct xn_notes *notes,
                          struct xn_error *err);
};
static const struct action actions[] = {
    {"check", "check FILE", 2, 2, check},
    {"sign", "sign FILE", 2, 2, sign},
    {"list", "list", 1, 1, cli_policy_list},
    {"diff", "diff A B", 3, 3, cli_policy_diff},
    {"override", "override add FILE.csv or override list", 2, 3, cli_policy_override},
};

static enum xn_status run(const struct policy_options *options, struct xn_buf *buf, struct xn_notes *notes,
                          struct xn_error *err)
{
    const char *name = options->n_arguments > 0 ? options->argument[0] : "";
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        const struct action *action = &actions[i];
        if (strcmp(name, action->name) != 0)
            continue;
        if (options->n_arguments < action->least || options->n_arguments > action->most)
            return xn_fail(err, XN_ARGUMENT, "wanted: %s", action->wanted);
        return action->run(options, buf, notes, err);
    }
    return xn_fail(err, XN_ARGUMENT, "found '%s', wanted check, sign, list, diff or override", name);
}

int cli_policy(int argc, char **argv)
{
    struct policy_options options = {.n_arguments = 0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    struct xn_error err = {0};
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = run(&options, &buf, &notes, &err);
    cli_print_notes(&notes);
    return status == XN_OK ? cli_print(COMMAND, &buf) : cli_fail(COMMAND, status, &err);
}
