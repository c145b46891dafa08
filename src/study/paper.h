/* paper.h - the inside of papers: a list of blocks, and the few calls that write them.
 *
 * A writer puts blocks in the order they are read; a failure (memory) sticks and shows at the end. Sentences
 * are English keys of the catalogue; what is already in the reader's language is said to be so.
 */
#ifndef XENIA_STUDY_PAPER_H
#define XENIA_STUDY_PAPER_H

#include "xenia/memory.h"
#include "xenia/papers.h"

enum paper_block_kind {
    PAPER_SECTION, /* text: the heading */
    PAPER_TEXT,    /* a paragraph */
    PAPER_ITEM,    /* of a list */
    PAPER_FIELD,   /* label: text */
    PAPER_TABLE,   /* label: the caption; n_columns; cells follow, the header first */
    PAPER_CELL
};
struct paper_block {
    enum paper_block_kind kind;
    const char *key; /* of a field, in JSON; NULL */
    const char *label, *text;
    const char *machine; /* the same for machines: a date as 2005-03-01; NULL: the text */
    bool gap;
    size_t n_columns;
    unsigned numbers; /* bit mask of columns that are aligned right */
    struct paper_block *next;
};

struct xn_paper {
    enum xn_paper_kind kind;
    enum xn_language language;
    const struct xn_paper_facts *facts; /* while it is written */
    struct xn_arena *arena;
    const char *title, *subtitle, *banner; /* banner: of a demonstration; NULL */
    const char *footer;                    /* when and from what it was made */
    const char *gaps;                      /* how many; NULL: none */
    const char *city, *made_on, *day;      /* day: as 2005-03-01 */
    struct paper_block *first, **last;
    size_t n_gaps;
    bool failed;
    struct paper_block nowhere; /* what is written into when memory is out */
    struct xn_buf scratch;      /* of paper_begin ... paper_end */
};

/* --- texts in the reader's language ------------------------------------------------------------------------
 */

const char *paper_message(struct xn_paper *paper, const char *english, const struct xn_message_value *value,
                          size_t n_values);
const char *paper_number(struct xn_paper *paper, double value, int decimals);
const char *paper_date(struct xn_paper *paper, xn_date date);
const char *paper_quarter(struct xn_paper *paper, xn_quarter quarter); /* "4th quarter of 2004" */
/* Several sentences as one text, a blank between them. */
void paper_begin(struct xn_paper *paper);
void paper_add(struct xn_paper *paper, const char *english, const struct xn_message_value *value,
               size_t n_values);
void paper_add_plain(struct xn_paper *paper, const char *text); /* in the reader's language; NULL: nothing */
const char *paper_end(struct xn_paper *paper);

/* A number of people or cases: "0", "fewer than 5", or rounded to 5. */
const char *paper_count(struct xn_paper *paper, size_t count);
/* A share in steps of 5 %, with its interval; "at least" or "at most" where one side has fewer than 5. */
const char *paper_rate(struct xn_paper *paper, const struct xn_rate *rate);

/* --- blocks ------------------------------------------------------------------------------------------------
 */

void paper_section(struct xn_paper *paper, const char *english);
void paper_text(struct xn_paper *paper, const char *english, const struct xn_message_value *value,
                size_t n_values);
void paper_paragraph(struct xn_paper *paper, const char *text); /* in the reader's language */
void paper_item(struct xn_paper *paper, const char *english, const struct xn_message_value *value,
                size_t n_values);
/* text: in the reader's language; NULL or "": a gap, to be filled in at `place` ("organisation.dpo"), which
 * lies in the city file, or in the policy file when it begins with "policy.". */
void paper_field(struct xn_paper *paper, const char *key, const char *label, const char *text,
                 const char *place);
void paper_field_date(struct xn_paper *paper, const char *key, const char *label, xn_date date,
                      const char *place);
void paper_table(struct xn_paper *paper, const char *caption, const char *const *header, size_t n_columns,
                 unsigned numbers);
void paper_cell(struct xn_paper *paper, const char *text); /* in the reader's language */
void paper_cell_message(struct xn_paper *paper, const char *english);

/* --- parts that several papers have ------------------------------------------------------------------------
 */

void paper_put_policy(struct xn_paper *paper);
void paper_put_indices(struct xn_paper *paper);
void paper_put_use(struct xn_paper *paper);
/* How the classes of areas come about under the policy, into paper_begin ... paper_end. */
void paper_add_method(struct xn_paper *paper);
const char *paper_role(enum xn_role role); /* English name for readers */

/* --- the papers
 * --------------------------------------------------------------------------------------------- */

void paper_write_art30(struct xn_paper *paper);
void paper_write_register(struct xn_paper *paper);
void paper_write_fairness(struct xn_paper *paper);

#endif
