/* household_json.c - what is known of a household, to JSON: the other half of household_file.c.
 *
 * What is not known is left out, so that the text holds no more than the household does; xn_household_parse
 * gives the same household back.
 */
#include <math.h>
#include "household_words.h"
#include "xenia/exchange.h"

static void put_ages(struct xn_json *json, const struct xn_household *household)
{
    static const char *const name[] = {"0-5", "6-17", "18-64", "65+"};
    const int age[] = {household->age_0_5, household->age_6_17, household->age_18_64, household->age_65_plus};
    if (age[0] < 0 && age[1] < 0 && age[2] < 0 && age[3] < 0)
        return;
    xn_json_key(json, "age_bands");
    xn_json_begin_object(json);
    for (size_t i = 0; i < 4; i++)
        if (age[i] >= 0)
            xn_json_member_int(json, name[i], age[i]);
    xn_json_end_object(json);
}

static void put_entitlement(struct xn_json *json, const struct xn_household *household)
{
    if (!household->n_entitlements)
        return;
    xn_json_key(json, "entitlement");
    xn_json_begin_array(json);
    for (size_t i = 0; i < household->n_entitlements; i++)
        xn_json_string(json, household->entitlement[i]);
    xn_json_end_array(json);
}

static void put_limits(struct xn_json *json, const struct xn_household *household)
{
    char date[16];
    if (household->step_free)
        xn_json_member_bool(json, "step_free", true);
    if (!isnan(household->rent_limit_eur))
        xn_json_member_double(json, "rent_limit_eur", household->rent_limit_eur);
    if (!isnan(household->rooms_min))
        xn_json_member_double(json, "rooms_min", household->rooms_min);
    xn_date_print(household->available_by, date, sizeof date);
    if (date[0])
        xn_json_member_string(json, "available_by", date);
}

static void put_ties(struct xn_json *json, const struct xn_household *household)
{
    if (!household->n_ties)
        return;
    xn_json_key(json, "ties");
    xn_json_begin_array(json);
    for (size_t i = 0; i < household->n_ties; i++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "kind", xn_tie_kind_words.word[household->tie[i].kind]);
        xn_json_member_double(json, "lat", household->tie[i].lat);
        xn_json_member_double(json, "lon", household->tie[i].lon);
        xn_json_member_double(json, "weight", household->tie[i].weight);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_filters(struct xn_json *json, const struct xn_household *household)
{
    if (!household->filter_care && !household->filter_own_wish)
        return;
    xn_json_key(json, "filters");
    xn_json_begin_array(json);
    if (household->filter_care)
        xn_json_string(json, FILTER_CARE);
    if (household->filter_own_wish)
        xn_json_string(json, FILTER_OWN_WISH);
    xn_json_end_array(json);
}

void xn_household_put_json(struct xn_json *json, const struct xn_household *household)
{
    xn_json_begin_object(json);
    xn_json_member_int(json, "size", household->size);
    put_ages(json, household);
    put_entitlement(json, household);
    put_limits(json, household);
    put_ties(json, household);
    put_filters(json, household);
    xn_json_end_object(json);
}
