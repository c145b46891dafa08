/* mapping.h - how the columns and words of an offers file become fields of a dwelling.
 *
 * A mapping is a file (src/exchange/mappings/xenia.ini explains each section), so that a new corporation
 * needs no new code.
 */
#ifndef XENIA_EXCHANGE_MAPPING_H
#define XENIA_EXCHANGE_MAPPING_H

#include "xenia/housing.h"
#include "xenia/memory.h"
#include "xenia/table.h"

enum field_type {
    FIELD_TEXT,
    FIELD_MONEY,
    FIELD_NUMBER,
    FIELD_DATE,
    FIELD_ANSWER, /* yes, no, unknown */
    FIELD_FLAG    /* yes; everything else no */
};

/* A field of struct xn_dwelling under the name that mappings and Xenia's own files give it. */
struct offer_field {
    const char *name;
    enum field_type type;
    size_t offset; /* in struct xn_dwelling */
    double low, high;
};
#define OFFER_FIELD_COUNT 25
extern const struct offer_field xn_offer_fields[OFFER_FIELD_COUNT];
#define OFFER_FIELD_ID 0
/* Position of a field by name; XN_NONE. */
size_t xn_offer_field_find(const char *name);

/* A value of a field that stands for "not given". */
struct mapping_blank {
    size_t field;
    const char *value;
};
/* What a word of the kind column says. */
struct mapping_kind {
    const char *word;
    enum xn_answer is_dwelling, lift, step_free;
    enum xn_answer ground_floor; /* yes, or unknown */
};
/* Which rent a word of the rent_basis column says the amount is. */
struct mapping_basis {
    const char *word;
    size_t field; /* of rent_net_eur or rent_gross_eur */
};
struct mapping_answer {
    const char *word;
    enum xn_answer answer;
};

#define MAPPING_BLANK_MAX 64
#define MAPPING_KIND_MAX 256
#define MAPPING_ANSWER_MAX 32
#define MAPPING_BASIS_MAX 16
/* After the fields: a column of rents, and the one that says for each whether it is net or gross. */
#define MAPPING_RENT OFFER_FIELD_COUNT
#define MAPPING_RENT_BASIS (OFFER_FIELD_COUNT + 1)
#define MAPPING_COLUMN_COUNT (OFFER_FIELD_COUNT + 2)

struct mapping {
    const char *source;
    const char *name;
    const char *encoding;                       /* NULL: as the file looks */
    char separator;                             /* 0: as the file looks */
    const char *column[MAPPING_COLUMN_COUNT];   /* NULL: the file has no such column */
    unsigned column_line[MAPPING_COLUMN_COUNT]; /* where the mapping says so */
    size_t n_blanks, n_kinds, n_answers, n_bases;
    struct mapping_blank blank[MAPPING_BLANK_MAX];
    struct mapping_kind kind[MAPPING_KIND_MAX];
    struct mapping_answer answer[MAPPING_ANSWER_MAX];
    struct mapping_basis basis[MAPPING_BASIS_MAX];
    struct mapping_kind no_kind, other_kind; /* an empty cell; a word not listed */
    struct xn_arena *arena;
};

void xn_mapping_free(struct mapping *mapping);
XN_DEFINE_AUTO(xn_mapping_free, struct mapping *)
XN_MUST_CHECK enum xn_status xn_mapping_parse(const char *text, size_t length, const char *source,
                                              struct mapping **ret, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_mapping_read(const char *path, struct mapping **ret, struct xn_error *err);
/* The shipped mapping all of whose columns the table has; XN_INPUT with the table's header when none fits. */
XN_MUST_CHECK enum xn_status xn_mapping_for(const struct xn_table *table, struct mapping **ret,
                                            struct xn_error *err);

/* What the mapping says about a word of the kind column; `*ret_listed` false: it says nothing. */
const struct mapping_kind *xn_mapping_kind_of(const struct mapping *mapping, const char *word,
                                              bool *ret_listed);
/* The field that the rent is, by a word of the rent_basis column; XN_NONE: the mapping does not list it. */
size_t xn_mapping_basis_of(const struct mapping *mapping, const char *word);
/* Does this value of this field stand for "not given"? Numbers compare as numbers. */
bool xn_mapping_is_blank(const struct mapping *mapping, size_t field, const char *value);
/* yes, ja, true, 1, x ...; false when the word is no answer. mapping NULL: these common words alone. */
bool xn_mapping_answer_of(const struct mapping *mapping, const char *word, enum xn_answer *ret);

#endif
