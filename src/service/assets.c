/* assets.c - the page: files that are part of the binary, or of --web-root while developing. */
#include "http.h"
#include "page_messages.h"
#include "xenia/embedded.h"
#include <stdio.h>
#include <string.h>

XN_EMBEDDED(service_web_files);

#define ASSET_LIMIT ((size_t)4 << 20)

static const char *content_type_of(const char *name)
{
    static const struct {
        const char *end, *type;
    } known[] = {{".html", "text/html; charset=utf-8"},
                 {".css", "text/css; charset=utf-8"},
                 {".js", "text/javascript; charset=utf-8"},
                 {".svg", "image/svg+xml"},
                 {".png", "image/png"},
                 {".json", HTTP_JSON}};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof known / sizeof *known; i++)
        if (strcmp(dot, known[i].end) == 0)
            return known[i].type;
    return "application/octet-stream";
}

static const struct xn_embedded *find_embedded(const char *name)
{
    for (const struct xn_embedded *file = service_web_files; file->name; file++)
        if (strcmp(file->name, name) == 0)
            return file;
    return NULL;
}

/* Text files are embedded beside their gzip. */
static void take_packed(const char *name, struct answer *answer)
{
    char packed[256];
    snprintf(packed, sizeof packed, "%s.gz", name);
    const struct xn_embedded *file = find_embedded(packed);
    answer->packed = file ? file->bytes : NULL;
    answer->packed_length = file ? file->length : 0;
}

/* While developing: the file as it is on the disk now, where there is one. */
static bool read_from_disk(struct call *call, const char *name)
{
    char path[4096];
    XN_CLEANUP(xn_free_pointer) char *bytes = NULL;
    size_t length = 0;
    if (!service_web_root(call->service))
        return false;
    snprintf(path, sizeof path, "%s/%s", service_web_root(call->service), name);
    if (xn_file_read(path, ASSET_LIMIT, &bytes, &length, NULL) != XN_OK)
        return false;
    xn_buf_append(&call->answer.body, bytes, length);
    return true;
}

static enum xn_status answer_file(struct call *call, const char *name, struct xn_error *err)
{
    call->answer.content_type = content_type_of(name);
    if (read_from_disk(call, name))
        return XN_OK;
    const struct xn_embedded *file = find_embedded(name);
    if (!file)
        return xn_fail(err, XN_NOT_FOUND, "there is no file '%.60s'", name);
    call->answer.bytes = file->bytes;
    call->answer.length = file->length;
    take_packed(name, &call->answer);
    xn_digest_of(file->bytes, file->length, call->answer.etag);
    return XN_OK;
}

enum xn_status assets_index(struct call *call, struct xn_error *err)
{
    return answer_file(call, "index.html", err);
}

enum xn_status assets_file(struct call *call, struct xn_error *err)
{
    return answer_file(call, call->place, err);
}

enum xn_status assets_messages(struct call *call, struct xn_error *err)
{
    enum xn_language language;
    const char *end = strchr(call->place, '.');
    if (!xn_language_parse(call->place, &language) || !end || strcmp(end, ".json") != 0)
        return xn_fail(err, XN_NOT_FOUND, "there is no catalogue '%.60s'", call->place);
    const struct page_messages *messages = service_messages(call->service);
    struct answer *answer = &call->answer;
    answer->bytes = messages->of[language].json.data;
    answer->length = messages->of[language].json.length;
    answer->packed = messages->of[language].gzip.data;
    answer->packed_length = messages->of[language].gzip.length;
    memcpy(answer->etag, messages->of[language].etag, sizeof messages->of[language].etag);
    return XN_OK;
}
