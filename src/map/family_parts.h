/* family_parts.h - a family's sheet while it is written: what its parts share. */
#ifndef XENIA_MAP_FAMILY_PARTS_H
#define XENIA_MAP_FAMILY_PARTS_H

#include "xenia/document.h"
#include "xenia/family_sheet.h"

/* The marks on the map of one dwelling: itself and the ties. */
#define XN_FAMILY_PLACES (XN_TIE_MAX + 1)

/* One dwelling on the sheet. Sketches are drawn when the document is written, so they stay until then. */
struct xn_family_dwelling {
    const struct xn_ranked *row;
    size_t number; /* on the sheet, from 1 */
    struct xn_sketch sketch;
    struct xn_sketch_place place[XN_FAMILY_PLACES];
};

struct xn_family_writer {
    const struct xn_family_sheet *sheet;
    struct xn_document *document;
    struct xn_arena *arena;
    struct xn_buf line; /* the sentence that is being made */
    struct xn_family_dwelling *dwelling;
};

/* The sentence in the sheet's language; it stays in the arena. "" when memory is out, which sticks in `line`.
 */
const char *xn_family_say(struct xn_family_writer *writer, const char *english,
                          const struct xn_message_value *value, size_t n_values);
/* A day as the language writes it; "" for none. */
const char *xn_family_day(struct xn_family_writer *writer, xn_date day);
/* What has been put into `line`, in the arena; empties it. */
const char *xn_family_keep(struct xn_family_writer *writer);

/* One row of a table: number, address, part of town, rooms, area, rent, first free day. */
void xn_family_put_row(struct xn_family_writer *writer, const struct xn_family_dwelling *dwelling);
/* One dwelling with its facts, its map, its reasons: listed (row->rank) or not fitting. */
void xn_family_put_dwelling(struct xn_family_writer *writer, struct xn_family_dwelling *dwelling);

#endif
