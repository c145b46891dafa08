/* snapshots.c - publishing and reading what was computed.
 *
 * A snapshot is written once, whole, in the transaction that points at it. Readers take the pointer first and
 * then only rows of that id, which never change: they cannot see a mix.
 */
#include "pg.h"
#include "xenia/store.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

/* --- publishing --------------------------------------------------------------------------------------- */

/* Inserts the head; false when the id is there already. */
static enum xn_status insert_head(struct xn_store *store, const struct xn_snapshot *snapshot, bool *ret_new,
                                  struct xn_error *err)
{
    const char *level_name[XN_LEVEL_MAX];
    for (size_t level = 0; level < snapshot->n_levels; level++)
        level_name[level] = snapshot->level[level].name;
    XN_AUTO_BUF levels = XN_BUF_INIT;
    xn_put_array(&levels, level_name, snapshot->n_levels);
    XN_TRY(xn_buf_check(&levels, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, snapshot->id);
    xn_param_text(&params, snapshot->city);
    xn_param_text(&params, snapshot->city_fingerprint);
    xn_param_text(&params, snapshot->counts_fingerprint);
    if (snapshot->policy_id)
        xn_param_int(&params, snapshot->policy_id);
    else
        xn_param_text(&params, NULL);
    xn_param_date(&params, snapshot->as_of);
    xn_param_text(&params, snapshot->counts_as_of);
    xn_param_text(&params, xn_buf_text(&levels));
    xn_param_text(&params, snapshot->report);
    xn_param_text(&params, snapshot->evidence_digest ? snapshot->evidence_digest : "");
    XN_TRY(xn_pg_run(store, "snapshots_insert", &params, &rows, err));
    *ret_new = xn_rows_count(&rows) > 0;
    return XN_OK;
}

static void put_status(struct xn_copy *copy, const struct xn_unit_class *classified)
{
    if (classified->status > 0)
        xn_copy_int(copy, classified->status);
    else
        xn_copy_text(copy, NULL);
    const char *dynamic = xn_dynamic_name(classified->dynamic);
    xn_copy_text(copy, *dynamic ? dynamic : NULL);
    xn_copy_double(copy, classified->dynamic_value);
}

static void put_override(struct xn_copy *copy, const struct xn_override *override)
{
    xn_copy_text(copy, override ? override->reason : NULL);
    xn_copy_text(copy, override ? override->signed_by : NULL);
    xn_copy_date(copy, override ? override->signed_on : XN_NO_DATE);
    xn_copy_date(copy, override ? override->valid_until : XN_NO_DATE);
}

static void put_unit(struct xn_copy *copy, const char *snapshot_id, size_t level,
                     const struct xn_snapshot_unit *unit)
{
    const struct xn_unit_class *classified = &unit->classified;
    xn_copy_text(copy, snapshot_id);
    xn_copy_int(copy, (int64_t)level);
    xn_copy_text(copy, unit->unit_id);
    xn_copy_text(copy, unit->name);
    xn_copy_text(copy, unit->parent_id);
    xn_copy_double(copy, unit->persons);
    xn_copy_text(copy, xn_class_name(classified->class_));
    xn_copy_text(copy, xn_rule_fired_name(classified->rule));
    xn_copy_bool(copy, classified->low_n);
    xn_copy_bool(copy, classified->robust);
    xn_copy_double(copy, classified->value);
    xn_copy_double(copy, classified->quotient);
    xn_copy_double(copy, classified->estimate);
    xn_copy_double(copy, classified->lower);
    xn_copy_double(copy, classified->upper);
    xn_copy_double(copy, classified->probability);
    xn_copy_bytes(copy, unit->wkb, unit->wkb_length);
    xn_copy_text(copy, xn_class_name(classified->at_1));
    xn_copy_text(copy, xn_class_name(classified->at_1_25));
    xn_copy_text(copy, xn_class_name(classified->at_2));
    xn_copy_text(copy, xn_class_name(xn_unit_computed(classified)));
    xn_copy_text(copy, xn_rule_fired_name(xn_unit_computed_rule(classified)));
    xn_copy_text(copy, xn_class_name(xn_unit_standing(classified)));
    put_status(copy, classified);
    put_override(copy, classified->override);
    xn_copy_end_row(copy);
}

static enum xn_status copy_units(struct xn_store *store, const struct xn_snapshot *snapshot,
                                 struct xn_error *err)
{
    struct xn_copy copy;
    XN_TRY(xn_pg_run(store, "snapshot_units_stage", NULL, NULL, err));
    XN_TRY(xn_copy_begin(&copy, store, "snapshot_units_copy", err));
    for (size_t level = 0; level < snapshot->n_levels; level++) {
        for (size_t i = 0; i < snapshot->level[level].n_units; i++)
            put_unit(&copy, snapshot->id, level, &snapshot->level[level].unit[i]);
    }
    XN_TRY(xn_copy_finish(&copy, err));
    return xn_pg_run(store, "snapshot_units_insert", NULL, NULL, err);
}

static enum xn_status copy_indices(struct xn_store *store, const struct xn_snapshot *snapshot,
                                   struct xn_error *err)
{
    struct xn_copy copy;
    XN_TRY(xn_pg_run(store, "snapshot_indices_stage", NULL, NULL, err));
    XN_TRY(xn_copy_begin(&copy, store, "snapshot_indices_copy", err));
    for (size_t i = 0; i < snapshot->n_indices; i++) {
        const struct xn_snapshot_index *index = &snapshot->index[i];
        xn_copy_text(&copy, snapshot->id);
        xn_copy_int(&copy, (int64_t)i);
        xn_copy_int(&copy, (int64_t)index->level);
        xn_copy_text(&copy, index->index_id);
        xn_copy_text(&copy, xn_form_name(index->form));
        xn_copy_array(&copy, index->group, index->n_groups);
        xn_copy_text(&copy, index->parameters);
        xn_copy_double(&copy, index->value);
        xn_copy_text(&copy, index->reason);
        xn_copy_end_row(&copy);
    }
    XN_TRY(xn_copy_finish(&copy, err));
    return xn_pg_run(store, "snapshot_indices_insert", NULL, NULL, err);
}

static enum xn_status publish(struct xn_store *store, void *context, struct xn_error *err)
{
    const struct xn_snapshot *snapshot = context;
    bool is_new = false;
    XN_TRY(insert_head(store, snapshot, &is_new, err));
    if (is_new) {
        XN_TRY(copy_units(store, snapshot, err));
        XN_TRY(copy_indices(store, snapshot, err));
    }
    struct xn_params pointer = {0};
    xn_param_text(&pointer, snapshot->city);
    xn_param_text(&pointer, snapshot->id);
    return xn_pg_run(store, "published_set", &pointer, NULL, err);
}

enum xn_status xn_store_publish(struct xn_store *store, const struct xn_snapshot *snapshot,
                                struct xn_error *err)
{
    struct xn_snapshot content = *snapshot;
    const enum xn_status status = xn_pg_transaction(store, false, publish, &content, err);
    return xn_fail_in(err, status, "publishing a snapshot of city '%s'", snapshot->city);
}

/* --- reading ------------------------------------------------------------------------------------------ */

void xn_snapshot_free(struct xn_snapshot *snapshot)
{
    if (snapshot)
        xn_arena_free(snapshot->arena);
}

/* Text of a column into the snapshot's arena. */
static enum xn_status take(const struct xn_snapshot *snapshot, const struct xn_rows *rows, size_t row,
                           size_t column, bool nullable, const char **ret, struct xn_error *err)
{
    return xn_rows_copy_text(rows, row, column, nullable, snapshot->arena, ret, err);
}

static enum xn_status read_head(struct xn_store *store, const char *city_id, struct xn_snapshot *snapshot,
                                struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params city = {0};
    xn_param_text(&city, city_id);
    XN_TRY(xn_pg_run(store, "published_get", &city, &rows, err));
    if (xn_rows_count(&rows) == 0)
        return xn_fail(err, XN_NOT_FOUND, "nothing is published of city '%s' yet", city_id);
    XN_TRY(take(snapshot, &rows, 0, 0, false, &snapshot->id, err));
    XN_TRY(take(snapshot, &rows, 0, 1, false, &snapshot->city, err));
    XN_TRY(take(snapshot, &rows, 0, 2, false, &snapshot->created_at, err));
    XN_TRY(take(snapshot, &rows, 0, 3, false, &snapshot->city_fingerprint, err));
    XN_TRY(take(snapshot, &rows, 0, 4, false, &snapshot->counts_fingerprint, err));
    snapshot->policy_id = xn_rows_int(&rows, 0, 5);
    snapshot->as_of = xn_rows_date(&rows, 0, 6);
    XN_TRY(take(snapshot, &rows, 0, 7, true, &snapshot->counts_as_of, err));
    XN_TRY(take(snapshot, &rows, 0, 8, false, &snapshot->report, err));
    return take(snapshot, &rows, 0, 9, false, &snapshot->evidence_digest, err);
}

static enum xn_status parse_class(const char *name, enum xn_class *ret, struct xn_error *err)
{
    if (xn_class_parse(name, ret))
        return XN_OK;
    return xn_fail(err, XN_DATABASE, "the stored snapshot has a class '%s' that this program does not know",
                   name);
}

static enum xn_status parse_rule(const char *name, enum xn_rule_fired *ret, struct xn_error *err)
{
    for (enum xn_rule_fired rule = XN_RULE_LOAD; rule < XN_RULE_COUNT; rule++) {
        if (strcmp(name, xn_rule_fired_name(rule)) == 0) {
            *ret = rule;
            return XN_OK;
        }
    }
    return xn_fail(err, XN_DATABASE, "the stored snapshot has a rule '%s' that this program does not know",
                   name);
}

/* A snapshot of before these columns were there has its class everywhere. */
static enum xn_status read_class(const struct xn_rows *rows, size_t row, size_t column, enum xn_class present,
                                 enum xn_class *ret, struct xn_error *err)
{
    *ret = present;
    return xn_rows_null(rows, row, column) ? XN_OK : parse_class(xn_rows_text(rows, row, column), ret, err);
}

static enum xn_status read_computed(const struct xn_rows *rows, size_t row, struct xn_unit_class *classified,
                                    struct xn_error *err)
{
    const enum xn_class present = classified->class_;
    XN_TRY(read_class(rows, row, 15, present, &classified->at_1, err));
    XN_TRY(read_class(rows, row, 16, present, &classified->at_1_25, err));
    XN_TRY(read_class(rows, row, 17, present, &classified->at_2, err));
    XN_TRY(read_class(rows, row, 18, present, &classified->computed, err));
    classified->computed_rule = classified->rule;
    if (!xn_rows_null(rows, row, 19))
        XN_TRY(parse_rule(xn_rows_text(rows, row, 19), &classified->computed_rule, err));
    return read_class(rows, row, 20, present, &classified->standing, err);
}

static enum xn_status read_dynamic(const struct xn_rows *rows, size_t row, struct xn_unit_class *classified,
                                   struct xn_error *err)
{
    classified->status = xn_rows_null(rows, row, 21) ? 0 : (int)xn_rows_int(rows, row, 21);
    classified->dynamic_value = xn_rows_double(rows, row, 23);
    const char *name = xn_rows_null(rows, row, 22) ? "" : xn_rows_text(rows, row, 22);
    for (enum xn_dynamic dynamic = XN_DYNAMIC_NONE; dynamic <= XN_DYNAMIC_NEGATIVE; dynamic++) {
        if (strcmp(name, xn_dynamic_name(dynamic)) == 0) {
            classified->dynamic = dynamic;
            return XN_OK;
        }
    }
    return xn_fail(err, XN_DATABASE, "the stored snapshot has a dynamic '%s' that this program does not know",
                   name);
}

static enum xn_status read_override(const struct xn_snapshot *snapshot, const struct xn_rows *rows,
                                    size_t row, struct xn_snapshot_unit *unit, struct xn_error *err)
{
    if (xn_rows_null(rows, row, 24))
        return XN_OK;
    struct xn_override *override = xn_arena_alloc(snapshot->arena, 1, sizeof *override);
    if (!override)
        return xn_fail_memory(err);
    override->class_ = unit->classified.class_;
    snprintf(override->unit_id, sizeof override->unit_id, "%s", unit->unit_id);
    snprintf(override->reason, sizeof override->reason, "%s", xn_rows_text(rows, row, 24));
    snprintf(override->signed_by, sizeof override->signed_by, "%s", xn_rows_text(rows, row, 25));
    override->signed_on = xn_rows_date(rows, row, 26);
    override->valid_until = xn_rows_date(rows, row, 27);
    unit->classified.override = override;
    return XN_OK;
}

static enum xn_status read_unit(const struct xn_snapshot *snapshot, const struct xn_rows *rows, size_t row,
                                struct xn_snapshot_unit *ret, struct xn_error *err)
{
    struct xn_unit_class *classified = &ret->classified;
    XN_TRY(take(snapshot, rows, row, 0, false, &ret->unit_id, err));
    XN_TRY(take(snapshot, rows, row, 1, false, &ret->name, err));
    XN_TRY(take(snapshot, rows, row, 2, true, &ret->parent_id, err));
    ret->persons = xn_rows_double(rows, row, 3);
    XN_TRY(parse_class(xn_rows_text(rows, row, 4), &classified->class_, err));
    XN_TRY(parse_rule(xn_rows_text(rows, row, 5), &classified->rule, err));
    classified->low_n = xn_rows_bool(rows, row, 6);
    classified->robust = xn_rows_bool(rows, row, 7);
    classified->value = xn_rows_double(rows, row, 8);
    classified->quotient = xn_rows_double(rows, row, 9);
    classified->estimate = xn_rows_double(rows, row, 10);
    classified->lower = xn_rows_double(rows, row, 11);
    classified->upper = xn_rows_double(rows, row, 12);
    classified->probability = xn_rows_double(rows, row, 13);
    XN_TRY(read_computed(rows, row, classified, err));
    XN_TRY(read_dynamic(rows, row, classified, err));
    XN_TRY(read_override(snapshot, rows, row, ret, err));
    return xn_rows_copy_bytes(rows, row, 14, snapshot->arena, &ret->wkb, &ret->wkb_length, err);
}

static enum xn_status read_level(struct xn_store *store, struct xn_snapshot *snapshot, size_t level,
                                 struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_text(&params, snapshot->id);
    xn_param_int(&params, (int64_t)level);
    XN_TRY(xn_pg_run(store, "snapshot_units_get", &params, &rows, err));
    struct xn_snapshot_level *into = &snapshot->level[level];
    into->n_units = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(snapshot->arena, into->n_units, &into->unit, err));
    for (size_t row = 0; row < into->n_units; row++)
        XN_TRY(read_unit(snapshot, &rows, row, &into->unit[row], err));
    return XN_OK;
}

