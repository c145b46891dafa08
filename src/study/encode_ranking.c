/* encode_ranking.c - a ranking as JSON (SERVICE 1): the same bytes from the command line and the daemon. */
#include "xenia/study.h"
#include <math.h>
#include <string.h>

#define COUNTERFACTUALS_MAX 3

struct encoder {
    struct xn_json *json;
    const struct xn_study *study;
    const struct xn_ranking_view *view;
    const char *level_name[XN_LEVEL_MAX];
    struct xn_buf *sentence; /* of one reason at a time */
};

static void put_reason(const struct encoder *encoder, const struct xn_reason *reason, bool with_values)
{
    xn_buf_reset(encoder->sentence);
    xn_reason_put(encoder->sentence, encoder->view->language, reason);
    if (encoder->json->buf->status == XN_OK)
        encoder->json->buf->status = encoder->sentence->status;
    xn_json_begin_object(encoder->json);
    xn_json_member_string(encoder->json, "code", reason->code);
    xn_json_member_string(encoder->json, "text", xn_buf_text(encoder->sentence));
    if (with_values) {
        xn_json_member_string(encoder->json, "needed", reason->needed[0] ? reason->needed : NULL);
        xn_json_member_string(encoder->json, "got", reason->got[0] ? reason->got : NULL);
    }
    xn_json_end_object(encoder->json);
}

static void put_reasons(const struct encoder *encoder, const char *key, const struct xn_reason *reason,
                        size_t n_reasons, bool with_values)
{
    xn_json_key(encoder->json, key);
    xn_json_begin_array(encoder->json);
    for (size_t i = 0; i < n_reasons; i++)
        put_reason(encoder, &reason[i], with_values);
    xn_json_end_array(encoder->json);
}

static void put_date(struct xn_json *json, const char *key, xn_date date)
{
    char text[16];
    xn_date_print(date, text, sizeof text);
    xn_json_member_string(json, key, text[0] ? text : NULL);
}

static void put_dwelling(const struct encoder *encoder, const struct xn_ranked *row)
{
    struct xn_json *json = encoder->json;
    const struct xn_dwelling *dwelling = &encoder->study->request.dwelling[row->dwelling];
    xn_json_key(json, "dwelling");
    xn_json_begin_object(json);
    xn_json_member_string(json, "corporation", dwelling->corporation);
    xn_json_member_string(json, "address", dwelling->address);
    xn_json_member_string(json, "postcode", dwelling->postcode);
    xn_json_member_string(json, "city", dwelling->city);
    xn_json_member_string(json, "district", dwelling->district);
    xn_json_member_string(json, "kind", dwelling->kind);
    xn_json_member_double(json, "lon", dwelling->has_place ? dwelling->lon : NAN);
    xn_json_member_double(json, "lat", dwelling->has_place ? dwelling->lat : NAN);
    xn_json_member_double(json, "rent_eur", row->rent_burden_eur);
    xn_json_member_double(json, "rooms", dwelling->rooms > 0 ? dwelling->rooms : NAN);
    xn_json_member_double(json, "area_m2", dwelling->area_m2 > 0 ? dwelling->area_m2 : NAN);
    put_date(json, "available", dwelling->available);
    xn_json_end_object(json);
}

static const struct xn_unit *deciding_unit(const struct xn_study *study, const struct xn_ranked *row)
{
    if (row->deciding_level == XN_NONE)
        return NULL;
    const size_t unit = study->request.dwelling[row->dwelling].unit[row->deciding_level];
    return xn_city_unit(study->input->city, row->deciding_level, unit);
}

/* The area that decided the tier, with the levels that had no data and so no vote. */
static void put_area(const struct encoder *encoder, const struct xn_ranked *row)
{
    struct xn_json *json = encoder->json;
    const struct xn_study *study = encoder->study;
    const struct xn_unit *unit = deciding_unit(study, row);
    xn_json_key(json, "area");
    if (!unit) {
        xn_json_null(json);
        return;
    }
    const size_t level = row->deciding_level;
    xn_json_begin_object(json);
    xn_json_member_string(json, "level", encoder->level_name[level]);
    xn_json_member_string(json, "unit_id", unit->id);
    xn_json_member_string(json, "name", unit->name);
    xn_study_put_class(
        json, study->request.typology,
        &study->request.typology->level[level].unit[study->request.dwelling[row->dwelling].unit[level]],
        encoder->view->language);
    xn_json_key(json, "levels_without_data");
    xn_json_begin_array(json);
    for (size_t i = 0; i < study->request.n_levels; i++)
        if (row->without_data & 1u << i)
            xn_json_string(json, encoder->level_name[i]);
    xn_json_end_array(json);
    xn_json_end_object(json);
}

static const char *effect_index_id(const struct xn_policy *policy)
{
    return policy->effect_index == XN_EFFECT_THEIL_H ? "entropy" : "correlation_ratio";
}

static void put_effect(const struct encoder *encoder, const struct xn_ranked *row)
{
    struct xn_json *json = encoder->json;
    xn_json_key(json, "effect");
    if (isnan(row->effect_after)) {
        xn_json_null(json);
        return;
    }
    xn_json_begin_object(json);
    xn_json_member_string(json, "index", effect_index_id(encoder->study->request.policy));
    xn_json_member_double(json, "before", encoder->study->ranking->effect_before);
    xn_json_member_double(json, "after", row->effect_after);
    xn_json_end_object(json);
}

