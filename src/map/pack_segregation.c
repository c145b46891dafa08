/* pack_segregation.c - the classes of areas, the location quotient, the mix, the indices of the city and
 * their course over the dates. */
#include <math.h>
#include <string.h>
#include "pack_parts.h"

static enum xn_status put_map(struct xn_pack *pack, size_t level, const char *index_id, size_t group,
                              struct xn_error *err)
{
    const struct xn_map *map = NULL;
    XN_TRY(pack_make_map(pack, pack->now, level, index_id ? xn_index_find(index_id) : NULL, group, NULL, &map,
                         err));
    if (map)
        xn_document_map(pack->document, map);
    return XN_OK;
}

/* --- indices of the city
 * ------------------------------------------------------------------------------------
 */

/* "resettlers", "resettlers / foreign nationals", "all groups" */
static const char *whom(struct xn_pack *pack, const struct xn_publication_index *index)
{
    if (index->group == XN_NONE)
        return pack_say(pack, XN_N("all groups"));
    if (index->reference == XN_NONE)
        return pack_group_title(pack, index->group);
    return pack_text(pack, xn_arena_printf(pack->arena, "%s / %s", pack_group_title(pack, index->group),
                                           pack_group_title(pack, index->reference)));
}

static void put_index_row(struct xn_pack *pack, const struct xn_publication_index *index)
{
    const struct xn_index_entry *entry = xn_index_find(index->index_id);
    const char *value = isfinite(index->value) ? pack_number(pack, index->value, 3)
                        : index->reason        ? pack_say(pack, index->reason)
                                               : pack_number(pack, NAN, 0);
    const char *const cell[] = {entry ? entry->name[pack->source.language] : index->index_id,
                                whom(pack, index), value, pack_interval(pack, index->lower, index->upper, 3)};
    xn_document_row(pack->document, cell);
}

/* Those with parameters at their defaults stand for the index; one table a level. */
void pack_put_index_table(struct xn_pack *pack, size_t level)
{
    const size_t group = pack_group(pack);
    const char *const header[] = {pack_say(pack, XN_N("Index")), pack_say(pack, XN_N("Group")),
                                  pack_say(pack, XN_N("Value")), pack_say(pack, XN_N("90 % interval"))};
    xn_document_table(pack->document,
                      pack_fill(pack, XN_N("The city in numbers, by areas of the level: {level}"),
                                PACK_VALUES({"level", xn_level_title(pack->now->level[level].name,
                                                                     pack->source.language)})),
                      header, 4, 0xc);
    for (size_t i = 0; i < pack->now->n_indices; i++) {
        const struct xn_publication_index *index = &pack->now->index[i];
        if (index->level == level && (index->group == XN_NONE || index->group == group))
            put_index_row(pack, index);
    }
}

/* --- segregation
 * --------------------------------------------------------------------------------------------
 */

static void put_reading(struct xn_pack *pack)
{
    xn_document_paragraph(
        pack->document,
        pack_say(
            pack,
            XN_N("A location quotient of 1 means that the group has the same share in the area as in the "
                 "city, 2 that its share is twice as large. The class of an area follows from the policy; "
                 "where the numbers do not say which, it is undetermined. Nothing here is about a "
                 "household.")));
}

enum xn_status pack_put_segregation(struct xn_pack *pack, bool all_levels, struct xn_error *err)
{
    const size_t group = pack_group(pack);
    xn_document_heading(pack->document, pack_say(pack, XN_N("Segregation: classes and location quotients")));
    put_reading(pack);
    pack_put_index_table(pack, 0);
    for (size_t l = 0; l < (all_levels ? pack->now->n_levels : 1); l++) {
        XN_TRY(put_map(pack, l, NULL, XN_NONE, err));
        if (group != XN_NONE)
            XN_TRY(put_map(pack, l, "location_quotient", group, err));
    }
    return XN_OK;
}

/* --- mix and dispersion
 * -------------------------------------------------------------------------------------
 */

