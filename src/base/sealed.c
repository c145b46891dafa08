/* sealed.c - personal data at rest, by libsodium: XChaCha20-Poly1305, keyed BLAKE2b, and a key file.
 *
 * Sealed bytes are nonce (24 random bytes: they never repeat), ciphertext, tag (16). The context is
 * authenticated with them, so that what was sealed for one row cannot be moved to another. A wrapped key is
 * a key that is sealed.
 */
#include "xenia/sealed.h"
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "xenia/text.h"

#define NONCE_SIZE crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE crypto_aead_xchacha20poly1305_ietf_ABYTES
#define KEY_TEXT_LENGTH ((size_t)2 * XN_KEY_SIZE)
#define KEY_FILE_LIMIT 4096

_Static_assert(XN_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "a key of the cipher");
_Static_assert(XN_WRAPPED_KEY_SIZE == NONCE_SIZE + XN_KEY_SIZE + TAG_SIZE, "a sealed key");

void xn_key_wipe(struct xn_key *key)
{
    sodium_memzero(key->bytes, sizeof key->bytes);
}

enum xn_status xn_key_random(struct xn_key *ret, struct xn_error *err)
{
    if (sodium_init() < 0)
        return xn_fail(err, XN_IO, "the system gives no random numbers");
    randombytes_buf(ret->bytes, sizeof ret->bytes);
    return XN_OK;
}

/* --- sealing ------------------------------------------------------------------------------------------ */

/* Writes nonce, ciphertext and tag: NONCE_SIZE + length + TAG_SIZE bytes. */
static enum xn_status seal_into(unsigned char *ret, const struct xn_key *key, const char *context,
                                const void *bytes, size_t length, struct xn_error *err)
{
    if (sodium_init() < 0)
        return xn_fail(err, XN_IO, "the system gives no random numbers");
    randombytes_buf(ret, NONCE_SIZE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(ret + NONCE_SIZE, NULL, bytes, length,
                                               (const unsigned char *)context, strlen(context), NULL, ret,
                                               key->bytes);
    return XN_OK;
}

/* Writes length - NONCE_SIZE - TAG_SIZE bytes. */
static enum xn_status unseal_into(unsigned char *ret, const struct xn_key *key, const char *context,
                                  const unsigned char *sealed, size_t length, struct xn_error *err)
{
    if (length < NONCE_SIZE + TAG_SIZE ||
        crypto_aead_xchacha20poly1305_ietf_decrypt(ret, NULL, NULL, sealed + NONCE_SIZE, length - NONCE_SIZE,
                                                   (const unsigned char *)context, strlen(context), sealed,
                                                   key->bytes) != 0)
        return xn_fail(err, XN_INPUT, "%s: sealed with another key, or changed since", context);
    return XN_OK;
}

enum xn_status xn_seal(const struct xn_key *key, const char *context, const void *bytes, size_t length,
                       struct xn_buf *ret, struct xn_error *err)
{
    const size_t sealed_length = NONCE_SIZE + length + TAG_SIZE;
    XN_CLEANUP(xn_free_pointer) unsigned char *sealed = xn_alloc(sealed_length);
    if (!sealed)
        return xn_fail_memory(err);
    XN_TRY(seal_into(sealed, key, context, bytes, length, err));
    xn_buf_append(ret, sealed, sealed_length);
    return xn_buf_check(ret, err);
}

enum xn_status xn_unseal(const struct xn_key *key, const char *context, const void *sealed, size_t length,
                         struct xn_buf *ret, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) unsigned char *bytes = xn_alloc(length);
    if (!bytes)
        return xn_fail_memory(err);
    XN_TRY(unseal_into(bytes, key, context, sealed, length, err));
    xn_buf_append(ret, bytes, length - NONCE_SIZE - TAG_SIZE);
    sodium_memzero(bytes, length);
    return xn_buf_check(ret, err);
}

