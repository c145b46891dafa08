/* refresh.c - recompute, compare, publish: what cron runs and what the daemon runs when data change. */
#include "live.h"
#include "publish.h"
#include "xenia/service.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The rows of a snapshot, all in one arena. */
struct draft {
    struct xn_snapshot snapshot;
    struct xn_profile *profile;
    struct xn_arena *arena;
};

static void draft_free(struct draft *draft)
{
    xn_profile_free(draft->profile);
    xn_arena_free(draft->arena);
}

/* --- the snapshot's rows --------------------------------------------------------------------------- */

static enum xn_status draft_level(struct draft *draft, const struct live_city *live, size_t level,
                                  struct xn_error *err)
{
    struct xn_snapshot_level *to = &draft->snapshot.level[level];
    const struct xn_counts counts = xn_city_counts(live->city, level);
    to->name = xn_city_level_name(live->city, level);
    to->n_units = counts.n_units;
    XN_TRY(XN_ARENA_ARRAY(draft->arena, counts.n_units, &to->unit, err));
    for (size_t u = 0; u < counts.n_units; u++) {
        const struct xn_unit *unit = xn_city_unit(live->city, level, u);
        to->unit[u] = (struct xn_snapshot_unit){
            .unit_id = unit->id,
            .name = unit->name,
            .parent_id = level > 0 ? xn_city_unit(live->city, level - 1, unit->parent)->id : NULL,
            .persons = counts.unit_total[u],
            .classified = live->typology->level[level].unit[u],
        };
    }
    return XN_OK;
}

static enum xn_status put_parameters(struct xn_arena *arena, const struct xn_parameters *parameters,
                                     const char **ret, struct xn_error *err)
{
    XN_AUTO_BUF buf = XN_BUF_INIT;
    struct xn_json json;
    xn_json_init(&json, &buf, false);
    xn_json_begin_object(&json);
    for (size_t i = 0; i < parameters->count; i++)
        xn_json_member_string(&json, parameters->name[i], parameters->value[i]);
    xn_json_end_object(&json);
    XN_TRY(xn_buf_check(&buf, err));
    *ret = xn_arena_strdup(arena, xn_buf_text(&buf));
    return *ret ? XN_OK : xn_fail_memory(err);
}

static enum xn_status draft_index(struct draft *draft, const struct xn_counts *counts,
                                  const struct xn_index_result *result, struct xn_snapshot_index *ret,
                                  struct xn_error *err)
{
    const char **group = NULL;
    size_t n = 0;
    XN_TRY(XN_ARENA_ARRAY(draft->arena, counts->n_groups + 2, &group, err));
    for (size_t m = 0; result->group == XN_NONE && m < counts->n_groups; m++)
        group[n++] = counts->group_name[m];
    if (result->group != XN_NONE)
        group[n++] = counts->group_name[result->group];
    if (result->reference != XN_NONE)
        group[n++] = counts->group_name[result->reference];
    *ret = (struct xn_snapshot_index){.level = 0,
                                      .index_id = result->entry->id,
                                      .form = result->form,
                                      .group = group,
                                      .n_groups = n,
                                      .value = result->value,
                                      .reason = result->reason};
    return put_parameters(draft->arena, &result->parameters, &ret->parameters, err);
}

/* Indices of the coarsest level: the districts are what maps and reports compare. */
static enum xn_status draft_indices(struct draft *draft, const struct live_city *live, struct xn_error *err)
{
    const struct xn_counts counts = xn_city_counts(live->city, 0);
    if (counts.total == 0)
        return XN_OK;
    const struct xn_index_selection selection = {.level = 0};
    XN_TRY(xn_study_indices(live->city, &selection, &draft->profile, err));
    draft->snapshot.n_indices = draft->profile->n_results;
    XN_TRY(XN_ARENA_ARRAY(draft->arena, draft->snapshot.n_indices, &draft->snapshot.index, err));
    for (size_t i = 0; i < draft->snapshot.n_indices; i++)
        XN_TRY(draft_index(draft, &counts, &draft->profile->result[i], &draft->snapshot.index[i], err));
    return XN_OK;
}

