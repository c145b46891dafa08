/* cli_policy_diff.c - `xenia policy diff A B`: in what two policies differ, and for which areas it matters.
 *
 * Areas are compared by what the data say under each policy, without the history of a store.
 */
#include <string.h>
#include <unistd.h>
#include "cli_policy.h"
#include "xenia/study.h"

/* A file, a profile, or the number of a stored policy; the store is opened for a number alone. */
static enum xn_status find_policy(const struct policy_options *options, const char *name,
                                  struct xn_policy *ret, struct xn_error *err)
{
    int64_t id = 0;
    if (access(name, F_OK) == 0)
        return xn_policy_read(name, ret, err);
    if (xn_parse_int(name, &id)) {
        XN_AUTO(xn_store_close) struct xn_store *store = NULL;
        XN_TRY(cli_store_open_as(&options->store, "steward", NULL, &store, err));
        return xn_store_policy(store, id, ret, err);
    }
    if (xn_policy_profile(name, ret, NULL) == XN_OK)
        return XN_OK;
    return xn_fail(err, XN_NOT_FOUND, "'%s' is no file, no profile and no number of a policy in the store",
                   name);
}

/* --- areas --------------------------------------------------------------------------------------------- */

/* The classes of a city under both policies. */
struct comparison {
    struct xn_city_input *input;
    struct xn_city *city;
    struct xn_placements *placements;
    struct xn_typology *before, *after;
    size_t n_units, n_changed;
};

static void comparison_free(struct comparison *c)
{
    xn_typology_free(c->before);
    xn_typology_free(c->after);
    xn_placements_free(c->placements);
    xn_city_free(c->city);
    xn_city_input_free(c->input);
}

static enum xn_status classify(const struct policy_options *options, const struct comparison *c,
                               const struct xn_policy *policy, struct xn_typology **ret,
                               struct xn_notes *notes, struct xn_error *err)
{
    const xn_date as_of = c->input->as_of != XN_NO_DATE ? c->input->as_of : options->as_of;
    return xn_study_classify(c->city, policy, c->placements ? c->placements->placement : NULL,
                             c->placements ? c->placements->count : 0, as_of, ret, notes, err);
}

static bool differs(const struct comparison *c, size_t level, size_t unit)
{
    return c->before->level[level].unit[unit].class_ != c->after->level[level].unit[unit].class_;
}

static void count_changes(struct comparison *c)
{
    for (size_t l = 0; l < c->before->n_levels; l++) {
        c->n_units += c->before->level[l].n_units;
        for (size_t u = 0; u < c->before->level[l].n_units; u++)
            c->n_changed += differs(c, l, u);
    }
}

static enum xn_status compare_areas(const struct policy_options *options, const struct xn_policy policy[2],
                                    struct comparison *c, struct xn_notes *notes, struct xn_error *err)
{
    const bool pools = policy[0].rule.profile == XN_PROFILE_CONCENTRATION ||
                       policy[1].rule.profile == XN_PROFILE_CONCENTRATION;
    const struct xn_city_options build = {.adjacency = pools};
    XN_TRY(xn_city_file_read(options->city, &c->input, err));
    XN_TRY(xn_study_load_city(c->input, &build, NULL, &c->city, notes, err));
    if (options->placements) {
        XN_TRY(xn_placements_read(options->placements, &c->placements, notes, err));
        XN_TRY(xn_study_check_placements(c->city, c->placements->placement, c->placements->count,
                                         options->placements, notes, err));
    }
    XN_TRY(classify(options, c, &policy[0], &c->before, notes, err));
    XN_TRY(classify(options, c, &policy[1], &c->after, notes, err));
    count_changes(c);
    return XN_OK;
}

/* --- text ---------------------------------------------------------------------------------------------- */

static const char *or_unused(const char *value)
{
    return !value ? "(not in this profile)" : *value ? value : "(none)";
}

static void tell_text(void *user, const struct xn_policy_difference *difference)
{
    struct xn_buf *buf = user;
    if (difference->words)
        xn_buf_printf(buf, "%s ", difference->words);
    xn_buf_printf(buf, "(%s%s%s%s): %s -> %s\n", difference->section[0] ? "[" : "", difference->section,
                  difference->section[0] ? "] " : "", difference->key, or_unused(difference->before),
                  or_unused(difference->after));
}

static void put_areas_text(const struct comparison *c, struct xn_buf *buf)
{
    xn_buf_printf(buf, "%zu of %zu areas would change class\n", c->n_changed, c->n_units);
    for (size_t l = 0; l < c->before->n_levels; l++)
        for (size_t u = 0; u < c->before->level[l].n_units; u++)
            if (differs(c, l, u))
                xn_buf_printf(buf, "%s %s '%s': %s -> %s\n", xn_city_level_name(c->city, l),
                              xn_city_unit(c->city, l, u)->id, xn_city_unit(c->city, l, u)->name,
                              xn_class_name(c->before->level[l].unit[u].class_),
                              xn_class_name(c->after->level[l].unit[u].class_));
}

