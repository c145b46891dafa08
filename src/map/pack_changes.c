/* pack_changes.c - what is different from the pack before: areas whose class is another one, and quotients
 * that moved further than their uncertainty. */
#include <math.h>
#include <string.h>
#include "pack_parts.h"

#define AREAS_TOLD 40 /* by name; more are only counted */

/* The unit of the pack before with the same id. */
static size_t unit_before(const struct xn_publication_level *then, const char *id, size_t guess)
{
    if (guess < then->n_units && strcmp(then->unit[guess].unit_id, id) == 0)
        return guess;
    for (size_t u = 0; u < then->n_units; u++)
        if (strcmp(then->unit[u].unit_id, id) == 0)
            return u;
    return XN_NONE;
}

struct tally {
    size_t compared, changed, not_comparable;
};

/* Was and is: both classes shown and different. */
static bool class_changed(const struct xn_pack *pack, size_t level, size_t unit, size_t level_before,
                          size_t before, struct tally *tally)
{
    const bool shown = before != XN_NONE && pack->now->counts.level[level].class_why[unit] == XN_SHOWN &&
                       pack->before->counts.level[level_before].class_why[before] == XN_SHOWN;
    if (!shown) {
        tally->not_comparable++;
        return false;
    }
    tally->compared++;
    if (pack->now->level[level].unit[unit].class_ == pack->before->level[level_before].unit[before].class_)
        return false;
    tally->changed++;
    return true;
}

static void put_change_row(struct xn_pack *pack, size_t level, size_t unit, size_t level_before,
                           size_t before)
{
    const struct xn_publication_unit *now = &pack->now->level[level].unit[unit];
    const char *const cell[] = {
        xn_level_title(pack->now->level[level].name, pack->source.language), now->name,
        pack_say(pack, xn_class_name(pack->before->level[level_before].unit[before].class_)),
        pack_say(pack, xn_class_name(now->class_))};
    xn_document_row(pack->document, cell);
}

static void put_header(struct xn_pack *pack)
{
    const char *const header[] = {pack_say(pack, XN_N("Level")), pack_say(pack, XN_N("Area")),
                                  pack_say(pack, XN_N("Class before")), pack_say(pack, XN_N("Class now"))};
    xn_document_table(pack->document, pack_say(pack, XN_N("Areas whose class has changed")), header, 4, 0);
}

/* With `write` the rows, without it only the counting: a table without rows is not begun. */
static struct tally go_through(struct xn_pack *pack, bool write)
{
    struct tally tally = {0};
    size_t told = 0;
    for (size_t l = 0; l < pack->now->n_levels; l++) {
        const size_t before_level = xn_publication_find_level(pack->before, pack->now->level[l].name);
        if (before_level == XN_NONE)
            tally.not_comparable += pack->now->level[l].n_units;
        for (size_t u = 0; before_level != XN_NONE && u < pack->now->level[l].n_units; u++) {
            const size_t before =
                unit_before(&pack->before->level[before_level], pack->now->level[l].unit[u].unit_id, u);
            if (class_changed(pack, l, u, before_level, before, &tally) && write && told++ < AREAS_TOLD)
                put_change_row(pack, l, u, before_level, before);
        }
    }
    return tally;
}

/* A class means what its policy says. */
static bool same_policy(const struct xn_pack *pack)
{
    return strcmp(pack->now->policy.name, pack->before->policy.name) == 0 &&
           strcmp(pack->now->policy.version, pack->before->policy.version) == 0;
}

static void put_other_policy(struct xn_pack *pack)
{
    xn_document_paragraph(
        pack->document,
        pack_fill(
            pack,
            XN_N("The classes then followed another policy ({policy}, version {version}), so they are not "
                 "compared."),
            PACK_VALUES({"policy", pack->before->policy.name}, {"version", pack->before->policy.version})));
}

static void put_classes(struct xn_pack *pack)
{
    const struct tally tally = go_through(pack, false);
    xn_document_paragraph(
        pack->document,
        pack_fill(
            pack,
            XN_N("Of {compared} areas whose class is shown both times, {changed} have another class now. "
                 "{hidden} cannot be compared."),
            PACK_VALUES({"compared", pack_count(pack, tally.compared)},
                        {"changed", pack_count(pack, tally.changed)},
                        {"hidden", pack_count(pack, tally.not_comparable)})));
    if (tally.changed == 0)
        return;
    put_header(pack);
    go_through(pack, true);
    if (tally.changed > AREAS_TOLD)
        xn_document_note(pack->document,
                         pack_fill(pack, XN_N("And {n} more."),
                                   PACK_VALUES({"n", pack_count(pack, tally.changed - AREAS_TOLD)})));
}

/* Then, now, and the difference, with the same limits. */
static enum xn_status put_maps(struct xn_pack *pack, struct xn_error *err)
{
    const struct xn_index_entry *quotient = xn_index_find("location_quotient");
    const size_t group = pack_group(pack);
    const struct xn_map *then = NULL, *now = NULL, *change = NULL;
    if (group == XN_NONE)
        return XN_OK;
    const size_t level_before = xn_publication_find_level(pack->before, pack->now->level[0].name);
    const size_t group_before = xn_publication_find_group(pack->before, pack->now->group[group]);
    if (level_before == XN_NONE || group_before == XN_NONE)
        return XN_OK;
    XN_TRY(pack_make_map(pack, pack->before, level_before, quotient, group_before, NULL, &then, err));
    XN_TRY(pack_make_map(pack, pack->now, 0, quotient, group, NULL, &now, err));
    XN_TRY(pack_make_map(pack, pack->now, 0, quotient, group, pack->before, &change, err));
    if (then && now)
        xn_document_map_pair(pack->document, then, now);
    if (change)
        xn_document_map(pack->document, change);
    return XN_OK;
}

enum xn_status pack_put_changes(struct xn_pack *pack, bool with_maps, struct xn_error *err)
{
    xn_document_heading(pack->document, pack_say(pack, XN_N("What has changed since the pack before")));
    if (!pack->before) {
        xn_document_paragraph(
            pack->document,
            pack_say(pack, XN_N("This is the first pack: there is nothing to compare it with.")));
        return XN_OK;
    }
    xn_document_paragraph(pack->document,
                          pack_fill(pack, XN_N("Compared with: {period}."),
                                    PACK_VALUES({"period", pack_period(pack, pack->before)})));
    if (!xn_publication_comparable(pack->now, pack->before)) {
        xn_document_paragraph(
            pack->document,
            pack_say(pack, XN_N("Its areas or groups were others, so nothing is compared area by area.")));
        return XN_OK;
    }
    if (same_policy(pack))
        put_classes(pack);
    else
        put_other_policy(pack);
    return with_maps ? put_maps(pack, err) : XN_OK;
}