enum xn_status pack_put_mix(struct xn_pack *pack, struct xn_error *err)
{
    xn_document_heading(pack->document, pack_say(pack, XN_N("Mixing: how many groups live together")));
    xn_document_paragraph(
        pack->document,
        pack_say(pack,
                 XN_N("The entropy of an area is 0 where one group lives alone and 1 where all groups are "
                      "equally large. It says nothing about which group it is.")));
    for (size_t l = 0; l < pack->now->n_levels; l++)
        XN_TRY(put_map(pack, l, "local_entropy", XN_NONE, err));
    return XN_OK;
}

enum xn_status pack_put_dispersion(struct xn_pack *pack, struct xn_error *err)
{
    xn_document_heading(pack->document,
                        pack_say(pack, XN_N("Demographic dispersion: where each group lives")));
    xn_document_paragraph(
        pack->document,
        pack_say(pack,
                 XN_N("The share of each group of the population in each area. Colours meet at the group's "
                      "share in the whole city.")));
    for (size_t g = 0; g < pack->now->n_groups; g++)
        XN_TRY(put_map(pack, 0, "share", g, err));
    return XN_OK;
}

/* --- over the dates
 * -----------------------------------------------------------------------------------------
 */

#define DATES_DRAWN 24

static const struct xn_publication_index *same_index(const struct xn_publication *publication,
                                                     const char *level_name, const char *id,
                                                     const char *group_name)
{
    const size_t level = xn_publication_find_level(publication, level_name);
    const size_t group = group_name ? xn_publication_find_group(publication, group_name) : XN_NONE;
    for (size_t i = 0; i < publication->n_indices; i++)
        if (publication->index[i].level == level && publication->index[i].group == group &&
            publication->index[i].reference == XN_NONE && strcmp(publication->index[i].index_id, id) == 0)
            return &publication->index[i];
    return NULL;
}

static struct xn_chart_point date_point(struct xn_pack *pack, const struct xn_publication *publication,
                                        const char *id, const char *group)
{
    const struct xn_publication_index *index = same_index(publication, pack->now->level[0].name, id, group);
    struct xn_chart_point point = {.label = publication->period, .value = NAN, .lower = NAN, .upper = NAN};
    if (index) {
        point.value = index->value;
        point.lower = index->lower;
        point.upper = index->upper;
    }
    if (!isfinite(point.value))
        point.reason = pack_say(pack, index && index->reason ? index->reason : XN_N("not published"));
    return point;
}

static void put_series_of(struct xn_pack *pack, const char *id, const char *group)
{
    const struct xn_index_entry *entry = xn_index_find(id);
    const size_t n = pack->source.n_publications, first = n > DATES_DRAWN ? n - DATES_DRAWN : 0;
    struct xn_chart_point point[DATES_DRAWN];
    if (!entry)
        return;
    for (size_t i = first; i < n; i++)
        point[i - first] = date_point(pack, pack->source.publication[i], id, group);
    const char *title =
        pack_fill(pack, XN_N("{index} over the publications, with 90 % intervals"),
                  PACK_VALUES({"index", pack_measure(pack, entry, group ? pack_group(pack) : XN_NONE)}));
    const struct xn_chart chart = {.title = title,
                                   .unit = entry->name[pack->source.language],
                                   .reference = NAN,
                                   .n_points = n - first,
                                   .n_series = 1,
                                   .series = {{entry->name[pack->source.language], point}}};
    xn_document_chart(pack->document, &chart);
}

void pack_put_series(struct xn_pack *pack)
{
    const size_t group = pack_group(pack);
    if (pack->source.n_publications < 2)
        return;
    xn_document_heading(pack->document, pack_say(pack, XN_N("Over the publications")));
    if (group != XN_NONE)
        put_series_of(pack, "dissimilarity", pack->now->group[group]);
    put_series_of(pack, "multi_information_theory", NULL);
}
