/* cli_desk.c - running an action of the office's commands: options, the desk, the answer. */
#include "cli_desk.h"
#include <ctype.h>
#include <string.h>

enum { OWN_KEY_BYTES = 16, OWN_KEY_SIZE = sizeof "xenia-" + 2 * OWN_KEY_BYTES };
enum { OPT_CITY = 0x600, OPT_AS, OPT_KEY, OPT_ON, OPT_REASON, OPT_NOTE, OPT_DAYS, OPT_SEEN, OPT_ALL };

/* --- options ----------------------------------------------------------------------------------------- */

static const struct argp_option option[] = {
    {"city", OPT_CITY, "ID", 0, "The city (default: $XENIA_CITY)", 1},
    {"as", OPT_AS, "NAME", 0, "Who acts (default: the login name)", 1},
    {"key", OPT_KEY, "KEY", 0,
     "A key of your own: the same command with the same key is done once (default: a new key)", 1},
    {"on", OPT_ON, "DATE", 0, "The day it happened (a demonstration city; a move)", 1},
    {"reason", OPT_REASON, "CODE", 0,
     "Why not the first row, or not a mixed area: OWN_WISH, CARE_OF_RELATIVES, AGAINST_ADVICE, LEFT_COUNTRY, "
     "OTHER; "
     "why it was refused: TOO_SMALL, TOO_LARGE, TOO_EXPENSIVE, PLACE, CONDITION, ACCESS, FAMILY, OTHER",
     1},
    {"note", OPT_NOTE, "TEXT", 0, "The reason, the objection or its outcome in words", 1},
    {"days", OPT_DAYS, "N", 0, "Days to answer", 1},
    {"seen", OPT_SEEN, "VERSION", 0, "The version you looked at: refused when it has changed since", 1},
    {"all", OPT_ALL, 0, 0, "All, not only what is open", 1},
    {0}};

static void take_city(struct cli_desk *desk)
{
    const char *city = getenv("XENIA_CITY");
    desk->city = city && *city ? city : NULL;
}

