/* shapefile.c - shapelib on bytes in memory.
 *
 * shapelib opens, seeks and reads through hooks; ours serve the two checked blocks of memory. Its open and
 * error hooks have no context pointer, so the session they work for is the one thread-local variable of
 * this project, set around each call. The .shx it gets is written anew from the checked records.
 */
#include "shapefile.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#include "bytes.h"
#include "xenia/geo.h"
#include "xenia/memory.h"
#include "xenia/text.h"

struct session {
    struct xn_shapefile *file;
    char message[256]; /* the last thing shapelib complained of */
};

static _Thread_local struct session *session;

/* --- hooks ----------------------------------------------------------------------------------------- */

static SAFile hook_open(const char *name, const char *access_mode)
{
    (void)access_mode;
    struct xn_shapefile *file = session->file;
    const bool index = strstr(name, ".shx") != NULL;
    struct xn_memory_file *opened = index ? &file->opened_shx : &file->opened_shp;
    *opened = index ? (struct xn_memory_file){file->shx, file->shx_length, 0}
                    : (struct xn_memory_file){file->shp, file->shp_length, 0};
    return (SAFile)(void *)opened;
}

static SAOffset hook_read(void *to, SAOffset size, SAOffset count, SAFile file)
{
    struct xn_memory_file *opened = (void *)file;
    const size_t left = opened->length - opened->position;
    const SAOffset whole = size == 0 ? 0 : left / size < count ? left / size : count;
    if (whole)
        memcpy(to, opened->bytes + opened->position, whole * size);
    opened->position += whole * size;
    return whole;
}

static SAOffset hook_write(void *from, SAOffset size, SAOffset count, SAFile file)
{
    (void)from, (void)size, (void)count, (void)file;
    return 0;
}

static SAOffset hook_seek(SAFile file, SAOffset offset, int whence)
{
    struct xn_memory_file *opened = (void *)file;
    const size_t base = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? opened->position : opened->length;
    if (offset > opened->length - base)
        return (SAOffset)-1;
    opened->position = base + offset;
    return 0;
}

static SAOffset hook_tell(SAFile file)
{
    return ((struct xn_memory_file *)(void *)file)->position;
}

static int hook_flush(SAFile file)
{
    (void)file;
    return 0;
}

static int hook_close(SAFile file)
{
    (void)file;
    return 0;
}

static int hook_remove(const char *name)
{
    (void)name;
    return -1;
}

static void hook_error(const char *message)
{
    if (session)
        snprintf(session->message, sizeof session->message, "%s", message);
}

static const SAHooks hooks = {
    .FOpen = hook_open,
    .FRead = hook_read,
    .FWrite = hook_write,
    .FSeek = hook_seek,
    .FTell = hook_tell,
    .FFlush = hook_flush,
    .FClose = hook_close,
    .Remove = hook_remove,
    .Error = hook_error,
    .Atof = atof,
};

/* --- opening --------------------------------------------------------------------------------------- */

char *xn_sibling_path(const char *shp_path, const char *ending)
{
    char *path = xn_strdup(shp_path);
    if (!path)
        return NULL;
    char *tail = path + strlen(path) - strlen(ending);
    const bool upper = tail[1] >= 'A' && tail[1] <= 'Z';
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 1; ending[i]; i++)
            tail[i] = (char)(upper == (turn == 0) ? ending[i] - 'a' + 'A' : ending[i]);
        if (access(path, F_OK) == 0)
            return path;
    }
    for (size_t i = 1; ending[i]; i++)
        tail[i] = ending[i];
    return path;
}

static enum xn_status check_name(const char *path, struct xn_error *err)
{
    const char *dot = strrchr(path, '.');
    if (dot && strcasecmp(dot, ".shp") == 0)
        return XN_OK;
    if (dot && strcasecmp(dot, ".zip") == 0)
        return xn_fail(err, XN_INPUT, "%s: is an archive, wanted the .shp file unpacked from it", path);
    return xn_fail(err, XN_INPUT, "%s: is not named as a shapefile, wanted a .shp file", path);
}

