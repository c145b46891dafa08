/* family_sheet.c - the sheet as a whole: its head, the dwellings, and what a family should know.
 *
 * Sentences are short, and speak to the family. The exact grounds, in the words of the ranking, stand in
 * small print below each dwelling, so that who wants to check the advice can.
 */
#include "xenia/family_sheet.h"
#include <stdio.h>
#include <string.h>
#include "family_parts.h"
#include "words.h"

/* --- saying it -------------------------------------------------------------------------------------- */

const char *xn_family_keep(struct xn_family_writer *writer)
{
    const char *kept =
        writer->line.status == XN_OK ? xn_arena_strdup(writer->arena, xn_buf_text(&writer->line)) : NULL;
    if (!kept && writer->line.status == XN_OK)
        writer->line.status = XN_MEMORY;
    if (writer->line.status == XN_OK)
        xn_buf_reset(&writer->line);
    return kept ? kept : "";
}

const char *xn_family_say(struct xn_family_writer *writer, const char *english,
                          const struct xn_message_value *value, size_t n_values)
{
    xn_message_put(&writer->line, writer->sheet->language, english, value, n_values);
    return xn_family_keep(writer);
}

static const char *say(struct xn_family_writer *writer, const char *english)
{
    return xn_family_say(writer, english, NULL, 0);
}

const char *xn_family_day(struct xn_family_writer *writer, xn_date day)
{
    char iso[16], year[5], month[3], day_of_month[3];
    if (day == XN_NO_DATE)
        return "";
    xn_date_print(day, iso, sizeof iso);
    snprintf(year, sizeof year, "%.4s", iso);
    snprintf(month, sizeof month, "%.2s", iso + 5);
    snprintf(day_of_month, sizeof day_of_month, "%.2s", iso + 8);
    return xn_family_say(
        writer, XN_N("{year}-{month}-{day}"),
        (const struct xn_message_value[]){{"year", year}, {"month", month}, {"day", day_of_month}}, 3);
}

/* --- which dwellings -------------------------------------------------------------------------------- */

static bool is_wanted(const struct xn_family_sheet *sheet, const struct xn_ranked *row)
{
    const char *id = sheet->study->request.dwelling[row->dwelling].id;
    for (size_t i = 0; i < sheet->n_dwellings; i++)
        if (strcmp(sheet->dwelling[i], id) == 0)
            return true;
    return false;
}

static enum xn_status check_wanted(const struct xn_family_sheet *sheet, struct xn_error *err)
{
    const struct xn_ranking_request *request = &sheet->study->request;
    if (sheet->n_dwellings < 1 || sheet->n_dwellings > XN_FAMILY_SHEET_MAX)
        return xn_fail(err, XN_ARGUMENT, "a sheet of %zu dwellings is asked, wanted 1 to %d",
                       sheet->n_dwellings, XN_FAMILY_SHEET_MAX);
    for (size_t i = 0; i < sheet->n_dwellings; i++) {
        size_t at = 0;
        for (size_t k = 0; k < i; k++)
            if (strcmp(sheet->dwelling[k], sheet->dwelling[i]) == 0)
                return xn_fail(err, XN_ARGUMENT, "dwelling '%.100s' is asked for twice", sheet->dwelling[i]);
        while (at < request->n_dwellings && strcmp(request->dwelling[at].id, sheet->dwelling[i]) != 0)
            at++;
        if (at == request->n_dwellings)
            return xn_fail(err, XN_NOT_FOUND, "there is no dwelling '%.100s' on offer", sheet->dwelling[i]);
    }
    return XN_OK;
}

static size_t take_rows(struct xn_family_writer *writer, const struct xn_ranked *row, size_t n_rows, size_t n)
{
    for (size_t i = 0; i < n_rows; i++)
        if (is_wanted(writer->sheet, &row[i])) {
            writer->dwelling[n].row = &row[i];
            writer->dwelling[n].number = n + 1;
            n++;
        }
    return n;
}

/* --- the parts -------------------------------------------------------------------------------------- */

static void put_intro(struct xn_family_writer *writer, size_t n_fit)
{
    struct xn_document *document = writer->document;
    xn_document_notice(document, say(writer, XN_N("This is advice. You decide. You may say no to every home "
                                                  "on this sheet. Saying no has no consequences for you.")));
    if (n_fit > 1)
        xn_document_paragraph(
            document,
            say(writer, XN_N("The homes stand in the order in which we would propose them to you. Every home "
                             "that is on offer was looked at. We can show you all of them.")));
}

