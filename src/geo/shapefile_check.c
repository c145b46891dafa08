/* shapefile_check.c - is everything a .shp and .shx claim really there?
 *
 * Layout: ESRI Shapefile Technical Description (1998). A file header of 100 bytes; in the .shx eight bytes
 * a record: offset and length; in the .shp at that offset a record header (number, length) and the content:
 * type, bounds, numbers of parts and points, part starts, points, then Z and M. Lengths count 16-bit words,
 * big-endian. The .shp's own record header wins over the .shx, whose length some writers make 8 too large.
 */
#include "shapefile.h"
#include <inttypes.h>
#include <stdlib.h>
#include "bytes.h"
#include "xenia/geo.h"
#include "xenia/memory.h"

#define FILE_HEADER 100u
#define RECORD_HEADER 8u
#define POLYGON_HEADER 44u /* type, bounds, number of parts, number of points */
#define POINT_BYTES 16u

_Static_assert(XN_LAYER_FILE_LIMIT / POINT_BYTES <= XN_LAYER_POINT_LIMIT,
               "a file within its limit cannot hold more points than the limit allows");

static const char *type_words(uint32_t type)
{
    switch (type) {
    case SHPT_NULL:
        return "null shapes";
    case SHPT_POINT:
    case SHPT_POINTZ:
    case SHPT_POINTM:
        return "points";
    case SHPT_ARC:
    case SHPT_ARCZ:
    case SHPT_ARCM:
        return "lines";
    case SHPT_MULTIPOINT:
    case SHPT_MULTIPOINTZ:
    case SHPT_MULTIPOINTM:
        return "groups of points";
    case SHPT_MULTIPATCH:
        return "surface patches";
    default:
        return "shapes of an unknown type";
    }
}

static bool is_polygon(uint32_t type)
{
    return type == SHPT_POLYGON || type == SHPT_POLYGONZ || type == SHPT_POLYGONM;
}

/* The header of either file; *ret_end is where its content ends by its own words. */
static enum xn_status check_file_header(const char *path, const char *what, const char *bytes, size_t length,
                                        size_t *ret_end, struct xn_notes *notes, struct xn_error *err)
{
    if (length < FILE_HEADER)
        return xn_fail(err, XN_INPUT, "%s: the %s is %zu bytes long, its header alone needs %u", path, what,
                       length, FILE_HEADER);
    if (xn_big_u32(bytes) != 9994)
        return xn_fail(err, XN_INPUT, "%s: the %s begins with the number %" PRIu32 ", wanted 9994", path,
                       what, xn_big_u32(bytes));
    const int64_t end = 2 * (int64_t)(int32_t)xn_big_u32(bytes + 24);
    if (end < FILE_HEADER || end > (int64_t)length)
        return xn_fail(err, XN_INPUT, "%s: the header of the %s says %" PRId64 " bytes, the file has %zu",
                       path, what, end, length);
    if (end < (int64_t)length)
        xn_note(notes, "%s: the %s has %" PRId64 " bytes more than its header says; they are not read", path,
                what, (int64_t)length - end);
    *ret_end = (size_t)end;
    return XN_OK;
}

static enum xn_status check_parts(const struct xn_shapefile *file, size_t number, const char *content,
                                  uint32_t n_parts, uint32_t n_points, struct xn_error *err)
{
    uint32_t previous = 0;
    for (uint32_t part = 0; part < n_parts; part++) {
        const uint32_t start = xn_little_u32(content + POLYGON_HEADER + 4 * (size_t)part);
        if (part == 0 ? start != 0 : start <= previous || start >= n_points)
            return xn_fail(err, XN_INPUT,
                           "%s: record %zu: ring %" PRIu32 " starts at point %" PRId32
                           ", which is not in order among its %" PRIu32 " points",
                           file->path, number, part + 1, (int32_t)start, n_points);
        previous = start;
    }
    return XN_OK;
}

