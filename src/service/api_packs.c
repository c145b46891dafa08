/* api_packs.c - what was published, one by one: the list, and each as its document, a table or GeoJSON.
 *
 * A pack is made from the document alone (GeoJSON: and from its areas), in words of no language, so it is the
 * same bytes for ever. A cell that is withheld is empty, and the column beside it says why.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "packs.h"
#include "published.h"
#include "shapes.h"

/* --- the list --------------------------------------------------------------------------------------------
 */

/* previous: what was published before it, or NULL. */
static void put_entry(struct xn_json *json, const struct xn_stored_publication *one, const char *previous)
{
    char made_on[16];
    xn_date_print(one->made_on, made_on, sizeof made_on);
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", one->id);
    xn_json_member_string(json, "period", one->period);
    xn_json_member_string(json, "meeting", one->meeting);
    xn_json_member_string(json, "made_on", made_on);
    xn_json_member_string(json, "policy", one->policy);
    xn_json_member_string(json, "snapshot", one->snapshot);
    xn_json_member_string(json, "areas", one->areas);
    xn_json_member_string(json, "previous", previous);
    xn_json_end_object(json);
}

static enum xn_status put_list(struct call *call, const char *name, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_AUTO(xn_stored_publications_free) struct xn_stored_publications *publications = NULL;
    struct xn_json json;
    XN_TRY(service_city(call, &live));
    XN_TRY(xn_store_publications(call->store, live_city_stored(live)->id, &publications, err));
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_key(&json, name);
    xn_json_begin_array(&json);
    for (size_t i = 0; i < publications->count; i++)
        put_entry(&json, &publications->publication[i],
                  i + 1 < publications->count ? publications->publication[i + 1].id : NULL);
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return XN_OK;
}

enum xn_status api_published_history(struct call *call, struct xn_error *err)
{
    return put_list(call, "publications", err);
}

enum xn_status api_packs(struct call *call, struct xn_error *err)
{
    return put_list(call, "packs", err);
}

/* --- a table (RFC 4180) ----------------------------------------------------------------------------------
 */

#define NEXT ','

static void put_number(struct xn_buf *buf, double value)
{
    if (isfinite(value))
        xn_buf_put_double(buf, value);
    xn_buf_putc(buf, NEXT);
}

/* The number, and why it is not there. */
static void put_cell(struct xn_buf *buf, struct xn_controlled_cell cell)
{
    put_number(buf, cell.why == XN_SHOWN ? cell.count : NAN);
    xn_buf_puts(buf, xn_withheld_code(cell.why));
    xn_buf_putc(buf, NEXT);
}

static void put_text(struct xn_buf *buf, const char *text)
{
    xn_buf_put_csv(buf, text ? text : "");
    xn_buf_putc(buf, NEXT);
}

static void put_group_header(struct xn_buf *buf, const char *group)
{
    static const char *const part[] = {"", " withheld", " share from", " share below"};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        XN_AUTO_BUF name = XN_BUF_INIT;
        xn_buf_printf(&name, "%s%s", group, part[i]);
        put_text(buf, xn_buf_text(&name));
    }
}

static void put_row(struct xn_buf *buf, const struct published *published, size_t u)
{
    const struct xn_publication *publication = published->publication;
    const struct xn_publication_unit *unit = &publication->level[published->level].unit[u];
    const struct xn_controlled_level *counts = &publication->counts.level[published->level];
    put_text(buf, unit->unit_id);
    put_text(buf, unit->name);
    put_text(buf, unit->parent_id);
    put_cell(buf, counts->persons[u]);
    for (size_t g = 0; g < publication->n_groups; g++) {
        double lower, upper;
        xn_controlled_share(&publication->counts, published->level, u, g, &lower, &upper);
        put_cell(buf, counts->group[u * counts->n_groups + g]);
        put_number(buf, lower);
        put_number(buf, upper);
    }
    put_text(buf, counts->class_why[u] == XN_SHOWN ? xn_class_name(unit->class_) : NULL);
    xn_buf_puts(buf, xn_withheld_code(counts->class_why[u]));
    xn_buf_puts(buf, "\r\n");
}

static enum xn_status put_csv(const struct published *published, struct xn_buf *buf, struct xn_error *err)
{
    const struct xn_publication *publication = published->publication;
    xn_buf_puts(buf, "unit_id,name,parent_id,persons,persons withheld,");
    for (size_t g = 0; g < publication->n_groups; g++)
        put_group_header(buf, publication->group[g]);
    xn_buf_puts(buf, "class,class withheld\r\n");
    for (size_t u = 0; u < publication->level[published->level].n_units; u++)
        put_row(buf, published, u);
    return xn_buf_check(buf, err);
}

/* --- GeoJSON ----------------------------------------------------------------------------------------------
 */

static void put_json_cell(struct xn_json *json, const char *name, struct xn_controlled_cell cell)
{
    xn_json_begin_object(json);
    if (name)
        xn_json_member_string(json, "group", name);
    xn_json_member_double(json, "count", cell.why == XN_SHOWN ? cell.count : NAN);
    xn_json_member_string(json, "withheld", cell.why == XN_SHOWN ? NULL : xn_withheld_code(cell.why));
    xn_json_end_object(json);
}

