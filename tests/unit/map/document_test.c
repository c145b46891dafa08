/* Documents: the same bytes each time and in each process, HTML that is whole for itself and passes the
 * strictest content security policy, text that cannot break out, failures that are said. */
#include <expat.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "../../../src/map/pdf_catalog.h"
#include "counted_memory.h"
#include "fontconfig_leaks.h"
#include "sample_document.h"

struct fixture {
    struct xn_city *city;
    double value[SAMPLE_UNITS];
    struct xn_map map;
};

static int make_fixture(struct fixture *fixture)
{
    struct xn_error err = {0};
    fixture->city = sample_city(&err);
    if (!fixture->city)
        return -1;
    fixture->map = sample_map(fixture->city, fixture->value);
    return 0;
}

static int set_up(void **state)
{
    static struct fixture fixture;
    *state = &fixture;
    return make_fixture(&fixture);
}

static int tear_down(void **state)
{
    const struct fixture *fixture = *state;
    xn_city_free(fixture->city);
    return 0;
}

static struct xn_document *new_document(const struct xn_document_head *head)
{
    struct xn_document *document = NULL;
    struct xn_error err = {0};
    if (xn_document_new(head, &document, &err) != XN_OK)
        fail_msg("%s", err.message);
    return document;
}

/* Every kind of block. */
static void add_everything(struct xn_document *document, const struct fixture *fixture)
{
    sample_add_text(document);
    xn_document_chapter(document, "Maps");
    xn_document_map(document, &fixture->map);
    xn_document_map_pair(document, &fixture->map, &fixture->map);
    xn_document_new_page(document);
    sample_add_table(document, 40);
    sample_add_charts(document);
}

static struct xn_document *everything(const struct fixture *fixture)
{
    const struct xn_document_head head = sample_head();
    struct xn_document *document = new_document(&head);
    add_everything(document, fixture);
    return document;
}

static void write_pdf(const struct xn_document *document, struct xn_buf *buf)
{
    struct xn_error err = {0};
    if (xn_document_pdf(document, buf, &err) != XN_OK)
        fail_msg("%s", err.message);
}

static void write_html(const struct xn_document *document, struct xn_buf *buf)
{
    struct xn_error err = {0};
    if (xn_document_html(document, buf, &err) != XN_OK)
        fail_msg("%s", err.message);
}

static void assert_same(const struct xn_buf *a, const struct xn_buf *b)
{
    assert_true(a->length > 1000);
    assert_int_equal(a->length, b->length);
    assert_memory_equal(a->data, b->data, a->length);
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        n++;
    return n;
}

/* PDFs hold zero bytes. */
static size_t count_bytes(const struct xn_buf *buf, const char *part)
{
    const size_t length = strlen(part);
    size_t n = 0;
    for (size_t i = 0; i + length <= buf->length; i++)
        n += memcmp(buf->data + i, part, length) == 0;
    return n;
}

/* --- the same bytes ---------------------------------------------------------------------------------- */

static void the_same_document_has_the_same_bytes(void **state)
{
    XN_AUTO_BUF pdf = XN_BUF_INIT, pdf_again = XN_BUF_INIT, html = XN_BUF_INIT, html_again = XN_BUF_INIT;
    XN_AUTO(xn_document_free) struct xn_document *first = everything(*state);
    XN_AUTO(xn_document_free) struct xn_document *second = everything(*state);
    write_pdf(first, &pdf);
    write_pdf(second, &pdf_again);
    write_html(first, &html);
    write_html(second, &html_again);
    assert_same(&pdf, &pdf_again);
    assert_same(&html, &html_again);
    xn_buf_reset(&pdf_again);
    write_pdf(first, &pdf_again);
    assert_same(&pdf, &pdf_again);
}

static void the_same_map_has_the_same_page(void **state)
{
    const struct fixture *fixture = *state;
    XN_AUTO_BUF small = XN_BUF_INIT, again = XN_BUF_INIT, large = XN_BUF_INIT;
    assert_int_equal(xn_map_pdf(&fixture->map, XN_PAPER_A4, 20787, &small, NULL), XN_OK);
    assert_int_equal(xn_map_pdf(&fixture->map, XN_PAPER_A4, 20787, &again, NULL), XN_OK);
    assert_int_equal(xn_map_pdf(&fixture->map, XN_PAPER_A3, 20787, &large, NULL), XN_OK);
    assert_same(&small, &again);
    assert_int_equal(count_bytes(&small, "/CreationDate (D:20261130000000Z"), 1);
    assert_int_equal(count_bytes(&small, "/ModDate (D:20261130000000Z"), 1);
    assert_int_equal(count_bytes(&small, "/MediaBox [ 0 0 595.276 841.89 ]"), 1);
    assert_int_equal(count_bytes(&large, "/MediaBox [ 0 0 841.89 1190.6"), 1);
}

