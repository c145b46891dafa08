/* tls.h - the service's certificate and key. */
#ifndef XENIA_SERVICE_TLS_H
#define XENIA_SERVICE_TLS_H

#include "service_private.h"

struct tls {
    char *certificate, *key; /* PEM; NULL: no TLS */
};
/* Reads and checks the pair that the settings name. XN_INPUT: not PEM, or not a pair. */
XN_MUST_CHECK enum xn_status tls_read(const struct xn_service_settings *settings, struct tls *ret,
                                      struct xn_error *err);
/* Wipes the key. */
void tls_free(struct tls *tls);

/* What libmicrohttpd is told: TLS 1.2 and 1.3, no key exchange without forward secrecy. */
#define TLS_PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-SHA1"

#endif
