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

/* "Share: AUSL", "Classes of areas" */
static void put_title(const struct xn_map *map, struct xn_buf *buf)
{
    if (!map->index) {
        xn_buf_puts(buf, xn_message(map->language, "Classes of areas"));
        return;
    }
    xn_buf_puts(buf, map->index->name[map->language]);
    if (map->group)
        xn_buf_printf(buf, ": %s", map->group);
}

/* "Enschede · district · 70 areas" */
static void put_subtitle(const struct xn_map *map, struct xn_buf *buf)
{
    xn_buf_printf(buf, "%s" DOT "%s" DOT, map->city_title,
                  xn_message(map->language, xn_city_level_name(map->city, map->level)));
    xn_legend_put_units(map, xn_city_units(map->city, map->level), buf);
}

#define OVERRIDES_TOLD 3 /* of a level; more would not fit at the foot */

/* Who has put which class over what the data say. */
static void put_overrides(const struct xn_map *map, struct xn_buf *buf)
{
    size_t n = 0;
    for (size_t u = 0; u < map->typology->level[map->level].n_units; u++) {
        const struct xn_override *override = map->typology->level[map->level].unit[u].override;
        char until[16];
        if (!override || n++ >= OVERRIDES_TOLD)
            continue;
        xn_date_print(override->valid_until, until, sizeof until);
        const struct xn_message_value value[] = {{"area", xn_city_unit(map->city, map->level, u)->name},
                                                 {"signer", override->signed_by},
                                                 {"until", until},
                                                 {"why", override->reason}};
        xn_buf_putc(buf, ' ');
        xn_message_put(buf, map->language, "{area}: class set by {signer} until {until}: {why}.", value, 4);
    }
    if (n > OVERRIDES_TOLD)
        xn_buf_puts(buf, " ...");
}

static void put_policy_note(const struct xn_map *map, struct xn_buf *buf)
{
    char date[16];
    xn_date_print(map->as_of, date, sizeof date);
    const struct xn_message_value value[] = {
        {"policy", map->policy->name}, {"version", map->policy->version}, {"date", date}};
    xn_message_put(buf, map->language, "Policy {policy}, version {version}; classes as of {date}.", value, 3);
    if (map->policy->demonstration)
        xn_buf_printf(
            buf, " %s",
            xn_message(map->language, "Demonstration policy: not for decisions about real people."));
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
    case XN_BREAKS_DEFAULT:
    case XN_BREAKS_MANUAL:
        break;
    }
    return map->breaks == XN_BREAKS_MANUAL ? XN_N("Index: {index}. Classes: limits given.")
                                           : XN_N("Index: {index}. Classes: the same limits on every map.");
}

static void put_index_note(const struct xn_map *map, const struct xn_legend *legend, struct xn_buf *buf)
{
    const struct xn_message_value value = {"index", map->index->id};
    xn_message_put(buf, map->language, method_note(map, legend), &value, 1);
    if (legend->breaks.n_classes > 1)
        xn_buf_printf(buf, " %s",
                      xn_message(map->language, "A value on a limit belongs to the higher class."));
}

static enum xn_status add_note(struct xn_captions *captions, struct xn_buf *buf, struct xn_arena *arena,
                               struct xn_error *err)
{
    XN_TRY(keep_clean(buf, arena, &captions->note[captions->n_notes], err));
    captions->n_notes++;
    return XN_OK;
}

static enum xn_status add_notes(const struct xn_map *map, const struct xn_legend *legend,
                                struct xn_arena *arena, struct xn_captions *captions, struct xn_error *err)
{
    XN_AUTO_BUF text = XN_BUF_INIT;
    if (map->index)
        put_index_note(map, legend, &text);
    else
        put_policy_note(map, &text);
    XN_TRY(add_note(captions, &text, arena, err));
    if (map->counts_as_of) {
        const struct xn_message_value value = {"date", map->counts_as_of};
        xn_message_put(&text, map->language, "Counts as of {date}.", &value, 1);
        XN_TRY(add_note(captions, &text, arena, err));
    }
    if (map->published) {
        const struct xn_message_value value = {"period", map->published};
        xn_message_put(&text, map->language,
                       "Published for {period}: small numbers are withheld, all others rounded to 5.", &value,
                       1);
        XN_TRY(add_note(captions, &text, arena, err));
    }
    if (map->source_note) {
        const struct xn_message_value value = {"source", map->source_note};
        xn_message_put(&text, map->language, "Source: {source}", &value, 1);
        XN_TRY(add_note(captions, &text, arena, err));
    }
    return XN_OK;
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
