/* pack_method.c - how the numbers were made: what is withheld, what an interval means, the definition of
 * every index used, the sources. */
#include <string.h>
#include "pack_parts.h"

static void put_rules(struct xn_pack *pack)
{
    static const char *const rule[] = {
        XN_N(
            "Withheld: every number of an area of fewer than 50 persons, numbers of 1 to 4 of a group, and "
            "those "
            "that would give one of them away by subtraction. All other numbers of persons are rounded to 5. "
            "Withheld areas are hatched and named as such in the legend."),
        XN_N("Recent placements: an area of fewer than 300 persons is not shown within 30 days of a "
             "placement."),
        XN_N(
            "Intervals: the range that holds the true value with 90 % certainty, if the households of the "
            "area "
            "were drawn by chance; people move as households, so a household counts once. An area is hatched "
            "as uncertain where its interval reaches over more than two colours of the legend, a change "
            "where "
            "its interval holds 0."),
        XN_N("Limits of the colours are those of the first publication with these areas, so that two packs "
             "can be "
             "laid side by side. Quotients are coloured around 1, shares around the share of the city, "
             "changes "
             "around 0."),
        XN_N("The class of an area comes from the policy named on each page, from unrounded numbers; a class "
             "changes when two different counts agree, and a signed override is named on the map."),
    };
    for (size_t i = 0; i < sizeof rule / sizeof *rule; i++)
        xn_document_item(pack->document, pack_say(pack, rule[i]));
}

/* "0 to 1" in the language; a range that is no pair as it is */
static const char *range_text(struct xn_pack *pack, const char *range)
{
    const char *to = strstr(range, " to ");
    if (!to)
        return range;
    const char *low = pack_text(pack, xn_arena_printf(pack->arena, "%.*s", (int)(to - range), range));
    return pack_fill(pack, XN_N("{low} to {high}"), PACK_VALUES({"low", low}, {"high", to + 4}));
}

static void put_definition(struct xn_pack *pack, const char *id)
{
    const struct xn_index_entry *index = xn_index_find(id);
    if (!index)
        return;
    const char *const cell[] = {index->name[pack->source.language], index->formula,
                                range_text(pack, index->range), pack_say(pack, index->reading),
                                index->literature};
    xn_document_row(pack->document, cell);
}

static void put_definitions(struct xn_pack *pack)
{
    static const char *const used[] = {"share",         "location_quotient",        "local_entropy",
                                       "dissimilarity", "multi_information_theory", "isolation"};
    const char *const header[] = {pack_say(pack, XN_N("Index")), pack_say(pack, XN_N("Formula")),
                                  pack_say(pack, XN_N("Range")), pack_say(pack, XN_N("Reading")),
                                  pack_say(pack, XN_N("Literature"))};
    xn_document_table(pack->document, pack_say(pack, XN_N("Indices used here")), header, 5, 0);
    for (size_t i = 0; i < sizeof used / sizeof *used; i++)
        put_definition(pack, used[i]);
}

void pack_put_method(struct xn_pack *pack)
{
    put_rules(pack);
    put_definitions(pack);
    if (pack->now->source_note)
        xn_document_note(pack->document, pack_fill(pack, XN_N("Source: {source}"),
                                                   PACK_VALUES({"source", pack->now->source_note})));
    xn_document_note(pack->document,
                     pack_fill(pack, XN_N("Publication {id}, snapshot {snapshot}."),
                               PACK_VALUES({"id", pack->now->id}, {"snapshot", pack->now->snapshot})));
}