static enum xn_status check_points(const struct xn_shapefile *file, size_t number, const char *point,
                                   struct xn_shapefile_record *record, struct xn_error *err)
{
    record->box = XN_BOX_EMPTY;
    for (uint32_t i = 0; i < record->n_points; i++, point += POINT_BYTES) {
        const double x = xn_little_double(point), y = xn_little_double(point + 8);
        if (!isfinite(x) || !isfinite(y))
            return xn_fail(err, XN_INPUT,
                           "%s: record %zu: point %" PRIu32 " is (%g, %g), wanted finite numbers", file->path,
                           number, i + 1, x, y);
        xn_box_add_point(&record->box, x, y);
    }
    return XN_OK;
}

/* A record that states smaller bounds than its points fill has been damaged or edited by hand. */
static void compare_bounds(const struct xn_shapefile *file, size_t number, const char *content,
                           const struct xn_box *box, struct xn_notes *notes)
{
    const struct xn_box stated = {xn_little_double(content + 4), xn_little_double(content + 12),
                                  xn_little_double(content + 20), xn_little_double(content + 28)};
    const double slack = 1e-9 * (fabs(box->max_x) + fabs(box->max_y) + fabs(box->min_x) + fabs(box->min_y));
    if (!(box->min_x >= stated.min_x - slack && box->max_x <= stated.max_x + slack &&
          box->min_y >= stated.min_y - slack && box->max_y <= stated.max_y + slack))
        xn_note(notes, "%s: record %zu: its points reach outside the bounds it states", file->path, number);
}

static enum xn_status check_polygon(const struct xn_shapefile *file, size_t number, const char *content,
                                    struct xn_shapefile_record *record, struct xn_notes *notes,
                                    struct xn_error *err)
{
    if (record->length < POLYGON_HEADER)
        return xn_fail(err, XN_INPUT, "%s: record %zu: %" PRIu32 " bytes are too few for a polygon",
                       file->path, number, record->length);
    const uint32_t n_parts = xn_little_u32(content + 36), n_points = xn_little_u32(content + 40);
    if (n_parts == 0)
        return XN_OK;
    const bool has_z = xn_little_u32(content) == SHPT_POLYGONZ;
    const uint64_t needed = POLYGON_HEADER + 4 * (uint64_t)n_parts + POINT_BYTES * (uint64_t)n_points +
                            (has_z ? 16 + 8 * (uint64_t)n_points : 0);
    if (needed > record->length)
        return xn_fail(err, XN_INPUT,
                       "%s: record %zu: says it has %" PRId32 " rings and %" PRId32
                       " points, but is only %" PRIu32 " bytes long",
                       file->path, number, (int32_t)n_parts, (int32_t)n_points, record->length);
    XN_TRY(check_parts(file, number, content, n_parts, n_points, err));
    record->n_points = n_points;
    XN_TRY(check_points(file, number, content + POLYGON_HEADER + 4 * (size_t)n_parts, record, err));
    compare_bounds(file, number, content, &record->box, notes);
    return XN_OK;
}

/* Finds the record that the .shx entry points at and checks its header. */
static enum xn_status check_record_header(const struct xn_shapefile *file, size_t number, size_t end,
                                          uint64_t offset, struct xn_shapefile_record *record,
                                          struct xn_error *err)
{
    if (offset < FILE_HEADER || offset + RECORD_HEADER > end)
        return xn_fail(err, XN_INPUT,
                       "%s: record %zu: the .shx places it at byte %" PRIu64 ", the .shp has %zu bytes",
                       file->path, number, offset, end);
    const int64_t length = 2 * (int64_t)(int32_t)xn_big_u32(file->shp + offset + 4);
    if (length < 4 || offset + RECORD_HEADER + (uint64_t)length > end)
        return xn_fail(err, XN_INPUT,
                       "%s: record %zu: says it is %" PRId64 " bytes long, the .shp has %" PRIu64 " left",
                       file->path, number, length, (uint64_t)end - offset - RECORD_HEADER);
    record->offset = (uint32_t)(offset + RECORD_HEADER);
    record->length = (uint32_t)length;
    return XN_OK;
}