enum xn_status xn_key_wrap(const struct xn_key *master, const char *context, const struct xn_key *key,
                           unsigned char ret[XN_WRAPPED_KEY_SIZE], struct xn_error *err)
{
    return seal_into(ret, master, context, key->bytes, sizeof key->bytes, err);
}

enum xn_status xn_key_unwrap(const struct xn_key *master, const char *context,
                             const unsigned char wrapped[XN_WRAPPED_KEY_SIZE], struct xn_key *ret,
                             struct xn_error *err)
{
    XN_AUTO_KEY key;
    XN_TRY(unseal_into(key.bytes, master, context, wrapped, XN_WRAPPED_KEY_SIZE, err));
    *ret = key;
    return XN_OK;
}

/* --- references --------------------------------------------------------------------------------------- */

/* Under a key of its own, derived from the master key. Each text is preceded by its length. */
void xn_reference_hash(const struct xn_key *master, const char *city, const char *reference,
                       unsigned char ret[XN_REFERENCE_SIZE])
{
    XN_AUTO_KEY key;
    crypto_kdf_derive_from_key(key.bytes, sizeof key.bytes, 1, "xeniaref", master->bytes);
    const char *const text[] = {city, reference};
    crypto_generichash_state state;
    crypto_generichash_init(&state, key.bytes, sizeof key.bytes, XN_REFERENCE_SIZE);
    for (size_t i = 0; i < 2; i++) {
        const size_t length = strlen(text[i]);
        const unsigned char size[4] = {(unsigned char)length, (unsigned char)(length >> 8),
                                       (unsigned char)(length >> 16), (unsigned char)(length >> 24)};
        crypto_generichash_update(&state, size, sizeof size);
        crypto_generichash_update(&state, (const unsigned char *)text[i], length);
    }
    crypto_generichash_final(&state, ret, XN_REFERENCE_SIZE);
}

/* --- the key file ------------------------------------------------------------------------------------- */

static enum xn_status fail_io(const char *path, const char *what, struct xn_error *err)
{
    const int reason = errno;
    return xn_fail(err, reason == ENOENT ? XN_NOT_FOUND : XN_IO, "%s: %s: %s", path, what, strerror(reason));
}

static void close_descriptor(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
}

static enum xn_status parse_key(const char *path, const char *text, size_t length, struct xn_key *ret,
                                struct xn_error *err)
{
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) && text[length - 1] != '\0')
        length--;
    XN_AUTO_KEY key;
    size_t n_bytes = 0;
    if (length != KEY_TEXT_LENGTH ||
        sodium_hex2bin(key.bytes, sizeof key.bytes, text, length, NULL, &n_bytes, NULL) != 0 ||
        n_bytes != sizeof key.bytes)
        return xn_fail(err, XN_INPUT, "%s is not a key: wanted %zu hexadecimal characters", path,
                       KEY_TEXT_LENGTH);
    *ret = key;
    return XN_OK;
}

/* systemd hands credentials over (LoadCredential) in a folder that no other service enters, readable by a
 * group (0440) where an access list says which user the group stands for. */
static bool is_credential(const char *path)
{
    const char *folder = getenv("CREDENTIALS_DIRECTORY");
    const size_t length = folder ? strlen(folder) : 0;
    return length > 0 && strncmp(path, folder, length) == 0 && path[length] == '/' &&
           !strchr(path + length + 1, '/');
}

/* Nobody else may have read the key, and nobody else have put it there. */
static enum xn_status check_owner_and_mode(const char *path, const struct stat *status, struct xn_error *err)
{
    const mode_t others = is_credential(path) ? S_IWGRP | S_IXGRP | S_IRWXO : S_IRWXG | S_IRWXO;
    if (!S_ISREG(status->st_mode))
        return xn_fail(err, XN_INPUT, "%s is not a file", path);
    if (status->st_mode & others)
        return xn_fail(
            err, XN_INPUT,
            "%s may be read by others (mode %03o): chmod 600 it, after thinking of who has read it", path,
            (unsigned)status->st_mode & 0777);
    if (status->st_uid != 0 && status->st_uid != geteuid() && geteuid() != 0)
        return xn_fail(err, XN_INPUT, "%s belongs to somebody else (user %u): wanted user %u, or root", path,
                       (unsigned)status->st_uid, (unsigned)geteuid());
    return XN_OK;
}

