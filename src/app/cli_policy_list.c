/* cli_policy_list.c - `xenia policy list`: the policies in the store, or the shipped profiles. */
#include "cli_policy.h"

/* One line of the list. */
struct listed {
    int64_t id; /* -1: none, a shipped profile */
    const struct xn_policy *policy;
    const char *recorded_by, *stored_at, *cities;
    char live[sizeof(((struct xn_error *)0)->message)]; /* "yes", or why not */
};

/* A profile without its group or indicators is a pattern, not yet a policy. */
static bool is_pattern(const struct xn_policy *policy)
{
    switch (policy->rule.profile) {
    case XN_PROFILE_PROGRAMME_LOAD:
        break;
    case XN_PROFILE_CONCENTRATION:
    case XN_PROFILE_MUENSTER_2004:
        return !policy->rule.group[0];
    case XN_PROFILE_SOCIO_ECONOMIC:
        return policy->rule.n_indicators == 0;
    }
    return false;
}

static void say_whether_live(const struct xn_policy *policy, xn_date as_of, struct listed *ret)
{
    struct xn_error why = {0};
    const bool may_rank = xn_policy_check_live(policy, as_of, policy->demonstration, &why) == XN_OK;
    snprintf(ret->live, sizeof ret->live, "%s",
             !may_rank               ? why.message
             : is_pattern(policy)    ? "names no group and no indicators yet"
             : policy->demonstration ? "in a demonstration city"
                                     : "yes");
}

/* --- output -------------------------------------------------------------------------------------------- */

static void put_row(struct cli_table *table, const struct listed *listed)
{
    const struct xn_policy *policy = listed->policy;
    char id[24] = "", day[16];
    if (listed->id >= 0)
        snprintf(id, sizeof id, "%lld", (long long)listed->id);
    cli_table_cell(table, id);
    cli_table_cell(table, policy->name);
    cli_table_cell(table, policy->version);
    cli_table_cell(table, policy->signed_by);
    xn_date_print(policy->signed_on, day, sizeof day);
    cli_table_cell(table, day);
    xn_date_print(policy->valid_until, day, sizeof day);
    cli_table_cell(table, day);
    snprintf(id, sizeof id, "%.12s", policy->digest);
    cli_table_cell(table, id);
    cli_table_cell(table, listed->cities);
    cli_table_cell(table, listed->live);
}

static void put_table(const struct listed *listed, size_t n, bool csv, struct xn_buf *buf)
{
    static const char *const header[] = {"id",          "policy", "version", "signed by", "signed on",
                                         "valid until", "sha256", "cities",  "live"};
    XN_CLEANUP(cli_table_free)
    struct cli_table table = {.n_columns = sizeof header / sizeof *header, .right_aligned = 1u << 0};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, header[i]);
    for (size_t i = 0; i < n; i++)
        put_row(&table, &listed[i]);
    cli_table_put(&table, csv, buf);
}

static void put_date(struct xn_json *json, const char *key, xn_date date)
{
    char day[16];
    xn_date_print(date, day, sizeof day);
    xn_json_member_string(json, key, day[0] ? day : NULL);
}

static void put_object(struct xn_json *json, const struct listed *listed)
{
    const struct xn_policy *policy = listed->policy;
    xn_json_begin_object(json);
    if (listed->id >= 0)
        xn_json_member_int(json, "id", listed->id);
    xn_json_member_string(json, "policy", policy->name);
    xn_json_member_string(json, "version", policy->version);
    xn_json_member_bool(json, "demonstration", policy->demonstration);
    xn_json_member_string(json, "signed_by", policy->signed_by[0] ? policy->signed_by : NULL);
    put_date(json, "signed_on", policy->signed_on);
    put_date(json, "valid_until", policy->valid_until);
    xn_json_member_string(json, "sha256", policy->digest[0] ? policy->digest : NULL);
    xn_json_member_string(json, "recorded_by", listed->recorded_by[0] ? listed->recorded_by : NULL);
    xn_json_member_string(json, "stored_at", listed->stored_at[0] ? listed->stored_at : NULL);
    xn_json_member_string(json, "cities", listed->cities);
    xn_json_member_string(json, "live", listed->live);
    xn_json_end_object(json);
}

static void put(const struct policy_options *options, const struct listed *listed, size_t n,
                struct xn_buf *buf)
{
    if (options->output.format != CLI_JSON) {
        put_table(listed, n, options->output.format == CLI_CSV, buf);
        return;
    }
    struct xn_json json;
    xn_json_init(&json, buf, true);
    xn_json_begin_array(&json);
    for (size_t i = 0; i < n; i++)
        put_object(&json, &listed[i]);
    xn_json_end_array(&json);
    xn_buf_putc(buf, '\n');
}

/* --- the list ------------------------------------------------------------------------------------------ */

static enum xn_status list_shipped(const struct policy_options *options, struct xn_buf *buf,
                                   struct xn_error *err)
{
    struct xn_policy policy[XN_PROFILE_COUNT];
    struct listed listed[XN_PROFILE_COUNT];
    for (size_t i = 0; i < XN_PROFILE_COUNT; i++) {
        XN_TRY(xn_policy_profile(xn_profile_name((enum xn_profile_kind)i), &policy[i], err));
        listed[i] =
            (struct listed){.id = -1, .policy = &policy[i], .recorded_by = "", .stored_at = "", .cities = ""};
        say_whether_live(&policy[i], options->as_of, &listed[i]);
    }
    put(options, listed, XN_PROFILE_COUNT, buf);
    return XN_OK;
}

enum xn_status cli_policy_list(const struct policy_options *options, struct xn_buf *buf,
                               struct xn_notes *notes, struct xn_error *err)
{
    (void)notes;
    if (options->shipped)
        return list_shipped(options, buf, err);
    XN_AUTO(xn_store_close) struct xn_store *store = NULL;
    XN_AUTO(xn_stored_policies_free) struct xn_stored_policies *policies = NULL;
    XN_TRY(cli_store_open_as(&options->store, "steward", NULL, &store, err));
    XN_TRY(xn_store_policies(store, &policies, err));
    XN_CLEANUP(xn_free_pointer) struct listed *listed = xn_calloc(policies->count, sizeof *listed);
    if (!listed)
        return xn_fail_memory(err);
    for (size_t i = 0; i < policies->count; i++) {
        const struct xn_stored_policy *stored = &policies->policy[i];
        listed[i] = (struct listed){.id = stored->id,
                                    .policy = &stored->policy,
                                    .recorded_by = stored->recorded_by,
                                    .stored_at = stored->stored_at,
                                    .cities = stored->cities};
        say_whether_live(&stored->policy, options->as_of, &listed[i]);
    }
    put(options, listed, policies->count, buf);
    return XN_OK;
}
