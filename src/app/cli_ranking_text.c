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

/* "Am Hang 12, 48155 Münster: 4 rooms, 92 m2, 640 euro (Wohnbau Demo)", each part only where it is known. */
static void put_dwelling(struct xn_buf *buf, const struct xn_dwelling *dwelling, double rent_eur)
{
    xn_buf_puts(buf, *dwelling->address ? dwelling->address : dwelling->id);
    if (*dwelling->city)
        xn_buf_printf(buf, ", %s%s%s", dwelling->postcode, *dwelling->postcode ? " " : "", dwelling->city);
    const char *separator = ": ";
    if (dwelling->rooms > 0) {
        xn_buf_printf(buf, "%s%g rooms", separator, dwelling->rooms);
        separator = ", ";
    }
    if (dwelling->area_m2 > 0) {
        xn_buf_printf(buf, "%s%.0f m2", separator, dwelling->area_m2);
        separator = ", ";
    }
    if (isfinite(rent_eur))
        xn_buf_printf(buf, "%s%.0f euro", separator, rent_eur);
    xn_buf_printf(buf, " (%s, %s)\n", dwelling->corporation, dwelling->id);
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
    put_dwelling(buf, dwelling, row->rent_burden_eur);
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
    put_dwelling(buf, dwelling, row->rent_burden_eur);
    const size_t n =
        xn_fit_reasons(request->policy, request->household, dwelling, request->as_of, row->fit, reason);
    for (size_t i = 0; i < n; i++)
        put_sentence(buf, language, &reason[i]);
}

void cli_put_ranking_text(const struct xn_study *study, enum xn_language language, bool with_excluded,
                          size_t most_per_tier, struct xn_buf *buf)
{
    const struct xn_ranking *ranking = study->ranking;
    const struct xn_policy *policy = study->request.policy;
    xn_buf_printf(buf, "ranked %zu + excluded %zu = %zu offers\n", ranking->n_ranked, ranking->n_excluded,
                  study->request.n_dwellings);
    xn_buf_printf(buf, "snapshot %.16s, policy %s version %s%s, request %.16s\n\n", study->snapshot,
                  policy->name, policy->version, policy->demonstration ? " (demonstration)" : "",
                  ranking->request_digest);
    size_t shown[XN_CONCENTRATED + 1] = {0};
    for (size_t i = 0; i < ranking->n_ranked; i++)
        if (shown[ranking->ranked[i].tier]++ < most_per_tier || most_per_tier == 0)
            put_ranked(study, &ranking->ranked[i], language, buf);
    for (size_t i = 0; with_excluded && i < ranking->n_excluded; i++)
        put_excluded(study, &ranking->excluded[i], language, buf);
}
