/* Dividing a document into pages: nothing is lost, doubled or below the foot, headings stay with what
 * follows, texts are divided with two lines on either side, rows stay whole. On documents made at random. */
#include <cairo-pdf.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "fontconfig_leaks.h"
#include "../../../src/map/pages.h"
#include "../../../src/map/paper.h"
#include "sample_document.h"
#include "../../../src/map/table_plan.h"
#include "xenia/random.h"

#define DOCUMENTS 60
#define BLOCKS 40
static const double near = 0.02; /* points */

struct fixture {
    struct xn_city *city;
    double value[SAMPLE_UNITS];
    struct xn_map map;
};

static int make_city(void **state)
{
    static struct fixture fixture;
    struct xn_error err = {0};
    fixture.city = sample_city(&err);
    if (!fixture.city)
        return -1;
    fixture.map = sample_map(fixture.city, fixture.value);
    *state = &fixture;
    return 0;
}

static int free_city(void **state)
{
    const struct fixture *fixture = *state;
    xn_city_free(fixture->city);
    return 0;
}

static size_t below(struct xn_random *random, size_t n)
{
    return xn_random_below(random, (uint32_t)n);
}

/* The first letters of a long text, so that texts have any number of lines. */
static void some_text(struct xn_random *random, size_t most, char *ret, size_t size)
{
    const char *all = SAMPLE_LONG " " SAMPLE_LONG " " SAMPLE_LONG;
    const size_t length = 1 + below(random, most < strlen(all) ? most : strlen(all));
    snprintf(ret, size, "%.*s", (int)length, all);
}

static void add_some_table(struct xn_document *document, struct xn_random *random)
{
    const char *const header[] = {"Area", "What is known of it", "Moves"};
    char text[2000];
    const size_t n_rows = below(random, 60);
    xn_document_table(document, below(random, 2) ? "A table" : "", header, 3, 4);
    for (size_t i = 0; i < n_rows; i++) {
        some_text(random, 900, text, sizeof text);
        const char *const cell[] = {"Area", below(random, 4) ? "short" : text, "7"};
        xn_document_row(document, cell);
    }
}

static void add_some_block(struct xn_document *document, const struct fixture *fixture,
                           struct xn_random *random)
{
    char text[2000];
    some_text(random, sizeof text, text, sizeof text);
    switch (below(random, 14)) {
    case 0:
        xn_document_chapter(document, "A chapter");
        return;
    case 1:
    case 2:
    case 3:
        text[strlen(text) > 150 ? 150 : strlen(text)] = 0;
        xn_document_heading(document, text);
        return;
    case 4:
        xn_document_item(document, text);
        return;
    case 5:
        xn_document_notice(document, text);
        return;
    case 6:
        xn_document_note(document, text);
        return;
    case 7:
        xn_document_field(document, "Label", text);
        return;
    case 8:
        xn_document_new_page(document);
        return;
    case 9:
        add_some_table(document, random);
        return;
    case 10:
        xn_document_map(document, &fixture->map);
        return;
    case 11:
        sample_add_charts(document);
        return;
    default:
        xn_document_paragraph(document, text);
        return;
    }
}

/* --- looking at the pages ---------------------------------------------------------------------------- */

static bool is_text(const struct xn_piece *piece, const struct xn_document *document)
{
    return piece->kind == XN_PIECE_BLOCK && document->block[piece->block].kind <= XN_BLOCK_NOTE;
}

static void stands_between_the_margins(const struct xn_pages *pages, const struct xn_piece *piece)
{
    assert_true(piece->page < pages->n_pages);
    assert_true(piece->y >= pages->grid.top - near);
    assert_true(piece->y + piece->height <= pages->grid.bottom + near);
}

/* Below what stands before it on its page. */
static void stands_after(const struct xn_piece *before, const struct xn_piece *piece)
{
    assert_true(piece->page >= before->page);
    if (piece->page == before->page && piece->kind == XN_PIECE_BLOCK && before->kind == XN_PIECE_BLOCK)
        assert_true(piece->y >= before->y + before->height - near);
}

