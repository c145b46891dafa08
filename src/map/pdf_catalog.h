/* pdf_catalog.h - what Cairo leaves out of a PDF's catalogue: the language of the text, for a screen reader's
 * voice, and that a window shows the document's title rather than the file's name; and out of its dates: the
 * letter that they begin with. */
#ifndef XENIA_MAP_PDF_CATALOG_H
#define XENIA_MAP_PDF_CATALOG_H

#include "xenia/buf.h"
#include "xenia/message.h"

/* XN_IO when the bytes are no PDF as Cairo writes it: the catalogue last, then a table of references. */
XN_MUST_CHECK enum xn_status xn_pdf_catalog_amend(struct xn_buf *pdf, enum xn_language language,
                                                  struct xn_error *err);

#endif
