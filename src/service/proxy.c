/* proxy.c - a proxy that is trusted: it speaks TLS or OpenID Connect for us, and shows the secret we share.
 *
 * Without the secret its headers are anybody's, and are not looked at. Of X-Forwarded-For the last address
 * counts: the one that the proxy itself has seen. What is no address is not one, and whoever has an IPv6
 * network (a /64) is one asker, for she has all its addresses.
 */
#include <arpa/inet.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include "rate_limit.h"
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

/* The address alone of "192.0.2.7", "192.0.2.7:4711", "2001:db8::7" or "[2001:db8::7]:4711". */
static void cut_port(char *text)
{
    const char *colon = strchr(text, ':');
    if (*text == '[') {
        memmove(text, text + 1, strlen(text));
        text[strcspn(text, "]")] = '\0';
    } else if (colon && !strchr(colon + 1, ':')) {
        text[colon - text] = '\0';
    }
}

bool proxy_find_address(const char *forwarded_for, char *ret, size_t size)
{
    char text[64];
    struct in_addr four;
    struct in6_addr six;
    const char *last = strrchr(forwarded_for, ',');
    last = last ? last + 1 : forwarded_for;
    last += strspn(last, " \t");
    const size_t length = strcspn(last, " \t");
    if (length >= sizeof text)
        return false;
    memcpy(text, last, length);
    text[length] = '\0';
    cut_port(text);
    if (inet_pton(AF_INET, text, &four) == 1)
        return inet_ntop(AF_INET, &four, ret, (socklen_t)size) != NULL;
    if (inet_pton(AF_INET6, text, &six) != 1)
        return false;
    if (IN6_IS_ADDR_V4MAPPED(&six))
        return inet_ntop(AF_INET, six.s6_addr + 12, ret, (socklen_t)size) != NULL;
    memset(six.s6_addr + 8, 0, 8);
    return inet_ntop(AF_INET6, &six, ret, (socklen_t)size) != NULL;
}

/* Who tries secret after secret does not fill the log. */
static void log_wrong_secret(const struct call *call)
{
    char name[sizeof call->address + 8];
    snprintf(name, sizeof name, "proxy %s", call->address);
    if (rate_limit_take(service_rate_limit(call->service, LIMIT_BAD_TOKEN), name) == 0)
        service_log(call->service, "a proxy at %s shows a wrong secret", call->address);
}

bool proxy_read(struct call *call, const struct proxy_headers *headers)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    const struct xn_service *service = call->service;
    if (!service->has_proxy || !headers->secret)
        return true;
    hash_text(headers->secret, strlen(headers->secret), hash);
    if (sodium_memcmp(hash, service->proxy_secret, sizeof hash) != 0) {
        log_wrong_secret(call);
        return false;
    }
    if (headers->forwarded_for)
        (void)proxy_find_address(headers->forwarded_for, call->address, sizeof call->address);
    call->is_secure =
        call->is_secure || (headers->forwarded_proto && strcasecmp(headers->forwarded_proto, "https") == 0);
    if (!service->settings.proxy_signs_in)
        return true; /* it speaks TLS for us, and may pass on what clients say they are */
    if (headers->user && strlen(headers->user) < sizeof call->person)
        memcpy(call->person, headers->user, strlen(headers->user) + 1);
    else if (headers->user)
        memcpy(call->person, "/", 2); /* longer than any login, and none has a slash: nobody */
    return true;
}
