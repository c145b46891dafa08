/* request_digest.h - the fingerprint of a question. */
#ifndef XENIA_HOUSING_REQUEST_DIGEST_H
#define XENIA_HOUSING_REQUEST_DIGEST_H

#include "xenia/housing.h"

/* SHA-256 over everything asked: policy, household, day, snapshot. Not over the dwellings. */
void xn_request_digest(const struct xn_ranking_request *request, char ret[XN_DIGEST_HEX]);

#endif
