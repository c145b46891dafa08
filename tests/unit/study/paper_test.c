/* Papers of the demonstration city from facts that stand still, against tests/golden/papers
 * (XN_WRITE_GOLDEN=1 writes them); what they must never say; what is missing shows. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "counted_memory.h"
#include "test.h"
#include "xenia/exchange.h"
#include "xenia/papers.h"

#define DEMO "gisdata/muenster_demo/"
#define N_MOVES 21
#define N_OFFERS 40
#define N_HOUSEHOLDS 38

/* --- a quarter as it could have been
 * ------------------------------------------------------------------------ */

struct quarter {
    struct xn_ledger_records records;
    struct xn_ledger_placement placement[N_MOVES];
    struct xn_ledger_publication publication[N_OFFERS];
    struct xn_ledger_household household[N_HOUSEHOLDS];
    struct xn_ledger_offer offer[N_MOVES];
    struct xn_ledger_objection objection[3];
    char id[N_OFFERS][8], who[N_HOUSEHOLDS][8];
    struct xn_ledger *ledger;
};

static struct xn_ledger_dwelling dwelling(struct quarter *q, size_t i)
{
    (void)snprintf(q->id[i], sizeof q->id[i], "D%02zu", i);
    return (struct xn_ledger_dwelling){.id = q->id[i],
                                       .corporation = "Wohnbau",
                                       .rent_eur = 380 + 7.31 * (double)i,
                                       .rooms = 2 + (double)(i % 3),
                                       .area_m2 = 50 + 1.7 * (double)(i % 17)};
}

/* moves in 2004Q4: `n` of them, the last two into concentrated areas; 12 to district 21, 7 to 34, the rest
 * scattered. */
static void fill(struct quarter *q, size_t n)
{
    static const char *const where[] = {"21", "34", "11", "45"};
    for (size_t i = 0; i < N_HOUSEHOLDS; i++) {
        (void)snprintf(q->who[i], sizeof q->who[i], "H%02zu", i);
        q->household[i] = (struct xn_ledger_household){.id = q->who[i],
                                                       .arrived_on = xn_date_of(2004, 3, 1) + (int)(3 * i),
                                                       .left_on = XN_NO_DATE,
                                                       .persons = 3,
                                                       .waiting = i >= n};
    }
    for (size_t i = 0; i < N_OFFERS; i++)
        q->publication[i] = (struct xn_ledger_publication){
            .dwelling = dwelling(q, i), .published_on = xn_date_of(2004, 10, 5), .class_ = XN_MIXED};
    for (size_t i = 0; i < n; i++) {
        const enum xn_class class_ = i + 2 >= n ? XN_CONCENTRATED : XN_MIXED;
        q->offer[i] = (struct xn_ledger_offer){.dwelling = dwelling(q, i),
                                               .household = q->who[i],
                                               .made_on = xn_date_of(2004, 10, 10),
                                               .closed_on = xn_date_of(2004, 10, 20),
                                               .outcome = XN_LEDGER_ACCEPTED,
                                               .class_ = class_,
                                               .rank = i % 3 ? 1 : 2,
                                               .n_listed = 9,
                                               .refusal_code = "",
                                               .reason_code = "",
                                               .decided_by = "a"};
        q->placement[i] = (struct xn_ledger_placement){.dwelling = dwelling(q, i),
                                                       .household = q->who[i],
                                                       .unit_id = where[i < 12   ? 0
                                                                        : i < 19 ? 1
                                                                                 : 2 + i % 2],
                                                       .level = "district",
                                                       .decided_on = xn_date_of(2004, 10, 20),
                                                       .moved_in_on = xn_date_of(2004, 11, 1) + (int)i,
                                                       .ended_on = XN_NO_DATE,
                                                       .class_ = class_,
                                                       .persons = 3,
                                                       .tie_distance_m = 900 + 41 * (double)i,
                                                       .effect_before = NAN,
                                                       .effect_after = NAN,
                                                       .rank = q->offer[i].rank,
                                                       .reason_code = "",
                                                       .decided_by = "a"};
    }
    for (size_t i = 0; i < 3; i++)
        q->objection[i] = (struct xn_ledger_objection){.raised_on = xn_date_of(2004, 11, 2),
                                                       .deadline = xn_date_of(2004, 12, 14),
                                                       .decided_on = xn_date_of(2004, 12, 1),
                                                       .upheld = i == 0};
    q->records = (struct xn_ledger_records){.today = xn_date_of(2005, 3, 1),
                                            .n_offers = n,
                                            .offer = q->offer,
                                            .n_placements = n,
                                            .placement = q->placement,
                                            .n_households = N_HOUSEHOLDS,
                                            .household = q->household,
                                            .n_publications = N_OFFERS,
                                            .publication = q->publication,
                                            .n_objections = 3,
                                            .objection = q->objection};
}

