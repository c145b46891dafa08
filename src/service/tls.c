/* tls.c - reading a certificate and its key: GnuTLS is asked whether they are a pair before anybody waits for
 * a handshake that cannot succeed. */
#include "tls.h"
#include <errno.h>
#include <gnutls/gnutls.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#define PEM_MAX (256u << 10)

enum xn_status service_read_private_file(const char *path, size_t limit, char **ret, size_t *ret_length,
                                         struct xn_error *err)
{
    struct stat about;
    if (stat(path, &about) != 0)
        return xn_fail(err, XN_IO, "%s cannot be read: %s", path, strerror(errno));
    if (about.st_mode & (S_IRWXG | S_IRWXO))
        return xn_fail(err, XN_INPUT,
                       "%s: found mode %04o, wanted a file that its owner alone may read (0600)", path,
                       (unsigned)about.st_mode & 07777u);
    return xn_file_read(path, limit, ret, ret_length, err);
}

static enum xn_status check_pair(const struct xn_service_settings *settings, const struct tls *tls,
                                 struct xn_error *err)
{
    gnutls_certificate_credentials_t pair;
    const gnutls_datum_t certificate = {(unsigned char *)tls->certificate,
                                        (unsigned)strlen(tls->certificate)};
    const gnutls_datum_t key = {(unsigned char *)tls->key, (unsigned)strlen(tls->key)};
    if (gnutls_certificate_allocate_credentials(&pair) < 0)
        return xn_fail_memory(err);
    const int result = gnutls_certificate_set_x509_key_mem(pair, &certificate, &key, GNUTLS_X509_FMT_PEM);
    gnutls_certificate_free_credentials(pair);
    if (result >= 0)
        return XN_OK;
    if (result == GNUTLS_E_CERTIFICATE_KEY_MISMATCH)
        return xn_fail(err, XN_INPUT, "%s is not the key of the certificate %s", settings->tls_key_path,
                       settings->tls_certificate_path);
    return xn_fail(err, XN_INPUT, "%s and %s are not a certificate and its key as PEM: %s",
                   settings->tls_certificate_path, settings->tls_key_path, gnutls_strerror(result));
}

enum xn_status tls_read(const struct xn_service_settings *settings, struct tls *ret, struct xn_error *err)
{
    XN_CLEANUP(tls_free) struct tls tls = {NULL, NULL};
    size_t length = 0;
    if (!settings->tls_certificate_path || !settings->tls_key_path)
        return XN_OK;
    XN_TRY(xn_file_read(settings->tls_certificate_path, PEM_MAX, &tls.certificate, &length, err));
    XN_TRY(service_read_private_file(settings->tls_key_path, PEM_MAX, &tls.key, &length, err));
    XN_TRY(check_pair(settings, &tls, err));
    *ret = tls;
    tls = (struct tls){NULL, NULL};
    return XN_OK;
}

void tls_free(struct tls *tls)
{
    if (tls->key)
        sodium_memzero(tls->key, strlen(tls->key));
    xn_free(tls->key);
    xn_free(tls->certificate);
    *tls = (struct tls){NULL, NULL};
}
