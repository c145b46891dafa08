/* cli_user.c - `xenia user`: the people who may come in.
 *
 * A password never stands among the arguments, which everybody on the machine can read: it comes by standard
 * input, or is made by chance and printed once. It is wiped from memory as soon as its hash is made.
 */
#include "cli_account.h"
#include <string.h>
#include <termios.h>
#include <unistd.h>

#define COMMAND "user"

enum { OPT_PASSWORD_STDIN = 0xb00 };

struct options {
    struct cli_store store;
    struct cli_output output;
    struct cli_account account;
    bool password_stdin;
    const char *action, *argument[2];
    size_t n_arguments;
};

/* --- passwords -------------------------------------------------------------------------------------------
 */

/* As many bytes as the longest password may have; on the stack, wiped when it goes. */
struct password {
    char text[4 * XN_PASSWORD_MAX + 2];
};
static void wipe(struct password *password)
{
    xn_password_wipe(password->text, sizeof password->text);
}

/* Bytes up to the end of the line, which one that fills the place does not have. */
static enum xn_status read_line(struct password *ret, struct xn_error *err)
{
    size_t length = 0;
    for (;;) {
        const ssize_t got = read(STDIN_FILENO, ret->text + length, 1);
        if (got < 0)
            return xn_fail(err, XN_IO, "standard input cannot be read");
        if (got == 0 || ret->text[length] == '\n')
            break;
        if (++length == sizeof ret->text - 1)
            return xn_fail(err, XN_INPUT, "the password has more than %d characters", XN_PASSWORD_MAX);
    }
    length -= length > 0 && ret->text[length - 1] == '\r';
    ret->text[length] = '\0';
    if (strlen(ret->text) != length)
        return xn_fail(err, XN_INPUT, "the password has a NUL in it");
    return XN_OK;
}

/* At a terminal what is typed is not shown. */
static enum xn_status read_password(struct password *ret, struct xn_error *err)
{
    struct termios shown, hidden;
    if (tcgetattr(STDIN_FILENO, &shown) != 0)
        return read_line(ret, err);
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    const enum xn_status status = read_line(ret, err);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputc('\n', stderr);
    return status;
}

static enum xn_status get_password(const struct options *options, struct password *ret, struct xn_error *err)
{
    if (options->password_stdin) {
        XN_TRY(read_password(ret, err));
        return xn_password_check(ret->text, options->argument[0], err);
    }
    return xn_password_make(ret->text, err);
}

/* The password alone, past the buffers of standard output; what it is, on standard error. */
static enum xn_status show_password(const struct options *options, struct password *password,
                                    struct xn_error *err)
{
    const struct xn_message_value value[] = {{"login", options->argument[0]}};
    XN_AUTO_BUF sentence = XN_BUF_INIT;
    xn_message_put(&sentence, options->output.language,
                   XN_N("the password of {login} is shown this once; a new one: xenia user password {login}"),
                   value, 1);
    XN_TRY(xn_buf_check(&sentence, err));
    fprintf(stderr, "%s\n", xn_buf_text(&sentence));
    const size_t length = strlen(password->text);
    password->text[length] = '\n';
    return write(STDOUT_FILENO, password->text, length + 1) == (ssize_t)(length + 1)
               ? XN_OK
               : xn_fail(err, XN_IO,
                         "standard output cannot be written: set a new password with `xenia user password`");
}

/* --- actions ---------------------------------------------------------------------------------------------
 */

static void say(const struct options *options, const char *sentence, struct xn_buf *ret)
{
    const struct xn_message_value value[] = {{"login", options->argument[0]}};
    xn_message_put(ret, options->output.language, sentence, value, 1);
    xn_buf_putc(ret, '\n');
}

static enum xn_status store_user(struct xn_store *store, const struct options *options, const char *hash,
                                 struct xn_error *err)
{
    struct xn_account account = options->account.account;
    XN_TRY(cli_account_name(options->argument[0], &account, err));
    return xn_store_add_user(store, &account, hash, cli_login_name(), err);
}

static enum xn_status store_password(struct xn_store *store, const struct options *options, const char *hash,
                                     struct xn_error *err)
{
    return xn_store_set_password(store, options->argument[0], hash, cli_login_name(), err);
}

/* Keeps a password with `keep`; one that was made is shown once it is kept. */
static enum xn_status with_password(const struct options *options,
                                    enum xn_status (*keep)(struct xn_store *store,
                                                           const struct options *options, const char *hash,
                                                           struct xn_error *err),
                                    const char *sentence, struct xn_buf *ret, struct xn_error *err)
{
    XN_CLEANUP(wipe) struct password password = {""};
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    char hash[XN_PASSWORD_HASH_SIZE];
    XN_TRY(cli_store_open_as(&options->store, "gate", NULL, &store, err));
    XN_TRY(get_password(options, &password, err));
    XN_TRY(xn_password_hash(password.text, hash, err));
    XN_TRY(keep(store, options, hash, err));
    if (!options->password_stdin)
        return show_password(options, &password, err);
    say(options, sentence, ret);
    return XN_OK;
}

static enum xn_status add(const struct options *options, struct xn_buf *ret, struct xn_error *err)
{
    if (!options->account.has_role)
        return xn_fail(err, XN_ARGUMENT, "add needs --role");
    return with_password(options, store_user, XN_N("{login} may come in"), ret, err);
}

