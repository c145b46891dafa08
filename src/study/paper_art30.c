/* paper_art30.c - the record of processing activities, with the letters of Article 30(1) GDPR.
 *
 * What stands in the tables of people's data is a list of its own (categories), which a test compares with
 * the schema; everything that a city decides comes from its configuration.
 */
#include <stdio.h>
#include <string.h>
#include "paper.h"
#include "xenia/disclosure.h"

/* --- a: who is responsible
 * ------------------------------------------------------------------------------------ */

static void put_responsible(struct xn_paper *paper)
{
    const struct xn_organisation *who = &paper->facts->input->organisation;
    paper_section(paper, XN_N("a. Who is responsible"));
    paper_field(paper, "controller", XN_N("Controller"), who->controller, "organisation.controller");
    if (who->joint_controller)
        paper_field(paper, "joint_controller", XN_N("Joint controller"), who->joint_controller, "");
    paper_field(paper, "department", XN_N("Department"), who->department, "organisation.department");
    paper_field(paper, "address", XN_N("Address"), who->address, "organisation.address");
    paper_field(paper, "email", XN_N("Email"), who->email, "organisation.email");
    paper_field(paper, "phone", XN_N("Telephone"), who->phone, "organisation.phone");
    paper_field(paper, "dpo", XN_N("Data protection officer"), who->dpo, "organisation.dpo");
    paper_field(paper, "dpo_email", XN_N("Email of the data protection officer"), who->dpo_email,
                "organisation.dpo_email");
    paper_field(paper, "supervisor", XN_N("Supervisory authority"), who->supervisor,
                "organisation.supervisor");
    paper_field_date(paper, "begin", XN_N("In use since"), who->begin, "organisation.begin");
}

/* --- b: purposes
 * ---------------------------------------------------------------------------------------------- */

static void put_purposes(struct xn_paper *paper)
{
    const struct xn_organisation *who = &paper->facts->input->organisation;
    paper_section(paper, XN_N("b. What the data are used for"));
    if (who->purpose)
        paper_paragraph(paper, who->purpose);
    paper_text(
        paper,
        XN_N("The office helps newcomer households to move from a reception centre into a dwelling of their "
             "own. For one household at a time, Xenia lists all dwellings that fit, best first, and says "
             "why in sentences."),
        NULL, 0);
    paper_text(
        paper,
        XN_N("The list is advice. An employee decides together with the household, and records who decided "
             "and why. No household is scored, and no dwelling is hidden. A household may decline an offer "
             "without any disadvantage."),
        NULL, 0);
    paper_text(
        paper,
        XN_N("The office also reports how the programme goes: figures of areas and quarters, in which no "
             "household can be recognised."),
        NULL, 0);
    paper_put_policy(paper);
}

/* --- c: people and data
 * ----------------------------------------------------------------------------------------- */

static const struct {
    const char *who, *what, *how;
} categories[] = {
    {XN_N("Households of the programme"),
     XN_N("File number, reception centre, number of persons by age band, need of a step-free dwelling, "
          "entitlement "
          "codes, limit of the rent, wishes for rooms and date, coordinates of places to be near."),
     XN_N("Sealed with a key of the household's own.")},
    {XN_N("Households of the programme"),
     XN_N("A random number, days of arrival and leaving, the reason of leaving as a code, whose case it is."),
     XN_N("Readable for the roles that are named under d.")},
    {XN_N("Households that got an offer"),
     XN_N("Dwelling, days, place in the list, class of the area, number of persons, distance to the places "
          "to be "
          "near, reason as a code, answer."),
     XN_N("Codes and days are readable; notes in words are sealed.")},
    {XN_N("Households that object"),
     XN_N("The objection, the list it is about, the outcome, days and deadline."),
     XN_N("Texts and the list are sealed.")},
    {XN_N("Households that saw a list"),
     XN_N("When a list was made, from which data and policy, how long it was and what was first."),
     XN_N("Not what the list said about the household.")},
    {XN_N("Employees and other users"),
     XN_N("Login, role, city, the times of signing in, a hash of the password; who decided and who changed "
          "what."),
     XN_N("Passwords, tokens and sessions are kept as hashes only.")},
};

const char *const xn_paper_tables[] = {
    "households", "household_keys",  "household_offers", "placements",      "decisions",
    "objections", "recommendations", "write_keys",       "past_placements", NULL};

