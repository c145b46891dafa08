/* captions.c - the words around the map: what it shows, of which city, from which counts and policy. */
#include "margin.h"
#include "words.h"

#define DOT " \xC2\xB7 "

static enum xn_status keep_clean(struct xn_buf *buf, struct xn_arena *arena, const char **ret,
                                 struct xn_error *err)
{
    const char *text = NULL;
    XN_TRY(xn_words_keep(buf, arena, &text, err));
    return xn_words_clean(arena, text, ret, err);
}

static void put_sentence(struct xn_buf *buf, const struct xn_map *map, const char *english)
{
    xn_buf_printf(buf, " %s", xn_message(map->language, english));
}

/* "Change of Share of the group (AUSL) since 2026Q3" */
static void put_title_of_change(const struct xn_map *map, struct xn_buf *buf)
{
    XN_AUTO_BUF index = XN_BUF_INIT;
    xn_buf_puts(&index, map->index->name[map->language]);
    if (map->group)
        xn_buf_printf(&index, " (%s)", map->group);
    XN_AUTO_BUF period = XN_BUF_INIT;
    xn_words_put_period(&period, map->language, map->changed_since);
    const struct xn_message_value value[] = {{"index", xn_buf_text(&index)},
                                             {"period", xn_buf_text(&period)}};
    xn_message_put(buf, map->language, "Change of {index} since {period}", value, 2);
    if (index.status != XN_OK || period.status != XN_OK)
        buf->status = XN_MEMORY;
}

/* "Share of the group: AUSL", "Classes of areas", "Classes if the threshold were 1.25: RESETTLER" */
static void put_title(const struct xn_map *map, struct xn_buf *buf)
{
    if (map->index && map->changed_since) {
        put_title_of_change(map, buf);
        return;
    }
    if (map->index)
        xn_buf_puts(buf, map->index->name[map->language]);
    else if (map->what_if_threshold != 0)
        xn_words_put_number(buf, map->language, XN_N("Classes if the threshold were {threshold}"),
                            "threshold", map->what_if_threshold, 2);
    else
        xn_buf_puts(buf, xn_message(map->language, "Classes of areas"));
    if (map->group)
        xn_buf_printf(buf, ": %s", map->group);
}

/* "Enschede · district · 70 areas" */
static void put_subtitle(const struct xn_map *map, struct xn_buf *buf)
{
    xn_buf_printf(buf, "%s" DOT "%s" DOT, map->city_title,
                  xn_level_title(xn_city_level_name(map->city, map->level), map->language));
    xn_legend_put_units(map, xn_city_units(map->city, map->level), buf);
}

static void put_date(struct xn_buf *buf, const struct xn_map *map, xn_date date)
{
    char iso[16];
    xn_date_print(date, iso, sizeof iso);
    xn_words_put_day(buf, map->language, iso);
}

#define OVERRIDES_TOLD 3 /* of a level; more would not fit at the foot */

/* Who has put which class over what the data say. */
static void put_overrides(const struct xn_map *map, struct xn_buf *buf)
{
    size_t n = 0;
    for (size_t u = 0; u < map->typology->level[map->level].n_units; u++) {
        const struct xn_override *override = map->typology->level[map->level].unit[u].override;
        XN_AUTO_BUF until = XN_BUF_INIT;
        if (!override || n++ >= OVERRIDES_TOLD)
            continue;
        put_date(&until, map, override->valid_until);
        if (until.status != XN_OK)
            buf->status = until.status;
        const struct xn_message_value value[] = {{"area", xn_city_unit(map->city, map->level, u)->name},
                                                 {"signer", override->signed_by},
                                                 {"until", xn_buf_text(&until)},
                                                 {"why", override->reason}};
        xn_buf_putc(buf, ' ');
        xn_message_put(buf, map->language, "{area}: class set by {signer} until {until}: {why}.", value, 4);
    }
    if (n > OVERRIDES_TOLD)
        xn_buf_puts(buf, " ...");
}

static void put_policy_note(const struct xn_map *map, struct xn_buf *buf)
{
    XN_AUTO_BUF date = XN_BUF_INIT;
    put_date(&date, map, map->as_of);
    if (date.status != XN_OK)
        buf->status = date.status;
    const struct xn_message_value value[] = {
        {"policy", map->policy->name}, {"version", map->policy->version}, {"date", xn_buf_text(&date)}};
    xn_message_put(buf, map->language, "Policy {policy}, version {version}; classes as of {date}.", value, 3);
    if (map->policy->demonstration)
        put_sentence(buf, map, XN_N("Demonstration policy: not for decisions about real people."));
    put_overrides(map, buf);
}

