/* paper_parts.c - what several papers say: the policy in use, how classes come about, indices, figures of
 * use. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "paper.h"

const char *paper_role(enum xn_role role)
{
    static const char *const name[XN_N_ROLES] = {[XN_ROLE_COORDINATOR] = XN_N("coordinator"),
                                                 [XN_ROLE_WORKING_GROUP] = XN_N("working group"),
                                                 [XN_ROLE_SCIENTIST] = XN_N("scientist"),
                                                 [XN_ROLE_CORPORATION] = XN_N("housing corporation"),
                                                 [XN_ROLE_STEWARD] = XN_N("data steward"),
                                                 [XN_ROLE_AUDITOR] = XN_N("auditor"),
                                                 [XN_ROLE_REFRESHER] = XN_N("nightly recomputing"),
                                                 [XN_ROLE_ADMIN] = XN_N("administrator")};
    return name[role];
}

/* --- the policy
 * --------------------------------------------------------------------------------------------- */

static void put_state(struct xn_paper *paper)
{
    const struct xn_paper_facts *facts = paper->facts;
    const xn_date end = facts->policy->valid_until;
    const char *state = XN_N("It may rank dwellings today.");
    if (!facts->policy_may_rank && end != XN_NO_DATE && end < facts->today)
        state = XN_N("It has expired: no dwellings are ranked, only aggregate maps are shown.");
    else if (!facts->policy_may_rank)
        state = XN_N("It may not rank dwellings: only aggregate maps are shown.");
    else if (facts->policy->demonstration)
        state = XN_N("It ranks for the demonstration city alone.");
    paper_field(paper, "policy_state", XN_N("State"), paper_message(paper, state, NULL, 0), "");
}

/* A field of the signature: what is signed has it; a policy that needs no signature says so. */
static void put_signed(struct xn_paper *paper, const char *key, const char *label, const char *text,
                       const char *place)
{
    const struct xn_policy *policy = paper->facts->policy;
    const bool needed = policy->rule.profile != XN_PROFILE_PROGRAMME_LOAD && !policy->demonstration;
    if (*text || needed)
        paper_field(paper, key, label, text, place);
    else
        paper_field(paper, key, label,
                    paper_message(paper, XN_N("none: this policy needs no signature"), NULL, 0), place);
}

void paper_put_policy(struct xn_paper *paper)
{
    const struct xn_policy *policy = paper->facts->policy;
    const struct xn_message_value named[] = {{"policy", policy->name}, {"version", policy->version}};
    paper_field(paper, "policy", XN_N("Policy in use"),
                paper_message(paper, XN_N("{policy}, version {version}"), named, 2), "");
    paper_field(paper, "lawful_basis", XN_N("Legal basis"), policy->legal_basis, "policy.legal_basis");
    paper_field(paper, "dpia_description", XN_N("Data protection impact assessment"), policy->dpia_reference,
                "policy.dpia_reference");
    put_signed(paper, "signed_by", XN_N("Signed by"), policy->signed_by, "policy.signed_by");
    if (policy->signed_on != XN_NO_DATE)
        paper_field_date(paper, "signed_on", XN_N("Signed on"), policy->signed_on, "");
    put_signed(paper, "valid_until", XN_N("Valid until"), paper_date(paper, policy->valid_until),
               "policy.valid_until");
    if (policy->digest[0])
        paper_field(paper, "policy_sha256", XN_N("SHA-256 of the file"), policy->digest, "");
    put_state(paper);
}

/* --- how classes come about
 * ------------------------------------------------------------------------------------ */

static void add_load(struct xn_paper *paper, const struct xn_typology_rule *rule)
{
    const struct xn_message_value value[] = {
        {"months", paper_number(paper, rule->months, 0)},
        {"mixed", paper_number(paper, rule->load_mixed_below, 1)},
        {"concentrated", paper_number(paper, rule->load_concentrated_above, 1)}};
    paper_add(
        paper,
        XN_N("The class of an area follows from the programme's own moves: how many households moved there "
             "through the programme in the last {months} months for each 1,000 inhabitants. Below {mixed} "
             "the area is called mixed, above {concentrated} concentrated, and between the two "
             "undetermined. No data on the origin of people are used."),
        value, 3);
}

static void add_concentration(struct xn_paper *paper, const struct xn_typology_rule *rule)
{
    const struct xn_message_value value[] = {{"group", rule->group},
                                             {"quotient", paper_number(paper, rule->quotient_threshold, 2)},
                                             {"certainty", paper_number(paper, 100 * rule->certainty, 0)},
                                             {"margin", paper_number(paper, 100 * rule->share_margin, 0)}};
    paper_add(
        paper,
        XN_N("The class of an area follows from the share of the group {group} in the area, compared with "
             "the whole city, and from how certain that share is. An area is called concentrated when the "
             "share is more than {quotient} times that of the city with a probability of at least "
             "{certainty} %, and lies at least {margin} percentage points above it. It is called mixed when "
             "the share is below that multiple with the same certainty, and else undetermined. In small "
             "areas chance is taken into account."),
        value, 4);
}

static void add_quotient(struct xn_paper *paper, const struct xn_typology_rule *rule)
{
    const struct xn_message_value value[] = {{"group", rule->group},
                                             {"quotient", paper_number(paper, rule->quotient_threshold, 2)}};
    paper_add(
        paper,
        XN_N("The class of an area follows from the share of the group {group}: above {quotient} times that "
             "of the city it is called concentrated, else mixed. This rule is for research only; it never "
             "ranks dwellings for people."),
        value, 2);
}

