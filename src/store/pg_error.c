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

/* A row that breaks a rule: class 23 of SQLSTATE. */
static enum xn_status fail_rule(const PGresult *result, const char *state, struct xn_error *err)
{
    const char *rule = field(result, PG_DIAG_CONSTRAINT_NAME);
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
