/* squares.h - layers of unit squares on a row, made in memory: unit i covers x from 100 i to 100 (i + 1). */
#ifndef XENIA_TEST_SQUARES_H
#define XENIA_TEST_SQUARES_H

#include <stdio.h>
#include <string.h>
#include "test.h"
#include "xenia/city.h"

/* A layer whose table is the CSV text; one square a row, in row order. Freed with squares_free. */
static struct xn_features *squares(const char *csv)
{
    struct xn_error err = {0};
    struct xn_arena *arena = xn_arena_new();
    struct xn_features *layer = xn_arena_alloc(arena, 1, sizeof *layer);
    layer->arena = arena;
    layer->source = "squares.shp";
    layer->crs = (struct xn_crs){.definition = "EPSG:25832", .name = "ETRS89 / UTM zone 32N"};
    if (xn_csv_parse(csv, strlen(csv), "squares.dbf", NULL, &layer->table, NULL, &err) != XN_OK)
        fail_msg("%s", err.message);
    layer->n_records = layer->table->n_rows;
    layer->shape = xn_arena_alloc(arena, layer->n_records, sizeof *layer->shape);
    for (size_t i = 0; i < layer->n_records; i++) {
        const double x = 400000 + 100.0 * (double)i, y = 5750000;
        const double xy[] = {x, y, x + 100, y, x + 100, y + 100, x, y + 100, x, y};
        double *own = xn_arena_alloc(arena, 10, sizeof *own);
        uint32_t *start = xn_arena_alloc(arena, 2, sizeof *start);
        bool *outer = xn_arena_alloc(arena, 1, sizeof *outer);
        memcpy(own, xy, sizeof xy);
        start[1] = 5;
        outer[0] = true;
        layer->shape[i] = (struct xn_shape){1, start, outer, own};
    }
    return layer;
}

static void squares_free(struct xn_features *layer)
{
    xn_table_free(layer->table);
    xn_arena_free(layer->arena);
}
XN_DEFINE_AUTO(squares_free, struct xn_features *)

#endif
