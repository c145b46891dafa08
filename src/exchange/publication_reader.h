/* publication_reader.h - reading a document of ours member by member.
 *
 * Reading goes on after a fault with harmless values, so that whoever reads need not look at each step; the
 * first fault counts, and nothing of the document is used.
 */
#ifndef XENIA_EXCHANGE_PUBLICATION_READER_H
#define XENIA_EXCHANGE_PUBLICATION_READER_H

#include <jansson.h>
#include "xenia/publication.h"

struct reader {
    struct xn_arena *arena;
    struct xn_publication *publication;
    char place[96]; /* "levels[1].units[3]"; "" the document itself */
    enum xn_status status;
    struct xn_error fault;
};

/* The fault: `name` at the reader's place is not what is wanted. */
void reader_refuse(struct reader *reader, const char *name, const char *wanted);
void reader_no_memory(struct reader *reader);
void reader_go_to(struct reader *reader, const char *format, ...) XN_PRINTF(2, 3);
const char *reader_keep(struct reader *reader, const char *text); /* in the arena */
const char *reader_text_or_null(struct reader *reader, const json_t *object, const char *name);
const char *reader_text_of(struct reader *reader, const json_t *object, const char *name);
void reader_chars_of(struct reader *reader, const json_t *object, const char *name, char *ret, size_t size);
bool reader_truth_of(struct reader *reader, const json_t *object, const char *name);
xn_date reader_date_of(struct reader *reader, const json_t *object, const char *name);
double reader_number_or_null(struct reader *reader, const json_t *value, const char *name);
/* A member that is a number, null or not there: NAN. */
double reader_number_or_none(struct reader *reader, const json_t *object, const char *name);
/* An array, of n elements unless n is XN_NONE; its length, 0 when it is none. */
size_t reader_array_of(struct reader *reader, const json_t *object, const char *name, size_t n,
                       const json_t **ret);
/* An array of the arena; NULL after a fault. */
void *reader_array_new(struct reader *reader, size_t count, size_t size);

/* programme_json.c: the member "programme", or NULL. */
const struct xn_programme *reader_programme(struct reader *reader, const json_t *document);

#endif
