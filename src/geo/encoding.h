/* encoding.h - which encoding is the text of a .dbf in, and what does it say in UTF-8?
 *
 * A .cpg file beside it declares the encoding by name, byte 29 of its header (LDID) by number. The .cpg
 * wins. LDID 0x57 ("ANSI") only repeats some program's default and so counts as no declaration, as does a
 * .cpg that is no name at all (a server's error page). What is declared must fit; what is not is read as
 * UTF-8 when all of it is valid UTF-8, else as CP1252, with a note.
 */
#ifndef XENIA_GEO_ENCODING_H
#define XENIA_GEO_ENCODING_H

#include <stdbool.h>
#include <stdint.h>
#include "xenia/memory.h"
#include "xenia/notes.h"
#include "xenia/status.h"

struct xn_dbf_encoding {
    char name[48];     /* for iconv; "" when nothing is declared */
    char declarer[32]; /* ".cpg" or "LDID 77" */
};

/* What the files declare. XN_INPUT when a .cpg names an encoding that this system does not know. */
XN_MUST_CHECK enum xn_status xn_dbf_encoding_declared(const char *dbf_path, uint8_t ldid,
                                                      struct xn_dbf_encoding *ret, struct xn_notes *notes,
                                                      struct xn_error *err);

bool xn_is_ascii(const char *bytes, size_t length);

#endif
