/* legend.c - from values or classes to categories with a colour, a label and a number of units. See legend.h.
 */
#include "legend.h"
#include <math.h>
#include "manner.h"
#include "words.h"
#include "words.h"

#define RANGE_DASH " \xE2\x80\x93 "

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

/* --- numbers ------------------------------------------------------------------------------------------- */

static bool is_percent(const struct xn_map *map)
{
    return xn_manner_scale(map->index) == 100;
}

/* A change has its sign. */
static void put_number(struct xn_buf *buf, const struct xn_map *map, double printed, int decimals)
{
    const double half_a_digit = 0.5 * pow(10, -decimals);
    if (map->changed_since && printed >= half_a_digit)
        xn_buf_putc(buf, '+');
    xn_number_put(buf, map->language, printed, decimals);
}

static void put_filled(struct xn_buf *buf, const struct xn_map *map, const char *english, const char *name,
                       double printed, int decimals)
{
    XN_AUTO_BUF number = XN_BUF_INIT;
    put_number(&number, map, printed, decimals);
    const struct xn_message_value filled = {name, xn_buf_text(&number)};
    xn_message_put(buf, map->language, english, &filled, 1);
    if (number.status != XN_OK)
        buf->status = number.status;
}

/* "2.1 – 6.2"; with signs "−5 to −2". */
static void put_from_to(struct xn_buf *buf, const struct xn_map *map, double from, double to, int decimals)
{
    if (!map->changed_since) {
        put_number(buf, map, from, decimals);
        xn_buf_puts(buf, RANGE_DASH);
        put_number(buf, map, to, decimals);
        return;
    }
    XN_AUTO_BUF lower = XN_BUF_INIT, upper = XN_BUF_INIT;
    put_number(&lower, map, from, decimals);
    put_number(&upper, map, to, decimals);
    const struct xn_message_value value[] = {{"from", xn_buf_text(&lower)}, {"to", xn_buf_text(&upper)}};
    xn_message_put(buf, map->language, "{from} to {to}", value, 2);
    if (lower.status != XN_OK || upper.status != XN_OK)
        buf->status = XN_MEMORY;
}

/* --- a choropleth ------------------------------------------------------------------------------------ */

/* "2.1 – 6.2", "under 0.5", "2 and over" */
static void put_range(struct xn_buf *buf, const struct xn_map *map, const struct xn_breaks *breaks, size_t k)
{
    const double from = breaks->limit[k], to = breaks->limit[k + 1];
    const bool has_ends = !breaks->open || breaks->n_classes == 1;
    if (!has_ends && k == 0)
        put_filled(buf, map, XN_N("under {limit}"), "limit", to, breaks->decimals);
    else if (!has_ends && k + 1 == breaks->n_classes)
        put_filled(buf, map, XN_N("{limit} and over"), "limit", from, breaks->decimals);
    else if (to > from)
        put_from_to(buf, map, from, to, breaks->decimals);
    else
        put_number(buf, map, from, breaks->decimals);
}

/* "Share (%)", "Change: Share of the group (percentage points)" */
static void put_heading(struct xn_buf *buf, const struct xn_map *map)
{
    const struct xn_message_value index = {"index", map->index->name[map->language]};
    if (map->changed_since)
        xn_message_put(buf, map->language, "Change: {index}", &index, 1);
    else
        xn_buf_puts(buf, index.value);
    if (is_percent(map) && map->changed_since)
        xn_buf_printf(buf, " (%s)", xn_message(map->language, "percentage points"));
    else if (is_percent(map))
        xn_buf_puts(buf, " (%)");
}

/* What the colour in the middle stands for. */
static void put_explanation(struct xn_buf *buf, const struct xn_map *map, const struct xn_legend *legend,
                            double center)
{
    if (map->changed_since)
        xn_buf_puts(buf, xn_message(map->language, "0: as before"));
    else if (is_percent(map))
        put_filled(buf, map, XN_N("whole city: {value}"), "value", center, legend->breaks.decimals + 1);
    else
        xn_buf_puts(buf, xn_message(map->language, "1: as in the whole city"));
}

static enum xn_status add_texts(const struct xn_map *map, double center, struct xn_arena *arena,
                                struct xn_legend *legend, struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    put_heading(&text, map);
    XN_TRY(xn_words_keep(&text, arena, &legend->heading, err));
    if (!isfinite(center))
        return XN_OK;
    put_explanation(&text, map, legend, center);
    return xn_words_keep(&text, arena, &legend->explanation, err);
}

