/* pack_test.c - map packs and reports of a small made-up city: they say what was published and what has
 * changed, in the reader's language, are the same bytes each time, and say so where something was not
 * published. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "fontconfig_leaks.h"
#include "counted_memory.h"
#include "made_publication.h"
#include "xenia/pack.h"

#define DISTRICTS "ID,NAME,A,B\n1,Kreuz,400,600\n2,Aasee,100,900\n3,Coerde,300,700\n"
#define BLOCKS                                                                                               \
    "ID,NAME,UP,A,B\n11,Kreuz north,1,200,300\n12,Kreuz south,1,200,300\n21,Aasee east,2,60,440\n"           \
    "22,Aasee west,2,40,460\n31,Coerde upper,3,30,220\n32,Coerde lower,3,270,480\n"
/* The south of Kreuz is mixed now: its people of A moved to the east of Aasee. */
#define DISTRICTS_LATER "ID,NAME,A,B\n1,Kreuz,250,750\n2,Aasee,250,750\n3,Coerde,300,700\n"
#define BLOCKS_LATER                                                                                         \
    "ID,NAME,UP,A,B\n11,Kreuz north,1,200,300\n12,Kreuz south,1,50,450\n21,Aasee east,2,210,290\n"           \
    "22,Aasee west,2,40,460\n31,Coerde upper,3,30,220\n32,Coerde lower,3,270,480\n"

/* --- a programme -------------------------------------------------------------------------------------------
 */

static struct xn_programme_quarter quarter[] = {{.quarter = "2004Q3",
                                                 .households_arrived = {15, false},
                                                 .moves = {NAN, true},
                                                 .by_class = {{NAN, true}, {0, false}, {0, false}},
                                                 .moves_so_far = {NAN, true},
                                                 .in_mixed = {NAN, NAN, NAN, NAN, NAN},
                                                 .not_concentrated = {NAN, NAN, NAN, NAN, NAN},
                                                 .in_mixed_so_far = {NAN, NAN, NAN, NAN, NAN},
                                                 .not_concentrated_so_far = {NAN, NAN, NAN, NAN, NAN},
                                                 .exceptions = {0, false},
                                                 .waited_days = NAN},
                                                {.quarter = "2004Q4",
                                                 .households_arrived = {25, false},
                                                 .moves = {20, false},
                                                 .by_class = {{15, false}, {NAN, true}, {0, false}},
                                                 .moves_so_far = {25, false},
                                                 .in_mixed = {0.8, 0.6, 0.95, NAN, NAN},
                                                 .not_concentrated = {NAN, NAN, NAN, 0.85, NAN},
                                                 .in_mixed_so_far = {0.75, 0.55, 0.9, NAN, NAN},
                                                 .not_concentrated_so_far = {NAN, NAN, NAN, 0.85, NAN},
                                                 .exceptions = {NAN, true},
                                                 .waited_days = 130}};
static struct xn_programme_exception exception[] = {{2004, "OWN_WISH", {NAN, true}}};
static struct xn_programme_commitment commitment[] = {
    {"Wohn & Stadtbau", "2004Q4", 12, 9, {6, 2, 1}, {5, false}}};
static struct xn_programme_need need[] = {{"1", {10, false}}, {"5+", {NAN, true}}};
static const char *const district_id[] = {"1", "2", "3"};
static struct xn_told in_district[] = {{10, false}, {NAN, true}, {15, false}};

static const struct xn_programme programme = {.day = 12790,
                                              .n_quarters = 2,
                                              .n_exceptions = 1,
                                              .n_commitments = 1,
                                              .n_needs = 2,
                                              .quarter = quarter,
                                              .exception = exception,
                                              .commitment = commitment,
                                              .need = need,
                                              .waiting = {15, false},
                                              .waiting_step_free = {NAN, true},
                                              .waiting_days = 140,
                                              .longest_waiting_days = 390,
                                              .market = {.n_dwellings = 28,
                                                         .by_class = {17, 7, 4},
                                                         .without_area = 2,
                                                         .n_units = 3,
                                                         .unit_id = district_id,
                                                         .in_unit = in_district,
                                                         .by_rooms = {{"1", 0, {0}, NAN},
                                                                      {"2", 11, {7, 3, 1}, 470},
                                                                      {"3", 13, {8, 3, 2}, 610},
                                                                      {"4", 4, {2, 1, 1}, NAN},
                                                                      {"5+", 0, {0}, NAN},
                                                                      {"", 0, {0}, NAN}}}};

/* --- publications ------------------------------------------------------------------------------------------
 */

