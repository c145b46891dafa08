/* audit_chain.h - what sealing and verifying must agree on: the bytes that are hashed and signed.
 *
 * An entry's digest is over its columns as text, null apart from "". A seal's digest of entries is over id
 * and digest of each, in the order of ids; its marks name them (id and the first 8 bytes of the digest,
 * little- endian); its own digest is over all that it says, its key included.
 */
#ifndef XENIA_STORE_AUDIT_CHAIN_H
#define XENIA_STORE_AUDIT_CHAIN_H

#include "pg.h"
#include "xenia/audit.h"

struct xn_audit_item {
    int64_t id;
    char sha256[XN_DIGEST_HEX];
};
uint64_t xn_audit_item_mark(const struct xn_audit_item *item); /* the first 8 bytes */

/* The entries of a city with ids in (after, upto], in order, fetched `batch` at a time. */
struct xn_audit_reader {
    struct xn_store *store;
    const char *city;
    int64_t after, upto, batch;
    struct xn_rows rows; /* freed by the owner */
    size_t row;
    bool ended;
    bool renews; /* each fetch is a call of its own, in a transaction of xn_pg_begin */
};
/* `*ret_got` false: there are no more. */
XN_MUST_CHECK enum xn_status xn_audit_reader_next(struct xn_audit_reader *reader, bool *ret_got,
                                                  struct xn_audit_item *ret, struct xn_error *err);

#define XN_AUDIT_MARK_SIZE 16
/* Entries on their way under a seal. Starts with xn_audit_range_begin. */
struct xn_audit_range {
    struct xn_digest digest;
    int64_t first, last, n_entries; /* 0: none yet */
    struct xn_buf marks;
};
void xn_audit_range_begin(struct xn_audit_range *range);
void xn_audit_range_add(struct xn_audit_range *range, const struct xn_audit_item *item);
/* A mark of a seal, from 0. */
void xn_audit_mark_read(const unsigned char *marks, size_t position, int64_t *ret_id, uint64_t *ret_mark);

struct xn_audit_seal {
    const char *city;
    int64_t number, first_entry, last_entry, n_entries;
    const char *entries_sha256, *previous_sha256; /* hexadecimal; previous "" for the first */
    const char *sealed_at, *sha256, *public_key;
    const unsigned char *marks, *signature;
    size_t marks_length, signature_length;
};
/* The digest that stands in the seal, from everything else in it. */
void xn_audit_seal_digest(const struct xn_audit_seal *seal, char ret[XN_DIGEST_HEX]);
/* What is signed: never the text of anything else. */
#define XN_AUDIT_SIGNED_SIZE (XN_DIGEST_HEX + 20)
size_t xn_audit_seal_signed(const char *sha256, char ret[XN_AUDIT_SIGNED_SIZE]);

#endif
