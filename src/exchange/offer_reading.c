/* offer_reading.c - see offer_reading.h. */
#include "offer_reading.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "shown.h"
#include "xenia/memory.h"
#include "xenia/text.h"

enum xn_status xn_offers_new(const char *source, struct xn_offers **ret, struct xn_error *err)
{
    struct xn_arena *arena = xn_arena_new();
    struct xn_offers *offers = arena ? xn_arena_alloc(arena, 1, sizeof *offers) : NULL;
    if (!offers || !(offers->source = xn_arena_strdup(arena, source))) {
        xn_arena_free(arena);
        return xn_fail_memory(err);
    }
    offers->arena = arena;
    *ret = offers;
    return XN_OK;
}

void xn_offers_free(struct xn_offers *offers)
{
    if (offers)
        xn_arena_free(offers->arena); /* the list itself lies in it */
}

struct xn_dwelling xn_dwelling_unknown(uint32_t line)
{
    struct xn_dwelling dwelling = {.line = line, .unreadable = "", .is_dwelling = XN_UNKNOWN};
    for (size_t i = 0; i < OFFER_FIELD_COUNT; i++) {
        void *place = (char *)&dwelling + xn_offer_fields[i].offset;
        switch (xn_offer_fields[i].type) {
        case FIELD_TEXT:
            *(const char **)place = "";
            break;
        case FIELD_MONEY:
        case FIELD_NUMBER:
            *(double *)place = NAN;
            break;
        case FIELD_DATE:
            *(xn_date *)place = XN_NO_DATE;
            break;
        case FIELD_ANSWER:
            *(enum xn_answer *)place = XN_UNKNOWN;
            break;
        case FIELD_FLAG:
            break; /* false */
        }
    }
    dwelling.x_m = dwelling.y_m = NAN;
    for (size_t i = 0; i < XN_LEVEL_MAX; i++)
        dwelling.unit[i] = XN_NONE;
    return dwelling;
}

/* --- values ----------------------------------------------------------------------------------------------
 */

void xn_offer_note(const struct offer_reading *reading, uint32_t line, const struct offer_value *value,
                   const char *says)
{
    xn_note(reading->notes, "%s, %s %u, %s %s: found '%.*s', %s", reading->offers->source, reading->row_word,
            line, reading->column_word, value->column, xn_shown(value->text), value->text, says);
}

enum xn_status xn_offer_mark_unreadable(struct offer_reading *reading, const struct offer_value *value,
                                        const char *wanted, struct xn_dwelling *dwelling,
                                        struct xn_error *err)
{
    char says[128];
    (void)snprintf(says, sizeof says, "wanted %s; taken as unknown", wanted);
    xn_offer_note(reading, dwelling->line, value, says);
    reading->offers->n_unreadable++;
    const char *list =
        xn_arena_printf(reading->offers->arena, "%s%s%s", dwelling->unreadable,
                        dwelling->unreadable[0] ? ";" : "", xn_offer_fields[value->field].name);
    if (!list)
        return xn_fail_memory(err);
    dwelling->unreadable = list;
    return XN_OK;
}

/* "65,5": a decimal comma, when three digits after it do not leave open what it is. */
static bool parse_number(const char *text, double *ret)
{
    char plain[32];
    const size_t length = strlen(text);
    const char *comma = strchr(text, ',');
    if (!comma)
        return xn_parse_double(text, ret);
    if (length >= sizeof plain || strchr(comma + 1, ',') || strchr(text, '.') || strlen(comma + 1) == 3)
        return false;
    memcpy(plain, text, length + 1);
    plain[comma - text] = '.';
    return xn_parse_double(plain, ret);
}

/* A sum as a plain number, where the form says that it is one; else as people write it, which is noted. */
static bool parse_sum(const struct offer_reading *reading, const char *text, double *ret, bool *ret_noted)
{
    double plain = NAN;
    const bool is_plain = xn_parse_double(text, &plain);
    if (is_plain && reading->plain_numbers) {
        *ret = plain;
        return true;
    }
    if (!xn_parse_money(text, ret))
        return false;
    *ret_noted = !is_plain || fabs(plain - *ret) > 1e-9;
    return true;
}

static bool take_number(const struct offer_reading *reading, const struct offer_value *value, uint32_t line,
                        double *ret)
{
    const struct offer_field *field = &xn_offer_fields[value->field];
    double number = NAN;
    bool noted = false;
    if (field->type == FIELD_MONEY ? !parse_sum(reading, value->text, &number, &noted)
                                   : !parse_number(value->text, &number))
        return false;
    if (!(number >= field->low && number <= field->high))
        return false;
    if (noted) {
        char says[64];
        (void)snprintf(says, sizeof says, "read as %.2f euro", number);
        xn_offer_note(reading, line, value, says);
    }
    *ret = number;
    return true;
}

static bool take_value(const struct offer_reading *reading, const struct offer_value *value, uint32_t line,
                       void *place)
{
    enum xn_answer answer = XN_UNKNOWN;
    switch (xn_offer_fields[value->field].type) {
    case FIELD_TEXT:
        break; /* never unreadable: taken before */
    case FIELD_MONEY:
    case FIELD_NUMBER:
        return take_number(reading, value, line, place);
    case FIELD_DATE:
        return xn_parse_date_written(value->text, place);
    case FIELD_ANSWER:
        return xn_mapping_answer_of(reading->mapping, value->text, place);
    case FIELD_FLAG:
        if (!xn_mapping_answer_of(reading->mapping, value->text, &answer))
            return false;
        *(bool *)place = answer == XN_YES;
        return true;
    }
    return false;
}

