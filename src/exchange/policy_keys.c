/* policy_keys.c - see policy_keys.h. One table; a reader for each type of value.
 *
 * The bounds are those of sense, not of taste: a certainty below one half would let a coin decide, a quotient
 * of 0 would concentrate everything.
 */
#include "policy_keys.h"
#include "policy_by_size.h"
#include "policy_indicators.h"
#include <stdio.h>
#include <string.h>

#define LOAD (1u << XN_PROFILE_PROGRAMME_LOAD)
#define SHARE (1u << XN_PROFILE_CONCENTRATION)
#define REPLAY (1u << XN_PROFILE_MUENSTER_2004)
#define SOCIAL (1u << XN_PROFILE_SOCIO_ECONOMIC)
#define COUNTED (LOAD | SHARE) /* their classes count people: a placement has an effect */
#define EVERY (COUNTED | REPLAY | SOCIAL)

#define AT(member) offsetof(struct xn_policy, member), sizeof((struct xn_policy *)0)->member
#define TEXT(section, member, key, profiles)                                                                 \
    {                                                                                                        \
        section, key, KEY_TEXT, AT(member), 0, 0, profiles                                                   \
    }
#define OTHER(section, member, key, type)                                                                    \
    {                                                                                                        \
        section, key, type, AT(member), 0, 0, EVERY                                                          \
    }
#define NUMBER(section, member, key, low, high, profiles)                                                    \
    {                                                                                                        \
        section, key, KEY_NUMBER, AT(member), low, high, profiles                                            \
    }

const struct policy_key xn_policy_keys[POLICY_KEY_COUNT] = {
    TEXT("", name, "policy", EVERY),
    TEXT("", version, "version", EVERY),
    TEXT("", signed_by, "signed_by", EVERY),
    OTHER("", signed_on, "signed_on", KEY_DATE),
    OTHER("", valid_until, "valid_until", KEY_DATE),
    TEXT("", legal_basis, "legal_basis", EVERY),
    TEXT("", dpia_reference, "dpia_reference", EVERY),
    OTHER("", demonstration, "demonstration", KEY_FLAG),
    {"classes", "months", KEY_MONTHS, AT(rule.months), 1, 120, LOAD},
    NUMBER("classes", rule.load_mixed_below, "load_mixed_below", 0, 1000, LOAD),
    NUMBER("classes", rule.load_concentrated_above, "load_concentrated_above", 0, 1000, LOAD),
    TEXT("classes", rule.group, "group", SHARE | REPLAY),
    NUMBER("classes", rule.quotient_threshold, "quotient_threshold", 0.1, 10, SHARE | REPLAY),
    NUMBER("classes", rule.certainty, "certainty", 0.5, 0.999, SHARE),
    NUMBER("classes", rule.share_margin, "share_margin", 0, 1, SHARE),
    NUMBER("classes", rule.interval, "interval", 0.5, 0.999, SHARE),
    NUMBER("classes", rule.household_size, "household_size", 1, 20, SHARE),
    {"classes", "min_persons", KEY_LEVELS, AT(rule.min_persons), 0, 1e6, SHARE | SOCIAL},
    {"classes", "indicators", KEY_INDICATORS, AT(rule.indicator), 0, 0, SOCIAL},
    {"classes", "changes", KEY_CHANGES, AT(rule.change), 0, 0, SOCIAL},
    {"classes", "earlier", KEY_EARLIER, AT(rule.change), 0, 0, SOCIAL},
    {"classes", "status_limits", KEY_LIMITS, AT(rule.status_limit), 0, 0, SOCIAL},
    {"classes", "status_tiers", KEY_TIERS, AT(rule.status_tier), 0, 0, SOCIAL},
    {"classes", "dynamic_limits", KEY_LIMITS, AT(rule.dynamic_limit), 0, 0, SOCIAL},
    {"classes", "dynamic_decides", KEY_FLAG, AT(rule.dynamic_decides), 0, 0, SOCIAL},
    OTHER("classes", rule.hysteresis, "hysteresis", KEY_FLAG),
    TEXT("effect", effect_group, "group", SHARE),
    {"effect", "index", KEY_INDEX, AT(effect_index), 0, 0, COUNTED},
    NUMBER("effect", effect_band, "band", 0, 1000, COUNTED),
    NUMBER("fit", persons_per_room, "persons_per_room", 0.5, 10, EVERY),
    NUMBER("fit", area_per_person_m2, "area_per_person_m2", 0, 100, EVERY),
    {"fit", "rent_ceiling_eur", KEY_BY_SIZE, AT(rent_ceiling_eur), 0, 1e5, EVERY},
    NUMBER("fit", rent_per_m2_eur, "rent_per_m2_eur", 0, 1000, EVERY),
    {"fit", "wbs_area_m2", KEY_BY_SIZE, AT(wbs_area_m2), 0, 1000, EVERY},
    {"fit", "wbs_rooms", KEY_BY_SIZE, AT(wbs_rooms), 0, 30, EVERY},
    NUMBER("fit", wbs_tolerance_m2, "wbs_tolerance_m2", 0, 100, EVERY),
    {"fit", "allowance_rent_eur", KEY_BY_SIZE, AT(allowance_rent_eur), 0, 1e5, EVERY},
    {"fit", "income_up_to_eur", KEY_INCOMES, AT(income), 0, 1e7, EVERY},
    OTHER("order", criterion, "criteria", KEY_CRITERIA),
};