/* The class that holds the centre is pale, and the shades go outwards from it; a centre that lies beyond all
 * classes leaves one of the two ramps. Where the city's own value is in the highest class (quantiles of a
 * group that lives in few places), the concentrations would be pale: so all is one ramp. */
static struct xn_fill fill_of_class(const struct xn_breaks *breaks, double center, bool change, size_t k)
{
    const size_t n = breaks->n_classes;
    if (!isfinite(center) || (!change && n > 1 && xn_breaks_class(breaks, center) == n - 1))
        return xn_fill_sequential(n, k);
    if (!breaks->open && center < breaks->limit[0])
        return xn_fill_diverging(0, false, n, k);
    if (!breaks->open && center > breaks->limit[n])
        return xn_fill_diverging(n, false, 0, k);
    const size_t middle = xn_breaks_class(breaks, center);
    return xn_fill_diverging(middle, true, n - 1 - middle, k);
}

static enum xn_status add_value_categories(const struct xn_map *map, double center, struct xn_arena *arena,
                                           struct xn_legend *legend, struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    for (size_t k = 0; k < legend->breaks.n_classes; k++) {
        struct xn_category *category = &legend->category[legend->n_categories++];
        category->fill = fill_of_class(&legend->breaks, center, map->changed_since != NULL, k);
        put_range(&text, map, &legend->breaks, k);
        XN_TRY(xn_words_keep(&text, arena, &category->label, err));
    }
    return XN_OK;
}

static bool has_a_value(const struct xn_map *map)
{
    for (size_t i = 0; i < xn_city_units(map->city, map->level); i++)
        if (isfinite(map->value[i]))
            return true;
    return false;
}

static enum xn_status make_values(const struct xn_map *map, struct xn_arena *arena, size_t *category_of,
                                  struct xn_legend *legend, struct xn_error *err)
{
    const size_t n = xn_city_units(map->city, map->level);
    const double scale = xn_manner_scale(map->index);
    const double center = scale * xn_map_center(map->index, map->changed_since != NULL, map->city_value);
    if (!has_a_value(map))
        return xn_fail(err, XN_UNDEFINED, "none of the %zu units has a value to draw", n);
    XN_TRY(xn_manner_breaks(map->index, map->changed_since != NULL, &map->breaks, map->value, n,
                            &legend->breaks, &legend->method, err));
    XN_TRY(add_texts(map, center, arena, legend, err));
    XN_TRY(add_value_categories(map, center, arena, legend, err));
    for (size_t i = 0; i < n; i++)
        category_of[i] = xn_breaks_class(&legend->breaks, scale * map->value[i]);
    return XN_OK;
}

/* --- classes ----------------------------------------------------------------------------------------- */

static enum xn_status make_classes(const struct xn_map *map, struct xn_arena *arena, size_t *category_of,
                                   struct xn_legend *legend, struct xn_error *err)
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
        category_of[i] = unit[i].rule == XN_RULE_NO_DATA ? XN_NONE : (size_t)unit[i].class_;
    if (map->what_if_threshold == 0)
        return XN_OK;
    XN_AUTO_BUF text = XN_BUF_INIT;
    put_filled(&text, map, XN_N("with a threshold of {threshold}"), "threshold", map->what_if_threshold, 2);
    return xn_words_keep(&text, arena, &legend->explanation, err);
}

/* --- both -------------------------------------------------------------------------------------------- */

const char *xn_category_kind_name(enum xn_category_kind kind)
{
    static const char *const name[] = {"color", "uncertain", "withheld", "no_value"};
    return name[kind];
}

bool xn_legend_is_uncertain(const struct xn_map *map, const struct xn_legend *legend, size_t unit)
{
    return map->index && map->uncertain && map->uncertain[unit] &&
           legend->category[legend->category_of[unit]].kind == XN_CATEGORY_COLOR;
}

struct xn_fill xn_legend_fill(const struct xn_map *map, const struct xn_legend *legend, size_t unit)
{
    const struct xn_fill fill = legend->category[legend->category_of[unit]].fill;
    return xn_legend_is_uncertain(map, legend, unit) ? xn_fill_uncertain(fill) : fill;
}

static const char *no_value_label(const struct xn_map *map)
{
    if (map->index)
        return XN_N("no value");
    return map->published && !map->withheld ? XN_N("no people, no counts, or withheld")
                                            : XN_N("no people or no counts");
}

static size_t add_category(struct xn_legend *legend, const struct xn_map *map, enum xn_category_kind kind,
                           struct xn_fill fill, const char *label)
{
    legend->category[legend->n_categories] =
        (struct xn_category){.kind = kind, .fill = fill, .label = xn_message(map->language, label)};
    return legend->n_categories++;
}

