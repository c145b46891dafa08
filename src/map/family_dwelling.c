/* family_dwelling.c - one dwelling on a family's sheet: what is known of it, where it is, why it is proposed.
 *
 * What is not known is said to be so, and who finds it out. Numbers stand behind a colon, so that no language
 * has to bend a word by them.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "family_parts.h"

#define TO_CHECK "to_check:"

static const struct xn_dwelling *data_of(const struct xn_family_writer *writer,
                                         const struct xn_family_dwelling *dwelling)
{
    return &writer->sheet->study->request.dwelling[dwelling->row->dwelling];
}

static const char *word(const struct xn_family_writer *writer, const char *english)
{
    return xn_message(writer->sheet->language, english);
}

static const char *number(struct xn_family_writer *writer, double value, int decimals)
{
    xn_number_put(&writer->line, writer->sheet->language, value, decimals);
    return xn_family_keep(writer);
}

/* As many decimals as a value has: 3 rooms, 2.5 rooms. */
static int decimals_of(double value)
{
    return value == floor(value) ? 0 : 1;
}

/* --- the facts -------------------------------------------------------------------------------------- */

static void put_field(struct xn_family_writer *writer, const char *label, const char *text)
{
    xn_document_field(writer->document, word(writer, label), text);
}

static const char *address_of(struct xn_family_writer *writer, const struct xn_dwelling *data)
{
    xn_buf_puts(&writer->line, *data->address ? data->address : word(writer, XN_N("Address not known yet")));
    if (*data->city)
        xn_buf_printf(&writer->line, ", %s%s%s", data->postcode, *data->postcode ? " " : "", data->city);
    return xn_family_keep(writer);
}

/* The coarsest area that it is known to lie in, by name. */
static const struct xn_unit *area_of(const struct xn_family_writer *writer, const struct xn_dwelling *data)
{
    const struct xn_city *city = writer->sheet->study->input->city;
    return data->unit[0] == XN_NONE || data->outside_city ? NULL : xn_city_unit(city, 0, data->unit[0]);
}

static void put_size(struct xn_family_writer *writer, const struct xn_dwelling *data)
{
    const bool has_rooms = data->rooms > 0, has_area = data->area_m2 > 0;
    const char *rooms = has_rooms ? number(writer, data->rooms, decimals_of(data->rooms)) : "";
    const char *area = has_area ? number(writer, data->area_m2, 0) : "";
    const struct xn_message_value value[] = {{"rooms", rooms}, {"area", area}};
    put_field(writer, XN_N("Size"),
              xn_family_say(writer,
                            has_rooms && has_area ? XN_N("Rooms: {rooms}. Living area: {area} m².")
                            : has_rooms           ? XN_N("Rooms: {rooms}. Living area: we ask the landlord.")
                            : has_area ? XN_N("Rooms: we ask the landlord. Living area: {area} m².")
                                       : XN_N("We ask the landlord."),
                            value, 2));
}

static void put_rent(struct xn_family_writer *writer, const struct xn_dwelling *data)
{
    const bool gross = data->rent_gross_eur > 0, net = data->rent_net_eur > 0;
    const double rent_eur = gross ? data->rent_gross_eur : net ? data->rent_net_eur : 0;
    const char *rent = number(writer, rent_eur, rent_eur == floor(rent_eur) ? 0 : 2);
    put_field(writer, XN_N("Rent a month"),
              xn_family_say(writer,
                            gross ? XN_N("{rent} euro, service costs included. Heating and electricity may "
                                         "come on top.")
                            : net ? XN_N("{rent} euro. Service costs and heating come on top.")
                                  : XN_N("We ask the landlord."),
                            (const struct xn_message_value[]){{"rent", rent}}, 1));
}

static const char *answer_word(enum xn_answer answer, const char *yes, const char *no, const char *unknown)
{
    return answer == XN_YES ? yes : answer == XN_NO ? no : unknown;
}

static void put_access(struct xn_family_writer *writer, const struct xn_dwelling *data)
{
    const bool has_floor = isfinite(data->floor);
    const char *floor_text = has_floor ? number(writer, data->floor, decimals_of(data->floor)) : "";
    const char *where = xn_family_say(writer,
                                      has_floor ? XN_N("Floor: {floor} (0 is the ground floor).")
                                                : XN_N("Floor: we ask the landlord."),
                                      (const struct xn_message_value[]){{"floor", floor_text}}, 1);
    const char *lift = answer_word(data->lift, XN_N("There is a lift."), XN_N("There is no lift."),
                                   XN_N("Lift: we ask the landlord."));
    const char *steps = answer_word(data->step_free, XN_N("You reach it without steps."),
                                    XN_N("There are steps on the way in."),
                                    XN_N("Steps on the way in: we ask the landlord."));
    xn_buf_printf(&writer->line, "%s %s %s", where, word(writer, lift), word(writer, steps));
    put_field(writer, XN_N("Way in"), xn_family_keep(writer));
}

