/* audit_verify.c - is the log as it was written, and are the rows as the log says?
 *
 * One pass over seals and entries side by side, in a snapshot in which everything belongs together. A seal
 * that does not fit its entries is compared mark by mark, to name the entries. Faults do not end the pass:
 * whoever looks wants to know all that was touched.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "audit_chain.h"

#define BATCH_ENTRIES 5000
#define BATCH_SEALS 500

struct verification {
    struct xn_store *store;
    const struct xn_audit_check *check;
    struct xn_audit_report *report;
    struct xn_notes *faults;
    char of[96]; /* " of city 'enschede'" */
    struct xn_audit_head *head;
    size_t n_heads, head_capacity, next_head;
    struct xn_buf other_cities; /* of the service's chain: "a","b", of which heads are kept */
    struct xn_audit_reader reader;
    struct xn_audit_item item; /* the next entry that is under no seal so far */
    bool has_item;
    int64_t number, last_entry; /* of the seal before; 0: none */
    char sha256[XN_DIGEST_HEX]; /* of the seal before, as it stands there */
    struct xn_audit_range range;
};

static void end_verification(struct verification *v)
{
    xn_rows_free(&v->reader.rows);
    xn_buf_free(&v->range.marks);
    xn_buf_free(&v->other_cities);
    xn_free(v->head);
}

#define FAULT(v, ...)                                                                                        \
    do {                                                                                                     \
        (v)->report->n_faults++;                                                                             \
        xn_note((v)->faults, __VA_ARGS__);                                                                   \
    } while (0)

/* --- heads -------------------------------------------------------------------------------------------- */

static enum xn_status keep_head(struct verification *v, const struct xn_audit_head *head,
                                struct xn_error *err)
{
    if (v->n_heads == v->head_capacity) {
        const size_t capacity = v->head_capacity ? 2 * v->head_capacity : 64;
        struct xn_audit_head *grown = xn_realloc(v->head, capacity, sizeof *grown);
        if (!grown)
            return xn_fail_memory(err);
        v->head = grown;
        v->head_capacity = capacity;
    }
    v->head[v->n_heads++] = *head;
    return XN_OK;
}

static int compare_heads(const void *a, const void *b)
{
    const struct xn_audit_head *x = a, *y = b;
    return (x->seal > y->seal) - (x->seal < y->seal);
}

static void close_file(FILE **file)
{
    if (*file)
        fclose(*file);
}

/* As an element of an array of PostgreSQL; ids of cities that are none in the form of one are no heads of
 * ours. */
static void keep_other_city(struct verification *v, const char *city)
{
    char element[sizeof((struct xn_audit_head *)0)->city + 3];
    snprintf(element, sizeof element, "\"%s\"", city);
    if (!strpbrk(city, "\"\\") && !(v->other_cities.length && strstr(xn_buf_text(&v->other_cities), element)))
        xn_buf_printf(&v->other_cities, "%s%s", v->other_cities.length ? "," : "", element);
}

/* Those of the city; lines that hold no head (of a syslog) are passed over. */
static enum xn_status read_heads(struct verification *v, struct xn_error *err)
{
    const char *path = v->check->heads_path;
    char line[4096];
    struct xn_audit_head head;
    if (!path)
        return XN_OK;
    XN_CLEANUP(close_file) FILE *file = fopen(path, "re");
    if (!file)
        return xn_fail(err, errno == ENOENT ? XN_NOT_FOUND : XN_IO, "%s cannot be opened: %s", path,
                       strerror(errno));
    while (fgets(line, sizeof line, file)) {
        if (!xn_audit_head_parse(line, &head))
            continue;
        if (strcmp(head.city, v->check->city) == 0)
            XN_TRY(keep_head(v, &head, err));
        else if (!*v->check->city)
            keep_other_city(v, head.city);
    }
    if (ferror(file))
        return xn_fail(err, XN_IO, "%s cannot be read: %s", path, strerror(errno));
    if (v->n_heads)
        qsort(v->head, v->n_heads, sizeof *v->head, compare_heads);
    v->report->n_heads += (int64_t)v->n_heads;
    return xn_buf_check(&v->other_cities, err);
}