static enum xn_status set_password(const struct options *options, struct xn_buf *ret, struct xn_error *err)
{
    return with_password(options, store_password,
                         XN_N("{login} has a new password, and all sessions have ended"), ret, err);
}

static enum xn_status set_state(const struct options *options, bool disabled, const char *sentence,
                                struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(cli_store_open_as(&options->store, "gate", NULL, &store, err));
    XN_TRY(xn_store_disable_user(store, options->argument[0], disabled, cli_login_name(), err));
    say(options, sentence, ret);
    return XN_OK;
}

static enum xn_status disable(const struct options *options, struct xn_buf *ret, struct xn_error *err)
{
    return set_state(options, true, XN_N("{login} may not come in any more, and all sessions have ended"),
                     ret, err);
}

static enum xn_status enable(const struct options *options, struct xn_buf *ret, struct xn_error *err)
{
    return set_state(options, false, XN_N("{login} may come in"), ret, err);
}

static enum xn_status hand_over(const struct options *options, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    size_t n_cases = 0;
    char number[24];
    XN_TRY(cli_store_open_as(&options->store, "gate", NULL, &store, err));
    XN_TRY(xn_store_hand_over(store, options->argument[0], options->argument[1], cli_login_name(), &n_cases,
                              err));
    snprintf(number, sizeof number, "%zu", n_cases);
    const struct xn_message_value value[] = {
        {"n", number}, {"from", options->argument[0]}, {"to", options->argument[1]}};
    xn_message_put(ret, options->output.language, XN_N("cases that {to} takes over from {from}: {n}"), value,
                   3);
    xn_buf_putc(ret, '\n');
    return XN_OK;
}

static enum xn_status list(const struct options *options, struct xn_buf *ret, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_accounts_free) struct xn_accounts *accounts = NULL;
    XN_TRY(cli_store_open_as(&options->store, "admin", NULL, &store, err));
    XN_TRY(xn_store_accounts(store, &accounts, err));
    cli_account_put(accounts, true, options->output.format, ret);
    return XN_OK;
}

static const struct action {
    const char *name;
    size_t n_arguments;
    bool takes_account, takes_password;
    enum xn_status (*run)(const struct options *options, struct xn_buf *ret, struct xn_error *err);
} action[] = {{"add", 1, true, true, add},
              {"list", 0, false, false, list},
              {"password", 1, false, true, set_password},
              {"disable", 1, false, false, disable},
              {"enable", 1, false, false, enable},
              {"hand-over", 2, false, false, hand_over}};

/* --- options ---------------------------------------------------------------------------------------------
 */

static const struct action *find_action(const char *name)
{
    for (size_t i = 0; name && i < sizeof action / sizeof *action; i++)
        if (strcmp(action[i].name, name) == 0)
            return &action[i];
    return NULL;
}

static void check(const struct options *options, const struct argp_state *state)
{
    const struct action *wanted = find_action(options->action);
    if (!wanted || wanted->n_arguments != options->n_arguments)
        argp_error(state,
                   "wanted: add LOGIN --role ROLE, list, password LOGIN, disable LOGIN, enable LOGIN, or "
                   "hand-over FROM TO");
    else if (options->account.given && !wanted->takes_account)
        argp_error(state, "%s does not take --role, --city or --corporation", options->action);
    else if (options->password_stdin && !wanted->takes_password)
        argp_error(state, "%s does not take --password-stdin", options->action);
}

static void take_argument(struct options *options, char *argument, const struct argp_state *state)
{
    if (!options->action)
        options->action = argument;
    else if (options->n_arguments < 2)
        options->argument[options->n_arguments++] = argument;
    else
        argp_error(state, "too many arguments"); /* not repeated: it may be a password */
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->account;
        state->child_inputs[1] = &options->output;
        state->child_inputs[2] = &options->store;
        return 0;
    case ARGP_KEY_ARG:
        take_argument(options, argument, state);
        return 0;
    case ARGP_KEY_END:
        check(options, state);
        return 0;
    case OPT_PASSWORD_STDIN:
        options->password_stdin = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_option option[] = {
    {"password-stdin", OPT_PASSWORD_STDIN, NULL, 0,
     "Read the password from standard input, one line of at least 12 characters (default: make one, print it "
     "once)",
     1},
    {0}};
static const struct argp_child child[] = {{&cli_account_argp, 0, "The account:", 2},
                                          {&cli_output_argp, 0, "The output:", 3},
                                          {&cli_store_argp, 0, "The store:", 4},
                                          {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .args_doc = "add LOGIN --role ROLE\nlist\npassword LOGIN\ndisable LOGIN\nenable LOGIN\nhand-over FROM TO",
    .doc = "The people who may come in. `hand-over` gives all cases of one coordinator to another, without "
           "anybody looking at one. Every change is logged under the login of the terminal."};

int cli_user(int argc, char **argv)
{
    struct options options = {0};
    struct xn_error err = {0};
    XN_AUTO_BUF result = XN_BUF_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = find_action(options.action)->run(&options, &result, &err);
    return status == XN_OK ? cli_print(COMMAND, &result) : cli_account_fail(COMMAND, status, &err);
}