static const char *method_note(const struct xn_map *map, const struct xn_legend *legend)
{
    switch (legend->method) {
    case XN_BREAKS_QUANTILE:
        return XN_N("Index: {index}. Classes: about as many areas in each.");
    case XN_BREAKS_FISHER_JENKS:
        return XN_N("Index: {index}. Classes: natural groups (Fisher-Jenks).");
    case XN_BREAKS_EQUAL:
        return XN_N("Index: {index}. Classes: equal widths.");
    case XN_BREAKS_DEVIATION:
        return XN_N("Index: {index}. Classes: 0.5 and 1.5 standard deviations around the mean.");
    case XN_BREAKS_DEFAULT:
    case XN_BREAKS_MANUAL:
        break;
    }
    if (map->breaks.method == XN_BREAKS_MANUAL)
        return XN_N("Index: {index}. Classes: limits given.");
    return map->changed_since ? XN_N("Index: {index}. Classes: round limits on both sides of no change.")
                              : XN_N("Index: {index}. Classes: the same limits on every map.");
}

static void put_index_note(const struct xn_map *map, const struct xn_legend *legend, struct xn_buf *buf)
{
    const struct xn_message_value value = {"index", map->index->id};
    xn_message_put(buf, map->language, method_note(map, legend), &value, 1);
    if (map->breaks.over && legend->method != XN_BREAKS_MANUAL)
        put_sentence(buf, map, XN_N("Limits from all dates, the same on each map."));
    if (legend->breaks.n_classes > 1)
        put_sentence(buf, map, XN_N("A value on a limit belongs to the higher class."));
}

/* What the classes are of, in place of the policy that holds. */
static void put_what_if_note(const struct xn_map *map, struct xn_buf *buf)
{
    xn_words_put_number(
        buf, map->language,
        XN_N("Classes as they would be with a threshold of {threshold}, computed from published "
             "numbers; not the classes that hold."),
        "threshold", map->what_if_threshold, 2);
}

/* --- one note after the other ------------------------------------------------------------------------------
 */

static void put_first_note(const struct xn_map *map, const struct xn_legend *legend, struct xn_buf *buf)
{
    if (map->index)
        put_index_note(map, legend, buf);
    else if (map->what_if_threshold != 0)
        put_what_if_note(map, buf);
    else
        put_policy_note(map, buf);
}

/* The text as a note, unless there is none. */
static enum xn_status add_note(struct xn_captions *captions, struct xn_buf *buf, struct xn_arena *arena,
                               struct xn_error *err)
{
    if (buf->length == 0)
        return xn_buf_check(buf, err);
    XN_TRY(keep_clean(buf, arena, &captions->note[captions->n_notes], err));
    captions->n_notes++;
    return XN_OK;
}

static enum xn_status add_filled(const struct xn_map *map, struct xn_captions *captions, const char *english,
                                 const char *name, const char *filling, struct xn_arena *arena,
                                 struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    const struct xn_message_value value = {name, filling};
    if (filling)
        xn_message_put(&text, map->language, english, &value, 1);
    return add_note(captions, &text, arena, err);
}

/* The same with a day or a quarter. */
static enum xn_status add_dated(const struct xn_map *map, struct xn_captions *captions, const char *english,
                                const char *name, const char *period, struct xn_arena *arena,
                                struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    if (!period)
        return XN_OK;
    xn_words_put_period(&text, map->language, period);
    XN_TRY(xn_buf_check(&text, err));
    return add_filled(map, captions, english, name, xn_buf_text(&text), arena, err);
}

static enum xn_status add_notes(const struct xn_map *map, const struct xn_legend *legend,
                                struct xn_arena *arena, struct xn_captions *captions, struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    put_first_note(map, legend, &text);
    XN_TRY(add_note(captions, &text, arena, err));
    XN_TRY(
        add_dated(map, captions,
                  XN_N("Values are differences to those published for {period}, where both are published."),
                  "period", map->index ? map->changed_since : NULL, arena, err));
    if (map->index && map->lower && map->upper)
        xn_buf_puts(&text, xn_message(map->language,
                                      "Intervals: 90%, if the households of each area were drawn anew."));
    XN_TRY(add_note(captions, &text, arena, err));
    XN_TRY(add_dated(map, captions, XN_N("Counts as of {date}."), "date", map->counts_as_of, arena, err));
    XN_TRY(add_dated(map, captions,
                     XN_N("Published for {period}: small numbers are withheld, all others rounded to 5."),
                     "period", map->published, arena, err));
    return add_filled(map, captions, XN_N("Source: {source}"), "source", map->source_note, arena, err);
}

enum xn_status xn_captions_make(const struct xn_map *map, const struct xn_legend *legend,
                                struct xn_arena *arena, struct xn_captions *ret, struct xn_error *err)
{
    struct xn_captions captions = {0};
    XN_AUTO_BUF text = XN_BUF_INIT;
    put_title(map, &text);
    XN_TRY(keep_clean(&text, arena, &captions.title, err));
    put_subtitle(map, &text);
    XN_TRY(keep_clean(&text, arena, &captions.subtitle, err));
    XN_TRY(add_notes(map, legend, arena, &captions, err));
    *ret = captions;
    return XN_OK;
}
