/* policy_differences.c - what one policy says otherwise than another, parameter by parameter.
 *
 * Names, signatures and versions are parameters too: a person who signs wants to see all that differs.
 */
#include <string.h>
#include "policy_keys.h"
#include "xenia/exchange.h"

/* What a key is about, for a reader who does not know the file. A key without words is shown by itself. */
static const struct {
    const char *section, *key, *words;
} key_words[] = {
    {"", "policy", "profile"},
    {"", "version", "version"},
    {"", "signed_by", "signer"},
    {"", "signed_on", "day of signing"},
    {"", "valid_until", "last day of validity"},
    {"", "legal_basis", "legal basis"},
    {"", "dpia_reference", "reference of the impact assessment"},
    {"", "demonstration", "for a demonstration city alone"},
    {"classes", "months", "months of placements that count"},
    {"classes", "load_mixed_below", "placements per 1,000 inhabitants below which an area is mixed"},
    {"classes", "load_concentrated_above", "placements per 1,000 inhabitants above which it is concentrated"},
    {"classes", "group", "group whose share is compared"},
    {"classes", "quotient_threshold", "times the city's share from which an area counts as high"},
    {"classes", "certainty", "certainty that a class needs"},
    {"classes", "share_margin", "least distance of a concentrated area from the city's share"},
    {"classes", "interval", "width of the interval that is shown"},
    {"classes", "household_size", "persons who move together"},
    {"classes", "min_persons", "persons from which a unit is judged by itself, per level"},
    {"classes", "indicators", "indicators of the status"},
    {"classes", "changes", "indicators of the dynamic"},
    {"classes", "earlier", "indicators of the earlier date, for the dynamic"},
    {"classes", "status_limits", "limits between the status classes"},
    {"classes", "status_tiers", "class for high, medium, low and very low status"},
    {"classes", "dynamic_limits", "limits between positive, stable and negative dynamic"},
    {"classes", "dynamic_decides", "dynamic decides undetermined areas"},
    {"classes", "hysteresis", "a class changes only when two different sets of data agree"},
    {"effect", "group", "group that a placed household counts to"},
    {"effect", "index", "index whose change ranks"},
    {"effect", "band", "change of the index that ranks as none"},
    {"fit", "persons_per_room", "persons for whom one room is enough"},
    {"fit", "area_per_person_m2", "square metres for each person"},
    {"fit", "rent_ceiling_eur", "highest rent that is taken over, by persons"},
    {"fit", "rent_per_m2_eur", "highest net rent per square metre"},
    {"fit", "wbs_area_m2", "square metres that a WBS allows, by persons"},
    {"fit", "wbs_rooms", "rooms that a WBS allows, by persons"},
    {"fit", "wbs_tolerance_m2", "square metres more that still fit a WBS"},
    {"fit", "allowance_rent_eur", "highest rent with rent allowance, by persons"},
    {"fit", "income_up_to_eur", "highest income that a code stands for"},
    {"order", "criteria", "order of the criteria"},
};

static const char *words_of(const struct policy_key *key)
{
    for (size_t i = 0; i < sizeof key_words / sizeof *key_words; i++)
        if (strcmp(key_words[i].section, key->section) == 0 && strcmp(key_words[i].key, key->key) == 0)
            return key_words[i].words;
    return NULL;
}

static bool has_key(const struct policy_key *key, const struct xn_policy *policy)
{
    return key->profiles & (1u << policy->rule.profile);
}

enum xn_status xn_policy_compare(const struct xn_policy *before, const struct xn_policy *after,
                                 void (*tell)(void *user, const struct xn_policy_difference *difference),
                                 void *user, struct xn_error *err)
{
    XN_AUTO_BUF old = XN_BUF_INIT;
    XN_AUTO_BUF new = XN_BUF_INIT;
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        const struct policy_key *key = &xn_policy_keys[i];
        const bool had = has_key(key, before), has = has_key(key, after);
        xn_buf_reset(&old);
        xn_buf_reset(&new);
        xn_policy_key_put(&old, key, before);
        xn_policy_key_put(&new, key, after);
        XN_TRY(xn_buf_check(&old, err));
        XN_TRY(xn_buf_check(&new, err));
        const struct xn_policy_difference difference = {.section = key->section,
                                                        .key = key->key,
                                                        .words = words_of(key),
                                                        .before = had ? xn_buf_text(&old) : NULL,
                                                        .after = has ? xn_buf_text(&new) : NULL};
        if ((had || has) && (had != has || strcmp(xn_buf_text(&old), xn_buf_text(&new)) != 0))
            tell(user, &difference);
    }
    return XN_OK;
}
