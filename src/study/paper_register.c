/* paper_register.c - the entry in the algorithm register: the fields of the Dutch publication standard 1.0,
 * in its order, and readable for a city that has no such standard.
 *
 * A field is one text; its key is the standard's own name of it.
 */
#include <stdio.h>
#include "paper.h"

#define ADD(paper, english) paper_add(paper, XN_N(english), NULL, 0)

static void field_message(struct xn_paper *paper, const char *key, const char *label, const char *english)
{
    paper_field(paper, key, label, paper_message(paper, english, NULL, 0), "");
}

/* --- in general
 * ------------------------------------------------------------------------------------------------ */

/* In use: it may rank, and the day of beginning has come. */
static const char *state_of(const struct xn_paper_facts *facts)
{
    const xn_date begin = facts->input->organisation.begin;
    if (!facts->policy_may_rank)
        return XN_N("Out of use");
    return begin != XN_NO_DATE && begin > facts->today ? XN_N("In development") : XN_N("In use");
}

static void put_general(struct xn_paper *paper)
{
    const struct xn_organisation *who = &paper->facts->input->organisation;
    paper_section(paper, XN_N("In general"));
    field_message(paper, "name", XN_N("Name"), XN_N("Xenia: finding a dwelling for newcomer households"));
    paper_field(paper, "organization", XN_N("Organisation"), who->controller, "organisation.controller");
    paper_field(paper, "department", XN_N("Department"), who->department, "organisation.department");
    paper_field(paper, "contact_email", XN_N("Contact"), who->email, "organisation.email");
    field_message(
        paper, "description_short", XN_N("Short description"),
        XN_N("Lists the dwellings that fit a newcomer household, best first and with reasons, so that an "
             "employee and the household can choose. Dwellings in mixed areas come first."));
    field_message(paper, "area", XN_N("Theme"), XN_N("Housing"));
    field_message(paper, "type", XN_N("Type"), XN_N("Rules that are written down; no learning from data"));
    field_message(paper, "publication_category", XN_N("Category"), XN_N("Algorithms with impact"));
    field_message(paper, "status", XN_N("Status"), state_of(paper->facts));
    paper_field_date(paper, "begin_date", XN_N("Date of beginning"), who->begin, "organisation.begin");
    paper_field(paper, "website", XN_N("Website"), who->website, "organisation.website");
    if (who->register_url)
        paper_field(paper, "url", XN_N("Published at"), who->register_url, "");
}

/* --- responsible use
 * ------------------------------------------------------------------------------------------- */

static void put_goal(struct xn_paper *paper)
{
    paper_begin(paper);
    ADD(paper, "Newcomer households shall find a suitable dwelling soon, in a mixed area where possible.");
    ADD(paper, "The service helps employees to know all dwellings that fit and to explain their advice.");
    paper_add_plain(paper, paper->facts->input->organisation.purpose);
    paper_field(paper, "goal", XN_N("Goal"), paper_end(paper), "");

    paper_begin(paper);
    ADD(paper, "The order of the list can influence where a household will live.");
    ADD(paper, "It has no influence on whether a household gets a dwelling at all: every dwelling that fits "
               "stays in "
               "the list, those in concentrated areas too.");
    ADD(paper, "Declining an offer has no disadvantage.");
    paper_field(paper, "impact", XN_N("Impact"), paper_end(paper), "");
}

static void put_weighing(struct xn_paper *paper)
{
    paper_begin(paper);
    ADD(paper, "Dozens of dwellings and many requirements cannot be weighed evenly by hand; a list with "
               "reasons makes "
               "the advice the same for everybody, and checkable.");
    ADD(paper,
        "Only what is needed to find a dwelling is stored about a household: size, age bands, access, rent, "
        "entitlement, date and places to be near.");
    ADD(paper, "Name, nationality, origin, language, religion, diagnoses and behaviour of people play no "
               "part and are "
               "not stored.");
    if (paper->facts->policy->rule.profile == XN_PROFILE_CONCENTRATION)
        ADD(paper, "The policy in use looks at the share of a group in areas. That needs special care: it is "
                   "allowed "
                   "only with a signature, a legal basis and an impact assessment, for a limited time.");
    paper_field(paper, "proportionality", XN_N("Considerations"), paper_end(paper), "");
}

