/* cli_paper_facts.c - what the papers are made from: the city file, the store, and the tables of the program.
 */
#include "cli_ledger.h"
#include "cli_paper.h"
#include "xenia/desk.h"
#include "xenia/lifecycle.h"
#include "xenia/service.h"
#include "xenia/study.h"
#include <string.h>

void cli_paper_facts_free(struct cli_paper_facts *gathered)
{
    xn_ledger_free(gathered->ledger);
    xn_ledger_records_free(gathered->records);
    xn_retention_rules_free(gathered->rules);
    xn_snapshot_free(gathered->snapshot);
    xn_city_free(gathered->city);
    xn_city_input_free(gathered->input);
    xn_stored_cities_free(gathered->cities);
    xn_arena_free(gathered->arena);
}

/* --- the city and its policy
 * ------------------------------------------------------------------------------------- */

static enum xn_status find_city(struct xn_store *store, const char *id, struct cli_paper_facts *ret,
                                struct xn_error *err)
{
    XN_TRY(xn_store_cities(store, id, &ret->cities, err));
    if (ret->cities->count == 0)
        return xn_fail(err, XN_NOT_FOUND, "no city is imported: xenia import areas CITY.ini");
    if (ret->cities->count > 1)
        return xn_fail(err, XN_ARGUMENT, "there are %zu cities ('%s', '%s' ...): --city says whose paper",
                       ret->cities->count, ret->cities->city[0].id, ret->cities->city[1].id);
    return XN_OK;
}

static enum xn_status read_city(struct xn_store *store, struct cli_paper_facts *ret, struct xn_notes *notes,
                                struct xn_error *err)
{
    const struct xn_stored_city *stored = &ret->cities->city[0];
    struct xn_paper_facts *facts = &ret->facts;
    struct xn_error why = {0};
    const char *slash = strrchr(stored->definition, '/');
    XN_TRY(xn_city_file_read(stored->definition, &ret->input, err));
    XN_TRY(xn_study_load_city(ret->input, NULL, NULL, &ret->city, notes, err));
    XN_TRY(xn_store_policy(store, stored->policy_id, &ret->policy, err));
    facts->input = ret->input;
    facts->city = ret->city;
    facts->city_file = slash ? slash + 1 : stored->definition;
    facts->counts_as_of = stored->counts_as_of ? stored->counts_as_of : ret->input->counts_as_of;
    facts->today = ret->input->as_of != XN_NO_DATE ? ret->input->as_of : xn_date_today();
    facts->policy = &ret->policy;
    facts->policy_may_rank =
        xn_policy_check_live(&ret->policy, facts->today, ret->input->demonstration, &why) == XN_OK;
    return XN_OK;
}

/* Each index that is published, once, in their order. */
static enum xn_status read_indices(struct xn_store *store, struct cli_paper_facts *ret, struct xn_error *err)
{
    const struct xn_index_entry **index = NULL;
    size_t n = 0;
    const enum xn_status status = xn_store_published(store, ret->input->id, &ret->snapshot, err);
    ret->facts.snapshot = "";
    if (status == XN_NOT_FOUND)
        return XN_OK;
    XN_TRY(status);
    XN_TRY(XN_ARENA_ARRAY(ret->arena, ret->snapshot->n_indices, &index, err));
    for (size_t i = 0; i < ret->snapshot->n_indices; i++) {
        const struct xn_index_entry *entry = xn_index_find(ret->snapshot->index[i].index_id);
        size_t known = 0;
        while (known < n && index[known] != entry)
            known++;
        if (entry && known == n)
            index[n++] = entry;
    }
    ret->facts.index = index;
    ret->facts.n_indices = n;
    ret->facts.snapshot = xn_arena_strndup(ret->arena, ret->snapshot->id, 12);
    return ret->facts.snapshot ? XN_OK : xn_fail_memory(err);
}

/* --- accounts and terms
 * --------------------------------------------------------------------------------------------- */