/* --- a configuration
 * ------------------------------------------------------------------------------------------- */

struct configuration {
    struct xn_city_input *input;
    struct xn_policy policy;
    struct quarter quarter;
    const struct xn_index_entry *index[2];
    struct xn_paper_accounts accounts[XN_N_ROLES];
    struct xn_paper_facts facts;
};

static const struct xn_paper_route routes[] = {
    {.method = "GET", .path = "/healthz", .is_public = true},
    {.method = "GET", .path = "/api/v1/cities", .roles = (1u << XN_N_ROLES) - 1},
    {.method = "GET", .path = "/api/v1/cities/{c}/households", .roles = 1u << XN_ROLE_COORDINATOR},
    {.method = "POST", .path = "/api/v1/cities/{c}/households", .roles = 1u << XN_ROLE_COORDINATOR},
    {.method = "GET",
     .path = "/api/v1/cities/{c}/published/units",
     .roles = 1u << XN_ROLE_COORDINATOR | 1u << XN_ROLE_WORKING_GROUP | 1u << XN_ROLE_SCIENTIST},
};
static const struct xn_paper_term terms[] = {
    {.what = "The log of the lists that were shown, from the day of each.",
     .action = "They are deleted.",
     .months = 24},
    {.what = "Sessions of people, from their beginning.", .action = "They are deleted.", .hours = 12},
    {.what = "Snapshots and publications: figures of areas, and of nobody.", .action = "They are kept."},
};