static void put_dates(struct xn_family_writer *writer, const struct xn_dwelling *data)
{
    const xn_date today = writer->sheet->study->request.as_of;
    const struct xn_message_value day[] = {{"date", xn_family_day(writer, data->available)}};
    put_field(writer, XN_N("Free from"),
              data->available == XN_NO_DATE ? word(writer, XN_N("We ask the landlord."))
              : data->available <= today    ? word(writer, XN_N("It is free now."))
                                            : day[0].value);
    if (data->closes != XN_NO_DATE)
        put_field(writer, XN_N("Answer by"), xn_family_day(writer, data->closes));
}

static void put_facts(struct xn_family_writer *writer, const struct xn_dwelling *data)
{
    const struct xn_unit *area = area_of(writer, data);
    if (area)
        put_field(writer, XN_N("Part of town"), area->name);
    put_size(writer, data);
    put_rent(writer, data);
    put_access(writer, data);
    put_dates(writer, data);
    if (*data->entitlement)
        put_field(writer, XN_N("Needed for it"), data->entitlement);
    xn_buf_printf(&writer->line, "%s%s%s", data->corporation, *data->corporation ? ", " : "", data->id);
    put_field(writer, XN_N("Landlord, number"), xn_family_keep(writer));
}

static double rent_of(const struct xn_dwelling *data)
{
    return data->rent_gross_eur > 0 ? data->rent_gross_eur : data->rent_net_eur;
}

void xn_family_put_row(struct xn_family_writer *writer, const struct xn_family_dwelling *dwelling)
{
    static const char unknown[] = "\xE2\x80\x93";
    const struct xn_dwelling *data = data_of(writer, dwelling);
    const struct xn_unit *area = area_of(writer, data);
    const double rent_eur = rent_of(data);
    xn_document_row(
        writer->document,
        (const char *const[]){
            number(writer, (double)dwelling->number, 0),
            *data->address ? data->address : data->id,
            area ? area->name : unknown,
            data->rooms > 0 ? number(writer, data->rooms, decimals_of(data->rooms)) : unknown,
            data->area_m2 > 0 ? number(writer, data->area_m2, 0) : unknown,
            rent_eur > 0 ? number(writer, rent_eur, rent_eur == floor(rent_eur) ? 0 : 2) : unknown,
            data->available != XN_NO_DATE ? xn_family_day(writer, data->available) : unknown,
        });
}

/* --- where it is ------------------------------------------------------------------------------------ */

static const char *tie_words(enum xn_tie_kind kind)
{
    switch (kind) {
    case XN_TIE_CARE:
        return XN_N("Somebody you care for");
    case XN_TIE_SCHOOL:
        return XN_N("School or day care");
    case XN_TIE_WORK:
        return XN_N("Work");
    case XN_TIE_COURSE:
        return XN_N("Course");
    case XN_TIE_INSTITUTION:
        break;
    }
    return XN_N("A place that matters to you");
}

/* "School or day care: 1.2 km", to 10 metres below a kilometre, as a map is read; the kind alone when the
 * place of the dwelling is not known. */
static const char *tie_label(struct xn_family_writer *writer, enum xn_tie_kind kind, double distance_m)
{
    const char *what = word(writer, tie_words(kind));
    if (isnan(distance_m))
        return what;
    const bool near = distance_m < 995;
    const char *far =
        near ? number(writer, 10 * round(distance_m / 10), 0) : number(writer, distance_m / 1000, 1);
    return xn_family_say(writer, near ? XN_N("{what}: {distance} m") : XN_N("{what}: {distance} km"),
                         (const struct xn_message_value[]){{"what", what}, {"distance", far}}, 2);
}

static void add_place(struct xn_family_dwelling *dwelling, struct xn_sketch_place place)
{
    dwelling->place[dwelling->sketch.n_places++] = place;
}

static void put_map(struct xn_family_writer *writer, struct xn_family_dwelling *dwelling)
{
    const struct xn_dwelling *data = data_of(writer, dwelling);
    const struct xn_household *household = writer->sheet->study->request.household;
    const struct xn_unit *area = area_of(writer, data);
    dwelling->sketch = (struct xn_sketch){.title = word(writer, XN_N("Where it is")),
                                          .city = writer->sheet->study->input->city,
                                          .unit = area ? data->unit[0] : XN_NONE,
                                          .unit_label = area ? area->name : NULL,
                                          .place = dwelling->place};
    if (data->has_place)
        add_place(dwelling, (struct xn_sketch_place){.x_m = data->x_m,
                                                     .y_m = data->y_m,
                                                     .label = word(writer, XN_N("This home")),
                                                     .is_subject = true});
    for (size_t i = 0; i < household->n_ties; i++) {
        const double x_m = household->tie[i].x_m, y_m = household->tie[i].y_m;
        const double distance_m = data->has_place ? hypot(x_m - data->x_m, y_m - data->y_m) : NAN;
        add_place(dwelling,
                  (struct xn_sketch_place){.x_m = x_m,
                                           .y_m = y_m,
                                           .label = tie_label(writer, household->tie[i].kind, distance_m)});
    }
    if (area || data->has_place)
        xn_document_sketch(writer->document, &dwelling->sketch);
    else
        xn_document_paragraph(
            writer->document,
            word(writer, XN_N("We do not know yet where exactly it is. We ask the landlord.")));
}

