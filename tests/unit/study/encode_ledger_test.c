/* The ledger as JSON: what is undefined is null with a reason, the same bytes each time, sentences
 * translated. */
#include <stdio.h>
#include <string.h>
#include "test.h"
#include "xenia/study.h"

static struct xn_ledger *ledger_of(const struct xn_ledger_records *records)
{
    struct xn_ledger *ledger = NULL;
    ASSERT_OK(xn_ledger_compute(records, 4 * 2004, 4 * 2004 + 3, &ledger, &err));
    return ledger;
}

static void put(const struct xn_ledger *ledger, enum xn_language language, struct xn_buf *buf)
{
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_study_put_ledger(&json, ledger, language);
    ASSERT_OK(xn_buf_check(buf, &err));
}

static void assert_has(const struct xn_buf *buf, const char *part)
{
    if (!strstr(xn_buf_text(buf), part))
        fail_msg("'%s' is not in %s", part, xn_buf_text(buf));
}

static void test_of_nothing(void **state)
{
    (void)state;
    const struct xn_ledger_records records = {.today = xn_date_of(2004, 12, 31)};
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = ledger_of(&records);
    XN_AUTO_BUF buf = XN_BUF_INIT, again = XN_BUF_INIT;
    put(ledger, XN_ENGLISH, &buf);
    put(ledger, XN_ENGLISH, &again);
    assert_string_equal(xn_buf_text(&buf), xn_buf_text(&again));
    assert_has(&buf, "{\"from\":\"2004Q1\",\"to\":\"2004Q4\",\"today\":\"2004-12-31\"");
    assert_has(&buf, "\"not_in_concentrated_areas\":{\"cases\":0,\"of\":0,\"share\":null,\"interval\":null}");
    assert_has(&buf, "\"reason\":\"there is no such move yet\"");
    assert_has(&buf, "\"longest_waiting_days\":null");
    assert_null(strstr(xn_buf_text(&buf), ":nan"));
}

static void test_of_moves(void **state)
{
    (void)state;
    struct xn_ledger_placement placement[21];
    for (size_t i = 0; i < 21; i++)
        placement[i] = (struct xn_ledger_placement){.dwelling = {"D", "A", 400, 3, 60},
                                                    .household = "",
                                                    .unit_id = "21",
                                                    .level = "district",
                                                    .moved_in_on = xn_date_of(2004, 11, 1),
                                                    .ended_on = XN_NO_DATE,
                                                    .class_ = i < 2 ? XN_CONCENTRATED : XN_MIXED,
                                                    .reason_code = i < 2 ? "OWN_WISH" : ""};
    const struct xn_ledger_records records = {
        .today = xn_date_of(2004, 12, 31), .placement = placement, .n_placements = 21};
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = ledger_of(&records);
    XN_AUTO_BUF buf = XN_BUF_INIT;
    put(ledger, XN_GERMAN, &buf);
    assert_has(&buf, "\"not_in_concentrated_areas\":{\"cases\":19,\"of\":21,\"share\":0.90476");
    assert_has(&buf, "\"by_class\":{\"mixed\":19,\"undetermined\":0,\"concentrated\":2}");
    assert_has(&buf, "{\"quarter\":\"2004Q4\",\"code\":\"OWN_WISH\",\"count\":2}");
    assert_has(&buf, "\"unit_id\":\"21\",\"moves\":21");
    assert_has(&buf, "\"hypothesis_text\":\"Hypothese 1: Dichte Gebiete werden entlastet.\"");
}

/* The store gives records in whatever order it likes: the figures do not depend on it. */
static void test_order_of_records(void **state)
{
    (void)state;
    static const char *const unit[] = {"21", "34", "7"}, *const code[] = {"", "OWN_WISH", "OTHER"};
    struct xn_ledger_placement placement[30], turned[30];
    for (size_t i = 0; i < 30; i++) {
        placement[i] = (struct xn_ledger_placement){.dwelling = {"D", "A", 300 + (double)i, 3, 60},
                                                    .household = "",
                                                    .unit_id = unit[i % 3],
                                                    .level = "district",
                                                    .moved_in_on = xn_date_of(2004, 1 + (int)(i % 12), 1),
                                                    .ended_on = XN_NO_DATE,
                                                    .class_ = (enum xn_class)(i % 3),
                                                    .effect_after = (double)(i * i % 17),
                                                    .tie_distance_m = 500.0 * (double)i,
                                                    .reason_code = code[i % 3]};
        turned[29 - i] = placement[i];
    }
    struct xn_ledger_records records = {
        .today = xn_date_of(2004, 12, 31), .placement = placement, .n_placements = 30};
    XN_AUTO(xn_ledger_free) struct xn_ledger *ledger = ledger_of(&records);
    records.placement = turned;
    XN_AUTO(xn_ledger_free) struct xn_ledger *other = ledger_of(&records);
    XN_AUTO_BUF buf = XN_BUF_INIT, again = XN_BUF_INIT;
    put(ledger, XN_DUTCH, &buf);
    put(other, XN_DUTCH, &again);
    assert_string_equal(xn_buf_text(&buf), xn_buf_text(&again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_of_nothing), cmocka_unit_test(test_of_moves),
                                       cmocka_unit_test(test_order_of_records)};
    return XN_RUN(tests);
}