/* What this program writes when it is called with an argument. */
static int write_everything(void)
{
    struct fixture fixture;
    XN_AUTO_BUF both = XN_BUF_INIT;
    if (make_fixture(&fixture) != 0)
        return 1;
    struct xn_document *document = everything(&fixture);
    write_pdf(document, &both);
    write_html(document, &both);
    xn_document_free(document);
    xn_city_free(fixture.city);
    return fwrite(both.data, 1, both.length, stdout) == both.length ? 0 : 1;
}

static void another_process_writes_the_same_bytes(void **state)
{
    XN_AUTO_BUF here = XN_BUF_INIT, there = XN_BUF_INIT;
    XN_AUTO(xn_document_free) struct xn_document *document = everything(*state);
    write_pdf(document, &here);
    write_html(document, &here);
    char path[512], command[600], bytes[4096];
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    assert_true(length > 0);
    path[length] = '\0';
    snprintf(command, sizeof command, "exec '%s' write", path);
    FILE *other = popen(command, "r");
    assert_non_null(other);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, other)) > 0;)
        xn_buf_append(&there, bytes, n);
    assert_int_equal(pclose(other), 0);
    assert_same(&here, &there);
}

/* --- what a PDF says of itself ----------------------------------------------------------------------- */

static void a_pdf_has_title_language_and_bookmarks(void **state)
{
    const struct fixture *fixture = *state;
    struct xn_document_head head = sample_head();
    head.language = XN_GERMAN;
    XN_AUTO(xn_document_free) struct xn_document *document = new_document(&head);
    XN_AUTO_BUF pdf = XN_BUF_INIT;
    add_everything(document, fixture);
    write_pdf(document, &pdf);
    assert_int_equal(count_bytes(&pdf, "/Lang (de)"), 1);
    assert_int_equal(count_bytes(&pdf, "/DisplayDocTitle true"), 1);
    assert_int_equal(count_bytes(&pdf, "/Title (Map pack of the sample city)"), 1);
    assert_int_equal(count_bytes(&pdf, "/Author (City of Sample)"), 1);
    assert_int_equal(count_bytes(&pdf, "/MarkInfo << /Marked true >>"), 1);
    assert_int_equal(count_bytes(&pdf, "/Title (What was asked)"), 1); /* bookmarks: two chapters */
    assert_int_equal(count_bytes(&pdf, "/Title (Maps)"), 1);
    assert_int_equal(count_bytes(&pdf, "/S /Table\n"), count_bytes(&pdf, "/S /Caption\n"));
    assert_true(count_bytes(&pdf, "/S /Table\n") >= 3);
    assert_int_equal(count_bytes(&pdf, "/S /Figure\n"), 5);
}

static void sizes_of_paper_have_names(void **state)
{
    (void)state;
    enum xn_paper_size size = XN_PAPER_A4;
    assert_true(xn_paper_size_parse("a3", &size) && size == XN_PAPER_A3);
    assert_true(xn_paper_size_parse("a4", &size) && size == XN_PAPER_A4);
    assert_false(xn_paper_size_parse("A4", &size));
    assert_false(xn_paper_size_parse("", &size));
}

static void a_catalogue_of_another_make_is_refused(void **state)
{
    (void)state;
    const char *const strange[] = {"",
                                   "startxref\n",
                                   "startxref\n999999999999\n%%EOF\n",
                                   "startxref\n3\n%%EOF\n",
                                   "xref\nstartxref\n0\n%%EOF\n",
                                   "<< /Type /Catalog\n>>\nxref\n0 1\nstartxref\n21\n%%EOF\n"};
    for (size_t i = 0; i < sizeof strange / sizeof *strange; i++) {
        XN_AUTO_BUF pdf = XN_BUF_INIT;
        xn_buf_puts(&pdf, strange[i]);
        assert_int_equal(xn_pdf_catalog_amend(&pdf, XN_DUTCH, NULL), XN_IO);
        assert_string_equal(xn_buf_text(&pdf), strange[i]);
    }
}

