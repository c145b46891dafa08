/* policy_by_size.c - see policy_by_size.h. */
#include "policy_by_size.h"
#include <stdio.h>
#include <string.h>

#define MEMBER_BYTES 64

/* --- by size ------------------------------------------------------------------------------------------- */

static enum xn_status refuse_table(const struct ini_entry *entry, double high, struct xn_error *err)
{
    char wanted[160];
    (void)snprintf(wanted, sizeof wanted,
                   "figures above 0 to %g by persons, 1 first, as '1:450, 2:550, +100' (sizes 1 to %d)", high,
                   XN_BY_SIZE_MAX);
    return xn_ini_refuse(entry, wanted, err);
}

/* "3:650": the sizes between the last one and 3 are as the last one. */
static bool take_size(char *member, double high, struct xn_by_size *table)
{
    int64_t size = 0;
    double value = 0;
    char *colon = strchr(member, ':');
    if (!colon)
        return false;
    *colon = '\0';
    if (!xn_parse_int(member, &size) || size <= (int64_t)table->n || size > XN_BY_SIZE_MAX ||
        (table->n == 0 && size != 1) || !xn_parse_double(colon + 1, &value) || !(value > 0 && value <= high))
        return false;
    for (; table->n < (size_t)size - 1; table->n++)
        table->value[table->n] = table->value[table->n - 1];
    table->value[table->n++] = value;
    return true;
}

/* "+100", and nothing after it. */
static bool take_more(const char *member, double high, struct xn_by_size *table)
{
    return xn_parse_double(member + 1, &table->more) && table->more > 0 && table->more <= high;
}

enum xn_status xn_read_by_size(const struct ini_entry *entry, double high, struct xn_by_size *ret,
                               struct xn_error *err)
{
    struct xn_by_size table = {0};
    char member[MEMBER_BYTES];
    for (const char *at = entry->value; xn_list_next(&at, member, sizeof member);) {
        const bool more = member[0] == '+';
        if (table.more > 0 || !(more ? take_more(member, high, &table) : take_size(member, high, &table)))
            return refuse_table(entry, high, err);
    }
    *ret = table;
    return XN_OK;
}

void xn_put_by_size(struct xn_buf *buf, const struct xn_by_size *table)
{
    const char *separator = "";
    for (size_t i = 0; i < table->n; i++) {
        xn_buf_printf(buf, "%s%zu:%.15g", separator, i + 1, table->value[i]);
        separator = ", ";
    }
    if (table->more > 0)
        xn_buf_printf(buf, "%s+%.15g", separator, table->more);
}

/* --- incomes ------------------------------------------------------------------------------------------- */

static bool take_income(const char *member, double high, struct xn_income_band *ret)
{
    const size_t length = strcspn(member, " :");
    const char *colon = member + length + strspn(member + length, " ");
    if (length == 0 || length >= sizeof ret->code || *colon != ':')
        return false;
    (void)snprintf(ret->code, sizeof ret->code, "%.*s", (int)length, member);
    return xn_parse_double(colon + 1, &ret->up_to_eur) && ret->up_to_eur > 0 && ret->up_to_eur <= high;
}

enum xn_status xn_read_incomes(const struct ini_entry *entry, double high, struct xn_policy *policy,
                               struct xn_error *err)
{
    struct xn_income_band income[XN_INCOME_MAX];
    size_t n = 0;
    char member[MEMBER_BYTES];
    for (const char *at = entry->value; xn_list_next(&at, member, sizeof member); n++)
        if (n == XN_INCOME_MAX || !take_income(member, high, &income[n]))
            return xn_ini_refuse(entry, "at most 8 codes with an income, as 'DAEB:49669, WBS:30000'", err);
    memcpy(policy->income, income, n * sizeof *income);
    policy->n_incomes = n;
    return XN_OK;
}

void xn_put_incomes(struct xn_buf *buf, const struct xn_policy *policy)
{
    for (size_t i = 0; i < policy->n_incomes; i++)
        xn_buf_printf(buf, "%s%s:%.15g", i ? ", " : "", policy->income[i].code, policy->income[i].up_to_eur);
}
