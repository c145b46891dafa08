/* What a client takes, what is compressed for it, and which ETag it then has. */
#include <stdio.h>
#include <string.h>
#include <zlib.h>
#include "../../../src/service/compression.h"
#include "test.h"

static void test_what_the_client_takes(void **state)
{
    (void)state;
    static const char *const takes[] = {
        "gzip",           "GZIP", "gzip, deflate, br", "deflate,gzip", "br;q=1.0, gzip;q=0.8, *;q=0.1",
        "gzip ; q=0.001", "*",    "br, *;q=0.5",       "*;q=0, gzip",  "identity;q=0.5,\tgzip"};
    static const char *const not [] = {
        "",          "identity",     "gzip;q=0",  "gzip;q=0.000", "gzip; q=0, *",
        "*;q=0",     "br, deflate",  "gzipped",   "notgzip",      "gzip;Q=0",
        "br;q=gzip", ";;;,,,;q=0,;", "gzip;q=-1", "gzip;q=nan",   "gzip;q="};
    for (size_t i = 0; i < sizeof takes / sizeof *takes; i++)
        if (!accepts_gzip(takes[i]))
            fail_msg("'%s' takes gzip", takes[i]);
    for (size_t i = 0; i < sizeof not / sizeof *not ; i++)
        if (accepts_gzip(not [i]))
            fail_msg("'%s' does not take gzip", not [i]);
    assert_false(accepts_gzip(NULL));
}

/* --- an answer -------------------------------------------------------------------------------------- */

static const struct route plain = {.method = "GET", .path = "/somewhere", .roles = EVERY_ROLE};
static const struct route gate = {.method = "POST", .path = "/api/v1/tokens", .as = "gate"};

static struct call call_with(size_t length, const char *content_type)
{
    struct call call = {
        .route = &plain,
        .takes_gzip = true,
        .answer = {.status = 200, .content_type = content_type, .body = XN_BUF_INIT, .gzip = XN_BUF_INIT}};
    for (size_t i = 0; i < length; i++)
        xn_buf_putc(&call.answer.body, (char)('a' + i % 7));
    return call;
}

static void free_call(struct call *call)
{
    xn_buf_free(&call->answer.body);
    xn_buf_free(&call->answer.gzip);
}

/* Is it sent as gzip? Frees it. */
static bool is_compressed(struct call *call)
{
    answer_compress(call);
    const bool is_gzip = call->answer.is_gzip;
    free_call(call);
    return is_gzip;
}

static void test_it_comes_back(void **state)
{
    (void)state;
    struct call call = call_with(100000, NULL);
    unsigned char back[100001];
    answer_compress(&call);
    assert_true(call.answer.is_gzip && call.answer.length < 2000);
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)call.answer.bytes,
                       .avail_in = (uInt)call.answer.length,
                       .next_out = back,
                       .avail_out = sizeof back};
    assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
    assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
    assert_int_equal(stream.total_out, 100000);
    assert_memory_equal(back, xn_buf_text(&call.answer.body), 100000);
    inflateEnd(&stream);
    free_call(&call);
}

static void test_the_same_bytes_give_the_same(void **state)
{
    (void)state;
    XN_AUTO_BUF one = XN_BUF_INIT;
    XN_AUTO_BUF other = XN_BUF_INIT;
    const char text[] = "the same bytes, and neither a time nor a name";
    assert_int_equal(gzip_put(text, sizeof text, 9, &one, NULL), XN_OK);
    assert_int_equal(gzip_put(text, sizeof text, 9, &other, NULL), XN_OK);
    assert_int_equal(one.length, other.length);
    assert_memory_equal(one.data, other.data, one.length);
    assert_memory_equal(one.data + 4, "\0\0\0\0", 4); /* MTIME */
}

