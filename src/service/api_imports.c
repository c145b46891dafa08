/* api_imports.c - POST /imports/offers: a file of offers, looked at first (?preview=yes), then brought in.
 *
 * Bringing in names the digest that the look gave, so it is of what somebody has seen. The same file twice
 * changes nothing, so no key is asked for. The store is asked as role importer, in the name of who sends it.
 */
#include <string.h>
#include "http.h"
#include "xenia/feed.h"

#define NAME_MAX_BYTES 200

/* --- the request ------------------------------------------------------------------------------------ */

/* A name of a file or a feed: short, one line; of a path its last part. */
static enum xn_status check_name(struct call *call, const char *parameter, const char *text, const char **ret)
{
    const char *slash = text ? strrchr(text, '/') : NULL;
    const char *backslash = text ? strrchr(text, '\\') : NULL;
    const char *from = slash > backslash ? slash : backslash;
    const char *name = from ? from + 1 : text;
    if (name && *name && strlen(name) <= NAME_MAX_BYTES) {
        *ret = name;
        return XN_OK;
    }
    return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", parameter,
                       "%s: wanted a name of 1 to %d bytes", parameter, NAME_MAX_BYTES);
}

static enum xn_status read_request(struct call *call, struct xn_feed_request *ret)
{
    const char *source = call_query(call, "source");
    XN_TRY(check_name(call, "name", call_query(call, "name"), &ret->name));
    XN_TRY(check_name(call, "source", source ? source : ret->name, &ret->source));
    if (strcmp(ret->source, "desk") == 0 || strcmp(ret->source, "sql") == 0)
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "source",
                           "source: '%s' is what was entered by hand; a feed has a name of its own",
                           ret->source);
    if (call->who.role == XN_ROLE_CORPORATION && !*call->who.corporation)
        return call_refuse(call, MHD_HTTP_FORBIDDEN, "corporation", NULL,
                           "This account belongs to no corporation, so it has no offers to bring.");
    ret->bytes = xn_buf_text(&call->body);
    ret->length = call->body.length;
    ret->city = call->city;
    ret->corporation = *call->who.corporation ? call->who.corporation : NULL;
    return XN_OK;
}

static enum xn_status read_preview(struct call *call, bool *ret)
{
    const char *preview = call_query(call, "preview");
    *ret = preview && strcmp(preview, "yes") == 0;
    if (preview && !*ret && strcmp(preview, "no") != 0)
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "preview",
                           "preview: found '%.40s', wanted yes or no", preview);
    if (!*ret && !call_query(call, "digest"))
        return call_refuse(call, MHD_HTTP_BAD_REQUEST, "bad_parameter", "digest",
                           "digest: wanted that of the preview (preview=yes)");
    return XN_OK;
}

static enum xn_status check_digest(struct call *call, const struct xn_feed *feed)
{
    if (strcmp(call_query(call, "digest"), feed->digest) == 0)
        return XN_OK;
    return call_refuse(call, MHD_HTTP_CONFLICT, "other_file", "digest",
                       "This is not what was previewed: the file or its feed is another; preview it again.");
}

/* --- the answer ------------------------------------------------------------------------------------- */

static void put_faults(struct xn_json *json, const struct xn_feed *feed)
{
    xn_json_key(json, "faults");
    xn_json_begin_array(json);
    for (size_t i = 0; i < feed->n_faults && i < XN_FEED_TOLD_MAX; i++) {
        const struct xn_feed_fault *fault = &feed->fault[i];
        xn_json_begin_object(json);
        if (fault->row)
            xn_json_member_int(json, "row", fault->row);
        else
            xn_json_member_null(json, "row");
        if (*fault->column)
            xn_json_member_string(json, "column", fault->column);
        else
            xn_json_member_null(json, "column");
        xn_json_member_string(json, "message", fault->message);
        xn_json_end_object(json);
    }
    xn_json_end_array(json);
    xn_json_member_int(json, "n_faults", (int64_t)feed->n_faults);
}