static void put_people(struct xn_paper *paper)
{
    const struct xn_message_value value[] = {{"days", paper_number(paper, paper->facts->objection_days, 0)}};
    paper_begin(paper);
    ADD(paper, "The service only advises. It can neither assign nor refuse a dwelling.");
    ADD(paper,
        "An employee chooses together with the household; who does not follow the order of the list gives a "
        "reason, which is kept.");
    ADD(paper,
        "The household's own wishes, such as living near relatives who need care, come before the order.");
    paper_field(paper, "human_intervention", XN_N("Human intervention"), paper_end(paper), "");

    paper_begin(paper);
    ADD(paper, "Risk: people follow the list without thinking. The service counts how often the first "
               "dwelling is taken, "
               "and gives notice when this is over 95 % in a month.");
    if (paper->facts->policy->rule.hysteresis)
        ADD(paper, "Risk: chance decides in small areas. A class changes only when two sets of data agree.");
    ADD(paper,
        "Risk: the programme itself makes areas concentrated. Offers that are still open are counted too.");
    ADD(paper, "Risk: some households get worse dwellings. A fairness report compares rent, size, distance "
               "and waiting "
               "time every quarter.");
    ADD(paper, "Risk: somebody is recognised. Small numbers are not published.");
    paper_field(paper, "risks", XN_N("Risk management"), paper_end(paper), "");

    paper_begin(paper);
    paper_add(
        paper,
        XN_N("A household can object to a list or an offer at the office. The list is then frozen, a second "
             "person decides within {days} days, and the outcome is given in writing."),
        value, 1);
    paper_field(paper, "objection_procedure", XN_N("Objections"), paper_end(paper), "");
}

/* Legal basis and DPIA are the policy's. */
static void put_law(struct xn_paper *paper)
{
    const struct xn_organisation *who = &paper->facts->input->organisation;
    paper_field(paper, "competent_authority", XN_N("Responsible authority"), who->controller,
                "organisation.controller");
    paper_field(paper, "iama_description", XN_N("Human rights impact assessment (IAMA)"), who->iama,
                "organisation.iama");
}

/* --- how it works
 * -------------------------------------------------------------------------------------------------- */

static const char *criterion_of(enum xn_criterion criterion)
{
    switch (criterion) {
    case XN_BY_TIER:
        return XN_N("class of the area: mixed, then undetermined, then concentrated");
    case XN_BY_EFFECT:
        return XN_N("effect of the move on how mixed the city is");
    case XN_BY_NEEDS:
        return XN_N("distance to the places the household wants to be near");
    case XN_BY_RENT:
        return XN_N("rent");
    case XN_BY_HASH:
        return XN_N("an order by chance that is always the same, so that nobody is favoured");
    }
    return "";
}

/* "1. class of the area ...; 2. rent" */
static void add_criteria(struct xn_paper *paper)
{
    XN_AUTO_BUF list = XN_BUF_INIT;
    const struct xn_policy *policy = paper->facts->policy;
    for (size_t i = 0; i < policy->n_criteria; i++)
        xn_buf_printf(&list, "%s%zu. %s", i ? "; " : "", i + 1,
                      xn_message(paper->language, criterion_of(policy->criterion[i])));
    paper->failed |= list.status != XN_OK;
    const struct xn_message_value value[] = {{"criteria", xn_buf_text(&list)}};
    paper_add(paper,
              XN_N("Then the fitting dwellings are ordered, one criterion after the other: {criteria}."),
              value, 1);
}

static void put_working(struct xn_paper *paper)
{
    const struct xn_message_value value[] = {{"version", paper->facts->version}};
    paper_section(paper, XN_N("How it works"));
    paper_begin(paper);
    ADD(paper,
        "About the household: number of persons, age bands, need of a step-free dwelling, limit of the rent, "
        "entitlements, date, places to be near.");
    ADD(paper, "About dwellings: what housing corporations and advertisements say of them.");
    ADD(paper, "About areas: numbers of inhabitants, and of the programme's moves.");
    paper_field(paper, "source_data", XN_N("Data"), paper_end(paper), "");

    paper_begin(paper);
    ADD(paper, "First the service tests whether a dwelling fits: rooms, area, access, rent, entitlement, "
               "date. What is "
               "not known excludes nothing and is marked as to be checked.");
    add_criteria(paper);
    paper_add_method(paper);
    ADD(paper, "The same data give the same list every time. Every row says its reasons, and what would "
               "change its place.");
    paper_field(paper, "methods_and_models", XN_N("Technical working"), paper_end(paper), "");
    paper_field(
        paper, "provider", XN_N("Supplier"),
        paper_message(paper,
                      XN_N("The Xenia project; the organisation runs the service itself. Version {version}."),
                      value, 1),
        "");
    field_message(paper, "documentation", XN_N("Source"),
                  XN_N("This entry was made by the service itself, from the configuration that runs."));
    paper_put_indices(paper);
}

void paper_write_register(struct xn_paper *paper)
{
    const struct xn_message_value value[] = {{"city", paper->city}};
    paper->title = paper_message(paper, XN_N("Entry in the algorithm register"), NULL, 0);
    paper->subtitle =
        paper_message(paper, XN_N("Housing advice for newcomer households in {city}"), value, 1);
    put_general(paper);
    paper_section(paper, XN_N("Responsible use"));
    put_goal(paper);
    put_weighing(paper);
    put_people(paper);
    paper_put_use(paper);
    paper_section(paper, XN_N("Law and assessments"));
    put_law(paper);
    paper_put_policy(paper);
    put_working(paper);
}
