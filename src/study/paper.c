/* paper.c - writing a paper block by block, in the reader's language. */
#include "paper.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "xenia/programme.h"

static const char *const names[XN_PAPER_COUNT] = {
    [XN_PAPER_ART30] = "art30", [XN_PAPER_REGISTER] = "algorithm-register", [XN_PAPER_FAIRNESS] = "fairness"};

const char *xn_paper_name(enum xn_paper_kind kind)
{
    return names[kind];
}

bool xn_paper_parse(const char *name, enum xn_paper_kind *ret)
{
    for (int i = 0; i < XN_PAPER_COUNT; i++)
        if (strcmp(names[i], name) == 0) {
            *ret = (enum xn_paper_kind)i;
            return true;
        }
    return false;
}

/* --- texts -------------------------------------------------------------------------------------------------
 */

/* What is in the buffer, kept; "" and a failure without memory. */
static const char *keep(struct xn_paper *paper, const struct xn_buf *buf)
{
    const char *kept = buf->status == XN_OK ? xn_arena_strdup(paper->arena, xn_buf_text(buf)) : NULL;
    paper->failed |= !kept;
    return kept ? kept : "";
}

static const char *copy(struct xn_paper *paper, const char *text)
{
    const char *kept = xn_arena_strdup(paper->arena, text);
    paper->failed |= !kept;
    return kept ? kept : "";
}

const char *paper_message(struct xn_paper *paper, const char *english, const struct xn_message_value *value,
                          size_t n_values)
{
    XN_AUTO_BUF buf = XN_BUF_INIT;
    xn_message_put(&buf, paper->language, english, value, n_values);
    return keep(paper, &buf);
}

const char *paper_number(struct xn_paper *paper, double value, int decimals)
{
    XN_AUTO_BUF buf = XN_BUF_INIT;
    xn_number_put(&buf, paper->language, value, decimals);
    return keep(paper, &buf);
}

const char *paper_date(struct xn_paper *paper, xn_date date)
{
    char day[16];
    xn_date_print(date, day, sizeof day);
    if (strlen(day) != strlen("2005-03-01"))
        return day[0] ? copy(paper, day) : "";
    day[4] = day[7] = '\0';
    const struct xn_message_value value[] = {{"year", day}, {"month", day + 5}, {"day", day + 8}};
    return paper_message(paper, XN_N("{year}-{month}-{day}"), value, 3);
}

const char *paper_quarter(struct xn_paper *paper, xn_quarter quarter)
{
    static const char *const name[] = {XN_N("1st quarter of {year}"), XN_N("2nd quarter of {year}"),
                                       XN_N("3rd quarter of {year}"), XN_N("4th quarter of {year}")};
    char text[16];
    xn_quarter_print(quarter, text); /* 2004Q4 */
    const size_t end = strlen(text);
    const int which = end > 2 ? text[end - 1] - '1' : 0;
    if (end > 2)
        text[end - 2] = '\0';
    const struct xn_message_value value[] = {{"year", text}};
    return paper_message(paper, name[which], value, 1);
}

void paper_begin(struct xn_paper *paper)
{
    xn_buf_reset(&paper->scratch);
}

void paper_add(struct xn_paper *paper, const char *english, const struct xn_message_value *value,
               size_t n_values)
{
    if (paper->scratch.length > 0)
        xn_buf_putc(&paper->scratch, ' ');
    xn_message_put(&paper->scratch, paper->language, english, value, n_values);
}

void paper_add_plain(struct xn_paper *paper, const char *text)
{
    if (!text)
        return;
    if (paper->scratch.length > 0)
        xn_buf_putc(&paper->scratch, ' ');
    xn_buf_puts(&paper->scratch, text);
}

const char *paper_end(struct xn_paper *paper)
{
    return keep(paper, &paper->scratch);
}

/* --- numbers that give nobody away
 * --------------------------------------------------------------------------- */

