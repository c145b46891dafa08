/* levels.c - records to units, units to parents.
 *
 * A unit may be spread over several records (a tract on two islands): records with one id are one unit with
 * the union of their shapes. Units keep the order in which their ids first appear in the file.
 */
#include "city_internal.h"
#include <stdlib.h>
#include <string.h>

struct keyed {
    const char *key;
    size_t position;
};

static int compare_keyed(const void *a, const void *b)
{
    const struct keyed *x = a, *y = b;
    const int order = strcmp(x->key, y->key);
    return order ? order : (x->position > y->position) - (x->position < y->position);
}

static int compare_first_record(const void *a, const void *b)
{
    const struct keyed *const *x = a, *const *y = b;
    return ((*x)->position > (*y)->position) - ((*x)->position < (*y)->position);
}

/* The records' ids in ascending order, equal ids in file order. */
static enum xn_status sort_ids(struct xn_arena *arena, const struct xn_table *table, size_t id_column,
                               struct keyed **ret, struct xn_error *err)
{
    struct keyed *sorted = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, table->n_rows, &sorted, err));
    for (size_t i = 0; i < table->n_rows; i++) {
        sorted[i] = (struct keyed){xn_table_cell(table, i, id_column), i};
        if (sorted[i].key[0] == '\0')
            return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found nothing, wanted the unit's id",
                           table->source, table->row_word, table->line[i], table->column[id_column]);
    }
    qsort(sorted, table->n_rows, sizeof *sorted, compare_keyed);
    *ret = sorted;
    return XN_OK;
}

enum xn_status city_group_records(struct xn_arena *arena, const struct xn_level_source *source,
                                  struct unit_records *ret, struct xn_error *err)
{
    const struct xn_table *table = source->features->table;
    const size_t n = table->n_rows;
    size_t id_column;
    XN_TRY(xn_table_find_column(table, source->unit_id, &id_column, err));
    struct keyed *sorted = NULL, **first = NULL;
    XN_TRY(sort_ids(arena, table, id_column, &sorted, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &first, err));
    size_t n_units = 0;
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(sorted[i].key, sorted[i - 1].key) != 0)
            first[n_units++] = &sorted[i];
    qsort(first, n_units, sizeof *first, compare_first_record);
    ret->n_units = n_units;
    XN_TRY(XN_ARENA_ARRAY(arena, n_units + 1, &ret->start, err));
    XN_TRY(XN_ARENA_ARRAY(arena, n, &ret->record, err));
    size_t filled = 0;
    for (size_t u = 0; u < n_units; u++) {
        ret->start[u] = filled;
        for (const struct keyed *k = first[u]; k < sorted + n && strcmp(k->key, first[u]->key) == 0; k++)
            ret->record[filled++] = k->position;
    }
    ret->start[n_units] = filled;
    return XN_OK;
}

/* --- units ----------------------------------------------------------------------------------------- */

static enum xn_status copy_shape(struct xn_arena *arena, const struct xn_shape *from, struct xn_shape *ret,
                                 struct xn_error *err)
{
    if (from->n_rings == 0)
        return XN_OK;
    const size_t n_points = from->ring_start[from->n_rings];
    uint32_t *start = NULL;
    bool *outer = NULL;
    double *xy = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, from->n_rings + 1, &start, err));
    XN_TRY(XN_ARENA_ARRAY(arena, from->n_rings, &outer, err));
    XN_TRY(XN_ARENA_ARRAY(arena, 2 * n_points, &xy, err));
    memcpy(start, from->ring_start, (from->n_rings + 1) * sizeof *start);
    memcpy(outer, from->ring_outer, from->n_rings * sizeof *outer);
    memcpy(xy, from->xy, 2 * n_points * sizeof *xy);
    *ret = (struct xn_shape){from->n_rings, start, outer, xy};
    return XN_OK;
}

/* The shape of the unit: its one record's, or the union of all of them. */
static enum xn_status unit_shape(struct xn_arena *arena, const struct xn_features *features,
                                 const size_t *record, size_t n_records, struct xn_shape *ret,
                                 struct xn_error *err)
{
    if (n_records == 1)
        return copy_shape(arena, &features->shape[record[0]], ret, err);
    XN_CLEANUP(xn_free_pointer) const struct xn_shape **member = xn_calloc(n_records, sizeof *member);
    if (!member)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n_records; i++)
        member[i] = &features->shape[record[i]];
    return xn_shape_union(arena, member, n_records, ret, err);
}

static enum xn_status find_name_column(const struct xn_level_source *source, size_t *ret,
                                       struct xn_error *err)
{
    const char *name = source->unit_name ? source->unit_name : source->unit_id;
    return xn_table_find_column(source->features->table, name, ret, err);
}

