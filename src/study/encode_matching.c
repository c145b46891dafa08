/* encode_matching.c - a batch as JSON and in sentences: who is proposed what, what it costs the others, and
 * why somebody stays without.
 */
#include <inttypes.h>
#include <stdio.h>
#include "xenia/study.h"

/* --- sentences ------------------------------------------------------------------------------------------ */

/* Takes the sentences of a household one after the other. */
struct listener {
    const struct xn_match *match;
    enum xn_language language;
    void (*take)(struct listener *listener, const char *sentence);
    void *context;
    size_t n_sentences;
};

static void say(struct listener *listener, const char *english, const struct xn_message_value *value,
                size_t n_values)
{
    XN_AUTO_BUF sentence = XN_BUF_INIT;
    xn_message_put(&sentence, listener->language, english, value, n_values);
    listener->take(listener, xn_buf_text(&sentence));
    listener->n_sentences++;
}

/* A price above the greatest cost stands for one more household that could be placed. */
static void say_dwelling_price(struct listener *listener, size_t dwelling)
{
    const struct xn_match *match = listener->match;
    const int64_t price = match->best->dwelling_price[dwelling];
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, price);
    const struct xn_message_value value[] = {{"dwelling", match->problem.dwelling_id[dwelling]},
                                             {"price", text}};
    if (price > XN_MATCH_COST_MAX)
        say(listener, XN_N("With one more dwelling like {dwelling} one more household could be placed."),
            value, 2);
    else if (price > 0)
        say(listener, XN_N("One more dwelling like {dwelling} would lower the cost of the batch by {price}."),
            value, 2);
}

static void say_quota_price(struct listener *listener, size_t quota)
{
    const struct xn_match *match = listener->match;
    const int64_t price = match->best->quota_price[quota];
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, price);
    const struct xn_message_value value[] = {{"quota", match->problem.quota[quota].name}, {"price", text}};
    if (price > XN_MATCH_COST_MAX)
        say(listener,
            XN_N("The quota of {quota} binds: with one more place in it one more household could be placed."),
            value, 2);
    else if (price > 0)
        say(listener, XN_N("This dwelling costs {price} more, because the quota of {quota} binds."), value,
            2);
}

static void say_placed(struct listener *listener, size_t household)
{
    const struct xn_match *match = listener->match;
    const size_t dwelling = match->best->dwelling_of[household];
    const struct xn_match_arc *arc = &match->arc[match->best->arc_of[household]];
    char rank[24], listed[24];
    snprintf(rank, sizeof rank, "%zu", arc->rank);
    snprintf(listed, sizeof listed, "%zu", match->n_listed[household]);
    const struct xn_message_value value[] = {{"rank", rank}, {"listed", listed}};
    say(listener, XN_N("It is row {rank} of the household's own list of {listed}."), value, 2);
    say_dwelling_price(listener, dwelling);
    for (size_t i = match->problem.first_quota[dwelling]; i < match->problem.first_quota[dwelling + 1]; i++)
        say_quota_price(listener, match->problem.dwelling_quota[i]);
}

static const struct {
    const char *code, *english;
} unplaced[] = {
    [XN_PLACED] = {"placed", ""},
    [XN_UNPLACED_NO_DWELLING] = {"no_dwelling", XN_N("No dwelling of the batch fits this household.")},
    [XN_UNPLACED_FAMILY_QUOTA] =
        {"family_quota",
         XN_N("Every fitting dwelling lies under a quota smaller than this household, as that of {quota}.")},
    [XN_UNPLACED_QUOTA] = {"quota", XN_N("A fitting dwelling stays free, but the quota of {quota} binds.")},
    [XN_UNPLACED_TAKEN] = {"taken",
                           XN_N("Every fitting dwelling serves the batch better with another household.")},
};

static const char *binding_quota(const struct xn_match *match, size_t household)
{
    const size_t quota = match->best->binding_quota[household];
    return quota == XN_NONE ? NULL : match->problem.quota[quota].name;
}

static void say_unplaced(struct listener *listener, size_t household)
{
    const char *quota = binding_quota(listener->match, household);
    const struct xn_message_value value = {"quota", quota ? quota : ""};
    say(listener, unplaced[listener->match->best->reason[household]].english, &value, 1);
}

static void say_all(struct listener *listener, size_t household)
{
    if (listener->match->best->dwelling_of[household] == XN_NONE)
        say_unplaced(listener, household);
    else
        say_placed(listener, household);
}

static void take_into_buf(struct listener *listener, const char *sentence)
{
    if (listener->n_sentences > 0)
        xn_buf_putc(listener->context, ' ');
    xn_buf_puts(listener->context, sentence);
}

void xn_match_put_sentences(struct xn_buf *buf, const struct xn_match *match, size_t household,
                            enum xn_language language)
{
    struct listener listener = {.match = match, .language = language, .take = take_into_buf, .context = buf};
    say_all(&listener, household);
}

