/* mapping.c - see mapping.h. */
#include "mapping.h"
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "ini_lines.h"
#include "known.h"
#include "xenia/buf.h"
#include "xenia/embedded.h"

XN_EMBEDDED(xn_exchange_mappings);

#define NO_KIND "(none)"
#define OTHER_KIND "(other)"

static const struct known_words sections = {
    {"mapping", "columns", "unknown", "kind", "answers", "rent_basis"}, 6};

static struct known_words field_words(void)
{
    struct known_words words = {.n = 0};
    for (size_t i = 0; i < OFFER_FIELD_COUNT; i++)
        xn_known_add(&words, xn_offer_fields[i].name);
    return words;
}

/* In the order of the columns of a mapping: the fields, MAPPING_RENT, MAPPING_RENT_BASIS. */
static struct known_words column_words(void)
{
    struct known_words words = field_words();
    xn_known_add(&words, "rent_eur");
    xn_known_add(&words, "rent_basis");
    return words;
}

static enum xn_status keep(struct mapping *mapping, const char *text, const char **ret, struct xn_error *err)
{
    const char *copy = xn_arena_strdup(mapping->arena, text);
    if (!copy)
        return xn_fail_memory(err);
    *ret = copy;
    return XN_OK;
}

static enum xn_status refuse_more(const struct ini_entry *entry, int limit, struct xn_error *err)
{
    return xn_fail(err, XN_LIMIT, "%s, line %u: [%s] has more than %d entries", entry->source, entry->line,
                   entry->section, limit);
}

/* --- sections --------------------------------------------------------------------------------------------
 */

static enum xn_status take_about(struct mapping *mapping, const struct ini_entry *entry, struct xn_error *err)
{
    static const struct known_words keys = {{"name", "separator", "encoding"}, 3};
    static const struct known_words separators = {{"comma", "semicolon", "tab", "bar"}, 4};
    size_t found = 0;
    switch (xn_known_find(&keys, entry->key)) {
    case 0:
        return keep(mapping, entry->value, &mapping->name, err);
    case 1:
        XN_TRY(xn_known_value(entry, &separators, entry->value, &found, err));
        mapping->separator = ",;\t|"[found];
        return XN_OK;
    case 2:
        return keep(mapping, entry->value, &mapping->encoding, err);
    default:
        return xn_known_refuse_key(entry, &keys, err);
    }
}

static enum xn_status field_of(const struct ini_entry *entry, size_t *ret, struct xn_error *err)
{
    const size_t field = xn_offer_field_find(entry->key);
    if (field == XN_NONE) {
        const struct known_words words = field_words();
        return xn_known_refuse_key(entry, &words, err);
    }
    *ret = field;
    return XN_OK;
}

static enum xn_status take_column(struct mapping *mapping, const struct ini_entry *entry,
                                  struct xn_error *err)
{
    const struct known_words words = column_words();
    const size_t field = xn_known_find(&words, entry->key);
    if (field == XN_NONE)
        return xn_known_refuse_key(entry, &words, err);
    if (mapping->column[field])
        return xn_fail(err, XN_INPUT, "%s, line %u: %s has a column already, on line %u", entry->source,
                       entry->line, entry->key, mapping->column_line[field]);
    if (!entry->value[0])
        return xn_ini_refuse(entry, "the name of a column (leave the line out when there is none)", err);
    mapping->column_line[field] = entry->line;
    return keep(mapping, entry->value, &mapping->column[field], err);
}

static enum xn_status take_blank(struct mapping *mapping, const struct ini_entry *entry, struct xn_error *err)
{
    size_t field = 0;
    char value[64];
    XN_TRY(field_of(entry, &field, err));
    for (const char *at = entry->value; xn_list_next(&at, value, sizeof value); mapping->n_blanks++) {
        if (mapping->n_blanks == MAPPING_BLANK_MAX)
            return refuse_more(entry, MAPPING_BLANK_MAX, err);
        mapping->blank[mapping->n_blanks].field = field;
        XN_TRY(keep(mapping, value, &mapping->blank[mapping->n_blanks].value, err));
    }
    return XN_OK;
}

