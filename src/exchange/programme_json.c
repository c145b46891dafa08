/* programme_json.c - the programme's figures out of a publication's document. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "publication_reader.h"

/* --- numbers as they are told
 * ---------------------------------------------------------------------------------- */

static struct xn_told told_of(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (json_is_string(value) && strcmp(json_string_value(value), "few") == 0)
        return (struct xn_told){.count = NAN, .few = true};
    return (struct xn_told){.count = reader_number_or_null(reader, value, name)};
}

static struct xn_told_rate rate_of(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *rate = json_object_get(object, name);
    if (!json_is_object(rate))
        reader_refuse(reader, name, "a share with its bounds");
    return (struct xn_told_rate){.share = reader_number_or_none(reader, rate, "share"),
                                 .lower = reader_number_or_none(reader, rate, "lower"),
                                 .upper = reader_number_or_none(reader, rate, "upper"),
                                 .at_least = reader_number_or_none(reader, rate, "at_least"),
                                 .at_most = reader_number_or_none(reader, rate, "at_most")};
}

static size_t whole_of(struct reader *reader, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (!json_is_integer(value) || json_integer_value(value) < 0) {
        reader_refuse(reader, name, "a whole number");
        return 0;
    }
    return (size_t)json_integer_value(value);
}

static void by_class_of(struct reader *reader, const json_t *object, size_t ret[XN_CLASS_COUNT])
{
    for (int c = 0; c < XN_CLASS_COUNT; c++)
        ret[c] = whole_of(reader, object, xn_class_name((enum xn_class)c));
}

static void quarter_of(struct reader *reader, const json_t *object, char ret[16])
{
    reader_chars_of(reader, object, "quarter", ret, 16);
    if (!ret[0])
        reader_refuse(reader, "quarter", "a quarter");
}

/* --- the parts
 * -------------------------------------------------------------------------------------------------- */

static void read_quarter(struct reader *reader, const json_t *object, struct xn_programme_quarter *ret)
{
    quarter_of(reader, object, ret->quarter);
    ret->households_arrived = told_of(reader, object, "households_arrived");
    ret->moves = told_of(reader, object, "moves");
    for (int c = 0; c < XN_CLASS_COUNT; c++)
        ret->by_class[c] = told_of(reader, object, xn_class_name((enum xn_class)c));
    ret->in_mixed = rate_of(reader, object, "in_mixed");
    ret->not_concentrated = rate_of(reader, object, "not_concentrated");
    ret->moves_so_far = told_of(reader, object, "moves_so_far");
    ret->in_mixed_so_far = rate_of(reader, object, "in_mixed_so_far");
    ret->not_concentrated_so_far = rate_of(reader, object, "not_concentrated_so_far");
    ret->exceptions = told_of(reader, object, "exceptions");
    ret->waited_days = reader_number_or_none(reader, object, "waited_days");
}

static void read_exception(struct reader *reader, const json_t *object, struct xn_programme_exception *ret)
{
    const json_t *year = json_object_get(object, "year");
    if (!json_is_integer(year))
        reader_refuse(reader, "year", "a year");
    ret->year = (int)json_integer_value(year);
    ret->code = reader_text_of(reader, object, "code");
    ret->count = told_of(reader, object, "moves");
}

static void read_commitment(struct reader *reader, const json_t *object, struct xn_programme_commitment *ret)
{
    quarter_of(reader, object, ret->quarter);
    ret->corporation = reader_text_of(reader, object, "corporation");
    ret->promised = reader_number_or_none(reader, object, "promised");
    ret->offered = whole_of(reader, object, "offered");
    by_class_of(reader, object, ret->offered_by_class);
    ret->accepted = told_of(reader, object, "accepted");
}

static void read_need(struct reader *reader, const json_t *object, struct xn_programme_need *ret)
{
    ret->size = reader_text_of(reader, object, "size");
    ret->households = told_of(reader, object, "households");
}

static void read_waiting(struct reader *reader, const json_t *waiting, struct xn_programme *programme)
{
    const json_t *needs = NULL;
    reader_go_to(reader, "programme.waiting");
    programme->waiting = told_of(reader, waiting, "households");
    programme->waiting_step_free = told_of(reader, waiting, "step_free");
    programme->waiting_days = reader_number_or_none(reader, waiting, "median_days");
    programme->longest_waiting_days = reader_number_or_none(reader, waiting, "longest_days");
    programme->n_needs = reader_array_of(reader, waiting, "by_size", XN_NONE, &needs);
    programme->need = reader_array_new(reader, programme->n_needs, sizeof *programme->need);
    for (size_t i = 0; programme->need && i < programme->n_needs; i++)
        read_need(reader, json_array_get(needs, i), &programme->need[i]);
}

