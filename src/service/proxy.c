/* proxy.c - a proxy that is trusted: it speaks TLS or OpenID Connect for us, and shows the secret we share.
 *
 * Without the secret its headers are anybody's, and are not looked at. Of X-Forwarded-For the last address
 * counts: the one that the proxy itself has seen.
 */
#include <sodium.h>
#include <string.h>
#include "service_private.h"

#define SECRET_MIN 16
#define SECRET_MAX 512

static void hash_text(const char *text, size_t length, unsigned char ret[crypto_hash_sha256_BYTES])
{
    crypto_hash_sha256(ret, (const unsigned char *)text, length);
}

enum xn_status proxy_read_secret(struct xn_service *service, struct xn_error *err)
{
    const char *path = service->settings.proxy_secret_path;
    char *text = NULL;
    size_t length = 0;
    if (!path)
        return XN_OK;
    if (sodium_init() < 0)
        return xn_fail(err, XN_IO, "this system gives no random numbers");
    XN_TRY(service_read_private_file(path, SECRET_MAX, &text, &length, err));
    while (length > 0 && strchr("\r\n", text[length - 1]))
        length--;
    const bool long_enough = length >= SECRET_MIN;
    hash_text(text, length, service->proxy_secret);
    sodium_memzero(text, length);
    xn_free(text);
    if (!long_enough)
        return xn_fail(err, XN_INPUT, "%s: found a secret of %zu characters, wanted at least %d", path,
                       length, SECRET_MIN);
    service->has_proxy = true;
    return XN_OK;
}

static void take_address(struct call *call, const char *forwarded_for)
{
    const char *last = strrchr(forwarded_for, ',');
    last = last ? last + 1 : forwarded_for;
    last += strspn(last, " \t");
    const size_t length = strcspn(last, " \t");
    if (length == 0 || length >= sizeof call->address)
        return;
    memcpy(call->address, last, length);
    call->address[length] = '\0';
}

bool proxy_read(struct call *call, const struct proxy_headers *headers)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    const struct xn_service *service = call->service;
    if (!service->has_proxy || !headers->secret)
        return true;
    hash_text(headers->secret, strlen(headers->secret), hash);
    if (sodium_memcmp(hash, service->proxy_secret, sizeof hash) != 0) {
        service_log(service, "a proxy at %s shows a wrong secret", call->address);
        return false;
    }
    if (headers->forwarded_for)
        take_address(call, headers->forwarded_for);
    call->is_secure =
        call->is_secure || (headers->forwarded_proto && strcmp(headers->forwarded_proto, "https") == 0);
    if (headers->user && strlen(headers->user) < sizeof call->person)
        memcpy(call->person, headers->user, strlen(headers->user) + 1);
    else if (headers->user)
        memcpy(call->person, "-", 2); /* longer than any login: nobody */
    return true;
}
