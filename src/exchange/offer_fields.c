/* offer_fields.c - the fields of an offer: name, type, place in struct xn_dwelling, and what is believable.
 *
 * A value outside its bounds is a slip of the file and read as unknown, with a note.
 */
#include <stddef.h>
#include <string.h>
#include "mapping.h"

#define TEXT(field)                                                                                          \
    {                                                                                                        \
#field, FIELD_TEXT, offsetof(struct xn_dwelling, field), 0, 0                                        \
    }
#define MONEY(field, high)                                                                                   \
    {                                                                                                        \
#field, FIELD_MONEY, offsetof(struct xn_dwelling, field), 0, high                                    \
    }
#define NUMBER(field, low, high)                                                                             \
    {                                                                                                        \
#field, FIELD_NUMBER, offsetof(struct xn_dwelling, field), low, high                                 \
    }
#define DATE(field)                                                                                          \
    {                                                                                                        \
#field, FIELD_DATE, offsetof(struct xn_dwelling, field), 0, 0                                        \
    }
#define ANSWER(field)                                                                                        \
    {                                                                                                        \
#field, FIELD_ANSWER, offsetof(struct xn_dwelling, field), 0, 0                                      \
    }
#define FLAG(field)                                                                                          \
    {                                                                                                        \
#field, FIELD_FLAG, offsetof(struct xn_dwelling, field), 0, 0                                        \
    }

const struct offer_field xn_offer_fields[OFFER_FIELD_COUNT] = {
    TEXT(id), /* OFFER_FIELD_ID */
    TEXT(corporation),
    TEXT(address),
    TEXT(postcode),
    TEXT(city),
    TEXT(district),
    TEXT(kind),
    NUMBER(lon, -180, 180),
    NUMBER(lat, -90, 90),
    MONEY(rent_net_eur, 100000),
    MONEY(rent_gross_eur, 100000),
    NUMBER(rooms, 0, 50),
    NUMBER(area_m2, 0, 10000),
    NUMBER(min_household, 0, 100),
    NUMBER(max_household, 0, 100),
    MONEY(max_income_eur, 1e7),
    NUMBER(min_age, 0, 120),
    ANSWER(step_free),
    ANSWER(lift),
    NUMBER(floor, -5, 200),
    TEXT(entitlement),
    DATE(published),
    DATE(closes),
    DATE(available),
    FLAG(on_offer_elsewhere),
};

size_t xn_offer_field_find(const char *name)
{
    for (size_t i = 0; i < OFFER_FIELD_COUNT; i++)
        if (strcmp(xn_offer_fields[i].name, name) == 0)
            return i;
    return XN_NONE;
}
