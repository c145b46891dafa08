/* encode_ledger.c - the ledger as JSON: the same bytes from the command line and the daemon. */
#include "xenia/study.h"
#include <stdio.h>

static void put_quarter(struct xn_json *json, const char *key, xn_quarter quarter)
{
    char text[16];
    xn_quarter_print(quarter, text);
    xn_json_member_string(json, key, text);
}

static void put_sentence(struct xn_json *json, const char *key, const char *english,
                         enum xn_language language)
{
    xn_json_member_string(json, key, english ? xn_message(language, english) : NULL);
}

static void put_by_class(struct xn_json *json, const char *key, const struct xn_by_class *counts)
{
    xn_json_key(json, key);
    xn_json_begin_object(json);
    for (int c = 0; c < XN_CLASS_COUNT; c++)
        xn_json_member_int(json, xn_class_name((enum xn_class)c), (int64_t)counts->of[c]);
    xn_json_end_object(json);
}

static void put_rate(struct xn_json *json, const char *key, const struct xn_rate *rate)
{
    xn_json_key(json, key);
    xn_json_begin_object(json);
    xn_json_member_int(json, "cases", (int64_t)rate->cases);
    xn_json_member_int(json, "of", (int64_t)rate->of);
    xn_json_member_double(json, "share", rate->share);
    xn_json_member_interval(json, "interval", rate->lower, rate->upper);
    xn_json_end_object(json);
}

static void put_quartiles(struct xn_json *json, const char *key, const struct xn_quartiles *quartiles)
{
    xn_json_key(json, key);
    xn_json_begin_object(json);
    xn_json_member_int(json, "n", (int64_t)quartiles->n);
    xn_json_member_double(json, "lower_quartile", quartiles->lower);
    xn_json_member_double(json, "median", quartiles->median);
    xn_json_member_double(json, "upper_quartile", quartiles->upper);
    xn_json_end_object(json);
}

static void begin_list(struct xn_json *json, const char *key)
{
    xn_json_key(json, key);
    xn_json_begin_array(json);
}

/* --- the parts ----------------------------------------------------------------------------------------- */

static void put_moves(struct xn_json *json, const char *key, const struct xn_ledger_moves *moves)
{
    xn_json_key(json, key);
    xn_json_begin_object(json);
    xn_json_member_int(json, "n", (int64_t)xn_by_class_sum(moves->by_class));
    put_by_class(json, "by_class", &moves->by_class);
    put_rate(json, "in_mixed_areas", &moves->in_mixed);
    put_rate(json, "not_in_concentrated_areas", &moves->not_concentrated);
    xn_json_end_object(json);
}

