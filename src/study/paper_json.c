/* paper_json.c - a paper as JSON: sections as they stand, or the flat object of the algorithm register. */
#include <string.h>
#include "paper.h"

/* --- sections
 * ------------------------------------------------------------------------------------------------- */

static const char *value_of(const struct paper_block *block)
{
    return block->gap ? NULL : block->machine ? block->machine : block->text;
}

static const struct paper_block *put_row(struct xn_json *json, const struct paper_block *cell, size_t n)
{
    xn_json_begin_array(json);
    for (size_t i = 0; i < n && cell && cell->kind == PAPER_CELL; i++, cell = cell->next)
        xn_json_string(json, cell->text);
    xn_json_end_array(json);
    return cell;
}

static const struct paper_block *put_table(struct xn_json *json, const struct paper_block *table)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "table", table->label);
    xn_json_key(json, "columns");
    const struct paper_block *cell = put_row(json, table->next, table->n_columns);
    xn_json_key(json, "rows");
    xn_json_begin_array(json);
    while (cell && cell->kind == PAPER_CELL)
        cell = put_row(json, cell, table->n_columns);
    xn_json_end_array(json);
    xn_json_end_object(json);
    return cell;
}

static const struct paper_block *put_block(struct xn_json *json, const struct paper_block *block)
{
    if (block->kind == PAPER_TABLE)
        return put_table(json, block);
    xn_json_begin_object(json);
    if (block->kind == PAPER_FIELD) {
        xn_json_member_string(json, "field", block->key);
        xn_json_member_string(json, "label", block->label);
        xn_json_member_string(json, "value", value_of(block));
        xn_json_member_string(json, "to_be_filled_in", block->gap ? block->text : NULL);
    } else {
        xn_json_member_string(json, block->kind == PAPER_ITEM ? "item" : "text", block->text);
    }
    xn_json_end_object(json);
    return block->next;
}

static const struct paper_block *put_section(struct xn_json *json, const struct paper_block *block)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "title", block->text);
    xn_json_key(json, "content");
    xn_json_begin_array(json);
    for (block = block->next; block && block->kind != PAPER_SECTION;)
        block = put_block(json, block);
    xn_json_end_array(json);
    xn_json_end_object(json);
    return block;
}

static void put_sections(struct xn_json *json, const struct xn_paper *paper)
{
    xn_json_member_string(json, "paper", xn_paper_name(paper->kind));
    xn_json_member_string(json, "title", paper->title);
    xn_json_member_string(json, "subtitle", paper->subtitle);
    xn_json_member_string(json, "city", paper->city);
    xn_json_member_string(json, "lang", xn_language_tag(paper->language));
    xn_json_member_string(json, "made_on", paper->day);
    xn_json_member_string(json, "made_from", paper->footer);
    xn_json_member_string(json, "demonstration", paper->banner);
    xn_json_member_int(json, "gaps", (int64_t)paper->n_gaps);
    xn_json_key(json, "sections");
    xn_json_begin_array(json);
    for (const struct paper_block *block = paper->first; block;)
        block = put_section(json, block);
    xn_json_end_array(json);
}

/* --- the algorithm register
 * ------------------------------------------------------------------------------------- */

static bool is_standard(const char *key)
{
    static const char *const standard[] = {"name",
                                           "organization",
                                           "department",
                                           "contact_email",
                                           "description_short",
                                           "area",
                                           "type",
                                           "publication_category",
                                           "status",
                                           "begin_date",
                                           "website",
                                           "url",
                                           "goal",
                                           "impact",
                                           "proportionality",
                                           "human_intervention",
                                           "risks",
                                           "objection_procedure",
                                           "competent_authority",
                                           "lawful_basis",
                                           "dpia_description",
                                           "iama_description",
                                           "source_data",
                                           "methods_and_models",
                                           "provider",
                                           "documentation"};
    for (size_t i = 0; key && i < sizeof standard / sizeof *standard; i++)
        if (strcmp(standard[i], key) == 0)
            return true;
    return false;
}

static void put_entry(struct xn_json *json, const struct xn_paper *paper)
{
    xn_json_member_string(json, "standard_version", "1.0");
    xn_json_member_string(json, "lang", xn_language_tag(paper->language));
    xn_json_member_string(json, "revision_date", paper->day);
    for (const struct paper_block *block = paper->first; block; block = block->next)
        if (block->kind == PAPER_FIELD && is_standard(block->key))
            xn_json_member_string(json, block->key, value_of(block));
    if (paper->banner)
        xn_json_member_string(json, "demonstration", paper->banner);
}

void xn_paper_put_json(const struct xn_paper *paper, struct xn_buf *buf)
{
    struct xn_json json;
    xn_json_init(&json, buf, true);
    xn_json_begin_object(&json);
    if (paper->kind == XN_PAPER_REGISTER)
        put_entry(&json, paper);
    else
        put_sections(&json, paper);
    xn_json_end_object(&json);
    xn_buf_putc(buf, '\n');
}