static void put_groups(struct xn_paper *paper)
{
    XN_AUTO_BUF groups = XN_BUF_INIT;
    const struct xn_city_input *input = paper->facts->input;
    for (size_t i = 0; i < input->n_groups; i++)
        xn_buf_printf(&groups, "%s%s", i ? ", " : "", input->group[i]);
    paper->failed |= groups.status != XN_OK;
    const char *as_of = paper->facts->counts_as_of;
    xn_date day = XN_NO_DATE;
    const struct xn_message_value value[] = {
        {"groups", xn_buf_text(&groups)},
        {"date", as_of && xn_parse_date_iso(as_of, &day) ? paper_date(paper, day) : ""}};
    if (input->n_groups > 0 && day != XN_NO_DATE)
        paper_text(
            paper,
            XN_N("About areas, the service holds how many people live there, in the groups {groups}, as of "
                 "{date}. These are numbers of areas; they are not linked to any household."),
            value, 2);
    else if (input->n_groups > 0)
        paper_text(
            paper,
            XN_N("About areas, the service holds how many people live there, in the groups {groups}. These "
                 "are numbers of areas; they are not linked to any household."),
            value, 1);
    else
        paper_text(paper,
                   XN_N("About areas, the service holds how many people live there, without any groups."),
                   NULL, 0);
}

static void put_data(struct xn_paper *paper)
{
    static const char *const header[] = {XN_N("Whose data"), XN_N("Which data"), XN_N("How they are kept")};
    paper_section(paper, XN_N("c. Whose data, and which"));
    paper_table(paper, XN_N("Categories of people and of personal data"), header, 3, 0);
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++) {
        paper_cell_message(paper, categories[i].who);
        paper_cell_message(paper, categories[i].what);
        paper_cell_message(paper, categories[i].how);
    }
    paper_text(
        paper,
        XN_N(
            "That somebody needs a step-free dwelling can say something about health (Article 9 GDPR). It is "
            "kept as yes or no, without any diagnosis, and sealed."),
        NULL, 0);
    paper_text(
        paper,
        XN_N("Not stored at all: name, nationality, place of birth, origin, language, religion, diagnosis, "
             "opinions, cooperation, offences, and scores of people."),
        NULL, 0);
    put_groups(paper);
}

/* --- d: recipients
 * ------------------------------------------------------------------------------------------------ */

static const char *sees(enum xn_role role)
{
    static const char *const text[XN_N_ROLES] = {
        [XN_ROLE_COORDINATOR] =
            XN_N("The own cases and those that nobody has taken yet, dwellings, offers, class and "
                 "interval of an area. An open objection is seen by the second person too."),
        [XN_ROLE_WORKING_GROUP] = XN_N("Published maps and figures of areas, nothing else."),
        [XN_ROLE_SCIENTIST] = XN_N("Figures of areas and moves that cannot be traced to a household."),
        [XN_ROLE_CORPORATION] = XN_N("The corporation's own dwellings and offers, never a household."),
        [XN_ROLE_STEWARD] = XN_N("Counts and classes of areas, policies, dwellings on offer and the figures "
                                 "of the programme, never a household."),
        [XN_ROLE_AUDITOR] = XN_N("The log of changes and published figures."),
        [XN_ROLE_REFRESHER] = XN_N("Nothing: it starts the nightly recomputing."),
        [XN_ROLE_ADMIN] = XN_N("Accounts, never cases.")};
    return text[role];
}

static void put_roles(struct xn_paper *paper)
{
    static const char *const header[] = {XN_N("Role"), XN_N("What it may see"), XN_N("People"),
                                         XN_N("Machines")};
    const struct xn_paper_accounts *accounts = paper->facts->accounts;
    paper_table(paper, XN_N("Roles, and how many accounts have them"), header, accounts ? 4 : 2, 0xc);
    for (int role = 0; role < XN_N_ROLES; role++) {
        paper_cell_message(paper, paper_role((enum xn_role)role));
        paper_cell_message(paper, sees((enum xn_role)role));
        if (!accounts)
            continue;
        paper_cell(paper, paper_number(paper, (double)accounts[role].people, 0));
        paper_cell(paper, paper_number(paper, (double)accounts[role].machines, 0));
    }
}