/* --- HTML -------------------------------------------------------------------------------------------- */

static void html_is_whole_for_itself(void **state)
{
    XN_AUTO_BUF html = XN_BUF_INIT;
    XN_AUTO(xn_document_free) struct xn_document *document = everything(*state);
    write_html(document, &html);
    assert_int_equal(count(html.data, "<style>"), 1);
    const char *style = strstr(html.data, "<style>") + strlen("<style>");
    assert_memory_equal(style, xn_document_style(), strlen(xn_document_style()));
    assert_memory_equal(style + strlen(xn_document_style()), "</style>", 8);
    const char *const forbidden[] = {" style=",  "<script", "<link",    "<img",        "@import",
                                     "url(http", "src=",    " onclick", "javascript:", "<?xml"};
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        assert_null(strstr(html.data, forbidden[i]));
    assert_non_null(strstr(html.data, "<html lang=\"en\">"));
    assert_int_equal(count(html.data, "<h1>"), 1);
    assert_int_equal(count(html.data, "<svg "), 5);
    assert_int_equal(count(html.data, "<table>"), 3); /* one, and the values of two charts */
    assert_int_equal(count(html.data, "<th scope=\"row\">Area number "), 40);
}

/* The value of an attribute behind `at`, into `ret`; where it ends. */
static const char *read_value(const char *at, char *ret, size_t size)
{
    const size_t length = strcspn(at, "\"");
    assert_true(length < size);
    memcpy(ret, at, length);
    ret[length] = '\0';
    return at + length;
}

static void ids_do_not_clash_and_links_lead_somewhere(void **state)
{
    XN_AUTO_BUF html = XN_BUF_INIT;
    XN_AUTO(xn_document_free) struct xn_document *document = everything(*state);
    char id[64], wanted[80];
    write_html(document, &html);
    size_t n = 0;
    for (const char *at = html.data; (at = strstr(at, " id=\"")); n++) {
        at = read_value(at + 5, id, sizeof id);
        snprintf(wanted, sizeof wanted, " id=\"%s\"", id);
        assert_int_equal(count(html.data, wanted), 1);
    }
    assert_true(n > 10);
    n = 0;
    for (const char *at = html.data; (at = strstr(at, " href=\"#")); n++) {
        at = read_value(at + 8, id, sizeof id);
        snprintf(wanted, sizeof wanted, " id=\"%s\"", id);
        assert_int_equal(count(html.data, wanted), 1);
    }
    assert_int_equal(n, 5);
    for (const char *at = html.data; (at = strstr(at, "url(#")); at++) {
        snprintf(id, sizeof id, "%.*s", (int)strcspn(at + 5, ")"), at + 5);
        snprintf(wanted, sizeof wanted, " id=\"%s\"", id);
        assert_int_equal(count(html.data, wanted), 1);
    }
}

/* A heading is at most one level below the one before it. */
static void headings_leave_out_no_level(void **state)
{
    for (int chapters = 0; chapters <= 1; chapters++) {
        const struct xn_document_head head = sample_head();
        XN_AUTO(xn_document_free) struct xn_document *document = new_document(&head);
        XN_AUTO_BUF html = XN_BUF_INIT;
        xn_document_heading(document, "First");
        if (chapters)
            add_everything(document, *state);
        write_html(document, &html);
        int level = 0;
        for (const char *at = html.data; (at = strstr(at, "<h")); at++) {
            if (at[2] < '1' || at[2] > '6')
                continue;
            assert_true(at[2] - '0' <= level + 1);
            level = at[2] - '0';
        }
        assert_int_equal(level, chapters ? 3 : 2);
    }
}

/* Everything between <svg and </svg> is well-formed by itself. */
static void pictures_are_well_formed(void **state)
{
    XN_AUTO_BUF html = XN_BUF_INIT;
    XN_AUTO(xn_document_free) struct xn_document *document = everything(*state);
    write_html(document, &html);
    size_t n = 0;
    for (const char *at = html.data; (at = strstr(at, "<svg ")); n++) {
        const char *end = strstr(at, "</svg>") + strlen("</svg>");
        XML_Parser parser = XML_ParserCreate("UTF-8");
        assert_int_equal(XML_Parse(parser, at, (int)(end - at), 1), XML_STATUS_OK);
        XML_ParserFree(parser);
        at = end;
    }
    assert_int_equal(n, 5);
}

