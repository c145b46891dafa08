/* ledger_records.c - what the ledger is computed from, read as of one moment.
 *
 * Amounts of rent are gross where that is known. How many persons a household has is sealed with it; without
 * the master key it is not known.
 */
#include "households.h"
#include "names.h"
#include <math.h>
#include <string.h>

typedef enum xn_status read_row(struct xn_store *store, struct xn_cursor *cursor, void *ret,
                                struct xn_error *err);

/* All rows of a statement about the city, as an array in the arena. */
static enum xn_status read_all(struct xn_store *store, const char *query, const char *city, read_row *read,
                               size_t size, struct xn_arena *arena, void **ret, size_t *ret_count,
                               struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, city);
    XN_TRY(xn_pg_run(store, query, &params, &rows, err));
    const size_t count = xn_rows_count(&rows);
    char *record = xn_arena_alloc(arena, count, size);
    if (!record)
        return xn_fail_memory(err);
    for (size_t i = 0; i < count; i++) {
        struct xn_cursor cursor = {.rows = &rows, .row = i, .arena = arena};
        XN_TRY(read(store, &cursor, record + i * size, err));
        XN_TRY(xn_cursor_check(&cursor, err));
    }
    *ret = record;
    *ret_count = count;
    return XN_OK;
}

static struct xn_ledger_dwelling next_dwelling(struct xn_cursor *cursor)
{
    struct xn_ledger_dwelling dwelling;
    dwelling.id = xn_next_text(cursor);
    dwelling.corporation = xn_next_text(cursor);
    dwelling.rent_eur = xn_next_double(cursor);
    dwelling.rooms = xn_next_double(cursor);
    dwelling.area_m2 = xn_next_double(cursor);
    return dwelling;
}

static enum xn_class next_class(struct xn_cursor *cursor)
{
    enum xn_class class_ = XN_UNDETERMINED;
    return xn_class_parse(xn_next_text(cursor), &class_) ? class_ : XN_UNDETERMINED;
}

static enum xn_status read_commitment(struct xn_store *store, struct xn_cursor *cursor, void *ret,
                                      struct xn_error *err)
{
    struct xn_ledger_commitment *commitment = ret;
    (void)store;
    (void)err;
    commitment->corporation = xn_next_text(cursor);
    commitment->quarter = xn_next_text(cursor);
    commitment->promised = (size_t)xn_next_int(cursor);
    return XN_OK;
}

static enum xn_ledger_outcome outcome_of(enum xn_offer_state state)
{
    static const enum xn_ledger_outcome outcome[] = {
        [XN_OFFER_DRAFT] = XN_LEDGER_DRAFT,       [XN_OFFER_MADE] = XN_LEDGER_MADE,
        [XN_OFFER_ACCEPTED] = XN_LEDGER_ACCEPTED, [XN_OFFER_REFUSED] = XN_LEDGER_REFUSED,
        [XN_OFFER_EXPIRED] = XN_LEDGER_EXPIRED,   [XN_OFFER_WITHDRAWN] = XN_LEDGER_WITHDRAWN};
    return outcome[state];
}

static enum xn_status read_offer(struct xn_store *store, struct xn_cursor *cursor, void *ret,
                                 struct xn_error *err)
{
    struct xn_ledger_offer *offer = ret;
    (void)store;
    (void)err;
    offer->dwelling = next_dwelling(cursor);
    offer->household = xn_next_text(cursor);
    offer->made_on = xn_next_date(cursor);
    offer->closed_on = xn_next_date(cursor);
    offer->outcome = outcome_of(xn_offer_state_of(xn_next_text(cursor)));
    offer->class_ = next_class(cursor);
    offer->rank = (size_t)xn_next_int(cursor);
    offer->n_listed = (size_t)xn_next_int(cursor);
    offer->refusal_code = xn_next_text(cursor);
    offer->reason_code = xn_next_text(cursor);
    offer->decided_by = xn_next_text(cursor);
    return XN_OK;
}