static void put_recipients(struct xn_paper *paper)
{
    const struct xn_organisation *who = &paper->facts->input->organisation;
    paper_section(paper, XN_N("d. Who receives data"));
    paper_field(paper, "processors", XN_N("Processor, who runs the machines"), who->processors,
                "organisation.processors");
    paper_text(
        paper,
        XN_N("Inside the organisation: the employees of the office, each the own cases. Outside: a housing "
             "corporation learns from the office whom it lets a dwelling to, not from the service. Working "
             "group "
             "and public get published figures of areas only."),
        NULL, 0);
    put_roles(paper);
}

/* --- e and f: transfers and terms
 * ------------------------------------------------------------------------------- */

static void put_transfers(struct xn_paper *paper)
{
    paper_section(paper, XN_N("e. Transfers to third countries"));
    paper_text(
        paper,
        XN_N("None. The service sends no data to countries outside the European Union or to international "
             "organisations. Maps, letters and texts come from the service itself; no other service is "
             "asked. Where the machines stand is told under d."),
        NULL, 0);
}

static const char *term_of(struct xn_paper *paper, const struct xn_paper_term *term)
{
    const int n = term->months ? term->months : term->days ? term->days : term->hours;
    const struct xn_message_value value[] = {{"n", paper_number(paper, n, 0)}};
    const char *unit = term->months ? n == 1 ? XN_N("1 month") : XN_N("{n} months")
                       : term->days ? n == 1 ? XN_N("1 day") : XN_N("{n} days")
                       : n == 1 ? XN_N("1 hour")
                       : n          ? XN_N("{n} hours")
                                    : XN_N("for good");
    return paper_message(paper, unit, value, 1);
}

static void put_terms(struct xn_paper *paper)
{
    static const char *const header[] = {XN_N("What"), XN_N("How long"), XN_N("What happens then")};
    paper_section(paper, XN_N("f. How long data are kept"));
    if (paper->facts->n_terms > 0)
        paper_table(paper, XN_N("Terms, as the service applies them"), header, 3, 0);
    for (size_t i = 0; i < paper->facts->n_terms; i++) {
        const struct xn_paper_term *term = &paper->facts->term[i];
        paper_cell_message(paper, term->what);
        paper_cell(paper, term_of(paper, term));
        paper_cell_message(paper, term->action);
    }
    paper_text(
        paper,
        XN_N("When a household is erased, its key is destroyed. What was sealed with it can then be read by "
             "nobody. Older backups still hold the key, encrypted by the master key: they are to be kept for "
             "a "
             "short time only, and after a restore the same households are to be erased again."),
        NULL, 0);
}

/* --- g: safeguards
 * ------------------------------------------------------------------------------------------------ */

static void put_disclosure(struct xn_paper *paper)
{
    const struct xn_message_value value[] = {
        {"persons", paper_number(paper, XN_DISCLOSURE_PERSONS_MIN, 0)},
        {"least", paper_number(paper, XN_DISCLOSURE_GROUP_MIN, 0)},
        {"rounding", paper_number(paper, XN_DISCLOSURE_ROUNDING, 0)},
        {"band", paper_number(paper, 100 * XN_DISCLOSURE_SHARE_BAND, 0)}};
    paper_item(
        paper,
        XN_N(
            "Published figures: nothing about an area of fewer than {persons} people, no group of fewer than "
            "{least}, nor any number from which these could be worked out. Counts are rounded to "
            "{rounding}, shares are given in steps of {band} percentage points."),
        value, 4);
}

static void put_safeguards(struct xn_paper *paper)
{
    static const char *const item[] = {
        XN_N("Sealing: what is personal is encrypted before it reaches the database (XChaCha20-Poly1305), "
             "with one "
             "key for each household. These keys are themselves encrypted by a master key, which lies "
             "outside the "
             "database in a file that the service alone may read."),
        XN_N("Rights in the database: each role has its own database role, and the database itself shows it "
             "only the "
             "rows of its city and its cases (row-level security)."),
        XN_N("Separation: casework lies apart from ranking. The ranking cannot read origin, language, "
             "religion or "
             "behaviour, because these are not in the database."),
        XN_N("Traceability: every change is logged in the same step. The log is sealed by a signed chain "
             "whose newest "
             "link is also kept outside the database, so that later changes and gaps are found."),
        XN_N("Signing in: passwords as argon2id hashes, limits on tries for each account and address, "
             "sessions that "
             "end by themselves."),
        XN_N("Transport: connections are encrypted (TLS), or stay on the machine itself."),
        XN_N("Four eyes: an objection is decided by a second person."),
        XN_N("Gate: a policy that uses data on groups or indicators ranks only when it is signed, has a "
             "legal basis "
             "and an impact assessment, and has not expired.")};
    paper_section(paper, XN_N("g. How the data are protected"));
    for (size_t i = 0; i < sizeof item / sizeof *item; i++)
        paper_item(paper, item[i], NULL, 0);
    put_disclosure(paper);
}

