/* request.h - what a request says, from JSON: an object with exactly these members.
 *
 * A caller lists the members that it takes, of which kind each is and where it goes. A member that is not in
 * the list is refused by name, so that nothing travels along unseen (RULES R1, R12); so is one given twice.
 */
#ifndef XENIA_REQUEST_H
#define XENIA_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include "xenia/memory.h"
#include "xenia/status.h"

enum xn_member_kind {
    XN_MEMBER_TEXT,   /* const char **; low to high characters (high 0: 200), no control characters */
    XN_MEMBER_WORD,   /* const char **; one of `word` */
    XN_MEMBER_WHOLE,  /* int64_t *; low to high */
    XN_MEMBER_NUMBER, /* double *; low to high */
    XN_MEMBER_ANSWER, /* enum xn_answer * (housing.h); true or false */
    XN_MEMBER_DATE,   /* xn_date * */
    XN_MEMBER_TEXTS,  /* struct xn_request_texts *; at most high, each as XN_MEMBER_TEXT */
    XN_MEMBER_JSON,   /* struct xn_request *; an object, to be read by itself */
    XN_MEMBER_JSONS   /* struct xn_requests *; an array of at most high objects */
};

struct xn_member {
    const char *name;
    enum xn_member_kind kind;
    bool required;
    double low, high;
    const char *const *word; /* ends with NULL */
    size_t offset;           /* in the caller's struct; untouched when the member is absent or null */
};

/* A JSON text and where it stands: "request body", "request body: quotas[2]". */
struct xn_request {
    const char *json; /* NULL: not there */
    size_t length;
    const char *place;
};
struct xn_requests {
    size_t count;
    struct xn_request *request;
};
struct xn_request_texts {
    size_t count;
    const char **text;
};

/* Texts and inner requests are the arena's. XN_INPUT: "request body: days: found 0, wanted a whole number
 * from 1 to 365", "request body: there is no member 'nationality'; known are: ...". */
XN_MUST_CHECK enum xn_status xn_request_read(const struct xn_request *request, const struct xn_member *member,
                                             size_t n_members, struct xn_arena *arena, void *ret,
                                             struct xn_error *err);

/* The member that such a sentence is about ("needs.size"), also one of xn_household_parse with the request's
 * place as its source; false when it is about none. */
bool xn_request_fault_member(const char *sentence, char *ret, size_t size);

/* From now on what is read as JSON is wiped when it is let go. Once, before any thread reads. */
void xn_request_wipe_memory(void);

#endif
