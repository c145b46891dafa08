/* city_files.c - see city_files.h. */
#include "city_files.h"
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* FNV-1a, a byte at a time. */
static void fold(uint64_t *sum, uint64_t value)
{
    for (int i = 0; i < 8; i++, value >>= 8)
        *sum = (*sum ^ (value & 0xff)) * 1099511628211u;
}

static void fold_file(uint64_t *sum, const char *path)
{
    struct stat file;
    const bool there = stat(path, &file) == 0;
    fold(sum, there);
    if (!there)
        return;
    fold(sum, (uint64_t)file.st_ino);
    fold(sum, (uint64_t)file.st_size);
    fold(sum, (uint64_t)file.st_mtim.tv_sec);
    fold(sum, (uint64_t)file.st_mtim.tv_nsec);
}

static void fold_layer(uint64_t *sum, const char *layer)
{
    static const char *const extension[] = {".shp", ".shx", ".dbf", ".prj", ".cpg"};
    const char *slash = strrchr(layer, '/'), *dot = strrchr(slash ? slash : layer, '.');
    const int stem = (int)(dot ? (size_t)(dot - layer) : strlen(layer));
    for (size_t i = 0; i < sizeof extension / sizeof *extension; i++) {
        char path[PATH_MAX];
        snprintf(path, sizeof path, "%.*s%s", stem, layer, extension[i]);
        fold_file(sum, path);
    }
}

uint64_t city_files_stamp(const char *definition, const struct xn_city_input *input)
{
    uint64_t sum = 14695981039346656037u;
    fold_file(&sum, definition);
    for (size_t i = 0; i < input->n_levels; i++)
        fold_layer(&sum, input->level[i].layer);
    for (size_t i = 0; i < input->n_levels; i++)
        if (input->level[i].district_aliases)
            fold_file(&sum, input->level[i].district_aliases);
    return sum;
}
