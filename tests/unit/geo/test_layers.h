/* test_layers.h - small layers written for a test: a folder of its own, shapes through shapelib, tables and
 * side files byte by byte, so that each can be broken in one place.
 */
#ifndef XENIA_TEST_LAYERS_H
#define XENIA_TEST_LAYERS_H

#include <dirent.h>
#include <shapefil.h>
#include <stdlib.h>
#include <unistd.h>
#include "test_shapes.h"
#include "xenia/geo.h"
#include "xenia/text.h"

struct folder {
    char path[64];
    char file[128]; /* the last one named */
};

static inline void folder_new(struct folder *folder)
{
    snprintf(folder->path, sizeof folder->path, "/tmp/xenia-geo-XXXXXX");
    assert_non_null(mkdtemp(folder->path));
}

static inline void folder_delete(const struct folder *folder)
{
    DIR *entries = opendir(folder->path);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries));) {
        char path[512];
        snprintf(path, sizeof path, "%s/%s", folder->path, entry->d_name);
        if (entry->d_name[0] != '.')
            unlink(path);
    }
    closedir(entries);
    rmdir(folder->path);
}

static inline const char *in_folder(struct folder *folder, const char *name)
{
    snprintf(folder->file, sizeof folder->file, "%s/%s", folder->path, name);
    return folder->file;
}

/* Plainly, without the fsync of xn_file_write: thousands of files are written. */
static inline void write_bytes(struct folder *folder, const char *name, const void *bytes, size_t length)
{
    FILE *file = fopen(in_folder(folder, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static inline void write_text(struct folder *folder, const char *name, const char *text)
{
    write_bytes(folder, name, text, strlen(text));
}

/* A table of one column NAME, ten characters wide, with the cells given (padded with blanks). */
static inline void write_dbf(struct folder *folder, const char *name, const char *const *cell, size_t n)
{
    enum { HEADER = 65, ROW = 11 };
    XN_CLEANUP(xn_free_pointer) char *bytes = xn_calloc(HEADER + ROW * n + 1, 1);
    bytes[0] = 3;
    bytes[4] = (char)n;
    bytes[8] = HEADER;
    bytes[10] = ROW;
    memcpy(bytes + 32, "NAME", 4);
    bytes[43] = 'C';
    bytes[48] = 10;
    bytes[64] = 0x0D;
    for (size_t i = 0; i < n; i++) {
        memset(bytes + HEADER + ROW * i, ' ', ROW);
        memcpy(bytes + HEADER + ROW * i + 1, cell[i], strlen(cell[i]) < 10 ? strlen(cell[i]) : 10);
    }
    bytes[HEADER + ROW * n] = 0x1A;
    write_bytes(folder, name, bytes, HEADER + ROW * n + 1);
}

/* Rectangles as polygons; one with min_x > max_x is written as a null shape. */
static inline void write_shp(struct folder *folder, const char *name, const struct rectangle *r, size_t n,
                             int type)
{
    SHPHandle shp = SHPCreate(in_folder(folder, name), type);
    assert_non_null(shp);
    for (size_t i = 0; i < n; i++) {
        double x[5] = {r[i].min_x, r[i].min_x, r[i].max_x, r[i].max_x, r[i].min_x};
        double y[5] = {r[i].min_y, r[i].max_y, r[i].max_y, r[i].min_y, r[i].min_y}, z[5] = {1, 2, 3, 4, NAN};
        SHPObject *object = r[i].min_x > r[i].max_x
                                ? SHPCreateObject(SHPT_NULL, -1, 0, NULL, NULL, 0, NULL, NULL, NULL, NULL)
                                : SHPCreateObject(type, -1, 0, NULL, NULL, 5, x, y, z, z);
        SHPWriteObject(shp, -1, object);
        SHPDestroyObject(object);
    }
    SHPClose(shp);
}

/* a.shp, .shx, .dbf and a .prj when `prj` is given. */
static inline void write_layer(struct folder *folder, const struct rectangle *r, size_t n, const char *prj)
{
    static const char *const cell[] = {"one", "two", "three", "four", "five", "six"};
    write_shp(folder, "a.shp", r, n, SHPT_POLYGON);
    write_dbf(folder, "a.dbf", cell, n);
    if (prj)
        write_text(folder, "a.prj", prj);
}

#endif
