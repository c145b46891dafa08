/* paper_fairness.c - the fairness report of a quarter (RULES R15), for readers who are no statisticians.
 *
 * It says what the ledger says, with everything rounded so far that no single dwelling or household can be
 * told, and for each comparison one sentence on how to read it. What has too few cases is withheld with the
 * reason.
 */
#include <math.h>
#include <string.h>
#include "paper.h"
#include "xenia/disclosure.h"

static const struct {
    const char *name;
    double step; /* what medians are rounded to */
    int decimals;
} measures[XN_FAIRNESS_COUNT] = {
    [XN_FAIRNESS_RENT] = {XN_N("Rent a month (euro)"), 10, 0},
    [XN_FAIRNESS_RENT_PER_M2] = {XN_N("Rent per square metre (euro)"), 0.5, 1},
    [XN_FAIRNESS_AREA] = {XN_N("Floor area (m²)"), 5, 0},
    [XN_FAIRNESS_ROOMS] = {XN_N("Number of rooms"), 0.5, 1},
    [XN_FAIRNESS_TIE_DISTANCE] = {XN_N("Distance to places to be near (metres)"), 100, 0},
    [XN_FAIRNESS_WAITING] = {XN_N("Days waited"), 5, 0},
};

static double round_measure(enum xn_fairness_measure measure, double value)
{
    const double step = measures[measure].step;
    return step * round(value / step);
}

static const char *rounded(struct xn_paper *paper, enum xn_fairness_measure measure, double value)
{
    return paper_number(paper, round_measure(measure, value), measures[measure].decimals);
}

/* --- what it is about
 * ------------------------------------------------------------------------------------------ */

static void put_about(struct xn_paper *paper)
{
    const struct xn_paper_facts *facts = paper->facts;
    const struct xn_ledger_quarter *quarter = facts->ledger->n_quarters ? facts->ledger->quarter : NULL;
    const size_t moves = quarter ? xn_by_class_sum(quarter->moves.by_class) : 0;
    const struct xn_message_value value[] = {{"moves", paper_count(paper, moves)},
                                             {"policy", facts->policy->name},
                                             {"version", facts->policy->version}};
    paper_section(paper, XN_N("What this report is about"));
    paper_text(
        paper,
        XN_N("Do households of the programme get dwellings that are as good as others? This report compares "
             "what they moved into with what was on offer, and how long they waited with how long others "
             "still wait."),
        NULL, 0);
    if (moves == 0)
        paper_text(paper, XN_N("In this quarter no household moved through the programme."), NULL, 0);
    else
        paper_text(paper, XN_N("Moves in this quarter: {moves}."), value, 1);
    if (facts->today <= xn_quarter_last_day(facts->ledger->to))
        paper_text(paper, XN_N("The quarter is not over yet: the figures are provisional."), NULL, 0);
    paper_text(paper, XN_N("Policy in use: {policy}, version {version}."), value + 1, 2);
    paper_begin(paper);
    paper_add_method(paper);
    paper_paragraph(paper, paper_end(paper));
}

/* --- comparisons
 * ------------------------------------------------------------------------------------------------ */

static void put_comparison(struct xn_paper *paper, const struct xn_comparison *comparison)
{
    const enum xn_fairness_measure measure = comparison->measure;
    paper_cell_message(paper, measures[measure].name);
    paper_cell(paper, paper_count(paper, comparison->n_programme));
    paper_cell(paper, comparison->reason ? "–" : rounded(paper, measure, comparison->programme));
    paper_cell(paper, paper_count(paper, comparison->n_comparison));
    paper_cell(paper, comparison->reason ? "–" : rounded(paper, measure, comparison->comparison));
    if (comparison->reason) {
        paper_cell_message(paper, XN_N("withheld"));
        return;
    }
    const struct xn_message_value value[] = {
        {"shift", rounded(paper, measure, comparison->difference.shift)},
        {"lower", rounded(paper, measure, comparison->difference.lower)},
        {"upper", rounded(paper, measure, comparison->difference.upper)}};
    paper_cell(paper, paper_message(paper, XN_N("{shift} ({lower} to {upper})"), value, 3));
}

/* By the interval as it is printed, so that the sentence says what the table shows. */
static bool is_higher(const struct xn_comparison *comparison)
{
    return !comparison->reason && round_measure(comparison->measure, comparison->difference.lower) > 0;
}
static bool is_lower(const struct xn_comparison *comparison)
{
    return !comparison->reason && round_measure(comparison->measure, comparison->difference.upper) < 0;
}