struct fixture {
    struct xn_city *city, *later_city;
    struct xn_publication *first, *later, *bare; /* bare: without a programme */
    const struct xn_publication *both[2];
};

static int make_all(void **state)
{
    static struct fixture fixture;
    fixture.city = made_city(DISTRICTS, BLOCKS, made_group);
    fixture.later_city = made_city(DISTRICTS_LATER, BLOCKS_LATER, made_group);
    fixture.first =
        made_publication(fixture.city, &(struct made_asked){.period = "2004Q3", .made_on = 12700});
    fixture.later = made_publication(fixture.later_city,
                                     &(struct made_asked){.period = "2004-12-20",
                                                          .meeting = "Enschede <meeting> & \"guests\"",
                                                          .made_on = 12790,
                                                          .previous = fixture.first->id,
                                                          .programme = &programme,
                                                          .demonstration = true});
    fixture.bare = made_publication(fixture.city, &(struct made_asked){.period = "2004Q3", .made_on = 12700});
    fixture.both[0] = fixture.first;
    fixture.both[1] = fixture.later;
    *state = &fixture;
    return 0;
}

static int free_all(void **state)
{
    struct fixture *fixture = *state;
    xn_publication_free(fixture->first);
    xn_publication_free(fixture->later);
    xn_publication_free(fixture->bare);
    xn_city_free(fixture->city);
    xn_city_free(fixture->later_city);
    return 0;
}

static struct xn_pack_source source_of(const struct fixture *fixture, size_t n, enum xn_language language)
{
    return (struct xn_pack_source){.publication = fixture->both,
                                   .n_publications = n,
                                   .city = n == 1 ? fixture->city : fixture->later_city,
                                   .controller = "City of Sample",
                                   .language = language};
}

static void html_of(enum xn_pack_kind kind, const struct xn_pack_source *source, struct xn_buf *ret)
{
    XN_AUTO(xn_pack_free) struct xn_pack *pack = NULL;
    ASSERT_OK(xn_pack_make(kind, source, &pack, &err));
    ASSERT_OK(xn_pack_html(pack, ret, &err));
}

static void pdf_of(enum xn_pack_kind kind, const struct xn_pack_source *source, struct xn_buf *ret)
{
    XN_AUTO(xn_pack_free) struct xn_pack *pack = NULL;
    ASSERT_OK(xn_pack_make(kind, source, &pack, &err));
    ASSERT_OK(xn_pack_pdf(pack, ret, &err));
}

static void says(const struct xn_buf *html, const char *text)
{
    if (!strstr(xn_buf_text(html), text))
        fail_msg("the page does not say '%s'", text);
}

static void says_not(const struct xn_buf *html, const char *text)
{
    if (strstr(xn_buf_text(html), text))
        fail_msg("the page says '%s'", text);
}

static size_t count_of(const struct xn_buf *html, const char *text)
{
    size_t n = 0;
    for (const char *at = xn_buf_text(html); (at = strstr(at, text)); at += strlen(text))
        n++;
    return n;
}

/* --- what it says ------------------------------------------------------------------------------------------
 */

/* Each thing in the three chapters, as Dutch and German readers get it. */
static const char *const dutch[] = {"Sample: kaarten voor de werkgroep",
                                    "1. Woningmarkt, segregatie, menging en demografische spreiding",
                                    "Wat er veranderd is sinds het vorige pakket",
                                    "Vergeleken met: 3e kwartaal van 2004.",
                                    "Gebieden waarvan de klasse is veranderd",
                                    "Gebieden van het niveau: ",
                                    "minder dan 5",
                                    "Toegezegd, aangeboden, aanvaard",
                                    "Wohn &amp; Stadtbau",
                                    "Enschede &lt;meeting&gt; &amp; ",
                                    "85 % of meer",
                                    "Kreuz south"};
static const char *const german[] = {"Sample: Karten f\xC3\xBCr die Arbeitsgruppe",
                                     "1. Wohnungsmarkt, Segregation, Mischung und demografische Streuung",
                                     "Was sich seit der vorigen Mappe ge\xC3\xA4ndert hat",
                                     "Verglichen mit: 3. Quartal 2004.",
                                     "Gebiete, deren Klasse sich ge\xC3\xA4ndert hat",
                                     "Gebiete der Ebene: ",
                                     "weniger als 5",
                                     "Zugesagt, angeboten, angenommen",
                                     "Wohn &amp; Stadtbau",
                                     "Enschede &lt;meeting&gt; &amp; ",
                                     "85 % oder mehr",
                                     "Kreuz south"};