static const struct known_words profile_words = {
    {"programme-load", "concentration", "muenster-2004", "socio-economic"}, XN_PROFILE_COUNT};
static const struct known_words index_words = {{"theil_h", "variance_ratio"}, 2};
static const struct known_words criterion_words = {{"tier", "effect", "needs", "rent", "hash"}, 5};

enum xn_status xn_policy_profile_kind(const struct ini_entry *entry, enum xn_profile_kind *ret,
                                      struct xn_error *err)
{
    size_t found = 0;
    XN_TRY(xn_known_value(entry, &profile_words, entry->value, &found, err));
    *ret = (enum xn_profile_kind)found;
    return XN_OK;
}

/* --- finding ------------------------------------------------------------------------------------------- */

static enum xn_status refuse_unknown(const struct ini_entry *entry, enum xn_profile_kind profile,
                                     struct xn_error *err)
{
    struct known_words sections = {.n = 0}, keys = {.n = 0};
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        if (xn_policy_keys[i].section[0])
            xn_known_add(&sections, xn_policy_keys[i].section);
        if (strcmp(xn_policy_keys[i].section, entry->section) == 0 &&
            xn_policy_keys[i].profiles & (1u << profile))
            xn_known_add(&keys, xn_policy_keys[i].key);
    }
    const bool section_known = !entry->section[0] || xn_known_find(&sections, entry->section) != XN_NONE;
    return section_known ? xn_known_refuse_key(entry, &keys, err)
                         : xn_known_refuse_section(entry, &sections, err);
}

enum xn_status xn_policy_key_find(const struct ini_entry *entry, enum xn_profile_kind profile, size_t *ret,
                                  struct xn_error *err)
{
    for (size_t i = 0; i < POLICY_KEY_COUNT; i++) {
        if (strcmp(xn_policy_keys[i].section, entry->section) != 0 ||
            strcmp(xn_policy_keys[i].key, entry->key) != 0)
            continue;
        if (!(xn_policy_keys[i].profiles & (1u << profile)))
            return xn_fail(err, XN_INPUT, "%s, line %u: [%s] %s has no use in the profile %s", entry->source,
                           entry->line, entry->section, entry->key, profile_words.word[profile]);
        *ret = i;
        return XN_OK;
    }
    return refuse_unknown(entry, profile, err);
}