/* Each on a page of its own. */
static void put_dwellings(struct xn_family_writer *writer, size_t n_fit)
{
    for (size_t i = 0; i < n_fit; i++) {
        xn_document_new_page(writer->document);
        xn_family_put_dwelling(writer, &writer->dwelling[i]);
    }
    if (n_fit == writer->sheet->n_dwellings)
        return;
    xn_document_chapter(writer->document, say(writer, XN_N("Homes you asked about that do not fit")));
    xn_document_paragraph(
        writer->document,
        say(writer,
            XN_N("These homes do not fit, as far as we know. The reasons stand below each of them. If "
                 "something in them is wrong, tell us.")));
    for (size_t i = n_fit; i < writer->sheet->n_dwellings; i++) {
        if (i > n_fit)
            xn_document_new_page(writer->document);
        xn_family_put_dwelling(writer, &writer->dwelling[i]);
    }
}

/* The dwellings below each other, to compare. */
static void put_overview(struct xn_family_writer *writer, size_t n_fit)
{
    const char *const header[] = {say(writer, XN_N("No.")),          say(writer, XN_N("Address")),
                                  say(writer, XN_N("Part of town")), say(writer, XN_N("Rooms")),
                                  say(writer, XN_N("m²")),           say(writer, XN_N("Euro a month")),
                                  say(writer, XN_N("Free from"))};
    if (n_fit < 2)
        return;
    xn_document_table(writer->document, "", header, sizeof header / sizeof *header, 7u << 3);
    for (size_t i = 0; i < n_fit; i++)
        xn_family_put_row(writer, &writer->dwelling[i]);
}

static void put_rights(struct xn_family_writer *writer)
{
    struct xn_document *document = writer->document;
    char days[12];
    snprintf(days, sizeof days, "%d", writer->sheet->objection_days);
    xn_document_heading(document, say(writer, XN_N("Good to know")));
    xn_document_item(document,
                     say(writer, XN_N("A computer put the homes in order, by fixed rules. A person at our "
                                      "office talks about it with you. Nobody decides for you.")));
    xn_document_item(
        document, say(writer, XN_N("If you say no, you stay on the list and get other homes. We ask you why, "
                                   "so that we can search better. You do not have to answer.")));
    xn_document_item(document,
                     say(writer, XN_N("Do you want to live near somebody you care for, or in another part of "
                                      "town? Tell us: your own wish counts, and changes the order.")));
    xn_document_item(
        document,
        xn_family_say(writer,
                      XN_N("You can object: to the order, to a reason, or to a home that is missing. Tell us "
                           "or write to us. Another person then looks at it and answers within {days} days."),
                      (const struct xn_message_value[]){{"days", days}}, 1));
    xn_document_item(
        document,
        say(writer, XN_N("We used only what is needed: how many you are and your ages, whether you "
                         "need a home without steps, the rent you can pay, the papers you have for a "
                         "home, when you want to move, and the places that matter to you. Not used: "
                         "origin, language, religion. Your name is not on this sheet.")));
}

/* What of it is known, one behind the other. */
static void put_contact_field(struct xn_family_writer *writer, const char *label, const char *const text[3])
{
    size_t n = 0;
    for (size_t i = 0; i < 3; i++)
        if (text[i] && *text[i])
            xn_buf_printf(&writer->line, "%s%s", n++ ? ", " : "", text[i]);
    const char *known = xn_family_keep(writer);
    if (*known)
        xn_document_field(writer->document, say(writer, label), known);
}

static void put_contact(struct xn_family_writer *writer)
{
    const struct xn_organisation *office = &writer->sheet->city->organisation;
    const char *name = office->department ? office->department : office->controller;
    if (!name)
        return;
    xn_document_heading(writer->document, say(writer, XN_N("Whom you can ask")));
    put_contact_field(writer, XN_N("Office"), (const char *const[]){name, office->address, NULL});
    put_contact_field(writer, XN_N("Telephone, e-mail"),
                      (const char *const[]){office->phone, office->email, office->website});
    put_contact_field(writer, XN_N("Data protection"), (const char *const[]){office->dpo_email, NULL, NULL});
}