static const char *verdict(const struct xn_comparison *comparison)
{
    if (comparison->reason)
        return XN_N("{what}: withheld, because there are fewer than 5 cases on one side. A number would be "
                    "about single "
                    "households.");
    if (is_higher(comparison))
        return XN_N(
            "{what}: higher for the programme than in the comparison, by about {shift} ({lower} to {upper}). "
            "Chance alone hardly explains that.");
    if (is_lower(comparison))
        return XN_N(
            "{what}: lower for the programme than in the comparison, by about {shift} ({lower} to {upper}). "
            "Chance alone hardly explains that.");
    return XN_N("{what}: no clear difference. The interval from {lower} to {upper} holds 0, so that chance "
                "can explain "
                "what is seen.");
}

/* The ends of an interval of a shift that is lower are told as how much lower. */
static void put_reading(struct xn_paper *paper, const struct xn_comparison *comparison)
{
    const struct xn_shift *shift = &comparison->difference;
    const bool lower = is_lower(comparison);
    const double sign = lower ? -1 : 1;
    const enum xn_fairness_measure measure = comparison->measure;
    struct xn_message_value value[] = {{"what", paper_message(paper, measures[measure].name, NULL, 0)},
                                       {"shift", ""},
                                       {"lower", ""},
                                       {"upper", ""}};
    if (!comparison->reason) {
        value[1].value = rounded(paper, measure, sign * shift->shift);
        value[2].value = rounded(paper, measure, sign * (lower ? shift->upper : shift->lower));
        value[3].value = rounded(paper, measure, sign * (lower ? shift->lower : shift->upper));
    }
    paper_item(paper, verdict(comparison), value, 4);
}

static void put_comparisons(struct xn_paper *paper)
{
    static const char *const header[] = {XN_N("What is compared"), XN_N("Programme: cases"),
                                         XN_N("Median"),           XN_N("Comparison: cases"),
                                         XN_N("Median"),           XN_N("Difference (95 % interval)")};
    const struct xn_ledger *ledger = paper->facts->ledger;
    paper_section(paper, XN_N("Dwellings and waiting time"));
    paper_table(paper, XN_N("Households of the programme against the comparison"), header, 6, 0x3e);
    for (size_t i = 0; i < ledger->n_comparisons; i++)
        put_comparison(paper, &ledger->comparison[i]);
    paper_text(
        paper,
        XN_N(
            "Rent, area and rooms: dwellings that households of the programme moved into, against dwellings "
            "that "
            "were published in the same quarter and not let to the programme. Distance: moves into mixed "
            "areas "
            "against other moves. Days waited: households that moved, from their arrival, against households "
            "that were still waiting at the end of the quarter."),
        NULL, 0);
    paper_text(paper, XN_N("How to read the table:"), NULL, 0);
    for (size_t i = 0; i < ledger->n_comparisons; i++)
        put_reading(paper, &ledger->comparison[i]);
}

/* --- areas
 * ------------------------------------------------------------------------------------------------------ */

static const char *name_of(const struct xn_paper *paper, const struct xn_ledger_area *area)
{
    const struct xn_city *city = paper->facts->city;
    for (size_t level = 0; city && level < xn_city_levels(city); level++) {
        if (strcmp(xn_city_level_name(city, level), area->level) != 0)
            continue;
        const size_t unit = xn_city_find_unit(city, level, area->unit_id);
        return unit == XN_NONE ? area->unit_id : xn_city_unit(city, level, unit)->name;
    }
    return area->unit_id;
}

/* How many of the areas, which come with most moves first, are named: those with 5 moves or more; and one
 * fewer when the others together would have fewer than 5, for then their number would follow from the sum. */
static size_t named_areas(const struct xn_ledger *ledger, size_t *ret_others)
{
    size_t named = 0, others = 0;
    while (named < ledger->n_areas && ledger->area[named].moves >= XN_DISCLOSURE_GROUP_MIN)
        named++;
    for (size_t i = named; i < ledger->n_areas; i++)
        others += ledger->area[i].moves;
    if (others > 0 && others < XN_DISCLOSURE_GROUP_MIN && named > 0)
        others += ledger->area[--named].moves;
    *ret_others = others;
    return named;
}

static void put_areas(struct xn_paper *paper)
{
    static const char *const header[] = {XN_N("Area"), XN_N("Moves")};
    const struct xn_ledger *ledger = paper->facts->ledger;
    size_t others = 0;
    const size_t named = named_areas(ledger, &others);
    if (ledger->n_areas == 0)
        return;
    paper_table(paper, XN_N("Areas that received households"), header, 2, 1u << 1);
    for (size_t i = 0; i < named; i++) {
        paper_cell(paper, name_of(paper, &ledger->area[i]));
        paper_cell(paper, paper_count(paper, ledger->area[i].moves));
    }
    if (others > 0) {
        paper_cell_message(paper, named ? XN_N("other areas together") : XN_N("all areas together"));
        paper_cell(paper, paper_count(paper, others));
        paper_text(
            paper,
            XN_N("An area with fewer than 5 moves is not named, so that no household can be recognised."),
            NULL, 0);
    }
}