#define HOSTILE "<b>\"x\" & 'y'</b></style><script>\xff\x01\xEF\xBF\xBF\n"

static void hostile_text_stays_text(void **state)
{
    (void)state;
    struct xn_document_head head = sample_head();
    head.title = head.subtitle = head.banner = head.foot = head.author = HOSTILE;
    XN_AUTO(xn_document_free) struct xn_document *document = new_document(&head);
    const char *const header[] = {HOSTILE}, *const cell[] = {HOSTILE};
    const struct xn_chart_point point[] = {{HOSTILE, 1, NAN, NAN, NULL}, {HOSTILE, NAN, NAN, NAN, HOSTILE}};
    const struct xn_chart chart = {.title = HOSTILE,
                                   .unit = HOSTILE,
                                   .reference = 1,
                                   .reference_name = HOSTILE,
                                   .n_points = 2,
                                   .n_series = 1,
                                   .series = {{HOSTILE, point}}};
    xn_document_chapter(document, HOSTILE);
    xn_document_heading(document, HOSTILE);
    xn_document_paragraph(document, HOSTILE);
    xn_document_item(document, HOSTILE);
    xn_document_notice(document, HOSTILE);
    xn_document_note(document, HOSTILE);
    xn_document_field(document, HOSTILE, HOSTILE);
    xn_document_table(document, HOSTILE, header, 1, 0);
    xn_document_row(document, cell);
    xn_document_chart(document, &chart);
    XN_AUTO_BUF html = XN_BUF_INIT, pdf = XN_BUF_INIT;
    write_html(document, &html);
    write_pdf(document, &pdf);
    assert_null(strstr(html.data, "<b>"));
    assert_null(strstr(html.data, "<script"));
    assert_null(strstr(html.data, "\xff"));
    assert_int_equal(count(html.data, "</style>"), 1);
    assert_true(count(html.data, "&lt;b&gt;&quot;x&quot; &amp; &#39;y&#39;&lt;/b&gt;") >= 20);
}

static void nothing_is_missing_where_texts_are_null_or_empty(void **state)
{
    (void)state;
    const struct xn_document_head head = {.title = "T", .made_on = 20000};
    XN_AUTO(xn_document_free) struct xn_document *document = new_document(&head);
    XN_AUTO_BUF html = XN_BUF_INIT, pdf = XN_BUF_INIT;
    write_html(document, &html);
    write_pdf(document, &pdf);
    assert_int_equal(count_bytes(&pdf, "/Type /Page "), 1);
    xn_document_paragraph(document, NULL);
    xn_document_paragraph(document, "");
    xn_document_field(document, NULL, NULL);
    xn_buf_reset(&html);
    xn_buf_reset(&pdf);
    write_html(document, &html);
    write_pdf(document, &pdf);
    assert_int_equal(count(html.data, "<p></p>"), 2);
}

/* --- failures ---------------------------------------------------------------------------------------- */

static void assert_refused(const struct xn_document *document, enum xn_status wanted, const char *word)
{
    struct xn_error err = {0};
    XN_AUTO_BUF buf = XN_BUF_INIT;
    assert_int_equal(xn_document_pdf(document, &buf, &err), wanted);
    assert_non_null(strstr(err.message, word));
    assert_int_equal(xn_document_html(document, &buf, &err), wanted);
    assert_non_null(strstr(err.message, word));
    assert_int_equal(buf.length, 0);
}

static void misuse_is_said_when_it_is_written(void **state)
{
    (void)state;
    const char *const cell[XN_DOCUMENT_COLUMNS_MAX + 1] = {"a"};
    const struct xn_document_head head = sample_head();
    XN_AUTO(xn_document_free) struct xn_document *row = new_document(&head);
    xn_document_row(row, cell);
    xn_document_paragraph(row, "goes on");
    assert_refused(row, XN_ARGUMENT, "row");
    XN_AUTO(xn_document_free) struct xn_document *wide = new_document(&head);
    xn_document_table(wide, "wide", cell, XN_DOCUMENT_COLUMNS_MAX + 1, 0);
    xn_document_row(wide, cell);
    assert_refused(wide, XN_ARGUMENT, "13 columns");
    XN_AUTO(xn_document_free) struct xn_document *bare = new_document(&head);
    xn_document_chart(bare, &(struct xn_chart){.title = "no series"});
    assert_refused(bare, XN_ARGUMENT, "0 series");
}