const char *paper_count(struct xn_paper *paper, size_t count)
{
    const struct xn_told told = xn_told_count(count);
    return told.few ? paper_message(paper, XN_N("fewer than 5"), NULL, 0)
                    : paper_number(paper, told.count, 0);
}

static const char *percent(struct xn_paper *paper, double share)
{
    return paper_number(paper, 100 * share, 0);
}

static const char *bound(struct xn_paper *paper, const char *english, double share)
{
    const struct xn_message_value value[] = {{"share", percent(paper, share)}};
    return paper_message(paper, english, value, 1);
}

const char *paper_rate(struct xn_paper *paper, const struct xn_rate *rate)
{
    const struct xn_told_rate told = xn_told_rate(rate);
    if (isfinite(told.at_least))
        return bound(paper, XN_N("{share} % or more"), told.at_least);
    if (isfinite(told.at_most))
        return bound(paper, XN_N("{share} % or less"), told.at_most);
    if (!isfinite(told.share))
        return paper_message(paper, XN_N("too few cases to give a share"), NULL, 0);
    const struct xn_message_value value[] = {{"share", percent(paper, told.share)},
                                             {"lower", percent(paper, told.lower)},
                                             {"upper", percent(paper, told.upper)}};
    return paper_message(paper, XN_N("about {share} % (95 % interval: {lower} to {upper} %)"), value, 3);
}

/* --- blocks ------------------------------------------------------------------------------------------------
 */

static struct paper_block *add_block(struct xn_paper *paper, enum paper_block_kind kind, const char *text)
{
    struct paper_block *block = xn_arena_alloc(paper->arena, 1, sizeof *block);
    if (!block) {
        paper->failed = true;
        return &paper->nowhere;
    }
    *block = (struct paper_block){.kind = kind, .label = "", .text = text};
    *paper->last = block;
    paper->last = &block->next;
    return block;
}

void paper_section(struct xn_paper *paper, const char *english)
{
    add_block(paper, PAPER_SECTION, paper_message(paper, english, NULL, 0));
}

void paper_text(struct xn_paper *paper, const char *english, const struct xn_message_value *value,
                size_t n_values)
{
    add_block(paper, PAPER_TEXT, paper_message(paper, english, value, n_values));
}

void paper_paragraph(struct xn_paper *paper, const char *text)
{
    add_block(paper, PAPER_TEXT, copy(paper, text));
}

void paper_item(struct xn_paper *paper, const char *english, const struct xn_message_value *value,
                size_t n_values)
{
    add_block(paper, PAPER_ITEM, paper_message(paper, english, value, n_values));
}

/* What is missing, and where it is to be said. */
static const char *gap(struct xn_paper *paper, const char *place)
{
    static const char policy[] = "policy.";
    const bool in_policy = strncmp(place, policy, sizeof policy - 1) == 0;
    const struct xn_message_value value[] = {{"key", in_policy ? place + sizeof policy - 1 : place},
                                             {"file", paper->facts->city_file}};
    paper->n_gaps++;
    return paper_message(paper,
                         in_policy ? XN_N("[to be filled in: {key} in the policy file]")
                                   : XN_N("[to be filled in: {key} in {file}]"),
                         value, 2);
}

static struct paper_block *add_field(struct xn_paper *paper, const char *key, const char *label,
                                     const char *text, const char *place)
{
    const bool missing = !text || !*text;
    struct paper_block *block =
        add_block(paper, PAPER_FIELD, missing ? gap(paper, place) : copy(paper, text));
    block->key = key;
    block->label = paper_message(paper, label, NULL, 0);
    block->gap = missing;
    return block;
}

void paper_field(struct xn_paper *paper, const char *key, const char *label, const char *text,
                 const char *place)
{
    add_field(paper, key, label, text, place);
}

void paper_field_date(struct xn_paper *paper, const char *key, const char *label, xn_date date,
                      const char *place)
{
    char day[16];
    xn_date_print(date, day, sizeof day);
    add_field(paper, key, label, paper_date(paper, date), place)->machine = copy(paper, day);
}