static void put_classes(struct xn_paper *paper)
{
    static const char *const header[] = {XN_N("Class of the area"), XN_N("Moves")};
    static const char *const name[XN_CLASS_COUNT] = {XN_N("mixed"), XN_N("undetermined"),
                                                     XN_N("concentrated")};
    const struct xn_ledger_moves *moves = &paper->facts->ledger->quarter->moves;
    const struct xn_message_value value[] = {
        {"mixed", paper_rate(paper, &moves->in_mixed)},
        {"not_concentrated", paper_rate(paper, &moves->not_concentrated)}};
    paper_table(paper, XN_N("Moves by the class that the area had when it was decided"), header, 2, 1u << 1);
    for (int class_ = 0; class_ < XN_CLASS_COUNT; class_++) {
        paper_cell_message(paper, name[class_]);
        paper_cell(paper, paper_count(paper, moves->by_class.of[class_]));
    }
    paper_text(paper,
               XN_N("Share of moves into mixed areas: {mixed}. Share into areas that are not concentrated: "
                    "{not_concentrated}."),
               value, 2);
}

static void put_where(struct xn_paper *paper)
{
    const struct xn_ledger *ledger = paper->facts->ledger;
    paper_section(paper, XN_N("Which areas received households"));
    if (ledger->n_quarters > 0 && xn_by_class_sum(ledger->quarter->moves.by_class) > 0)
        put_classes(paper);
    else
        paper_text(paper, XN_N("No area received a household in this quarter."), NULL, 0);
    put_areas(paper);
}

/* --- limits
 * ------------------------------------------------------------------------------------------------------ */

static void put_limits(struct xn_paper *paper)
{
    static const char *const item[] = {
        XN_N("It does not say why there is a difference. A household with more persons needs more rooms, and "
             "pays more."),
        XN_N("It does not compare households by origin, language or religion: the service does not store "
             "these, on "
             "purpose."),
        XN_N("The comparison is what was on offer to the office, not the whole housing market of the city."),
        XN_N("Those who still wait have not finished waiting: their days are fewer than they will be in the "
             "end."),
        XN_N("With few moves, a real difference can stay unseen. \"No clear difference\" does not mean that "
             "there is "
             "none.")};
    paper_section(paper, XN_N("What this report cannot say"));
    for (size_t i = 0; i < sizeof item / sizeof *item; i++)
        paper_item(paper, item[i], NULL, 0);
    paper_section(paper, XN_N("How the numbers are made"));
    paper_text(
        paper,
        XN_N(
            "The median is the value in the middle: half of the cases lie below it. The difference is the "
            "typical "
            "difference between a case of the programme and one of the comparison (Hodges-Lehmann). The 95 % "
            "interval says how far chance could have moved it."),
        NULL, 0);
    paper_text(
        paper,
        XN_N(
            "Numbers of cases from 1 to 4 are not given, others are rounded to 5; shares are rounded to 5 %. "
            "Rents are rounded to 10 euro, rents per square metre to 0.5 euro, areas to 5 m², rooms to "
            "halves, "
            "distances to 100 metres and days to 5."),
        NULL, 0);
}

static void put_contact(struct xn_paper *paper)
{
    const struct xn_organisation *who = &paper->facts->input->organisation;
    paper_section(paper, XN_N("Who answers questions"));
    paper_field(paper, "controller", XN_N("Organisation"), who->controller, "organisation.controller");
    paper_field(paper, "department", XN_N("Department"), who->department, "organisation.department");
    paper_field(paper, "email", XN_N("Email"), who->email, "organisation.email");
    paper_field(paper, "phone", XN_N("Telephone"), who->phone, "organisation.phone");
}

void paper_write_fairness(struct xn_paper *paper)
{
    const struct xn_message_value value[] = {{"quarter", paper_quarter(paper, paper->facts->ledger->from)},
                                             {"city", paper->city}};
    paper->title = paper_message(paper, XN_N("Fairness report, {quarter}"), value, 1);
    paper->subtitle =
        paper_message(paper, XN_N("Housing advice for newcomer households in {city}"), value + 1, 1);
    put_about(paper);
    put_comparisons(paper);
    put_where(paper);
    paper_section(paper, XN_N("Is the advice weighed?"));
    paper_put_use(paper);
    put_limits(paper);
    put_contact(paper);
}
