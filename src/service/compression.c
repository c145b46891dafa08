/* compression.c - see compression.h. */
#include "compression.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define WORTH_IT 1024     /* bytes; below that a packet carries the answer anyway */
#define DYNAMIC_LEVEL 4   /* three quarters of what level 9 saves, in a quarter of its time */
#define WITH_GZIP_HEAD 16 /* added to the window's size: zlib's sign for gzip */

enum xn_status gzip_put(const void *bytes, size_t length, int level, struct xn_buf *ret, struct xn_error *err)
{
    unsigned char room[1 << 15];
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)bytes, .avail_in = (uInt)length};
    if (length > UINT32_MAX ||
        deflateInit2(&stream, level, Z_DEFLATED, 15 + WITH_GZIP_HEAD, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return xn_fail_memory(err);
    int state;
    do {
        stream.next_out = room;
        stream.avail_out = sizeof room;
        state = deflate(&stream, Z_FINISH);
        xn_buf_append(ret, room, sizeof room - stream.avail_out);
    } while (state == Z_OK);
    deflateEnd(&stream);
    return state == Z_STREAM_END ? xn_buf_check(ret, err) : xn_fail_memory(err);
}

/* --- what the client takes ------------------------------------------------------------------------- */

/* The q of one coding: "gzip;q=0.5"; 1 when it is not said. */
static double quality(const char *coding, size_t length)
{
    for (size_t i = 0; i + 2 < length; i++)
        if (coding[i] == ';') {
            const char *at = coding + i + 1 + strspn(coding + i + 1, " \t");
            if ((*at == 'q' || *at == 'Q') && at[1] == '=')
                return strtod(at + 2, NULL);
        }
    return 1;
}

static bool is_named(const char *coding, const char *name)
{
    const size_t length = strlen(name);
    return strncasecmp(coding, name, length) == 0 && strchr(" \t;,", coding[length]) != NULL;
}

bool accepts_gzip(const char *accept_encoding)
{
    bool any = false;
    for (const char *at = accept_encoding; at && *at;) {
        at += strspn(at, ", \t");
        const size_t length = strcspn(at, ",");
        if (is_named(at, "gzip"))
            return quality(at, length) > 0;
        if (is_named(at, "*"))
            any = quality(at, length) > 0;
        at += length;
    }
    return any;
}

/* --- an answer ------------------------------------------------------------------------------------- */

static bool is_text(const char *content_type)
{
    static const char *const kind[] = {"application/json", "application/geo+json", "image/svg+xml", "text/"};
    for (size_t i = 0; i < sizeof kind / sizeof *kind; i++)
        if (!content_type || strncmp(content_type, kind[i], strlen(kind[i])) == 0)
            return true;
    return false;
}

static void send_packed(struct answer *answer, const void *bytes, size_t length)
{
    answer->bytes = bytes;
    answer->length = length;
    answer->is_gzip = true;
}

/* What opens an account or a session never is: from the length of such an answer its secret could be guessed,
 * where somebody else chooses what stands beside it. */
static bool may_tell_secret(const struct call *call)
{
    return call->answer.cookie[0] || (call->route->as && strcmp(call->route->as, "gate") == 0);
}

void answer_compress(struct call *call)
{
    struct answer *answer = &call->answer;
    const void *bytes = answer->bytes ? answer->bytes : xn_buf_text(&answer->body);
    const size_t length = answer->bytes ? answer->length : answer->body.length;
    if (!call->takes_gzip || answer->status != MHD_HTTP_OK || answer->is_version || answer->is_problem ||
        may_tell_secret(call) || answer_is_known(call))
        return;
    if (answer->packed) {
        send_packed(answer, answer->packed, answer->packed_length);
        return;
    }
    if (length < WORTH_IT || !is_text(answer->content_type))
        return;
    if (gzip_put(bytes, length, DYNAMIC_LEVEL, &answer->gzip, NULL) == XN_OK && answer->gzip.length < length)
        send_packed(answer, answer->gzip.data, answer->gzip.length);
}