static enum xn_status check_record(const struct xn_shapefile *file, size_t number, size_t end,
                                   uint64_t offset, struct xn_shapefile_record *record,
                                   struct xn_notes *notes, struct xn_error *err)
{
    XN_TRY(check_record_header(file, number, end, offset, record, err));
    const char *content = file->shp + record->offset;
    const uint32_t type = xn_little_u32(content), wanted = xn_little_u32(file->shp + 32);
    if (type == SHPT_NULL)
        return XN_OK;
    if (type != wanted)
        return xn_fail(err, XN_INPUT,
                       "%s: record %zu: has the shape type %" PRIu32 " in a file of type %" PRIu32,
                       file->path, number, type, wanted);
    return check_polygon(file, number, content, record, notes, err);
}

static int by_offset(const void *left, const void *right)
{
    const struct xn_shapefile_record *a = left, *b = right;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

/* No byte of the .shp may belong to two records; bytes of none are worth a note. */
static enum xn_status check_overlap(const struct xn_shapefile *file, size_t end, struct xn_notes *notes,
                                    struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer)
    struct xn_shapefile_record *sorted = xn_calloc(file->n_records, sizeof *sorted);
    if (!sorted)
        return xn_fail_memory(err);
    memcpy(sorted, file->record, file->n_records * sizeof *sorted);
    qsort(sorted, file->n_records, sizeof *sorted, by_offset);
    uint64_t covered = FILE_HEADER, unused = 0;
    for (size_t i = 0; i < file->n_records; i++) {
        const uint64_t start = sorted[i].offset - RECORD_HEADER;
        if (start < covered)
            return xn_fail(err, XN_INPUT, "%s: the .shx gives byte %" PRIu64 " of the .shp to two records",
                           file->path, start);
        unused += start - covered;
        covered = (uint64_t)sorted[i].offset + sorted[i].length;
    }
    unused += end - covered;
    if (unused)
        xn_note(notes, "%s: %" PRIu64 " bytes of the .shp belong to no record of the .shx; they are not read",
                file->path, unused);
    return XN_OK;
}

/* What the .shx and the record headers say beside offsets is not used, but disagreement is told. */
static void note_disagreements(const struct xn_shapefile *file, const char *shx, struct xn_notes *notes)
{
    size_t lengths = 0, numbers = 0;
    for (size_t i = 0; i < file->n_records; i++) {
        lengths += 2 * (uint64_t)xn_big_u32(shx + FILE_HEADER + 8 * i + 4) != file->record[i].length;
        const uint32_t number = xn_big_u32(file->shp + file->record[i].offset - RECORD_HEADER);
        numbers += number != i + 1 && number != i;
    }
    if (lengths)
        xn_note(notes, "%s: the .shx gives %zu records another length than the .shp; the .shp is believed",
                file->path, lengths);
    if (numbers)
        xn_note(notes,
                "%s: %zu records carry another number than their place in the .shx; the place is believed",
                file->path, numbers);
}

enum xn_status xn_shapefile_check(struct xn_shapefile *file, const char *shx, size_t shx_length,
                                  struct xn_notes *notes, struct xn_error *err)
{
    size_t end = 0, shx_end = 0;
    XN_TRY(check_file_header(file->path, ".shp", file->shp, file->shp_length, &end, notes, err));
    const uint32_t type = xn_little_u32(file->shp + 32);
    if (!is_polygon(type))
        return xn_fail(err, XN_INPUT, "%s: holds %s (type %" PRIu32 "), wanted polygons", file->path,
                       type_words(type), type);
    XN_TRY(check_file_header(file->path, ".shx", shx, shx_length, &shx_end, notes, err));
    const size_t n_records = (shx_end - FILE_HEADER) / 8;
    if (n_records > XN_LAYER_RECORD_LIMIT)
        return xn_fail(err, XN_LIMIT, "%s: has %zu records, the limit is %u", file->path, n_records,
                       XN_LAYER_RECORD_LIMIT);
    file->record = xn_calloc(n_records, sizeof *file->record);
    if (!file->record)
        return xn_fail_memory(err);
    file->n_records = n_records;
    for (size_t i = 0; i < n_records; i++) {
        const uint64_t offset = 2 * (uint64_t)xn_big_u32(shx + FILE_HEADER + 8 * i);
        XN_TRY(check_record(file, i + 1, end, offset, &file->record[i], notes, err));
    }
    XN_TRY(check_overlap(file, end, notes, err));
    note_disagreements(file, shx, notes);
    return XN_OK;
}
