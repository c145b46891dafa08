/* layer.c - a layer from its five files: shapes and table checked, matched, projected and assembled.
 *
 * The order matters: everything that can be refused cheaply (headers, counts, coordinate system, ranges) is
 * looked at before any polygon is built, and no coordinate reaches PROJ or GEOS before it is known to be
 * finite and on Earth. Rings are put together in metres, where "no area" has a meaning.
 */
#include <stdlib.h>
#include <string.h>
#include "dbf.h"
#include "geos.h"
#include "reprojection.h"
#include "rings.h"
#include "shapefile.h"
#include "xenia/geo.h"
#include "xenia/memory.h"

/* What reading a layer needs, beside what it makes. */
struct layer_reader {
    struct xn_shapefile *file;
    struct xn_reprojection reprojection;
    struct xn_geos *geos;
    struct xn_rings rings; /* of the record in hand */
    struct xn_notes *notes;
    struct xn_features *features;
};

static void reader_clear(struct layer_reader *reader)
{
    xn_shapefile_free(reader->file);
    xn_reprojection_clear(&reader->reprojection);
    xn_geos_free(reader->geos);
    xn_rings_clear(&reader->rings);
}

/* --- table and numbers ----------------------------------------------------------------------------- */

static enum xn_status read_table(struct layer_reader *reader, const char *path, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *dbf_path = xn_sibling_path(path, ".dbf");
    if (!dbf_path)
        return xn_fail_memory(err);
    size_t n_rows = 0;
    const enum xn_status status =
        xn_dbf_read_counted(dbf_path, &reader->features->table, &n_rows, reader->notes, err);
    if (status == XN_NOT_FOUND)
        return xn_fail(err, XN_INPUT, "%s: its table %s is not there; a shapefile needs .shp, .shx and .dbf",
                       path, dbf_path);
    XN_TRY(status);
    if (n_rows != reader->file->n_records)
        return xn_fail(err, XN_INPUT, "%s: has %zu shapes, but its table has %zu rows", path,
                       reader->file->n_records, n_rows);
    if (reader->features->table->n_rows == 0)
        return xn_fail(err, XN_INPUT, "%s: has no records%s", path, n_rows ? " that are not deleted" : "");
    reader->features->n_records = reader->features->table->n_rows;
    return XN_OK;
}

/* The record of the .shp that belongs to a row of the table (rows skip deleted records). */
static size_t record_of_row(const struct layer_reader *reader, size_t row)
{
    return reader->features->table->line[row] - 1;
}

/* --- coordinate system ----------------------------------------------------------------------------- */

static enum xn_status measure_layer(const struct layer_reader *reader, struct xn_box *ret,
                                    struct xn_error *err)
{
    struct xn_box layer = XN_BOX_EMPTY;
    for (size_t row = 0; row < reader->features->n_records; row++) {
        const size_t record = record_of_row(reader, row);
        const struct xn_box *box = &reader->file->record[record].box;
        if (reader->file->record[record].n_points == 0)
            continue;
        const char *misfit = xn_reprojection_misfit(&reader->reprojection, box);
        if (misfit)
            return xn_fail(
                err, XN_INPUT,
                "%s: record %zu: its coordinates (%.10g, %.10g to %.10g, %.10g) do not fit '%s': %s",
                reader->file->path, record + 1, box->min_x, box->min_y, box->max_x, box->max_y,
                proj_get_name(reader->reprojection.handle->crs), misfit);
        xn_box_add(&layer, box);
    }
    if (!xn_box_is_empty(&layer) && xn_reprojection_looks_like_degrees(&reader->reprojection, &layer))
        return xn_fail(
            err, XN_INPUT,
            "%s: all coordinates lie within 180 and 90 like degrees, but '%s' has them in metres or feet",
            reader->file->path, proj_get_name(reader->reprojection.handle->crs));
    *ret = layer;
    return XN_OK;
}