/* --- reading ------------------------------------------------------------------------------------------- */

static enum xn_status read_months(const struct ini_entry *entry, const struct policy_key *key, int *ret,
                                  struct xn_error *err)
{
    int64_t months = 0;
    if (!xn_parse_int(entry->value, &months) || (double)months < key->low || (double)months > key->high)
        return xn_ini_refuse(entry, "a whole number from 1 to 120", err);
    *ret = (int)months;
    return XN_OK;
}

/* A level that the list does not reach needs as many persons as the last one named. */
static enum xn_status read_levels(const struct ini_entry *entry, const struct policy_key *key, double *ret,
                                  struct xn_error *err)
{
    double value[XN_LEVEL_MAX] = {0};
    size_t n = 0;
    char member[32];
    for (const char *at = entry->value; xn_list_next(&at, member, sizeof member); n++)
        if (n == XN_LEVEL_MAX || !xn_parse_double(member, &value[n]) || value[n] < key->low ||
            value[n] > key->high)
            return xn_ini_refuse(entry, "one to four numbers of persons as 300, 100, 50", err);
    if (n == 0)
        return xn_ini_refuse(entry, "one to four numbers of persons as 300, 100, 50", err);
    for (size_t i = 0; i < XN_LEVEL_MAX; i++)
        ret[i] = value[i < n ? i : n - 1];
    return XN_OK;
}

static enum xn_status read_index(const struct ini_entry *entry, enum xn_effect_index *ret,
                                 struct xn_error *err)
{
    size_t found = 0;
    XN_TRY(xn_known_value(entry, &index_words, entry->value, &found, err));
    *ret = (enum xn_effect_index)found;
    return XN_OK;
}

/* Each criterion once; hash last, or equal rows would have no order. */
static enum xn_status read_criteria(const struct ini_entry *entry, struct xn_policy *policy,
                                    struct xn_error *err)
{
    enum xn_criterion criterion[XN_CRITERION_MAX] = {XN_BY_HASH};
    size_t n = 0;
    unsigned seen = 0;
    char member[32];
    for (const char *at = entry->value; xn_list_next(&at, member, sizeof member); n++) {
        size_t found = 0;
        XN_TRY(xn_known_value(entry, &criterion_words, member, &found, err));
        if (seen & (1u << found))
            return xn_ini_refuse(entry, "each criterion once", err);
        seen |= 1u << found;
        criterion[n] = (enum xn_criterion)found;
    }
    if (n == 0 || criterion[n - 1] != XN_BY_HASH)
        return xn_ini_refuse(entry, "criteria that end with hash, as 'tier, effect, needs, rent, hash'", err);
    memcpy(policy->criterion, criterion, sizeof criterion);
    policy->n_criteria = n;
    return XN_OK;
}

/* The dynamic is read from changes or from earlier values: one of the two. */
static enum xn_status read_changes(const struct ini_entry *entry, struct xn_typology_rule *rule, bool earlier,
                                   struct xn_error *err)
{
    struct xn_indicator change[XN_INDICATOR_MAX] = {{.sign = 1}};
    size_t n = 0;
    XN_TRY(xn_read_indicators(entry, change, &n, err));
    if (n > 0 && rule->n_changes > 0)
        return xn_ini_refuse(entry, "changes or earlier, not both", err);
    if (n == 0)
        return XN_OK;
    memcpy(rule->change, change, sizeof change);
    rule->n_changes = n;
    rule->earlier = earlier;
    return XN_OK;
}