static void take_into_json(struct listener *listener, const char *sentence)
{
    xn_json_string(listener->context, sentence);
}

static void put_sentences(struct xn_json *json, const struct xn_match *match, size_t household,
                          enum xn_language language)
{
    struct listener listener = {
        .match = match, .language = language, .take = take_into_json, .context = json};
    xn_json_key(json, "sentences");
    xn_json_begin_array(json);
    say_all(&listener, household);
    xn_json_end_array(json);
}

/* --- households, quotas --------------------------------------------------------------------------------- */

static void put_placed(struct xn_json *json, const struct xn_match *match, size_t household,
                       enum xn_language language)
{
    const struct xn_matching *best = match->best;
    const struct xn_match_arc *arc = &match->arc[best->arc_of[household]];
    xn_json_begin_object(json);
    xn_json_member_string(json, "household", match->problem.household_id[household]);
    xn_json_member_string(json, "dwelling", match->problem.dwelling_id[best->dwelling_of[household]]);
    xn_json_member_int(json, "rank", (int64_t)arc->rank);
    xn_json_member_int(json, "listed", (int64_t)match->n_listed[household]);
    xn_json_member_string(json, "tier", xn_class_name(arc->tier));
    xn_json_member_int(json, "cost", arc->cost);
    xn_json_member_int(json, "dwelling_price", best->dwelling_price[best->dwelling_of[household]]);
    put_sentences(json, match, household, language);
    xn_json_end_object(json);
}

static void put_unplaced(struct xn_json *json, const struct xn_match *match, size_t household,
                         enum xn_language language)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "household", match->problem.household_id[household]);
    xn_json_member_string(json, "reason", unplaced[match->best->reason[household]].code);
    xn_json_member_string(json, "quota", binding_quota(match, household));
    xn_json_member_int(json, "listed", (int64_t)match->n_listed[household]);
    put_sentences(json, match, household, language);
    xn_json_end_object(json);
}

static void put_households(struct xn_json *json, const struct xn_match *match, bool placed,
                           enum xn_language language)
{
    xn_json_key(json, placed ? "placed" : "unplaced");
    xn_json_begin_array(json);
    for (size_t h = 0; h < match->problem.n_households; h++) {
        if ((match->best->dwelling_of[h] != XN_NONE) != placed)
            continue;
        if (placed)
            put_placed(json, match, h, language);
        else
            put_unplaced(json, match, h, language);
    }
    xn_json_end_array(json);
}

static void put_quotas(struct xn_json *json, const struct xn_match *match)
{
    xn_json_key(json, "quotas");
    xn_json_begin_array(json);
    for (size_t q = 0; q < match->problem.n_quotas; q++) {
        xn_json_begin_object(json);
        xn_json_member_string(json, "name", match->problem.quota[q].name);
        xn_json_member_int(json, "limit", match->problem.quota[q].limit);
        xn_json_member_int(json, "used", match->best->quota_used[q]);
        xn_json_member_int(json, "price", match->best->quota_price[q]);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
}

static void put_yardstick(struct xn_json *json, const char *key, const struct xn_matching *matching)
{
    xn_json_key(json, key);
    xn_json_begin_object(json);
    xn_json_member_int(json, "placed", (int64_t)matching->n_placed);
    xn_json_member_int(json, "cost", matching->cost);
    xn_json_end_object(json);
}

/* --- the whole ------------------------------------------------------------------------------------------ */

static void put_head(struct xn_json *json, const struct xn_match *match)
{
    char day[16];
    const struct xn_match_input *input = match->input;
    xn_date_print(input->rank.as_of, day, sizeof day);
    xn_json_member_string(json, "snapshot", match->snapshot);
    xn_json_key(json, "policy");
    xn_study_put_policy(json, input->rank.policy);
    xn_json_member_string(json, "as_of", day);
    xn_json_member_string(json, "unit", input->quotas.unit == XN_MATCH_PERSONS ? "persons" : "households");
    xn_json_member_int(json, "households", (int64_t)match->problem.n_households);
    xn_json_member_int(json, "dwellings", (int64_t)match->problem.n_dwellings);
    xn_json_member_bool(json, "exact", match->best->exact);
    xn_json_member_int(json, "n_placed", (int64_t)match->best->n_placed);
    xn_json_member_int(json, "cost", match->best->cost);
    xn_json_member_double(json, "objective", match->best->objective);
    xn_json_member_double(json, "bound", match->best->bound_objective);
    xn_json_member_double(json, "gap", match->best->gap);
}

void xn_study_put_matching(struct xn_json *json, const struct xn_match *match, enum xn_language language)
{
    xn_json_begin_object(json);
    put_head(json, match);
    put_households(json, match, true, language);
    put_households(json, match, false, language);
    put_quotas(json, match);
    xn_json_key(json, "yardsticks");
    xn_json_begin_object(json);
    put_yardstick(json, "greedy", match->greedy);
    put_yardstick(json, "random", match->random);
    xn_json_end_object(json);
    xn_json_end_object(json);
}
