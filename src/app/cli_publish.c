/* cli_publish.c - `xenia publish`: what the working group gets, frozen for a quarter or a meeting. */
#include "cli.h"
#include "xenia/service.h"

#define COMMAND "publish"

enum { OPT_CITY = 0x200, OPT_MEETING, OPT_ON, OPT_HOLD_BACK, OPT_ANEW, OPT_DRY_RUN, OPT_LIST };

struct options {
    struct cli_store store;
    const char *city;
    struct xn_publish publish;
    bool dry_run, list;
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "ID", 0, "The city", 1},
    {"meeting", OPT_MEETING, "NAME", 0, "For a meeting of this name (default: for the running quarter)", 1},
    {"on", OPT_ON, "DATE", 0, "The day of the meeting (default: today)", 1},
    {"hold-back", OPT_HOLD_BACK, 0, 0,
     "Withhold the areas of fewer than 300 persons with a placement in the last 30 days, instead of refusing",
     1},
    {"anew", OPT_ANEW, 0, 0,
     "Publish although areas or groups have changed, so that what was published before cannot be compared",
     1},
    {"dry-run", OPT_DRY_RUN, 0, 0, "Make it, say what it would be, keep nothing", 1},
    {"list", OPT_LIST, 0, 0, "What has been published", 1},
    {0}};

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
    case OPT_MEETING:
        options->publish.meeting = argument;
        return 0;
    case OPT_ON:
        options->publish.on = cli_parse_date(state, argument);
        return 0;
    case OPT_HOLD_BACK:
        options->publish.hold_back = true;
        return 0;
    case OPT_ANEW:
        options->publish.anew = true;
        return 0;
    case OPT_DRY_RUN:
        options->dry_run = true;
        return 0;
    case OPT_LIST:
        options->list = true;
        return 0;
    case ARGP_KEY_END:
        if (!options->list && !options->city)
            argp_error(state, "--city is needed");
        if (options->publish.on != XN_NO_DATE && !options->publish.meeting)
            argp_error(state, "--on is the day of a --meeting");
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp_child child[] = {{&cli_store_argp, 0, "The store:", 2}, {0}};
static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .children = child,
    .doc =
        "Refreshes a city and freezes what the working group and the public get of it: counts after "
        "disclosure control, classes and indices. The first refresh of a quarter does so by itself. What is "
        "published never changes; without --hold-back nothing is published within 30 days of a placement in "
        "an area of fewer than 300 persons."};

static void report(const struct options *options, const struct xn_publish_report *published,
                   struct xn_buf *buf)
{
    xn_buf_printf(buf, "%s: %s %.16s %s", options->city, published->period, published->id,
                  published->made    ? "published"
                  : options->dry_run ? "not published (dry run)"
                                     : "was published before, and stays");
    if (published->n_held_back > 0)
        xn_buf_printf(buf, ", %zu area%s held back", published->n_held_back,
                      published->n_held_back == 1 ? "" : "s");
    if (published->n_left_out > 0)
        xn_buf_printf(buf,
                      ", the finest %zu level%s left out: with what was published before, %s would give "
                      "away small numbers",
                      published->n_left_out, published->n_left_out == 1 ? "" : "s",
                      published->n_left_out == 1 ? "it" : "they");
    xn_buf_putc(buf, '\n');
}

static void put_row(struct cli_table *table, const char *city, const struct xn_stored_publication *one)
{
    char made_on[16];
    xn_date_print(one->made_on, made_on, sizeof made_on);
    cli_table_cell(table, city);
    cli_table_cell(table, one->period);
    cli_table_cell(table, one->meeting ? one->meeting : "");
    cli_table_cell(table, made_on);
    cli_table_cell(table, one->made_by);
    cli_table_cell(table, one->policy);
    cli_table_cell(table, one->id);
}

static enum xn_status list(struct xn_store *store, const char *city, struct cli_table *table,
                           struct xn_error *err)
{
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *cities = NULL;
    XN_TRY(xn_store_cities(store, city, &cities, err));
    for (size_t i = 0; i < cities->count; i++) {
        XN_AUTO(xn_stored_publications_free) struct xn_stored_publications *publications = NULL;
        XN_TRY(cli_store_act(store, "steward", cities->city[i].id, err));
        XN_TRY(xn_store_publications(store, cities->city[i].id, &publications, err));
        for (size_t p = 0; p < publications->count; p++)
            put_row(table, cities->city[i].id, &publications->publication[p]);
    }
    return table->failed ? xn_fail_memory(err) : XN_OK;
}

static enum xn_status run(const struct options *options, struct xn_buf *buf, struct xn_notes *notes,
                          struct xn_error *err)
{
    static const char *const header[] = {"city", "period", "meeting", "made on", "made by", "policy", "id"};
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    struct xn_publish_report published = {.made = false};
    XN_TRY(options->list ? cli_store_open_as(&options->store, "steward", options->city, &store, err)
                         : cli_store_open_with_key(&options->store, "refresher", options->city, &store, err));
    if (!options->list) {
        XN_TRY(xn_publish_city(store, options->city, &options->publish, options->dry_run, &published, notes,
                               err));
        report(options, &published, buf);
        return XN_OK;
    }
    XN_CLEANUP(cli_table_free) struct cli_table table = {.n_columns = sizeof header / sizeof *header};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, header[i]);
    XN_TRY(list(store, options->city, &table, err));
    cli_table_put(&table, false, buf);
    return XN_OK;
}

int cli_publish(int argc, char **argv)
{
    struct options options = {.publish = {.on = XN_NO_DATE}};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_error err = {0};
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = run(&options, &buf, &notes, &err);
    cli_print_notes(&notes);
    return status == XN_OK ? cli_print(COMMAND, &buf) : cli_fail(COMMAND, status, &err);
}
