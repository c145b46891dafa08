/* decisions.c - see decisions.h. Whether a reason is needed is a rule of the table. */
#include "decisions.h"

static void put_basis(struct xn_params *params, const struct xn_decision *decision)
{
    xn_param_text(params, xn_class_name(decision->class_));
    xn_param_words(params, decision->level);
    xn_param_words(params, decision->unit_id);
    xn_param_double(params, decision->share);
    xn_param_double(params, decision->lower);
    xn_param_double(params, decision->upper);
    xn_param_double(params, decision->placements_per_1000);
    xn_param_text(params, decision->snapshot ? decision->snapshot : "");
    xn_param_int(params, decision->policy_id);
    xn_param_text(params, decision->policy_name ? decision->policy_name : "");
    xn_param_text(params, decision->policy_version ? decision->policy_version : "");
}

static void put_choice(struct xn_params *params, const struct xn_decision *decision)
{
    xn_param_int(params, (int64_t)decision->rank);
    xn_param_int(params, (int64_t)decision->n_listed);
    xn_param_words(params, decision->first_id);
    xn_param_text(params, decision->request_digest ? decision->request_digest : "");
    xn_param_double(params, decision->effect_before);
    xn_param_double(params, decision->effect_after);
    xn_param_double(params, decision->tie_distance_m);
    xn_param_double(params, decision->persons);
}

enum xn_status xn_decision_insert(struct xn_store *store, const struct xn_decision_about *about,
                                  const struct xn_decision *decision, int64_t *ret_id, struct xn_error *err)
{
    XN_AUTO_BUF note = XN_BUF_INIT;
    XN_TRY(xn_sealing_put_text(store, about->household, "reason", decision->reason_note, &note, err));
    const bool has_reason = decision->reason_code && *decision->reason_code;
    XN_AUTO_ROWS rows = {0};
    struct xn_params params = {0};
    xn_param_row(store, &params, about->household);
    xn_param_text(&params, about->dwelling);
    xn_param_text(&params, xn_change_actor(store));
    xn_param_date(&params, about->on);
    put_basis(&params, decision);
    put_choice(&params, decision);
    xn_param_words(&params, has_reason ? decision->reason_code : about->reason_code);
    xn_param_sealed(&params, &note);
    xn_param_words(&params, decision->dwelling_unit_id);
    XN_TRY(xn_pg_run(store, "decisions_insert", &params, &rows, err));
    *ret_id = xn_rows_int(&rows, 0, 0);
    return XN_OK;
}

static void read_basis(struct xn_cursor *cursor, struct xn_decision *ret)
{
    if (!xn_class_parse(xn_next_text(cursor), &ret->class_))
        ret->class_ = XN_UNDETERMINED; /* the table allows no other name */
    ret->level = xn_next_text(cursor);
    ret->unit_id = xn_next_text(cursor);
    ret->dwelling_unit_id = xn_next_text(cursor);
    ret->share = xn_next_double(cursor);
    ret->lower = xn_next_double(cursor);
    ret->upper = xn_next_double(cursor);
    ret->placements_per_1000 = xn_next_double(cursor);
    ret->snapshot = xn_next_text(cursor);
    ret->policy_id = xn_next_int(cursor);
    ret->policy_name = xn_next_text(cursor);
    ret->policy_version = xn_next_text(cursor);
}

static void read_choice(struct xn_cursor *cursor, struct xn_decision *ret)
{
    ret->rank = (size_t)xn_next_int(cursor);
    ret->n_listed = (size_t)xn_next_int(cursor);
    ret->first_id = xn_next_text(cursor);
    ret->request_digest = xn_next_text(cursor);
    ret->effect_before = xn_next_double(cursor);
    ret->effect_after = xn_next_double(cursor);
    ret->tie_distance_m = xn_next_double(cursor);
    ret->persons = xn_next_double(cursor);
    ret->reason_code = xn_next_text(cursor);
}

enum xn_status xn_decision_next(struct xn_store *store, struct xn_cursor *cursor, const char *household,
                                struct xn_decision *ret, struct xn_error *err)
{
    size_t length = 0;
    read_basis(cursor, ret);
    read_choice(cursor, ret);
    return xn_sealing_next(store, cursor, household, "reason", &ret->reason_note, &length, err);
}
