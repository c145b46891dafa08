/* pack_progress.c - how many moved and where to, who still waits, what corporations promised and kept. */
#include <math.h>
#include <string.h>
#include "pack_parts.h"

static bool no_programme(struct xn_pack *pack)
{
    if (pack->programme)
        return false;
    xn_document_paragraph(
        pack->document,
        pack_say(pack, XN_N("No figures of the programme were published with these counts.")));
    return true;
}

/* --- moves
 * --------------------------------------------------------------------------------------------------
 */

static void put_quarters(struct xn_pack *pack)
{
    const char *const header[] = {
        pack_say(pack, XN_N("Quarter")),    pack_say(pack, XN_N("Households arrived")),
        pack_say(pack, XN_N("Moves")),      pack_say(pack, XN_N("into mixed areas")),
        pack_say(pack, XN_N("Exceptions")), pack_say(pack, XN_N("Days waited (median)"))};
    xn_document_table(pack->document, pack_say(pack, XN_N("Moves of the programme")), header, 6, 0x3e);
    for (size_t q = 0; q < pack->programme->n_quarters; q++) {
        const struct xn_programme_quarter *quarter = &pack->programme->quarter[q];
        const char *const cell[] = {
            pack_quarter(pack, quarter->quarter), pack_told(pack, quarter->households_arrived),
            pack_told(pack, quarter->moves),      pack_rate(pack, quarter->in_mixed),
            pack_told(pack, quarter->exceptions), pack_number(pack, quarter->waited_days, 0)};
        xn_document_row(pack->document, cell);
    }
}

static void put_so_far(struct xn_pack *pack)
{
    const char *const header[] = {pack_say(pack, XN_N("Quarter")), pack_say(pack, XN_N("Moves so far")),
                                  pack_say(pack, XN_N("into mixed areas, so far")),
                                  pack_say(pack, XN_N("not into concentrated areas, so far"))};
    xn_document_table(pack->document, pack_say(pack, XN_N("Moves since the beginning")), header, 4, 0xe);
    for (size_t q = 0; q < pack->programme->n_quarters; q++) {
        const struct xn_programme_quarter *quarter = &pack->programme->quarter[q];
        const char *const cell[] = {
            pack_quarter(pack, quarter->quarter), pack_told(pack, quarter->moves_so_far),
            pack_rate(pack, quarter->in_mixed_so_far), pack_rate(pack, quarter->not_concentrated_so_far)};
        xn_document_row(pack->document, cell);
    }
}

static struct xn_chart_point rate_point(struct xn_pack *pack, const char *quarter, struct xn_told_rate rate)
{
    return (struct xn_chart_point){
        .label = pack_quarter(pack, quarter),
        .value = rate.share,
        .lower = rate.lower,
        .upper = rate.upper,
        .reason = isfinite(rate.share) ? NULL : pack_say(pack, XN_N("too few cases to give a share"))};
}

#define QUARTERS_DRAWN 20 /* of the newest; the table has all */

static void put_share_chart(struct xn_pack *pack)
{
    const struct xn_programme *programme = pack->programme;
    const size_t first = programme->n_quarters > QUARTERS_DRAWN ? programme->n_quarters - QUARTERS_DRAWN : 0;
    struct xn_chart_point mixed[QUARTERS_DRAWN], outside[QUARTERS_DRAWN];
    bool any = false;
    for (size_t q = first; q < programme->n_quarters; q++) {
        const struct xn_programme_quarter *quarter = &programme->quarter[q];
        mixed[q - first] = rate_point(pack, quarter->quarter, quarter->in_mixed_so_far);
        outside[q - first] = rate_point(pack, quarter->quarter, quarter->not_concentrated_so_far);
        any |= isfinite(quarter->in_mixed_so_far.share) || isfinite(quarter->not_concentrated_so_far.share);
    }
    if (!any)
        return;
    const struct xn_chart chart = {
        .title = pack_say(pack, XN_N("Share of all moves so far, with 95 % intervals")),
        .unit = pack_say(pack, XN_N("share of moves")),
        .percent = true,
        .reference = NAN,
        .n_points = programme->n_quarters - first,
        .n_series = 2,
        .series = {{pack_say(pack, XN_N("into mixed areas")), mixed},
                   {pack_say(pack, XN_N("not into concentrated areas")), outside}}};
    xn_document_chart(pack->document, &chart);
}

static const char *exception_name(struct xn_pack *pack, const char *code)
{
    static const struct {
        const char *code, *english;
    } known[] = {{"OWN_WISH", XN_N("the household’s own wish")},
                 {"CARE_OF_RELATIVES", XN_N("care of relatives")},
                 {"AGAINST_ADVICE", XN_N("against the advice")},
                 {"LEFT_COUNTRY", XN_N("left the country")},
                 {"OTHER", XN_N("another reason")}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].code, code) == 0)
            return pack_say(pack, known[i].english);
    return code;
}

