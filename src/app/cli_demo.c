/* cli_demo.c - `xenia demo`: everything at once, on the demonstration city.
 *
 * Private PostgreSQL, the past year at the desk with what was published in it, import, refresh, a ranking for
 * a sample household on the terminal, a map file, a token, then the daemon. All of it may be repeated: what
 * is there already is found unchanged. With --replay, a past year of the programme is done again at the desk
 * instead.
 */
#include "cli.h"
#include "cli_replay.h"
#include "imports.h"
#include "xenia/accounts.h"
#include "xenia/map.h"
#include "xenia/service.h"
#include "xenia/study.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMMAND "demo"
#define CITY_ID "muenster-demo"
#define REPLAY_YEAR "2004"
#define PRESENT_YEAR 2005
#define REPLAY_CITY_ID "muenster-2004"
#define RANKED_SHOWN 3 /* of each tier */

enum { OPT_DIR = 0x200, OPT_DATA, OPT_NO_SERVE, OPT_PORT, OPT_LANG, OPT_REPLAY };

struct options {
    const char *dir, *data, *port;
    bool serve, replay;
    enum xn_language language;
};

static const struct argp_option option[] = {
    {"dir", OPT_DIR, "FOLDER", 0, "Where the demo keeps its state (default: /tmp/xenia-demo-UID)", 1},
    {"data", OPT_DATA, "FOLDER", 0, "The demonstration city's files", 1},
    {"port", OPT_PORT, "N", 0, "Port of the page (default: 8080)", 1},
    {"replay", OPT_REPLAY, "YEAR", 0,
     "Do the programme's year 2004 again, event by event, in a city of its own (" REPLAY_CITY_ID "), and end",
     1},
    {"no-serve", OPT_NO_SERVE, 0, 0, "Stop after the ranking and the map", 1},
    {"lang", OPT_LANG, "LANGUAGE", 0, "nl, de, en or ru", 1},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case OPT_DIR:
        options->dir = argument;
        return 0;
    case OPT_DATA:
        options->data = argument;
        return 0;
    case OPT_PORT:
        options->port = argument;
        return 0;
    case OPT_NO_SERVE:
        options->serve = false;
        return 0;
    case OPT_REPLAY:
        if (strcmp(argument, REPLAY_YEAR) != 0)
            argp_error(state, "--replay: found '%s', wanted " REPLAY_YEAR, argument);
        options->replay = true;
        return 0;
    case OPT_LANG:
        options->language = cli_parse_language(state, argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static const struct argp command_argp = {
    .options = option,
    .parser = parse,
    .doc = "Loads the demonstration city (a schematic Münster with invented people and dwellings), ranks "
           "dwellings for a sample household and serves the page on 127.0.0.1."};

static void step(const struct options *options, const char *english)
{
    printf("\n== %s\n", xn_message(options->language, english));
    fflush(stdout);
}

struct named {
    const char *name;
    size_t count;
};

/* A sentence with at most 4 counts. */
static void tell(const struct options *options, const char *english, const struct named *named, size_t n)
{
    char text[4][24];
    struct xn_message_value value[4];
    XN_AUTO_BUF sentence = XN_BUF_INIT;
    for (size_t i = 0; i < n; i++) {
        snprintf(text[i], sizeof text[i], "%zu", named[i].count);
        value[i] = (struct xn_message_value){named[i].name, text[i]};
    }
    xn_message_put(&sentence, options->language, english, value, n);
    printf("%s\n", xn_buf_text(&sentence));
}

static const char *path_in(const char *folder, const char *name, char *ret, size_t size)
{
    snprintf(ret, size, "%s/%s", folder, name);
    return ret;
}

/* --- the past ------------------------------------------------------------------------------------------ */

/* The schema comes first: the key, which lies where `xenia --state-dir` looks for it, is taken with it. */
static enum xn_status open_with_key(const struct options *options, struct xn_store **ret,
                                    struct xn_error *err)
{
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    const struct xn_store_settings settings = {.state_dir = options->dir};
    const struct cli_store same = {.state_dir = options->dir};
    XN_TRY(xn_store_open(&settings, &store, err));
    XN_TRY(xn_store_migrate(store, NULL, err));
    return cli_store_open_with_key(&same, NULL, NULL, ret, err);
}

/* Has an earlier run come to the present? */
static enum xn_status is_present(struct xn_store *store, bool *ret, struct xn_error *err)
{
    XN_AUTO(xn_stored_publications_free) struct xn_stored_publications *list = NULL;
    XN_TRY(cli_store_act(store, "steward", CITY_ID, err));
    XN_TRY(xn_store_publications(store, CITY_ID, &list, err));
    *ret = list->count > 0 && list->publication[0].made_on >= xn_date_of(PRESENT_YEAR, 1, 1);
    return XN_OK;
}

/* The year 2004, done at the desk and published quarter by quarter, under the policy of then. */
static enum xn_status live_past(struct xn_store *store, const struct options *options, struct xn_notes *notes,
                                struct xn_error *err)
{
    char city[1024], policy[1024];
    bool done = false;
    struct imported_city imported;
    const struct cli_replay year = {.store = store,
                                    .data = options->data,
                                    .city = CITY_ID,
                                    .language = options->language,
                                    .by_quarter = true,
                                    .quiet = true};
    XN_TRY(is_present(store, &done, err));
    if (done)
        return XN_OK;
    XN_TRY(import_city(store, path_in(options->data, "city_2004Q1.ini", city, sizeof city),
                       path_in(options->data, "policy_concentration.ini", policy, sizeof policy), false,
                       &imported, notes, err));
    XN_TRY(cli_store_act(store, NULL, NULL, err)); /* the whole office at once */
    XN_TRY(cli_replay_events(&year, notes, err));
    return cli_replay_end_feed(&year, err);
}

/* --- loading ----------------------------------------------------------------------------------------- */

static enum xn_status load(struct xn_store *store, const struct options *options, struct xn_notes *notes,
                           struct xn_error *err)
{
    char city[1024], policy[1024], offers[1024], placements[1024], institutions[1024];
    struct xn_import_report report;
    struct imported_city imported;
    XN_TRY(import_city(store, path_in(options->data, "city.ini", city, sizeof city),
                       path_in(options->data, "policy.ini", policy, sizeof policy), false, &imported, notes,
                       err));
    XN_TRY(import_placements(store, CITY_ID,
                             path_in(options->data, "placements.csv", placements, sizeof placements), false,
                             &report, notes, err));
    XN_TRY(import_institutions(store, CITY_ID,
                               path_in(options->data, "institutions.csv", institutions, sizeof institutions),
                               false, &report, notes, err));
    XN_TRY(import_offers(store, CITY_ID, path_in(options->data, "offers.csv", offers, sizeof offers), NULL,
                         "demo", false, &report, notes, err));
    tell(options, XN_N("offers: {new} new, {changed} changed, {unchanged} unchanged, {withdrawn} withdrawn"),
         (const struct named[]){{"new", report.inserted},
                                {"changed", report.changed},
                                {"unchanged", report.unchanged},
                                {"withdrawn", report.withdrawn}},
         4);
    return XN_OK;
}

static enum xn_status refresh(struct xn_store *store, const struct options *options, struct xn_notes *notes,
                              struct xn_error *err)
{
    struct xn_refresh_report report;
    XN_TRY(cli_store_act(store, "refresher", CITY_ID, err));
    XN_TRY(xn_refresh_city(store, CITY_ID, false, &report, NULL, notes, err));
    tell(options,
         report.unchanged
             ? XN_N("The snapshot is unchanged: {changed} of {units} areas changed class, {uncertain} "
                    "within noise.")
             : XN_N("A snapshot is published: {changed} of {units} areas changed class, {uncertain} "
                    "within noise."),
         (const struct named[]){
             {"changed", report.n_changed}, {"units", report.n_units}, {"uncertain", report.n_uncertain}},
         3);
    return XN_OK;
}

/* --- showing ----------------------------------------------------------------------------------------- */

struct shown {
    struct xn_city_input *input;
    struct xn_city *city;
    struct xn_offers *offers;
    struct xn_placements *placements;
    struct xn_policy policy;
    struct xn_household household;
    struct xn_study *study;
};

static void shown_free(struct shown *shown)
{
    xn_study_free(shown->study);
    xn_placements_free(shown->placements);
    xn_offers_free(shown->offers);
    xn_city_free(shown->city);
    xn_city_input_free(shown->input);
}

static enum xn_status rank(struct xn_store *store, const struct options *options, struct shown *shown,
                           struct xn_error *err)
{
    char path[1024], as_of[XN_STORE_TIME_SIZE];
    XN_AUTO(xn_stored_cities_free) struct xn_stored_cities *stored = NULL;
    XN_TRY(cli_store_act(store, "steward", CITY_ID, err));
    XN_TRY(xn_store_cities(store, CITY_ID, &stored, err));
    XN_TRY(xn_store_policy(store, stored->city[0].policy_id, &shown->policy, err));
    XN_TRY(xn_store_placements(store, CITY_ID, &shown->placements, err));
    XN_TRY(xn_store_offers(store, CITY_ID, &shown->offers, as_of, err));
    XN_TRY(xn_city_file_read(stored->city[0].definition, &shown->input, err));
    XN_TRY(xn_study_load_city(shown->input, NULL, NULL, &shown->city, NULL, err));
    XN_TRY(xn_household_read(path_in(options->data, "households/F01.json", path, sizeof path),
                             &shown->household, err));
    XN_TRY(xn_study_place_dwellings(shown->city, NULL, shown->offers->dwelling, shown->offers->count, err));
    const struct xn_rank_input input = {.city = shown->city,
                                        .policy = &shown->policy,
                                        .placement = shown->placements->placement,
                                        .n_placements = shown->placements->count,
                                        .dwelling = shown->offers->dwelling,
                                        .n_dwellings = shown->offers->count,
                                        .household = &shown->household,
                                        .as_of = shown->input->as_of,
                                        .counts_as_of = shown->input->counts_as_of};
    XN_TRY(xn_study_rank(&input, &shown->study, NULL, err));
    XN_AUTO_BUF text = XN_BUF_INIT;
    tell(options, XN_N("(the first {n} of each tier)"), (const struct named[]){{"n", RANKED_SHOWN}}, 1);
    cli_put_ranking_text(shown->study, options->language, false, RANKED_SHOWN, &text);
    cli_print(COMMAND, &text);
    return xn_buf_check(&text, err);
}

static enum xn_status draw(const struct options *options, const struct shown *shown, struct xn_error *err)
{
    char path[1024];
    XN_AUTO_BUF picture = XN_BUF_INIT;
    const struct xn_map map = {.city = shown->city,
                               .level = 0,
                               .city_title = shown->input->title,
                               .language = options->language,
                               .counts_as_of = shown->input->counts_as_of,
                               .source_note = shown->input->source_note,
                               .typology = shown->study->request.typology,
                               .policy = &shown->policy,
                               .as_of = shown->input->as_of};
    XN_TRY(xn_map_svg(&map, &picture, err));
    XN_TRY(xn_file_write(path_in(options->dir, "classes.svg", path, sizeof path), picture.data,
                         picture.length, err));
    printf("%s\n", path);
    return XN_OK;
}

/* --- serving ----------------------------------------------------------------------------------------- */

/* The daemon beside this program takes its place; it returns only when that fails. */
static enum xn_status serve(const struct options *options, struct xn_error *err)
{
    char self[1024], daemon[1100], dir[1100], port[64];
    const ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0)
        return xn_fail(err, XN_IO, "this program cannot find itself under /proc");
    self[length] = '\0';
    *strrchr(self, '/') = '\0';
    snprintf(daemon, sizeof daemon, "%s/xeniad", self);
    snprintf(dir, sizeof dir, "--state-dir=%s", options->dir);
    snprintf(port, sizeof port, "--port=%s", options->port);
    execl(daemon, daemon, "--dsn=", dir, port, (char *)NULL);
    return xn_fail(err, XN_NOT_FOUND, "%s cannot be started", daemon);
}

/* The token of an earlier run ends with it. */
static enum xn_status make_token(struct xn_store *store, char ret[XN_TOKEN_SIZE], struct xn_error *err)
{
    const struct xn_account demo = {.login = "demo", .role = XN_ROLE_COORDINATOR};
    struct xn_error why = {0};
    XN_TRY(cli_store_act(store, "gate", NULL, err));
    const enum xn_status status = xn_store_revoke_token(store, demo.login, cli_login_name(), &why);
    if (status != XN_OK && status != XN_NOT_FOUND)
        return xn_fail(err, status, "%s", why.message);
    return xn_token_create(store, &demo, cli_login_name(), ret, err);
}

static enum xn_status prepare(const struct options *options, struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(shown_free) struct shown shown = {0};
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    char token[XN_TOKEN_SIZE];
    step(options, XN_N("private PostgreSQL, demonstration city, placements and offers"));
    XN_TRY(open_with_key(options, &store, err));
    XN_TRY(live_past(store, options, notes, err));
    XN_TRY(load(store, options, notes, err));
    step(options, XN_N("refresh: indices, classes, snapshot"));
    XN_TRY(refresh(store, options, notes, err));
    step(options, XN_N("ranking for the sample household F01"));
    XN_TRY(rank(store, options, &shown, err));
    step(options, XN_N("map of the classes"));
    XN_TRY(draw(options, &shown, err));
    if (!options->serve)
        return XN_OK;
    step(options, XN_N("page"));
    XN_TRY(make_token(store, token, err));
    const struct xn_message_value value[] = {{"port", options->port}, {"token", token}};
    XN_AUTO_BUF sentence = XN_BUF_INIT;
    xn_message_put(&sentence, options->language,
                   XN_N("open http://127.0.0.1:{port}/#token={token} (Ctrl-C ends it)"), value, 2);
    printf("%s\n", xn_buf_text(&sentence));
    fflush(stdout);
    return XN_OK;
}

/* --- replaying --------------------------------------------------------------------------------------- */

static enum xn_status replay(const struct options *options, struct xn_notes *notes, struct xn_error *err)
{
    char city[1024], policy[1024];
    bool done = false;
    struct imported_city imported;
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    step(options, XN_N("private PostgreSQL, demonstration city of 2004"));
    XN_TRY(open_with_key(options, &store, err));
    XN_TRY(import_city(store, path_in(options->data, "city_2004.ini", city, sizeof city),
                       path_in(options->data, "policy_concentration.ini", policy, sizeof policy), false,
                       &imported, notes, err));
    const struct cli_replay year = {
        .store = store, .data = options->data, .city = REPLAY_CITY_ID, .language = options->language};
    step(options, XN_N("the year 2004, event by event"));
    XN_TRY(cli_replay_is_done(&year, &done, err));
    XN_TRY(cli_store_act(store, NULL, NULL, err)); /* the whole office at once */
    if (done)
        printf("%s\n", xn_message(options->language, XN_N("An earlier run has done the whole year.")));
    else
        XN_TRY(cli_replay_events(&year, notes, err));
    step(options, XN_N("what came of it"));
    XN_TRY(cli_replay_check(&year, err));
    step(options, XN_N("what the reports contradict"));
    printf("xenia reconcile --state-dir %s --reported %s/reported_2004.csv\n", options->dir, options->data);
    return XN_OK;
}

int cli_demo(int argc, char **argv)
{
    char dir[64];
    snprintf(dir, sizeof dir, "/tmp/xenia-demo-%ld", (long)geteuid());
    struct options options = {
        .dir = dir, .data = cli_demo_data(), .port = "8080", .serve = true, .language = cli_language()};
    struct xn_error err = {0};
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    enum xn_status status = options.replay ? replay(&options, &notes, &err) : prepare(&options, &notes, &err);
    cli_print_notes(&notes);
    if (status == XN_OK && options.serve && !options.replay)
        status = serve(&options, &err);
    return status == XN_OK ? CLI_DONE : cli_fail(COMMAND, status, &err);
}
