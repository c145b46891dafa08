/* cli_import.c - `xenia import areas|counts|offers|placements|institutions|households FILE`: files into the
 * store, all or nothing. */
#include "cli.h"
#include "imports.h"
#include <string.h>

#define COMMAND "import"
#define FAULTS_MAX 20 /* how many remarks on the file are printed */

enum { OPT_CITY = 0x200, OPT_MAPPING, OPT_SOURCE, OPT_LEVEL, OPT_KEY, OPT_AS_OF, OPT_POLICY, OPT_DRY_RUN };

struct options {
    struct cli_store store;
    const char *kind, *file;
    const char *city, *mapping, *source, *level, *key, *policy;
    xn_date as_of;
    bool dry_run;
};

static const struct argp_option option[] = {
    {"city", OPT_CITY, "ID", 0, "The city (all but areas)", 1},
    {"policy", OPT_POLICY, "FILE.ini", 0, "areas: the policy that the city is to follow", 1},
    {"mapping", OPT_MAPPING, "FILE.ini", 0, "offers: what the columns mean (default: by the header)", 1},
    {"source", OPT_SOURCE, "NAME", 0, "offers: the feed they come from (default: the file's name)", 1},
    {"level", OPT_LEVEL, "NAME", 0, "counts: the level they are about", 1},
    {"key", OPT_KEY, "COLUMN", 0, "counts: the column with the unit's number", 1},
    {"as-of", OPT_AS_OF, "DATE", 0, "counts: the day of the counts", 1},
    {"dry-run", OPT_DRY_RUN, 0, 0, "Read and check everything, write nothing", 1},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct options *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        state->child_inputs[0] = &options->store;
        options->as_of = XN_NO_DATE;
        return 0;
    case ARGP_KEY_ARG:
        if (!options->kind)
            options->kind = argument;
        else if (!options->file)
            options->file = argument;
        else
            argp_error(state, "one file at a time");
        return 0;
    case ARGP_KEY_END:
        if (!options->file)
            argp_error(state, "what and which file? for example: offers FILE.csv");
        return 0;
    case OPT_CITY:
        options->city = argument;
        return 0;
    case OPT_POLICY:
        options->policy = argument;
        return 0;
    case OPT_MAPPING:
        options->mapping = argument;
        return 0;
    case OPT_SOURCE:
        options->source = argument;
        return 0;
    case OPT_LEVEL:
        options->level = argument;
        return 0;
    case OPT_KEY:
        options->key = argument;
        return 0;
    case OPT_AS_OF:
        options->as_of = cli_parse_date(state, argument);
        return 0;
    case OPT_DRY_RUN:
        options->dry_run = true;
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
    .args_doc = "areas CITY.ini\ncounts FILE.csv\noffers FILE.csv|FILE.xml|FILE.json\nplacements "
                "FILE.csv\ninstitutions FILE.csv\nhouseholds FILE.csv",
    .doc = "Brings a file into the store, all or nothing; the same file twice changes nothing. Offers are "
           "CSV (with "
           "a mapping), OpenImmo 1.2.7 or VERA JSON; what a feed no longer has is withdrawn, not deleted."};

static void report(const struct options *options, const struct xn_import_report *result)
{
    printf("%s%zu new, %zu changed, %zu unchanged, %zu withdrawn\n", options->dry_run ? "would be: " : "",
           result->inserted, result->changed, result->unchanged, result->withdrawn);
}

static void report_city(const struct options *options, const struct imported_city *city)
{
    printf("%scity %s: %zu units on %zu %s, %.0f persons\n", options->dry_run ? "would be: " : "", city->id,
           city->n_units, city->n_levels, city->n_levels == 1 ? "level" : "levels", city->persons);
}

static enum xn_status import_areas(const struct options *options, struct xn_store *store,
                                   struct xn_notes *notes, struct xn_error *err)
{
    struct imported_city city;
    XN_TRY(import_city(store, options->file, options->policy, options->dry_run, &city, notes, err));
    report_city(options, &city);
    return XN_OK;
}

