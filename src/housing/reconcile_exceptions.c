/* reconcile_exceptions.c - which exceptions may be one family told of twice: found, linked, never merged. */
#include <math.h>
#include <string.h>
#include "reconcile.h"

/* How many moves into concentrated areas are said to have been made by the end of a quarter: the newest
 * figure "so far" up to then. */
static const struct xn_reported *segregated_by(const struct reconcile_check *check, xn_quarter quarter)
{
    const struct xn_reported *newest = NULL;
    for (size_t i = 0; i < check->n; i++) {
        const struct xn_reported *reported = &check->reported[i];
        if (reported->what == XN_REPORTED_SEGREGATED && reported->so_far && reported->to <= quarter &&
            (!newest || reported->to > newest->to))
            newest = reported;
    }
    return newest;
}

/* The quarter that a report on `reported` tells news of: its last. */
static bool same_news(const struct xn_reported *a, const struct xn_reported *b)
{
    return a->what == XN_REPORTED_EXCEPTION && b->what == XN_REPORTED_EXCEPTION && a->to == b->to;
}

/* The exceptions named for a quarter, against what was added since the figure before. */
struct named {
    const struct xn_reported *now, *before; /* figures so far; before: NULL at the beginning */
    double count, added;
};

static struct named count_named(const struct reconcile_check *check, const struct xn_reported *exception)
{
    struct named named = {.now = segregated_by(check, exception->to)};
    named.before = segregated_by(check, exception->to - 1);
    named.added = (named.now ? named.now->value : 0.0) - (named.before ? named.before->value : 0.0);
    for (size_t i = 0; i < check->n; i++)
        if (same_news(exception, &check->reported[i]))
            named.count += check->reported[i].value;
    return named;
}

static bool is_first_of_its_news(const struct reconcile_check *check, const struct xn_reported *exception)
{
    for (const struct xn_reported *other = check->reported; other < exception; other++)
        if (same_news(other, exception))
            return false;
    return true;
}

static const struct xn_reported *earlier_exception(const struct reconcile_check *check,
                                                   const struct xn_reported *than, const char *code)
{
    const struct xn_reported *latest = NULL;
    for (size_t i = 0; i < check->n; i++) {
        const struct xn_reported *reported = &check->reported[i];
        if (reported->what == XN_REPORTED_EXCEPTION && reported->to < than->to &&
            (!code || strcmp(reported->code, code) == 0) && (!latest || reported->to > latest->to))
            latest = reported;
    }
    return latest;
}

enum xn_status reconcile_overlap(struct reconcile_check *check, const struct xn_reported *exception,
                                 struct xn_error *err)
{
    struct xn_contradiction *finding = NULL;
    if (exception->what != XN_REPORTED_EXCEPTION || !is_first_of_its_news(check, exception))
        return XN_OK;
    const struct named named = count_named(check, exception);
    const struct xn_reported *earlier = earlier_exception(check, exception, NULL);
    if (!named.now || !earlier || named.added <= 0.0 || named.count <= named.added)
        return XN_OK;
    struct xn_reason reason = xn_reason_new(
        "exceptions_overlap",
        XN_N(
            "For {period}, {named} exceptions are named, but only {added} was added since the report before: "
            "the earlier one ({code}, {earlier}) must be one of them."));
    xn_reason_text(&reason, "period", reconcile_period(check, exception->to, exception->to));
    reconcile_put_count(&reason, "named", named.count);
    reconcile_put_count(&reason, "added", named.added);
    xn_reason_text(&reason, "code", earlier->code);
    xn_reason_text(&reason, "earlier", reconcile_period_of(check, earlier));
    XN_TRY(reconcile_add(check, &reason, &finding, err));
    reconcile_rests_on(finding, earlier);
    for (size_t i = 0; i < check->n; i++)
        if (same_news(exception, &check->reported[i]))
            reconcile_rests_on(finding, &check->reported[i]);
    reconcile_rests_on(finding, named.now);
    struct xn_reported all = *named.now;
    reconcile_set_ledger(finding, reported_in_ledger(&all, check->records), reported_words(all.what));
    return XN_OK;
}

/* Which earlier code a later one may be another telling of. */
static const char *fits_code(const char *code)
{
    static const char *const pair[][2] = {{"LEFT_COUNTRY", "AGAINST_ADVICE"}, {"AGAINST_ADVICE", "OWN_WISH"}};
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        if (strcmp(code, pair[i][0]) == 0)
            return pair[i][1];
    return NULL;
}

static double count_left(const struct reconcile_check *check, const struct xn_reported *reported)
{
    double n = 0.0;
    for (size_t i = 0; i < check->records->n_households; i++) {
        const xn_quarter quarter = xn_quarter_of(check->records->household[i].left_on);
        n += quarter != XN_NO_QUARTER && quarter >= reported->from && quarter <= reported->to;
    }
    return n;
}

enum xn_status reconcile_same(struct reconcile_check *check, const struct xn_reported *exception,
                              struct xn_error *err)
{
    struct xn_contradiction *finding = NULL;
    const char *earlier_code = exception->what == XN_REPORTED_EXCEPTION ? fits_code(exception->code) : NULL;
    if (!earlier_code)
        return XN_OK;
    const struct xn_reported *earlier = earlier_exception(check, exception, earlier_code);
    const struct named named = count_named(check, exception);
    if (!earlier || !named.now || named.added > 0.0)
        return XN_OK;
    struct xn_reason reason = xn_reason_new(
        "probably_the_same",
        XN_N(
            "{code} ({period}) adds no move to a concentrated area: it is probably the family told of before "
            "({earlier_code}, {earlier}). To be linked, not merged."));
    xn_reason_text(&reason, "code", exception->code);
    xn_reason_text(&reason, "period", reconcile_period_of(check, exception));
    xn_reason_text(&reason, "earlier_code", earlier->code);
    xn_reason_text(&reason, "earlier", reconcile_period_of(check, earlier));
    XN_TRY(reconcile_add(check, &reason, &finding, err));
    reconcile_rests_on(finding, exception);
    reconcile_rests_on(finding, earlier);
    if (strcmp(exception->code, "LEFT_COUNTRY") == 0)
        reconcile_set_ledger(finding, count_left(check, exception),
                             XN_N("households that left the programme"));
    return XN_OK;
}