static enum xn_status read_levels(struct xn_store *store, struct xn_snapshot *snapshot, struct xn_error *err)
{
    XN_AUTO_ROWS names = {0};
    struct xn_params params = {0};
    xn_param_text(&params, snapshot->id);
    XN_TRY(xn_pg_run(store, "snapshot_levels_get", &params, &names, err));
    if (xn_rows_count(&names) > XN_LEVEL_MAX)
        return xn_fail(err, XN_DATABASE, "the stored snapshot has %zu levels, this program knows up to %d",
                       xn_rows_count(&names), XN_LEVEL_MAX);
    snapshot->n_levels = xn_rows_count(&names);
    for (size_t level = 0; level < snapshot->n_levels; level++) {
        XN_TRY(take(snapshot, &names, level, 0, false, &snapshot->level[level].name, err));
        XN_TRY(read_level(store, snapshot, level, err));
    }
    return XN_OK;
}

static enum xn_status read_index(const struct xn_snapshot *snapshot, const struct xn_rows *rows, size_t row,
                                 struct xn_snapshot_index *ret, struct xn_error *err)
{
    ret->level = (size_t)xn_rows_int(rows, row, 0);
    XN_TRY(take(snapshot, rows, row, 1, false, &ret->index_id, err));
    if (!xn_form_parse(xn_rows_text(rows, row, 2), &ret->form))
        return xn_fail(err, XN_DATABASE,
                       "the stored snapshot has a form '%s' that this program does not know",
                       xn_rows_text(rows, row, 2));
    ret->n_groups = (size_t)xn_rows_int(rows, row, 3);
    XN_TRY(take(snapshot, rows, row, 4, false, &ret->parameters, err));
    ret->value = xn_rows_double(rows, row, 5);
    return take(snapshot, rows, row, 6, true, &ret->reason, err);
}

