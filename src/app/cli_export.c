/* cli_export.c - `xenia export`: what other systems take over, in the form they read.
 *
 * VERA (Woonruimteverdeling): publicaties are the dwellings on offer, aanbiedingen the offers made to
 * households, toewijzingen the placements. Of a household there is an id that says nothing, and no more.
 */
#include "cli.h"
#include "xenia/exports.h"
#include "xenia/lifecycle.h"
#include <string.h>

#define COMMAND "export"

enum { OPT_CITY = 0x200, OPT_OUTPUT };

struct options {
    struct cli_store store;
    const char *kind, *city, *output;
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "ID", 0, "The city (default: $XENIA_CITY)", 1},
    {"output", 'o', "FILE", 0, "Where to (default: standard output)", 1},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        options->city = getenv("XENIA_CITY");
        return 0;
    case ARGP_KEY_ARG:
        if (options->kind)
            argp_error(state, "one thing at a time");
        options->kind = argument;
        return 0;
    case ARGP_KEY_END:
        if (!options->kind)
            argp_error(state, "what? publicaties, aanbiedingen or toewijzingen");
        if (!options->city || !*options->city)
            argp_error(state, "which city? --city ID");
        return 0;
    case OPT_CITY:
        options->city = argument;
        return 0;
    case 'o':
        options->output = argument;
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
    .args_doc = "publicaties|aanbiedingen|toewijzingen",
    .doc = "Writes VERA JSON for the systems of corporations: dwellings on offer, offers made, placements."};

/* --- what is exported -------------------------------------------------------------------------------------
 */

static bool is_taken(enum xn_dwelling_state state)
{
    return state == XN_DWELLING_RESERVED || state == XN_DWELLING_OFFERED;
}

/* What is let or withdrawn is on offer no more. */
static enum xn_status put_publications(struct xn_store *store, const char *city, struct xn_json *json,
                                       struct xn_error *err)
{
    XN_AUTO(xn_stored_dwellings_free) struct xn_stored_dwellings *stored = NULL;
    XN_TRY(xn_store_dwellings(store, city, NULL, &stored, err));
    XN_CLEANUP(xn_free_pointer) struct xn_dwelling *offered = xn_calloc(stored->count + 1, sizeof *offered);
    if (!offered)
        return xn_fail_memory(err);
    size_t n = 0;
    for (size_t i = 0; i < stored->count; i++) {
        const enum xn_dwelling_state state = stored->dwelling[i].state;
        if (state == XN_DWELLING_LET || state == XN_DWELLING_WITHDRAWN)
            continue;
        offered[n] = *stored->dwelling[i].data;
        offered[n].on_offer_elsewhere |= is_taken(state);
        n++;
    }
    xn_vera_put_publications(json, offered, n);
    return XN_OK;
}

static enum xn_status put_offers(struct xn_store *store, const char *city, struct xn_json *json,
                                 struct xn_error *err)
{
    XN_AUTO(xn_vera_offers_free) struct xn_vera_offers *offers = NULL;
    XN_TRY(xn_store_vera_offers(store, city, &offers, err));
    xn_vera_put_offers(json, offers->offer, offers->count);
    return XN_OK;
}

static enum xn_status put_allocations(struct xn_store *store, const char *city, struct xn_json *json,
                                      struct xn_error *err)
{
    XN_AUTO(xn_vera_allocations_free) struct xn_vera_allocations *placed = NULL;
    XN_TRY(xn_store_vera_allocations(store, city, &placed, err));
    xn_vera_put_allocations(json, placed->allocation, placed->count);
    return XN_OK;
}

/* --- the run ------------------------------------------------------------------------------------------ */

typedef enum xn_status put_kind(struct xn_store *store, const char *city, struct xn_json *json,
                                struct xn_error *err);
static const struct {
    const char *name;
    put_kind *put;
} kinds[] = {
    {"publicaties", put_publications}, {"aanbiedingen", put_offers}, {"toewijzingen", put_allocations}};

static enum xn_status find_kind(const char *name, put_kind **ret, struct xn_error *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(name, kinds[i].name) == 0) {
            *ret = kinds[i].put;
            return XN_OK;
        }
    return xn_fail(err, XN_ARGUMENT, "found '%s', wanted publicaties, aanbiedingen or toewijzingen", name);
}

static enum xn_status put(const struct options *options, struct xn_buf *buf, struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    put_kind *put_it = NULL;
    struct xn_json json;
    XN_TRY(find_kind(options->kind, &put_it, err));
    XN_TRY(cli_store_open_as(&options->store, "ledger", options->city, &store, err));
    XN_TRY(xn_store_cities(store, options->city, &stored, err)); /* names the cities there are */
    xn_json_init(&json, buf, true);
    XN_TRY(put_it(store, options->city, &json, err));
    xn_buf_putc(buf, '\n');
    return xn_buf_check(buf, err);
}

int cli_export(int argc, char **argv)
{
    struct options options = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_error err = {0};
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    enum xn_status status = put(&options, &buf, &err);
    if (status == XN_OK && options.output)
        status = xn_file_write(options.output, xn_buf_text(&buf), buf.length, &err);
    if (status != XN_OK)
        return cli_fail(COMMAND, status, &err);
    return options.output ? CLI_DONE : cli_print(COMMAND, &buf);
}
