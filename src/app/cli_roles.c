/* cli_roles.c - `xenia roles`: which role may ask which address, as the service itself goes by (RULES R11).
 */
#include "cli.h"
#include "xenia/role.h"
#include "xenia/service.h"

#define COMMAND "roles"

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct cli_output *output = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = output;
        return 0;
    case ARGP_KEY_ARG:
        argp_error(state, "takes options alone, not '%s'", argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {{&cli_output_argp, 0, "The result:", 1}, {0}};
static const struct argp command_argp = {
    .parser = parse,
    .children = child,
    .doc = "Prints for each address of the service which roles may ask it. 'anybody' needs no account."};

static bool may(const struct xn_route_roles *route, int role)
{
    return route->roles == 0 || route->roles & 1u << role;
}

static void put_table(enum cli_format format, struct xn_buf *buf)
{
    XN_CLEANUP(cli_table_free) struct cli_table table = {.n_columns = 3 + XN_N_ROLES};
    static const char *const heading[] = {"method", "path", "anybody"};
    for (size_t i = 0; i < 3; i++)
        cli_table_cell(&table, heading[i]);
    for (int role = 0; role < XN_N_ROLES; role++)
        cli_table_cell(&table, xn_role_name((enum xn_role)role));
    for (size_t i = 0; i < xn_route_count(); i++) {
        struct xn_route_roles route;
        xn_route_at(i, &route);
        cli_table_cell(&table, route.method);
        cli_table_cell(&table, route.path);
        cli_table_cell(&table, route.roles == 0 ? "yes" : "");
        for (int role = 0; role < XN_N_ROLES; role++)
            cli_table_cell(&table, may(&route, role) ? "yes" : "");
    }
    cli_table_put(&table, format == CLI_CSV, buf);
}

static void put_json(struct xn_buf *buf)
{
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_json_begin_array(&json);
    for (size_t i = 0; i < xn_route_count(); i++) {
        struct xn_route_roles route;
        xn_route_at(i, &route);
        xn_json_begin_object(&json);
        xn_json_member_string(&json, "method", route.method);
        xn_json_member_string(&json, "path", route.path);
        xn_json_member_bool(&json, "anybody", route.roles == 0);
        xn_json_key(&json, "roles");
        xn_json_begin_array(&json);
        for (int role = 0; role < XN_N_ROLES; role++)
            if (may(&route, role))
                xn_json_string(&json, xn_role_name((enum xn_role)role));
        xn_json_end_array(&json);
        xn_json_end_object(&json);
    }
    xn_json_end_array(&json);
    xn_buf_putc(buf, '\n');
}

int cli_roles(int argc, char **argv)
{
    struct cli_output output = {.format = CLI_TABLE};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &output);
    if (output.format == CLI_JSON)
        put_json(&buf);
    else
        put_table(output.format, &buf);
    return cli_print(COMMAND, &buf);
}