/* Beginnings of sentences that must not be left in English. */
static const char *const english[] = {"What has changed",   "Areas of the level", "fewer than 5",
                                      "How the numbers",    "The housing market", "Moves so far",
                                      "Households waiting", "not known",          "withheld:"};

static void a_pack_speaks_the_readers_language(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO_BUF nl = XN_BUF_INIT, de = XN_BUF_INIT;
    const struct xn_pack_source in_dutch = source_of(fixture, 2, XN_DUTCH),
                                in_german = source_of(fixture, 2, XN_GERMAN);
    html_of(XN_PACK_MAPS, &in_dutch, &nl);
    html_of(XN_PACK_MAPS, &in_german, &de);
    for (size_t i = 0; i < sizeof dutch / sizeof *dutch; i++)
        says(&nl, dutch[i]);
    for (size_t i = 0; i < sizeof german / sizeof *german; i++)
        says(&de, german[i]);
    for (size_t i = 0; i < sizeof english / sizeof *english; i++) {
        says_not(&nl, english[i]);
        says_not(&de, english[i]);
    }
    says(&nl, "<html lang=\"nl\"");
    says(&de, "<html lang=\"de\"");
    says_not(&nl, "<meeting>");
}

/* Both classes of every level, counted here from the publications themselves. */
static void changes_are_those_between_the_two(void **state)
{
    const struct fixture *fixture = *state;
    size_t compared = 0, changed = 0;
    char sentence[160];
    for (size_t l = 0; l < 2; l++)
        for (size_t u = 0; u < fixture->later->level[l].n_units; u++) {
            compared++;
            changed +=
                fixture->first->level[l].unit[u].class_ != fixture->later->level[l].unit[u].class_ ? 1 : 0;
        }
    assert_int_equal(compared, 9);
    assert_in_range(changed, 1, 8);
    (void)snprintf(sentence, sizeof sentence,
                   "Of %zu areas whose class is shown both times, %zu have another class now. 0 cannot be "
                   "compared.",
                   compared, changed);
    XN_AUTO_BUF html = XN_BUF_INIT;
    const struct xn_pack_source source = source_of(fixture, 2, XN_ENGLISH);
    html_of(XN_PACK_MAPS, &source, &html);
    says(&html, sentence);
    says(&html, "Compared with: 3rd quarter of 2004.");
}

/* An area by the same number may be another one: nothing is subtracted, and no map of then is drawn on
 * today's. */
static void other_areas_are_not_compared(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO_BUF html = XN_BUF_INIT;
    struct xn_pack_source source = source_of(fixture, 2, XN_ENGLISH);
    struct xn_publication before = *source.publication[0];
    const struct xn_publication *const both[] = {&before, source.publication[1]};
    before.areas = "others";
    source.publication = both;
    html_of(XN_PACK_MAPS, &source, &html);
    says(&html, "Compared with: 3rd quarter of 2004.");
    says(&html, "Its areas or groups were others, so nothing is compared area by area.");
    says_not(&html, "have another class now");
    says_not(&html, "since 3rd quarter of 2004");
}

/* Numbers and their intervals stand in it as the document has them. */
static void numbers_are_those_of_the_publication(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO_BUF html = XN_BUF_INIT;
    const struct xn_pack_source source = source_of(fixture, 2, XN_ENGLISH);
    html_of(XN_PACK_REPORT, &source, &html);
    says(&html, "80 % (60 to 95 %)");
    says(&html, "85 % or more");
    says(&html, "too few cases to give a share");
    says(&html, "28 dwellings were on the market, 17 of them in mixed areas. 2 could not");
    says(&html, "390");
    says(&html, "Demonstration: invented numbers");
    says(&html, fixture->later->id);
    const struct xn_publication_index *index = NULL;
    for (size_t i = 0; i < fixture->later->n_indices; i++)
        if (fixture->later->index[i].level == 0 && fixture->later->index[i].group == 0 &&
            strcmp(fixture->later->index[i].index_id, "dissimilarity") == 0)
            index = &fixture->later->index[i];
    assert_non_null(index);
    char cells[96];
    (void)snprintf(cells, sizeof cells, "%.3f", index->value);
    says(&html, cells);
    (void)snprintf(cells, sizeof cells, "%.3f to %.3f", index->lower, index->upper);
    says(&html, cells);
}

/* --- what it has not ---------------------------------------------------------------------------------------
 */