static void a_refused_map_refuses_the_document(void **state)
{
    const struct fixture *fixture = *state;
    const struct xn_document_head head = sample_head();
    struct xn_map map = fixture->map;
    map.index = NULL;
    XN_AUTO(xn_document_free) struct xn_document *document = new_document(&head);
    xn_document_map(document, &map);
    XN_AUTO_BUF buf = XN_BUF_INIT;
    assert_int_equal(xn_document_pdf(document, &buf, NULL), XN_ARGUMENT);
    assert_int_equal(buf.length, 0);
    assert_int_equal(xn_document_html(document, &buf, NULL), XN_ARGUMENT);
}

static void a_full_buffer_is_said(void **state)
{
    XN_AUTO(xn_document_free) struct xn_document *document = everything(*state);
    struct xn_buf small = {.limit = 5000};
    assert_int_equal(xn_document_pdf(document, &small, NULL), XN_LIMIT);
    assert_int_equal(small.length, 0);
    xn_buf_reset(&small);
    assert_int_equal(xn_document_html(document, &small, NULL), XN_LIMIT);
    xn_buf_free(&small);
}

/* Making the document and writing it both ways, with the n-th of our own allocations failing. Cairo, Pango
 * and GLib allocate by themselves: theirs are not counted. */
static enum xn_status all_of_it(const struct fixture *fixture)
{
    const struct xn_document_head head = sample_head();
    XN_AUTO(xn_document_free) struct xn_document *document = NULL;
    XN_AUTO_BUF pdf = XN_BUF_INIT, html = XN_BUF_INIT;
    XN_TRY(xn_document_new(&head, &document, NULL));
    sample_add_text(document);
    xn_document_map(document, &fixture->map);
    sample_add_table(document, 3);
    sample_add_charts(document);
    XN_TRY(xn_document_html(document, &html, NULL));
    return xn_document_pdf(document, &pdf, NULL);
}

static void memory_running_out_is_said_of_a_map_too(void **state)
{
    const struct fixture *fixture = *state;
    const size_t live = xn_test_live_blocks();
    for (size_t n = 1;; n++) {
        struct xn_buf pdf = XN_BUF_INIT;
        xn_test_fail_allocation(n);
        const enum xn_status status = xn_map_pdf(&fixture->map, XN_PAPER_A4, 20787, &pdf, NULL);
        const bool reached = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        xn_buf_free(&pdf);
        assert_int_equal(xn_test_live_blocks(), live);
        assert_int_equal(status, reached ? XN_MEMORY : XN_OK);
        if (!reached)
            break;
    }
}

static void memory_running_out_is_said_and_nothing_leaks(void **state)
{
    const size_t live = xn_test_live_blocks();
    for (size_t n = 1;; n++) {
        xn_test_fail_allocation(n);
        const enum xn_status status = all_of_it(*state);
        const bool reached = xn_test_allocations() >= n;
        xn_test_fail_allocation(0);
        assert_int_equal(xn_test_live_blocks(), live);
        assert_int_equal(status, reached ? XN_MEMORY : XN_OK);
        if (!reached)
            break;
    }
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "write") == 0)
        return write_everything();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_document_has_the_same_bytes),
        cmocka_unit_test(the_same_map_has_the_same_page),
        cmocka_unit_test(another_process_writes_the_same_bytes),
        cmocka_unit_test(a_pdf_has_title_language_and_bookmarks),
        cmocka_unit_test(sizes_of_paper_have_names),
        cmocka_unit_test(a_catalogue_of_another_make_is_refused),
        cmocka_unit_test(html_is_whole_for_itself),
        cmocka_unit_test(ids_do_not_clash_and_links_lead_somewhere),
        cmocka_unit_test(headings_leave_out_no_level),
        cmocka_unit_test(pictures_are_well_formed),
        cmocka_unit_test(hostile_text_stays_text),
        cmocka_unit_test(nothing_is_missing_where_texts_are_null_or_empty),
        cmocka_unit_test(misuse_is_said_when_it_is_written),
        cmocka_unit_test(a_refused_map_refuses_the_document),
        cmocka_unit_test(a_full_buffer_is_said),
        cmocka_unit_test(memory_running_out_is_said_and_nothing_leaks),
        cmocka_unit_test(memory_running_out_is_said_of_a_map_too),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
