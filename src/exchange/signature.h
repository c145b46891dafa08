/* signature.h - is a policy signed, and for these bytes? */
#ifndef XENIA_EXCHANGE_SIGNATURE_H
#define XENIA_EXCHANGE_SIGNATURE_H

#include "xenia/housing.h"

/* The policy as its file says it, whoever vouches for it. */
XN_MUST_CHECK enum xn_status xn_signature_read_policy(const char *path, struct xn_policy *ret,
                                                      struct xn_error *err);
/* XN_INPUT when signed_by or signed_on is given without the other four fields of a signature. */
XN_MUST_CHECK enum xn_status xn_signature_check_whole(const struct xn_policy *policy, const char *source,
                                                      struct xn_error *err);
/* Does PATH.sig record the signature of this policy, for these bytes? XN_INPUT with the reason when not. */
XN_MUST_CHECK enum xn_status xn_signature_check_record(const char *path, const struct xn_policy *policy,
                                                       struct xn_error *err);

#endif