/* --- rights, and the annex
 * ------------------------------------------------------------------------------------------ */

static void put_rights(struct xn_paper *paper)
{
    const struct xn_message_value value[] = {
        {"days", paper_number(paper, paper->facts->objection_days, 0)},
        {"offer_days", paper_number(paper, paper->facts->offer_days, 0)}};
    paper_section(paper, XN_N("Rights of the people concerned"));
    paper_item(
        paper,
        XN_N("Access and copy (Articles 15 and 20): the office shows and prints everything that is kept "
             "about a household."),
        NULL, 0);
    paper_item(paper,
               XN_N("Correction (Article 16): the office changes what is wrong; the list is made anew."),
               NULL, 0);
    paper_item(paper,
               XN_N("Erasure (Article 17): the office erases a household on request, by destroying its key."),
               NULL, 0);
    paper_item(
        paper,
        XN_N("Objection and restriction (Articles 18 and 21): an objection freezes the list it is about. A "
             "second person decides within {days} days and gives the outcome in writing."),
        value, 1);
    paper_item(
        paper,
        XN_N("No decision by a machine alone (Article 22): the service places nobody and rejects nobody. "
             "An offer may be answered within {offer_days} days, and declined without a reason."),
        value, 2);
    paper_item(paper, XN_N("Complaint (Article 77): at the supervisory authority named under a."), NULL, 0);
}

/* Is the route the same path for the same roles as the one before? Then its method joins it. */
static bool joins(const struct xn_paper_route *a, const struct xn_paper_route *b)
{
    return strcmp(a->path, b->path) == 0 && a->roles == b->roles && a->is_public == b->is_public;
}

static void cell_roles(struct xn_paper *paper, const struct xn_paper_route *route)
{
    XN_AUTO_BUF list = XN_BUF_INIT;
    if (route->is_public) {
        paper_cell_message(paper, XN_N("everybody"));
        return;
    }
    if (route->roles == (1u << XN_N_ROLES) - 1) {
        paper_cell_message(paper, XN_N("everybody who is signed in"));
        return;
    }
    for (int role = 0; role < XN_N_ROLES; role++)
        if (route->roles & 1u << role)
            xn_buf_printf(&list, "%s%s", list.length ? ", " : "",
                          xn_message(paper->language, paper_role((enum xn_role)role)));
    paper->failed |= list.status != XN_OK;
    paper_cell(paper, xn_buf_text(&list));
}

static void put_routes(struct xn_paper *paper)
{
    static const char *const header[] = {XN_N("Path"), XN_N("Method"), XN_N("Who may")};
    const struct xn_paper_facts *facts = paper->facts;
    if (facts->n_routes == 0)
        return;
    paper_section(paper, XN_N("Annex: who may use which address of the service"));
    paper_table(paper, XN_N("Addresses and roles, as the service applies them"), header, 3, 0);
    for (size_t i = 0, next; i < facts->n_routes; i = next) {
        XN_AUTO_BUF methods = XN_BUF_INIT;
        for (next = i; next < facts->n_routes && joins(&facts->route[i], &facts->route[next]); next++)
            xn_buf_printf(&methods, "%s%s", next > i ? ", " : "", facts->route[next].method);
        paper->failed |= methods.status != XN_OK;
        paper_cell(paper, facts->route[i].path);
        paper_cell(paper, xn_buf_text(&methods));
        cell_roles(paper, &facts->route[i]);
    }
}

void paper_write_art30(struct xn_paper *paper)
{
    const struct xn_message_value value[] = {{"city", paper->city}};
    paper->title = paper_message(paper, XN_N("Record of processing activities"), NULL, 0);
    paper->subtitle = paper_message(
        paper,
        XN_N("Housing advice for newcomer households in {city}. Article 30(1) of the General Data "
             "Protection Regulation (GDPR)"),
        value, 1);
    put_responsible(paper);
    put_purposes(paper);
    put_data(paper);
    put_recipients(paper);
    put_transfers(paper);
    put_terms(paper);
    put_safeguards(paper);
    put_rights(paper);
    put_routes(paper);
}
