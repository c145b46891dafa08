/* areas_image.c - the areas of a city as bytes, and back.
 *
 * Bytes: "XNAREAS1"; the definition, name and origin of the coordinate system; then level by level its name
 * and units, each with id, name, position of its parent, rings and points. Texts have their length before
 * them; all numbers are 8 bytes, the lowest first, coordinates the bits of the double. What is read back is
 * believed only when its fingerprint is the one that was asked for, so no single field is judged here; but no
 * length is trusted.
 */
#include <string.h>
#include "city_internal.h"

static const char magic[8] = {'X', 'N', 'A', 'R', 'E', 'A', 'S', '1'};

/* --- writing ------------------------------------------------------------------------------------------- */

static void put_number(struct xn_buf *buf, uint64_t value)
{
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    xn_buf_append(buf, bytes, sizeof bytes);
}

static void put_coordinate(struct xn_buf *buf, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    put_number(buf, bits);
}

static void put_text(struct xn_buf *buf, const char *text)
{
    const size_t length = strlen(text);
    put_number(buf, length);
    xn_buf_append(buf, text, length);
}

static void put_shape(struct xn_buf *buf, const struct xn_shape *shape)
{
    put_number(buf, shape->n_rings);
    for (uint32_t r = 0; r < shape->n_rings; r++) {
        put_number(buf, shape->ring_outer[r]);
        put_number(buf, shape->ring_start[r + 1] - shape->ring_start[r]);
        for (size_t i = 2 * (size_t)shape->ring_start[r]; i < 2 * (size_t)shape->ring_start[r + 1]; i++)
            put_coordinate(buf, shape->xy[i]);
    }
}

enum xn_status xn_city_put_areas(const struct xn_city *city, struct xn_buf *buf, struct xn_error *err)
{
    xn_buf_append(buf, magic, sizeof magic);
    put_text(buf, city->crs.definition);
    put_text(buf, city->crs.name);
    put_number(buf, city->crs.chosen);
    put_number(buf, city->n_levels);
    for (size_t l = 0; l < city->n_levels; l++) {
        const struct city_level *level = &city->level[l];
        put_text(buf, level->name);
        put_number(buf, level->n_units);
        for (size_t u = 0; u < level->n_units; u++) {
            put_text(buf, level->unit[u].id);
            put_text(buf, level->unit[u].name);
            put_number(buf, l > 0 ? level->unit[u].parent : 0);
            put_shape(buf, &level->unit[u].shape);
        }
    }
    return xn_buf_check(buf, err);
}

/* --- reading ------------------------------------------------------------------------------------------- */

struct image {
    const unsigned char *at, *end;
    struct xn_arena *arena;
    bool damaged;
};

static size_t bytes_left(const struct image *image)
{
    return (size_t)(image->end - image->at);
}

static uint64_t next_number(struct image *image)
{
    uint64_t value = 0;
    if (bytes_left(image) < 8) {
        image->damaged = true;
        return 0;
    }
    for (int i = 0; i < 8; i++)
        value |= (uint64_t)image->at[i] << (8 * i);
    image->at += 8;
    return value;
}

static bool next_flag(struct image *image)
{
    const uint64_t value = next_number(image);
    image->damaged |= value > 1;
    return value == 1;
}

/* A number of things that take at least `bytes_each` each: never more than there is room for. */
static size_t next_count(struct image *image, size_t bytes_each)
{
    const uint64_t count = next_number(image);
    if (count <= bytes_left(image) / bytes_each)
        return (size_t)count;
    image->damaged = true;
    return 0;
}

static enum xn_status next_text(struct image *image, const char **ret, struct xn_error *err)
{
    const size_t length = next_count(image, 1);
    char *text = xn_arena_alloc(image->arena, length + 1, 1);
    if (!text)
        return xn_fail_memory(err);
    memcpy(text, image->at, length);
    text[length] = '\0';
    image->at += length;
    *ret = text;
    return XN_OK;
}

/* Rings are read twice: how many points they have, then the points. */
static size_t count_points(struct image image, size_t n_rings)
{
    size_t n_points = 0;
    for (size_t r = 0; r < n_rings && !image.damaged; r++) {
        next_number(&image);
        const size_t n = next_count(&image, 16);
        image.at += 16 * n;
        n_points += n;
    }
    return image.damaged || n_points > UINT32_MAX ? XN_NONE : n_points;
}

static void read_points(struct image *image, size_t n_points, double *xy)
{
    for (size_t i = 0; i < 2 * n_points; i++) {
        const uint64_t bits = next_number(image);
        memcpy(&xy[i], &bits, sizeof bits);
    }
}