#define TO_CHECK "to_check:"

static void put_to_check(const struct encoder *encoder, const struct xn_reason *reason, size_t n_reasons)
{
    xn_json_key(encoder->json, "to_check");
    xn_json_begin_array(encoder->json);
    for (size_t i = 0; i < n_reasons; i++)
        if (strncmp(reason[i].code, TO_CHECK, strlen(TO_CHECK)) == 0)
            xn_json_string(encoder->json, reason[i].code + strlen(TO_CHECK));
    xn_json_end_array(encoder->json);
}

static void put_ranked(const struct encoder *encoder, const struct xn_ranked *row)
{
    struct xn_json *json = encoder->json;
    const struct xn_study *study = encoder->study;
    const struct xn_unit *unit = deciding_unit(study, row);
    struct xn_reason reason[XN_REASON_MAX], counterfactual[COUNTERFACTUALS_MAX];
    const size_t n_reasons = xn_explain(&study->request, study->ranking, row, encoder->level_name,
                                        unit ? unit->name : NULL, reason);
    const size_t n_counterfactuals =
        xn_counterfactuals(&study->request, study->ranking, row, counterfactual, COUNTERFACTUALS_MAX);
    xn_json_begin_object(json);
    xn_json_member_string(json, "offer_id", study->request.dwelling[row->dwelling].id);
    xn_json_member_int(json, "rank", (int64_t)row->rank);
    xn_json_member_string(json, "tier", xn_class_name(row->tier));
    xn_json_member_string(json, "tier_text", xn_message(encoder->view->language, xn_class_name(row->tier)));
    put_to_check(encoder, reason, n_reasons);
    put_dwelling(encoder, row);
    put_area(encoder, row);
    put_effect(encoder, row);
    xn_json_member_double(json, "tie_distance_m", row->tie_distance_m);
    put_reasons(encoder, "reasons", reason, n_reasons, false);
    put_reasons(encoder, "counterfactuals", counterfactual, n_counterfactuals, false);
    xn_json_end_object(json);
}

static void put_excluded(const struct encoder *encoder, const struct xn_ranked *row)
{
    struct xn_json *json = encoder->json;
    const struct xn_ranking_request *request = &encoder->study->request;
    const struct xn_dwelling *dwelling = &request->dwelling[row->dwelling];
    struct xn_reason reason[XN_FIT_TEST_COUNT], counterfactual[COUNTERFACTUALS_MAX];
    const size_t n_reasons =
        xn_fit_reasons(request->policy, request->household, dwelling, request->as_of, row->fit, reason);
    const size_t n_counterfactuals =
        xn_counterfactuals(request, encoder->study->ranking, row, counterfactual, COUNTERFACTUALS_MAX);
    xn_json_begin_object(json);
    xn_json_member_string(json, "offer_id", dwelling->id);
    put_dwelling(encoder, row);
    put_reasons(encoder, "reasons", reason, n_reasons, true);
    put_reasons(encoder, "counterfactuals", counterfactual, n_counterfactuals, false);
    xn_json_end_object(json);
}

static void put_head(const struct encoder *encoder)
{
    struct xn_json *json = encoder->json;
    const struct xn_study *study = encoder->study;
    xn_json_member_string(json, "snapshot", study->snapshot);
    xn_json_key(json, "policy");
    xn_study_put_policy(json, study->request.policy);
    xn_json_member_string(json, "request_digest", study->ranking->request_digest);
    put_date(json, "as_of", study->request.as_of);
    xn_json_member_string(json, "counts_as_of", encoder->view->counts_as_of);
    xn_json_member_string(json, "offers_as_of", encoder->view->offers_as_of);
    xn_json_member_int(json, "offers_read", (int64_t)study->request.n_dwellings);
    xn_json_member_int(json, "total", (int64_t)study->ranking->n_ranked);
    xn_json_key(json, "effect");
    xn_json_begin_object(json);
    xn_json_member_string(json, "index", effect_index_id(study->request.policy));
    xn_json_member_double(json, "before", study->ranking->effect_before);
    const char *reason = study->request.effect_reason;
    xn_json_member_string(json, "reason", reason ? xn_message(encoder->view->language, reason) : NULL);
    xn_json_end_object(json);
}

void xn_study_put_ranking(struct xn_json *json, const struct xn_study *study,
                          const struct xn_ranking_view *view)
{
    XN_AUTO_BUF sentence = XN_BUF_INIT;
    struct encoder encoder = {.json = json, .study = study, .view = view, .sentence = &sentence};
    for (size_t i = 0; i < study->request.n_levels; i++)
        encoder.level_name[i] = xn_city_level_name(study->input->city, i);
    const size_t n = study->ranking->n_ranked;
    const size_t first = view->offset < n ? view->offset : n;
    const size_t last = view->limit && view->limit < n - first ? first + view->limit : n;
    xn_json_begin_object(json);
    put_head(&encoder);
    xn_json_key(json, "ranked");
    xn_json_begin_array(json);
    for (size_t i = first; i < last; i++)
        put_ranked(&encoder, &study->ranking->ranked[i]);
    xn_json_end_array(json);
    xn_json_key(json, "excluded");
    xn_json_begin_array(json);
    for (size_t i = 0; view->with_excluded && i < study->ranking->n_excluded; i++)
        put_excluded(&encoder, &study->ranking->excluded[i]);
    xn_json_end_array(json);
    xn_json_end_object(json);
}