/* --- the market
 * -------------------------------------------------------------------------------------------------- */

static void read_rooms(struct reader *reader, const json_t *market, struct xn_programme_market *ret)
{
    const json_t *rooms = NULL;
    const size_t n = reader_array_of(reader, market, "by_rooms", XN_PROGRAMME_ROOMS, &rooms);
    for (size_t i = 0; i < n; i++) {
        const json_t *object = json_array_get(rooms, i);
        ret->by_rooms[i].rooms = reader_text_of(reader, object, "rooms");
        ret->by_rooms[i].n_dwellings = whole_of(reader, object, "dwellings");
        by_class_of(reader, object, ret->by_rooms[i].by_class);
        ret->by_rooms[i].rent_eur = reader_number_or_none(reader, object, "rent_eur");
    }
}

static void read_areas(struct reader *reader, const json_t *market, struct xn_programme_market *ret)
{
    const json_t *areas = NULL;
    const size_t n = reader_array_of(reader, market, "by_area", XN_NONE, &areas);
    const char **unit_id = reader_array_new(reader, n, sizeof *unit_id);
    struct xn_told *in_unit = reader_array_new(reader, n, sizeof *in_unit);
    for (size_t i = 0; unit_id && in_unit && i < n; i++) {
        unit_id[i] = reader_text_of(reader, json_array_get(areas, i), "unit_id");
        in_unit[i] = told_of(reader, json_array_get(areas, i), "dwellings");
    }
    ret->n_units = unit_id && in_unit ? n : 0;
    ret->unit_id = unit_id;
    ret->in_unit = in_unit;
}

static void read_market(struct reader *reader, const json_t *market, struct xn_programme_market *ret)
{
    reader_go_to(reader, "programme.market");
    ret->n_dwellings = whole_of(reader, market, "dwellings");
    by_class_of(reader, market, ret->by_class);
    ret->without_area = whole_of(reader, market, "without_area");
    read_rooms(reader, market, ret);
    read_areas(reader, market, ret);
}

/* --- the whole
 * --------------------------------------------------------------------------------------------------- */

static void read_lists(struct reader *reader, const json_t *object, struct xn_programme *programme)
{
    const json_t *list = NULL;
    programme->n_quarters = reader_array_of(reader, object, "quarters", XN_NONE, &list);
    programme->quarter = reader_array_new(reader, programme->n_quarters, sizeof *programme->quarter);
    for (size_t i = 0; programme->quarter && i < programme->n_quarters; i++) {
        reader_go_to(reader, "programme.quarters[%zu]", i);
        read_quarter(reader, json_array_get(list, i), &programme->quarter[i]);
    }
    reader_go_to(reader, "programme");
    programme->n_exceptions = reader_array_of(reader, object, "exceptions", XN_NONE, &list);
    programme->exception = reader_array_new(reader, programme->n_exceptions, sizeof *programme->exception);
    for (size_t i = 0; programme->exception && i < programme->n_exceptions; i++) {
        reader_go_to(reader, "programme.exceptions[%zu]", i);
        read_exception(reader, json_array_get(list, i), &programme->exception[i]);
    }
    reader_go_to(reader, "programme");
    programme->n_commitments = reader_array_of(reader, object, "commitments", XN_NONE, &list);
    programme->commitment = reader_array_new(reader, programme->n_commitments, sizeof *programme->commitment);
    for (size_t i = 0; programme->commitment && i < programme->n_commitments; i++) {
        reader_go_to(reader, "programme.commitments[%zu]", i);
        read_commitment(reader, json_array_get(list, i), &programme->commitment[i]);
    }
}

const struct xn_programme *reader_programme(struct reader *reader, const json_t *document)
{
    const json_t *object = json_object_get(document, "programme");
    struct xn_programme *programme = object ? reader_array_new(reader, 1, sizeof *programme) : NULL;
    if (!programme)
        return NULL;
    reader_go_to(reader, "programme");
    programme->day = reader_date_of(reader, object, "day");
    if (programme->day == XN_NO_DATE)
        reader_refuse(reader, "day", "a day");
    read_lists(reader, object, programme);
    read_waiting(reader, json_object_get(object, "waiting"), programme);
    read_market(reader, json_object_get(object, "market"), &programme->market);
    return programme;
}
