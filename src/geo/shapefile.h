/* shapefile.h - the polygons of one .shp and .shx, checked before shapelib sees a byte of them.
 *
 * Both files are read into memory once; every length, offset and count in them is compared with what is
 * really there; then shapelib decodes the checked bytes from memory through its own hooks. So a lying
 * header cannot make it read too far or allocate too much, nor can a file change between check and use.
 */
#ifndef XENIA_GEO_SHAPEFILE_H
#define XENIA_GEO_SHAPEFILE_H

#include <shapefil.h>
#include <stdint.h>
#include "box.h"
#include "xenia/notes.h"
#include "xenia/status.h"

/* One record as the checks found it. */
struct xn_shapefile_record {
    uint32_t offset;   /* of the content in the .shp, bytes */
    uint32_t length;   /* of the content, bytes */
    uint32_t n_points; /* 0: a null shape, or one without parts */
    struct xn_box box; /* of the points themselves, not as the record states it */
};

/* Bytes in memory that shapelib takes for an open file. */
struct xn_memory_file {
    const char *bytes;
    size_t length;
    size_t position;
};

struct xn_shapefile {
    const char *path; /* borrowed */
    size_t n_records;
    struct xn_shapefile_record *record;
    char *shp; /* the whole file */
    size_t shp_length;
    char *shx; /* rebuilt from the checked records */
    size_t shx_length;
    struct xn_memory_file opened_shp, opened_shx;
    SHPHandle handle;
};

/* Opens and checks both files. Refuses whatever geo.h lists for xn_features_read of .shp and .shx. */
XN_MUST_CHECK enum xn_status xn_shapefile_open(const char *path, struct xn_shapefile **ret,
                                               struct xn_notes *notes, struct xn_error *err);
void xn_shapefile_free(struct xn_shapefile *file);
XN_DEFINE_AUTO(xn_shapefile_free, struct xn_shapefile *)

/* Decodes a record with n_points > 0. */
XN_MUST_CHECK enum xn_status xn_shapefile_object(struct xn_shapefile *file, size_t record, SHPObject **ret,
                                                 struct xn_error *err);
XN_DEFINE_AUTO(SHPDestroyObject, SHPObject *)

/* Checks the bytes of both files and fills file->record (shapefile_check.c). */
XN_MUST_CHECK enum xn_status xn_shapefile_check(struct xn_shapefile *file, const char *shx, size_t shx_length,
                                                struct xn_notes *notes, struct xn_error *err);

/* "x.shp" with another ending, in the case of the first ("x.SHX" for "x.SHP"), or in the other case when only
 * that file is there; NULL when memory is out. To be freed with xn_free. */
char *xn_sibling_path(const char *shp_path, const char *ending);

#endif