static void test_what_is_compressed(void **state)
{
    (void)state;
    static const char *const text[] = {"application/json; charset=utf-8", "application/geo+json",
                                       "image/svg+xml", "text/csv; charset=utf-8",
                                       "text/html; charset=utf-8"};
    static const char *const other[] = {"image/png", "application/pdf", "application/octet-stream"};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        struct call call = call_with(2000, text[i]);
        assert_true(is_compressed(&call));
    }
    for (size_t i = 0; i < sizeof other / sizeof *other; i++) {
        struct call call = call_with(2000, other[i]);
        assert_false(is_compressed(&call));
    }
    struct call small = call_with(1023, NULL), large = call_with(1024, NULL);
    assert_false(is_compressed(&small));
    assert_true(is_compressed(&large));
}

static void test_what_never_is(void **state)
{
    (void)state;
    struct call call = call_with(2000, NULL);
    call.takes_gzip = false;
    assert_false(is_compressed(&call));
    call = call_with(2000, NULL);
    call.answer.is_problem = true;
    assert_false(is_compressed(&call));
    call = call_with(2000, NULL);
    call.answer.status = 202;
    assert_false(is_compressed(&call));
    call = call_with(2000, NULL);
    call.answer.is_version = true; /* the ETag goes into If-Match */
    assert_false(is_compressed(&call));
    call = call_with(2000, NULL);
    call.route = &gate; /* there may be a token in it */
    assert_false(is_compressed(&call));
    call = call_with(2000, NULL);
    snprintf(call.answer.cookie, sizeof call.answer.cookie, "xenia=secret");
    assert_false(is_compressed(&call));
}

/* Bytes that are there already, and random ones that would only grow. */
static void test_what_is_ready_is_taken(void **state)
{
    (void)state;
    struct call call = call_with(10, "text/css");
    call.answer.packed = "ready";
    call.answer.packed_length = 5;
    answer_compress(&call);
    assert_true(call.answer.is_gzip && call.answer.length == 5);
    assert_memory_equal(call.answer.bytes, "ready", 5);
    free_call(&call);
    call = call_with(0, NULL);
    uint64_t random = 1;
    for (int i = 0; i < 5000; i++) {
        random = random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        xn_buf_putc(&call.answer.body, (char)(random >> 56));
    }
    assert_false(is_compressed(&call));
}

/* --- ETags ------------------------------------------------------------------------------------------- */

/* 304 for `known`? `ret_is_gzip`: with the ETag of the encoded answer. */
static bool is_known(const char *known, bool takes_gzip, bool *ret_is_gzip)
{
    struct call call = call_with(2000, NULL);
    call.takes_gzip = takes_gzip;
    call.known_etags = known;
    snprintf(call.answer.etag, sizeof call.answer.etag, "abc");
    answer_compress(&call);
    const bool was_packed = call.answer.gzip.length > 0,
               is_known = call.answer.status == 304 || answer_is_known(&call);
    *ret_is_gzip = call.answer.is_gzip;
    assert_false(takes_gzip && is_known && was_packed); /* not compressed for nothing */
    free_call(&call);
    return is_known;
}

static void test_each_encoding_has_its_etag(void **state)
{
    (void)state;
    bool is_gzip;
    assert_true(is_known("\"abc-gz\"", true, &is_gzip) && is_gzip);
    assert_true(is_known("\"abc\"", true, &is_gzip) && !is_gzip);
    assert_true(is_known("\"abc\"", false, &is_gzip) && !is_gzip);
    assert_true(is_known("W/\"x\", \"abc-gz\"", true, &is_gzip) && is_gzip);
    assert_false(is_known("\"abc-gz\"", false, &is_gzip)); /* it would have to read what it does not take */
    assert_false(is_known("\"abc-g\"", true, &is_gzip));
    assert_false(is_known(NULL, true, &is_gzip));
    assert_true(is_gzip);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_the_client_takes),
                                       cmocka_unit_test(test_it_comes_back),
                                       cmocka_unit_test(test_the_same_bytes_give_the_same),
                                       cmocka_unit_test(test_what_is_compressed),
                                       cmocka_unit_test(test_what_never_is),
                                       cmocka_unit_test(test_what_is_ready_is_taken),
                                       cmocka_unit_test(test_each_encoding_has_its_etag)};
    return XN_RUN(tests);
}
