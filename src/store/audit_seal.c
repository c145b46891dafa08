/* audit_seal.c - sealing the log in two phases, and heads.
 *
 * A transaction whose entries have smaller ids may commit after one with larger ids, so what is visible is
 * not yet final. A round notes the newest visible entry and then takes a transaction number itself: whoever
 * has taken an id up to that entry had a smaller number before. (The end of the snapshot would not do: it is
 * after the last transaction that has *ended*, and may lie before one that runs.) Once all up to the number
 * are over, entries up to the noted one are final. So nothing is locked, and writers never wait for the
 * sealer.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "audit_chain.h"

/* --- one seal ----------------------------------------------------------------------------------------- */

struct sealing {
    const struct xn_signing_key *key;
    const char *city;
    int64_t upto;
    bool sealed;
    bool more; /* as many entries as a seal takes: there may be more */
    struct xn_audit_head head;
    struct xn_audit_range range;
};

/* Sealers of one chain one after another, until the transaction's end. */
static enum xn_status lock_chain(struct xn_store *store, const char *city, struct xn_error *err)
{
    struct xn_params key = {0};
    xn_param_int(&key, (int64_t)xn_keyed_hash("xenia audit seal", city));
    return xn_pg_run(store, "lock_transaction", &key, NULL, err);
}

static enum xn_status collect(struct xn_store *store, struct sealing *sealing, int64_t after,
                              struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_audit_reader reader = {.store = store,
                                     .city = sealing->city,
                                     .after = after,
                                     .upto = sealing->upto,
                                     .batch = XN_AUDIT_SEAL_MOST};
    struct xn_audit_item item;
    bool got = true;
    enum xn_status status = XN_OK;
    xn_audit_range_begin(&sealing->range);
    while (status == XN_OK && got && sealing->range.n_entries < XN_AUDIT_SEAL_MOST) {
        status = xn_audit_reader_next(&reader, &got, &item, err);
        if (status == XN_OK && got)
            xn_audit_range_add(&sealing->range, &item);
    }
    rows.result = reader.rows.result;
    XN_TRY(status);
    return xn_buf_check(&sealing->range.marks, err);
}

static enum xn_status insert(struct xn_store *store, const struct xn_audit_seal *seal, struct xn_error *err)
{
    XN_AUTO_BUF marks = XN_BUF_INIT;
    XN_AUTO_BUF signature = XN_BUF_INIT;
    xn_put_bytes(&marks, seal->marks, seal->marks_length);
    xn_put_bytes(&signature, seal->signature, seal->signature_length);
    XN_TRY(xn_buf_check(&marks, err));
    XN_TRY(xn_buf_check(&signature, err));
    struct xn_params params = {0};
    xn_param_text(&params, seal->city);
    xn_param_int(&params, seal->number);
    xn_param_int(&params, seal->first_entry);
    xn_param_int(&params, seal->last_entry);
    xn_param_int(&params, seal->n_entries);
    xn_param_text(&params, seal->entries_sha256);
    xn_param_text(&params, xn_buf_text(&marks));
    xn_param_words(&params, seal->previous_sha256);
    xn_param_text(&params, seal->sealed_at);
    xn_param_text(&params, seal->sha256);
    xn_param_text(&params, seal->public_key);
    xn_param_text(&params, xn_buf_text(&signature));
    return xn_pg_run(store, "audit_seals_insert", &params, NULL, err);
}

/* Seals what was collected behind the tail: number, last entry, SHA-256, time. */
static enum xn_status seal_range(struct xn_store *store, struct sealing *sealing, const struct xn_rows *tail,
                                 struct xn_error *err)
{
    char entries[XN_DIGEST_HEX], sha256[XN_DIGEST_HEX], key[XN_PUBLIC_KEY_HEX], text[XN_AUDIT_SIGNED_SIZE];
    unsigned char signature[XN_SIGNATURE_SIZE];
    struct xn_audit_range *range = &sealing->range;
    xn_digest_hex(&range->digest, entries);
    xn_public_key_print(sealing->key->public_, key);
    const struct xn_audit_seal seal = {.city = sealing->city,
                                       .number = xn_rows_int(tail, 0, 0) + 1,
                                       .first_entry = range->first,
                                       .last_entry = range->last,
                                       .n_entries = range->n_entries,
                                       .entries_sha256 = entries,
                                       .previous_sha256 = xn_rows_text(tail, 0, 2),
                                       .sealed_at = xn_rows_text(tail, 0, 3),
                                       .sha256 = sha256,
                                       .public_key = key,
                                       .marks = (const unsigned char *)xn_buf_text(&range->marks),
                                       .marks_length = range->marks.length,
                                       .signature = signature,
                                       .signature_length = sizeof signature};
    xn_audit_seal_digest(&seal, sha256);
    xn_sign(sealing->key, text, xn_audit_seal_signed(sha256, text), signature);
    XN_TRY(insert(store, &seal, err));
    sealing->head = (struct xn_audit_head){.seal = seal.number, .last_entry = seal.last_entry};
    snprintf(sealing->head.city, sizeof sealing->head.city, "%s", seal.city);
    memcpy(sealing->head.sha256, sha256, sizeof sha256);
    return XN_OK;
}