static enum xn_status read_index(const char *path, char **ret, size_t *ret_length, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *shx_path = xn_sibling_path(path, ".shx");
    if (!shx_path)
        return xn_fail_memory(err);
    const enum xn_status status = xn_file_read(shx_path, XN_LAYER_FILE_LIMIT, ret, ret_length, err);
    if (status == XN_NOT_FOUND)
        return xn_fail(err, XN_INPUT, "%s: its index %s is not there; a shapefile needs .shp, .shx and .dbf",
                       path, shx_path);
    return status;
}

static enum xn_status rebuild_index(struct xn_shapefile *file, struct xn_error *err)
{
    file->shx_length = 100 + 8 * file->n_records;
    file->shx = xn_calloc(file->shx_length, 1);
    if (!file->shx)
        return xn_fail_memory(err);
    memcpy(file->shx, file->shp, 100);
    xn_put_big_u32(file->shx + 24, (uint32_t)(file->shx_length / 2));
    for (size_t i = 0; i < file->n_records; i++) {
        xn_put_big_u32(file->shx + 100 + 8 * i, (file->record[i].offset - 8) / 2);
        xn_put_big_u32(file->shx + 104 + 8 * i, file->record[i].length / 2);
    }
    return XN_OK;
}

static enum xn_status fail_shapelib(const struct xn_shapefile *file, const struct session *own,
                                    const char *what, struct xn_error *err)
{
    return xn_fail(err, XN_INPUT, "%s: %s: %s", file->path, what,
                   own->message[0] ? own->message : "shapelib gives no reason");
}

static enum xn_status open_handle(struct xn_shapefile *file, struct xn_error *err)
{
    struct session own = {.file = file};
    SAHooks writable_hooks = hooks;
    session = &own;
    file->handle = SHPOpenLL("layer.shp", "rb", &writable_hooks);
    session = NULL;
    return file->handle ? XN_OK : fail_shapelib(file, &own, "cannot be opened", err);
}

enum xn_status xn_shapefile_open(const char *path, struct xn_shapefile **ret, struct xn_notes *notes,
                                 struct xn_error *err)
{
    XN_TRY(check_name(path, err));
    XN_AUTO(xn_shapefile_free) struct xn_shapefile *file = xn_calloc(1, sizeof *file);
    if (!file)
        return xn_fail_memory(err);
    file->path = path;
    XN_TRY(xn_file_read(path, XN_LAYER_FILE_LIMIT, &file->shp, &file->shp_length, err));
    XN_CLEANUP(xn_free_pointer) char *shx = NULL;
    size_t shx_length = 0;
    XN_TRY(read_index(path, &shx, &shx_length, err));
    XN_TRY(xn_shapefile_check(file, shx, shx_length, notes, err));
    XN_TRY(rebuild_index(file, err));
    XN_TRY(open_handle(file, err));
    *ret = XN_STEAL(file);
    return XN_OK;
}

void xn_shapefile_free(struct xn_shapefile *file)
{
    if (!file)
        return;
    if (file->handle)
        SHPClose(file->handle);
    xn_free(file->record);
    xn_free(file->shp);
    xn_free(file->shx);
    xn_free(file);
}

enum xn_status xn_shapefile_object(struct xn_shapefile *file, size_t record, SHPObject **ret,
                                   struct xn_error *err)
{
    struct session own = {.file = file};
    session = &own;
    SHPObject *object = SHPReadObject(file->handle, (int)record);
    session = NULL;
    if (!object)
        return xn_fail(err, XN_INPUT, "%s: record %zu: %s", file->path, record + 1,
                       own.message[0] ? own.message : "shapelib cannot decode it");
    *ret = object;
    return XN_OK;
}
