/* embedded.h - files that are part of the binary: message catalogues, SQL, policies, mappings, the web page.
 *
 * xenia_embed() in CMakeLists.txt writes the tables; each ends with a NULL name. The bytes are followed by a
 * NUL that is not counted, so text can be used as a string.
 */
#ifndef XENIA_EMBEDDED_H
#define XENIA_EMBEDDED_H

#include <stddef.h>

struct xn_embedded {
    const char *name; /* the file's name without its folder */
    const unsigned char *bytes;
    size_t length;
};

/* Defined by the generated file; a layer declares its own with this. */
#define XN_EMBEDDED(symbol) extern const struct xn_embedded symbol[]

#endif
