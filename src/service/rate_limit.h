/* rate_limit.h - how often one may ask: a token bucket for each name, in bounded memory. */
#ifndef XENIA_SERVICE_RATE_LIMIT_H
#define XENIA_SERVICE_RATE_LIMIT_H

#include "xenia/status.h"

struct rate_limit;
/* At most `burst` at once and as many again in `window_s` seconds. burst 0: without a limit. */
XN_MUST_CHECK enum xn_status rate_limit_new(unsigned burst, unsigned window_s, struct rate_limit **ret,
                                            struct xn_error *err);
void rate_limit_free(struct rate_limit *limit);
/* Takes one for `name`: 0, or the seconds until there is one again. From any thread. NULL: no limit. */
unsigned rate_limit_take(struct rate_limit *limit, const char *name);
/* The same without taking. */
unsigned rate_limit_wait(struct rate_limit *limit, const char *name);

#endif