static enum xn_status settle_coordinates(struct layer_reader *reader, const struct xn_layer_options *options,
                                         struct xn_error *err)
{
    struct xn_features *features = reader->features;
    const char *definition = NULL;
    struct xn_box layer;
    XN_TRY(xn_reprojection_open(features->source, options, features->arena, &definition,
                                &reader->reprojection, err));
    XN_TRY(measure_layer(reader, &layer, err));
    XN_TRY(xn_fail_in(err,
                      xn_reprojection_choose(&reader->reprojection, definition, &layer, features->arena,
                                             &features->crs, err),
                      "%s", features->source));
    if (features->crs.chosen)
        xn_note(reader->notes, "%s: coordinates in '%s' are projected to %s", features->source,
                proj_get_name(reader->reprojection.handle->crs), features->crs.name);
    return XN_OK;
}

/* --- shapes ---------------------------------------------------------------------------------------- */

static enum xn_status project_points(const struct layer_reader *reader, size_t record,
                                     const SHPObject *object, double *xy, struct xn_error *err)
{
    for (int i = 0; i < object->nVertices; i++) {
        xy[2 * i] = object->padfX[i];
        xy[2 * i + 1] = object->padfY[i];
        if (!xn_reprojection_point(&reader->reprojection, &xy[2 * i], &xy[2 * i + 1]))
            return xn_fail(err, XN_INPUT, "%s: record %zu: point %d (%.10g, %.10g) has no place in %s",
                           reader->file->path, record + 1, i + 1, object->padfX[i], object->padfY[i],
                           reader->features->crs.name);
    }
    return XN_OK;
}

/* Fills reader->rings with the rings of a record, in metres. */
static enum xn_status collect_rings(struct layer_reader *reader, size_t record,
                                    struct xn_ring_repairs *repairs, struct xn_error *err)
{
    XN_AUTO(SHPDestroyObject) SHPObject *object = NULL;
    XN_TRY(xn_shapefile_object(reader->file, record, &object, err));
    XN_CLEANUP(xn_free_pointer) double *xy = xn_calloc((size_t)object->nVertices, 2 * sizeof *xy);
    if (!xy)
        return xn_fail_memory(err);
    XN_TRY(project_points(reader, record, object, xy, err));
    xn_rings_reset(&reader->rings);
    for (int part = 0; part < object->nParts; part++) {
        const size_t first = (size_t)object->panPartStart[part];
        const size_t end =
            (size_t)(part + 1 < object->nParts ? object->panPartStart[part + 1] : object->nVertices);
        XN_TRY(xn_rings_add(&reader->rings, xy + 2 * first, end - first, repairs, err));
    }
    return XN_OK;
}

static enum xn_status assemble(struct layer_reader *reader, struct xn_shape *ret, bool *ret_repaired,
                               struct xn_error *err)
{
    struct xn_shape repaired = {0};
    XN_TRY(xn_rings_nest(&reader->rings, err));
    XN_TRY(xn_rings_to_shape(&reader->rings, reader->features->arena, ret, err));
    XN_TRY(xn_geos_repair(reader->geos, reader->features->arena, ret, &repaired, ret_repaired, err));
    if (*ret_repaired)
        *ret = repaired;
    return XN_OK;
}

static void note_repairs(const struct layer_reader *reader, size_t record,
                         const struct xn_ring_repairs *repairs, bool repaired)
{
    const char *path = reader->file->path;
    struct xn_notes *notes = reader->notes;
    if (repairs->n_closed)
        xn_note(notes, "%s: record %zu: rings that do not end where they begin: %zu; closed", path,
                record + 1, repairs->n_closed);
    if (repairs->n_dropped)
        xn_note(notes, "%s: record %zu: rings without area: %zu; left out", path, record + 1,
                repairs->n_dropped);
    if (!xn_rings_wound_by_role(&reader->rings))
        xn_note(notes,
                "%s: record %zu: its rings are wound against their roles; holes are told by where they lie",
                path, record + 1);
    if (repaired)
        xn_note(notes, "%s: record %zu: its polygon is not valid and was repaired (%s)", path, record + 1,
                reader->geos->message[0] ? reader->geos->message : "no reason given");
}

