/* sealer.h - the thread that seals the log of changes (RULES R8). */
#ifndef XENIA_SERVICE_SEALER_H
#define XENIA_SERVICE_SEALER_H

#include "xenia/service.h"

struct sealer;
/* Reads the key, made at the first start, and begins. Without a key the service says why and does all else:
 * `*ret` stays NULL. */
XN_MUST_CHECK enum xn_status sealer_start(struct xn_service *service, struct sealer **ret,
                                          struct xn_error *err);
/* Once the service's `quit` is set. NULL: nothing happens. */
void sealer_stop(struct sealer *sealer);

#endif
