/* vera_json.h - what VERA's resources have in common: keys, reference data, points in time. */
#ifndef XENIA_EXCHANGE_VERA_JSON_H
#define XENIA_EXCHANGE_VERA_JSON_H

#include <jansson.h>
#include "known.h"
#include "xenia/buf.h"
#include "xenia/memory.h"
#include "xenia/notes.h"
#include "xenia/text.h"

/* A document while it is read: one object of a kind, or an array of them. */
struct vera_document {
    const char *source;
    const char *kind; /* "Publicatie" */
    json_t *root;     /* freed by vera_close */
    struct xn_arena *arena;
    struct xn_notes *notes;
    struct xn_faults faults;
    struct known_words unused; /* members that are there and not read */
};

XN_MUST_CHECK enum xn_status vera_open(struct vera_document *document, const char *bytes, size_t length,
                                       struct xn_error *err);
void vera_close(struct vera_document *document);
size_t vera_count(const struct vera_document *document);

/* One object of a document. */
struct vera_item {
    struct vera_document *document;
    uint32_t number; /* from 1 */
    json_t *object;
};
/* XN_INPUT when it is no object. Its members beyond `known` join the unused ones. */
XN_MUST_CHECK enum xn_status vera_item_at(struct vera_document *document, size_t position,
                                          const struct known_words *known, struct vera_item *ret,
                                          struct xn_error *err);
/* XN_INPUT: "FILE, Publicatie 3, member status: found {...}, wanted ...". */
enum xn_status vera_refuse(const struct vera_item *item, const char *member, const json_t *found,
                           const char *wanted, struct xn_error *err);
/* After the last: one note about the unused members, and all faults. */
XN_MUST_CHECK enum xn_status vera_finish(struct vera_document *document, struct xn_error *err);

/* A member that is absent or null leaves *ret as it is. Texts are copied to the arena. */
XN_MUST_CHECK enum xn_status vera_text(const struct vera_item *item, const char *member, const char **ret,
                                       struct xn_error *err);
XN_MUST_CHECK enum xn_status vera_whole(const struct vera_item *item, const char *member, int64_t *ret,
                                        struct xn_error *err);
/* The code of a Referentiedata object. */
XN_MUST_CHECK enum xn_status vera_code(const struct vera_item *item, const char *member, const char **ret,
                                       struct xn_error *err);
/* The id of the object itself (member NULL) or of the one that a member refers to; else its idExtern. */
XN_MUST_CHECK enum xn_status vera_id(const struct vera_item *item, const char *member, const char **ret,
                                     struct xn_error *err);
XN_MUST_CHECK enum xn_status vera_date(const struct vera_item *item, const char *member, xn_date *ret,
                                       struct xn_error *err);

/* The day in Amsterdam of "2021-01-31T23:00:00Z", which is the first of February. */
bool vera_parse_time(const char *text, xn_date *ret);
/* The first moment of that day in Greenwich, or its last in Amsterdam; nothing for XN_NO_DATE. */
void vera_put_day(struct xn_json *json, const char *member, xn_date day);
void vera_put_last_day(struct xn_json *json, const char *member, xn_date day);
void vera_put_code(struct xn_json *json, const char *member, const char *code, const char *name);
/* {"id": ...}; nothing for "". */
void vera_put_key(struct xn_json *json, const char *member, const char *id);

#endif
