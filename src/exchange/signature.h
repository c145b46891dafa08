/* signature.h - is a policy, or a list of overrides, signed, and for these bytes? */
#ifndef XENIA_EXCHANGE_SIGNATURE_H
#define XENIA_EXCHANGE_SIGNATURE_H

#include "xenia/housing.h"

/* The policy as its file says it, whoever vouches for it. */
XN_MUST_CHECK enum xn_status xn_signature_read_policy(const char *path, struct xn_policy *ret,
                                                      struct xn_error *err);
/* XN_INPUT when signed_by or signed_on is given without the other four fields of a signature. */
XN_MUST_CHECK enum xn_status xn_signature_check_whole(const struct xn_policy *policy, const char *source,
                                                      struct xn_error *err);
/* Does PATH.sig record that this person signed bytes with this digest? XN_INPUT with the reason when not. */
XN_MUST_CHECK enum xn_status xn_signature_check_record(const char *path, const char *digest,
                                                       const char *signed_by, struct xn_error *err);
/* Writes PATH.sig. */
XN_MUST_CHECK enum xn_status xn_signature_write_record(const char *path, const char *digest,
                                                       const char *signed_by, xn_date date,
                                                       struct xn_error *err);

#endif