static size_t whole_of(const struct xn_document *document, size_t block)
{
    return document->block[block].table ? document->block[block].table->n_rows : 1;
}

/* The parts of a block follow each other and are all of it; `at` is the first of them. */
static size_t follow_block(const struct xn_document *document, const struct xn_pages *pages, size_t at)
{
    const struct xn_piece *piece = pages->piece;
    const size_t block = piece[at].block;
    size_t reached = 0;
    for (; at < pages->n_pieces && piece[at].kind == XN_PIECE_BLOCK && piece[at].block == block; at++) {
        assert_int_equal(piece[at].from, reached);
        assert_true(!piece[at].table ||
                    piece[at].table->width <= pages->grid.right - pages->grid.left + near);
        reached = piece[at].to;
        const bool divided = at + 1 < pages->n_pieces && piece[at + 1].block == block;
        if (is_text(&piece[at], document) && (divided || piece[at].from > 0))
            assert_true(piece[at].to - piece[at].from >= 2);
    }
    if (!is_text(&piece[at - 1], document))
        assert_int_equal(reached, whole_of(document, block));
    return at;
}

static void heading_is_not_last(const struct xn_document *document, const struct xn_pages *pages, size_t at)
{
    const struct xn_piece *piece = &pages->piece[at];
    const size_t next = piece->block + 1;
    if (document->block[piece->block].kind != XN_BLOCK_HEADING || next == document->n_blocks ||
        document->block[next].kind == XN_BLOCK_CHAPTER || document->block[next].kind == XN_BLOCK_NEW_PAGE)
        return;
    assert_true(at + 1 < pages->n_pieces);
    assert_int_equal(pages->piece[at + 1].page, piece->page);
}

static void chapter_begins_a_page(const struct xn_document *document, const struct xn_pages *pages, size_t at)
{
    const struct xn_piece *piece = &pages->piece[at];
    if (document->block[piece->block].kind == XN_BLOCK_CHAPTER && piece->from == 0 && at > 0 &&
        pages->piece[at - 1].kind == XN_PIECE_BLOCK)
        assert_true(pages->piece[at - 1].page < piece->page);
}

static void check(const struct xn_document *document, const struct xn_pages *pages)
{
    size_t blocks = 0, wanted = 0;
    for (size_t i = 0; i < pages->n_pieces; i++) {
        stands_between_the_margins(pages, &pages->piece[i]);
        if (i > 0)
            stands_after(&pages->piece[i - 1], &pages->piece[i]);
    }
    for (size_t i = 0; i < pages->n_pieces;) {
        if (pages->piece[i].kind != XN_PIECE_BLOCK) {
            i++;
            continue;
        }
        heading_is_not_last(document, pages, i);
        chapter_begins_a_page(document, pages, i);
        i = follow_block(document, pages, i);
        blocks++;
    }
    for (size_t i = 0; i < document->n_blocks; i++)
        wanted += document->block[i].kind != XN_BLOCK_NEW_PAGE;
    assert_int_equal(blocks, wanted);
}

static void divide(const struct xn_document *document,
                   void (*look)(const struct xn_document *, const struct xn_pages *))
{
    struct xn_paper paper;
    struct xn_pages pages;
    const struct xn_grid grid = {.width = XN_PAPER_LONG,
                                 .height = XN_PAPER_SHORT,
                                 .left = 56,
                                 .right = 786,
                                 .top = 66,
                                 .bottom = 537,
                                 .measure = 472};
    struct xn_arena *arena = xn_arena_new();
    xn_paper_open(&paper, &(struct xn_paper_properties){.title = "t", .across = true});
    assert_int_equal(xn_pages_make(document, &paper.canvas, &grid, arena, &pages, NULL), XN_OK);
    look(document, &pages);
    xn_paper_drop(&paper);
    xn_arena_free(arena);
}

