/* api_maps.c - pictures of what is published: one measure, its change, or the classes of one level, as SVG,
 * PNG, PDF, GeoJSON or a table.
 *
 * A picture is made from documents of publications and the shapes of the areas, as the numbers are; its ETag
 * is the publication's id and all that was asked.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "answer_cache.h"
#include "measure_query.h"
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
    struct measure_query measure; /* without an index: classes; their group: whose threshold */
    double threshold;             /* NAN: the classes that hold */
    enum xn_paper_size paper;
    xn_date made_on; /* of the publication */
    bool download;
};

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

static enum xn_status read_threshold(struct call *call, double *ret)
{
    const char *text = call_query(call, "threshold");
    *ret = NAN;
    if (text && (!xn_parse_double(text, ret) || *ret < XN_THRESHOLD_FIRST || *ret > XN_THRESHOLD_LAST))
        return query_refuse(call, "threshold", "a number from 1 to 2");
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
            return query_refuse(call, of_measures[i], "it with a measure only, not with classes");
    XN_TRY(read_threshold(call, &wanted->threshold));
    if (!group)
        return XN_OK;
    wanted->measure.asked.group = xn_publication_find_group(published->publication, group);
    if (isnan(wanted->threshold) || wanted->measure.asked.group == XN_NONE)
        return query_refuse(call, "group", "a group of this city, with a measure or a threshold");
    return XN_OK;
}

static enum xn_status read_measure(struct call *call, const char *id, const struct published *published,
                                   struct wanted *wanted, struct xn_error *err)
{
    wanted->threshold = NAN;
    if (call_query(call, "threshold"))
        return query_refuse(call, "threshold", "it with classes only");
    return measure_query_read(call, id, published, &wanted->measure, err);
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
        return query_refuse(call, "paper", "a4 or a3");
    wanted->made_on = published->publication->made_on;
    return query_yes(call, "download", &wanted->download);
}

/* --- the answer ------------------------------------------------------------------------------------------
 */

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
    if (wanted->measure.asked.group != XN_NONE)
        put_name_part(&name, publication->group[wanted->measure.asked.group]);
    if (since) {
        put_name_part(&name, "since");
        put_name_part(&name, since->period);
    }
    if (!isnan(wanted->threshold))
        xn_buf_printf(&name, "-%.2f", wanted->threshold);
    snprintf(call->answer.file_name, sizeof call->answer.file_name, "%.110s%s", xn_buf_text(&name),
             wanted->picture->ending);
}

static enum xn_status draw(struct call *call, struct published *published, const struct wanted *wanted,
                           struct xn_error *err)
{
    XN_TRY(published_take_areas(call, published, err));
    struct xn_published_map asked = measure_query_map(&wanted->measure, published, call->language);
    struct xn_map map;
    asked.threshold = wanted->threshold;
    XN_TRY(xn_published_map_make(&asked, call->arena, &map, err));
    return wanted->picture->put(&map, wanted, &call->answer.body, err);
}

static void wanted_free(struct wanted *wanted)
{
    measure_query_free(&wanted->measure);
}

enum xn_status api_map(struct call *call, struct xn_error *err)
{
    char id[64];
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    XN_CLEANUP(wanted_free) struct wanted wanted = {.measure.asked.group = XN_NONE};
    XN_TRY(read_place(call, id, sizeof id, &wanted.picture));
    XN_TRY(published_find(call, call_query(call, "publication"), &published, err));
    XN_TRY(published_read(call, &published, err));
    XN_TRY(read_query(call, id, &published, &wanted, err));
    published_set_etag(call, &published, call->place);
    call->answer.content_type = wanted.picture->content_type;
    XN_TRY(measure_query_load(call, &published, &wanted.measure, err));
    if (wanted.download)
        set_file_name(call, &published, &wanted, id, wanted.measure.earlier.publication);
    return answer_is_kept(call) ? XN_OK : draw(call, &published, &wanted, err);
}
