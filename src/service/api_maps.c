/* api_maps.c - pictures of what is published: one measure, its change, or the classes of one level, as SVG,
 * PNG, PDF, GeoJSON or a table.
 *
 * A picture is made from documents of publications and the shapes of the areas, as the numbers are; its ETag
 * is the publication's id and all that was asked.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "packs.h"
#include "published.h"
#include "xenia/exchange.h"
#include "xenia/published_map.h"
#include "xenia/text.h"
#include "xenia/uncertainty.h"

#define PNG_WIDTH_PX 1600

struct wanted;
struct picture {
    const char *ending, *content_type;
    enum xn_status (*put)(const struct xn_map *map, const struct wanted *wanted, struct xn_buf *buf,
                          struct xn_error *err);
};

/* What the query asks for. */
struct wanted {
    const struct picture *picture;
    struct asked_index asked; /* entry NULL: classes; their group: whose threshold */
    const char *since;        /* NULL: no change */
    struct xn_break_choice breaks;
    double limit[XN_MAP_CLASS_MAX - 1];
    bool fixed;       /* limits of all publications together */
    double threshold; /* NAN: the classes that hold */
    enum xn_paper_size paper;
    xn_date made_on; /* of the publication */
    bool download;
};

/* The other publications that a map rests on. */
struct others {
    struct published earlier;
    struct pack_publications all;
    const struct xn_publication **same_areas;
    size_t n_same_areas;
};

static void others_free(struct others *others)
{
    published_free(&others->earlier);
    pack_publications_free(&others->all);
}

/* --- the forms -------------------------------------------------------------------------------------------
 */

static enum xn_status put_svg(const struct xn_map *map, const struct wanted *wanted, struct xn_buf *buf,
                              struct xn_error *err)
{
    (void)wanted;
    return xn_map_svg(map, buf, err);
}

static enum xn_status put_png(const struct xn_map *map, const struct wanted *wanted, struct xn_buf *buf,
                              struct xn_error *err)
{
    (void)wanted;
    return xn_map_png(map, PNG_WIDTH_PX, buf, err);
}

static enum xn_status put_pdf(const struct xn_map *map, const struct wanted *wanted, struct xn_buf *buf,
                              struct xn_error *err)
{
    return xn_map_pdf(map, wanted->paper, wanted->made_on, buf, err);
}

static enum xn_status put_geojson(const struct xn_map *map, const struct wanted *wanted, struct xn_buf *buf,
                                  struct xn_error *err)
{
    (void)wanted;
    return xn_map_geojson(map, buf, err);
}

static enum xn_status put_csv(const struct xn_map *map, const struct wanted *wanted, struct xn_buf *buf,
                              struct xn_error *err)
{
    (void)wanted;
    return xn_map_csv(map, buf, err);
}

static const struct picture pictures[] = {{".svg", "image/svg+xml", put_svg},
                                          {".png", "image/png", put_png},
                                          {".pdf", "application/pdf", put_pdf},
                                          {".geojson", "application/geo+json", put_geojson},
                                          {".csv", "text/csv; charset=utf-8; header=present", put_csv}};

/* "classes.svg", or a local index's id and one of the endings. */
static enum xn_status read_place(struct call *call, char *ret_id, size_t size,
                                 const struct picture **ret_picture)
{
    const char *dot = strrchr(call->place, '.');
    const size_t length = dot ? (size_t)(dot - call->place) : 0;
    for (size_t i = 0; dot && length < size && i < sizeof pictures / sizeof *pictures; i++)
        if (strcmp(dot, pictures[i].ending) == 0) {
            memcpy(ret_id, call->place, length);
            ret_id[length] = '\0';
            *ret_picture = &pictures[i];
            return XN_OK;
        }
    return call_refuse(call, MHD_HTTP_NOT_FOUND, "no_such_route", NULL,
                       "Maps are named INDEX.svg, INDEX.png, INDEX.pdf, INDEX.geojson or INDEX.csv.");
}

/* --- the query -------------------------------------------------------------------------------------------
 */

static enum xn_status refuse(struct call *call, const char *name, const char *wanted)
{
    const char *found = call_query(call, name);
    return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", name, "%s: found '%.60s', wanted %s",
                       name, found ? found : "", wanted);
}

