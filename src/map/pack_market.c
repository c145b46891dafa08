/* pack_market.c - which dwellings are on the market, where, how large and for what rent. */
#include <math.h>
#include "pack_parts.h"

static void put_row(struct xn_pack *pack, const char *rooms, size_t n, const size_t by_class[XN_CLASS_COUNT],
                    double rent_eur)
{
    const char *const cell[] = {rooms,
                                pack_count(pack, n),
                                pack_count(pack, by_class[XN_MIXED]),
                                pack_count(pack, by_class[XN_UNDETERMINED]),
                                pack_count(pack, by_class[XN_CONCENTRATED]),
                                pack_number(pack, rent_eur, 0)};
    xn_document_row(pack->document, cell);
}

static void put_table(struct xn_pack *pack, const struct xn_programme_market *market)
{
    const char *const header[] = {pack_say(pack, XN_N("Rooms")),
                                  pack_say(pack, XN_N("Dwellings")),
                                  pack_say(pack, XN_N("in mixed areas")),
                                  pack_say(pack, XN_N("in undetermined areas")),
                                  pack_say(pack, XN_N("in concentrated areas")),
                                  pack_say(pack, XN_N("Median rent (€)"))};
    xn_document_table(pack->document, pack_say(pack, XN_N("Dwellings on the market by size")), header, 6,
                      0x3e);
    for (size_t i = 0; i < XN_PROGRAMME_ROOMS; i++)
        if (market->by_rooms[i].n_dwellings > 0)
            put_row(
                pack,
                market->by_rooms[i].rooms[0] ? market->by_rooms[i].rooms : pack_say(pack, XN_N("not known")),
                market->by_rooms[i].n_dwellings, market->by_rooms[i].by_class, market->by_rooms[i].rent_eur);
    put_row(pack, pack_say(pack, XN_N("all")), market->n_dwellings, market->by_class, NAN);
}

enum xn_status pack_put_market(struct xn_pack *pack, struct xn_error *err)
{
    const struct xn_map *map = NULL;
    xn_document_heading(pack->document, pack_say(pack, XN_N("The housing market")));
    if (!pack->programme) {
        xn_document_paragraph(
            pack->document,
            pack_say(pack, XN_N("No figures of the market were published with these counts.")));
        return XN_OK;
    }
    const struct xn_programme_market *market = &pack->programme->market;
    if (market->n_dwellings == 0) {
        xn_document_paragraph(pack->document,
                              pack_fill(pack, XN_N("On {day} no dwelling was on the market."),
                                        PACK_VALUES({"day", pack_date(pack, pack->programme->day)})));
        return XN_OK;
    }
    xn_document_paragraph(
        pack->document,
        pack_fill(pack,
                  XN_N("On {day} {n} dwellings were on the market, {mixed} of them in mixed areas. {outside} "
                       "could not be placed on the map."),
                  PACK_VALUES({"day", pack_date(pack, pack->programme->day)},
                              {"n", pack_count(pack, market->n_dwellings)},
                              {"mixed", pack_count(pack, market->by_class[XN_MIXED])},
                              {"outside", pack_count(pack, market->without_area)})));
    put_table(pack, market);
    XN_TRY(pack_make_market_map(pack, &map, err));
    if (map)
        xn_document_map(pack->document, map);
    return XN_OK;
}
