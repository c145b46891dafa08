/* api_catalogue.c - the catalogue of indices, with what a sheet about each of them says. */
#include <stdio.h>
#include "http.h"
#include "xenia/indices.h"

static void put_forms(enum xn_language language, struct xn_json *json, unsigned forms)
{
    static const enum xn_form all[] = {XN_ONE_GROUP, XN_TWO_GROUP, XN_MULTIGROUP, XN_LOCAL};
    xn_json_key(json, "forms");
    xn_json_begin_array(json);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (forms & all[i])
            xn_json_string(json, xn_message(language, xn_form_name(all[i])));
    xn_json_end_array(json);
}

static void put_parameters(enum xn_language language, struct xn_json *json,
                           const struct xn_index_entry *entry)
{
    xn_json_key(json, "parameters");
    xn_json_begin_array(json);
    for (const struct xn_parameter_spec *one = entry->parameter; one && one->name; one++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "name", one->name);
        xn_json_member_string(json, "default", one->default_value);
        xn_json_member_string(json, "meaning", xn_message(language, one->meaning));
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_properties(enum xn_language language, struct xn_json *json, unsigned properties)
{
    static const struct {
        enum xn_property property;
        const char *english;
    } all[] = {{XN_SIZE_INVARIANCE, XN_N("multiplying everybody changes nothing")},
               {XN_ORGANIZATIONAL_EQUIVALENCE, XN_N("dividing an area into equal parts changes nothing")},
               {XN_WEAK_TRANSFERS, XN_N("a move towards evenness never raises it")},
               {XN_STRONG_TRANSFERS, XN_N("a move towards evenness lowers it")},
               {XN_COMPOSITION_INVARIANCE, XN_N("multiplying one group everywhere changes nothing")},
               {XN_SYMMETRY, XN_N("exchanging two groups changes nothing")}};
    xn_json_key(json, "properties");
    xn_json_begin_array(json);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (properties & all[i].property)
            xn_json_string(json, xn_message(language, all[i].english));
    xn_json_end_array(json);
}

/* What no index of its kind can see; an index of one area: what its value does not say. */
static const char *limits_of(const struct xn_index_entry *entry)
{
    if (entry->forms == XN_LOCAL)
        return XN_N(
            "One area by itself: its neighbours do not count, and in a small area a few households change it "
            "much.");
    switch (entry->dimension) {
    case XN_DIMENSION_EVENNESS:
        return XN_N("It does not see where the areas lie, and chance alone raises it where areas or groups "
                    "are small. "
                    "Only values for areas of the same level can be compared.");
    case XN_DIMENSION_EXPOSURE:
        return XN_N(
            "It depends on how large the group is in the city: cities and dates with other shares cannot be "
            "compared. Who lives in the same area does not therefore meet.");
    case XN_DIMENSION_CONCENTRATION:
        return XN_N(
            "It depends on where borders run: parks, water and industry count as land like any other.");
    case XN_DIMENSION_CENTRALIZATION:
        return XN_N("It supposes that the city has one centre.");
    case XN_DIMENSION_CLUSTERING:
        return XN_N("It depends on what counts as near.");
    case XN_DIMENSION_DIVERSITY:
        return XN_N(
            "It says how mixed the city is as a whole, not where in it, and depends on how groups are told "
            "apart.");
    }
    return "";
}

static void put_entry(enum xn_language language, struct xn_json *json, const struct xn_index_entry *entry)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", entry->id);
    xn_json_member_string(json, "name", entry->name[language]);
    xn_json_member_string(json, "dimension", xn_message(language, xn_dimension_name(entry->dimension)));
    put_forms(language, json, entry->forms);
    xn_json_member_string(json, "formula", entry->formula);
    xn_json_member_string(json, "range", xn_message(language, entry->range));
    xn_json_member_string(json, "reading", xn_message(language, entry->reading));
    put_parameters(language, json, entry);
    put_properties(language, json, entry->properties);
    xn_json_member_string(json, "literature", entry->literature);
    xn_json_member_string(json, "undefined", xn_message(language, entry->undefined));
    xn_json_member_string(json, "limits", xn_message(language, limits_of(entry)));
    xn_json_end_object(json);
}

enum xn_status api_published_catalogue(struct call *call, struct xn_error *err)
{
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, "indices");
    xn_json_begin_array(&json);
    for (size_t i = 0; i < xn_index_count(); i++)
        put_entry(call->language, &json, xn_index_at(i));
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    XN_TRY(xn_buf_check(&call->answer.body, err));
    xn_digest_of(call->answer.body.data, call->answer.body.length, call->answer.etag);
    return XN_OK;
}
