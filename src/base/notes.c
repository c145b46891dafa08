/* notes.c - the list of what a person should know although nothing failed. */
#include "xenia/notes.h"
#include "xenia/memory.h"
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static bool grow(struct xn_notes *notes)
{
    if (notes->count < notes->capacity)
        return true;
    const size_t capacity = notes->capacity ? notes->capacity * 2 : 16;
    char **grown = xn_realloc(notes->text, capacity, sizeof *grown);
    if (!grown)
        return false;
    notes->text = grown;
    notes->capacity = capacity;
    return true;
}

void xn_note(struct xn_notes *notes, const char *format, ...)
{
    if (!notes)
        return;
    char sentence[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    char *copy = notes->count < XN_NOTES_MAX && grow(notes) ? xn_strdup(sentence) : NULL;
    if (copy)
        notes->text[notes->count++] = copy;
    else
        notes->dropped++;
}

void xn_notes_free(struct xn_notes *notes)
{
    for (size_t i = 0; i < notes->count; i++)
        xn_free(notes->text[i]);
    xn_free(notes->text);
    *notes = (struct xn_notes)XN_NOTES_INIT;
}

enum xn_status xn_faults_take(struct xn_faults *faults, struct xn_notes *notes, enum xn_status status,
                              const struct xn_error *fault, struct xn_error *err)
{
    if (status == XN_OK)
        return XN_OK;
    if (status != XN_INPUT)
        return xn_fail(err, status, "%s", fault->message);
    if (faults->count++ == 0)
        faults->first = *fault;
    else if (faults->count <= XN_FAULTS_TOLD)
        xn_note(notes, "%s", fault->message);
    return XN_OK;
}

enum xn_status xn_faults_result(const struct xn_faults *faults, struct xn_error *err)
{
    if (faults->count == 0)
        return XN_OK;
    if (faults->count == 1)
        return xn_fail(err, XN_INPUT, "%s", faults->first.message);
    return xn_fail(err, XN_INPUT, "%s (the first of %zu faults)", faults->first.message, faults->count);
}