/* --- why -------------------------------------------------------------------------------------------- */

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

static const char *sentence(struct xn_family_writer *writer, const struct xn_reason *reason)
{
    xn_reason_put(&writer->line, writer->sheet->language, reason);
    return xn_family_keep(writer);
}

static void put_tier(struct xn_family_writer *writer, const struct xn_ranked *row)
{
    static const char *const plain[] = {
        [XN_MIXED] = XN_N("By the rules of the city this part of town is mixed."),
        [XN_UNDETERMINED] = XN_N("The figures do not say clearly whether this part of town is mixed."),
        [XN_CONCENTRATED] = XN_N("By the rules of the city this part of town is not mixed. You can choose "
                                 "this home all the same."),
    };
    xn_document_item(writer->document, word(writer, plain[row->tier]));
}

/* What an item says; the grounds of the class and the index go into small print, and what is to be asked into
 * a part of its own. */
static bool is_item(const struct xn_reason *reason)
{
    return strcmp(reason->code, "rent") == 0 || begins(reason->code, "own_wish:");
}

static void put_small_print(struct xn_family_writer *writer, const struct xn_reason *reason, size_t n)
{
    XN_AUTO_BUF grounds = XN_BUF_INIT;
    xn_buf_puts(&grounds, word(writer, XN_N("Exactly:")));
    for (size_t i = 0; i < n; i++)
        if (!is_item(&reason[i]) && !begins(reason[i].code, TO_CHECK) && strcmp(reason[i].code, "ties") != 0)
            xn_buf_printf(&grounds, " %s", sentence(writer, &reason[i]));
    if (writer->line.status == XN_OK)
        writer->line.status = grounds.status;
    xn_document_note(writer->document, xn_buf_text(&grounds));
}

static void put_to_check(struct xn_family_writer *writer, const struct xn_reason *reason, size_t n)
{
    bool begun = false;
    for (size_t i = 0; i < n; i++) {
        if (!begins(reason[i].code, TO_CHECK))
            continue;
        if (!begun)
            xn_document_paragraph(writer->document, word(writer, XN_N("We still have to find out:")));
        begun = true;
        xn_document_item(writer->document, sentence(writer, &reason[i]));
    }
}

static void put_reasons(struct xn_family_writer *writer, const struct xn_family_dwelling *dwelling)
{
    const struct xn_study *study = writer->sheet->study;
    const struct xn_ranked *row = dwelling->row;
    const char *level_name[XN_LEVEL_MAX], *area_name = NULL;
    struct xn_reason reason[XN_REASON_MAX];
    for (size_t i = 0; i < study->request.n_levels; i++)
        level_name[i] = xn_city_level_name(study->input->city, i);
    if (row->deciding_level != XN_NONE)
        area_name = xn_city_unit(study->input->city, row->deciding_level,
                                 data_of(writer, dwelling)->unit[row->deciding_level])
                        ->name;
    const size_t n = xn_explain(&study->request, study->ranking, row, level_name, area_name, reason);
    xn_document_paragraph(writer->document, word(writer, XN_N("Why it stands here:")));
    put_tier(writer, row);
    for (size_t i = 0; i < n; i++)
        if (is_item(&reason[i]))
            xn_document_item(writer->document, sentence(writer, &reason[i]));
    put_to_check(writer, reason, n);
    put_small_print(writer, reason, n);
}

static void put_misfit(struct xn_family_writer *writer, const struct xn_family_dwelling *dwelling)
{
    const struct xn_ranking_request *request = &writer->sheet->study->request;
    struct xn_reason reason[XN_FIT_TEST_COUNT];
    const size_t n = xn_fit_reasons(request->policy, request->household, data_of(writer, dwelling),
                                    request->as_of, dwelling->row->fit, reason);
    xn_document_paragraph(writer->document, word(writer, XN_N("Why it does not fit:")));
    for (size_t i = 0; i < n; i++)
        if (!begins(reason[i].code, TO_CHECK))
            xn_document_item(writer->document, sentence(writer, &reason[i]));
    put_to_check(writer, reason, n);
}

void xn_family_put_dwelling(struct xn_family_writer *writer, struct xn_family_dwelling *dwelling)
{
    const struct xn_dwelling *data = data_of(writer, dwelling);
    const char *address = address_of(writer, data);
    xn_buf_printf(&writer->line, "%zu. %s", dwelling->number, address);
    xn_document_heading(writer->document, xn_family_keep(writer));
    put_facts(writer, data);
    put_map(writer, dwelling);
    if (dwelling->row->rank)
        put_reasons(writer, dwelling);
    else
        put_misfit(writer, dwelling);
}