/* Says something once; false when the opposite was said before. */
static bool say(enum xn_answer *known, enum xn_answer said)
{
    const bool agrees = said == XN_UNKNOWN || *known == XN_UNKNOWN || *known == said;
    *known = said == XN_UNKNOWN ? *known : said;
    return agrees;
}

static enum xn_status say_kind(const struct ini_entry *entry, const char *word, struct mapping_kind *kind,
                               struct xn_error *err)
{
    static const struct known_words words = {
        {"dwelling", "not_a_dwelling", "lift", "no_lift", "step_free", "walk_up", "ground_floor", "unknown"},
        8};
    static const struct mapping_kind says[] = {
        {"", XN_YES, XN_UNKNOWN, XN_UNKNOWN, XN_UNKNOWN},
        {"", XN_NO, XN_UNKNOWN, XN_UNKNOWN, XN_UNKNOWN},
        {"", XN_UNKNOWN, XN_YES, XN_UNKNOWN, XN_UNKNOWN},
        {"", XN_UNKNOWN, XN_NO, XN_UNKNOWN, XN_UNKNOWN},
        {"", XN_UNKNOWN, XN_UNKNOWN, XN_YES, XN_UNKNOWN},
        {"", XN_UNKNOWN, XN_NO, XN_NO, XN_UNKNOWN},
        {"", XN_UNKNOWN, XN_UNKNOWN, XN_UNKNOWN, XN_YES},
        {"", XN_UNKNOWN, XN_UNKNOWN, XN_UNKNOWN, XN_UNKNOWN},
    };
    size_t found = 0;
    XN_TRY(xn_known_value(entry, &words, word, &found, err));
    if (say(&kind->is_dwelling, says[found].is_dwelling) && say(&kind->lift, says[found].lift) &&
        say(&kind->step_free, says[found].step_free) && say(&kind->ground_floor, says[found].ground_floor))
        return XN_OK;
    return xn_ini_refuse(entry, "words that do not contradict each other", err);
}

static enum xn_status read_kind(const struct ini_entry *entry, struct mapping_kind *ret, struct xn_error *err)
{
    struct mapping_kind kind = {ret->word, XN_UNKNOWN, XN_UNKNOWN, XN_UNKNOWN, XN_UNKNOWN};
    char word[64];
    if (!entry->value[0])
        return xn_ini_refuse(entry, "what this kind is: dwelling, not_a_dwelling, lift, walk_up, ...", err);
    for (const char *at = entry->value; xn_list_next(&at, word, sizeof word);)
        XN_TRY(say_kind(entry, word, &kind, err));
    *ret = kind;
    return XN_OK;
}

static enum xn_status take_kind(struct mapping *mapping, const struct ini_entry *entry, struct xn_error *err)
{
    bool listed = false;
    if (strcmp(entry->key, NO_KIND) == 0)
        return read_kind(entry, &mapping->no_kind, err);
    if (strcmp(entry->key, OTHER_KIND) == 0)
        return read_kind(entry, &mapping->other_kind, err);
    (void)xn_mapping_kind_of(mapping, entry->key, &listed);
    if (listed)
        return xn_fail(err, XN_INPUT, "%s, line %u: the kind '%s' is listed already", entry->source,
                       entry->line, entry->key);
    if (mapping->n_kinds == MAPPING_KIND_MAX)
        return refuse_more(entry, MAPPING_KIND_MAX, err);
    struct mapping_kind *kind = &mapping->kind[mapping->n_kinds];
    XN_TRY(keep(mapping, entry->key, &kind->word, err));
    XN_TRY(read_kind(entry, kind, err));
    mapping->n_kinds++;
    return XN_OK;
}

static enum xn_status take_answer(struct mapping *mapping, const struct ini_entry *entry,
                                  struct xn_error *err)
{
    static const struct known_words words = {{"no", "yes", "unknown"}, 3}; /* as enum xn_answer */
    size_t found = 0;
    XN_TRY(xn_known_value(entry, &words, entry->value, &found, err));
    if (mapping->n_answers == MAPPING_ANSWER_MAX)
        return refuse_more(entry, MAPPING_ANSWER_MAX, err);
    struct mapping_answer *answer = &mapping->answer[mapping->n_answers++];
    answer->answer = (enum xn_answer)found;
    return keep(mapping, entry->key, &answer->word, err);
}

