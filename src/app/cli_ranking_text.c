/* cli_ranking_text.c - a ranking for the terminal: one paragraph a dwelling, reasons as sentences. */
#include "cli.h"
#include "xenia/study.h"
#include <math.h>

#define COUNTERFACTUALS_MAX 2

static void put_sentence(struct xn_buf *buf, enum xn_language language, const struct xn_reason *reason)
{
    xn_buf_puts(buf, "      ");
    xn_reason_put(buf, language, reason);
    xn_buf_putc(buf, '\n');
}

/* "4 rooms", where it is known. */
static void put_quantity(struct xn_buf *buf, enum xn_language language, const char **separator,
                         const char *english, double value, int decimals)
{
    if (!(value > 0))
        return;
    XN_AUTO_BUF number = XN_BUF_INIT;
    xn_number_put(&number, language, value, decimals);
    const struct xn_message_value n = {"n", xn_buf_text(&number)};
    xn_buf_puts(buf, *separator);
    xn_message_put(buf, language, english, &n, 1);
    *separator = ", ";
}

/* "Am Hang 12, 48155 Münster: 4 rooms, 92 m², 640 euro (Wohnbau Demo, D7)", each part where it is known. */
static void put_dwelling(struct xn_buf *buf, enum xn_language language, const struct xn_dwelling *dwelling,
                         double rent_eur)
{
    xn_buf_puts(buf, *dwelling->address ? dwelling->address : dwelling->id);
    if (*dwelling->city)
        xn_buf_printf(buf, ", %s%s%s", dwelling->postcode, *dwelling->postcode ? " " : "", dwelling->city);
    const char *separator = ": ";
    const bool half_rooms = dwelling->rooms != floor(dwelling->rooms);
    put_quantity(buf, language, &separator, XN_N("{n} rooms"), dwelling->rooms, half_rooms ? 1 : 0);
    put_quantity(buf, language, &separator, XN_N("{n} m²"), dwelling->area_m2, 0);
    put_quantity(buf, language, &separator, XN_N("{n} euro"), rent_eur, 0);
    xn_buf_printf(buf, " (%s%s%s)\n", dwelling->corporation, *dwelling->corporation ? ", " : "",
                  dwelling->id);
}

static void put_ranked(const struct xn_study *study, const struct xn_ranked *row, enum xn_language language,
                       struct xn_buf *buf)
{
    const struct xn_ranking_request *request = &study->request;
    const struct xn_dwelling *dwelling = &request->dwelling[row->dwelling];
    const char *level_name[XN_LEVEL_MAX], *area_name = NULL;
    for (size_t i = 0; i < request->n_levels; i++)
        level_name[i] = xn_city_level_name(study->input->city, i);
    if (row->deciding_level != XN_NONE)
        area_name =
            xn_city_unit(study->input->city, row->deciding_level, dwelling->unit[row->deciding_level])->name;
    struct xn_reason reason[XN_REASON_MAX];
    xn_buf_printf(buf, "%4zu. [%s] ", row->rank, xn_message(language, xn_class_name(row->tier)));
    put_dwelling(buf, language, dwelling, row->rent_burden_eur);
    size_t n = xn_explain(request, study->ranking, row, level_name, area_name, reason);
    for (size_t i = 0; i < n; i++)
        put_sentence(buf, language, &reason[i]);
    n = xn_counterfactuals(request, study->ranking, row, reason, COUNTERFACTUALS_MAX);
    for (size_t i = 0; i < n; i++)
        put_sentence(buf, language, &reason[i]);
}

static void put_excluded(const struct xn_study *study, const struct xn_ranked *row, enum xn_language language,
                         struct xn_buf *buf)
{
    const struct xn_ranking_request *request = &study->request;
    const struct xn_dwelling *dwelling = &request->dwelling[row->dwelling];
    struct xn_reason reason[XN_FIT_TEST_COUNT];
    xn_buf_puts(buf, "   -  ");
    put_dwelling(buf, language, dwelling, row->rent_burden_eur);
    size_t n =
        xn_fit_reasons(request->policy, request->household, dwelling, request->as_of, row->fit, reason);
    for (size_t i = 0; i < n; i++)
        put_sentence(buf, language, &reason[i]);
    n = xn_counterfactuals(request, study->ranking, row, reason, COUNTERFACTUALS_MAX);
    for (size_t i = 0; i < n; i++)
        put_sentence(buf, language, &reason[i]);
}

/* Why the list says nothing of the effect of a placement, where it does not. */
static void put_effect_reason(const struct xn_study *study, enum xn_language language, struct xn_buf *buf)
{
    if (!study->request.effect_reason)
        return;
    const struct xn_message_value why = {"why", xn_message(language, study->request.effect_reason)};
    xn_buf_putc(buf, '\n');
    xn_message_put(buf, language, XN_N("the effect of a placement on the city is not told: {why}"), &why, 1);
}

/* How many, and of which data, policy and request. */
static void put_head(const struct xn_study *study, enum xn_language language, struct xn_buf *buf)
{
    const struct xn_policy *policy = study->request.policy;
    char ranked[24], excluded[24], total[24], snapshot[17], request[17], version[96];
    snprintf(ranked, sizeof ranked, "%zu", study->ranking->n_ranked);
    snprintf(excluded, sizeof excluded, "%zu", study->ranking->n_excluded);
    snprintf(total, sizeof total, "%zu", study->request.n_dwellings);
    snprintf(snapshot, sizeof snapshot, "%.16s", study->snapshot);
    snprintf(request, sizeof request, "%.16s", study->ranking->request_digest);
    snprintf(version, sizeof version, "%s%s%s", policy->version, policy->demonstration ? " " : "",
             policy->demonstration ? xn_message(language, XN_N("(demonstration)")) : "");
    const struct xn_message_value count[] = {{"ranked", ranked}, {"excluded", excluded}, {"total", total}};
    const struct xn_message_value source[] = {
        {"snapshot", snapshot}, {"policy", policy->name}, {"version", version}, {"request", request}};
    xn_message_put(buf, language, XN_N("ranked {ranked} + excluded {excluded} = {total} offers"), count, 3);
    xn_buf_putc(buf, '\n');
    xn_message_put(buf, language,
                   XN_N("snapshot {snapshot}, policy {policy} version {version}, request {request}"), source,
                   4);
    put_effect_reason(study, language, buf);
    xn_buf_puts(buf, "\n\n");
}

void cli_put_ranking_text(const struct xn_study *study, enum xn_language language, bool with_excluded,
                          size_t most_per_tier, struct xn_buf *buf)
{
    const struct xn_ranking *ranking = study->ranking;
    put_head(study, language, buf);
    size_t shown[XN_CONCENTRATED + 1] = {0};
    for (size_t i = 0; i < ranking->n_ranked; i++)
        if (shown[ranking->ranked[i].tier]++ < most_per_tier || most_per_tier == 0)
            put_ranked(study, &ranking->ranked[i], language, buf);
    for (size_t i = 0; with_excluded && i < ranking->n_excluded; i++)
        put_excluded(study, &ranking->excluded[i], language, buf);
}
