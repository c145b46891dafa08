/* packs.c - see packs.h. Every publication before the one asked for is read too: packs show the course over
 * the dates, and draw all of them with the same limits. */
#include "packs.h"
#include <string.h>
#include "published_areas.h"
#include "xenia/exchange.h"

void pack_publications_free(struct pack_publications *publications)
{
    for (size_t i = 0; i < publications->count; i++)
        xn_publication_free(publications->publication[i]);
    xn_arena_free(publications->arena);
}

/* A document that cannot be read is damage, and no input of whoever asks. */
static enum xn_status read_one(struct xn_store *store, const char *city_id, const char *id,
                               struct xn_publication **ret, struct xn_error *err)
{
    XN_AUTO_BUF document = XN_BUF_INIT;
    struct xn_error why = {0};
    enum xn_status status = xn_store_publication(store, city_id, id, &document, &why);
    if (status == XN_OK)
        status = xn_publication_parse(xn_buf_text(&document), document.length, ret, &why);
    return status == XN_OK ? XN_OK : xn_fail(err, status == XN_INPUT ? XN_IO : status, "%s", why.message);
}

/* The list is newest first. */
static size_t position_of(const struct xn_stored_publications *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->publication[i].id, id) == 0)
            return i;
    return list->count;
}

enum xn_status pack_publications_read(struct xn_store *store, const char *city_id, const char *id,
                                      struct pack_publications *ret, struct xn_error *err)
{
    XN_AUTO(xn_stored_publications_free) struct xn_stored_publications *list = NULL;
    XN_TRY(xn_store_publications(store, city_id, &list, err));
    const size_t newest = position_of(list, id);
    if (newest == list->count)
        return xn_fail(err, XN_NOT_FOUND, "this city has no publication '%.64s'", id);
    if (!(ret->arena = xn_arena_new()))
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(ret->arena, list->count - newest, &ret->publication, err));
    for (size_t i = list->count; i-- > newest;) {
        XN_TRY(read_one(store, city_id, list->publication[i].id, &ret->publication[ret->count], err));
        ret->count++;
    }
    return XN_OK;
}

enum xn_status packs_write(struct xn_store *store, const struct live_city *live,
                           const struct xn_pack_wanted *wanted, struct xn_buf *buf, struct xn_error *err)
{
    XN_CLEANUP(pack_publications_free) struct pack_publications publications = {0};
    XN_CLEANUP(published_areas_free) struct published_areas areas = {0};
    XN_AUTO(xn_pack_free) struct xn_pack *pack = NULL;
    XN_TRY(
        pack_publications_read(store, live_city_stored(live)->id, wanted->publication, &publications, err));
    XN_TRY(published_areas_find(store, live, publications.publication[publications.count - 1], &areas, err));
    const struct xn_pack_source source = {.publication =
                                              (const struct xn_publication *const *)publications.publication,
                                          .n_publications = publications.count,
                                          .city = areas.city,
                                          .controller = live->input->organisation.controller,
                                          .language = wanted->language,
                                          .paper = wanted->paper};
    XN_TRY(xn_pack_make(wanted->kind, &source, &pack, err));
    return wanted->html ? xn_pack_html(pack, buf, err) : xn_pack_pdf(pack, buf, err);
}

enum xn_status xn_pack_write(struct xn_store *store, const char *city_id, const struct xn_pack_wanted *wanted,
                             struct xn_buf *buf, struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_TRY(live_city_load(store, city_id, NULL, &live, notes, err));
    return packs_write(store, live, wanted, buf, err);
}