static void any_document_is_divided_by_the_rules(void **state)
{
    for (uint64_t seed = 1; seed <= DOCUMENTS; seed++) {
        struct xn_random random = xn_random_stream(seed, 0, 0);
        struct xn_document *document = NULL;
        struct xn_document_head head = sample_head();
        head.title_page = seed % 2 == 0;
        assert_int_equal(xn_document_new(&head, &document, NULL), XN_OK);
        for (size_t i = 0; i < BLOCKS; i++)
            add_some_block(document, *state, &random);
        divide(document, check);
        xn_document_free(document);
    }
}

static void check_entries(const struct xn_document *document, const struct xn_pages *pages)
{
    assert_int_equal(pages->n_entries, 120);
    assert_true(pages->piece[1].kind == XN_PIECE_CONTENTS && pages->piece[2].kind == XN_PIECE_CONTENTS);
    for (size_t k = 0; k < pages->n_entries; k++)
        for (size_t i = 0; i < pages->n_pieces; i++)
            if (pages->piece[i].kind == XN_PIECE_BLOCK && pages->piece[i].block == pages->entry[k].block) {
                assert_int_equal(pages->entry[k].page, pages->piece[i].page);
                assert_true(pages->entry[k].y == pages->piece[i].y);
            }
    check(document, pages);
}

/* As many that the contents take more than the title page. */
static void contents_name_the_pages_where_things_are(void **state)
{
    (void)state;
    struct xn_document *document = NULL;
    const struct xn_document_head head = sample_head();
    assert_int_equal(xn_document_new(&head, &document, NULL), XN_OK);
    for (size_t i = 0; i < 30; i++) {
        xn_document_chapter(document, "A chapter");
        for (size_t k = 0; k < 3; k++) {
            xn_document_heading(document, "A heading");
            xn_document_paragraph(document, SAMPLE_LONG);
        }
    }
    divide(document, check_entries);
    xn_document_free(document);
}

static void check_one_page(const struct xn_document *document, const struct xn_pages *pages)
{
    assert_int_equal(pages->n_pages, 1);
    check(document, pages);
}

/* Without a title page the title stands above the first chapter. */
static void a_short_document_is_one_page(void **state)
{
    (void)state;
    struct xn_document *document = NULL;
    struct xn_document_head head = sample_head();
    head.title_page = false;
    assert_int_equal(xn_document_new(&head, &document, NULL), XN_OK);
    xn_document_chapter(document, "A chapter");
    xn_document_paragraph(document, SAMPLE_LONG);
    divide(document, check_one_page);
    xn_document_free(document);
}

static void check_high_row(const struct xn_document *document, const struct xn_pages *pages)
{
    assert_int_equal(pages->n_pages, 3);
    check(document, pages);
}

/* Such a row is cut, as nothing else could be done. */
static void a_row_higher_than_a_page_has_a_page(void **state)
{
    (void)state;
    struct xn_document *document = NULL;
    struct xn_document_head head = sample_head();
    head.title_page = false;
    char text[30000] = "";
    for (size_t i = 0; i < 40; i++)
        strcat(text, SAMPLE_LONG " ");
    const char *const header[] = {"A", "B"};
    const char *const low[] = {"x", "y"}, *const high[] = {"x", text};
    assert_int_equal(xn_document_new(&head, &document, NULL), XN_OK);
    xn_document_table(document, "High", header, 2, 0);
    xn_document_row(document, low);
    xn_document_row(document, high);
    xn_document_row(document, low);
    divide(document, check_high_row);
    xn_document_free(document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_document_is_divided_by_the_rules),
        cmocka_unit_test(contents_name_the_pages_where_things_are),
        cmocka_unit_test(a_short_document_is_one_page),
        cmocka_unit_test(a_row_higher_than_a_page_has_a_page),
    };
    return cmocka_run_group_tests(tests, make_city, free_city);
}