static enum xn_status read_shape(struct layer_reader *reader, size_t record, struct xn_shape *ret,
                                 struct xn_error *err)
{
    if (reader->file->record[record].n_points == 0) {
        xn_note(reader->notes, "%s: record %zu: has no geometry", reader->file->path, record + 1);
        return XN_OK;
    }
    struct xn_ring_repairs repairs = {0};
    struct xn_shape shape = {0};
    bool repaired = false;
    reader->geos->message[0] = '\0';
    XN_TRY(collect_rings(reader, record, &repairs, err));
    if (reader->rings.n_rings)
        XN_TRY(xn_fail_in(err, assemble(reader, &shape, &repaired, err), "%s: record %zu", reader->file->path,
                          record + 1));
    note_repairs(reader, record, &repairs, repaired);
    if (shape.n_rings == 0)
        xn_note(reader->notes, "%s: record %zu: its rings enclose no area, so it has no geometry",
                reader->file->path, record + 1);
    *ret = shape;
    return XN_OK;
}

static enum xn_status read_shapes(struct layer_reader *reader, struct xn_error *err)
{
    struct xn_features *features = reader->features;
    XN_TRY(XN_ARENA_ARRAY(features->arena, features->n_records, &features->shape, err));
    reader->geos = xn_geos_new();
    if (!reader->geos)
        return xn_fail_memory(err);
    for (size_t row = 0; row < features->n_records; row++)
        XN_TRY(read_shape(reader, record_of_row(reader, row), &features->shape[row], err));
    return XN_OK;
}

/* --- double counting ------------------------------------------------------------------------------- */

static size_t points_of(const struct xn_shape *shape)
{
    return shape->n_rings ? shape->ring_start[shape->n_rings] : 0;
}

static int compare_points(const struct xn_shape *a, const struct xn_shape *b)
{
    const size_t n = points_of(a), other = points_of(b);
    return n != other ? (n > other) - (n < other) : n ? memcmp(a->xy, b->xy, 2 * n * sizeof *a->xy) : 0;
}

static int by_points(const void *left, const void *right)
{
    const struct xn_shape *a = *(const struct xn_shape *const *)left,
                          *b = *(const struct xn_shape *const *)right;
    const int order = compare_points(a, b);
    return order ? order : (a > b) - (a < b);
}

/* A polygon that comes twice is a unit whose people may be counted twice. */
static enum xn_status note_duplicates(const struct layer_reader *reader, struct xn_error *err)
{
    const struct xn_features *features = reader->features;
    XN_CLEANUP(xn_free_pointer)
    const struct xn_shape **sorted = xn_calloc(features->n_records, sizeof *sorted);
    if (!sorted)
        return xn_fail_memory(err);
    for (size_t row = 0; row < features->n_records; row++)
        sorted[row] = &features->shape[row];
    qsort(sorted, features->n_records, sizeof *sorted, by_points);
    for (size_t i = 1; i < features->n_records; i++)
        if (sorted[i]->n_rings && compare_points(sorted[i - 1], sorted[i]) == 0)
            xn_note(reader->notes, "%s: records %zu and %zu have the same polygon", features->source,
                    record_of_row(reader, (size_t)(sorted[i - 1] - features->shape)) + 1,
                    record_of_row(reader, (size_t)(sorted[i] - features->shape)) + 1);
    return XN_OK;
}

/* --- the layer ------------------------------------------------------------------------------------- */

static enum xn_status features_new(const char *path, struct xn_features **ret, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_features *features = arena ? xn_arena_alloc(arena, 1, sizeof *features) : NULL;
    if (!features)
        return xn_fail_memory(err);
    features->source = xn_arena_strdup(arena, path);
    if (!features->source)
        return xn_fail_memory(err);
    features->arena = XN_STEAL(arena);
    *ret = features;
    return XN_OK;
}

enum xn_status xn_features_read(const char *path, const struct xn_layer_options *options,
                                struct xn_features **ret, struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_features_free) struct xn_features *features = NULL;
    XN_TRY(features_new(path, &features, err));
    XN_CLEANUP(reader_clear) struct layer_reader reader = {.notes = notes, .features = features};
    XN_TRY(xn_shapefile_open(features->source, &reader.file, notes, err));
    XN_TRY(read_table(&reader, path, err));
    XN_TRY(settle_coordinates(&reader, options, err));
    XN_TRY(read_shapes(&reader, err));
    XN_TRY(note_duplicates(&reader, err));
    *ret = XN_STEAL(features);
    return XN_OK;
}

void xn_features_free(struct xn_features *features)
{
    if (!features)
        return;
    xn_table_free(features->table);
    xn_arena_free(features->arena); /* the features lie in their arena */
}
