/* pg_error.c - what the server refuses, as a status and a sentence for a person.
 *
 * The tables name their check constraints in sentences ("rent_net_eur: 0 to 1000000, or unknown"), so a
 * broken rule is said with the constraint's name.
 */
#include "pg_private.h"
#include <stdio.h>
#include <string.h>

void xn_pg_one_line(const char *text, char *ret, size_t size)
{
    size_t length = 0;
    bool blank = false;
    for (; *text && length + 2 < size; text++) {
        if (strchr(" \t\r\n", *text)) {
            blank = length > 0;
            continue;
        }
        if (blank)
            ret[length++] = ' ';
        blank = false;
        ret[length++] = *text;
    }
    ret[length] = '\0';
    if (*text) /* cut: perhaps inside a character */
        ret[xn_utf8_valid_length(ret, length)] = '\0';
}

static const char *field(const PGresult *result, int code)
{
    const char *text = PQresultErrorField(result, code);
    return text ? text : "";
}

static bool starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* Rules that stand for a refusal of the lifecycle, and their sentences. */
static const struct refusal {
    const char *rule, *code;
    enum xn_status status;
    const char *sentence;
} refusals[] = {
    {"dwelling_taken", "dwelling_taken", XN_CONFLICT, "the dwelling has a live offer already"},
    {"dwelling_let", "dwelling_taken", XN_CONFLICT, "the dwelling is let already"},
    {"household_busy", "household_busy", XN_CONFLICT, "the household has a live offer already"},
    {"household_placed", "household_busy", XN_CONFLICT, "the household has a placement already"},
    {"frozen", "frozen", XN_CONFLICT, "an open objection of the household freezes it"},
    {"second_person", "second_person", XN_CONFLICT,
     "an objection is decided by a second person: not by who took it down, nor by whom it is against"},
    {"reference_known", "reference_known", XN_CONFLICT, "the reference belongs to another household"},
    {"reason_needed", "reason_needed", XN_INPUT,
     "a reason code is needed: it is not the first row, or not in a mixed area"},
    {"day_given", "state", XN_CONFLICT, "only a demonstration city may name the day"},
    {"offers_pkey", "state", XN_CONFLICT, "a dwelling with this id is there already"},
};

static const struct refusal *find_refusal(const PGresult *result)
{
    const char *rule = field(result, PG_DIAG_CONSTRAINT_NAME);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        if (strcmp(refusals[i].rule, rule) == 0)
            return &refusals[i];
    }
    return NULL;
}

const char *xn_pg_refusal_of(const PGresult *result)
{
    const struct refusal *refusal = find_refusal(result);
    return refusal ? refusal->code : NULL;
}

/* A row that breaks a rule: class 23 of SQLSTATE. */
static enum xn_status fail_rule(const PGresult *result, const char *state, struct xn_error *err)
{
    const char *rule = field(result, PG_DIAG_CONSTRAINT_NAME);
    const struct refusal *refusal = find_refusal(result);
    if (refusal)
        return xn_fail(err, refusal->status, "%s", refusal->sentence);
    if (strcmp(state, "23502") == 0)
        return xn_fail(err, XN_INPUT, "%s is missing", field(result, PG_DIAG_COLUMN_NAME));
    if (strcmp(state, "23503") == 0)
        return xn_fail(err, XN_NOT_FOUND, "there is no such thing: the rule is \"%s\"", rule);
    if (strcmp(state, "23505") == 0)
        return xn_fail(err, XN_CONFLICT, "it is there already: %s", field(result, PG_DIAG_MESSAGE_DETAIL));
    if (strcmp(state, "23514") == 0)
        return xn_fail(err, XN_INPUT, "the rule \"%s\" is broken", rule);
    return xn_fail(err, XN_INPUT, "%s", field(result, PG_DIAG_MESSAGE_PRIMARY));
}

enum xn_status xn_pg_check_result(const PGresult *result, struct xn_error *err)
{
    const ExecStatusType kind = PQresultStatus(result);
    if (kind == PGRES_TUPLES_OK || kind == PGRES_COMMAND_OK || kind == PGRES_COPY_IN)
        return XN_OK;
    const char *state = field(result, PG_DIAG_SQLSTATE);
    char message[512];
    xn_pg_one_line(field(result, PG_DIAG_MESSAGE_PRIMARY), message, sizeof message);
    if (starts(state, "23"))
        return fail_rule(result, state, err);
    if (starts(state, "22"))
        return xn_fail(err, XN_INPUT, "%s", message);
    if (starts(state, "40") || strcmp(state, "55P03") == 0)
        return xn_fail(err, XN_CONFLICT, "another change is in the way, try again (%s)", message);
    if (strcmp(state, "42P01") == 0 || strcmp(state, "42703") == 0 || strcmp(state, "3F000") == 0)
        return xn_fail(err, XN_DATABASE, "the database has not this program's schema, migrate it (%s)",
                       message);
    if (!*message)
        xn_pg_one_line(PQresultErrorMessage(result), message, sizeof message);
    return xn_fail(err, XN_DATABASE, "the database refuses: %s (%s)", message, *state ? state : "no code");
}