static enum xn_status count_accounts(struct xn_store *store, struct cli_paper_facts *ret,
                                     struct xn_error *err)
{
    XN_AUTO(xn_accounts_free) struct xn_accounts *accounts = NULL;
    XN_TRY(cli_store_act(store, "admin", ret->input->id, err));
    XN_TRY(xn_store_accounts(store, &accounts, err));
    for (size_t i = 0; i < accounts->count; i++) {
        const struct xn_account *account = &accounts->account[i];
        const bool here = !account->city[0] || strcmp(account->city, ret->input->id) == 0;
        struct xn_paper_accounts *counted = &ret->accounts[account->role];
        if (here && !account->disabled)
            *(account->is_person ? &counted->people : &counted->machines) += 1;
    }
    ret->facts.accounts = ret->accounts;
    return XN_OK;
}

static enum xn_status read_terms(struct xn_store *store, struct cli_paper_facts *ret, struct xn_error *err)
{
    struct xn_paper_term *term = NULL;
    XN_TRY(xn_store_retention(store, &ret->rules, err));
    XN_TRY(XN_ARENA_ARRAY(ret->arena, ret->rules->count, &term, err));
    for (size_t i = 0; i < ret->rules->count; i++) {
        const struct xn_retention_rule *rule = &ret->rules->rule[i];
        term[i] = (struct xn_paper_term){.what = rule->what,
                                         .action = rule->action,
                                         .months = rule->months,
                                         .days = rule->days,
                                         .hours = rule->hours};
    }
    ret->facts.term = term;
    ret->facts.n_terms = ret->rules->count;
    return XN_OK;
}

/* The matrix of roles and routes that the service goes by. */
static enum xn_status read_routes(struct cli_paper_facts *ret, struct xn_error *err)
{
    const size_t n = xn_route_count();
    struct xn_paper_route *route = NULL;
    XN_TRY(XN_ARENA_ARRAY(ret->arena, n, &route, err));
    for (size_t i = 0; i < n; i++) {
        struct xn_route_roles row;
        xn_route_at(i, &row);
        route[i] = (struct xn_paper_route){
            .method = row.method, .path = row.path, .roles = row.roles, .is_public = row.roles == 0};
    }
    ret->facts.route = route;
    ret->facts.n_routes = n;
    return XN_OK;
}

/* Lists are counted by who purges them, as the ledger does not read them. */
static enum xn_status count_lists(struct xn_store *store, struct cli_paper_facts *ret, struct xn_error *err)
{
    XN_TRY(cli_store_act(store, "keeper", ret->input->id, err));
    XN_TRY(xn_store_lists_shown(store, ret->input->id, &ret->facts.n_lists, err));
    ret->facts.has_lists = true;
    return XN_OK;
}

/* --- what came of it
 * -------------------------------------------------------------------------------------------------- */

static enum xn_status compute_ledger(struct xn_store *store, enum xn_paper_kind kind, xn_quarter quarter,
                                     struct cli_paper_facts *ret, struct xn_error *err)
{
    xn_quarter from = quarter, to = quarter;
    XN_TRY(cli_ledger_records(store, ret->input->id, &ret->records, err));
    if (quarter == XN_NO_QUARTER && kind == XN_PAPER_FAIRNESS)
        from = to = xn_quarter_of(ret->facts.today) - 1;
    else if (quarter == XN_NO_QUARTER)
        xn_ledger_range(ret->records, &from, &to);
    XN_TRY(xn_ledger_compute(ret->records, from, to, &ret->ledger, err));
    ret->facts.ledger = ret->ledger;
    return XN_OK;
}

/* Each part is read in the role that may read it: nobody may read all. */
enum xn_status cli_paper_gather(struct xn_store *store, enum xn_paper_kind kind, const char *city,
                                xn_quarter quarter, struct cli_paper_facts *ret, struct xn_notes *notes,
                                struct xn_error *err)
{
    if (!(ret->arena = xn_arena_new()))
        return xn_fail_memory(err);
    ret->facts.version = XENIA_VERSION;
    ret->facts.offer_days = XN_OFFER_DAYS;
    ret->facts.objection_days = XN_OBJECTION_DAYS;
    XN_TRY(find_city(store, city, ret, err));
    XN_TRY(cli_store_act(store, "refresher", ret->cities->city[0].id, err));
    XN_TRY(read_city(store, ret, notes, err));
    XN_TRY(read_indices(store, ret, err));
    XN_TRY(read_terms(store, ret, err));
    XN_TRY(count_accounts(store, ret, err));
    XN_TRY(count_lists(store, ret, err));
    XN_TRY(read_routes(ret, err));
    return compute_ledger(store, kind, quarter, ret, err);
}