/* The groups of all indices stand one a row; hands each index its part. */
static enum xn_status read_groups(const struct xn_rows *rows, struct xn_snapshot *snapshot,
                                  struct xn_error *err)
{
    const char **group = NULL;
    XN_TRY(XN_ARENA_ARRAY(snapshot->arena, xn_rows_count(rows), &group, err));
    for (size_t row = 0; row < xn_rows_count(rows); row++)
        XN_TRY(take(snapshot, rows, row, 0, false, &group[row], err));
    for (size_t i = 0; i < snapshot->n_indices; i++) {
        snapshot->index[i].group = group;
        group += snapshot->index[i].n_groups;
    }
    return XN_OK;
}

static enum xn_status read_indices(struct xn_store *store, struct xn_snapshot *snapshot, struct xn_error *err)
{
    XN_AUTO_ROWS rows = {0};
    XN_AUTO_ROWS groups = {0};
    struct xn_params params = {0};
    xn_param_text(&params, snapshot->id);
    XN_TRY(xn_pg_run(store, "snapshot_indices_get", &params, &rows, err));
    XN_TRY(xn_pg_run(store, "snapshot_groups_get", &params, &groups, err));
    snapshot->n_indices = xn_rows_count(&rows);
    XN_TRY(XN_ARENA_ARRAY(snapshot->arena, snapshot->n_indices, &snapshot->index, err));
    for (size_t i = 0; i < snapshot->n_indices; i++)
        XN_TRY(read_index(snapshot, &rows, i, &snapshot->index[i], err));
    return read_groups(&groups, snapshot, err);
}

enum xn_status xn_store_published(struct xn_store *store, const char *city_id, struct xn_snapshot **ret,
                                  struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_snapshot *snapshot = arena ? xn_arena_alloc(arena, 1, sizeof *snapshot) : NULL;
    if (!snapshot)
        return xn_fail_memory(err);
    snapshot->arena = arena;
    XN_TRY(read_head(store, city_id, snapshot, err));
    XN_TRY(read_levels(store, snapshot, err));
    XN_TRY(read_indices(store, snapshot, err));
    arena = NULL;
    *ret = snapshot;
    return XN_OK;
}

enum xn_status xn_store_published_id(struct xn_store *store, const char *city_id, char ret[XN_DIGEST_HEX],
                                     struct xn_error *err)
{
    XN_TRY(xn_pg_call(store, XN_CALL_QUICK, err));
    XN_AUTO_ROWS rows = {0};
    struct xn_params city = {0};
    xn_param_text(&city, city_id);
    XN_TRY(xn_pg_run(store, "published_id", &city, &rows, err));
    snprintf(ret, XN_DIGEST_HEX, "%s", xn_rows_count(&rows) ? xn_rows_text(&rows, 0, 0) : "");
    return XN_OK;
}