/* How many of the marked units have a colour, or have none. */
static size_t count_marked(const bool *mark, size_t n, const size_t *category_of, bool colored)
{
    size_t marked = 0;
    for (size_t i = 0; mark && i < n; i++)
        marked += mark[i] && (category_of[i] != XN_NONE) == colored;
    return marked;
}

/* Its example is of a colour that does not look like paper. */
static void add_uncertain(const struct xn_map *map, size_t n_uncertain, struct xn_legend *legend)
{
    if (n_uncertain == 0)
        return;
    const size_t some = 3 * legend->n_categories / 4;
    const bool pale = legend->category[some].fill.color == xn_fill_diverging(0, true, 0, 0).color;
    const struct xn_fill example = legend->category[pale ? 0 : some].fill;
    const size_t row =
        add_category(legend, map, XN_CATEGORY_UNCERTAIN, xn_fill_uncertain(example),
                     map->changed_since ? XN_N("uncertain: the interval holds 0")
                                        : XN_N("uncertain: the interval reaches over more than two colours"));
    legend->category[row].n_units = n_uncertain;
}

/* The rows below the colours, where there is anything to say. `category_of` of a unit without a colour is
 * XN_NONE before. */
static void add_hatched(const struct xn_map *map, size_t *category_of, struct xn_legend *legend)
{
    const size_t n = xn_city_units(map->city, map->level);
    size_t withheld = XN_NONE;
    add_uncertain(map, count_marked(map->index ? map->uncertain : NULL, n, category_of, true), legend);
    if (count_marked(map->withheld, n, category_of, false) > 0)
        withheld = add_category(legend, map, XN_CATEGORY_WITHHELD, xn_fill_withheld(),
                                XN_N("withheld: small numbers"));
    const size_t no_value =
        add_category(legend, map, XN_CATEGORY_NO_VALUE, xn_fill_no_value(), no_value_label(map));
    for (size_t i = 0; i < n; i++) {
        if (category_of[i] == XN_NONE)
            category_of[i] = map->withheld && map->withheld[i] ? withheld : no_value;
        legend->category[category_of[i]].n_units++;
    }
}

enum xn_status xn_legend_make(const struct xn_map *map, struct xn_arena *arena, struct xn_legend *ret,
                              struct xn_error *err)
{
    XN_TRY(check_map(map, err));
    struct xn_legend legend = {.method = XN_BREAKS_MANUAL};
    size_t *category_of = NULL;
    XN_TRY(XN_ARENA_ARRAY(arena, xn_city_units(map->city, map->level), &category_of, err));
    if (map->index)
        XN_TRY(make_values(map, arena, category_of, &legend, err));
    else
        XN_TRY(make_classes(map, arena, category_of, &legend, err));
    add_hatched(map, category_of, &legend);
    legend.category_of = category_of;
    *ret = legend;
    return XN_OK;
}

/* " (12.1 – 35.0)" */
static void put_interval(const struct xn_map *map, const struct xn_legend *legend, size_t unit,
                         struct xn_buf *buf)
{
    const double scale = xn_manner_scale(map->index);
    if (!map->lower || !map->upper || !isfinite(map->lower[unit]) || !isfinite(map->upper[unit]))
        return;
    xn_buf_puts(buf, " (");
    put_from_to(buf, map, scale * map->lower[unit], scale * map->upper[unit], legend->breaks.decimals + 1);
    xn_buf_putc(buf, ')');
}

void xn_legend_put_value(const struct xn_map *map, const struct xn_legend *legend, size_t unit,
                         struct xn_buf *buf)
{
    const struct xn_category *category = &legend->category[legend->category_of[unit]];
    if (!map->index || category->kind != XN_CATEGORY_COLOR) {
        xn_buf_puts(buf, category->label);
        return;
    }
    put_number(buf, map, xn_manner_scale(map->index) * map->value[unit], legend->breaks.decimals + 1);
    if (is_percent(map) && map->changed_since)
        xn_buf_printf(buf, " %s", xn_message(map->language, "percentage points"));
    else if (is_percent(map))
        xn_buf_puts(buf, map->language == XN_GERMAN ? "\xC2\xA0%" : "%");
    put_interval(map, legend, unit, buf);
    if (xn_legend_is_uncertain(map, legend, unit))
        xn_buf_printf(buf, ", %s", xn_message(map->language, "uncertain"));
}

void xn_legend_put_units(const struct xn_map *map, size_t n_units, struct xn_buf *buf)
{
    xn_words_put_number(buf, map->language, n_units == 1 ? XN_N("{count} area") : XN_N("{count} areas"),
                        "count", (double)n_units, 0);
}
