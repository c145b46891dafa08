/* pack_areas.c - from the city to the neighbourhood: every district with its people, groups and class, and
 * how the areas inside it are divided into classes. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "pack_parts.h"
#include "xenia/uncertainty.h"

#define ROWS_MAX 500 /* a longer table is no page to print: it is in the pack's CSV */

static const char *cell_text(struct xn_pack *pack, struct xn_controlled_cell cell)
{
    return cell.why == XN_SHOWN ? pack_number(pack, cell.count, 0) : pack_say(pack, XN_N("withheld"));
}

static const char *band_text(struct xn_pack *pack, size_t level, size_t unit, size_t group)
{
    double lower, upper;
    xn_controlled_share(&pack->now->counts, level, unit, group, &lower, &upper);
    if (!isfinite(lower))
        return pack_number(pack, NAN, 0);
    return pack_fill(pack, XN_N("{lower} to {upper} %"),
                     PACK_VALUES({"lower", pack_number(pack, 100 * lower, 0)},
                                 {"upper", pack_number(pack, 100 * upper, 0)}));
}

static const char *class_text(struct xn_pack *pack, size_t level, size_t unit)
{
    if (pack->now->counts.level[level].class_why[unit] != XN_SHOWN)
        return pack_say(pack, XN_N("withheld"));
    return pack_say(pack, xn_class_name(pack->now->level[level].unit[unit].class_));
}

/* "12 / 3 / 1 / 4": the areas of the next level in it, by class. */
static const char *inside_text(struct xn_pack *pack, size_t unit)
{
    const struct xn_publication_level *below = &pack->now->level[1];
    const char *id = pack->now->level[0].unit[unit].unit_id;
    size_t n[XN_CLASS_COUNT + 1] = {0};
    for (size_t u = 0; u < below->n_units; u++) {
        if (!below->unit[u].parent_id || strcmp(below->unit[u].parent_id, id) != 0)
            continue;
        n[pack->now->counts.level[1].class_why[u] == XN_SHOWN ? (size_t)below->unit[u].class_
                                                              : XN_CLASS_COUNT]++;
    }
    return pack_text(pack, xn_arena_printf(pack->arena, "%zu / %zu / %zu / %zu", n[XN_MIXED],
                                           n[XN_UNDETERMINED], n[XN_CONCENTRATED], n[XN_CLASS_COUNT]));
}

struct columns {
    size_t group; /* XN_NONE: no group to tell of */
    bool inside;  /* there is a level below */
    const double *quotient, *lower, *upper;
};

static void put_header(struct xn_pack *pack, const struct columns *columns)
{
    const char *header[XN_DOCUMENT_COLUMNS_MAX];
    size_t n = 0;
    header[n++] = pack_say(pack, XN_N("Area"));
    header[n++] = pack_say(pack, XN_N("Persons"));
    header[n++] = pack_say(pack, XN_N("Class"));
    if (columns->group != XN_NONE) {
        header[n++] = pack_fill(pack, XN_N("Share of {group}"),
                                PACK_VALUES({"group", pack_group_title(pack, columns->group)}));
        header[n++] = pack_say(pack, XN_N("Location quotient"));
        header[n++] = pack_say(pack, XN_N("90 % interval"));
    }
    if (columns->inside)
        header[n++] = pack_fill(
            pack, XN_N("{level}: mixed / undetermined / concentrated / not shown"),
            PACK_VALUES({"level", xn_level_title(pack->now->level[1].name, pack->source.language)}));
    xn_document_table(
        pack->document,
        pack_fill(pack, XN_N("Areas of the level: {level}"),
                  PACK_VALUES({"level", xn_level_title(pack->now->level[0].name, pack->source.language)})),
        header, n, columns->group != XN_NONE ? 0x3a : 0x2);
}

static void put_row(struct xn_pack *pack, const struct columns *columns, size_t unit)
{
    const char *cell[XN_DOCUMENT_COLUMNS_MAX];
    size_t n = 0;
    cell[n++] = pack->now->level[0].unit[unit].name;
    cell[n++] = cell_text(pack, pack->now->counts.level[0].persons[unit]);
    cell[n++] = class_text(pack, 0, unit);
    if (columns->group != XN_NONE) {
        cell[n++] = band_text(pack, 0, unit, columns->group);
        cell[n++] = pack_number(pack, columns->quotient ? columns->quotient[unit] : NAN, 2);
        cell[n++] = pack_interval(pack, columns->lower[unit], columns->upper[unit], 2);
    }
    if (columns->inside)
        cell[n++] = inside_text(pack, unit);
    xn_document_row(pack->document, cell);
}

static enum xn_status read_quotients(struct xn_pack *pack, struct columns *columns, struct xn_error *err)
{
    const struct xn_index_entry *index = xn_index_find("location_quotient");
    const size_t n = pack->now->level[0].n_units;
    double *lower = NULL, *upper = NULL;
    XN_TRY(XN_ARENA_ARRAY(pack->arena, n, &lower, err));
    XN_TRY(XN_ARENA_ARRAY(pack->arena, n, &upper, err));
    XN_TRY(xn_controlled_interval(pack->now, 0, index, columns->group, XN_INTERVAL_LEVEL, lower, upper, err));
    const struct xn_publication_local *local =
        xn_publication_find_local(pack->now, 0, index->id, columns->group);
    columns->quotient = local ? local->value : NULL;
    columns->lower = lower;
    columns->upper = upper;
    return XN_OK;
}

static void put_city(struct xn_pack *pack)
{
    const struct xn_controlled_level *whole = &pack->now->counts.whole;
    const char *const header[] = {pack_say(pack, XN_N("Group")), pack_say(pack, XN_N("Persons")),
                                  pack_say(pack, XN_N("Share of the city"))};
    xn_document_table(pack->document, pack_say(pack, XN_N("The population of the city")), header, 3, 0x6);
    for (size_t g = 0; g < pack->now->n_groups; g++) {
        const char *const cell[] = {pack_group_title(pack, g), cell_text(pack, whole->group[g]),
                                    pack_percent(pack, whole->group[g].count / whole->persons[0].count)};
        xn_document_row(pack->document, cell);
    }
    const char *const all[] = {pack_say(pack, XN_N("all")), cell_text(pack, whole->persons[0]),
                               pack_percent(pack, 1)};
    xn_document_row(pack->document, all);
}

enum xn_status pack_put_areas(struct xn_pack *pack, struct xn_error *err)
{
    const size_t n = pack->now->level[0].n_units;
    struct columns columns = {.group = pack_group(pack), .inside = pack->now->n_levels > 1};
    put_city(pack);
    if (n > ROWS_MAX) {
        xn_document_paragraph(
            pack->document,
            pack_fill(pack,
                      XN_N("The {n} areas are not listed on paper; the table of this publication has them."),
                      PACK_VALUES({"n", pack_count(pack, n)})));
        return XN_OK;
    }
    if (columns.group != XN_NONE)
        XN_TRY(read_quotients(pack, &columns, err));
    put_header(pack, &columns);
    for (size_t u = 0; u < n; u++)
        put_row(pack, &columns, u);
    return XN_OK;
}