static enum xn_status seal_next(struct xn_store *store, void *context, struct xn_error *err)
{
    struct sealing *sealing = context;
    XN_TRY(lock_chain(store, sealing->city, err));
    XN_AUTO_ROWS tail = {0};
    struct xn_params params = {0};
    xn_param_text(&params, sealing->city);
    XN_TRY(xn_pg_run(store, "audit_tail", &params, &tail, err));
    XN_TRY(collect(store, sealing, xn_rows_int(&tail, 0, 1), err));
    sealing->sealed = sealing->range.n_entries > 0;
    sealing->more = sealing->range.n_entries == XN_AUDIT_SEAL_MOST;
    return sealing->sealed ? seal_range(store, sealing, &tail, err) : XN_OK;
}

/* --- a round ------------------------------------------------------------------------------------------ */

static void end_sealing(struct sealing *sealing)
{
    xn_buf_free(&sealing->range.marks);
}

static enum xn_status seal_city(struct xn_store *store, const struct xn_signing_key *key, const char *city,
                                int64_t upto, xn_audit_told *told, void *context, size_t *n_new,
                                struct xn_error *err)
{
    XN_CLEANUP(end_sealing)
    struct sealing sealing = {
        .key = key, .city = city, .upto = upto, .more = true, .range = {.marks = XN_BUF_INIT}};
    while (sealing.more) {
        XN_TRY(xn_pg_transaction(store, false, seal_next, &sealing, err));
        *n_new += sealing.sealed;
        if (sealing.sealed && told)
            told(&sealing.head, context);
    }
    return XN_OK;
}

/* Notes where the log stands; the next rounds seal up to there. */
static enum xn_status look(struct xn_store *store, struct xn_audit_sealer *sealer, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "audit_look", NULL, &rows, err));
    *sealer = (struct xn_audit_sealer){.entry = xn_rows_int(&rows, 0, 0),
                                       .transaction = (uint64_t)xn_rows_int(&rows, 0, 1),
                                       .backend = xn_rows_int(&rows, 0, 2)};
    return XN_OK;
}

/* Is what was seen final? Seen over another connection it is forgotten: a database that was restored in
 * between counts its transactions anew. */
static enum xn_status settle(struct xn_store *store, struct xn_audit_sealer *sealer, bool *ret_final,
                             struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    *ret_final = false;
    if (!sealer->entry)
        return XN_OK;
    xn_param_int(&params, (int64_t)sealer->transaction);
    xn_param_int(&params, sealer->backend);
    XN_TRY(xn_pg_run(store, "audit_final", &params, &rows, err));
    if (!xn_rows_bool(&rows, 0, 0))
        *sealer = (struct xn_audit_sealer){0};
    *ret_final = sealer->entry && xn_rows_bool(&rows, 0, 1);
    return XN_OK;
}

enum xn_status xn_audit_seal(struct xn_store *store, const struct xn_signing_key *key,
                             struct xn_audit_sealer *sealer, xn_audit_told *told, void *context,
                             size_t *ret_new, struct xn_error *err)
{
    size_t n_new = 0;
    bool final = false;
    XN_AUTO_ROWS cities = {0};
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_TRY(settle(store, sealer, &final, err));
    XN_TRY(xn_pg_run(store, "audit_unsealed", NULL, &cities, err));
    for (size_t i = 0; final && i < xn_rows_count(&cities); i++)
        XN_TRY(seal_city(store, key, xn_rows_text(&cities, i, 0), sealer->entry, told, context, &n_new, err));
    if (final)
        *sealer = (struct xn_audit_sealer){0};
    if (!sealer->entry && xn_rows_count(&cities) > 0) {
        XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
        XN_TRY(look(store, sealer, err));
    }
    *ret_new = n_new;
    return XN_OK;
}

/* --- heads -------------------------------------------------------------------------------------------- */

void xn_audit_head_print(const struct xn_audit_head *head, char ret[XN_AUDIT_HEAD_SIZE])
{
    snprintf(ret, XN_AUDIT_HEAD_SIZE, "audit head city %s seal %" PRId64 " entry %" PRId64 " sha256 %s",
             *head->city ? head->city : "-", head->seal, head->last_entry, head->sha256);
}

bool xn_audit_head_parse(const char *line, struct xn_audit_head *ret)
{
    struct xn_audit_head head = {0};
    const char *begin = strstr(line, "audit head city ");
    if (!begin || sscanf(begin, "audit head city %63s seal %" SCNd64 " entry %" SCNd64 " sha256 %64[0-9a-f]",
                         head.city, &head.seal, &head.last_entry, head.sha256) != 4)
        return false;
    if (strcmp(head.city, "-") == 0)
        head.city[0] = '\0';
    *ret = head;
    return true;
}

static void close_descriptor(int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
}

static enum xn_status fail_io(const char *path, struct xn_error *err)
{
    return xn_fail(err, XN_IO, "%s cannot be written: %s", path, strerror(errno));
}

/* In one write, so that the lines of two programs never mix. */
enum xn_status xn_audit_head_append(const char *path, const struct xn_audit_head *head, struct xn_error *err)
{
    char line[XN_AUDIT_HEAD_SIZE + 1];
    xn_audit_head_print(head, line);
    const size_t length = strlen(line);
    line[length] = '\n';
    XN_CLEANUP(close_descriptor)
    int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0 || write(file, line, length + 1) != (ssize_t)(length + 1) || fsync(file) != 0)
        return fail_io(path, err);
    XN_CLEANUP(xn_free_pointer) char *name = xn_strdup(path);
    if (!name)
        return xn_fail_memory(err);
    XN_CLEANUP(close_descriptor) int folder = open(dirname(name), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return folder >= 0 && fsync(folder) == 0 ? XN_OK : fail_io(path, err);
}
