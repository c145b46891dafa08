/* pack.c - the map pack and the quarterly report, each as the order of its parts. See xenia/pack.h. */
#include "xenia/pack.h"
#include <string.h>
#include "pack_parts.h"

/* --- what stands on every page
 * -------------------------------------------------------------------------------
 */

static const char *title_of(struct xn_pack *pack, enum xn_pack_kind kind)
{
    return pack_fill(pack,
                     kind == XN_PACK_MAPS ? XN_N("{city}: maps for the working group")
                                          : XN_N("{city}: report on housing and areas"),
                     PACK_VALUES({"city", pack->now->title}));
}

static const char *foot_of(struct xn_pack *pack)
{
    const char *id = pack_text(pack, xn_arena_strndup(pack->arena, pack->now->id, 12));
    return pack_fill(pack,
                     XN_N("Xenia, {city}, {period}. Publication {id}; policy {policy} {version}; small "
                          "numbers withheld, others rounded."),
                     PACK_VALUES({"city", pack->now->title}, {"period", pack_period(pack, pack->now)},
                                 {"id", id}, {"policy", pack->now->policy.name},
                                 {"version", pack->now->policy.version}));
}

static enum xn_status begin_document(struct xn_pack *pack, enum xn_pack_kind kind, struct xn_error *err)
{
    const struct xn_publication *now = pack->now;
    const struct xn_document_head head = {
        .title = title_of(pack, kind),
        .subtitle = pack_period(pack, now),
        .banner =
            now->demonstration
                ? pack_say(pack,
                           XN_N("Demonstration: invented numbers, not for decisions about real people."))
                : NULL,
        .foot = foot_of(pack),
        .author = pack->source.controller,
        .made_on = now->made_on,
        .language = pack->source.language,
        .paper = pack->source.paper,
        .across = kind == XN_PACK_MAPS,
        .title_page = kind == XN_PACK_MAPS,
    };
    return xn_document_new(&head, &pack->document, err);
}

/* --- the parts in their order
 * --------------------------------------------------------------------------------
 */

static enum xn_status write_maps(struct xn_pack *pack, struct xn_error *err)
{
    struct xn_document *document = pack->document;
    xn_document_chapter(document, pack_say(pack, XN_N("At a glance")));
    pack_put_summary(pack);
    XN_TRY(pack_put_changes(pack, true, err));
    xn_document_chapter(
        document,
        pack_say(pack, XN_N("1. The housing market, segregation, mixing and demographic dispersion")));
    XN_TRY(pack_put_market(pack, err));
    XN_TRY(pack_put_segregation(pack, true, err));
    XN_TRY(pack_put_mix(pack, err));
    XN_TRY(pack_put_dispersion(pack, err));
    pack_put_series(pack);
    xn_document_chapter(document, pack_say(pack, XN_N("2. Society, city, district and neighbourhood")));
    XN_TRY(pack_put_areas(pack, err));
    xn_document_chapter(
        document,
        pack_say(pack, XN_N("3. The migrants, their situation and needs, and the providers of housing")));
    pack_put_progress(pack);
    pack_put_needs(pack);
    pack_put_commitments(pack);
    xn_document_chapter(document, pack_say(pack, XN_N("How the numbers were made")));
    pack_put_method(pack);
    return XN_OK;
}

static enum xn_status write_report(struct xn_pack *pack, struct xn_error *err)
{
    struct xn_document *document = pack->document;
    pack_put_summary(pack);
    XN_TRY(pack_put_changes(pack, false, err));
    xn_document_heading(document, pack_say(pack, XN_N("Moves and where they led")));
    pack_put_progress(pack);
    pack_put_needs(pack);
    pack_put_commitments(pack);
    XN_TRY(pack_put_segregation(pack, false, err));
    pack_put_series(pack);
    XN_TRY(pack_put_market(pack, err));
    xn_document_heading(document, pack_say(pack, XN_N("How the numbers were made")));
    pack_put_method(pack);
    return XN_OK;
}

/* --- making and writing it
 * -----------------------------------------------------------------------------------
 */

/* The one that the publication names, else the one before it in the list. */
static const struct xn_publication *find_before(const struct xn_pack_source *source)
{
    const size_t last = source->n_publications - 1;
    const char *previous = source->publication[last]->previous;
    for (size_t i = last; previous && i-- > 0;)
        if (strcmp(source->publication[i]->id, previous) == 0)
            return source->publication[i];
    return last > 0 ? source->publication[last - 1] : NULL;
}

static const struct xn_publication *find_first(const struct xn_pack_source *source)
{
    const struct xn_publication *last = source->publication[source->n_publications - 1];
    for (size_t i = 0; i < source->n_publications; i++)
        if (strcmp(source->publication[i]->areas, last->areas) == 0)
            return source->publication[i];
    return last;
}

enum xn_status xn_pack_make(enum xn_pack_kind kind, const struct xn_pack_source *source, struct xn_pack **ret,
                            struct xn_error *err)
{
    if (source->n_publications == 0)
        return xn_fail(err, XN_ARGUMENT, "a pack is made of a publication, and none is given");
    XN_AUTO(xn_pack_free) struct xn_pack *pack = xn_calloc(1, sizeof *pack);
    if (!pack || !(pack->arena = xn_arena_new()))
        return xn_fail_memory(err);
    pack->source = *source;
    pack->now = source->publication[source->n_publications - 1];
    pack->before = find_before(source);
    pack->first = find_first(source);
    pack->programme = pack->now->programme;
    XN_TRY(begin_document(pack, kind, err));
    XN_TRY(kind == XN_PACK_MAPS ? write_maps(pack, err) : write_report(pack, err));
    if (pack->out_of_memory)
        return xn_fail_memory(err);
    *ret = XN_STEAL(pack);
    return XN_OK;
}

void xn_pack_free(struct xn_pack *pack)
{
    if (!pack)
        return;
    xn_document_free(pack->document);
    xn_arena_free(pack->arena);
    xn_free(pack);
}

enum xn_status xn_pack_pdf(const struct xn_pack *pack, struct xn_buf *buf, struct xn_error *err)
{
    return xn_document_pdf(pack->document, buf, err);
}

enum xn_status xn_pack_html(const struct xn_pack *pack, struct xn_buf *buf, struct xn_error *err)
{
    return xn_document_html(pack->document, buf, err);
}
