/* parameters.c - see parameters.h.
 *
 * One path for every value, wherever it comes from: find the specification, bring the text into its canonical
 * form, which fails when the text is not among the choices or not a number in range.
 */
#include "parameters.h"
#include <assert.h>
#include <stdio.h>
#include <string.h>
#include "nearest.h"
#include "xenia/buf.h"
#include "xenia/text.h"

enum { VALUE_SIZE = sizeof((struct xn_parameters *)0)->value[0] };

static size_t count_specs(const struct xn_index_entry *entry)
{
    size_t count = 0;
    while (entry->parameter && entry->parameter[count].name)
        count++;
    return count;
}

static const struct xn_parameter_spec *find_spec(const struct xn_index_entry *entry, const char *name)
{
    for (size_t i = 0; i < count_specs(entry); i++)
        if (strcmp(entry->parameter[i].name, name) == 0)
            return &entry->parameter[i];
    return NULL;
}

static enum xn_status fail_unknown(const struct xn_index_entry *entry, const char *name, struct xn_error *err)
{
    const char *known[XN_PARAMETER_MAX];
    const size_t count = count_specs(entry);
    if (count == 0)
        return xn_fail(err, XN_ARGUMENT, "%s has no parameters, found '%s'", entry->id, name);
    for (size_t i = 0; i < count; i++)
        known[i] = entry->parameter[i].name;
    char list[256];
    xn_nearest_first(name, known, count, list, sizeof list);
    return xn_fail(err, XN_ARGUMENT, "%s has no parameter '%s'; it has: %s", entry->id, name, list);
}

/* --- values ---------------------------------------------------------------------------------------- */

/* Is `word` one of "keep|drop"? */
static bool is_choice(const char *choices, const char *word)
{
    const size_t length = strlen(word);
    for (const char *choice = choices; choice; choice = strchr(choice, '|') ? strchr(choice, '|') + 1 : NULL)
        if (length > 0 && strcspn(choice, "|") == length && strncmp(choice, word, length) == 0)
            return true;
    return false;
}

static enum xn_status write_number(double number, char *ret, struct xn_error *err)
{
    XN_AUTO_BUF buf = XN_BUF_INIT;
    xn_buf_put_double(&buf, number);
    XN_TRY(xn_buf_check(&buf, err));
    snprintf(ret, VALUE_SIZE, "%s", xn_buf_text(&buf));
    return XN_OK;
}

static enum xn_status canonical(const struct xn_index_entry *entry, const struct xn_parameter_spec *spec,
                                const char *text, char *ret, struct xn_error *err)
{
    double number;
    if (spec->choices && is_choice(spec->choices, text)) {
        snprintf(ret, VALUE_SIZE, "%s", text);
        return XN_OK;
    }
    if (spec->choices)
        return xn_fail(err, XN_ARGUMENT, "%s: parameter %s is '%s'; wanted one of %s", entry->id, spec->name,
                       text, spec->choices);
    if (xn_parse_double(text, &number) && number > spec->above && number < spec->below)
        return write_number(number, ret, err);
    return xn_fail(err, XN_ARGUMENT, "%s: parameter %s is '%s'; wanted a number above %g and below %g",
                   entry->id, spec->name, text, spec->above, spec->below);
}

/* --- sets of parameters ---------------------------------------------------------------------------- */

void xn_parameters_default(const struct xn_index_entry *entry, struct xn_parameters *ret)
{
    *ret = (struct xn_parameters){.count = count_specs(entry)};
    assert(ret->count <= XN_PARAMETER_MAX);
    for (size_t i = 0; i < ret->count; i++) {
        ret->name[i] = entry->parameter[i].name;
        snprintf(ret->value[i], VALUE_SIZE, "%s", entry->parameter[i].default_value);
    }
}

/* One "name=value" of the text. */
static enum xn_status read_one(const struct xn_index_entry *entry, char *item, bool *seen,
                               struct xn_parameters *parameters, struct xn_error *err)
{
    char *equals = strchr(item, '=');
    if (equals)
        *equals = '\0';
    const struct xn_parameter_spec *spec = find_spec(entry, item);
    if (!spec)
        return fail_unknown(entry, item, err);
    if (!equals)
        return xn_fail(err, XN_ARGUMENT, "%s: parameter %s has no value; wanted %s=...", entry->id, item,
                       item);
    const size_t position = (size_t)(spec - entry->parameter);
    if (seen[position])
        return xn_fail(err, XN_ARGUMENT, "%s: parameter %s is given twice", entry->id, item);
    seen[position] = true;
    return canonical(entry, spec, equals + 1, parameters->value[position], err);
}

enum xn_status xn_parameters_read(const struct xn_index_entry *entry, const char *text,
                                  struct xn_parameters *parameters, struct xn_error *err)
{
    XN_AUTO(xn_free) void *copy = xn_strdup(text);
    if (!copy)
        return xn_fail_memory(err);
    bool seen[XN_PARAMETER_MAX] = {false};
    for (char *item = copy; item;) {
        char *comma = strchr(item, ',');
        if (comma)
            *comma = '\0';
        XN_TRY(read_one(entry, item, seen, parameters, err));
        item = comma ? comma + 1 : NULL;
    }
    return XN_OK;
}

enum xn_status xn_parameters_check(const struct xn_index_entry *entry, const struct xn_parameters *parameters,
                                   struct xn_error *err)
{
    char ignored[VALUE_SIZE];
    for (size_t i = 0; parameters && i < parameters->count; i++) {
        const struct xn_parameter_spec *spec = find_spec(entry, parameters->name[i]);
        if (!spec)
            return fail_unknown(entry, parameters->name[i], err);
        XN_TRY(canonical(entry, spec, parameters->value[i], ignored, err));
    }
    return XN_OK;
}

const char *xn_parameter(const struct xn_parameters *parameters, const char *name)
{
    for (size_t i = 0; i < parameters->count; i++)
        if (strcmp(parameters->name[i], name) == 0)
            return parameters->value[i];
    return NULL;
}

static const char *value_or_default(const struct xn_index_entry *entry,
                                    const struct xn_parameters *parameters, const char *name)
{
    const char *value = parameters ? xn_parameter(parameters, name) : NULL;
    return value ? value : find_spec(entry, name)->default_value;
}

double xn_parameter_number(const struct xn_index_entry *entry, const struct xn_parameters *parameters,
                           const char *name)
{
    double number = 0;
    const bool readable = xn_parse_double(value_or_default(entry, parameters, name), &number);
    assert(readable);
    (void)readable;
    return number;
}

bool xn_parameter_is(const struct xn_index_entry *entry, const struct xn_parameters *parameters,
                     const char *name, const char *choice)
{
    return strcmp(value_or_default(entry, parameters, name), choice) == 0;
}
