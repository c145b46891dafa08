/* pack_summary.c - the first page: what this is, from when, and the few figures to begin with. */
#include <math.h>
#include "pack_parts.h"

static void put_frame(struct xn_pack *pack)
{
    const struct xn_publication *now = pack->now;
    xn_document_notice(
        pack->document,
        pack_say(pack,
                 XN_N("These pages describe areas, never households, and are advice for a discussion. They "
                      "are frozen: made again from the same publication they are the same pages.")));
    xn_document_field(pack->document, pack_say(pack, XN_N("Counts as of")),
                      now->counts_as_of ? pack_day(pack, now->counts_as_of)
                                        : pack_say(pack, XN_N("not known")));
    xn_document_field(pack->document, pack_say(pack, XN_N("Published on")), pack_date(pack, now->made_on));
    xn_document_field(pack->document, pack_say(pack, XN_N("Policy")),
                      pack_fill(pack, XN_N("{policy}, version {version}; classes as of {date}"),
                                PACK_VALUES({"policy", now->policy.name}, {"version", now->policy.version},
                                            {"date", pack_date(pack, now->as_of)})));
    xn_document_field(pack->document, pack_say(pack, XN_N("Snapshot")), now->snapshot);
    xn_document_field(pack->document, pack_say(pack, XN_N("The pack before")),
                      pack->before ? pack_period(pack, pack->before)
                                   : pack_say(pack, XN_N("this is the first")));
}

static void put_classes_row(struct xn_pack *pack, size_t l)
{
    const struct xn_publication_level *level = &pack->now->level[l];
    size_t by_class[XN_CLASS_COUNT] = {0}, withheld = 0;
    for (size_t u = 0; u < level->n_units; u++)
        if (pack->now->counts.level[l].class_why[u] == XN_SHOWN)
            by_class[level->unit[u].class_]++;
        else
            withheld++;
    const char *const cell[] = {xn_level_title(level->name, pack->source.language),
                                pack_count(pack, level->n_units),
                                pack_count(pack, by_class[XN_MIXED]),
                                pack_count(pack, by_class[XN_UNDETERMINED]),
                                pack_count(pack, by_class[XN_CONCENTRATED]),
                                pack_count(pack, withheld)};
    xn_document_row(pack->document, cell);
}

static void put_classes(struct xn_pack *pack)
{
    const char *const header[] = {pack_say(pack, XN_N("Level")),        pack_say(pack, XN_N("Areas")),
                                  pack_say(pack, XN_N("mixed")),        pack_say(pack, XN_N("undetermined")),
                                  pack_say(pack, XN_N("concentrated")), pack_say(pack, XN_N("not shown"))};
    xn_document_table(pack->document, pack_say(pack, XN_N("Areas by class")), header, 6, 0x3e);
    for (size_t l = 0; l < pack->now->n_levels; l++)
        put_classes_row(pack, l);
}

static void put_moves(struct xn_pack *pack)
{
    const struct xn_programme *programme = pack->programme;
    if (!programme || programme->n_quarters == 0)
        return;
    const struct xn_programme_quarter *last = &programme->quarter[programme->n_quarters - 1];
    xn_document_field(pack->document, pack_say(pack, XN_N("Moves so far")),
                      pack_told(pack, last->moves_so_far));
    xn_document_field(pack->document, pack_say(pack, XN_N("into mixed areas, so far")),
                      pack_rate(pack, last->in_mixed_so_far));
    xn_document_field(pack->document, pack_say(pack, XN_N("not into concentrated areas, so far")),
                      pack_rate(pack, last->not_concentrated_so_far));
    xn_document_field(pack->document, pack_say(pack, XN_N("Households waiting")),
                      pack_told(pack, programme->waiting));
}

void pack_put_summary(struct xn_pack *pack)
{
    put_frame(pack);
    put_moves(pack);
    put_classes(pack);
}
