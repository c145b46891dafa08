/* What the usual tools say of our PDFs and of the pictures in our HTML: qpdf finds no fault, pdffonts every
 * font embedded, pdftotext the words in the order they are read, pdfinfo the properties, xmllint well-formed
 * SVG. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>
#include "fontconfig_leaks.h"
#include "sample_document.h"
#include "xenia/text.h"

static char folder[] = "/tmp/xenia-paper-XXXXXX";

#define MAP_FILE "map.pdf"
#define UPRIGHT_FILE "upright.pdf"
#define ACROSS_FILE "across.pdf"
#define LARGE_FILE "large.pdf"
#define HTML_FILE "document.html"

/* The output of a command line in which %s is the folder; its status is asserted to be 0. */
static const char *run(const char *format, const char *file, struct xn_buf *output)
{
    char command[600], bytes[4096], path[300];
    snprintf(path, sizeof path, "%s/%s", folder, file);
    snprintf(command, sizeof command, format, path);
    xn_buf_reset(output);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, pipe)) > 0;)
        xn_buf_append(output, bytes, n);
    const int status = pclose(pipe);
    if (status != 0)
        fail_msg("%s: %s", command, xn_buf_text(output));
    return xn_buf_text(output);
}

static void keep(const char *file, const struct xn_buf *buf)
{
    char path[300];
    struct xn_error err = {0};
    snprintf(path, sizeof path, "%s/%s", folder, file);
    if (xn_file_write(path, buf->data, buf->length, &err) != XN_OK)
        fail_msg("%s", err.message);
}

static void write_document(const struct xn_map *map, bool across, enum xn_paper_size paper, const char *file)
{
    struct xn_document_head head = sample_head();
    struct xn_document *document = NULL;
    XN_AUTO_BUF buf = XN_BUF_INIT;
    head.across = across;
    head.paper = paper;
    assert_int_equal(xn_document_new(&head, &document, NULL), XN_OK);
    sample_add_text(document);
    xn_document_chapter(document, "Maps");
    xn_document_map(document, map);
    xn_document_map_pair(document, map, map);
    xn_document_chapter(document, "Numbers");
    sample_add_table(document, 120);
    sample_add_charts(document);
    assert_int_equal(xn_document_pdf(document, &buf, NULL), XN_OK);
    keep(file, &buf);
    xn_buf_reset(&buf);
    assert_int_equal(xn_document_html(document, &buf, NULL), XN_OK);
    keep(HTML_FILE, &buf);
    xn_document_free(document);
}

static int write_files(void **state)
{
    (void)state;
    struct xn_error err = {0};
    double value[SAMPLE_UNITS];
    struct xn_city *city = sample_city(&err);
    if (!city || !mkdtemp(folder))
        return -1;
    const struct xn_map map = sample_map(city, value);
    XN_AUTO_BUF pdf = XN_BUF_INIT;
    assert_int_equal(xn_map_pdf(&map, XN_PAPER_A4, 20787, &pdf, NULL), XN_OK);
    keep(MAP_FILE, &pdf);
    write_document(&map, true, XN_PAPER_A4, ACROSS_FILE);
    write_document(&map, true, XN_PAPER_A3, LARGE_FILE);
    write_document(&map, false, XN_PAPER_A4, UPRIGHT_FILE);
    xn_city_free(city);
    return 0;
}

static int remove_files(void **state)
{
    (void)state;
    XN_AUTO_BUF output = XN_BUF_INIT;
    run("rm %s", "*", &output);
    return rmdir(folder);
}

static const char *const pdf_file[] = {MAP_FILE, UPRIGHT_FILE, ACROSS_FILE, LARGE_FILE};
#define PDF_FILES (sizeof pdf_file / sizeof *pdf_file)

/* --- the tools --------------------------------------------------------------------------------------- */

static void qpdf_finds_no_fault(void **state)
{
    (void)state;
    XN_AUTO_BUF output = XN_BUF_INIT;
    for (size_t i = 0; i < PDF_FILES; i++)
        assert_non_null(strstr(run("qpdf --check %s 2>&1", pdf_file[i], &output), "No syntax or stream"));
}

/* name  type  encoding  emb sub uni  object: from the third line on. */
static void every_font_is_embedded_and_a_subset(void **state)
{
    (void)state;
    XN_AUTO_BUF output = XN_BUF_INIT;
    for (size_t i = 0; i < PDF_FILES; i++) {
        const char *line = strchr(run("pdffonts %s", pdf_file[i], &output), '\n');
        size_t n = 0;
        for (line = strchr(line + 1, '\n'); line && line[1]; line = strchr(line + 1, '\n'), n++)
            assert_true(strstr(line, " yes yes yes ") == strstr(line, " yes ") && strstr(line, " yes "));
        assert_in_range(n, 1, 6);
    }
}

static void properties_are_those_of_the_document(void **state)
{
    (void)state;
    XN_AUTO_BUF output = XN_BUF_INIT;
    const char *info = run("TZ=UTC pdfinfo -isodates %s", ACROSS_FILE, &output);
    assert_non_null(strstr(info, "Map pack of the sample city\n"));
    assert_non_null(strstr(info, "City of Sample\n"));
    assert_non_null(strstr(info, "CreationDate:    2026-11-30T00:00:00Z\n"));
    assert_non_null(strstr(info, "ModDate:         2026-11-30T00:00:00Z\n"));
    assert_non_null(strstr(info, "Tagged:          yes\n"));
    assert_non_null(strstr(info, "841.89 x 595.276 pts (A4)"));
    assert_non_null(strstr(run("pdfinfo %s", UPRIGHT_FILE, &output), "595.276 x 841.89 pts (A4)"));
    assert_non_null(strstr(run("pdfinfo %s", LARGE_FILE, &output), "pts (A3)"));
}