enum xn_status xn_offer_take(struct offer_reading *reading, const struct offer_value *value,
                             struct xn_dwelling *dwelling, struct xn_error *err)
{
    static const char *const wanted[] = {
        "", "a sum of money", "a number", "a date", "yes or no", "yes or no",
    };
    const struct offer_field *field = &xn_offer_fields[value->field];
    void *place = (char *)dwelling + field->offset;
    if (field->type == FIELD_TEXT) {
        const char *copy = xn_arena_strdup(reading->offers->arena, value->text);
        if (!copy)
            return xn_fail_memory(err);
        *(const char **)place = copy;
        return XN_OK;
    }
    if (take_value(reading, value, dwelling->line, place))
        return XN_OK;
    return xn_offer_mark_unreadable(reading, value, wanted[field->type], dwelling, err);
}

void xn_offer_complete_place(const struct offer_reading *reading, struct xn_dwelling *dwelling)
{
    if (isnan(dwelling->lon) == isnan(dwelling->lat))
        return;
    xn_note(reading->notes, "%s, %s %u: found only one of lon and lat; taken as without place",
            reading->offers->source, reading->row_word, dwelling->line);
    dwelling->lon = dwelling->lat = NAN;
}

/* --- the list --------------------------------------------------------------------------------------------
 */

/* Room for one more in an array of the arena; what it grew from stays in the arena until the end. */
static enum xn_status grow(struct xn_arena *arena, void *array, size_t size, size_t count, size_t *room,
                           struct xn_error *err)
{
    void **at = array;
    if (count < *room)
        return XN_OK;
    const size_t more = *room ? *room * 2 : 64;
    void *larger = xn_arena_alloc(arena, more, size);
    if (!larger)
        return xn_fail_memory(err);
    if (count)
        memcpy(larger, *at, count * size);
    *at = larger;
    *room = more;
    return XN_OK;
}

enum xn_status xn_offer_add(struct offer_reading *reading, const struct xn_dwelling *dwelling,
                            struct xn_error *err)
{
    struct xn_offers *offers = reading->offers;
    XN_TRY(grow(offers->arena, &offers->dwelling, sizeof *dwelling, offers->count, &reading->room, err));
    offers->dwelling[offers->count++] = *dwelling;
    return XN_OK;
}

enum xn_status xn_offer_withdraw(struct offer_reading *reading, const char *id, uint32_t line,
                                 struct xn_error *err)
{
    struct xn_arena *arena = reading->offers->arena;
    XN_TRY(grow(arena, &reading->withdrawn, sizeof *reading->withdrawn, reading->n_withdrawn,
                &reading->withdrawn_room, err));
    const struct withdrawn_offer one = {xn_arena_strdup(arena, id), line};
    if (!one.id)
        return xn_fail_memory(err);
    reading->withdrawn[reading->n_withdrawn++] = one;
    return XN_OK;
}

/* An id and where it stands. */
struct id_at {
    const char *id;
    uint32_t line;
    bool withdrawn;
};

static int by_id_and_line(const void *a, const void *b)
{
    const struct id_at *first = a, *second = b;
    const int order = strcmp(first->id, second->id);
    return order ? order : (first->line > second->line) - (first->line < second->line);
}

static struct id_at *sorted_ids(const struct offer_reading *reading)
{
    const struct xn_offers *offers = reading->offers;
    const size_t n = offers->count + reading->n_withdrawn;
    struct id_at *sorted = xn_calloc(n, sizeof *sorted);
    for (size_t i = 0; sorted && i < offers->count; i++)
        sorted[i] = (struct id_at){offers->dwelling[i].id, offers->dwelling[i].line, false};
    for (size_t i = 0; sorted && i < reading->n_withdrawn; i++)
        sorted[offers->count + i] =
            (struct id_at){reading->withdrawn[i].id, reading->withdrawn[i].line, true};
    if (sorted)
        qsort(sorted, n, sizeof *sorted, by_id_and_line);
    return sorted;
}

static enum xn_status check_id(struct offer_reading *reading, const struct id_at *before,
                               const struct id_at *one, struct xn_error *err)
{
    struct xn_error fault = {0};
    const enum xn_status status = xn_fail(
        &fault, XN_INPUT, "%s, %s %u: the id '%.*s' is taken, by the offer on %s %u", reading->offers->source,
        reading->row_word, one->line, xn_shown(one->id), one->id, reading->row_word, before->line);
    return xn_faults_take(&reading->faults, reading->notes, status, &fault, err);
}

enum xn_status xn_offers_finish(struct offer_reading *reading, struct xn_error *err)
{
    struct xn_offers *offers = reading->offers;
    XN_CLEANUP(xn_free_pointer) struct id_at *sorted = sorted_ids(reading);
    if (!sorted)
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(offers->arena, reading->n_withdrawn, &offers->withdrawn, err));
    for (size_t i = 0; i < offers->count + reading->n_withdrawn; i++) {
        const bool again = i > 0 && sorted[i].id[0] && strcmp(sorted[i - 1].id, sorted[i].id) == 0;
        if (again && !(sorted[i - 1].withdrawn && sorted[i].withdrawn))
            XN_TRY(check_id(reading, &sorted[i - 1], &sorted[i], err));
        if (!again && sorted[i].withdrawn)
            offers->withdrawn[offers->n_withdrawn++] = sorted[i].id;
    }
    return xn_faults_result(&reading->faults, err);
}