static error_t parse_own(int key, char *argument, struct argp_state *state, struct cli_desk *desk)
{
    switch (key) {
    case OPT_REASON:
        desk->reason = argument;
        desk->given |= CLI_TAKES_REASON;
        return 0;
    case OPT_NOTE:
        desk->note = argument;
        desk->given |= CLI_TAKES_NOTE;
        return 0;
    case OPT_DAYS:
        desk->days = cli_parse_count(state, "--days", argument);
        desk->given |= CLI_TAKES_DAYS;
        return 0;
    case OPT_SEEN:
        desk->version = (int64_t)cli_parse_count(state, "--seen", argument);
        desk->given |= CLI_TAKES_SEEN;
        return 0;
    case OPT_ALL:
        desk->all = true;
        desk->given |= CLI_TAKES_ALL;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static error_t parse_common(int key, char *argument, struct argp_state *state)
{
    struct cli_desk *desk = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &desk->store;
        state->child_inputs[1] = &desk->output;
        take_city(desk);
        return 0;
    case OPT_CITY:
        desk->city = argument;
        return 0;
    case OPT_AS:
        desk->actor = argument;
        return 0;
    case OPT_KEY:
        desk->key = argument;
        desk->given |= CLI_TAKES_KEY;
        return 0;
    case OPT_ON:
        desk->on = cli_parse_date(state, argument);
        desk->given |= CLI_TAKES_ON;
        return 0;
    default:
        return parse_own(key, argument, state, desk);
    }
}

static const struct argp_child common_child[] = {
    {&cli_store_argp, 0, "The store:", 3}, {&cli_output_argp, 0, "The output:", 4}, {0}};
static const struct argp common_argp = {.options = option, .parser = parse_common, .children = common_child};

/* What the outer parser works on: the command, and where its words go. */
struct parsing {
    const struct cli_desk_command *command;
    struct cli_desk *desk;
    const struct cli_action *action;
};

static const struct cli_action *find_action(const struct cli_desk_command *command, const char *name)
{
    for (size_t i = 0; i < command->n_actions; i++)
        if (strcmp(command->action[i].name, name) == 0)
            return &command->action[i];
    return NULL;
}

static void take_word(struct parsing *parsing, char *word, struct argp_state *state)
{
    struct cli_desk *desk = parsing->desk;
    if (!parsing->action) {
        parsing->action = find_action(parsing->command, word);
        if (!parsing->action)
            argp_error(state, "there is no '%s'; --help lists what there is", word);
    } else if (desk->n_arguments == parsing->action->n_arguments) {
        argp_error(state, "'%s' is one word too many after %s", word, parsing->action->name);
    } else {
        desk->argument[desk->n_arguments++] = word;
    }
}

static void check_words(const struct parsing *parsing, const struct argp_state *state)
{
    const struct cli_action *action = parsing->action;
    const struct cli_desk *desk = parsing->desk;
    if (!action)
        argp_error(state, "what is to be done? --help lists what there is");
    else if (desk->n_arguments < action->n_arguments)
        argp_error(state, "%s needs %s", action->name, action->arguments);
    else if (desk->given & ~action->takes)
        argp_error(state, "%s does not take one of the options given", action->name);
    else if (!desk->city)
        argp_error(state, "which city? --city ID");
}

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct parsing *parsing = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = parsing->desk;
        if (parsing->command->own)
            state->child_inputs[1] = parsing->command->own_input;
        return 0;
    case ARGP_KEY_ARG:
        take_word(parsing, argument, state);
        return 0;
    case ARGP_KEY_END:
        check_words(parsing, state);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* "draft HOUSEHOLD DWELLING | make OFFER", one line each, as argp wants it. */
static void put_arguments(const struct cli_desk_command *command, struct xn_buf *buf)
{
    for (size_t i = 0; i < command->n_actions; i++)
        xn_buf_printf(buf, "%s%s%s%s", i ? "\n" : "", command->action[i].name,
                      command->action[i].n_arguments ? " " : "", command->action[i].arguments);
}

/* --- a step ------------------------------------------------------------------------------------------- */

static enum xn_status act_in_role(struct cli_desk *desk, struct xn_error *err)
{
    const struct xn_identity identity = {.role = desk->role, .city = desk->city, .actor = desk->actor};
    return xn_store_act_as(desk->connection, &identity, err);
}

/* Where the master key lies, as for the daemon: beside the private cluster, or where the environment says. */
enum xn_status cli_desk_connect(struct cli_desk *desk, struct xn_error *err)
{
    if (desk->connection)
        return XN_OK;
    XN_TRY(cli_store_open_with_key(&desk->store, desk->role, desk->city, &desk->connection, err));
    return act_in_role(desk, err);
}

/* The city is read as whoever refreshes it: a coordinator has no counts. */
enum xn_status cli_desk_open(struct cli_desk *desk, struct xn_error *err)
{
    XN_TRY(cli_desk_connect(desk, err));
    if (desk->desk)
        return XN_OK;
    XN_TRY(cli_store_act(desk->connection, "refresher", desk->city, err));
    XN_TRY(xn_desk_open(desk->connection, desk->city, &desk->desk, err));
    return act_in_role(desk, err);
}

/* The exit code's status of an answer's. */
static enum xn_status refusal(int status)
{
    return status == 404 ? XN_NOT_FOUND : XN_INPUT;
}

/* A key of the command's own, so that it may be repeated. */
static enum xn_status make_key(char ret[OWN_KEY_SIZE], struct xn_error *err)
{
    XN_AUTO_KEY random;
    XN_TRY(xn_key_random(&random, err));
    int length = snprintf(ret, OWN_KEY_SIZE, "xenia-");
    for (size_t i = 0; i < OWN_KEY_BYTES; i++)
        length += snprintf(ret + length, OWN_KEY_SIZE - (size_t)length, "%02x", random.bytes[i]);
    return XN_OK;
}

/* Once more under the same key when nobody knows whether it was saved: it is then done, or found done. */
static enum xn_status do_known(struct cli_desk *desk, const struct xn_desk_call *call,
                               struct xn_desk_answer *answer, struct xn_error *err)
{
    struct xn_error why = {0};
    XN_TRY(xn_desk_do(desk->desk, call, answer, err));
    if (!xn_store_outcome_unknown(desk->connection))
        return XN_OK;
    xn_desk_answer_clear(answer);
    *answer = (struct xn_desk_answer){0};
    const enum xn_status status = xn_desk_do(desk->desk, call, answer, &why);
    if (status == XN_OK && !xn_store_outcome_unknown(desk->connection))
        return XN_OK;
    return xn_fail(err, XN_DATABASE,
                   "it is not known whether this was saved; repeat it with --key %s, and it is done once",
                   call->key);
}

enum xn_status cli_desk_step(struct cli_desk *desk, const char *method, const char *path,
                             const struct xn_buf *body, int64_t version, struct xn_buf *ret,
                             struct xn_error *err)
{
    XN_CLEANUP(xn_desk_answer_clear) struct xn_desk_answer answer = {0};
    const bool reads = strcmp(method, "GET") == 0;
    char own_key[OWN_KEY_SIZE];
    XN_TRY(cli_desk_open(desk, err));
    XN_TRY(make_key(own_key, err));
    if (body)
        XN_TRY(xn_buf_check(body, err));
    const struct xn_desk_call call = {.actor = desk->actor,
                                      .role = desk->role,
                                      .key = desk->key ? desk->key
                                             : reads   ? NULL
                                                       : own_key,
                                      .method = method,
                                      .path = path,
                                      .body = body ? xn_buf_text(body) : NULL,
                                      .body_length = body ? body->length : 0,
                                      .version = version,
                                      .language = desk->output.language};
    XN_TRY(do_known(desk, &call, &answer, err));
    if (answer.status >= 400)
        return xn_fail(err, refusal(answer.status), "%s", answer.sentence);
    if (desk->output.format == CLI_JSON)
        xn_buf_append(ret, xn_buf_text(&answer.body), answer.body.length);
    else
        xn_buf_puts(ret, answer.sentence);
    xn_buf_putc(ret, '\n');
    return XN_OK;
}

void cli_desk_begin(const struct cli_desk *desk, struct xn_json *json, struct xn_buf *buf)
{
    char day[16] = "";
    xn_json_init(json, buf, false);
    xn_json_begin_object(json);
    if (desk->on == XN_NO_DATE)
        return;
    xn_date_print(desk->on, day, sizeof day);
    xn_json_member_string(json, "on", day);
}

void cli_desk_member(struct xn_json *json, const char *name, const char *value)
{
    if (value)
        xn_json_member_string(json, name, value);
}

void cli_desk_path(struct xn_buf *buf, const char *thing, const char *id)
{
    xn_buf_puts(buf, thing);
    for (const char *c = id; *c; c++)
        if (isalnum((unsigned char)*c) || strchr("-_.~", *c))
            xn_buf_putc(buf, *c);
        else
            xn_buf_printf(buf, "%%%02X", (unsigned char)*c);
}

/* --- the command -------------------------------------------------------------------------------------- */

static void close_desk(struct cli_desk *desk)
{
    xn_desk_close(desk->desk);
    xn_store_close(desk->connection);
}

int cli_desk_run(const struct cli_desk_command *command, int argc, char **argv)
{
    XN_CLEANUP(close_desk)
    struct cli_desk desk = {.on = XN_NO_DATE,
                            .role = command->role ? command->role : "coordinator",
                            .actor = cli_login_name(),
                            .own = command->own_input};
    XN_AUTO_BUF arguments = XN_BUF_INIT, out = XN_BUF_INIT;
    struct parsing parsing = {.command = command, .desk = &desk};
    struct xn_error err = {0};
    put_arguments(command, &arguments);
    const struct argp_child child[] = {
        {&common_argp, 0, NULL, 2}, {command->own, 0, command->own ? "The dwelling:" : NULL, 1}, {0}};
    const struct argp argp = {
        .parser = parse, .children = child, .args_doc = xn_buf_text(&arguments), .doc = command->doc};
    argp_parse(&argp, argc, argv, 0, NULL, &parsing);
    const enum xn_status status = parsing.action->run(&desk, &out, &err);
    return status == XN_OK ? cli_print(command->name, &out) : cli_fail(command->name, status, &err);
}