static enum xn_status put_text(const struct xn_policy policy[2], const struct comparison *c,
                               struct xn_buf *buf, struct xn_error *err)
{
    xn_buf_printf(buf, "policy %s version %s -> policy %s version %s\n", policy[0].name, policy[0].version,
                  policy[1].name, policy[1].version);
    const size_t head = buf->length;
    XN_TRY(xn_policy_compare(&policy[0], &policy[1], tell_text, buf, err));
    if (buf->length == head)
        xn_buf_puts(buf, "no parameter differs\n");
    if (c->city)
        put_areas_text(c, buf);
    return XN_OK;
}

/* --- CSV ----------------------------------------------------------------------------------------------- */

static void tell_row(void *user, const struct xn_policy_difference *difference)
{
    struct cli_table *table = user;
    cli_table_cell(table, difference->section);
    cli_table_cell(table, difference->key);
    cli_table_cell(table, difference->before ? difference->before : "");
    cli_table_cell(table, difference->after ? difference->after : "");
}

static void put_area_rows(const struct comparison *c, struct cli_table *table)
{
    for (size_t l = 0; l < c->before->n_levels; l++)
        for (size_t u = 0; u < c->before->level[l].n_units; u++) {
            if (!differs(c, l, u))
                continue;
            cli_table_cell(table, xn_city_level_name(c->city, l));
            cli_table_cell(table, xn_city_unit(c->city, l, u)->id);
            cli_table_cell(table, xn_class_name(c->before->level[l].unit[u].class_));
            cli_table_cell(table, xn_class_name(c->after->level[l].unit[u].class_));
        }
}

/* Sections and keys, then levels and units: a level is no section of a policy. */
static enum xn_status put_csv(const struct xn_policy policy[2], const struct comparison *c,
                              struct xn_buf *buf, struct xn_error *err)
{
    static const char *const header[] = {"section or level", "key or unit", "before", "after"};
    XN_CLEANUP(cli_table_free) struct cli_table table = {.n_columns = 4};
    for (size_t i = 0; i < table.n_columns; i++)
        cli_table_cell(&table, header[i]);
    XN_TRY(xn_policy_compare(&policy[0], &policy[1], tell_row, &table, err));
    if (c->city)
        put_area_rows(c, &table);
    cli_table_put(&table, true, buf);
    return XN_OK;
}

/* --- JSON ---------------------------------------------------------------------------------------------- */

static void tell_object(void *user, const struct xn_policy_difference *difference)
{
    struct xn_json *json = user;
    xn_json_begin_object(json);
    xn_json_member_string(json, "section", difference->section);
    xn_json_member_string(json, "key", difference->key);
    xn_json_member_string(json, "words", difference->words);
    xn_json_member_string(json, "before", difference->before);
    xn_json_member_string(json, "after", difference->after);
    xn_json_end_object(json);
}

static void put_areas_json(const struct comparison *c, struct xn_json *json)
{
    xn_json_member_int(json, "units", (int64_t)c->n_units);
    xn_json_member_int(json, "changed", (int64_t)c->n_changed);
    xn_json_key(json, "areas");
    xn_json_begin_array(json);
    for (size_t l = 0; l < c->before->n_levels; l++)
        for (size_t u = 0; u < c->before->level[l].n_units; u++) {
            if (!differs(c, l, u))
                continue;
            xn_json_begin_object(json);
            xn_json_member_string(json, "level", xn_city_level_name(c->city, l));
            xn_json_member_string(json, "unit_id", xn_city_unit(c->city, l, u)->id);
            xn_json_member_string(json, "name", xn_city_unit(c->city, l, u)->name);
            xn_json_member_string(json, "before", xn_class_name(c->before->level[l].unit[u].class_));
            xn_json_member_string(json, "after", xn_class_name(c->after->level[l].unit[u].class_));
            xn_json_end_object(json);
        }
    xn_json_end_array(json);
}

static enum xn_status put_json(const struct xn_policy policy[2], const struct comparison *c,
                               struct xn_buf *buf, struct xn_error *err)
{
    struct xn_json json;
    xn_json_init(&json, buf, true);
    xn_json_begin_object(&json);
    xn_json_key(&json, "before");
    xn_study_put_policy(&json, &policy[0]);
    xn_json_key(&json, "after");
    xn_study_put_policy(&json, &policy[1]);
    xn_json_key(&json, "differences");
    xn_json_begin_array(&json);
    XN_TRY(xn_policy_compare(&policy[0], &policy[1], tell_object, &json, err));
    xn_json_end_array(&json);
    if (c->city)
        put_areas_json(c, &json);
    xn_json_end_object(&json);
    xn_buf_putc(buf, '\n');
    return XN_OK;
}

enum xn_status cli_policy_diff(const struct policy_options *options, struct xn_buf *buf,
                               struct xn_notes *notes, struct xn_error *err)
{
    struct xn_policy policy[2];
    XN_CLEANUP(comparison_free) struct comparison c = {.n_units = 0};
    for (size_t i = 0; i < 2; i++)
        XN_TRY(find_policy(options, options->argument[i + 1], &policy[i], err));
    if (options->city)
        XN_TRY(compare_areas(options, policy, &c, notes, err));
    switch (options->output.format) {
    case CLI_JSON:
        return put_json(policy, &c, buf, err);
    case CLI_CSV:
        return put_csv(policy, &c, buf, err);
    case CLI_TABLE:
        break;
    }
    return put_text(policy, &c, buf, err);
}