enum xn_status xn_policy_key_read(const struct ini_entry *entry, size_t position, struct xn_policy *policy,
                                  struct xn_error *err)
{
    const struct policy_key *key = &xn_policy_keys[position];
    void *place = (char *)policy + key->offset;
    switch (key->type) {
    case KEY_TEXT:
        return xn_ini_text(entry, place, key->size, err);
    case KEY_DATE:
        return xn_ini_date(entry, place, err);
    case KEY_FLAG:
        return xn_ini_flag(entry, place, err);
    case KEY_NUMBER:
        return xn_ini_number(entry, key->low, key->high, place, err);
    case KEY_MONTHS:
        return read_months(entry, key, place, err);
    case KEY_LEVELS:
        return read_levels(entry, key, place, err);
    case KEY_INDEX:
        return read_index(entry, place, err);
    case KEY_CRITERIA:
        return read_criteria(entry, policy, err);
    case KEY_INDICATORS:
        return xn_read_indicators(entry, policy->rule.indicator, &policy->rule.n_indicators, err);
    case KEY_CHANGES:
        return read_changes(entry, &policy->rule, false, err);
    case KEY_EARLIER:
        return read_changes(entry, &policy->rule, true, err);
    case KEY_LIMITS:
        return xn_read_limits(entry, place, key->size / sizeof(double), err);
    case KEY_TIERS:
        return xn_read_tiers(entry, place, err);
    case KEY_BY_SIZE:
        return xn_read_by_size(entry, key->high, place, err);
    case KEY_INCOMES:
        return xn_read_incomes(entry, key->high, policy, err);
    }
    return XN_OK;
}

/* --- writing ------------------------------------------------------------------------------------------- */

static void put_numbers(struct xn_buf *buf, const double *value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        xn_buf_printf(buf, "%s%.15g", i > 0 ? ", " : "", value[i]);
}

static void put_date(struct xn_buf *buf, xn_date date)
{
    char text[16];
    xn_date_print(date, text, sizeof text);
    xn_buf_puts(buf, text);
}

static void put_criteria(struct xn_buf *buf, const struct xn_policy *policy)
{
    for (size_t i = 0; i < policy->n_criteria; i++)
        xn_buf_printf(buf, "%s%s", i > 0 ? ", " : "", criterion_words.word[policy->criterion[i]]);
}

static void put_tiers(struct xn_buf *buf, const enum xn_class *tier)
{
    for (size_t i = 0; i < XN_STATUS_CLASSES; i++)
        xn_buf_printf(buf, "%s%s", i > 0 ? ", " : "", xn_class_name(tier[i]));
}

void xn_policy_key_put(struct xn_buf *buf, const struct policy_key *key, const struct xn_policy *policy)
{
    const void *place = (const char *)policy + key->offset;
    const struct xn_typology_rule *rule = &policy->rule;
    switch (key->type) {
    case KEY_TEXT:
        xn_buf_puts(buf, place);
        break;
    case KEY_DATE:
        put_date(buf, *(const xn_date *)place);
        break;
    case KEY_FLAG:
        xn_buf_puts(buf, *(const bool *)place ? "yes" : "no");
        break;
    case KEY_NUMBER:
        put_numbers(buf, place, 1);
        break;
    case KEY_MONTHS:
        xn_buf_printf(buf, "%d", *(const int *)place);
        break;
    case KEY_LEVELS:
    case KEY_LIMITS:
        put_numbers(buf, place, key->size / sizeof(double));
        break;
    case KEY_INDEX:
        xn_buf_puts(buf, index_words.word[*(const enum xn_effect_index *)place]);
        break;
    case KEY_CRITERIA:
        put_criteria(buf, policy);
        break;
    case KEY_INDICATORS:
        xn_put_indicators(buf, rule->indicator, rule->n_indicators);
        break;
    case KEY_CHANGES:
    case KEY_EARLIER:
        if (rule->earlier == (key->type == KEY_EARLIER))
            xn_put_indicators(buf, rule->change, rule->n_changes);
        break;
    case KEY_TIERS:
        put_tiers(buf, place);
        break;
    case KEY_BY_SIZE:
        xn_put_by_size(buf, place);
        break;
    case KEY_INCOMES:
        xn_put_incomes(buf, policy);
        break;
    }
}