static void the_first_pack_says_that_it_is_the_first(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO_BUF html = XN_BUF_INIT;
    const struct xn_pack_source source = source_of(fixture, 1, XN_DUTCH);
    html_of(XN_PACK_MAPS, &source, &html);
    says(&html, "Dit is het eerste pakket: er is niets om het mee te vergelijken.");
    says(&html, "dit is het eerste");
    says_not(&html, "Vergeleken met:");
    says_not(&html, "Demonstratie");
}

static void a_pack_without_a_programme_says_so(void **state)
{
    const struct fixture *fixture = *state;
    const struct xn_publication *const one[] = {fixture->bare};
    XN_AUTO_BUF maps = XN_BUF_INIT, report = XN_BUF_INIT;
    struct xn_pack_source source = source_of(fixture, 1, XN_GERMAN);
    source.publication = one;
    html_of(XN_PACK_MAPS, &source, &maps);
    html_of(XN_PACK_REPORT, &source, &report);
    says(&maps, "Mit diesen Z\xC3\xA4hlungen wurden keine Zahlen des Marktes ver\xC3\xB6"
                "ffentlicht.");
    says(&maps, "Mit diesen Z\xC3\xA4hlungen wurden keine Zahlen des Programms ver\xC3\xB6"
                "ffentlicht.");
    says(&report, "Mit diesen Z\xC3\xA4hlungen wurden keine Zahlen des Programms ver\xC3\xB6"
                  "ffentlicht.");
    says_not(&maps, "Zugesagt, angeboten, angenommen");
}

/* The publication names the one before it: another one in between is not what it is compared with. */
static void the_pack_before_is_the_one_that_is_named(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO(xn_publication_free)
    struct xn_publication *between = made_publication(
        fixture->city,
        &(struct made_asked){.period = "2004-11-30", .meeting = "in between", .made_on = 12750});
    const struct xn_publication *const three[] = {fixture->first, between, fixture->later};
    XN_AUTO_BUF html = XN_BUF_INIT;
    struct xn_pack_source source = source_of(fixture, 2, XN_ENGLISH);
    source.publication = three;
    source.n_publications = 3;
    html_of(XN_PACK_REPORT, &source, &html);
    says(&html, "Compared with: 3rd quarter of 2004.");
    says_not(&html, "in between.");
}

/* Classes of another policy are not compared. */
static void classes_of_another_policy_are_not_compared(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO_BUF html = XN_BUF_INIT;
    struct xn_policy *policy = &fixture->first->policy;
    const struct xn_pack_source source = source_of(fixture, 2, XN_ENGLISH);
    snprintf(policy->version, sizeof policy->version, "6");
    html_of(XN_PACK_REPORT, &source, &html);
    snprintf(policy->version, sizeof policy->version, "7");
    says(&html, "The classes then followed another policy (muenster-2004, version 6)");
    says_not(&html, "Areas whose class has changed");
}

static void a_pack_of_nothing_is_refused(void **state)
{
    const struct fixture *fixture = *state;
    const struct xn_pack_source source = source_of(fixture, 0, XN_ENGLISH);
    struct xn_pack *pack = NULL;
    ASSERT_FAILS(XN_ARGUMENT, "a pack is made of a publication",
                 xn_pack_make(XN_PACK_MAPS, &source, &pack, &err));
    assert_null(pack);
}

/* --- the pages ---------------------------------------------------------------------------------------------
 */

