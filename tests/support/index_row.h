/* index_row.h - one line of a table of expected index values, computed through the registry.
 *
 * Columns: id, form, groups ("a", "a+b" or "-"), parameters ("b=0.1" or "-"), expected, relative_tolerance,
 * source. tests/reference/indices.tsv and ../shared/golden/nc.tsv have them.
 */
#ifndef XENIA_TEST_INDEX_ROW_H
#define XENIA_TEST_INDEX_ROW_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "xenia/indices.h"
#include "xenia/table.h"

static inline const char *index_row_cell(const struct xn_table *table, size_t row, const char *column)
{
    const size_t position = xn_table_column(table, column);
    if (position == XN_NONE) {
        printf("%s has no column '%s'\n", table->source, column);
        exit(1);
    }
    return xn_table_cell(table, row, position);
}

static inline bool index_row_has(const char *cell)
{
    return *cell && strcmp(cell, "-") != 0;
}

static inline size_t index_row_find_group(const struct xn_counts *counts, const char *name, size_t length)
{
    for (size_t group = 0; group < counts->n_groups; group++)
        if (strlen(counts->group_name[group]) == length &&
            memcmp(counts->group_name[group], name, length) == 0)
            return group;
    return XN_NONE;
}

/* "a" into group, "a+b" into group and reference; a name that is no column leaves XN_NONE. */
static inline void index_row_groups(const char *groups, struct xn_index_input *input)
{
    const size_t first_length = strcspn(groups, "+");
    const char *second = groups[first_length] ? groups + first_length + 1 : NULL;
    input->group = index_row_find_group(&input->counts, groups, first_length);
    input->reference = second ? index_row_find_group(&input->counts, second, strlen(second)) : XN_NONE;
}

/* Computes a row's value, or its n_units local values, into `ret`. */
static inline enum xn_status index_row_compute(const struct xn_table *table, size_t row,
                                               struct xn_index_input input, enum xn_form *ret_form,
                                               double *ret, struct xn_error *err)
{
    const char *const id = index_row_cell(table, row, "id"), *const form = index_row_cell(table, row, "form");
    const char *const parameters = index_row_cell(table, row, "parameters");
    char text[256];
    snprintf(text, sizeof text, "%s%s%s", id, index_row_has(parameters) ? ":" : "",
             index_row_has(parameters) ? parameters : "");
    const struct xn_index_entry *entry;
    struct xn_parameters read;
    XN_TRY(xn_index_parse(text, &entry, &read, err));
    if (!xn_form_parse(form, ret_form))
        return xn_fail(err, XN_ARGUMENT, "there is no form '%s'", form);
    index_row_groups(index_row_cell(table, row, "groups"), &input);
    return *ret_form == XN_LOCAL ? xn_index_local(entry, &input, &read, ret, err)
                                 : xn_index_global(entry, *ret_form, &input, &read, ret, err);
}

#endif