/* Heads of seals before this one are of seals that are gone, which their gap has told. */
static void check_heads(struct verification *v, const struct xn_audit_seal *seal)
{
    while (v->next_head < v->n_heads && v->head[v->next_head].seal < seal->number)
        v->next_head++;
    for (; v->next_head < v->n_heads && v->head[v->next_head].seal == seal->number; v->next_head++) {
        const struct xn_audit_head *head = &v->head[v->next_head];
        if (strcmp(head->sha256, seal->sha256) != 0)
            FAULT(v,
                  "seal %" PRId64
                  "%s is not the one whose head was kept outside: SHA-256 found %s, wanted %s",
                  seal->number, v->of, seal->sha256, head->sha256);
    }
}

static void check_tail(struct verification *v)
{
    if (v->next_head == v->n_heads)
        return;
    const struct xn_audit_head *newest = &v->head[v->n_heads - 1];
    FAULT(v,
          "the log%s was cut off: found its end at seal %" PRId64 " (entry %" PRId64 "), wanted seal %" PRId64
          " (entry %" PRId64 "), whose head was kept outside",
          v->of, v->number, v->last_entry, newest->seal, newest->last_entry);
}

/* --- entries ------------------------------------------------------------------------------------------ */

static enum xn_status next_item(struct verification *v, struct xn_error *err)
{
    return xn_audit_reader_next(&v->reader, &v->has_item, &v->item, err);
}

/* "entry 17 (update of households 3f2... by anna at 2026-..., city 'enschede')" */
static enum xn_status describe(struct verification *v, int64_t id, char *ret, size_t size,
                               struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, v->check->city);
    xn_param_int(&params, id - 1);
    xn_param_int(&params, id);
    xn_param_int(&params, 1);
    XN_TRY(xn_pg_call(v->store, XN_CALL_BULK, err));
    XN_TRY(xn_pg_run(v->store, "audit_lines", &params, &rows, err));
    const bool found = xn_rows_count(&rows) > 0;
    snprintf(ret, size, "entry %" PRId64 "%s", id, v->of);
    if (found)
        snprintf(ret, size, "entry %" PRId64 "%s (%.16s of %.40s %.64s by %.64s)", id, v->of,
                 xn_rows_text(&rows, 0, 7), xn_rows_text(&rows, 0, 5), xn_rows_text(&rows, 0, 6),
                 xn_rows_text(&rows, 0, 3));
    return XN_OK;
}

struct marks {
    const unsigned char *bytes;
    size_t count, position;
    int64_t id;
    uint64_t mark;
};

static void step_marks(struct marks *marks)
{
    marks->id = INT64_MAX;
    if (marks->position < marks->count)
        xn_audit_mark_read(marks->bytes, marks->position, &marks->id, &marks->mark);
    marks->position++;
}

/* What was sealed against what is there, both in the order of ids. */
static enum xn_status name_entry(struct verification *v, const struct xn_audit_seal *seal,
                                 const struct marks *wanted, const struct marks *found, struct xn_error *err)
{
    char entry[320];
    if (wanted->id == found->id && wanted->mark == found->mark)
        return XN_OK;
    XN_TRY(describe(v, wanted->id < found->id ? wanted->id : found->id, entry, sizeof entry, err));
    if (wanted->id < found->id)
        FAULT(v, "%s is gone: seal %" PRId64 " was made over it", entry, seal->number);
    else if (found->id < wanted->id)
        FAULT(v, "%s was put in later: it was not there when seal %" PRId64 " was made", entry, seal->number);
    else
        FAULT(v,
              "%s was changed after seal %" PRId64 " was made: its SHA-256 begins with %016" PRIx64
              ", wanted %016" PRIx64,
              entry, seal->number, found->mark, wanted->mark);
    return XN_OK;
}