static enum xn_status make_draft(struct draft *draft, const struct live_city *live, struct xn_error *err)
{
    const struct xn_stored_city *stored = live_city_stored(live);
    if (!(draft->arena = xn_arena_new()))
        return xn_fail_memory(err);
    draft->snapshot = (struct xn_snapshot){
        .id = live->snapshot,
        .city = stored->id,
        .city_fingerprint = xn_city_fingerprint(live->city),
        .counts_fingerprint = xn_city_counts_fingerprint(live->city),
        .evidence_digest = live->evidence,
        .policy_id = stored->policy_id,
        .as_of = live->as_of,
        .counts_as_of = stored->counts_as_of,
        .report = "{}",
        .n_levels = xn_city_levels(live->city),
    };
    for (size_t i = 0; i < draft->snapshot.n_levels; i++)
        XN_TRY(draft_level(draft, live, i, err));
    return draft_indices(draft, live, err);
}

/* --- comparing with what is published ---------------------------------------------------------------- */

/* A change that the data do not settle: too few people, or a probability that was not certain either way. */
static bool within_noise(const struct xn_unit_class *before, const struct xn_unit_class *after)
{
    return before->low_n || after->low_n || before->class_ == XN_UNDETERMINED ||
           after->class_ == XN_UNDETERMINED;
}

static int compare_ids(const void *a, const void *b)
{
    const struct xn_snapshot_unit *x = a, *y = b;
    return strcmp(x->unit_id, y->unit_id);
}

/* What stands over the class that the data give: that is told at every refresh, changed or not. */
static void tell_settled(const struct xn_snapshot_unit *unit, const char *level,
                         struct xn_refresh_report *report, struct xn_notes *changes)
{
    const struct xn_unit_class *classified = &unit->classified;
    char until[16];
    if (classified->rule == XN_RULE_HELD) {
        report->n_held++;
        xn_note(changes, "%s %s '%s': computed %s, held at %s until other data say the same", level,
                unit->unit_id, unit->name, xn_class_name(classified->computed),
                xn_class_name(classified->class_));
    } else if (classified->rule == XN_RULE_OVERRIDE) {
        report->n_overridden++;
        xn_date_print(classified->override->valid_until, until, sizeof until);
        xn_note(changes, "%s %s '%s': computed %s, %s by override of %s until %s: %s", level, unit->unit_id,
                unit->name, xn_class_name(classified->computed), xn_class_name(classified->class_),
                classified->override->signed_by, until, classified->override->reason);
    }
}

static void compare_unit(const struct xn_snapshot_unit *before, const struct xn_snapshot_unit *after,
                         const char *level, struct xn_refresh_report *report, struct xn_notes *changes)
{
    if (before->classified.class_ == after->classified.class_)
        return;
    const bool noise = within_noise(&before->classified, &after->classified);
    report->n_changed++;
    report->n_uncertain += noise;
    xn_note(changes, "%s %s '%s': %s -> %s%s", level, after->unit_id, after->name,
            xn_class_name(before->classified.class_), xn_class_name(after->classified.class_),
            noise ? " (within noise)" : "");
}

/* The level of this name with its units by id, as bsearch wants them; NULL. */
static const struct xn_snapshot_level *same_level(const struct xn_snapshot *before, const char *name)
{
    for (size_t l = 0; before && l < before->n_levels; l++) {
        if (strcmp(before->level[l].name, name) != 0)
            continue;
        qsort(before->level[l].unit, before->level[l].n_units, sizeof *before->level[l].unit, compare_ids);
        return &before->level[l];
    }
    return NULL;
}

static void compare(const struct xn_snapshot *before, const struct xn_snapshot *after,
                    struct xn_refresh_report *report, struct xn_notes *changes)
{
    for (size_t l = 0; l < after->n_levels; l++) {
        const struct xn_snapshot_level *level = &after->level[l], *old = same_level(before, level->name);
        report->n_units += level->n_units;
        for (size_t u = 0; u < level->n_units; u++) {
            const struct xn_snapshot_unit *unit = &level->unit[u];
            const struct xn_snapshot_unit *old_unit =
                old ? bsearch(unit, old->unit, old->n_units, sizeof *unit, compare_ids) : NULL;
            if (old_unit)
                compare_unit(old_unit, unit, level->name, report, changes);
            tell_settled(unit, level->name, report, changes);
        }
    }
}

static enum xn_status read_published(struct xn_store *store, const char *city_id, struct xn_snapshot **ret,
                                     struct xn_error *err)
{
    struct xn_error why = {0};
    const enum xn_status status = xn_store_published(store, city_id, ret, &why);
    if (status == XN_OK || status == XN_NOT_FOUND)
        return XN_OK;
    return xn_fail(err, status, "%s", why.message);
}

/* --- the refresh ------------------------------------------------------------------------------------- */