static void put_exceptions(struct xn_pack *pack)
{
    const char *const header[] = {pack_say(pack, XN_N("Year")), pack_say(pack, XN_N("Reason")),
                                  pack_say(pack, XN_N("Moves"))};
    if (pack->programme->n_exceptions == 0)
        return;
    xn_document_table(pack->document, pack_say(pack, XN_N("Exceptions and their reasons")), header, 3, 0x4);
    for (size_t i = 0; i < pack->programme->n_exceptions; i++) {
        const struct xn_programme_exception *exception = &pack->programme->exception[i];
        const char *const cell[] = {pack_text(pack, xn_arena_printf(pack->arena, "%d", exception->year)),
                                    exception_name(pack, exception->code), pack_told(pack, exception->count)};
        xn_document_row(pack->document, cell);
    }
    xn_document_note(pack->document, pack_say(pack, XN_N("Reasons are told once, when the year is over.")));
}

void pack_put_progress(struct xn_pack *pack)
{
    xn_document_heading(pack->document, pack_say(pack, XN_N("Progress: moves")));
    if (no_programme(pack))
        return;
    if (pack->programme->n_quarters == 0) {
        xn_document_paragraph(pack->document, pack_say(pack, XN_N("Nobody has arrived or moved yet.")));
        return;
    }
    put_share_chart(pack);
    put_quarters(pack);
    put_so_far(pack);
    put_exceptions(pack);
    xn_document_note(
        pack->document,
        pack_say(pack, XN_N("Numbers of households from 1 to 4 are not given, others are rounded to "
                            "5, shares and their 95 % Wilson intervals to 5 %. The class of an area "
                            "is the one on the day of the decision.")));
}

/* --- needs
 * --------------------------------------------------------------------------------------------------
 */

void pack_put_needs(struct xn_pack *pack)
{
    const struct xn_programme *programme = pack->programme;
    xn_document_heading(pack->document, pack_say(pack, XN_N("Who is waiting, and for what")));
    if (no_programme(pack))
        return;
    xn_document_field(pack->document, pack_say(pack, XN_N("Households waiting")),
                      pack_told(pack, programme->waiting));
    xn_document_field(pack->document, pack_say(pack, XN_N("of these in need of step-free access")),
                      pack_told(pack, programme->waiting_step_free));
    xn_document_field(pack->document, pack_say(pack, XN_N("Days waited (median)")),
                      pack_number(pack, programme->waiting_days, 0));
    xn_document_field(pack->document, pack_say(pack, XN_N("Days waited (longest)")),
                      pack_number(pack, programme->longest_waiting_days, 0));
    if (programme->n_needs == 0)
        return;
    const char *const header[] = {pack_say(pack, XN_N("Persons in the household")),
                                  pack_say(pack, XN_N("Households waiting"))};
    xn_document_table(pack->document, pack_say(pack, XN_N("Households waiting, by size")), header, 2, 0x2);
    for (size_t i = 0; i < programme->n_needs; i++) {
        const char *const cell[] = {programme->need[i].size[0] ? programme->need[i].size
                                                               : pack_say(pack, XN_N("not known")),
                                    pack_told(pack, programme->need[i].households)};
        xn_document_row(pack->document, cell);
    }
}

/* --- commitments
 * ----------------------------------------------------------------------------------------------
 */

void pack_put_commitments(struct xn_pack *pack)
{
    xn_document_heading(pack->document, pack_say(pack, XN_N("Commitments of the corporations")));
    if (no_programme(pack))
        return;
    if (pack->programme->n_commitments == 0) {
        xn_document_paragraph(pack->document,
                              pack_say(pack, XN_N("No corporation has promised or offered yet.")));
        return;
    }
    const char *const header[] = {pack_say(pack, XN_N("Quarter")),
                                  pack_say(pack, XN_N("Corporation")),
                                  pack_say(pack, XN_N("promised")),
                                  pack_say(pack, XN_N("offered")),
                                  pack_say(pack, XN_N("of these in mixed areas")),
                                  pack_say(pack, XN_N("accepted by households"))};
    xn_document_table(pack->document, pack_say(pack, XN_N("Promised, offered, accepted")), header, 6, 0x3c);
    for (size_t i = 0; i < pack->programme->n_commitments; i++) {
        const struct xn_programme_commitment *commitment = &pack->programme->commitment[i];
        const char *const cell[] = {pack_quarter(pack, commitment->quarter),
                                    commitment->corporation,
                                    pack_number(pack, commitment->promised, 0),
                                    pack_count(pack, commitment->offered),
                                    pack_count(pack, commitment->offered_by_class[XN_MIXED]),
                                    pack_told(pack, commitment->accepted)};
        xn_document_row(pack->document, cell);
    }
}
