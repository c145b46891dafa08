/* policy_indicators.c - see policy_indicators.h. */
#include "policy_indicators.h"
#include <string.h>

#define INDICATOR_FORM "one to four columns as 'A, B/BASE, C:-1'"
#define MEMBER_BYTES 160

/* Cuts ":1" or ":-1" off the end. */
static int take_sign(char *text)
{
    char *colon = strrchr(text, ':');
    if (!colon || (strcmp(colon, ":-1") != 0 && strcmp(colon, ":1") != 0))
        return 1;
    const int sign = colon[1] == '-' ? -1 : 1;
    *colon = '\0';
    return sign;
}

static bool copy_name(const char *from, char ret[64])
{
    const size_t length = strlen(from);
    if (length == 0 || length >= 64)
        return false;
    memcpy(ret, from, length + 1);
    return true;
}

static bool read_indicator(char *member, struct xn_indicator *ret)
{
    *ret = (struct xn_indicator){.sign = take_sign(member)};
    char *slash = strrchr(member, '/');
    if (slash)
        *slash = '\0';
    return copy_name(member, ret->column) && (!slash || copy_name(slash + 1, ret->base));
}

enum xn_status xn_read_indicators(const struct ini_entry *entry, struct xn_indicator ret[XN_INDICATOR_MAX],
                                  size_t *ret_n, struct xn_error *err)
{
    struct xn_indicator indicator[XN_INDICATOR_MAX] = {{.sign = 1}};
    char member[MEMBER_BYTES];
    size_t n = 0;
    for (const char *at = entry->value; xn_list_next(&at, member, sizeof member); n++)
        if (n == XN_INDICATOR_MAX || !read_indicator(member, &indicator[n]))
            return xn_ini_refuse(entry, INDICATOR_FORM, err);
    memcpy(ret, indicator, sizeof indicator);
    *ret_n = n;
    return XN_OK;
}

void xn_put_indicators(struct xn_buf *buf, const struct xn_indicator *indicator, size_t n)
{
    for (size_t i = 0; i < n; i++)
        xn_buf_printf(buf, "%s%s%s%s%s", i > 0 ? ", " : "", indicator[i].column,
                      indicator[i].base[0] ? "/" : "", indicator[i].base, indicator[i].sign < 0 ? ":-1" : "");
}

enum xn_status xn_read_limits(const struct ini_entry *entry, double *ret, size_t n, struct xn_error *err)
{
    double limit[XN_STATUS_CLASSES] = {0};
    const char *wanted =
        n == 2 ? "two numbers that ascend, as '-1, 1'" : "three numbers that ascend, as '-1, 1, 1.5'";
    char member[32];
    size_t found = 0;
    for (const char *at = entry->value; xn_list_next(&at, member, sizeof member); found++)
        if (found == n || !xn_parse_double(member, &limit[found]) || limit[found] < -10 ||
            limit[found] > 10 || (found > 0 && limit[found] <= limit[found - 1]))
            return xn_ini_refuse(entry, wanted, err);
    if (found != n)
        return xn_ini_refuse(entry, wanted, err);
    memcpy(ret, limit, n * sizeof *ret);
    return XN_OK;
}

enum xn_status xn_read_tiers(const struct ini_entry *entry, enum xn_class ret[XN_STATUS_CLASSES],
                             struct xn_error *err)
{
    static const char wanted[] = "a class for each status from high to very low, none better than the one "
                                 "before, as 'mixed, mixed, undetermined, concentrated'";
    enum xn_class tier[XN_STATUS_CLASSES] = {XN_MIXED};
    char member[32];
    size_t n = 0;
    for (const char *at = entry->value; xn_list_next(&at, member, sizeof member); n++)
        if (n == XN_STATUS_CLASSES || !xn_class_parse(member, &tier[n]) || (n > 0 && tier[n] < tier[n - 1]))
            return xn_ini_refuse(entry, wanted, err);
    if (n != XN_STATUS_CLASSES)
        return xn_ini_refuse(entry, wanted, err);
    memcpy(ret, tier, sizeof tier);
    return XN_OK;
}

enum xn_status xn_check_indicators(const struct xn_typology_rule *rule, const char *source,
                                   struct xn_error *err)
{
    if (rule->n_indicators == 0)
        return xn_fail(
            err, XN_INPUT,
            "%s does not name the indicators of profile socio-economic: [classes] indicators = ...", source);
    if (rule->earlier && rule->n_changes != rule->n_indicators)
        return xn_fail(err, XN_INPUT,
                       "%s: found %zu columns for earlier, wanted one for each of the %zu "
                       "indicators",
                       source, rule->n_changes, rule->n_indicators);
    for (size_t i = 0; rule->earlier && i < rule->n_changes; i++)
        if (rule->change[i].sign < 0)
            return xn_fail(err, XN_INPUT,
                           "%s: found %s:-1 for earlier, wanted it without ':-1': the "
                           "indicator says which way it points",
                           source, rule->change[i].column);
    return XN_OK;
}
