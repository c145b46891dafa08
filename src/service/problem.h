/* problem.h - a refusal as RFC 9457 wants it, the same from HTTP and from the desk. */
#ifndef XENIA_SERVICE_PROBLEM_H
#define XENIA_SERVICE_PROBLEM_H

#include "xenia/buf.h"

/* Puts the document in the place of what `body` held; `field` may be NULL. */
void problem_put(struct xn_buf *body, unsigned http_status, const char *code, const char *field,
                 const char *detail);

#endif
