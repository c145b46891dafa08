/* password.h - passwords of people, as argon2id keeps them (RFC 9106; by libsodium).
 *
 * A hash costs 64 MiB and some 0.1 s on purpose. What is kept is the text of libsodium,
 * "$argon2id$v=19$m=...": salt and costs are in it.
 */
#ifndef XENIA_PASSWORD_H
#define XENIA_PASSWORD_H

#include <stdbool.h>
#include "xenia/status.h"

#define XN_PASSWORD_HASH_SIZE 128
#define XN_PASSWORD_MIN 12 /* characters; no rules of composition beside */
#define XN_PASSWORD_MAX 256
#define XN_PASSWORD_MADE_SIZE 25 /* 24 characters without ones that look alike, and a NUL */

/* XN_INPUT: too short, too long, not UTF-8, or the login itself; the sentence never repeats the password. */
XN_MUST_CHECK enum xn_status xn_password_check(const char *password, const char *login, struct xn_error *err);
XN_MUST_CHECK enum xn_status xn_password_hash(const char *password, char ret[XN_PASSWORD_HASH_SIZE],
                                              struct xn_error *err);
/* Is it the password? `hash` NULL: takes the same time and says no (so that an unknown login cannot be told
 * from a wrong password). XN_MEMORY when there are not 64 MiB. */
XN_MUST_CHECK enum xn_status xn_password_verify(const char *password, const char *hash, bool *ret,
                                                struct xn_error *err);
/* A password made by chance, for a first login. */
XN_MUST_CHECK enum xn_status xn_password_make(char ret[XN_PASSWORD_MADE_SIZE], struct xn_error *err);
/* Nothing of it stays in memory. */
void xn_password_wipe(char *password, size_t size);

#endif
