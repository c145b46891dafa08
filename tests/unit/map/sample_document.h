/* sample_document.h - a document with every kind of block, about the sample city. */
#ifndef XENIA_TEST_SAMPLE_DOCUMENT_H
#define XENIA_TEST_SAMPLE_DOCUMENT_H

#include <math.h>
#include <stdio.h>
#include "sample_city.h"
#include "xenia/document.h"

#define SAMPLE_LONG                                                                                          \
    "The working group advises and does not decide. Each figure below was computed from what was published " \
    "for the quarter, in which small numbers are withheld and all others are rounded, so that nothing here " \
    "tells of a single household. Where a share rests on few moves its interval is wide, and a change that " \
    "lies within the interval is no change that anybody should act upon."

static inline struct xn_document_head sample_head(void)
{
    return (struct xn_document_head){.title = "Map pack of the sample city",
                                     .subtitle = "Meeting of 30 November 2026",
                                     .banner = "Demonstration: not for decisions about real people",
                                     .foot = "Xenia \xC2\xB7 Sample \xC2\xB7 pack 3f2a91c04b7d",
                                     .author = "City of Sample",
                                     .made_on = 20787,
                                     .title_page = true,
                                     .across = true};
}

static inline void sample_add_text(struct xn_document *document)
{
    xn_document_chapter(document, "What was asked");
    xn_document_paragraph(document, SAMPLE_LONG);
    xn_document_item(document, "The first thing to mind.");
    xn_document_item(document, "The second: " SAMPLE_LONG);
    xn_document_notice(document, "Advice, not decision. " SAMPLE_LONG);
    xn_document_heading(document, "Facts");
    xn_document_field(document, "Rent without heating", "540 euro a month");
    xn_document_field(document, "How the distance to the school was found", "By the streets, from the door.");
    xn_document_note(document, "Method: counted. Source: drawn by hand.");
}

/* A table of n rows, two columns of numbers. */
static inline void sample_add_table(struct xn_document *document, size_t n_rows)
{
    const char *const header[] = {"Area", "What is known of it", "Moves", "Share"};
    xn_document_heading(document, "Moves by area");
    xn_document_table(document, "Moves by area", header, 4, 1u << 2 | 1u << 3);
    for (size_t i = 0; i < n_rows; i++) {
        char name[40], moves[32], share[32];
        snprintf(name, sizeof name, "Area number %zu", i + 1);
        snprintf(moves, sizeof moves, "%zu", 7 * i % 100);
        snprintf(share, sizeof share, "%zu.5%%", i % 100);
        const char *const cell[] = {name, i % 5 == 4 ? SAMPLE_LONG : "Published, and rounded to 5.", moves,
                                    share};
        xn_document_row(document, cell);
    }
}

static inline void sample_add_charts(struct xn_document *document)
{
    static const struct xn_chart_point moves[] = {{"2025Q4", 0.20, 0.12, 0.30, NULL},
                                                  {"2026Q1", 0.24, 0.16, 0.33, NULL},
                                                  {"2026Q2", NAN, NAN, NAN, "too few moves to tell"},
                                                  {"2026Q3", 0.31, 0.22, 0.41, NULL},
                                                  {"2026Q4", 0.28, 0.20, 0.37, NULL}};
    static const struct xn_chart_point stock[] = {{"2025Q4", 0.22, NAN, NAN, NULL},
                                                  {"2026Q1", 0.22, NAN, NAN, NULL},
                                                  {"2026Q2", 0.23, NAN, NAN, NULL},
                                                  {"2026Q3", 0.23, NAN, NAN, NULL},
                                                  {"2026Q4", 0.24, NAN, NAN, NULL}};
    static const struct xn_chart_point kept[] = {
        {"Wohnbau Westm\xC3\xBCnsterland", 42, NAN, NAN, NULL},
        {"A housing company with a very long name indeed", 17, NAN, NAN, NULL},
        {"Private", NAN, NAN, NAN, "withheld: small numbers"}};
    const struct xn_chart lines = {.title = "Moves into mixed areas",
                                   .unit = "share of moves",
                                   .percent = true,
                                   .reference = 0.25,
                                   .reference_name = "the city: 25%",
                                   .n_points = 5,
                                   .n_series = 2,
                                   .series = {{"moves", moves}, {"dwellings", stock}}};
    const struct xn_chart bars = {.title = "Dwellings promised",
                                  .unit = "dwellings",
                                  .bars = true,
                                  .reference = NAN,
                                  .n_points = 3,
                                  .n_series = 1,
                                  .series = {{"promised", kept}}};
    xn_document_heading(document, "Progress");
    xn_document_chart(document, &lines);
    xn_document_chart(document, &bars);
}

#endif