static int set_up(void **state)
{
    struct xn_error err = {0};
    struct configuration *c = calloc(1, sizeof *c);
    *state = c;
    if (!c || xn_city_file_read(DEMO "city.ini", &c->input, &err) != XN_OK ||
        xn_policy_read(DEMO "policy.ini", &c->policy, &err) != XN_OK) {
        (void)fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    fill(&c->quarter, N_MOVES);
    c->index[0] = xn_index_find("dissimilarity");
    c->index[1] = xn_index_find("theil_h");
    c->accounts[XN_ROLE_COORDINATOR] = (struct xn_paper_accounts){.people = 7, .machines = 1};
    c->facts = (struct xn_paper_facts){.input = c->input,
                                       .city_file = "city.ini",
                                       .counts_as_of = c->input->counts_as_of,
                                       .today = c->input->as_of,
                                       .version = "1.0.0",
                                       .snapshot = "0123456789ab",
                                       .policy = &c->policy,
                                       .policy_may_rank = true,
                                       .n_indices = 1,
                                       .index = c->index,
                                       .accounts = c->accounts,
                                       .n_routes = sizeof routes / sizeof *routes,
                                       .route = routes,
                                       .n_terms = sizeof terms / sizeof *terms,
                                       .term = terms,
                                       .offer_days = 14,
                                       .objection_days = 42,
                                       .has_lists = true,
                                       .n_lists = 58};
    c->facts.n_indices = c->index[1] ? 2 : 1;
    return xn_ledger_compute(&c->quarter.records, 4 * 2004 + 3, 4 * 2004 + 3, &c->quarter.ledger, &err) ==
                   XN_OK
               ? (c->facts.ledger = c->quarter.ledger, 0)
               : 1;
}

static int tear_down(void **state)
{
    struct configuration *c = *state;
    xn_ledger_free(c->quarter.ledger);
    xn_city_input_free(c->input);
    free(c);
    return 0;
}

enum form { TEXT, HTML, JSON };
static void put(const struct xn_paper *paper, enum form form, struct xn_buf *buf)
{
    if (form == TEXT)
        xn_paper_put_text(paper, buf);
    else if (form == HTML)
        xn_paper_put_html(paper, buf);
    else
        xn_paper_put_json(paper, buf);
    ASSERT_OK(xn_buf_check(buf, &err));
}

static void write_paper(const struct xn_paper_facts *facts, enum xn_paper_kind kind,
                        enum xn_language language, enum form form, struct xn_buf *buf)
{
    XN_AUTO(xn_paper_free) struct xn_paper *paper = NULL;
    ASSERT_OK(xn_paper_write(kind, facts, language, &paper, &err));
    put(paper, form, buf);
}

static void assert_has(const struct xn_buf *buf, const char *part)
{
    if (!strstr(xn_buf_text(buf), part))
        fail_msg("'%s' is not in:\n%s", part, xn_buf_text(buf));
}
static void assert_has_not(const struct xn_buf *buf, const char *part)
{
    if (strstr(xn_buf_text(buf), part))
        fail_msg("'%s' is in:\n%s", part, xn_buf_text(buf));
}

/* --- goldens
 * ------------------------------------------------------------------------------------------------------ */

static void compare(const struct xn_buf *buf, const char *name)
{
    char path[256];
    XN_CLEANUP(xn_free_pointer) char *golden = NULL;
    size_t length = 0;
    (void)snprintf(path, sizeof path, "tests/golden/papers/%s", name);
    if (getenv("XN_WRITE_GOLDEN")) {
        ASSERT_OK(xn_file_write(path, xn_buf_text(buf), buf->length, &err));
        return;
    }
    ASSERT_OK(xn_file_read(path, 1 << 20, &golden, &length, &err));
    if (length != buf->length || memcmp(golden, xn_buf_text(buf), length) != 0)
        fail_msg("%s differs (XN_WRITE_GOLDEN=1 rewrites it; then look at git diff)", path);
}

static void test_goldens(void **state)
{
    const struct configuration *c = *state;
    static const enum xn_language language[] = {XN_ENGLISH, XN_DUTCH, XN_GERMAN};
    static const char *const extension[] = {"txt", "html", "json"};
    for (int kind = 0; kind < XN_PAPER_COUNT; kind++)
        for (size_t l = 0; l < 3; l++)
            for (int form = TEXT; form <= JSON; form++) {
                char name[64];
                XN_AUTO_BUF buf = XN_BUF_INIT;
                if (language[l] == XN_ENGLISH && form != TEXT)
                    continue;
                (void)snprintf(name, sizeof name, "%s_%s.%s", xn_paper_name((enum xn_paper_kind)kind),
                               xn_language_tag(language[l]), extension[form]);
                write_paper(&c->facts, (enum xn_paper_kind)kind, language[l], (enum form)form, &buf);
                compare(&buf, name);
            }
}

/* --- what is missing, what is configured
 * ---------------------------------------------------------------------------- */

static size_t gaps_of(const struct xn_paper_facts *facts, enum xn_paper_kind kind)
{
    XN_AUTO(xn_paper_free) struct xn_paper *paper = NULL;
    ASSERT_OK(xn_paper_write(kind, facts, XN_ENGLISH, &paper, &err));
    return xn_paper_gaps(paper);
}

static void test_gaps_show(void **state)
{
    struct configuration *c = *state;
    const size_t before = gaps_of(&c->facts, XN_PAPER_ART30);
    XN_AUTO_BUF text = XN_BUF_INIT, json = XN_BUF_INIT, html = XN_BUF_INIT;
    c->input->organisation.dpo = NULL;
    c->input->organisation.email = NULL;
    assert_int_equal(gaps_of(&c->facts, XN_PAPER_ART30), before + 2);
    write_paper(&c->facts, XN_PAPER_ART30, XN_GERMAN, HTML, &html);
    assert_has(&html, "<mark>[noch auszufüllen: organisation.dpo in city.ini]</mark>");
    write_paper(&c->facts, XN_PAPER_ART30, XN_ENGLISH, TEXT, &text);
    assert_has(&text, "[to be filled in: organisation.dpo in city.ini]");
    assert_has(&text, "[to be filled in: legal_basis in the policy file]");
    write_paper(&c->facts, XN_PAPER_REGISTER, XN_DUTCH, JSON, &json);
    assert_has(&json, "\"contact_email\": null");
    assert_has(&json, "\"begin_date\": \"2005-01-01\"");
    assert_has(&json, "\"lawful_basis\": null");
}

static void test_follows_the_policy(void **state)
{
    struct configuration *c = *state;
    XN_AUTO_BUF before = XN_BUF_INIT, after = XN_BUF_INIT, expired = XN_BUF_INIT;
    write_paper(&c->facts, XN_PAPER_REGISTER, XN_ENGLISH, JSON, &before);
    assert_has(&before, "in the last 24 months");
    assert_has(&before, "\"status\": \"In use\"");
    ASSERT_OK(xn_policy_profile("concentration", &c->policy, &err));
    (void)snprintf(c->policy.rule.group, sizeof c->policy.rule.group, "RESETTLER");
    (void)snprintf(c->policy.legal_basis, sizeof c->policy.legal_basis, "Section 9 of the Example Act");
    c->policy.rule.quotient_threshold = 1.75;
    write_paper(&c->facts, XN_PAPER_REGISTER, XN_ENGLISH, JSON, &after);
    assert_has(&after, "the share of the group RESETTLER");
    assert_has(&after, "more than 1.75 times");
    assert_has(&after, "\"lawful_basis\": \"Section 9 of the Example Act\"");
    assert_has_not(&after, "in the last 24 months");
    c->policy.valid_until = c->facts.today - 1;
    c->facts.policy_may_rank = false;
    write_paper(&c->facts, XN_PAPER_REGISTER, XN_ENGLISH, TEXT, &expired);
    assert_has(&expired, "Status:\n    Out of use\n");
    assert_has(&expired, "It has expired: no dwellings are ranked");
}

static void test_demonstration_is_said(void **state)
{
    struct configuration *c = *state;
    for (int kind = 0; kind < XN_PAPER_COUNT; kind++)
        for (int form = TEXT; form <= JSON; form++) {
            XN_AUTO_BUF demonstration = XN_BUF_INIT, real = XN_BUF_INIT;
            c->input->demonstration = true;
            write_paper(&c->facts, (enum xn_paper_kind)kind, XN_DUTCH, (enum form)form, &demonstration);
            assert_has(&demonstration, "Demonstratie. De stad");
            c->input->demonstration = false;
            write_paper(&c->facts, (enum xn_paper_kind)kind, XN_DUTCH, (enum form)form, &real);
            assert_has_not(&real, "Demonstratie. De stad");
        }
}

static void test_foreign_text_is_escaped(void **state)
{
    struct configuration *c = *state;
    XN_AUTO_BUF html = XN_BUF_INIT;
    c->input->organisation.controller = "Town <script>alert(1)</script> & \"Country\"";
    write_paper(&c->facts, XN_PAPER_ART30, XN_ENGLISH, HTML, &html);
    assert_has(&html, "Town &lt;script&gt;");
    assert_has_not(&html, "<script");
}

/* --- nobody is given away
 * -------------------------------------------------------------------------------------------- */

/* The fairness report of a quarter with `n` moves. */
static void report_of(struct configuration *c, size_t n, struct xn_buf *buf)
{
    fill(&c->quarter, n);
    xn_ledger_free(c->quarter.ledger);
    c->quarter.ledger = NULL;
    ASSERT_OK(xn_ledger_compute(&c->quarter.records, 4 * 2004 + 3, 4 * 2004 + 3, &c->quarter.ledger, &err));
    c->facts.ledger = c->quarter.ledger;
    write_paper(&c->facts, XN_PAPER_FAIRNESS, XN_ENGLISH, TEXT, buf);
}

/* Three moves or four: the same paper to the byte. */
static void test_few_moves_look_alike(void **state)
{
    struct configuration *c = *state;
    XN_AUTO_BUF none = XN_BUF_INIT, three = XN_BUF_INIT, four = XN_BUF_INIT;
    report_of(c, 0, &none);
    assert_has(&none, "no household moved through the programme");
    report_of(c, 3, &three);
    report_of(c, 4, &four);
    assert_has(&four, "Moves in this quarter: fewer than 5.");
    assert_has(&four, "all areas together");
    assert_has(&four, "Rent a month (euro): withheld");
    assert_string_equal(xn_buf_text(&three), xn_buf_text(&four));
}

/* Two moves elsewhere beside 12 and 7: neither they nor how many they are is told. */
static void test_a_small_area_hides_behind_another(void **state)
{
    struct configuration *c = *state;
    XN_AUTO_BUF text = XN_BUF_INIT;
    report_of(c, N_MOVES, &text);
    assert_has(&text, "other areas together");
    assert_has(&text, "\n21 ");
    assert_has_not(&text, "\n34 ");
    assert_has_not(&text, "\n11 ");
    assert_has(&text, "Share of moves into mixed areas: 80 % or more.");
}

/* --- form
 * ----------------------------------------------------------------------------------------------------------------
 */

static void test_text_has_80_columns(void **state)
{
    const struct configuration *c = *state;
    for (int kind = 0; kind < XN_PAPER_COUNT; kind++)
        for (int language = XN_ENGLISH; language <= XN_GERMAN; language++) {
            XN_AUTO_BUF buf = XN_BUF_INIT;
            size_t columns = 0;
            write_paper(&c->facts, (enum xn_paper_kind)kind, (enum xn_language)language, TEXT, &buf);
            for (const char *at = xn_buf_text(&buf); *at; at++) {
                columns = *at == '\n' ? 0 : columns + (((unsigned char)*at & 0xc0) != 0x80);
                if (columns > 80)
                    fail_msg("a line is too long, before: %.60s", at);
            }
        }
}

/* Every table of the schema that has a column of a household, or is one, is in the record's list. */
static void test_the_list_of_tables_is_whole(void **state)
{
    (void)state;
    static const char *const file[] = {"sql/schema/0007_lifecycle.sql", "sql/schema/0008_objections.sql"};
    for (size_t f = 0; f < 2; f++) {
        XN_CLEANUP(xn_free_pointer) char *text = NULL;
        size_t length = 0, found = 0;
        ASSERT_OK(xn_file_read(file[f], 1 << 20, &text, &length, &err));
        for (char *at = strstr(text, "CREATE TABLE xenia."); at; at = strstr(at + 1, "CREATE TABLE xenia.")) {
            char name[64] = "", *end = strstr(at, "\n);");
            size_t known = 0;
            assert_int_equal(sscanf(at, "CREATE TABLE xenia.%63[a-z_]", name), 1);
            assert_non_null(end);
            *end = '\0';
            const bool about_people = strstr(at, "household uuid") || strstr(at, "sealed bytea");
            *end = '\n';
            while (xn_paper_tables[known] && strcmp(xn_paper_tables[known], name) != 0)
                known++;
            if (about_people && !xn_paper_tables[known])
                fail_msg("%s: table %s is about people, and xn_paper_tables has it not", file[f], name);
            found += about_people;
        }
        assert_true(found >= 2);
    }
}

static void test_without_memory(void **state)
{
    const struct configuration *c = *state;
    for (size_t nth = 1;; nth++) {
        struct xn_error err = {0};
        struct xn_paper *paper = NULL;
        xn_test_fail_allocation(nth);
        const enum xn_status status = xn_paper_write(XN_PAPER_FAIRNESS, &c->facts, XN_GERMAN, &paper, &err);
        xn_test_fail_allocation(0);
        if (status == XN_OK) {
            xn_paper_free(paper);
            assert_true(nth > 10);
            return;
        }
        assert_int_equal(status, XN_MEMORY);
        assert_null(paper);
    }
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)
    const struct CMUnitTest tests[] = {TEST(test_goldens),
                                       TEST(test_gaps_show),
                                       TEST(test_follows_the_policy),
                                       TEST(test_demonstration_is_said),
                                       TEST(test_foreign_text_is_escaped),
                                       TEST(test_few_moves_look_alike),
                                       TEST(test_a_small_area_hides_behind_another),
                                       TEST(test_text_has_80_columns),
                                       TEST(test_the_list_of_tables_is_whole),
                                       TEST(test_without_memory)};
    return XN_RUN(tests);
}