static enum xn_status make_unit(struct xn_city *city, const struct xn_level_source *source, size_t id_column,
                                size_t name_column, const size_t *record, size_t n_records,
                                struct xn_unit *ret, struct xn_error *err)
{
    const struct xn_table *table = source->features->table;
    ret->id = xn_arena_strdup(city->arena, xn_table_cell(table, record[0], id_column));
    const char *name = xn_table_cell(table, record[0], name_column);
    ret->name = xn_arena_strdup(city->arena, *name ? name : xn_table_cell(table, record[0], id_column));
    ret->parent = XN_NONE;
    if (!ret->id || !ret->name)
        return xn_fail_memory(err);
    return unit_shape(city->arena, source->features, record, n_records, &ret->shape, err);
}

enum xn_status city_make_units(struct xn_city *city, struct city_level *level,
                               const struct xn_level_source *source, const struct unit_records *records,
                               struct xn_notes *notes, struct xn_error *err)
{
    size_t id_column, name_column;
    XN_TRY(xn_table_find_column(source->features->table, source->unit_id, &id_column, err));
    XN_TRY(find_name_column(source, &name_column, err));
    level->n_units = records->n_units;
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &level->unit, err));
    size_t n_merged = 0;
    for (size_t u = 0; u < level->n_units; u++) {
        const size_t first = records->start[u], n_records = records->start[u + 1] - first;
        n_merged += n_records > 1;
        XN_TRY(make_unit(city, source, id_column, name_column, &records->record[first], n_records,
                         &level->unit[u], err));
    }
    if (n_merged > 0)
        xn_note(notes,
                "%s: %zu %s spread over several records; each was made one unit, its people counted once",
                source->features->source, n_merged, n_merged == 1 ? "unit is" : "units are");
    return XN_OK;
}

/* --- what follows from the shapes -------------------------------------------------------------------- */

static enum xn_status measure_units(struct xn_city *city, struct city_level *level, struct xn_error *err)
{
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &level->area_m2, err));
    for (size_t u = 0; u < level->n_units; u++) {
        struct xn_unit *unit = &level->unit[u];
        unit->area_m2 = level->area_m2[u] = xn_shape_area_m2(&unit->shape);
        unit->perimeter_m = xn_shape_perimeter_m(&unit->shape);
        xn_shape_centroid(&unit->shape, &unit->x_m, &unit->y_m);
    }
    return XN_OK;
}

enum xn_status city_order_units(struct xn_city *city, struct city_level *level, struct xn_error *err)
{
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &level->by_id, err));
    XN_CLEANUP(xn_free_pointer) struct keyed *sorted = xn_calloc(level->n_units, sizeof *sorted);
    if (!sorted)
        return xn_fail_memory(err);
    for (size_t u = 0; u < level->n_units; u++)
        sorted[u] = (struct keyed){level->unit[u].id, u};
    qsort(sorted, level->n_units, sizeof *sorted, compare_keyed);
    for (size_t i = 0; i < level->n_units; i++)
        level->by_id[i] = sorted[i].position;
    return XN_OK;
}

size_t city_level_find(const struct city_level *level, const char *id)
{
    size_t low = 0, high = level->n_units;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(id, level->unit[level->by_id[middle]].id);
        if (order == 0)
            return level->by_id[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return XN_NONE;
}

static bool same_shape(const struct xn_shape *a, const struct xn_shape *b)
{
    if (a->n_rings == 0 || a->n_rings != b->n_rings || a->ring_start[a->n_rings] != b->ring_start[b->n_rings])
        return false;
    return memcmp(a->xy, b->xy, 2 * (size_t)a->ring_start[a->n_rings] * sizeof *a->xy) == 0;
}

static int compare_area(const void *a, const void *b)
{
    const struct xn_unit *const *x = a, *const *y = b;
    return ((*x)->area_m2 > (*y)->area_m2) - ((*x)->area_m2 < (*y)->area_m2);
}

/* Two units with the same polygon: somebody's people would be counted twice. */
static enum xn_status note_double_shapes(const struct city_level *level, struct xn_notes *notes,
                                         struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) const struct xn_unit **sorted = xn_calloc(level->n_units, sizeof *sorted);
    if (!sorted)
        return xn_fail_memory(err);
    for (size_t u = 0; u < level->n_units; u++)
        sorted[u] = &level->unit[u];
    qsort(sorted, level->n_units, sizeof *sorted, compare_area);
    for (size_t i = 1; i < level->n_units; i++)
        if (same_shape(&sorted[i - 1]->shape, &sorted[i]->shape))
            xn_note(notes, "units '%s' and '%s' have the same polygon: their people may be counted twice",
                    sorted[i - 1]->id, sorted[i]->id);
    return XN_OK;
}