static enum xn_status read_key(const char *path, struct xn_key *ret, struct xn_error *err)
{
    XN_CLEANUP(close_descriptor) int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct stat status;
    if (descriptor < 0 || fstat(descriptor, &status) != 0)
        return fail_io(path, "cannot be opened", err);
    XN_TRY(check_owner_and_mode(path, &status, err));
    char text[KEY_FILE_LIMIT];
    const ssize_t length = read(descriptor, text, sizeof text);
    if (length < 0)
        return fail_io(path, "cannot be read", err);
    const enum xn_status parsed = parse_key(path, text, (size_t)length, ret, err);
    sodium_memzero(text, sizeof text);
    return parsed;
}

static enum xn_status write_key(const char *path, const char *text, size_t length, struct xn_error *err)
{
    XN_CLEANUP(close_descriptor)
    int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0)
        return fail_io(path, "cannot be created", err);
    const ssize_t written = write(descriptor, text, length);
    if (written != (ssize_t)length || fsync(descriptor) != 0)
        return fail_io(path, "cannot be written", err);
    return XN_OK;
}

/* The name of the file is in the folder only when the folder is on the disk. */
static enum xn_status sync_folder_of(const char *path, struct xn_error *err)
{
    const char *slash = strrchr(path, '/');
    XN_CLEANUP(xn_free_pointer) char *folder = xn_strdup(slash ? path : ".");
    if (!folder)
        return xn_fail_memory(err);
    if (slash)
        folder[slash == path ? 1 : slash - path] = '\0';
    XN_CLEANUP(close_descriptor) int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0 || fsync(descriptor) != 0)
        return fail_io(folder, "cannot be written", err);
    return XN_OK;
}

/* The finished file gets its name by a link, which fails when somebody else was first: theirs counts then. */
static enum xn_status link_key(const char *temporary, const char *path, struct xn_error *err)
{
    const bool linked = link(temporary, path) == 0 || errno == EEXIST;
    const enum xn_status status = linked ? XN_OK : fail_io(path, "cannot be created", err);
    unlink(temporary);
    return status == XN_OK ? sync_folder_of(path, err) : status;
}

static enum xn_status make_key(const char *path, struct xn_error *err)
{
    XN_AUTO_KEY key, name;
    XN_TRY(xn_key_random(&key, err));
    XN_TRY(xn_key_random(&name, err));
    XN_CLEANUP(xn_free_pointer) char *temporary = xn_alloc(strlen(path) + 16 + sizeof ".new");
    if (!temporary)
        return xn_fail_memory(err);
    char text[2 * XN_KEY_SIZE + 1], suffix[17];
    sodium_bin2hex(suffix, sizeof suffix, name.bytes, 8);
    sprintf(temporary, "%s%s.new", path, suffix);
    sodium_bin2hex(text, sizeof text, key.bytes, sizeof key.bytes);
    text[KEY_TEXT_LENGTH] = '\n';
    const enum xn_status status = write_key(temporary, text, sizeof text, err);
    sodium_memzero(text, sizeof text);
    if (status != XN_OK) {
        unlink(temporary);
        return status;
    }
    return link_key(temporary, path, err);
}

enum xn_status xn_key_file(const char *path, bool create, struct xn_key *ret, struct xn_error *err)
{
    struct xn_error why = {0};
    const enum xn_status status = read_key(path, ret, &why);
    if (status == XN_NOT_FOUND && create) {
        XN_TRY(make_key(path, err));
        return read_key(path, ret, err);
    }
    return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
}