static enum xn_status read_placement(struct xn_store *store, struct xn_cursor *cursor, void *ret,
                                     struct xn_error *err)
{
    struct xn_ledger_placement *placement = ret;
    (void)store;
    (void)err;
    placement->dwelling = next_dwelling(cursor);
    placement->household = xn_next_text(cursor);
    placement->unit_id = xn_next_text(cursor);
    placement->level = xn_next_text(cursor);
    placement->decided_on = xn_next_date(cursor);
    placement->moved_in_on = xn_next_date(cursor);
    placement->ended_on = xn_next_date(cursor);
    placement->class_ = next_class(cursor);
    placement->persons = xn_next_double(cursor);
    placement->tie_distance_m = xn_next_double(cursor);
    placement->effect_before = xn_next_double(cursor);
    placement->effect_after = xn_next_double(cursor);
    placement->rank = (size_t)xn_next_int(cursor);
    placement->reason_code = xn_next_text(cursor);
    placement->decided_by = xn_next_text(cursor);
    return XN_OK;
}

/* Columns: id, arrived_on, left_on, waiting, persons (of who is erased), sealed, wrapped. */
static enum xn_status read_household(struct xn_store *store, struct xn_cursor *cursor, void *ret,
                                     struct xn_error *err)
{
    struct xn_ledger_household *household = ret;
    household->id = xn_next_text(cursor);
    household->arrived_on = xn_next_date(cursor);
    household->left_on = xn_next_date(cursor);
    household->waiting = xn_next_bool(cursor);
    household->persons = xn_next_double(cursor);
    const char *text = "";
    size_t length = 0;
    XN_TRY(xn_sealing_next(store, cursor, household->id, "needs", &text, &length, err));
    if (length == 0)
        return XN_OK;
    struct xn_stored_household stored = {0};
    XN_TRY(xn_household_read_sealed(text, length, &stored, err));
    household->persons = stored.needs.size;
    household->step_free = stored.needs.step_free;
    return XN_OK;
}

static enum xn_status read_publication(struct xn_store *store, struct xn_cursor *cursor, void *ret,
                                       struct xn_error *err)
{
    struct xn_ledger_publication *publication = ret;
    (void)store;
    (void)err;
    publication->dwelling = next_dwelling(cursor);
    publication->published_on = xn_next_date(cursor);
    publication->class_ = XN_UNDETERMINED; /* whoever has the map says it */
    return XN_OK;
}

static enum xn_status read_objection(struct xn_store *store, struct xn_cursor *cursor, void *ret,
                                     struct xn_error *err)
{
    struct xn_ledger_objection *objection = ret;
    (void)store;
    (void)err;
    objection->raised_on = xn_next_date(cursor);
    objection->deadline = xn_next_date(cursor);
    objection->decided_on = xn_next_date(cursor);
    objection->upheld = xn_next_bool(cursor);
    return XN_OK;
}

static enum xn_status read_today(struct xn_store *store, xn_date *ret, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_TRY(xn_pg_run(store, "ledger_today", NULL, &rows, err));
    *ret = xn_rows_date(&rows, 0, 0);
    return XN_OK;
}

#define READ(query, read, member, count)                                                                     \
    do {                                                                                                     \
        void *array_ = NULL;                                                                                 \
        XN_TRY(read_all(store, query, city, read, sizeof *records->member, records->arena, &array_,          \
                        &records->count, err));                                                              \
        records->member = array_;                                                                            \
    } while (0)

static enum xn_status read_records(struct xn_store *store, const char *city,
                                   struct xn_ledger_records *records, struct xn_error *err)
{
    XN_TRY(read_today(store, &records->today, err));
    READ("ledger_commitments", read_commitment, commitment, n_commitments);
    READ("ledger_offers", read_offer, offer, n_offers);
    READ("ledger_placements", read_placement, placement, n_placements);
    READ("ledger_households", read_household, household, n_households);
    READ("ledger_publications", read_publication, publication, n_publications);
    READ("ledger_objections", read_objection, objection, n_objections);
    return XN_OK;
}

struct wanted {
    const char *city;
    struct xn_ledger_records *records;
};

static enum xn_status read_wanted(struct xn_store *store, void *context, struct xn_error *err)
{
    const struct wanted *wanted = context;
    XN_TRY(xn_pg_run(store, "reading_begins", NULL, NULL, err));
    return read_records(store, wanted->city, wanted->records, err);
}

enum xn_status xn_store_ledger(struct xn_store *store, const char *city, struct xn_ledger_records **ret,
                               struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_ledger_records *records = arena ? xn_arena_alloc(arena, 1, sizeof *records) : NULL;
    if (!records)
        return xn_fail_memory(err);
    records->arena = arena;
    struct wanted wanted = {city, records};
    XN_TRY(xn_pg_transaction(store, false, read_wanted, &wanted, err));
    records->arena = XN_STEAL(arena);
    *ret = records;
    return XN_OK;
}