/* The classes of the four groups of status, the least burdened first. */
static void add_status(struct xn_paper *paper, const struct xn_typology_rule *rule)
{
    XN_AUTO_BUF columns = XN_BUF_INIT;
    XN_AUTO_BUF tiers = XN_BUF_INIT;
    for (size_t i = 0; i < rule->n_indicators; i++)
        xn_buf_printf(&columns, "%s%s", i ? ", " : "", rule->indicator[i].column);
    for (size_t i = 0; i < XN_STATUS_CLASSES; i++)
        xn_buf_printf(&tiers, "%s%s", i ? ", " : "",
                      xn_message(paper->language, xn_class_name(rule->status_tier[i])));
    const struct xn_message_value value[] = {{"indicators", xn_buf_text(&columns)},
                                             {"tiers", xn_buf_text(&tiers)},
                                             {"first", paper_number(paper, rule->status_limit[0], 1)},
                                             {"second", paper_number(paper, rule->status_limit[1], 1)},
                                             {"third", paper_number(paper, rule->status_limit[2], 1)}};
    paper_add(
        paper,
        XN_N("The class of an area follows from social indicators of the area ({indicators}), measured in "
             "standard deviations from the city. Their mean puts the area into one of four groups, with the "
             "limits {first}, {second} and {third}; from the least to the most burdened group the areas are "
             "called: {tiers}. No data on the origin of people are used."),
        value, 5);
    paper->failed |= columns.status != XN_OK || tiers.status != XN_OK;
}

void paper_add_method(struct xn_paper *paper)
{
    const struct xn_typology_rule *rule = &paper->facts->policy->rule;
    switch (rule->profile) {
    case XN_PROFILE_PROGRAMME_LOAD:
        add_load(paper, rule);
        break;
    case XN_PROFILE_CONCENTRATION:
        add_concentration(paper, rule);
        break;
    case XN_PROFILE_MUENSTER_2004:
        add_quotient(paper, rule);
        break;
    case XN_PROFILE_SOCIO_ECONOMIC:
        add_status(paper, rule);
        break;
    }
    if (rule->hysteresis)
        paper_add(
            paper,
            XN_N("A class changes only when two different sets of data agree, or when a person signs for "
                 "it with a reason."),
            NULL, 0);
}

/* --- indices
 * ------------------------------------------------------------------------------------------------- */

void paper_put_indices(struct xn_paper *paper)
{
    static const char *const header[] = {XN_N("Index"), XN_N("Formula"), XN_N("Range")};
    const struct xn_paper_facts *facts = paper->facts;
    if (facts->n_indices == 0) {
        paper_text(paper, XN_N("No index of the city has been computed yet."), NULL, 0);
        return;
    }
    paper_table(paper, XN_N("Indices of the city that are computed and shown"), header, 3, 0);
    for (size_t i = 0; i < facts->n_indices; i++) {
        paper_cell(paper, facts->index[i]->name[paper->language]);
        paper_cell_message(paper, facts->index[i]->formula);
        paper_cell_message(paper, facts->index[i]->range);
    }
}

/* --- figures of use
 * -------------------------------------------------------------------------------------------- */

/* First rows of all months together (R7). */
static struct xn_rate first_rows(const struct xn_ledger *ledger)
{
    size_t cases = 0, of = 0;
    for (size_t i = 0; i < ledger->n_months; i++) {
        cases += ledger->month[i].first_row.cases;
        of += ledger->month[i].first_row.of;
    }
    return xn_wilson(cases, of, XN_Z_95);
}

static bool has_notice(const struct xn_ledger *ledger)
{
    for (size_t i = 0; i < ledger->n_months; i++)
        if (ledger->month[i].notice)
            return true;
    return false;
}

static void put_figure(struct xn_paper *paper, const char *english, const char *figure)
{
    paper_cell_message(paper, english);
    paper_cell(paper, figure);
}

void paper_put_use(struct xn_paper *paper)
{
    static const char *const header[] = {XN_N("What"), XN_N("How many")};
    const struct xn_ledger *ledger = paper->facts->ledger;
    const struct xn_rate first = first_rows(ledger);
    const struct xn_message_value range[] = {{"from", paper_quarter(paper, ledger->from)},
                                             {"to", paper_quarter(paper, ledger->to)}};
    paper_table(paper, XN_N("Figures of use"), header, 2, 1u << 1);
    if (paper->facts->has_lists && paper->kind != XN_PAPER_FAIRNESS)
        put_figure(paper, XN_N("Lists of dwellings shown (as long as the log is kept)"),
                   paper_count(paper, paper->facts->n_lists));
    put_figure(paper, XN_N("Offers made to households"), paper_count(paper, ledger->offers_made));
    put_figure(paper, XN_N("Offers accepted"), paper_count(paper, ledger->accepted));
    put_figure(paper, XN_N("Offers declined"), paper_count(paper, ledger->refused));
    put_figure(paper, XN_N("Objections raised"), paper_count(paper, ledger->objections.raised));
    put_figure(paper, XN_N("Objections upheld"), paper_count(paper, ledger->objections.upheld));
    put_figure(paper, XN_N("Accepted offers that were first in their list"), paper_rate(paper, &first));
    if (ledger->from == ledger->to)
        paper_text(paper,
                   XN_N("The figures are of the {from}. Numbers from 1 to 4 are not given, others "
                        "are rounded to 5."),
                   range, 2);
    else
        paper_text(
            paper,
            XN_N(
                "The figures are of the time from the {from} to the {to}. Numbers from 1 to 4 are not given, "
                "others are rounded to 5."),
            range, 2);
    if (has_notice(ledger))
        paper_text(
            paper,
            XN_N("In at least one month more than 95 % of the accepted offers were first in their list. The "
                 "office looks into whether the advice is followed without being weighed."),
            NULL, 0);
}