static void words_stand_in_the_order_they_are_read(void **state)
{
    (void)state;
    static const char *const in_order[] = {"Map pack of the",       "Contents",
                                           "What was asked",        "The first thing to mind.",
                                           "Advice, not decision.", "Rent without heating",
                                           "540 euro a month",      "Method: counted.",
                                           "Share of the group: A", "Numbers",
                                           "Moves by area",         "Area number 1 ",
                                           "Area number 120 ",      "Progress",
                                           "Moves into mixed",      "Dwellings promised",
                                           "withheld: small"};
    XN_AUTO_BUF output = XN_BUF_INIT;
    const char *at = run("pdftotext -raw %s -", ACROSS_FILE, &output);
    at = strchr(at, '\f'); /* the title page names them all */
    for (size_t i = 2; i < sizeof in_order / sizeof *in_order; i++) {
        const char *found = strstr(at, in_order[i]);
        if (!found)
            fail_msg("'%s' does not come where it should", in_order[i]);
        at = found;
    }
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (; (text = strstr(text, part)); text += strlen(part))
        n++;
    return n;
}

static void every_row_is_printed_once_below_its_head(void **state)
{
    (void)state;
    XN_AUTO_BUF output = XN_BUF_INIT;
    const char *text = run("pdftotext -layout %s -", UPRIGHT_FILE, &output);
    for (size_t i = 1; i <= 120; i++) {
        char name[40];
        snprintf(name, sizeof name, "Area number %zu ", i);
        assert_int_equal(count(text, name), 1);
    }
    const size_t heads = count(text, "What is known of it");
    assert_true(heads > 3);
    assert_int_equal(count(text, "Moves by area (continued)"), heads - 1);
}

/* "3 / 12", the foot and the banner. */
static void every_page_says_which_it_is(void **state)
{
    (void)state;
    XN_AUTO_BUF output = XN_BUF_INIT;
    const char *text = run("pdftotext -layout %s -", ACROSS_FILE, &output);
    const size_t pages = count(text, "\f");
    assert_true(pages > 6);
    for (size_t i = 1; i <= pages; i++) {
        char number[40];
        snprintf(number, sizeof number, " %zu / %zu\n", i, pages);
        assert_int_equal(count(text, number), 1);
    }
    assert_int_equal(count(text, "pack 3f2a91c04b7d"), pages);
    assert_int_equal(count(text, "Demonstration: not for decisions"), pages);
}

/* A3 is A4 enlarged. */
static void both_sizes_have_the_same_pages(void **state)
{
    (void)state;
    XN_AUTO_BUF small = XN_BUF_INIT, large = XN_BUF_INIT;
    assert_string_equal(run("pdftotext -raw %s -", ACROSS_FILE, &small),
                        run("pdftotext -raw %s -", LARGE_FILE, &large));
}

static void bookmarks_lead_to_the_pages(void **state)
{
    (void)state;
    XN_AUTO_BUF output = XN_BUF_INIT;
    const char *text = run("pdfinfo -dests %s", ACROSS_FILE, &output);
    assert_int_equal(count(text, "\"b"), 6); /* chapters and headings */
    assert_non_null(strstr(text, "   2 [ XYZ "));
}

static void pictures_in_a_page_are_well_formed(void **state)
{
    (void)state;
    XN_AUTO_BUF output = XN_BUF_INIT;
    run("n=0; awk '/<svg /{n++; out=FILENAME \".\" n \".svg\"} out{print > out} /<\\/svg>/{out=\"\"}' %s",
        HTML_FILE, &output);
    run("xmllint --noout %s.*.svg", HTML_FILE, &output);
    assert_string_equal(run("ls %s.*.svg | wc -l", HTML_FILE, &output), "5\n");
}

int main(void)
{
    static const char *const tool[] = {"qpdf", "pdffonts", "pdftotext", "pdfinfo", "xmllint"};
    for (size_t i = 0; i < sizeof tool / sizeof *tool; i++) {
        char command[60];
        snprintf(command, sizeof command, "command -v %s >/dev/null", tool[i]);
        if (system(command) != 0) {
            printf("skipped: %s is not installed\n", tool[i]);
            return 77;
        }
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(qpdf_finds_no_fault),
        cmocka_unit_test(every_font_is_embedded_and_a_subset),
        cmocka_unit_test(properties_are_those_of_the_document),
        cmocka_unit_test(words_stand_in_the_order_they_are_read),
        cmocka_unit_test(every_row_is_printed_once_below_its_head),
        cmocka_unit_test(every_page_says_which_it_is),
        cmocka_unit_test(both_sizes_have_the_same_pages),
        cmocka_unit_test(bookmarks_lead_to_the_pages),
        cmocka_unit_test(pictures_in_a_page_are_well_formed),
    };
    return cmocka_run_group_tests(tests, write_files, remove_files);
}