static enum xn_status next_shape(struct image *image, struct xn_shape *ret, struct xn_error *err)
{
    const size_t n_rings = next_count(image, 16), n_points = count_points(*image, n_rings);
    uint32_t *start = NULL;
    bool *outer = NULL;
    double *xy = NULL;
    if (n_points == XN_NONE || n_rings > UINT32_MAX - 1)
        image->damaged = true;
    if (image->damaged || n_rings == 0)
        return XN_OK;
    XN_TRY(XN_ARENA_ARRAY(image->arena, n_rings + 1, &start, err));
    XN_TRY(XN_ARENA_ARRAY(image->arena, n_rings, &outer, err));
    XN_TRY(XN_ARENA_ARRAY(image->arena, 2 * n_points, &xy, err));
    for (size_t r = 0; r < n_rings; r++) {
        outer[r] = next_flag(image);
        const size_t n = next_count(image, 16);
        read_points(image, n, xy + 2 * (size_t)start[r]);
        start[r + 1] = start[r] + (uint32_t)n;
    }
    *ret = (struct xn_shape){(uint32_t)n_rings, start, outer, xy};
    return XN_OK;
}

static enum xn_status next_unit(struct image *image, size_t n_parents, struct xn_unit *ret,
                                struct xn_error *err)
{
    XN_TRY(next_text(image, &ret->id, err));
    XN_TRY(next_text(image, &ret->name, err));
    const uint64_t parent = next_number(image);
    image->damaged |= n_parents == XN_NONE ? parent != 0 : parent >= n_parents;
    ret->parent = n_parents == XN_NONE || image->damaged ? XN_NONE : (size_t)parent;
    return next_shape(image, &ret->shape, err);
}

#define UNIT_BYTES 32 /* at least: two texts, a parent, a number of rings */

static enum xn_status next_level(struct image *image, struct xn_city *city, size_t at, struct xn_error *err)
{
    struct city_level *level = &city->level[at];
    XN_TRY(next_text(image, &level->name, err));
    const size_t n_units = next_count(image, UNIT_BYTES);
    XN_TRY(XN_ARENA_ARRAY(city->arena, n_units, &level->unit, err));
    XN_TRY(XN_ARENA_ARRAY(city->arena, n_units, &level->unit_total, err)); /* nobody */
    if (at > 0)
        XN_TRY(XN_ARENA_ARRAY(city->arena, n_units, &level->parent, err));
    for (; level->n_units < n_units && !image->damaged; level->n_units++) {
        struct xn_unit *unit = &level->unit[level->n_units];
        XN_TRY(next_unit(image, at > 0 ? city->level[at - 1].n_units : XN_NONE, unit, err));
        if (at > 0)
            level->parent[level->n_units] = unit->parent;
    }
    return XN_OK;
}

static enum xn_status read_areas(struct image *image, struct xn_city *city, struct xn_error *err)
{
    XN_TRY(next_text(image, &city->crs.definition, err));
    XN_TRY(next_text(image, &city->crs.name, err));
    city->crs.chosen = next_flag(image);
    const uint64_t n_levels = next_number(image);
    image->damaged |= n_levels < 1 || n_levels > XN_LEVEL_MAX;
    for (size_t l = 0; !image->damaged && l < n_levels; l++) {
        XN_TRY(next_level(image, city, l, err));
        city->n_levels = l + 1;
    }
    image->damaged |= image->at != image->end;
    return XN_OK;
}

/* Before anything is computed from coordinates that could be any. */
static enum xn_status check_fingerprint(struct xn_city *city, const char *fingerprint, bool *ret_same,
                                        struct xn_error *err)
{
    for (size_t l = 0; l < city->n_levels; l++)
        XN_TRY(city_order_units(city, &city->level[l], err));
    city_set_fingerprints(city);
    *ret_same = strcmp(city->areas_fingerprint, fingerprint) == 0;
    return XN_OK;
}

enum xn_status xn_city_from_areas(const void *bytes, size_t length, const char *fingerprint,
                                  struct xn_city **ret, struct xn_error *err)
{
    XN_AUTO(xn_city_free) struct xn_city *city = NULL;
    struct image image = {.at = bytes, .end = (const unsigned char *)bytes + length};
    bool same = false;
    XN_TRY(city_new(&city, err));
    image.arena = city->arena;
    image.damaged = length < sizeof magic || memcmp(bytes, magic, sizeof magic) != 0;
    if (!image.damaged) {
        image.at += sizeof magic;
        XN_TRY(read_areas(&image, city, err));
    }
    if (!image.damaged)
        XN_TRY(check_fingerprint(city, fingerprint, &same, err));
    if (!same)
        return xn_fail(err, XN_INPUT, "the %zu bytes kept of the areas %.12s are not those areas", length,
                       fingerprint);
    for (size_t l = 0; l < city->n_levels; l++)
        XN_TRY(city_finish_units(city, &city->level[l], NULL, err));
    *ret = XN_STEAL(city);
    return XN_OK;
}