static void put_properties(struct xn_json *json, const struct published *published, size_t u)
{
    const struct xn_publication *publication = published->publication;
    const struct xn_publication_unit *unit = &publication->level[published->level].unit[u];
    const struct xn_controlled_level *counts = &publication->counts.level[published->level];
    const enum xn_withheld why = counts->class_why[u];
    xn_json_begin_object(json);
    xn_json_member_string(json, "unit_id", unit->unit_id);
    xn_json_member_string(json, "name", unit->name);
    xn_json_member_string(json, "parent_id", unit->parent_id);
    xn_json_key(json, "persons");
    put_json_cell(json, NULL, counts->persons[u]);
    xn_json_key(json, "groups");
    xn_json_begin_array(json);
    for (size_t g = 0; g < publication->n_groups; g++)
        put_json_cell(json, publication->group[g], counts->group[u * counts->n_groups + g]);
    xn_json_end_array(json);
    xn_json_member_string(json, "class", why == XN_SHOWN ? xn_class_name(unit->class_) : NULL);
    xn_json_member_string(json, "class_withheld", why == XN_SHOWN ? NULL : xn_withheld_code(why));
    xn_json_member_string(json, "override_by", unit->override_by);
    xn_json_end_object(json);
}

static enum xn_status put_features(const struct published *published, struct xn_json *json,
                                   struct xn_error *err)
{
    const struct xn_publication_level *level = &published->publication->level[published->level];
    const struct xn_city *city = published->areas.city;
    XN_AUTO(xn_projection_free) struct xn_projection *projection = NULL;
    XN_TRY(xn_projection_new(xn_city_crs(city)->definition, &projection, err));
    for (size_t u = 0; u < level->n_units; u++) {
        const size_t at = xn_city_find_unit(city, published->level, level->unit[u].unit_id);
        XN_AUTO_BUF geometry = XN_BUF_INIT;
        if (at == XN_NONE)
            continue;
        XN_TRY(shapes_put_geometry(projection, &xn_city_unit(city, published->level, at)->shape, &geometry,
                                   err));
        XN_TRY(xn_buf_check(&geometry, err));
        xn_json_begin_object(json);
        xn_json_member_string(json, "type", "Feature");
        xn_json_member_string(json, "id", level->unit[u].unit_id);
        xn_json_key(json, "properties");
        put_properties(json, published, u);
        xn_json_key(json, "geometry");
        xn_json_raw(json, xn_buf_text(&geometry));
        xn_json_end_object(json);
    }
    return XN_OK;
}

static enum xn_status put_geojson(const struct published *published, struct xn_buf *buf, struct xn_error *err)
{
    struct xn_json json;
    xn_json_init(&json, buf, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "type", "FeatureCollection");
    xn_json_member_string(&json, "publication", published->id);
    xn_json_member_string(&json, "period", published->publication->period);
    xn_json_member_string(&json, "level", published->publication->level[published->level].name);
    xn_json_key(&json, "features");
    xn_json_begin_array(&json);
    XN_TRY(put_features(published, &json, err));
    xn_json_end_array(&json);
    xn_json_end_object(&json);
    return xn_buf_check(buf, err);
}

/* --- one pack ---------------------------------------------------------------------------------------------
 */

enum form { FORM_JSON, FORM_CSV, FORM_GEOJSON, FORM_PDF, FORM_HTML };
static const struct {
    const char *ending, *content_type;
} forms[] = {[FORM_JSON] = {"json", HTTP_JSON},
             [FORM_CSV] = {"csv", "text/csv; charset=utf-8; header=present"},
             [FORM_GEOJSON] = {"geojson", "application/geo+json"},
             [FORM_PDF] = {"pdf", "application/pdf"},
             [FORM_HTML] = {"html", "text/html; charset=utf-8"}};

/* "ID.json": 64 hexadecimal digits and one of the forms. */
static enum xn_status read_name(struct call *call, char id[XN_DIGEST_HEX], enum form *ret)
{
    const size_t length = strspn(call->place, "0123456789abcdef");
    for (enum form form = FORM_JSON; form <= FORM_HTML; form++)
        if (length == XN_DIGEST_HEX - 1 && call->place[length] == '.' &&
            strcmp(call->place + length + 1, forms[form].ending) == 0) {
            memcpy(id, call->place, length);
            id[length] = '\0';
            *ret = form;
            return XN_OK;
        }
    return call_refuse(call, MHD_HTTP_NOT_FOUND, "no_such_route", NULL,
                       "Packs are named ID.json, ID.csv, ID.geojson, ID.pdf or ID.html.");
}

static enum xn_status put_document(struct call *call, struct published *published, struct xn_error *err)
{
    XN_TRY(published_document(call, published, err));
    xn_buf_append(&call->answer.body, xn_buf_text(&published->document), published->document.length);
    return XN_OK;
}

static enum xn_status put_pack(struct call *call, struct published *published, enum form form,
                               struct xn_error *err)
{
    if (form == FORM_JSON)
        return put_document(call, published, err);
    XN_TRY(published_read(call, published, err));
    if (form == FORM_CSV)
        return put_csv(published, &call->answer.body, err);
    XN_TRY(published_take_areas(call, published, err));
    return put_geojson(published, &call->answer.body, err);
}

enum xn_status api_pack(struct call *call, struct xn_error *err)
{
    char id[XN_DIGEST_HEX];
    enum form form = FORM_JSON;
    XN_CLEANUP(published_free) struct published published = {.live = NULL};
    XN_TRY(read_name(call, id, &form));
    if (form == FORM_PDF || form == FORM_HTML)
        return pack_pages(call, XN_PACK_MAPS, id, form == FORM_HTML, err);
    XN_TRY(published_find(call, id, &published, err));
    XN_TRY(put_pack(call, &published, form, err));
    call->answer.content_type = forms[form].content_type;
    if (form == FORM_JSON)
        snprintf(call->answer.etag, sizeof call->answer.etag, "%s", id);
    else
        snprintf(call->answer.etag, sizeof call->answer.etag, "%s-%s-%zu", id, forms[form].ending,
                 published.level);
    if (answer_is_known(call))
        xn_buf_reset(&call->answer.body);
    return XN_OK;
}