/* "(demonstration)" behind the version of a policy that is one. */
static const char *policy_version(struct xn_family_writer *writer)
{
    const struct xn_policy *policy = writer->sheet->study->request.policy;
    xn_buf_puts(&writer->line, policy->version);
    if (policy->demonstration)
        xn_buf_printf(&writer->line, " %s", xn_message(writer->sheet->language, XN_N("(demonstration)")));
    return xn_family_keep(writer);
}

static void put_sources(struct xn_family_writer *writer)
{
    const struct xn_family_sheet *sheet = writer->sheet;
    char request[17], snapshot[17];
    snprintf(request, sizeof request, "%.16s", sheet->study->ranking->request_digest);
    snprintf(snapshot, sizeof snapshot, "%.16s", sheet->study->snapshot);
    xn_document_note(
        writer->document,
        xn_family_say(
            writer,
            XN_N("Made on {date} by the rules {policy}, version {version}; data {snapshot}, list "
                 "{request}. Distances are in a straight line."),
            (const struct xn_message_value[]){{"date", xn_family_day(writer, sheet->study->request.as_of)},
                                              {"policy", sheet->study->request.policy->name},
                                              {"version", policy_version(writer)},
                                              {"snapshot", snapshot},
                                              {"request", request}},
            5));
    if (sheet->city->source_note)
        xn_document_note(writer->document, sheet->city->source_note);
}

/* --- the whole -------------------------------------------------------------------------------------- */

static const char *city_title(const struct xn_family_sheet *sheet)
{
    return sheet->city->title ? sheet->city->title : sheet->city->id ? sheet->city->id : "";
}

static enum xn_status open_document(struct xn_family_writer *writer, struct xn_error *err)
{
    const struct xn_family_sheet *sheet = writer->sheet;
    const xn_date as_of = sheet->study->request.as_of;
    const char *title = city_title(sheet);
    const char *day = xn_family_day(writer, as_of);
    xn_buf_printf(&writer->line, "%s%s%s", title, *title ? " · " : "", day);
    const char *subtitle = xn_family_keep(writer);
    const struct xn_document_head head = {
        .title = say(writer, XN_N("Homes to choose from")),
        .subtitle = subtitle,
        .banner = sheet->city->demonstration
                      ? say(writer, XN_N("Demonstration: schematic map, invented dwellings"))
                      : NULL,
        .foot = xn_family_say(
            writer, XN_N("Advice of {date} by the rules {policy}, version {version}. You decide."),
            (const struct xn_message_value[]){{"date", day},
                                              {"policy", sheet->study->request.policy->name},
                                              {"version", policy_version(writer)}},
            3),
        .author = sheet->city->organisation.controller,
        .made_on = as_of,
        .language = sheet->language,
        .paper = sheet->paper,
    };
    XN_TRY(xn_buf_check(&writer->line, err));
    return xn_document_new(&head, &writer->document, err);
}

static void writer_free(struct xn_family_writer *writer)
{
    xn_document_free(writer->document);
    xn_buf_free(&writer->line);
    xn_arena_free(writer->arena);
}

enum xn_status xn_family_sheet_put(const struct xn_family_sheet *sheet, struct xn_buf *buf,
                                   struct xn_error *err)
{
    XN_CLEANUP(writer_free) struct xn_family_writer writer = {.sheet = sheet, .line = XN_BUF_INIT};
    const struct xn_ranking *ranking = sheet->study->ranking;
    XN_TRY(check_wanted(sheet, err));
    if (!(writer.arena = xn_arena_new()))
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(writer.arena, sheet->n_dwellings, &writer.dwelling, err));
    const size_t n_fit = take_rows(&writer, ranking->ranked, ranking->n_ranked, 0);
    (void)take_rows(&writer, ranking->excluded, ranking->n_excluded, n_fit);
    XN_TRY(open_document(&writer, err));
    put_intro(&writer, n_fit);
    put_overview(&writer, n_fit);
    put_rights(&writer);
    put_contact(&writer);
    put_sources(&writer);
    put_dwellings(&writer, n_fit);
    XN_TRY(xn_buf_check(&writer.line, err));
    return xn_document_pdf(writer.document, buf, err);
}