struct refresh {
    struct xn_store *store;
    const char *city_id;
    bool dry_run, serve;
    const struct xn_publish *publish; /* what is asked for beside the quarter's; NULL: nothing */
    struct xn_publish_report published;
    struct xn_notes *changes, *notes;
    struct xn_refresh_report report;
    struct live_city *live; /* what was computed */
};

/* What was asked for, and once in a quarter what readers get (RULES R10). Where that would give away a small
 * number, the classes for rankings are new all the same, and a later refresh tries again. */
static enum xn_status publish(struct refresh *refresh, const struct live_city *live, struct xn_error *err)
{
    if (refresh->publish)
        XN_TRY(publish_live(refresh->store, live, refresh->publish, refresh->dry_run, &refresh->published,
                            refresh->notes, err));
    if (refresh->dry_run || refresh->publish)
        return XN_OK;
    struct xn_error why = {0};
    const enum xn_status status =
        publish_live(refresh->store, live, NULL, false, &refresh->report.publication, refresh->notes, &why);
    if (status != XN_OK && status != XN_CONFLICT)
        return xn_fail(err, status, "%s", why.message);
    if (refresh->report.publication.n_left_out > 0)
        xn_note(
            refresh->changes,
            "of the finest %zu levels nothing is published for this quarter: with what was published before, "
            "small numbers could be found",
            refresh->report.publication.n_left_out);
    if (status == XN_OK)
        return XN_OK;
    xn_note(refresh->changes, "nothing is published for this quarter yet: %s", why.message);
    return XN_OK;
}

/* What is to be served is prepared before it is published: nothing is published that cannot be served. */
static enum xn_status refresh_locked(struct refresh *refresh, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_AUTO(xn_snapshot_free) struct xn_snapshot *published = NULL;
    XN_CLEANUP(draft_free) struct draft draft = {.profile = NULL};
    struct xn_refresh_report *report = &refresh->report;
    XN_TRY(read_published(refresh->store, refresh->city_id, &published, err));
    XN_TRY(live_city_load(refresh->store, refresh->city_id, published, &live, refresh->notes, err));
    XN_TRY(make_draft(&draft, live, err));
    report->first = !published;
    snprintf(report->snapshot, sizeof report->snapshot, "%s", live->snapshot);
    report->unchanged = published && strcmp(published->id, live->snapshot) == 0;
    compare(published, &draft.snapshot, report, refresh->changes);
    if (refresh->serve)
        XN_TRY(live_city_prepare(live, err));
    if (!refresh->dry_run && !report->unchanged)
        XN_TRY(xn_store_publish(refresh->store, &draft.snapshot, err));
    XN_TRY(publish(refresh, live, err));
    refresh->live = XN_STEAL(live);
    return XN_OK;
}

/* What is published stays published: a lock that cannot be given back goes with its connection. */
static enum xn_status run_refresh(struct refresh *refresh, struct xn_error *err)
{
    XN_TRY(xn_store_try_lock(refresh->store, refresh->city_id, err));
    const enum xn_status status = refresh_locked(refresh, err);
    const enum xn_status unlocked = xn_store_unlock(refresh->store, NULL);
    (void)unlocked;
    return status;
}

enum xn_status xn_refresh_city(struct xn_store *store, const char *city_id, bool dry_run,
                               struct xn_refresh_report *ret, struct xn_notes *changes,
                               struct xn_notes *notes, struct xn_error *err)
{
    struct refresh refresh = {
        .store = store, .city_id = city_id, .dry_run = dry_run, .changes = changes, .notes = notes};
    XN_TRY(run_refresh(&refresh, err));
    live_city_release(refresh.live);
    *ret = refresh.report;
    return XN_OK;
}

enum xn_status xn_publish_city(struct xn_store *store, const char *city_id, const struct xn_publish *wanted,
                               bool dry_run, struct xn_publish_report *ret, struct xn_notes *notes,
                               struct xn_error *err)
{
    struct refresh refresh = {
        .store = store, .city_id = city_id, .dry_run = dry_run, .publish = wanted, .notes = notes};
    XN_TRY(run_refresh(&refresh, err));
    live_city_release(refresh.live);
    *ret = refresh.published;
    return XN_OK;
}

enum xn_status refresh_live(struct xn_store *store, const char *city_id, struct xn_refresh_report *ret_report,
                            struct live_city **ret, struct xn_notes *changes, struct xn_error *err)
{
    struct refresh refresh = {.store = store, .city_id = city_id, .serve = true, .changes = changes};
    XN_TRY(run_refresh(&refresh, err));
    *ret = refresh.live;
    *ret_report = refresh.report;
    return XN_OK;
}
