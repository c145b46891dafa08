/* cli_policy_options.c - the options that say by which policy, with which placements, on which day. */
#include "cli.h"
#include "xenia/study.h"

enum { OPT_POLICY = 0x300, OPT_PLACEMENTS, OPT_OVERRIDES, OPT_AS_OF };

static const struct argp_option option[] = {
    {"policy", OPT_POLICY, "FILE.ini", 0, "Policy file (default: the profile programme-load)", 1},
    {"placements", OPT_PLACEMENTS, "FILE.csv", 0,
     "The programme's placements: date,persons,unit_id,lon,lat,state", 1},
    {"overrides", OPT_OVERRIDES, "FILE.csv", 0,
     "Signed overrides of classes: level,unit_id,class,reason,signed_by,signed_on,valid_until", 1},
    {"as-of", OPT_AS_OF, "DATE", 0,
     "The day for which the answer holds (default: today, or what --city says)", 1},
    {0}};

static error_t parse(int key, char *argument, struct argp_state *state)
{
    struct cli_policy *options = state->input;
    switch (key) {
    case ARGP_KEY_INIT:
        options->as_of = XN_NO_DATE;
        return 0;
    case OPT_POLICY:
        options->policy_file = argument;
        return 0;
    case OPT_PLACEMENTS:
        options->placements_file = argument;
        return 0;
    case OPT_OVERRIDES:
        options->overrides_file = argument;
        return 0;
    case OPT_AS_OF:
        options->as_of = cli_parse_date(state, argument);
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

const struct argp cli_policy_argp = {.options = option, .parser = parse};

void cli_policy_free(struct cli_policy *options)
{
    xn_placements_free(options->placements);
    xn_overrides_free(options->overrides);
}

enum xn_status cli_policy_load(struct cli_policy *options, struct xn_notes *notes, struct xn_error *err)
{
    xn_policy_default(&options->policy);
    if (options->policy_file)
        XN_TRY(xn_policy_read(options->policy_file, &options->policy, err));
    if (options->placements_file)
        XN_TRY(xn_placements_read(options->placements_file, &options->placements, notes, err));
    if (!options->overrides_file)
        return XN_OK;
    XN_TRY(xn_overrides_read(options->overrides_file, &options->overrides, notes, err));
    return xn_overrides_check_signature(options->overrides_file, options->overrides, err);
}

enum xn_status cli_policy_settle(struct cli_policy *options, const struct xn_city_input *input,
                                 const struct xn_city *city, struct xn_notes *notes, struct xn_error *err)
{
    if (options->as_of == XN_NO_DATE)
        options->as_of = input->as_of != XN_NO_DATE ? input->as_of : xn_date_today();
    const struct xn_placements *placements = options->placements;
    if (!placements)
        return XN_OK;
    return xn_study_check_placements(city, placements->placement, placements->count, options->placements_file,
                                     notes, err);
}

/* An unsigned policy is refused with the fields that are empty; the note says why they count as empty. */
enum xn_status cli_policy_check_live(const struct cli_policy *options, const struct xn_city_input *input,
                                     struct xn_notes *notes, struct xn_error *err)
{
    const enum xn_status status =
        xn_policy_check_live(&options->policy, options->as_of, input->demonstration, err);
    struct xn_error why = {0};
    if (status != XN_OK && options->policy_file && !options->policy.demonstration &&
        xn_policy_check_signature(options->policy_file, &why) != XN_OK)
        xn_note(notes, "%s", why.message);
    return status;
}

enum xn_status cli_policy_classify(const struct cli_policy *options, const struct xn_city *city,
                                   struct xn_typology **ret, struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_typology_free) struct xn_typology *typology = NULL;
    const struct xn_placements *placements = options->placements;
    const struct xn_overrides *overrides = options->overrides;
    const struct xn_settling settling = {.override = overrides ? overrides->override : NULL,
                                         .n_overrides = overrides ? overrides->count : 0,
                                         .as_of = options->as_of};
    XN_TRY(xn_study_classify(city, &options->policy, placements ? placements->placement : NULL,
                             placements ? placements->count : 0, options->as_of, &typology, notes, err));
    XN_TRY(xn_study_settle(city, &options->policy, &settling, typology, notes, err));
    *ret = XN_STEAL(typology);
    return XN_OK;
}

void cli_policy_describe(const struct cli_policy *options)
{
    char date[16];
    xn_date_print(options->as_of, date, sizeof date);
    fprintf(stderr, "policy %s version %s%s, as of %s\n", options->policy.name, options->policy.version,
            options->policy.demonstration ? " (demonstration)" : "", date);
}
