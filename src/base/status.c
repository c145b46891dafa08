/* status.c - status names and the sentence of a failure. */
#include "xenia/status.h"
#include "xenia/text.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *xn_status_name(enum xn_status status)
{
    static const char *const name[] = {
#define XN_STATUS_NAME(name, text) #name,
        XN_STATUS_TABLE(XN_STATUS_NAME)
#undef XN_STATUS_NAME
    };
    return (size_t)status < sizeof name / sizeof *name ? name[status] : "UNKNOWN";
}

const char *xn_status_text(enum xn_status status)
{
    static const char *const text[] = {
#define XN_STATUS_TEXT(name, text) text,
        XN_STATUS_TABLE(XN_STATUS_TEXT)
#undef XN_STATUS_TEXT
    };
    return (size_t)status < sizeof text / sizeof *text ? text[status] : "unknown status";
}

/* A sentence that was cut may end inside a character. */
static void cut_at_character(char *message)
{
    message[xn_utf8_valid_length(message, strlen(message))] = '\0';
}

enum xn_status xn_fail(struct xn_error *err, enum xn_status status, const char *format, ...)
{
    if (!err)
        return status;
    err->status = status;
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof err->message)
        cut_at_character(err->message);
    return status;
}

enum xn_status xn_fail_memory(struct xn_error *err)
{
    return xn_fail(err, XN_MEMORY, "%s", xn_status_text(XN_MEMORY));
}

enum xn_status xn_fail_in(struct xn_error *err, enum xn_status status, const char *format, ...)
{
    if (!err || status == XN_OK)
        return status;
    char context[sizeof err->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(context, sizeof context, format, arguments);
    va_end(arguments);
    char sentence[sizeof err->message];
    memcpy(sentence, err->message, sizeof sentence);
    return xn_fail(err, status, "%s: %s", context, sentence);
}
