/* families.c - households/F01.json to F36.json: fictional households, 120 persons, as the programme's year.
 *
 * Sizes are a list, everything else is drawn: age bands that add up to the size, a rent limit that grows with
 * it, ties to places in the city. Two need step-free access, three care for relatives.
 */
#include <math.h>
#include <stdio.h>
#include "demo.h"
#include "xenia/buf.h"

static const int family_size[FAMILY_COUNT] = {4, 3, 2, 5, 1, 3, 4, 2, 6, 3, 2, 4, 5, 2, 3, 1, 4, 8,
                                              3, 2, 5, 3, 4, 2, 1, 3, 5, 2, 4, 3, 2, 6, 4, 3, 5, 1};

static bool needs_step_free(size_t family)
{
    return family == 10 || family == 24;
}

static bool cares_for_relatives(size_t family)
{
    return family % 12 == 7;
}

struct ages {
    int infants, pupils, adults, pensioners;
};

static struct ages draw_ages(struct xn_random *draw, size_t family, int size)
{
    if (size == 1)
        return needs_step_free(family) ? (struct ages){0, 0, 0, 1} : (struct ages){0, 0, 1, 0};
    if (size == 2)
        return draw_chance(draw, 0.3) || needs_step_free(family) ? (struct ages){0, 0, 0, 2}
                                                                 : (struct ages){0, 0, 2, 0};
    struct ages ages = {0, 0, 2, size > 5 ? 1 : 0};
    for (int child = ages.adults + ages.pensioners; child < size; child++)
        if (draw_chance(draw, 0.3))
            ages.infants++;
        else
            ages.pupils++;
    return ages;
}

static void put_ages(struct xn_json *json, const struct ages *ages)
{
    xn_json_key(json, "age_bands");
    xn_json_begin_object(json);
    xn_json_member_int(json, "0-5", ages->infants);
    xn_json_member_int(json, "6-17", ages->pupils);
    xn_json_member_int(json, "18-64", ages->adults);
    xn_json_member_int(json, "65+", ages->pensioners);
    xn_json_end_object(json);
}

static double five_decimals(double degrees)
{
    return round(degrees * 1e5) / 1e5;
}

static enum xn_status put_tie(struct xn_json *json, const struct demo_city *city, struct xn_random *draw,
                              const char *kind, double weight, struct xn_error *err)
{
    const size_t block = xn_random_below(draw, (uint32_t)city->n_blocks);
    double lon = 0.0, lat = 0.0;
    XN_TRY(to_lonlat(point_inside(&city->block[block].ring, draw), &lon, &lat, err));
    xn_json_begin_object(json);
    xn_json_member_string(json, "kind", kind);
    xn_json_member_double(json, "lat", five_decimals(lat));
    xn_json_member_double(json, "lon", five_decimals(lon));
    xn_json_member_double(json, "weight", weight);
    xn_json_end_object(json);
    return XN_OK;
}

static enum xn_status put_ties(struct xn_json *json, const struct demo_city *city, struct xn_random *draw,
                               size_t family, const struct ages *ages, struct xn_error *err)
{
    xn_json_key(json, "ties");
    xn_json_begin_array(json);
    if (cares_for_relatives(family))
        XN_TRY(put_tie(json, city, draw, "care", 2.0, err));
    if (ages->pupils > 0)
        XN_TRY(put_tie(json, city, draw, "school", 1.0, err));
    if (ages->adults > 0)
        XN_TRY(put_tie(json, city, draw, draw_chance(draw, 0.7) ? "course" : "work", 1.0, err));
    if (ages->pensioners > 0)
        XN_TRY(put_tie(json, city, draw, "institution", 0.5, err));
    xn_json_end_array(json);
    return XN_OK;
}

static void put_needs(struct xn_json *json, struct xn_random *draw, size_t family, int size)
{
    if (draw_chance(draw, 0.85)) {
        xn_json_key(json, "entitlement");
        xn_json_begin_array(json);
        xn_json_string(json, "WBS");
        xn_json_end_array(json);
    }
    if (needs_step_free(family))
        xn_json_member_bool(json, "step_free", true);
    xn_json_member_int(json, "rent_limit_eur", 330 + 90 * size + 10 * draw_between(draw, 0, 9));
    if (draw_chance(draw, 0.2))
        xn_json_member_int(json, "rooms_min", size > 4 ? 4 : 2);
    if (draw_chance(draw, 0.5)) {
        char date[16];
        xn_date_print(xn_date_of(DEMO_YEAR, DEMO_MONTH, DEMO_DAY) + draw_between(draw, 20, 110), date,
                      sizeof date);
        xn_json_member_string(json, "available_by", date);
    }
    if (cares_for_relatives(family)) {
        xn_json_key(json, "filters");
        xn_json_begin_array(json);
        xn_json_string(json, "CARE_OF_RELATIVES");
        xn_json_end_array(json);
    }
}

static enum xn_status write_household(const struct demo_city *city, size_t family, const char *directory,
                                      struct xn_error *err)
{
    struct xn_random draw = draw_for(PURPOSE_FAMILIES, family);
    const int size = family_size[family];
    const struct ages ages = draw_ages(&draw, family, size);
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_json json;
    xn_json_init(&json, &buf, true);
    xn_json_begin_object(&json);
    xn_json_member_int(&json, "size", size);
    put_ages(&json, &ages);
    put_needs(&json, &draw, family, size);
    XN_TRY(put_ties(&json, city, &draw, family, &ages, err));
    xn_json_end_object(&json);
    xn_buf_putc(&buf, '\n');
    XN_TRY(xn_buf_check(&buf, err));
    char path[1024];
    (void)snprintf(path, sizeof path, "%s/households/F%02zu.json", directory, family + 1);
    return xn_file_write(path, buf.data, buf.length, err);
}

enum xn_status write_households(const struct demo_city *city, const char *directory, struct xn_error *err)
{
    for (size_t family = 0; family < FAMILY_COUNT; family++)
        XN_TRY(write_household(city, family, directory, err));
    return XN_OK;
}
