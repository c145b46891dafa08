/* csv.c - the data of a map as a table (RFC 4180), with the labels of the legend that the pictures have. */
#include <math.h>
#include "legend.h"

/* A number in the index's own unit; empty when there is none. */
static void put_number(struct xn_buf *buf, double value)
{
    xn_buf_putc(buf, ',');
    if (isfinite(value))
        xn_buf_put_double(buf, value);
}

static void put_flag(struct xn_buf *buf, bool flag)
{
    xn_buf_puts(buf, flag ? ",yes" : ",no");
}

static void put_row(struct xn_buf *buf, const struct xn_map *map, const struct xn_legend *legend, size_t i)
{
    const struct xn_unit *unit = xn_city_unit(map->city, map->level, i);
    const struct xn_category *category = &legend->category[legend->category_of[i]];
    const bool has_value = map->index && isfinite(map->value[i]);
    xn_buf_put_csv(buf, unit->id);
    xn_buf_putc(buf, ',');
    xn_buf_put_csv(buf, unit->name);
    put_number(buf, map->index ? map->value[i] : map->typology->level[map->level].unit[i].value);
    put_number(buf, has_value && map->lower ? map->lower[i] : NAN);
    put_number(buf, has_value && map->upper ? map->upper[i] : NAN);
    put_flag(buf, xn_legend_is_uncertain(map, legend, i));
    put_flag(buf, category->kind == XN_CATEGORY_WITHHELD);
    xn_buf_putc(buf, ',');
    xn_buf_put_csv(buf, category->label);
    xn_buf_puts(buf, "\r\n");
}

enum xn_status xn_map_csv(const struct xn_map *map, struct xn_buf *buf, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    struct xn_legend legend;
    XN_TRY(xn_legend_make(map, arena, &legend, err));
    xn_buf_puts(buf, "unit_id,name,value,lower,upper,uncertain,withheld,class\r\n");
    for (size_t i = 0; i < xn_city_units(map->city, map->level); i++)
        put_row(buf, map, &legend, i);
    return xn_buf_check(buf, err);
}
