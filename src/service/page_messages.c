/* page_messages.c - see page_messages.h. The page's own sentences are among those of the whole catalogue. */
#include "page_messages.h"
#include "compression.h"

#define SMALLEST 9

static void put_message(const char *english, const char *translated, void *context)
{
    xn_json_member_string(context, english, translated);
}

static enum xn_status make_one(enum xn_language language, struct xn_buf *ret, struct xn_error *err)
{
    struct xn_json json;
    xn_json_init(&json, ret, false);
    xn_json_begin_object(&json);
    xn_message_each(language, put_message, &json);
    xn_json_end_object(&json);
    return xn_buf_check(ret, err);
}

enum xn_status page_messages_make(struct page_messages **ret, struct xn_error *err)
{
    XN_AUTO(page_messages_free) struct page_messages *messages = xn_calloc(1, sizeof *messages);
    if (!messages)
        return xn_fail_memory(err);
    for (int l = 0; l < XN_LANGUAGE_COUNT; l++)
        messages->of[l].json = messages->of[l].gzip = (struct xn_buf)XN_BUF_INIT;
    for (int l = 0; l < XN_LANGUAGE_COUNT; l++) {
        struct xn_buf *json = &messages->of[l].json;
        XN_TRY(make_one((enum xn_language)l, json, err));
        XN_TRY(gzip_put(json->data, json->length, SMALLEST, &messages->of[l].gzip, err));
        xn_digest_of(json->data, json->length, messages->of[l].etag);
    }
    *ret = XN_STEAL(messages);
    return XN_OK;
}

void page_messages_free(struct page_messages *messages)
{
    if (!messages)
        return;
    for (int l = 0; l < XN_LANGUAGE_COUNT; l++) {
        xn_buf_free(&messages->of[l].json);
        xn_buf_free(&messages->of[l].gzip);
    }
    xn_free(messages);
}
