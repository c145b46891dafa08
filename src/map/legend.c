/* legend.c - from values or classes to categories with a colour, a label and a number of units.
 *
 * Shares are printed in percent, so their limits are computed in percent too. A quotient is drawn around 1,
 * the city's own share, with limits that never depend on the data, so that two maps compare.
 */
#include "legend.h"
#include <math.h>
#include <string.h>
#include "words.h"

/* How an index is drawn where it is not a plain number with quantiles. */
struct manner {
    const char *id;
    double scale; /* printed value = scale * value */
    const double *inner_limit;
    size_t n_limits;
    bool diverging;
};

static const double quotient_limit[] = {0.5, 0.8, 1.25, 2};
static const struct manner plain = {.scale = 1};
static const struct manner special[] = {
    {.id = "share", .scale = 100},
    {.id = "location_quotient", .scale = 1, .inner_limit = quotient_limit, .n_limits = 4, .diverging = true},
};

static const struct manner *manner_of(const struct xn_index_entry *index)
{
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (strcmp(index->id, special[i].id) == 0)
            return &special[i];
    return &plain;
}

static bool is_percent(const struct manner *manner)
{
    return manner->scale == 100;
}

/* --- checks ------------------------------------------------------------------------------------------ */

static enum xn_status check_map(const struct xn_map *map, struct xn_error *err)
{
    if ((map->index == NULL) == (map->typology == NULL))
        return xn_fail(err, XN_ARGUMENT,
                       "a map shows either an index or classes, wanted exactly one of them");
    if (map->level >= xn_city_levels(map->city))
        return xn_fail(err, XN_ARGUMENT, "level %zu does not exist, the city has %zu", map->level,
                       xn_city_levels(map->city));
    if (map->index && !map->value)
        return xn_fail(err, XN_ARGUMENT, "the map of '%s' has no values", map->index->id);
    if (map->typology && !map->policy)
        return xn_fail(err, XN_ARGUMENT, "a map of classes needs the policy that they come from");
    if (map->typology && (map->level >= map->typology->n_levels ||
                          map->typology->level[map->level].n_units != xn_city_units(map->city, map->level)))
        return xn_fail(err, XN_ARGUMENT, "the classes are not those of the units of level '%s'",
                       xn_city_level_name(map->city, map->level));
    return XN_OK;
}

/* --- a choropleth ------------------------------------------------------------------------------------ */

static enum xn_status choose_breaks(const struct xn_map *map, const struct manner *manner,
                                    const double *printed, size_t n, struct xn_legend *legend,
                                    struct xn_error *err)
{
    const bool by_manner = map->breaks == XN_BREAKS_DEFAULT && manner->inner_limit;
    if (map->breaks != XN_BREAKS_MANUAL && !by_manner) {
        legend->method = map->breaks == XN_BREAKS_DEFAULT ? XN_BREAKS_QUANTILE : map->breaks;
        return xn_breaks_compute(printed, n, legend->method, XN_MAP_CLASS_MAX, &legend->breaks, err);
    }
    legend->method = XN_BREAKS_MANUAL;
    if (by_manner)
        return xn_breaks_manual(printed, n, manner->inner_limit, manner->n_limits, &legend->breaks, err);
    double limit[XN_MAP_CLASS_MAX];
    for (size_t k = 0; k < map->n_limits && k < XN_MAP_CLASS_MAX; k++)
        limit[k] = manner->scale * map->inner_limit[k];
    return xn_breaks_manual(printed, n, limit, map->n_limits, &legend->breaks, err);
}

enum xn_status xn_breaks_of_index(const struct xn_index_entry *index, const double *value, size_t n,
                                  struct xn_breaks *ret, struct xn_error *err)
{
    const struct xn_map map = {.index = index, .breaks = XN_BREAKS_DEFAULT};
    const struct manner *manner = manner_of(index);
    struct xn_legend legend = {0};
    XN_CLEANUP(xn_free_pointer) double *printed = xn_calloc(n, sizeof *printed);
    if (!printed)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n; i++)
        printed[i] = manner->scale * value[i];
    XN_TRY(choose_breaks(&map, manner, printed, n, &legend, err));
    for (size_t k = 0; k <= legend.breaks.n_classes; k++)
        legend.breaks.limit[k] /= manner->scale;
    *ret = legend.breaks;
    return XN_OK;
}

static void put_limit(struct xn_buf *buf, const struct xn_map *map, const struct xn_breaks *breaks, size_t k)
{
    xn_number_put(buf, map->language, breaks->limit[k], breaks->decimals);
}

static void put_open_range(struct xn_buf *buf, const struct xn_map *map, const struct xn_breaks *breaks,
                           size_t k)
{
    const bool first = k == 0;
    xn_words_put_number(buf, map->language, first ? XN_N("under {limit}") : XN_N("{limit} and over"), "limit",
                        breaks->limit[first ? 1 : k], breaks->decimals);
}

/* "2.1 – 6.2", "under 0.5", "2 and over" */
static void put_range(struct xn_buf *buf, const struct xn_map *map, const struct xn_breaks *breaks, size_t k)
{
    const bool outer = k == 0 || k + 1 == breaks->n_classes;
    if (breaks->open && outer && breaks->n_classes > 1) {
        put_open_range(buf, map, breaks, k);
        return;
    }
    put_limit(buf, map, breaks, k);
    if (breaks->limit[k + 1] > breaks->limit[k]) {
        xn_buf_puts(buf, " \xE2\x80\x93 ");
        put_limit(buf, map, breaks, k + 1);
    }
}

