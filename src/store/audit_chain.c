/* audit_chain.c - the canonical bytes of entries and seals. What stands here can never change: a seal that
 * was made once is verified by it for ever. */
#include "audit_chain.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define N_COLUMNS 11 /* of audit_lines: the id, then what is hashed as text */

uint64_t xn_audit_item_mark(const struct xn_audit_item *item)
{
    char first[17];
    memcpy(first, item->sha256, 16);
    first[16] = '\0';
    return strtoull(first, NULL, 16);
}

static void digest_line(const struct xn_rows *rows, size_t row, struct xn_audit_item *ret)
{
    struct xn_digest digest;
    xn_digest_init(&digest);
    ret->id = xn_rows_int(rows, row, 0);
    xn_digest_u64(&digest, (uint64_t)ret->id);
    for (size_t column = 1; column < N_COLUMNS; column++)
        xn_digest_text(&digest, xn_rows_null(rows, row, column) ? NULL : xn_rows_text(rows, row, column));
    xn_digest_hex(&digest, ret->sha256);
}

static enum xn_status fetch(struct xn_audit_reader *reader, struct xn_error *err)
{
    struct xn_params params = {0};
    if (reader->renews)
        XN_TRY(xn_pg_call(reader->store, XN_CALL_BULK, err));
    xn_param_text(&params, reader->city);
    xn_param_int(&params, reader->after);
    xn_param_int(&params, reader->upto);
    xn_param_int(&params, reader->batch);
    XN_TRY(xn_pg_run(reader->store, "audit_lines", &params, &reader->rows, err));
    reader->row = 0;
    reader->ended = xn_rows_count(&reader->rows) == 0;
    return XN_OK;
}

enum xn_status xn_audit_reader_next(struct xn_audit_reader *reader, bool *ret_got, struct xn_audit_item *ret,
                                    struct xn_error *err)
{
    if (!reader->ended && (!reader->rows.result || reader->row == xn_rows_count(&reader->rows)))
        XN_TRY(fetch(reader, err));
    *ret_got = !reader->ended;
    if (reader->ended)
        return XN_OK;
    digest_line(&reader->rows, reader->row++, ret);
    reader->after = ret->id;
    return XN_OK;
}

/* --- ranges ------------------------------------------------------------------------------------------- */

static void put_u64(struct xn_buf *buf, uint64_t value)
{
    for (unsigned i = 0; i < 8; i++)
        xn_buf_putc(buf, (char)(unsigned char)(value >> (8 * i)));
}

static uint64_t get_u64(const unsigned char *bytes)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < 8; i++)
        value |= (uint64_t)bytes[i] << (8 * i);
    return value;
}

void xn_audit_range_begin(struct xn_audit_range *range)
{
    xn_digest_init(&range->digest);
    range->first = range->last = range->n_entries = 0;
    xn_buf_reset(&range->marks);
}

void xn_audit_range_add(struct xn_audit_range *range, const struct xn_audit_item *item)
{
    xn_digest_u64(&range->digest, (uint64_t)item->id);
    xn_digest_text(&range->digest, item->sha256);
    put_u64(&range->marks, (uint64_t)item->id);
    put_u64(&range->marks, xn_audit_item_mark(item));
    range->first = range->n_entries ? range->first : item->id;
    range->last = item->id;
    range->n_entries++;
}

void xn_audit_mark_read(const unsigned char *marks, size_t position, int64_t *ret_id, uint64_t *ret_mark)
{
    *ret_id = (int64_t)get_u64(marks + position * XN_AUDIT_MARK_SIZE);
    *ret_mark = get_u64(marks + position * XN_AUDIT_MARK_SIZE + 8);
}

/* --- seals -------------------------------------------------------------------------------------------- */

void xn_audit_seal_digest(const struct xn_audit_seal *seal, char ret[XN_DIGEST_HEX])
{
    struct xn_digest digest;
    xn_digest_init(&digest);
    xn_digest_text(&digest, "xenia audit seal 1");
    xn_digest_text(&digest, seal->city);
    xn_digest_u64(&digest, (uint64_t)seal->number);
    xn_digest_u64(&digest, (uint64_t)seal->first_entry);
    xn_digest_u64(&digest, (uint64_t)seal->last_entry);
    xn_digest_u64(&digest, (uint64_t)seal->n_entries);
    xn_digest_text(&digest, seal->entries_sha256);
    xn_digest_u64(&digest, seal->marks_length);
    xn_digest_bytes(&digest, seal->marks, seal->marks_length);
    xn_digest_text(&digest, seal->previous_sha256);
    xn_digest_text(&digest, seal->sealed_at);
    xn_digest_text(&digest, seal->public_key);
    xn_digest_hex(&digest, ret);
}

size_t xn_audit_seal_signed(const char *sha256, char ret[XN_AUDIT_SIGNED_SIZE])
{
    return (size_t)snprintf(ret, XN_AUDIT_SIGNED_SIZE, "xenia audit seal\n%.64s", sha256);
}