static enum xn_status name_entries(struct verification *v, const struct xn_audit_seal *seal,
                                   const char *found_sha256, struct xn_error *err)
{
    const size_t before = v->report->n_faults;
    struct marks wanted = {.bytes = seal->marks, .count = seal->marks_length / XN_AUDIT_MARK_SIZE};
    struct marks found = {.bytes = (const unsigned char *)xn_buf_text(&v->range.marks),
                          .count = v->range.marks.length / XN_AUDIT_MARK_SIZE};
    step_marks(&wanted);
    step_marks(&found);
    while (wanted.id != INT64_MAX || found.id != INT64_MAX) {
        const bool takes_wanted = wanted.id <= found.id, takes_found = found.id <= wanted.id;
        XN_TRY(name_entry(v, seal, &wanted, &found, err));
        if (takes_wanted)
            step_marks(&wanted);
        if (takes_found)
            step_marks(&found);
    }
    if (v->report->n_faults == before)
        FAULT(v,
              "entries %" PRId64 " to %" PRId64 "%s are not those of seal %" PRId64
              ": SHA-256 found %s, wanted %s",
              seal->first_entry, seal->last_entry, v->of, seal->number, found_sha256, seal->entries_sha256);
    return XN_OK;
}

/* Takes the entries up to the seal's last. Behind a gap those before its first were under a seal that is
 * gone. */
static enum xn_status check_entries(struct verification *v, const struct xn_audit_seal *seal, bool gap,
                                    struct xn_error *err)
{
    char found[XN_DIGEST_HEX];
    xn_audit_range_begin(&v->range);
    while (v->has_item && v->item.id <= seal->last_entry) {
        if (!gap || v->item.id >= seal->first_entry)
            xn_audit_range_add(&v->range, &v->item);
        v->report->n_entries++;
        XN_TRY(next_item(v, err));
    }
    XN_TRY(xn_buf_check(&v->range.marks, err));
    xn_digest_hex(&v->range.digest, found);
    return strcmp(found, seal->entries_sha256) == 0 ? XN_OK : name_entries(v, seal, found, err);
}

/* --- seals -------------------------------------------------------------------------------------------- */

static void check_link(struct verification *v, const struct xn_audit_seal *seal, bool gap)
{
    if (gap)
        FAULT(v, "seals are gone%s: found seal %" PRId64 ", wanted seal %" PRId64, v->of, seal->number,
              v->number + 1);
    else if (strcmp(seal->previous_sha256, v->sha256) != 0)
        FAULT(v, "seal %" PRId64 "%s is not chained to the one before: SHA-256 found %s, wanted %s",
              seal->number, v->of, seal->previous_sha256, *v->sha256 ? v->sha256 : "none");
}

static bool is_known_key(const struct xn_audit_check *check, const char *public_key)
{
    char known[XN_PUBLIC_KEY_HEX];
    for (size_t i = 0; i < check->n_keys; i++) {
        xn_public_key_print(check->public_key + i * XN_PUBLIC_KEY_SIZE, known);
        if (strcmp(known, public_key) == 0)
            return true;
    }
    return false;
}

static void check_signature(struct verification *v, const struct xn_audit_seal *seal)
{
    unsigned char key[XN_PUBLIC_KEY_SIZE];
    char text[XN_AUDIT_SIGNED_SIZE], wanted[XN_PUBLIC_KEY_HEX] = "none";
    if (v->check->n_keys)
        xn_public_key_print(v->check->public_key, wanted);
    if (!is_known_key(v->check, seal->public_key))
        FAULT(v, "seal %" PRId64 "%s was made with another key: found %s, wanted %s", seal->number, v->of,
              seal->public_key, wanted);
    else if (seal->signature_length != XN_SIGNATURE_SIZE ||
             xn_public_key_parse(seal->public_key, key, NULL) != XN_OK ||
             !xn_signature_is_valid(key, text, xn_audit_seal_signed(seal->sha256, text), seal->signature))
        FAULT(v, "the signature of seal %" PRId64 "%s is not valid", seal->number, v->of);
}