static void put_notes(struct xn_json *json, const struct xn_feed *feed)
{
    xn_json_key(json, "notes");
    xn_json_begin_array(json);
    for (size_t i = 0; i < feed->n_notes && i < XN_FEED_TOLD_MAX; i++)
        xn_json_string(json, feed->note[i]);
    xn_json_end_array(json);
    xn_json_member_int(json, "n_notes", (int64_t)feed->n_notes);
}

static void put_counts(struct xn_json *json, const struct xn_feed *feed)
{
    const struct xn_offers *offers = feed->offers;
    const struct {
        const char *name;
        size_t count;
        bool known;
    } member[] = {
        {"rows", offers ? offers->count + offers->n_withdrawn + offers->n_not_for_rent : 0, offers},
        {"offers", offers ? offers->count : 0, offers},
        {"skipped", offers ? offers->n_not_for_rent : 0, offers},
        {"new", feed->report.inserted, !feed->refused},
        {"changed", feed->report.changed, !feed->refused},
        {"unchanged", feed->report.unchanged, !feed->refused},
        {"withdrawn", feed->report.withdrawn, !feed->refused},
    };
    for (size_t i = 0; i < sizeof member / sizeof *member; i++)
        if (member[i].known)
            xn_json_member_int(json, member[i].name, (int64_t)member[i].count);
        else
            xn_json_member_null(json, member[i].name);
    if (offers)
        xn_json_member_bool(json, "partial", offers->partial);
}

static void put_feed(struct call *call, const struct xn_feed_request *request, const struct xn_feed *feed,
                     bool applied)
{
    struct xn_json json;
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "name", request->name);
    xn_json_member_string(&json, "source", request->source);
    xn_json_member_string(&json, "format", feed->format);
    put_counts(&json, feed);
    xn_json_member_bool(&json, "refused", feed->refused);
    put_faults(&json, feed);
    put_notes(&json, feed);
    xn_json_member_string(&json, "digest", feed->digest);
    if (applied)
        xn_json_member_bool(&json, "applied", true);
    xn_json_end_object(&json);
}

/* A problem with the faults in it. */
static enum xn_status refuse_feed(struct call *call, const struct xn_feed *feed)
{
    struct xn_json json;
    answer_problem(call, MHD_HTTP_UNPROCESSABLE_CONTENT, "refused_input", NULL, "");
    xn_buf_reset(&call->answer.body);
    xn_json_init(&json, &call->answer.body, false);
    xn_json_begin_object(&json);
    xn_json_member_string(&json, "type", "about:blank");
    xn_json_member_string(&json, "title", MHD_get_reason_phrase_for(MHD_HTTP_UNPROCESSABLE_CONTENT));
    xn_json_member_int(&json, "status", MHD_HTTP_UNPROCESSABLE_CONTENT);
    xn_json_member_string(&json, "code", "refused_input");
    xn_json_member_string(&json, "detail", feed->fault[0].message);
    put_faults(&json, feed);
    xn_json_end_object(&json);
    return XN_CANCELLED;
}

/* --- the handler ------------------------------------------------------------------------------------ */

enum xn_status api_import_offers(struct call *call, struct xn_error *err)
{
    XN_AUTO(live_city_release) struct live_city *live = NULL;
    XN_AUTO(xn_feed_free) struct xn_feed *feed = NULL;
    const struct xn_feed_bringer bringer = {.actor = call->who.login, .role = xn_role_name(call->who.role)};
    struct xn_feed_request request = {0};
    bool preview = false;
    XN_TRY(read_request(call, &request));
    XN_TRY(read_preview(call, &preview));
    XN_TRY(service_city(call, &live));
    XN_TRY(xn_feed_read(&request, &feed, err));
    if (!preview)
        XN_TRY(check_digest(call, feed));
    XN_TRY(auth_act_as(call, "importer", call->city, err));
    XN_TRY(preview ? xn_feed_look(call->store, &request, &bringer, feed, err)
                   : xn_feed_bring(call->store, &request, &bringer, feed, err));
    if (feed->refused && !preview)
        return refuse_feed(call, feed);
    put_feed(call, &request, feed, !preview);
    return XN_OK;
}
