/* signing.c - Ed25519 by libsodium. The file of the key holds its seed, in the form of every key file. */
#include "xenia/signing.h"
#include <sodium.h>
#include <string.h>
#include "xenia/sealed.h"

_Static_assert(XN_PUBLIC_KEY_SIZE == crypto_sign_ed25519_PUBLICKEYBYTES, "the public half");
_Static_assert(XN_SIGNATURE_SIZE == crypto_sign_ed25519_BYTES, "a signature");
_Static_assert(sizeof((struct xn_signing_key *)0)->secret == crypto_sign_ed25519_SECRETKEYBYTES,
               "the secret half");
_Static_assert(XN_KEY_SIZE == crypto_sign_ed25519_SEEDBYTES, "a key file holds a seed");

void xn_signing_key_wipe(struct xn_signing_key *key)
{
    sodium_memzero(key, sizeof *key);
}

enum xn_status xn_signing_key_file(const char *path, bool create, struct xn_signing_key *ret,
                                   struct xn_error *err)
{
    XN_AUTO_KEY seed = {{0}};
    XN_TRY(xn_key_file(path, create, &seed, err));
    crypto_sign_ed25519_seed_keypair(ret->public_, ret->secret, seed.bytes);
    return XN_OK;
}

void xn_sign(const struct xn_signing_key *key, const void *bytes, size_t length,
             unsigned char ret[XN_SIGNATURE_SIZE])
{
    crypto_sign_ed25519_detached(ret, NULL, bytes, length, key->secret);
}

bool xn_signature_is_valid(const unsigned char public_key[XN_PUBLIC_KEY_SIZE], const void *bytes,
                           size_t length, const unsigned char signature[XN_SIGNATURE_SIZE])
{
    return crypto_sign_ed25519_verify_detached(signature, bytes, length, public_key) == 0;
}

void xn_public_key_print(const unsigned char public_key[XN_PUBLIC_KEY_SIZE], char ret[XN_PUBLIC_KEY_HEX])
{
    sodium_bin2hex(ret, XN_PUBLIC_KEY_HEX, public_key, XN_PUBLIC_KEY_SIZE);
}

enum xn_status xn_public_key_parse(const char *text, unsigned char ret[XN_PUBLIC_KEY_SIZE],
                                   struct xn_error *err)
{
    unsigned char key[XN_PUBLIC_KEY_SIZE];
    size_t length = 0;
    const char *end = text;
    if (sodium_hex2bin(key, sizeof key, text, strlen(text), NULL, &length, &end) != 0 ||
        length != sizeof key || *end != '\0')
        return xn_fail(err, XN_INPUT, "'%.100s' is not a public key: wanted %d hexadecimal characters", text,
                       XN_PUBLIC_KEY_HEX - 1);
    memcpy(ret, key, sizeof key);
    return XN_OK;
}