static enum xn_status read_yes(struct call *call, const char *name, bool *ret)
{
    const char *text = call_query(call, name);
    if (text && strcmp(text, "yes") != 0 && strcmp(text, "no") != 0)
        return refuse(call, name, "yes or no");
    *ret = text && strcmp(text, "yes") == 0;
    return XN_OK;
}

static enum xn_status read_breaks(struct call *call, struct wanted *wanted)
{
    const char *method = call_query(call, "breaks"), *limits = call_query(call, "limits");
    if (method && !xn_break_method_parse(method, &wanted->breaks.method))
        return refuse(call, "breaks", "default, quantile, fisher-jenks, equal, deviation or manual");
    if (limits && !xn_break_limits_parse(limits, wanted->limit, &wanted->breaks.n_limits))
        return refuse(call, "limits", "1 to 4 ascending numbers such as 0.8,1.25");
    if ((wanted->breaks.method == XN_BREAKS_MANUAL) != (limits != NULL))
        return refuse(call, "limits", "limits with breaks=manual, and with no other");
    wanted->breaks.inner_limit = wanted->limit;
    return read_yes(call, "fixed", &wanted->fixed);
}

static enum xn_status read_threshold(struct call *call, double *ret)
{
    const char *text = call_query(call, "threshold");
    *ret = NAN;
    if (text && (!xn_parse_double(text, ret) || *ret < XN_THRESHOLD_FIRST || *ret > XN_THRESHOLD_LAST))
        return refuse(call, "threshold", "a number from 1 to 2");
    return XN_OK;
}

/* Classes have no limits and no change, and a group only where they are asked for at another threshold. */
static enum xn_status read_classes(struct call *call, const struct published *published,
                                   struct wanted *wanted)
{
    static const char *const of_measures[] = {"since", "breaks", "limits", "fixed"};
    const char *group = call_query(call, "group");
    for (size_t i = 0; i < sizeof of_measures / sizeof *of_measures; i++)
        if (call_query(call, of_measures[i]))
            return refuse(call, of_measures[i], "it with a measure only, not with classes");
    XN_TRY(read_threshold(call, &wanted->threshold));
    if (!group)
        return XN_OK;
    wanted->asked.group = xn_publication_find_group(published->publication, group);
    if (isnan(wanted->threshold) || wanted->asked.group == XN_NONE)
        return refuse(call, "group", "a group of this city, with a measure or a threshold");
    return XN_OK;
}

static enum xn_status read_measure(struct call *call, const char *id, const struct published *published,
                                   struct wanted *wanted, struct xn_error *err)
{
    wanted->threshold = NAN;
    if (call_query(call, "threshold"))
        return refuse(call, "threshold", "it with classes only");
    XN_TRY(published_ask_index(call, id, published, &wanted->asked, err));
    wanted->since = call_query(call, "since");
    return read_breaks(call, wanted);
}

static enum xn_status read_query(struct call *call, const char *id, const struct published *published,
                                 struct wanted *wanted, struct xn_error *err)
{
    const char *paper = call_query(call, "paper");
    if (strcmp(id, "classes") == 0)
        XN_TRY(read_classes(call, published, wanted));
    else
        XN_TRY(read_measure(call, id, published, wanted, err));
    if (paper && !xn_paper_size_parse(paper, &wanted->paper))
        return refuse(call, "paper", "a4 or a3");
    wanted->made_on = published->publication->made_on;
    return read_yes(call, "download", &wanted->download);
}

/* --- other publications ----------------------------------------------------------------------------------
 */

static enum xn_status read_earlier(struct call *call, const char *id, struct published *ret,
                                   struct xn_error *err)
{
    struct xn_error why = {0};
    XN_TRY(published_find(call, id, ret, err));
    XN_TRY(published_document(call, ret, err));
    const enum xn_status status =
        xn_publication_parse(xn_buf_text(&ret->document), ret->document.length, &ret->publication, &why);
    return status == XN_OK ? XN_OK : xn_fail(err, status == XN_INPUT ? XN_IO : status, "%s", why.message);
}