enum xn_status city_finish_units(struct xn_city *city, struct city_level *level, struct xn_notes *notes,
                                 struct xn_error *err)
{
    XN_TRY(measure_units(city, level, err));
    XN_TRY(city_order_units(city, level, err));
    XN_TRY(note_double_shapes(level, notes, err));
    struct xn_shape *shape = NULL; /* the place index borrows them for the city's life */
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &shape, err));
    for (size_t u = 0; u < level->n_units; u++)
        shape[u] = level->unit[u].shape;
    return xn_locator_new(shape, level->n_units, &level->locator, err);
}

/* --- parents --------------------------------------------------------------------------------------- */

static enum xn_status parent_by_column(const struct xn_city *city, size_t at,
                                       const struct xn_level_source *source, size_t column, size_t record,
                                       size_t *ret, struct xn_error *err)
{
    const struct xn_table *table = source->features->table;
    const char *id = xn_table_cell(table, record, column);
    *ret = city_level_find(&city->level[at - 1], id);
    if (*ret != XN_NONE)
        return XN_OK;
    return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found '%s', wanted the id of a %s", table->source,
                   table->row_word, table->line[record], table->column[column], id, city->level[at - 1].name);
}

static enum xn_status parent_by_place(const struct xn_city *city, size_t at, const struct xn_unit *unit,
                                      size_t *ret, struct xn_error *err)
{
    double x_m, y_m;
    *ret = xn_shape_inner_point(&unit->shape, &x_m, &y_m)
               ? xn_locator_find(city->level[at - 1].locator, x_m, y_m)
               : XN_NONE;
    if (*ret != XN_NONE)
        return XN_OK;
    return xn_fail(err, XN_INPUT, "%s '%s' lies in no %s, and no parent column is named",
                   city->level[at].name, unit->id, city->level[at - 1].name);
}

enum xn_status city_find_parents(struct xn_city *city, size_t at, const struct xn_level_source *source,
                                 const struct unit_records *records, struct xn_error *err)
{
    struct city_level *level = &city->level[at];
    size_t column = XN_NONE;
    if (source->parent)
        XN_TRY(xn_table_find_column(source->features->table, source->parent, &column, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, level->n_units, &level->parent, err));
    for (size_t u = 0; u < level->n_units; u++) {
        struct xn_unit *unit = &level->unit[u];
        if (source->parent)
            XN_TRY(parent_by_column(city, at, source, column, records->record[records->start[u]],
                                    &unit->parent, err));
        else
            XN_TRY(parent_by_place(city, at, unit, &unit->parent, err));
        level->parent[u] = unit->parent;
    }
    return XN_OK;
}

/* The units of level 1 in ascending order of their parent's id. */
static enum xn_status sort_by_parent(struct xn_city *city, const struct xn_level_source *source,
                                     const struct unit_records *records, struct keyed **ret,
                                     struct xn_error *err)
{
    const struct xn_table *table = source->features->table;
    size_t column;
    XN_TRY(xn_table_find_column(table, source->parent, &column, err));
    struct keyed *sorted = NULL;
    XN_TRY(XN_ARENA_ARRAY(city->arena, records->n_units, &sorted, err));
    for (size_t u = 0; u < records->n_units; u++) {
        const size_t record = records->record[records->start[u]];
        sorted[u] = (struct keyed){xn_table_cell(table, record, column), u};
        if (sorted[u].key[0] == '\0')
            return xn_fail(err, XN_INPUT, "%s, %s %u, column %s: found nothing, wanted the parent's id",
                           table->source, table->row_word, table->line[record], table->column[column]);
    }
    qsort(sorted, records->n_units, sizeof *sorted, compare_keyed);
    *ret = sorted;
    return XN_OK;
}

static enum xn_status add_up_unit(struct xn_city *city, const struct keyed *child, size_t n_children,
                                  struct xn_unit *ret, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) const struct xn_shape **member = xn_calloc(n_children, sizeof *member);
    if (!member)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n_children; i++)
        member[i] = &city->level[1].unit[child[i].position].shape;
    ret->id = ret->name = xn_arena_strdup(city->arena, child[0].key);
    ret->parent = XN_NONE;
    return ret->id ? xn_shape_union(city->arena, member, n_children, &ret->shape, err) : xn_fail_memory(err);
}

enum xn_status city_add_up_level(struct xn_city *city, const struct xn_level_source *source,
                                 const struct unit_records *records, struct xn_error *err)
{
    struct city_level *level = &city->level[0];
    struct keyed *sorted = NULL;
    XN_TRY(sort_by_parent(city, source, records, &sorted, err));
    level->name = "district";
    XN_TRY(XN_ARENA_ARRAY(city->arena, records->n_units, &level->unit, err));
    for (size_t first = 0, last; first < records->n_units; first = last) {
        for (last = first + 1; last < records->n_units && strcmp(sorted[last].key, sorted[first].key) == 0;)
            last++;
        XN_TRY(add_up_unit(city, &sorted[first], last - first, &level->unit[level->n_units++], err));
    }
    return XN_OK;
}
