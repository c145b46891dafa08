/* cli_refresh.c - `xenia refresh`: what cron runs. Recomputes, compares, publishes, tells the changes. */
#include "cli.h"
#include "xenia/service.h"

#define COMMAND "refresh"

enum { OPT_CITY = 0x200, OPT_DRY_RUN };

struct options {
    struct cli_store store;
    struct cli_output output;
    const char *city;
    bool dry_run;
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "ID", 0, "One city (default: all)", 1},
    {"dry-run", OPT_DRY_RUN, 0, 0, "Compute and compare, publish nothing", 1},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        state->child_inputs[1] = &options->output;
        return 0;
    case OPT_CITY:
        options->city = argument;
        return 0;
    case OPT_DRY_RUN:
        options->dry_run = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {
    {&cli_store_argp, 0, "The store:", 2}, {&cli_output_argp, 0, "The output:", 3}, {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .doc =
        "Recomputes the indices and classes of a city, compares them with what is published, publishes the "
        "new snapshot atomically and prints the classes that changed, that hysteresis holds, and that a "
        "signed "
        "override sets. The same data again change nothing."};

static void report(const char *city, const struct xn_refresh_report *result, const struct xn_notes *changes,
                   bool dry_run)
{
    printf("%s: snapshot %.16s %s\n", city, result->snapshot,
           result->unchanged ? "unchanged"
           : dry_run         ? "not published (dry run)"
           : result->first   ? "published (the first)"
                             : "published");
    printf("%s: %zu of %zu areas changed class, %zu within noise, %zu held until other data say the same, "
           "%zu by "
           "signed override\n",
           city, result->n_changed, result->n_units, result->n_uncertain, result->n_held,
           result->n_overridden);
    for (size_t i = 0; i < changes->count; i++)
        printf("%s: %s\n", city, changes->text[i]);
    if (changes->dropped > 0)
        printf("%s: and %zu more\n", city, changes->dropped);
}

static void put_report(struct xn_json *json, const char *city, const struct xn_refresh_report *result,
                       const struct xn_notes *changes, bool dry_run)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "city", city);
    xn_json_member_string(json, "snapshot", result->snapshot);
    xn_json_member_bool(json, "published", !result->unchanged && !dry_run);
    xn_json_member_bool(json, "first", result->first);
    xn_json_member_int(json, "units", (int64_t)result->n_units);
    xn_json_member_int(json, "changed", (int64_t)result->n_changed);
    xn_json_member_int(json, "within_noise", (int64_t)result->n_uncertain);
    xn_json_member_int(json, "held", (int64_t)result->n_held);
    xn_json_member_int(json, "overridden", (int64_t)result->n_overridden);
    xn_json_key(json, "areas");
    xn_json_begin_array(json);
    for (size_t i = 0; i < changes->count; i++)
        xn_json_string(json, changes->text[i]);
    xn_json_end_array(json);
    xn_json_end_object(json);
}

static enum xn_status refresh(const struct options *options, struct xn_json *json, struct xn_notes *notes,
                              struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *cities = NULL;
    XN_TRY(cli_store_open_as(&options->store, "refresher", options->city, &store, err));
    XN_TRY(xn_store_cities(store, options->city, &cities, err));
    if (cities->count == 0)
        return xn_fail(err, XN_NOT_FOUND, "no city is imported: xenia import areas CITY.ini");
    for (size_t i = 0; i < cities->count; i++) {
        struct xn_refresh_report result;
        XN_AUTO_NOTES changes = XN_NOTES_INIT;
        XN_TRY(cli_store_act(store, "refresher", cities->city[i].id, err));
        XN_TRY(xn_refresh_city(store, cities->city[i].id, options->dry_run, &result, &changes, notes, err));
        if (options->output.format == CLI_JSON)
            put_report(json, cities->city[i].id, &result, &changes, options->dry_run);
        else
            report(cities->city[i].id, &result, &changes, options->dry_run);
    }
    return XN_OK;
}

int cli_refresh(int argc, char **argv)
{
    struct options options = {.output.no_csv = true};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_json json;
    struct xn_error err = {0};
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    xn_json_init(&json, &buf, true);
    xn_json_begin_array(&json);
    const enum xn_status status = refresh(&options, &json, &notes, &err);
    xn_json_end_array(&json);
    xn_buf_putc(&buf, '\n');
    cli_print_notes(&notes);
    if (status != XN_OK)
        return cli_fail(COMMAND, status, &err);
    return options.output.format == CLI_JSON ? cli_print(COMMAND, &buf) : CLI_DONE;
}