void paper_table(struct xn_paper *paper, const char *caption, const char *const *header, size_t n_columns,
                 unsigned numbers)
{
    struct paper_block *block = add_block(paper, PAPER_TABLE, "");
    block->label = paper_message(paper, caption, NULL, 0);
    block->n_columns = n_columns;
    block->numbers = numbers;
    for (size_t i = 0; i < n_columns; i++)
        paper_cell_message(paper, header[i]);
}

void paper_cell(struct xn_paper *paper, const char *text)
{
    add_block(paper, PAPER_CELL, copy(paper, text));
}

void paper_cell_message(struct xn_paper *paper, const char *english)
{
    add_block(paper, PAPER_CELL, paper_message(paper, english, NULL, 0));
}

/* --- the whole
 * ------------------------------------------------------------------------------------------------ */

static void put_head(struct xn_paper *paper)
{
    const struct xn_paper_facts *facts = paper->facts;
    paper->city = copy(paper, facts->input->title ? facts->input->title : facts->input->id);
    char day[16];
    xn_date_print(facts->today, day, sizeof day);
    paper->day = copy(paper, day);
    paper->made_on = paper_date(paper, facts->today);
    const struct xn_message_value value[] = {{"date", paper->made_on},
                                             {"version", facts->version},
                                             {"file", facts->city_file},
                                             {"snapshot", facts->snapshot}};
    paper->footer =
        paper_message(paper,
                      facts->snapshot[0] ? XN_N("Made on {date} by Xenia {version} from the configuration "
                                                "that runs: {file}, data {snapshot}.")
                                         : XN_N("Made on {date} by Xenia {version} from the configuration "
                                                "that runs: {file}. No data are published yet."),
                      value, 4);
    if (facts->input->demonstration)
        paper->banner = paper_message(
            paper,
            XN_N("Demonstration. The city, the office, the people and the dwellings of this paper "
                 "are invented; no data of real people are processed."),
            NULL, 0);
}

static void put_gaps(struct xn_paper *paper)
{
    const struct xn_message_value value[] = {{"n", paper_number(paper, (double)paper->n_gaps, 0)}};
    if (paper->n_gaps > 0)
        paper->gaps = paper_message(
            paper,
            paper->n_gaps == 1 ? XN_N("Draft: one thing is still to be filled in; it is marked.")
                               : XN_N("Draft: {n} things are still to be filled in; they are marked."),
            value, 1);
}

static void write(struct xn_paper *paper)
{
    switch (paper->kind) {
    case XN_PAPER_ART30:
        paper_write_art30(paper);
        return;
    case XN_PAPER_REGISTER:
        paper_write_register(paper);
        return;
    case XN_PAPER_FAIRNESS:
    case XN_PAPER_COUNT:
        paper_write_fairness(paper);
        return;
    }
}

enum xn_status xn_paper_write(enum xn_paper_kind kind, const struct xn_paper_facts *facts,
                              enum xn_language language, struct xn_paper **ret, struct xn_error *err)
{
    struct xn_arena *arena = xn_arena_new();
    struct xn_paper *paper = arena ? xn_arena_alloc(arena, 1, sizeof *paper) : NULL;
    if (!paper) {
        xn_arena_free(arena);
        return xn_fail_memory(err);
    }
    *paper = (struct xn_paper){.kind = kind,
                               .language = language,
                               .facts = facts,
                               .arena = arena,
                               .title = "",
                               .subtitle = "",
                               .footer = "",
                               .last = &paper->first,
                               .scratch = XN_BUF_INIT};
    put_head(paper);
    write(paper);
    put_gaps(paper);
    paper->facts = NULL;
    xn_buf_free(&paper->scratch);
    if (paper->failed) {
        xn_paper_free(paper);
        return xn_fail_memory(err);
    }
    *ret = paper;
    return XN_OK;
}

void xn_paper_free(struct xn_paper *paper)
{
    if (paper)
        xn_arena_free(paper->arena);
}

size_t xn_paper_gaps(const struct xn_paper *paper)
{
    return paper->n_gaps;
}