static enum xn_status check_seal(struct verification *v, const struct xn_audit_seal *seal,
                                 struct xn_error *err)
{
    char sha256[XN_DIGEST_HEX];
    const bool gap = seal->number != v->number + 1;
    check_link(v, seal, gap);
    xn_audit_seal_digest(seal, sha256);
    if (strcmp(sha256, seal->sha256) != 0)
        FAULT(v, "seal %" PRId64 "%s was changed: its SHA-256 is %s, wanted %s", seal->number, v->of, sha256,
              seal->sha256);
    check_signature(v, seal);
    XN_TRY(check_entries(v, seal, gap, err));
    check_heads(v, seal);
    v->report->n_seals++;
    v->number = seal->number;
    v->last_entry = seal->last_entry;
    snprintf(v->sha256, sizeof v->sha256, "%s", seal->sha256);
    return XN_OK;
}

static enum xn_status read_seal(const struct xn_rows *rows, size_t row, const char *city,
                                struct xn_arena *arena, struct xn_audit_seal *ret, struct xn_error *err)
{
    struct xn_cursor cursor = {.rows = rows, .row = row, .arena = arena};
    ret->city = city;
    ret->number = xn_next_int(&cursor);
    ret->first_entry = xn_next_int(&cursor);
    ret->last_entry = xn_next_int(&cursor);
    ret->n_entries = xn_next_int(&cursor);
    ret->entries_sha256 = xn_next_text(&cursor);
    ret->previous_sha256 = xn_next_text(&cursor);
    ret->sealed_at = xn_next_text(&cursor);
    ret->sha256 = xn_next_text(&cursor);
    ret->public_key = xn_next_text(&cursor);
    ret->marks = xn_next_bytes(&cursor, &ret->marks_length);
    ret->signature = xn_next_bytes(&cursor, &ret->signature_length);
    return xn_cursor_check(&cursor, err);
}

/* Some seals after the last; `*ret_more` false: there were none. */
static enum xn_status check_some_seals(struct verification *v, bool *ret_more, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    if (!arena)
        return xn_fail_memory(err);
    xn_param_text(&params, v->check->city);
    xn_param_int(&params, v->number);
    xn_param_int(&params, BATCH_SEALS);
    XN_TRY(xn_pg_call(v->store, XN_CALL_BULK, err));
    XN_TRY(xn_pg_run(v->store, "audit_seals_get", &params, &rows, err));
    for (size_t i = 0; i < xn_rows_count(&rows); i++) {
        struct xn_audit_seal seal;
        XN_TRY(read_seal(&rows, i, v->check->city, arena, &seal, err));
        XN_TRY(check_seal(v, &seal, err));
    }
    *ret_more = xn_rows_count(&rows) > 0;
    return XN_OK;
}

static enum xn_status check_chain(struct verification *v, struct xn_error *err)
{
    XN_TRY(next_item(v, err));
    for (bool more = true; more;)
        XN_TRY(check_some_seals(v, &more, err));
    check_tail(v);
    for (; v->has_item; v->report->n_unsealed++)
        XN_TRY(next_item(v, err));
    return XN_OK;
}

/* --- rows --------------------------------------------------------------------------------------------- */

/* Columns: table, row, entry, its action, SHA-256 found, wanted. */
static void tell_row(struct verification *v, const struct xn_rows *rows, size_t row)
{
    const char *table = xn_rows_text(rows, row, 0), *id = xn_rows_text(rows, row, 1),
               *action = xn_rows_text(rows, row, 3), *found = xn_rows_text(rows, row, 4);
    const int64_t entry = xn_rows_int(rows, row, 2);
    if (!*action)
        FAULT(v, "row %s of %s%s was put in behind the log: found SHA-256 %s, wanted an entry", id, table,
              v->of, found);
    else if (!*found)
        FAULT(v,
              "row %s of %s%s was taken out behind the log: found none, wanted SHA-256 %s (entry %" PRId64
              ")",
              id, table, v->of, xn_rows_text(rows, row, 5), entry);
    else if (strcmp(action, "delete") == 0)
        FAULT(v,
              "row %s of %s%s was put in behind the log: found SHA-256 %s, wanted none (entry %" PRId64
              " deleted it)",
              id, table, v->of, found, entry);
    else
        FAULT(v,
              "row %s of %s%s was changed behind the log: its SHA-256 is %s, wanted %s (entry %" PRId64 ")",
              id, table, v->of, found, xn_rows_text(rows, row, 5), entry);
}

