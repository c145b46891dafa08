/* household_words.c - what every file that speaks of households has in common: JSON and CSV. */
#include "household_words.h"
#include <math.h>
#include <string.h>
#include <strings.h>

const struct known_words xn_tie_kind_words = {{"care", "school", "work", "course", "institution"}, 5};

/* "WBS-AREA-80" and "WBS-ROOMS-4" must say how many; without a number they would mean nothing. */
static bool states_a_size(const char *text, const char *start)
{
    int64_t number = 0;
    const size_t length = strlen(start);
    return strncasecmp(text, start, length) != 0 || (xn_parse_int(text + length, &number) && number > 0);
}

bool xn_is_entitlement(const char *text)
{
    const size_t length = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    return length > 0 && length < sizeof((struct xn_household *)NULL)->entitlement[0] && !text[length] &&
           states_a_size(text, XN_CODE_WBS_AREA) && states_a_size(text, XN_CODE_WBS_ROOMS);
}

void xn_household_init(struct xn_household *ret)
{
    *ret = (struct xn_household){.age_0_5 = -1,
                                 .age_6_17 = -1,
                                 .age_18_64 = -1,
                                 .age_65_plus = -1,
                                 .rent_limit_eur = NAN,
                                 .rooms_min = NAN,
                                 .available_by = XN_NO_DATE};
}

bool xn_household_complete_ages(struct xn_household *household)
{
    int *const age[] = {&household->age_0_5, &household->age_6_17, &household->age_18_64,
                        &household->age_65_plus};
    int sum = 0;
    bool all = true;
    for (size_t i = 0; i < 4; i++) {
        sum += *age[i] > 0 ? *age[i] : 0;
        all = all && *age[i] >= 0;
    }
    if (sum > household->size || (all && sum < household->size))
        return false;
    for (size_t i = 0; i < 4 && sum == household->size; i++)
        *age[i] = *age[i] < 0 ? 0 : *age[i];
    return true;
}