static void put_quarters(struct xn_json *json, const struct xn_ledger *ledger)
{
    begin_list(json, "quarters");
    for (size_t i = 0; i < ledger->n_quarters; i++) {
        const struct xn_ledger_quarter *quarter = &ledger->quarter[i];
        xn_json_begin_object(json);
        put_quarter(json, "quarter", quarter->quarter);
        xn_json_member_int(json, "households_arrived", (int64_t)quarter->households_arrived);
        xn_json_member_double(json, "persons_arrived", quarter->persons_arrived);
        xn_json_member_int(json, "households_of_unknown_size", (int64_t)quarter->households_of_unknown_size);
        put_moves(json, "moves", &quarter->moves);
        put_moves(json, "so_far", &quarter->so_far);
        xn_json_member_int(json, "placements_ended", (int64_t)quarter->ended);
        xn_json_member_int(json, "households_left", (int64_t)quarter->left);
        put_quartiles(json, "days_waited", &quarter->waited_days);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_corporations(struct xn_json *json, const struct xn_ledger *ledger)
{
    begin_list(json, "corporations");
    for (size_t i = 0; i < ledger->n_shares; i++) {
        const struct xn_ledger_share *share = &ledger->share[i];
        xn_json_begin_object(json);
        xn_json_member_string(json, "corporation", share->corporation);
        put_quarter(json, "quarter", share->quarter);
        if (share->has_promise)
            xn_json_member_int(json, "promised", (int64_t)share->promised);
        else
            xn_json_member_null(json, "promised");
        put_by_class(json, "offered", &share->offered);
        put_by_class(json, "offers_made", &share->made);
        put_by_class(json, "accepted", &share->accepted);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_codes(struct xn_json *json, const char *key, const struct xn_code_count *count, size_t n)
{
    begin_list(json, key);
    for (size_t i = 0; i < n; i++) {
        xn_json_begin_object(json);
        put_quarter(json, "quarter", count[i].quarter);
        xn_json_member_string(json, "code", count[i].code);
        xn_json_member_int(json, "count", (int64_t)count[i].count);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_months(struct xn_json *json, const struct xn_ledger *ledger, enum xn_language language)
{
    xn_json_key(json, "first_row");
    xn_json_begin_object(json);
    xn_json_member_int(json, "least_decisions", XN_RUBBER_STAMP_DECISIONS);
    xn_json_member_double(json, "notice_above", XN_RUBBER_STAMP_SHARE);
    begin_list(json, "months");
    for (size_t i = 0; i < ledger->n_months; i++) {
        const struct xn_ledger_month *month = &ledger->month[i];
        char text[32];
        snprintf(text, sizeof text, "%04d-%02d", month->year, month->month);
        xn_json_begin_object(json);
        xn_json_member_string(json, "month", text);
        put_rate(json, "first_row_accepted", &month->first_row);
        xn_json_member_bool(json, "enough", month->enough);
        xn_json_member_bool(json, "notice", month->notice);
        put_sentence(json, "text", xn_ledger_month_sentence(month), language);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
    xn_json_end_object(json);
}

static void put_fairness(struct xn_json *json, const struct xn_ledger *ledger, enum xn_language language)
{
    begin_list(json, "fairness");
    for (size_t i = 0; i < ledger->n_comparisons; i++) {
        const struct xn_comparison *comparison = &ledger->comparison[i];
        xn_json_begin_object(json);
        put_quarter(json, "quarter", comparison->quarter);
        xn_json_member_string(json, "measure", xn_fairness_name(comparison->measure));
        put_sentence(json, "text", xn_fairness_sentence(comparison->measure), language);
        xn_json_member_int(json, "n", (int64_t)comparison->n_programme);
        xn_json_member_int(json, "n_comparison", (int64_t)comparison->n_comparison);
        xn_json_member_double(json, "median", comparison->programme);
        xn_json_member_double(json, "median_comparison", comparison->comparison);
        xn_json_member_double(json, "shift", comparison->difference.shift);
        xn_json_member_interval(json, "interval", comparison->difference.lower, comparison->difference.upper);
        put_sentence(json, "reason", comparison->reason, language);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_areas(struct xn_json *json, const struct xn_ledger *ledger)
{
    begin_list(json, "areas");
    for (size_t i = 0; i < ledger->n_areas; i++) {
        const struct xn_ledger_area *area = &ledger->area[i];
        xn_json_begin_object(json);
        xn_json_member_string(json, "level", area->level[0] ? area->level : NULL);
        xn_json_member_string(json, "unit_id", area->unit_id[0] ? area->unit_id : NULL);
        xn_json_member_int(json, "moves", (int64_t)area->moves);
        xn_json_member_double(json, "persons", area->persons);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_hypotheses(struct xn_json *json, const struct xn_ledger *ledger, enum xn_language language)
{
    begin_list(json, "hypotheses");
    for (size_t i = 0; i < ledger->n_measures; i++) {
        const struct xn_hypothesis_measure *measure = &ledger->measure[i];
        xn_json_begin_object(json);
        xn_json_member_string(json, "hypothesis", xn_hypothesis_name(measure->hypothesis));
        put_sentence(json, "hypothesis_text", xn_hypothesis_sentence(measure->hypothesis), language);
        xn_json_member_string(json, "measure", measure->id);
        put_sentence(json, "text", measure->english, language);
        xn_json_member_int(json, "n", (int64_t)measure->n);
        xn_json_member_double(json, "value", measure->value);
        xn_json_member_interval(json, "interval", measure->lower, measure->upper);
        put_sentence(json, "reason", measure->reason, language);
        put_sentence(json, "not_shown", measure->not_shown, language);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_offers(struct xn_json *json, const struct xn_ledger *ledger)
{
    xn_json_key(json, "offers");
    xn_json_begin_object(json);
    xn_json_member_int(json, "made", (int64_t)ledger->offers_made);
    xn_json_member_int(json, "accepted", (int64_t)ledger->accepted);
    xn_json_member_int(json, "refused", (int64_t)ledger->refused);
    xn_json_member_int(json, "expired", (int64_t)ledger->expired);
    xn_json_member_int(json, "withdrawn", (int64_t)ledger->withdrawn);
    xn_json_member_int(json, "unanswered", (int64_t)ledger->unanswered);
    xn_json_end_object(json);
}

static void put_objections(struct xn_json *json, const struct xn_ledger_objections *objections)
{
    xn_json_key(json, "objections");
    xn_json_begin_object(json);
    xn_json_member_int(json, "raised", (int64_t)objections->raised);
    xn_json_member_int(json, "decided", (int64_t)objections->decided);
    xn_json_member_int(json, "decided_in_time", (int64_t)objections->decided_in_time);
    xn_json_member_int(json, "upheld", (int64_t)objections->upheld);
    xn_json_member_int(json, "open", (int64_t)objections->open);
    xn_json_member_int(json, "overdue", (int64_t)objections->overdue);
    xn_json_end_object(json);
}

void xn_study_put_ledger(struct xn_json *json, const struct xn_ledger *ledger, enum xn_language language)
{
    char today[16];
    xn_date_print(ledger->today, today, sizeof today);
    xn_json_begin_object(json);
    put_quarter(json, "from", ledger->from);
    put_quarter(json, "to", ledger->to);
    xn_json_member_string(json, "today", today[0] ? today : NULL);
    put_quarters(json, ledger);
    put_corporations(json, ledger);
    put_offers(json, ledger);
    put_codes(json, "exceptions", ledger->exception, ledger->n_exceptions);
    put_codes(json, "refusals", ledger->refusal, ledger->n_refusals);
    put_quartiles(json, "days_waited", &ledger->waited_days);
    put_quartiles(json, "days_waiting", &ledger->waiting_days);
    xn_json_member_double(json, "longest_waiting_days", ledger->longest_waiting_days);
    put_months(json, ledger, language);
    put_fairness(json, ledger, language);
    put_areas(json, ledger);
    put_objections(json, &ledger->objections);
    put_hypotheses(json, ledger, language);
    xn_json_end_object(json);
}