static enum xn_status take_basis(struct mapping *mapping, const struct ini_entry *entry, struct xn_error *err)
{
    static const struct known_words words = {{"net", "gross"}, 2};
    size_t found = 0;
    XN_TRY(xn_known_value(entry, &words, entry->value, &found, err));
    if (mapping->n_bases == MAPPING_BASIS_MAX)
        return refuse_more(entry, MAPPING_BASIS_MAX, err);
    struct mapping_basis *basis = &mapping->basis[mapping->n_bases++];
    basis->field = xn_offer_field_find(found == 0 ? "rent_net_eur" : "rent_gross_eur");
    return keep(mapping, entry->key, &basis->word, err);
}

static enum xn_status take_entry(void *user, const struct ini_entry *entry, struct xn_error *err)
{
    static enum xn_status (*const take[])(struct mapping * mapping, const struct ini_entry *entry,
                                          struct xn_error *err) = {take_about, take_column, take_blank,
                                                                   take_kind,  take_answer, take_basis};
    const size_t section = xn_known_find(&sections, entry->section);
    return section == XN_NONE ? xn_known_refuse_section(entry, &sections, err)
                              : take[section](user, entry, err);
}

/* --- the whole -------------------------------------------------------------------------------------------
 */

void xn_mapping_free(struct mapping *mapping)
{
    if (mapping)
        xn_arena_free(mapping->arena); /* the mapping itself lies in it */
}

static enum xn_status mapping_new(const char *source, struct mapping **ret, struct xn_error *err)
{
    struct xn_arena *arena = xn_arena_new();
    struct mapping *mapping = arena ? xn_arena_alloc(arena, 1, sizeof *mapping) : NULL;
    if (!mapping || !(mapping->source = xn_arena_strdup(arena, source))) {
        xn_arena_free(arena);
        return xn_fail_memory(err);
    }
    const struct mapping_kind unknown = {"", XN_UNKNOWN, XN_UNKNOWN, XN_UNKNOWN, XN_UNKNOWN};
    mapping->arena = arena;
    mapping->no_kind = mapping->other_kind = unknown;
    *ret = mapping;
    return XN_OK;
}

/* Rents in one column need the other, and words; beside rent_net_eur they would be said twice. */
static enum xn_status check_rent(const struct mapping *mapping, struct xn_error *err)
{
    const bool amount = mapping->column[MAPPING_RENT], basis = mapping->column[MAPPING_RENT_BASIS];
    if (amount != basis || (amount && mapping->n_bases == 0))
        return xn_fail(err, XN_INPUT, "%s has %s without %s", mapping->source,
                       amount ? "[columns] rent_eur" : "[columns] rent_basis",
                       amount != basis ? amount ? "rent_basis" : "rent_eur" : "words in [rent_basis]");
    if (amount && (mapping->column[xn_offer_field_find("rent_net_eur")] ||
                   mapping->column[xn_offer_field_find("rent_gross_eur")]))
        return xn_fail(err, XN_INPUT,
                       "%s has both rent_eur and rent_net_eur or rent_gross_eur, wanted one way",
                       mapping->source);
    return XN_OK;
}

enum xn_status xn_mapping_parse(const char *text, size_t length, const char *source, struct mapping **ret,
                                struct xn_error *err)
{
    XN_AUTO(xn_mapping_free) struct mapping *mapping = NULL;
    XN_TRY(mapping_new(source, &mapping, err));
    XN_TRY(xn_ini_parse(text, length, source, take_entry, mapping, err));
    if (!mapping->name)
        return xn_fail(err, XN_INPUT, "%s does not say '[mapping] name = ...'", source);
    if (!mapping->column[OFFER_FIELD_ID])
        return xn_fail(err, XN_INPUT, "%s does not say '[columns] id = COLUMN'", source);
    XN_TRY(check_rent(mapping, err));
    *ret = XN_STEAL(mapping);
    return XN_OK;
}