static enum xn_status check_rows(struct verification *v, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, v->check->city);
    XN_TRY(xn_pg_call(v->store, XN_CALL_BULK, err));
    XN_TRY(xn_pg_run(v->store, "audit_rows", &params, &rows, err));
    v->report->n_rows += xn_rows_int(&rows, 0, 2);
    for (size_t i = 1; i < xn_rows_count(&rows); i++)
        tell_row(v, &rows, i);
    return XN_OK;
}

static enum xn_status check_offers(struct verification *v, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, v->check->city);
    XN_TRY(xn_pg_call(v->store, XN_CALL_BULK, err));
    XN_TRY(xn_pg_run(v->store, "audit_offers", &params, &rows, err));
    for (size_t i = 0; i < xn_rows_count(&rows); i++)
        FAULT(v, "row %s of offers%s was changed behind the log: its SHA-256 is %s, its dwelling has %s",
              xn_rows_text(&rows, i, 0), v->of,
              xn_rows_null(&rows, i, 1) ? "none" : xn_rows_text(&rows, i, 1),
              xn_rows_null(&rows, i, 2) ? "none" : xn_rows_text(&rows, i, 2));
    return XN_OK;
}

static enum xn_status check_triggers(struct verification *v, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_call(v->store, XN_CALL_BULK, err));
    XN_TRY(xn_pg_run(v->store, "audit_unwatched", NULL, &rows, err));
    for (size_t i = 0; i < xn_rows_count(&rows); i++)
        FAULT(v, "changes of %s are not logged: found trigger %s gone or off, wanted it to fire",
              xn_rows_text(&rows, i, 0), xn_rows_text(&rows, i, 1));
    return XN_OK;
}

/* A city that was taken out with its rows is verified by nobody any more: who verifies the service asks for
 * it. */
static enum xn_status check_cities(struct verification *v, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_AUTO_BUF array = XN_BUF_INIT;
    struct xn_params params = {0};
    xn_buf_printf(&array, "{%s}", v->other_cities.length ? xn_buf_text(&v->other_cities) : "");
    XN_TRY(xn_buf_check(&array, err));
    xn_param_text(&params, xn_buf_text(&array));
    XN_TRY(xn_pg_call(v->store, XN_CALL_BULK, err));
    XN_TRY(xn_pg_run(v->store, "audit_cities_gone", &params, &rows, err));
    for (size_t i = 0; i < xn_rows_count(&rows); i++)
        FAULT(v,
              "city '%.63s' was taken out with its rows: found none of that name, wanted the one that the "
              "log and "
              "its heads tell of",
              xn_rows_text(&rows, i, 0));
    return XN_OK;
}

/* --- the whole ---------------------------------------------------------------------------------------- */

static enum xn_status verify(struct verification *v, struct xn_error *err)
{
    XN_TRY(xn_pg_run(v->store, "reading_begins", NULL, NULL, err));
    XN_TRY(check_chain(v, err));
    XN_TRY(check_rows(v, err));
    if (*v->check->city)
        return check_offers(v, err);
    XN_TRY(check_triggers(v, err));
    return check_cities(v, err);
}

enum xn_status xn_audit_verify(struct xn_store *store, const struct xn_audit_check *check,
                               struct xn_audit_report *report, struct xn_notes *faults, struct xn_error *err)
{
    struct xn_audit_report counted = *report;
    XN_CLEANUP(end_verification)
    struct verification v = {.store = store,
                             .check = check,
                             .report = &counted,
                             .faults = faults,
                             .of = " of the service",
                             .reader = {.store = store,
                                        .city = check->city,
                                        .after = INT64_MIN,
                                        .upto = INT64_MAX,
                                        .batch = BATCH_ENTRIES,
                                        .renews = true},
                             .other_cities = XN_BUF_INIT,
                             .range = {.marks = XN_BUF_INIT}};
    if (*check->city)
        snprintf(v.of, sizeof v.of, " of city '%.63s'", check->city);
    XN_TRY(read_heads(&v, err));
    XN_TRY(xn_pg_begin(store, err));
    const enum xn_status status = verify(&v, err);
    xn_pg_rollback(store);
    if (status == XN_OK)
        *report = counted;
    return status;
}
