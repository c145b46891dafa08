/* encode_programme.c - the programme's figures as JSON, for documents and answers alike: canonical, without a
 * language. A number that is told as "fewer than 5" is the text "few". */
#include <math.h>
#include "xenia/programme.h"

static void put_told(struct xn_json *json, const char *key, struct xn_told told)
{
    xn_json_key(json, key);
    if (told.few)
        xn_json_string(json, "few");
    else
        xn_json_double(json, told.count);
}

static void put_rate(struct xn_json *json, const char *key, struct xn_told_rate rate)
{
    xn_json_key(json, key);
    xn_json_begin_object(json);
    xn_json_member_double(json, "share", rate.share);
    xn_json_member_double(json, "lower", rate.lower);
    xn_json_member_double(json, "upper", rate.upper);
    xn_json_member_double(json, "at_least", rate.at_least);
    xn_json_member_double(json, "at_most", rate.at_most);
    xn_json_end_object(json);
}

static void put_quarter(struct xn_json *json, const struct xn_programme_quarter *quarter)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "quarter", quarter->quarter);
    put_told(json, "households_arrived", quarter->households_arrived);
    put_told(json, "moves", quarter->moves);
    for (int c = 0; c < XN_CLASS_COUNT; c++)
        put_told(json, xn_class_name((enum xn_class)c), quarter->by_class[c]);
    put_rate(json, "in_mixed", quarter->in_mixed);
    put_rate(json, "not_concentrated", quarter->not_concentrated);
    put_told(json, "moves_so_far", quarter->moves_so_far);
    put_rate(json, "in_mixed_so_far", quarter->in_mixed_so_far);
    put_rate(json, "not_concentrated_so_far", quarter->not_concentrated_so_far);
    put_told(json, "exceptions", quarter->exceptions);
    xn_json_member_double(json, "waited_days", quarter->waited_days);
    xn_json_end_object(json);
}

static void put_by_class(struct xn_json *json, const size_t by_class[XN_CLASS_COUNT])
{
    for (int c = 0; c < XN_CLASS_COUNT; c++)
        xn_json_member_int(json, xn_class_name((enum xn_class)c), (int64_t)by_class[c]);
}

static void put_commitment(struct xn_json *json, const struct xn_programme_commitment *commitment)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "quarter", commitment->quarter);
    xn_json_member_string(json, "corporation", commitment->corporation);
    xn_json_member_double(json, "promised", commitment->promised);
    xn_json_member_int(json, "offered", (int64_t)commitment->offered);
    put_by_class(json, commitment->offered_by_class);
    put_told(json, "accepted", commitment->accepted);
    xn_json_end_object(json);
}

static void put_waiting(struct xn_json *json, const struct xn_programme *programme)
{
    xn_json_key(json, "waiting");
    xn_json_begin_object(json);
    put_told(json, "households", programme->waiting);
    put_told(json, "step_free", programme->waiting_step_free);
    xn_json_member_double(json, "median_days", programme->waiting_days);
    xn_json_member_double(json, "longest_days", programme->longest_waiting_days);
    xn_json_key(json, "by_size");
    xn_json_begin_array(json);
    for (size_t i = 0; i < programme->n_needs; i++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "size", programme->need[i].size);
        put_told(json, "households", programme->need[i].households);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
    xn_json_end_object(json);
}

static void put_rooms(struct xn_json *json, const struct xn_programme_market *market)
{
    xn_json_key(json, "by_rooms");
    xn_json_begin_array(json);
    for (size_t i = 0; i < XN_PROGRAMME_ROOMS; i++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "rooms", market->by_rooms[i].rooms);
        xn_json_member_int(json, "dwellings", (int64_t)market->by_rooms[i].n_dwellings);
        put_by_class(json, market->by_rooms[i].by_class);
        xn_json_member_double(json, "rent_eur", market->by_rooms[i].rent_eur);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_market(struct xn_json *json, const struct xn_programme_market *market)
{
    xn_json_key(json, "market");
    xn_json_begin_object(json);
    xn_json_member_int(json, "dwellings", (int64_t)market->n_dwellings);
    put_by_class(json, market->by_class);
    xn_json_member_int(json, "without_area", (int64_t)market->without_area);
    put_rooms(json, market);
    xn_json_key(json, "by_area");
    xn_json_begin_array(json);
    for (size_t i = 0; i < market->n_units; i++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "unit_id", market->unit_id[i]);
        put_told(json, "dwellings", market->in_unit[i]);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
    xn_json_end_object(json);
}

void xn_programme_put(struct xn_json *json, const struct xn_programme *programme)
{
    char day[16];
    xn_date_print(programme->day, day, sizeof day);
    xn_json_begin_object(json);
    xn_json_member_string(json, "day", day);
    xn_json_key(json, "quarters");
    xn_json_begin_array(json);
    for (size_t q = 0; q < programme->n_quarters; q++)
        put_quarter(json, &programme->quarter[q]);
    xn_json_end_array(json);
    xn_json_key(json, "exceptions");
    xn_json_begin_array(json);
    for (size_t i = 0; i < programme->n_exceptions; i++) {
        xn_json_begin_object(json);
        xn_json_member_int(json, "year", programme->exception[i].year);
        xn_json_member_string(json, "code", programme->exception[i].code);
        put_told(json, "moves", programme->exception[i].count);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
    xn_json_key(json, "commitments");
    xn_json_begin_array(json);
    for (size_t i = 0; i < programme->n_commitments; i++)
        put_commitment(json, &programme->commitment[i]);
    xn_json_end_array(json);
    put_waiting(json, programme);
    put_market(json, &programme->market);
    xn_json_end_object(json);
}