/* By the tool that everybody has; 0 when it cannot read the file. */
static size_t pages_of(const struct xn_buf *pdf)
{
    char path[] = "/tmp/xenia-pack-XXXXXX", command[120];
    size_t pages = 0;
    const int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    ASSERT_OK(xn_file_write(path, pdf->data, pdf->length, &err));
    (void)snprintf(command, sizeof command, "pdfinfo %s | sed -n 's/^Pages: *//p'", path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_int_equal(fscanf(pipe, "%zu", &pages), 1);
    (void)pclose(pipe);
    (void)unlink(path);
    return pages;
}

static void the_same_source_gives_the_same_bytes(void **state)
{
    const struct fixture *fixture = *state;
    for (int kind = XN_PACK_MAPS; kind <= XN_PACK_REPORT; kind++) {
        const struct xn_pack_source source = source_of(fixture, 2, XN_DUTCH);
        XN_AUTO_BUF pdf = XN_BUF_INIT, pdf_again = XN_BUF_INIT, html = XN_BUF_INIT, html_again = XN_BUF_INIT;
        pdf_of((enum xn_pack_kind)kind, &source, &pdf);
        pdf_of((enum xn_pack_kind)kind, &source, &pdf_again);
        html_of((enum xn_pack_kind)kind, &source, &html);
        html_of((enum xn_pack_kind)kind, &source, &html_again);
        assert_int_equal(pdf.length, pdf_again.length);
        assert_memory_equal(pdf.data, pdf_again.data, pdf.length);
        assert_string_equal(xn_buf_text(&html), xn_buf_text(&html_again));
    }
}

/* A map pack: a title page, a page for each of 11 maps (then and now on one), and the pages of text, which
 * depend a little on the fonts. The first one has no map of changes. A report has the maps of the districts
 * and of the market. */
static void packs_have_a_page_for_each_map(void **state)
{
    const struct fixture *fixture = *state;
    const struct xn_pack_source later = source_of(fixture, 2, XN_GERMAN),
                                first = source_of(fixture, 1, XN_GERMAN);
    XN_AUTO_BUF maps = XN_BUF_INIT, of_first = XN_BUF_INIT, report = XN_BUF_INIT;
    pdf_of(XN_PACK_MAPS, &later, &maps);
    pdf_of(XN_PACK_MAPS, &first, &of_first);
    pdf_of(XN_PACK_REPORT, &later, &report);
    assert_in_range(pages_of(&maps), 21, 25);
    assert_in_range(pages_of(&of_first), 14, pages_of(&maps) - 3);
    assert_in_range(pages_of(&report), 8, 10);
}

/* --- a large city ------------------------------------------------------------------------------------------
 */

#define LARGE_UNITS 5000

static void a_city_of_5000_areas_lists_none_of_them(void **state)
{
    (void)state;
    XN_AUTO_BUF csv = XN_BUF_INIT, html = XN_BUF_INIT;
    xn_buf_puts(&csv, "ID,NAME,A,B\n");
    for (size_t u = 0; u < LARGE_UNITS; u++)
        xn_buf_printf(&csv, "%zu,Area %zu,%zu,%zu\n", 10000 + u, u, 100 + 37 * u % 300, 400 + 11 * u % 500);
    XN_AUTO(xn_city_free) struct xn_city *city = made_city(xn_buf_text(&csv), NULL, made_group);
    XN_AUTO(xn_publication_free)
    struct xn_publication *publication =
        made_publication(city, &(struct made_asked){.period = "2004Q3", .made_on = 12700});
    const struct xn_publication *const one[] = {publication};
    const struct xn_pack_source source = {
        .publication = one, .n_publications = 1, .city = city, .language = XN_DUTCH};
    html_of(XN_PACK_MAPS, &source, &html);
    says(&html, "De 5.000 gebieden staan niet op papier; de tabel van deze publicatie heeft ze.");
    says_not(&html, "Gebieden van het niveau:");
    assert_in_range(count_of(&html, "<tr"), 10, 200);
}

/* --- memory ------------------------------------------------------------------------------------------------
 */

static enum xn_status make_report(const struct xn_pack_source *source)
{
    XN_AUTO(xn_pack_free) struct xn_pack *pack = NULL;
    XN_AUTO_BUF html = XN_BUF_INIT;
    XN_TRY(xn_pack_make(XN_PACK_REPORT, source, &pack, NULL));
    return xn_pack_html(pack, &html, NULL);
}

static void every_allocation_may_fail(void **state)
{
    const struct fixture *fixture = *state;
    const struct xn_pack_source source = source_of(fixture, 2, XN_DUTCH);
    xn_test_fail_allocation(0);
    assert_int_equal(make_report(&source), XN_OK);
    const size_t live = xn_test_live_blocks(), allocations = xn_test_allocations();
    for (size_t failing = 1; failing <= allocations; failing++) {
        xn_test_fail_allocation(failing);
        assert_int_equal(make_report(&source), XN_MEMORY);
        xn_test_fail_allocation(0);
        assert_int_equal(xn_test_live_blocks(), live);
    }
    assert_true(allocations > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pack_speaks_the_readers_language),
        cmocka_unit_test(changes_are_those_between_the_two),
        cmocka_unit_test(other_areas_are_not_compared),
        cmocka_unit_test(numbers_are_those_of_the_publication),
        cmocka_unit_test(the_first_pack_says_that_it_is_the_first),
        cmocka_unit_test(a_pack_without_a_programme_says_so),
        cmocka_unit_test(the_pack_before_is_the_one_that_is_named),
        cmocka_unit_test(classes_of_another_policy_are_not_compared),
        cmocka_unit_test(a_pack_of_nothing_is_refused),
        cmocka_unit_test(the_same_source_gives_the_same_bytes),
        cmocka_unit_test(packs_have_a_page_for_each_map),
        cmocka_unit_test(a_city_of_5000_areas_lists_none_of_them),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, make_all, free_all);
}
