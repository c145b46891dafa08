/* records.c - lists that were shown, and what corporations have promised. */
#include "change.h"

enum xn_status xn_change_recommendation_log(struct xn_store *store, const char *household,
                                            const char *snapshot, int64_t policy_id,
                                            const char *request_digest, size_t n_listed, const char *first_id,
                                            struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    struct xn_params params = {0};
    xn_param_row(store, &params, household);
    xn_param_text(&params, snapshot);
    xn_param_int(&params, policy_id);
    xn_param_text(&params, request_digest);
    xn_param_int(&params, (int64_t)n_listed);
    xn_param_words(&params, first_id);
    return xn_pg_run(store, "recommendations_insert", &params, NULL, err);
}

enum xn_status xn_change_commitment(struct xn_store *store, const char *corporation, const char *quarter,
                                    int64_t n_dwellings, struct xn_error *err)
{
    XN_TRY(xn_change_call(store, XN_CALL_QUICK, err));
    struct xn_params params = {0};
    xn_param_text(&params, xn_change_city(store));
    xn_param_text(&params, corporation);
    xn_param_text(&params, quarter);
    if (n_dwellings == 0)
        return xn_pg_run(store, "commitments_delete", &params, NULL, err);
    xn_param_int(&params, n_dwellings);
    return xn_pg_run(store, "commitments_put", &params, NULL, err);
}