/* All publications of the city with the same areas, whatever their dates. */
static enum xn_status read_all(struct call *call, const struct published *published, struct others *ret,
                               struct xn_error *err)
{
    const char *city_id = live_city_stored(published->live)->id;
    char newest[XN_DIGEST_HEX];
    XN_TRY(xn_store_newest_publication(call->store, city_id, newest, err));
    XN_TRY(pack_publications_read(call->store, city_id, newest, &ret->all, err));
    XN_TRY(XN_ARENA_ARRAY(call->arena, ret->all.count, &ret->same_areas, err));
    for (size_t i = 0; i < ret->all.count; i++)
        if (strcmp(ret->all.publication[i]->areas, published->publication->areas) == 0)
            ret->same_areas[ret->n_same_areas++] = ret->all.publication[i];
    return XN_OK;
}

/* --- the answer ------------------------------------------------------------------------------------------
 */

/* The publication, the picture and all that was asked; limits of all publications change with the newest. */
static enum xn_status set_etag(struct call *call, const struct published *published,
                               const struct wanted *wanted, struct xn_error *err)
{
    char newest[XN_DIGEST_HEX] = "";
    published_set_etag(call, published, call->place);
    if (!wanted->fixed)
        return XN_OK;
    XN_TRY(xn_store_newest_publication(call->store, live_city_stored(published->live)->id, newest, err));
    const size_t used = strlen(call->answer.etag);
    snprintf(call->answer.etag + used, sizeof call->answer.etag - used, "-%.16s", newest);
    return XN_OK;
}

/* A part of a file's name: what every system takes; all else is a hyphen. */
static void put_name_part(struct xn_buf *name, const char *text)
{
    if (name->length > 0)
        xn_buf_putc(name, '-');
    for (; *text; text++) {
        const bool plain = (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z') ||
                           (*text >= '0' && *text <= '9') || *text == '_';
        xn_buf_putc(name, plain ? *text : '-');
    }
}

/* "muenster-demo-2004Q4-district-share-RESETTLER-since-2004Q3.svg" */
static void set_file_name(struct call *call, const struct published *published, const struct wanted *wanted,
                          const char *id, const struct xn_publication *since)
{
    const struct xn_publication *publication = published->publication;
    XN_AUTO_BUF name = XN_BUF_INIT;
    put_name_part(&name, publication->city);
    put_name_part(&name, publication->period);
    put_name_part(&name, publication->level[published->level].name);
    put_name_part(&name, id);
    if (wanted->asked.group != XN_NONE)
        put_name_part(&name, publication->group[wanted->asked.group]);
    if (since) {
        put_name_part(&name, "since");
        put_name_part(&name, since->period);
    }
    if (!isnan(wanted->threshold))
        xn_buf_printf(&name, "-%.2f", wanted->threshold);
    snprintf(call->answer.file_name, sizeof call->answer.file_name, "%.110s%s", xn_buf_text(&name),
             wanted->picture->ending);
}

static enum xn_status draw(struct call *call, const struct published *published, const struct wanted *wanted,
                           const struct others *others, struct xn_error *err)
{
    const struct xn_published_map asked = {.city = published->live->city,
                                           .publication = published->publication,
                                           .level = published->level,
                                           .index = wanted->asked.entry,
                                           .group = wanted->asked.group,
                                           .since = others->earlier.publication,
                                           .threshold = wanted->threshold,
                                           .breaks = &wanted->breaks,
                                           .over = others->same_areas,
                                           .n_over = others->n_same_areas,
                                           .language = call->language};
    struct xn_map map;
    XN_TRY(xn_published_map_make(&asked, call->arena, &map, err));
    return wanted->picture->put(&map, wanted, &call->answer.body, err);
}

enum xn_status api_map(struct call *call, struct xn_error *err)
{
    char id[64];
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    XN_CLEANUP(others_free) struct others others = {.same_areas = NULL};
    struct wanted wanted = {.asked.group = XN_NONE};
    XN_TRY(read_place(call, id, sizeof id, &wanted.picture));
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    XN_TRY(published_read(call, &published, err));
    XN_TRY(read_query(call, id, &published, &wanted, err));
    XN_TRY(published_check_areas(call, &published));
    if (wanted.since)
        XN_TRY(read_earlier(call, wanted.since, &others.earlier, err));
    XN_TRY(set_etag(call, &published, &wanted, err));
    if (wanted.download)
        set_file_name(call, &published, &wanted, id, others.earlier.publication);
    call->answer.content_type = wanted.picture->content_type;
    if (answer_is_known(call))
        return XN_OK;
    if (wanted.fixed)
        XN_TRY(read_all(call, &published, &others, err));
    return draw(call, &published, &wanted, &others, err);
}
