/* noted.h - is there a note that says this? */
#ifndef XENIA_TEST_NOTED_H
#define XENIA_TEST_NOTED_H

#include <stdbool.h>
#include <string.h>
#include "xenia/notes.h"

static inline bool is_noted(const struct xn_notes *notes, const char *sentence)
{
    for (size_t i = 0; i < notes->count; i++)
        if (strstr(notes->text[i], sentence))
            return true;
    return false;
}

#endif
