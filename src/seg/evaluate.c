/* evaluate.c - an index by its name: from "atkinson:b=0.1" to a number.
 *
 * All callers that let a user choose an index come through here, so the checks of form, group and parameters
 * stand in one place; the functions behind it check again only what they alone can know.
 */
#include <string.h>
#include "nearest.h"
#include "parameters.h"
#include "registry.h"

/* --- words ----------------------------------------------------------------------------------------- */

static const struct {
    enum xn_form form;
    const char *name;
} form_name[] = {{XN_ONE_GROUP, "one-group"},
                 {XN_TWO_GROUP, "two-group"},
                 {XN_MULTIGROUP, "multigroup"},
                 {XN_LOCAL, "local"}};
enum { N_FORMS = sizeof form_name / sizeof *form_name };

const char *xn_form_name(enum xn_form form)
{
    for (size_t i = 0; i < N_FORMS; i++)
        if (form_name[i].form == form)
            return form_name[i].name;
    return "unknown form";
}

bool xn_form_parse(const char *name, enum xn_form *ret)
{
    for (size_t i = 0; i < N_FORMS; i++)
        if (strcmp(form_name[i].name, name) == 0) {
            *ret = form_name[i].form;
            return true;
        }
    return false;
}

const char *xn_dimension_name(enum xn_dimension dimension)
{
    switch (dimension) {
    case XN_DIMENSION_EVENNESS:
        return "evenness";
    case XN_DIMENSION_EXPOSURE:
        return "exposure";
    case XN_DIMENSION_CONCENTRATION:
        return "concentration";
    case XN_DIMENSION_CENTRALIZATION:
        return "centralization";
    case XN_DIMENSION_CLUSTERING:
        return "clustering";
    case XN_DIMENSION_DIVERSITY:
        return "diversity";
    }
    return "unknown dimension";
}

/* --- texts ----------------------------------------------------------------------------------------- */

enum { ID_LIMIT = 128 };

static enum xn_status fail_no_such_index(const char *id, struct xn_error *err)
{
    const char *known[ID_LIMIT];
    size_t count = 0;
    for (; count < xn_index_count() && count < ID_LIMIT; count++)
        known[count] = xn_index_at(count)->id;
    char list[800];
    xn_nearest_first(id, known, count, list, sizeof list);
    return xn_fail(err, XN_ARGUMENT, "there is no index '%.64s'; there are, the nearest first: %s", id, list);
}

enum xn_status xn_index_parse(const char *text, const struct xn_index_entry **ret_entry,
                              struct xn_parameters *ret_parameters, struct xn_error *err)
{
    const size_t id_length = strcspn(text, ":");
    XN_AUTO(xn_free) void *id = xn_strdup(text);
    if (!id)
        return xn_fail_memory(err);
    ((char *)id)[id_length] = '\0';
    const struct xn_index_entry *entry = xn_index_find(id);
    if (!entry)
        return fail_no_such_index(id, err);
    struct xn_parameters parameters;
    xn_parameters_default(entry, &parameters);
    if (text[id_length] == ':')
        XN_TRY(xn_parameters_read(entry, text + id_length + 1, &parameters, err));
    *ret_entry = entry;
    *ret_parameters = parameters;
    return XN_OK;
}

/* --- numbers --------------------------------------------------------------------------------------- */

bool xn_index_takes_group(const struct xn_index_entry *entry)
{
    const struct xn_index_row *row = xn_index_row_of(entry);
    return row && (row->of_pair || row->of_group || (entry->forms & (XN_ONE_GROUP | XN_TWO_GROUP)) != 0);
}

static enum xn_status check_form(const struct xn_index_entry *entry, enum xn_form form, struct xn_error *err)
{
    if (entry->forms & form)
        return XN_OK;
    const char *has[N_FORMS + 1] = {0};
    size_t n_has = 0;
    for (size_t i = 0; i < N_FORMS; i++)
        if (entry->forms & form_name[i].form)
            has[n_has++] = form_name[i].name;
    return xn_fail(err, XN_ARGUMENT, "%s has no %s form; it has: %s%s%s", entry->id, xn_form_name(form),
                   has[0], has[1] ? ", " : "", has[1] ? has[1] : "");
}

static enum xn_status evaluate(const struct xn_index_entry *entry, enum xn_form form,
                               const struct xn_index_input *input, const struct xn_parameters *parameters,
                               double *ret, struct xn_error *err)
{
    const struct xn_index_row *row = xn_index_row_of(entry);
    if (!row)
        return fail_no_such_index(entry->id, err);
    XN_TRY(check_form(&row->entry, form, err));
    XN_TRY(xn_parameters_check(&row->entry, parameters, err));
    const size_t reference = form == XN_TWO_GROUP ? input->reference : XN_NONE;
    if (form == XN_TWO_GROUP && reference == XN_NONE)
        return xn_fail(err, XN_ARGUMENT, "the two-group form of %s needs a reference group", row->entry.id);
    if (row->of_pair)
        return row->of_pair(&input->counts, input->group, reference, ret, err);
    if (row->of_group)
        return row->of_group(&input->counts, input->group, ret, err);
    if (row->of_mix)
        return row->of_mix(&input->counts, ret, err);
    return row->with_parameters(&row->entry, input, reference, parameters, ret, err);
}

enum xn_status xn_index_global(const struct xn_index_entry *entry, enum xn_form form,
                               const struct xn_index_input *input, const struct xn_parameters *parameters,
                               double *ret, struct xn_error *err)
{
    if (form == XN_LOCAL)
        return xn_fail(err, XN_ARGUMENT, "%s: the local form gives one number a unit, not one number",
                       entry->id);
    return evaluate(entry, form, input, parameters, ret, err);
}

enum xn_status xn_index_local(const struct xn_index_entry *entry, const struct xn_index_input *input,
                              const struct xn_parameters *parameters, double *ret, struct xn_error *err)
{
    return evaluate(entry, XN_LOCAL, input, parameters, ret, err);
}