static enum xn_status value_heading(const struct xn_map *map, const struct manner *manner,
                                    struct xn_arena *arena, const char **ret, struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    xn_buf_puts(&text, map->index->name[map->language]);
    if (is_percent(manner))
        xn_buf_puts(&text, " (%)");
    return xn_words_keep(&text, arena, ret, err);
}

static enum xn_status add_value_categories(const struct xn_map *map, const struct manner *manner,
                                           struct xn_arena *arena, struct xn_legend *legend,
                                           struct xn_error *err)
{
    const size_t n = legend->breaks.n_classes;
    XN_AUTO_BUF text = XN_BUF_INIT;
    for (size_t k = 0; k < n; k++) {
        struct xn_category *category = &legend->category[legend->n_categories++];
        category->fill = manner->diverging ? xn_fill_diverging(n, k) : xn_fill_sequential(n, k);
        put_range(&text, map, &legend->breaks, k);
        XN_TRY(xn_words_keep(&text, arena, &category->label, err));
    }
    return XN_OK;
}

static enum xn_status make_values(const struct xn_map *map, struct xn_arena *arena, size_t *category_of,
                                  struct xn_legend *legend, struct xn_error *err)
{
    const struct manner *manner = manner_of(map->index);
    const size_t n = xn_city_units(map->city, map->level);
    XN_CLEANUP(xn_free_pointer) double *printed = xn_calloc(n, sizeof *printed);
    if (!printed)
        return xn_fail_memory(err);
    for (size_t i = 0; i < n; i++)
        printed[i] = manner->scale * map->value[i];
    XN_TRY(choose_breaks(map, manner, printed, n, legend, err));
    XN_TRY(value_heading(map, manner, arena, &legend->heading, err));
    if (manner->diverging)
        legend->explanation = xn_message(map->language, "1: as in the whole city");
    XN_TRY(add_value_categories(map, manner, arena, legend, err));
    for (size_t i = 0; i < n; i++) {
        const size_t class_ = xn_breaks_class(&legend->breaks, printed[i]);
        category_of[i] = class_ == XN_NONE ? legend->n_categories : class_;
    }
    return XN_OK;
}

/* --- classes ----------------------------------------------------------------------------------------- */

static void make_classes(const struct xn_map *map, size_t *category_of, struct xn_legend *legend)
{
    static const char *const label[] = {XN_N("mixed"), XN_N("undetermined"), XN_N("concentrated")};
    legend->heading = xn_message(map->language, "Class of the area");
    for (enum xn_class class_ = XN_MIXED; class_ <= XN_CONCENTRATED; class_++)
        legend->category[legend->n_categories++] =
            (struct xn_category){.fill = xn_fill_class(class_),
                                 .label = xn_message(map->language, label[class_]),
                                 .key = xn_class_name(class_)};
    const struct xn_unit_class *unit = map->typology->level[map->level].unit;
    for (size_t i = 0; i < map->typology->level[map->level].n_units; i++)
        category_of[i] = unit[i].rule == XN_RULE_NO_DATA ? legend->n_categories : (size_t)unit[i].class_;
}

/* --- both -------------------------------------------------------------------------------------------- */

enum xn_status xn_legend_make(const struct xn_map *map, struct xn_arena *arena, struct xn_legend *ret,
                              struct xn_error *err)
{
    XN_TRY(check_map(map, err));
    struct xn_legend legend = {.method = XN_BREAKS_MANUAL};
    const size_t n = xn_city_units(map->city, map->level);
    size_t *category_of = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, n, &category_of, err));
    if (map->index)
        XN_TRY(make_values(map, arena, category_of, &legend, err));
    else
        make_classes(map, category_of, &legend);
    legend.category[legend.n_categories++] = (struct xn_category){
        .fill = xn_fill_no_value(),
        .label = xn_message(map->language, map->index       ? XN_N("no value")
                                           : map->published ? XN_N("no people, no counts, or withheld")
                                                            : XN_N("no people or no counts"))};
    for (size_t i = 0; i < n; i++)
        legend.category[category_of[i]].n_units++;
    legend.category_of = category_of;
    *ret = legend;
    return XN_OK;
}

void xn_legend_put_value(const struct xn_map *map, const struct xn_legend *legend, size_t unit,
                         struct xn_buf *buf)
{
    const struct xn_category *category = &legend->category[legend->category_of[unit]];
    if (!map->index || category == &legend->category[legend->n_categories - 1]) {
        xn_buf_puts(buf, category->label);
        return;
    }
    const struct manner *manner = manner_of(map->index);
    xn_number_put(buf, map->language, manner->scale * map->value[unit], legend->breaks.decimals + 1);
    if (is_percent(manner))
        xn_buf_puts(buf, map->language == XN_GERMAN ? "\xC2\xA0%" : "%");
}

void xn_legend_put_units(const struct xn_map *map, size_t n_units, struct xn_buf *buf)
{
    xn_words_put_number(buf, map->language, n_units == 1 ? XN_N("{count} area") : XN_N("{count} areas"),
                        "count", (double)n_units, 0);
}