enum xn_status xn_mapping_read(const char *path, struct mapping **ret, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *text = NULL;
    size_t length = 0;
    XN_TRY(xn_file_read(path, INI_FILE_LIMIT, &text, &length, err));
    return xn_mapping_parse(text, length, path, ret, err);
}

static bool fits(const struct mapping *mapping, const struct xn_table *table)
{
    for (size_t i = 0; i < MAPPING_COLUMN_COUNT; i++)
        if (mapping->column[i] && xn_table_column(table, mapping->column[i]) == XN_NONE)
            return false;
    return true;
}

static enum xn_status refuse_header(const struct xn_table *table, struct xn_error *err)
{
    XN_AUTO_BUF text = {.limit = 900};
    xn_buf_printf(&text, "%s fits no shipped mapping (", table->source);
    for (const struct xn_embedded *file = xn_exchange_mappings; file->name; file++)
        xn_buf_printf(&text, "%s%s", file == xn_exchange_mappings ? "" : ", ", file->name);
    xn_buf_puts(&text, "); wanted a mapping file for its columns ");
    for (size_t i = 0; i < table->n_columns; i++)
        xn_buf_printf(&text, "%s%s", i ? ", " : "", table->column[i]);
    return xn_fail(err, XN_INPUT, "%s", xn_buf_text(&text));
}

enum xn_status xn_mapping_for(const struct xn_table *table, struct mapping **ret, struct xn_error *err)
{
    for (const struct xn_embedded *file = xn_exchange_mappings; file->name; file++) {
        XN_AUTO(xn_mapping_free) struct mapping *mapping = NULL;
        XN_TRY(xn_mapping_parse((const char *)file->bytes, file->length, file->name, &mapping, err));
        if (fits(mapping, table)) {
            *ret = XN_STEAL(mapping);
            return XN_OK;
        }
    }
    return refuse_header(table, err);
}

/* --- asking ----------------------------------------------------------------------------------------------
 */

const struct mapping_kind *xn_mapping_kind_of(const struct mapping *mapping, const char *word,
                                              bool *ret_listed)
{
    *ret_listed = true;
    if (!word[0])
        return &mapping->no_kind;
    for (size_t i = 0; i < mapping->n_kinds; i++)
        if (xn_compare_ignoring_case(mapping->kind[i].word, word) == 0)
            return &mapping->kind[i];
    *ret_listed = false;
    return &mapping->other_kind;
}

size_t xn_mapping_basis_of(const struct mapping *mapping, const char *word)
{
    for (size_t i = 0; i < mapping->n_bases; i++)
        if (xn_compare_ignoring_case(mapping->basis[i].word, word) == 0)
            return mapping->basis[i].field;
    return XN_NONE;
}

static bool same_value(const char *a, const char *b)
{
    double number_a = 0.0, number_b = 0.0;
    if (xn_parse_double(a, &number_a) && xn_parse_double(b, &number_b))
        return fabs(number_a - number_b) < 1e-9;
    return xn_compare_ignoring_case(a, b) == 0;
}

bool xn_mapping_is_blank(const struct mapping *mapping, size_t field, const char *value)
{
    if (!value[0])
        return true;
    for (size_t i = 0; i < mapping->n_blanks; i++)
        if (mapping->blank[i].field == field && same_value(mapping->blank[i].value, value))
            return true;
    return false;
}

bool xn_mapping_answer_of(const struct mapping *mapping, const char *word, enum xn_answer *ret)
{
    static const struct mapping_answer common[] = {{"yes", XN_YES}, {"ja", XN_YES},         {"true", XN_YES},
                                                   {"1", XN_YES},   {"x", XN_YES},          {"no", XN_NO},
                                                   {"nee", XN_NO},  {"nein", XN_NO},        {"false", XN_NO},
                                                   {"0", XN_NO},    {"unknown", XN_UNKNOWN}};
    for (size_t i = 0; mapping && i < mapping->n_answers; i++)
        if (xn_compare_ignoring_case(mapping->answer[i].word, word) == 0) {
            *ret = mapping->answer[i].answer;
            return true;
        }
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (xn_compare_ignoring_case(common[i].word, word) == 0) {
            *ret = common[i].answer;
            return true;
        }
    return false;
}