static enum xn_status import_level_counts(const struct options *options, struct xn_store *store,
                                          struct xn_notes *notes, struct xn_error *err)
{
    struct imported_city city;
    XN_TRY(import_counts(store, options->city, options->level, options->file, options->key, options->as_of,
                         options->dry_run, &city, notes, err));
    report_city(options, &city);
    return XN_OK;
}

static enum xn_status import_offer_file(const struct options *options, struct xn_store *store,
                                        struct xn_notes *notes, struct xn_error *err)
{
    struct xn_import_report result;
    XN_TRY(import_offers(store, options->city, options->file, options->mapping, options->source,
                         options->dry_run, &result, notes, err));
    report(options, &result);
    return XN_OK;
}

static enum xn_status import_placement_file(const struct options *options, struct xn_store *store,
                                            struct xn_notes *notes, struct xn_error *err)
{
    struct xn_import_report result;
    XN_TRY(import_placements(store, options->city, options->file, options->dry_run, &result, notes, err));
    report(options, &result);
    return XN_OK;
}

static enum xn_status import_institution_file(const struct options *options, struct xn_store *store,
                                              struct xn_notes *notes, struct xn_error *err)
{
    struct xn_import_report result;
    XN_TRY(import_institutions(store, options->city, options->file, options->dry_run, &result, notes, err));
    report(options, &result);
    return XN_OK;
}

static enum xn_status import_household_file(const struct options *options, struct xn_store *store,
                                            struct xn_notes *notes, struct xn_error *err)
{
    struct xn_import_report result;
    XN_TRY(import_households(store, options->city, options->file, cli_login_name(), options->dry_run, &result,
                             notes, err));
    report(options, &result);
    return XN_OK;
}

struct kind {
    const char *name, *role;
    bool needs_city, needs_level, needs_key;
    enum xn_status (*import)(const struct options *options, struct xn_store *store, struct xn_notes *notes,
                             struct xn_error *err);
};
static const struct kind kinds[] = {
    {"areas", "steward", false, false, false, import_areas},
    {"counts", "steward", true, true, false, import_level_counts},
    {"offers", "steward", true, false, false, import_offer_file},
    {"placements", "steward", true, false, false, import_placement_file},
    {"institutions", "steward", true, false, false, import_institution_file},
    {"households", "coordinator", true, false, true, import_household_file},
};

/* What is to be imported; checked before the store is opened, which may start a PostgreSQL. */
static enum xn_status find_kind(const struct options *options, const struct kind **ret, struct xn_error *err)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(options->kind, kinds[i].name) != 0)
            continue;
        if (kinds[i].needs_city && !options->city)
            return xn_fail(err, XN_ARGUMENT, "%s need --city ID", options->kind);
        if (kinds[i].needs_level && (!options->level || !options->key))
            return xn_fail(err, XN_ARGUMENT, "%s need --level NAME and --key COLUMN", options->kind);
        *ret = &kinds[i];
        return XN_OK;
    }
    return xn_fail(err, XN_ARGUMENT,
                   "found '%s', wanted areas, counts, offers, placements, institutions or households",
                   options->kind);
}

static enum xn_status import(const struct options *options, struct xn_notes *notes, struct xn_error *err)
{
    const struct kind *kind = NULL;
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_TRY(find_kind(options, &kind, err));
    XN_TRY(kind->needs_key ? cli_store_open_with_key(&options->store, kind->role, options->city, &store, err)
                           : cli_store_open_as(&options->store, kind->role, options->city, &store, err));
    return kind->import(options, store, notes, err);
}

static void print_first_notes(const struct xn_notes *notes)
{
    for (size_t i = 0; i < notes->count && i < FAULTS_MAX; i++)
        fprintf(stderr, "note: %s\n", notes->text[i]);
    if (notes->count > FAULTS_MAX)
        fprintf(stderr, "note: and %zu more\n", notes->count + notes->dropped - FAULTS_MAX);
}

int cli_import(int argc, char **argv)
{
    struct options options = {0};
    struct xn_error err = {0};
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    argp_parse(&command_argp, argc, argv, 0, NULL, &options);
    const enum xn_status status = import(&options, &notes, &err);
    print_first_notes(&notes);
    return status == XN_OK ? CLI_DONE : cli_fail(COMMAND, status, &err);
}
