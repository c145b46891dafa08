/* household_columns.c - see household_columns.h. RULES R1: what must not decide where a family lives is
 * refused with that reason, so that nobody takes it for a misspelt column.
 */
#include "household_columns.h"
#include "shown.h"
#include "xenia/text.h"

const struct known_words xn_household_columns = {
    {"id", "arrived_on", "size", "age_0_5", "age_6_17", "age_18_64", "age_65_plus", "entitlement",
     "step_free", "rent_limit_eur", "rooms_min", "available_by", "ties", "filters", "centre"},
    COLUMN_COUNT};

/* What a list of people easily has, in three languages, and may never be read here. */
static const char *const forbidden[] = {
    "nationality",
    "nationaliteit",
    "staatsangehörigkeit",
    "staatsangehoerigkeit",
    "citizenship",
    "birthplace",
    "geboorteplaats",
    "geburtsort",
    "country_of_birth",
    "ethnicity",
    "etniciteit",
    "herkunft",
    "origin",
    "afkomst",
    "language",
    "taal",
    "sprache",
    "religion",
    "religie",
    "geloof",
    "name",
    "naam",
    "surname",
    "first_name",
    "last_name",
    "achternaam",
    "voornaam",
    "nachname",
    "vorname",
    "diagnosis",
    "diagnose",
    "cooperation",
    "medewerking",
    "crime",
    "criminal_record",
    "score",
    "risk",
    "gender",
    "sex",
    "geslacht",
    "geschlecht",
    "income",
    "inkomen",
    "einkommen",
    "phone",
    "email",
    "bsn",
    "date_of_birth",
    "geboortedatum",
    "geburtsdatum",
};

static bool is_forbidden(const char *name)
{
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++)
        if (xn_compare_ignoring_case(forbidden[i], name) == 0)
            return true;
    return false;
}

static enum xn_status refuse_column(const struct xn_table *table, const char *name, struct xn_error *err)
{
    char advice[512];
    if (is_forbidden(name))
        return xn_fail(err, XN_INPUT,
                       "%s, line 1: there is a column '%.*s', which is never read, because where a family "
                       "lives must not depend on it (RULES R1); wanted a file without it",
                       table->source, xn_shown(name), name);
    xn_known_advice(&xn_household_columns, name, advice, sizeof advice);
    return xn_fail(err, XN_INPUT, "%s, line 1: there is no column '%.*s'; %s", table->source, xn_shown(name),
                   name, advice);
}

enum xn_status xn_household_columns_find(const struct xn_table *table, size_t ret[COLUMN_COUNT],
                                         struct xn_error *err)
{
    for (size_t i = 0; i < COLUMN_COUNT; i++)
        ret[i] = XN_NONE;
    for (size_t i = 0; i < table->n_columns; i++) {
        const size_t found = xn_known_find(&xn_household_columns, table->column[i]);
        if (found == XN_NONE)
            return refuse_column(table, table->column[i], err);
        ret[found] = i;
    }
    XN_TRY(xn_table_find_column(table, xn_household_columns.word[ID], &ret[ID], err));
    return xn_table_find_column(table, xn_household_columns.word[PERSONS], &ret[PERSONS], err);
}
