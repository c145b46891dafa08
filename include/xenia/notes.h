/* notes.h - what a person should know although nothing failed.
 *
 * Readers repair and guess: a shape made valid, an encoding assumed, a unit without counts. Each such thing
 * is one sentence in a list that the caller prints to standard error or sends with the answer.
 */
#ifndef XENIA_NOTES_H
#define XENIA_NOTES_H

#include "xenia/status.h"

struct xn_notes {
    size_t count;
    size_t capacity;
    char **text;    /* heap, owned */
    size_t dropped; /* how many came after XN_NOTES_MAX, or when memory was out */
};

#define XN_NOTES_MAX 1000
#define XN_NOTES_INIT                                                                                        \
    {                                                                                                        \
        0                                                                                                    \
    }
#define XN_AUTO_NOTES XN_CLEANUP(xn_notes_free) struct xn_notes

/* `notes` may be NULL: the sentence is then dropped. */
void xn_note(struct xn_notes *notes, const char *format, ...) XN_PRINTF(2, 3);
void xn_notes_free(struct xn_notes *notes);

/* Faults of a file that are told all at once, so that it can be put right in one go: the first becomes the
 * error, with how many there are; the next ones, up to XN_FAULTS_TOLD in all, become notes. Start with {0}.
 */
#define XN_FAULTS_TOLD 20
struct xn_faults {
    size_t count;
    struct xn_error first;
};
/* Takes the outcome of one row: XN_OK and XN_INPUT (which is collected) let the reading go on and give XN_OK;
 * any other status is passed to `err` and returned. */
XN_MUST_CHECK enum xn_status xn_faults_take(struct xn_faults *faults, struct xn_notes *notes,
                                            enum xn_status status, const struct xn_error *fault,
                                            struct xn_error *err);
/* XN_OK when there was none; else XN_INPUT with the first and how many there are. */
XN_MUST_CHECK enum xn_status xn_faults_result(const struct xn_faults *faults, struct xn_error *err);

#endif
