/* status.h - how every function of Xenia says that something went wrong.
 *
 * A function that can fail returns `enum xn_status`, takes its outputs as `ret` parameters and a
 * `struct xn_error *err` last. On success every output is set; on failure every output keeps its old
 * value and `err`, if not NULL, holds one sentence for a person: it names file, row, column, what was
 * found and what was wanted. Layers below service never print, log, exit or abort.
 */
#ifndef XENIA_STATUS_H
#define XENIA_STATUS_H

#include <stddef.h>

/* Every status, with the words that stand for it when there is no better sentence. */
#define XN_STATUS_TABLE(X)                                                                                   \
    X(OK, "done")                                                                                            \
    X(MEMORY, "out of memory")                                                                               \
    X(ARGUMENT, "a parameter is not usable")                                                                 \
    X(INPUT, "the input is refused")                                                                         \
    X(UNDEFINED, "the result is undefined for this input")                                                   \
    X(LIMIT, "a documented limit is exceeded")                                                               \
    X(CONFLICT, "somebody else is doing this, or changed it first")                                          \
    X(NOT_FOUND, "there is no such thing")                                                                   \
    X(IO, "reading or writing failed")                                                                       \
    X(DATABASE, "the database is not reachable or refused")                                                  \
    X(CANCELLED, "cancelled")

enum xn_status {
#define XN_STATUS_ENUM(name, text) XN_##name,
    XN_STATUS_TABLE(XN_STATUS_ENUM)
#undef XN_STATUS_ENUM
};

/* The caller's place for the sentence; always NUL-terminated once filled. Start it with `= {0}`. */
struct xn_error {
    enum xn_status status;
    char message[1024];
};

/* "no such index" for functions that return a position. */
#define XN_NONE ((size_t)-1)

#if defined(__GNUC__)
#define XN_MUST_CHECK __attribute__((warn_unused_result))
#define XN_PRINTF(format_at, first_at) __attribute__((format(printf, format_at, first_at)))
#define XN_CLEANUP(function) __attribute__((cleanup(function)))
#endif

/* The identifier of a status ("INPUT") and its general words ("the input is refused"). */
const char *xn_status_name(enum xn_status status);
const char *xn_status_text(enum xn_status status);

/* Fills `err` (which may be NULL) and returns `status`, so that a failure is one statement:
 *     return xn_fail(err, XN_UNDEFINED, "group '%s' has no members in this city", name);
 * A sentence that does not fit is cut at a UTF-8 character boundary. */
enum xn_status xn_fail(struct xn_error *err, enum xn_status status, const char *format, ...) XN_PRINTF(3, 4);

/* XN_MEMORY with its words, for the many places where only memory can fail. */
enum xn_status xn_fail_memory(struct xn_error *err);

/* Puts "context: " before the sentence already in `err` and returns its status (XN_OK stays XN_OK). */
enum xn_status xn_fail_in(struct xn_error *err, enum xn_status status, const char *format, ...)
    XN_PRINTF(3, 4);

/* Leaves the function with the status of `expression` unless it is XN_OK. */
#define XN_TRY(expression)                                                                                   \
    do {                                                                                                     \
        const enum xn_status xn_try_status_ = (expression);                                                  \
        if (xn_try_status_ != XN_OK)                                                                         \
            return xn_try_status_;                                                                           \
    } while (0)

/* XN_AUTO(xn_table_free) struct xn_table *table = NULL;  frees on every way out of the scope.
 * The free function takes the pointer itself; XN_DEFINE_AUTO makes the adapter the attribute needs.
 * Where a header declares `xn_thing_free(struct xn_thing *)` it also says XN_DEFINE_AUTO(xn_thing_free,
 * struct xn_thing *). */
#define XN_AUTO(free_function) XN_CLEANUP(free_function##_auto)
#define XN_DEFINE_AUTO(free_function, type)                                                                  \
    static inline void free_function##_auto(type *owned)                                                     \
    {                                                                                                        \
        if (*owned)                                                                                          \
            free_function(*owned);                                                                           \
    }

/* Hands a pointer over: the value of the expression is the old pointer, the variable becomes NULL. */
#define XN_STEAL(pointer)                                                                                    \
    __extension__({                                                                                          \
        __typeof__(pointer) xn_stolen_ = (pointer);                                                          \
        (pointer) = NULL;                                                                                    \
        xn_stolen_;                                                                                          \
    })

#endif
