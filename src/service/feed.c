/* feed.c - see feed.h.
 *
 * Readers tell a fault as one sentence that begins with the file and the place in it ("feed.csv, line 3,
 * column RENT: found 'x', wanted a sum of money"); here the place is taken off it again, for a page that has
 * rows and columns of its own.
 */
#include "xenia/feed.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "xenia/lifecycle.h"

enum xn_status xn_feed_check_whole(const struct xn_offers *offers, struct xn_error *err)
{
    if (offers->count > 0 || offers->partial)
        return XN_OK;
    return xn_fail(err, XN_INPUT,
                   "%s: found no offer in it, wanted at least one: a whole feed withdraws what it "
                   "does not have, and this one would withdraw all",
                   offers->source);
}

/* --- a sentence and its place ----------------------------------------------------------------------- */

/* "line 3", "publicatie 3": the number, and what stands behind it; NULL: it is none. */
static const char *read_row(const char *text, uint32_t *ret)
{
    const char *digits = text + strspn(text, "abcdefghijklmnopqrstuvwxyz");
    char *end = NULL;
    if (digits == text || *digits != ' ' || digits[1] < '0' || digits[1] > '9')
        return NULL;
    const unsigned long row = strtoul(digits + 1, &end, 10);
    *ret = row <= UINT32_MAX ? (uint32_t)row : 0;
    return end;
}

/* ", column RENT: found ..." and ", attribute x of <y>: found ...": up to the colon before what is said. */
static const char *read_column(const char *text, const char **ret_begin, size_t *ret_length)
{
    const char *end = strstr(text, ": found ");
    if (!end)
        end = strstr(text, ": ");
    const char *begin = text + 2;
    const char *name = strchr(begin, ' ');
    if (strncmp(text, ", ", 2) != 0 || !end || !name || name > end)
        return NULL;
    *ret_begin = strncmp(begin, "column ", 7) == 0 ? name + 1 : begin;
    *ret_length = (size_t)(end - *ret_begin);
    return end;
}

/* What of a sentence is said, with its place in `ret`; the whole sentence when it names none. */
static const char *split_place(const char *sentence, const char *source, struct xn_arena *arena,
                               struct xn_feed_fault *ret)
{
    const size_t length = strlen(source);
    const char *column = "";
    size_t column_length = 0;
    *ret = (struct xn_feed_fault){.column = ""};
    if (strncmp(sentence, source, length) != 0)
        return sentence;
    const char *rest = sentence + length;
    const char *behind_row = strncmp(rest, ", ", 2) == 0 ? read_row(rest + 2, &ret->row) : NULL;
    const char *behind = behind_row ? read_column(behind_row, &column, &column_length) : NULL;
    if (!behind)
        behind = behind_row ? behind_row : rest;
    ret->column = xn_arena_printf(arena, "%.*s", (int)column_length, column);
    return strncmp(behind, ": ", 2) == 0 ? behind + 2 : behind_row ? behind + strspn(behind, ", ") : sentence;
}

/* --- telling ---------------------------------------------------------------------------------------- */

static enum xn_status add_fault(struct xn_feed *feed, const char *source, const char *sentence,
                                struct xn_error *err)
{
    if (feed->n_faults++ >= XN_FEED_TOLD_MAX)
        return XN_OK;
    struct xn_feed_fault *fault = &feed->fault[feed->n_faults - 1];
    fault->message = xn_arena_strdup(feed->arena, split_place(sentence, source, feed->arena, fault));
    return fault->message && fault->column ? XN_OK : xn_fail_memory(err);
}

static enum xn_status add_note(struct xn_feed *feed, const char *sentence, struct xn_error *err)
{
    if (feed->n_notes++ >= XN_FEED_TOLD_MAX)
        return XN_OK;
    const char **note = &feed->note[feed->n_notes - 1];
    *note = xn_arena_strdup(feed->arena, sentence);
    return *note ? XN_OK : xn_fail_memory(err);
}

/* Refuses the feed for a fault that stands first: what is wrong with all of it before what is with a cell. */
static enum xn_status refuse(struct xn_feed *feed, const char *source, const struct xn_error *why,
                             struct xn_error *err)
{
    const size_t n_told = feed->n_faults < XN_FEED_TOLD_MAX ? feed->n_faults : XN_FEED_TOLD_MAX - 1;
    const size_t n_others = feed->n_faults;
    memmove(&feed->fault[1], &feed->fault[0], n_told * sizeof *feed->fault);
    feed->refused = true;
    feed->n_faults = 0;
    XN_TRY(add_fault(feed, source, why->message, err));
    feed->n_faults += n_others;
    return XN_OK;
}

/* Of a file that is refused every sentence with a place is a fault; of another one what became unknown. */
static bool is_fault(const struct xn_feed *feed, const char *sentence, const char *source)
{
    const size_t length = strlen(source);
    uint32_t row = 0;
    if (strncmp(sentence, source, length) != 0 || strncmp(sentence + length, ", ", 2) != 0 ||
        !read_row(sentence + length + 2, &row))
        return false;
    return feed->refused || strstr(sentence, "; taken as ");
}

static enum xn_status tell(struct xn_feed *feed, const char *source, const struct xn_notes *notes,
                           struct xn_error *err)
{
    for (size_t i = 0; i < notes->count; i++)
        XN_TRY(is_fault(feed, notes->text[i], source) ? add_fault(feed, source, notes->text[i], err)
                                                      : add_note(feed, notes->text[i], err));
    feed->n_notes += notes->dropped;
    return XN_OK;
}

/* --- reading ---------------------------------------------------------------------------------------- */

/* A corporation brings its own, whether the file says so or not. */
static enum xn_status settle_corporation(struct xn_feed *feed, const struct xn_feed_request *request,
                                         struct xn_error *err)
{
    const char *own = request->corporation;
    for (size_t i = 0; own && feed->offers && i < feed->offers->count; i++) {
        struct xn_dwelling *dwelling = &feed->offers->dwelling[i];
        struct xn_error fault = {0};
        if (!dwelling->corporation[0] || strcmp(dwelling->corporation, own) == 0) {
            dwelling->corporation = own;
            continue;
        }
        (void)xn_fail(&fault, XN_INPUT,
                      "%s, line %u, column corporation: found '%.60s'; this account brings offers of '%.60s' "
                      "alone",
                      request->name, dwelling->line, dwelling->corporation, own);
        feed->refused = true;
        XN_TRY(add_fault(feed, request->name, fault.message, err));
    }
    return XN_OK;
}

static void make_digest(const struct xn_feed_request *request, char ret[XN_DIGEST_HEX])
{
    struct xn_digest digest;
    char bytes[XN_DIGEST_HEX];
    xn_digest_of(request->bytes, request->length, bytes);
    xn_digest_init(&digest);
    xn_digest_text(&digest, "xenia feed");
    xn_digest_text(&digest, request->city);
    xn_digest_text(&digest, request->source);
    xn_digest_text(&digest, request->corporation ? request->corporation : "");
    xn_digest_text(&digest, bytes);
    xn_digest_hex(&digest, ret);
}

void xn_feed_free(struct xn_feed *feed)
{
    if (!feed)
        return;
    xn_offers_free(feed->offers);
    xn_arena_free(feed->arena); /* the feed itself lies in it */
}

static enum xn_status feed_new(const struct xn_feed_request *request, struct xn_feed **ret,
                               struct xn_error *err)
{
    struct xn_arena *arena = xn_arena_new();
    struct xn_feed *feed = arena ? xn_arena_alloc(arena, 1, sizeof *feed) : NULL;
    if (!feed) {
        xn_arena_free(arena);
        return xn_fail_memory(err);
    }
    feed->arena = arena;
    feed->format = xn_offers_form(request->bytes, request->length);
    make_digest(request, feed->digest);
    *ret = feed;
    return XN_OK;
}

/* XN_OK also for a file that its reader refuses: `why` then says so. */
static enum xn_status read_offers(const struct xn_feed_request *request, struct xn_feed *feed,
                                  struct xn_notes *notes, struct xn_error *why, struct xn_error *err)
{
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    enum xn_status status =
        xn_offers_parse(request->bytes, request->length, request->name, NULL, &offers, notes, why);
    if (status == XN_OK)
        status = xn_feed_check_whole(offers, why);
    if (status == XN_MEMORY)
        return xn_fail_memory(err);
    feed->refused = status != XN_OK;
    feed->offers = feed->refused ? NULL : XN_STEAL(offers);
    return XN_OK;
}

enum xn_status xn_feed_read(const struct xn_feed_request *request, struct xn_feed **ret, struct xn_error *err)
{
    XN_AUTO(xn_feed_free) struct xn_feed *feed = NULL;
    XN_AUTO_NOTES notes = XN_NOTES_INIT;
    struct xn_error why = {0};
    XN_TRY(feed_new(request, &feed, err));
    XN_TRY(read_offers(request, feed, &notes, &why, err));
    if (feed->refused)
        XN_TRY(refuse(feed, request->name, &why, err));
    XN_TRY(settle_corporation(feed, request, err));
    XN_TRY(tell(feed, request->name, &notes, err));
    *ret = XN_STEAL(feed);
    return XN_OK;
}

/* --- bringing in ------------------------------------------------------------------------------------ */

/* What contradicts the stored data, or breaks a rule of theirs, is a fault of the file. */
static enum xn_status write_feed(struct xn_store *store, const struct xn_feed_request *request,
                                 const struct xn_feed_bringer *bringer, struct xn_feed *feed,
                                 struct xn_error *err)
{
    const struct xn_change change = {.city = request->city,
                                     .actor = bringer->actor,
                                     .role = bringer->role,
                                     .method = "POST",
                                     .path = "/imports/offers"};
    struct xn_error why = {0};
    XN_TRY(xn_change_begin(store, &change, NULL, err));
    const enum xn_status status = xn_change_offers_import(store, feed->offers, request->source,
                                                          request->corporation, &feed->report, &why);
    if (status == XN_INPUT || status == XN_CONFLICT)
        return refuse(feed, request->name, &why, err);
    return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
}

enum xn_status xn_feed_look(struct xn_store *store, const struct xn_feed_request *request,
                            const struct xn_feed_bringer *bringer, struct xn_feed *feed, struct xn_error *err)
{
    if (feed->refused)
        return XN_OK;
    const enum xn_status status = write_feed(store, request, bringer, feed, err);
    xn_change_rollback(store);
    return status;
}

enum xn_status xn_feed_bring(struct xn_store *store, const struct xn_feed_request *request,
                             const struct xn_feed_bringer *bringer, struct xn_feed *feed,
                             struct xn_error *err)
{
    if (feed->refused)
        return XN_OK;
    const enum xn_status status = write_feed(store, request, bringer, feed, err);
    if (status == XN_OK && !feed->refused)
        return xn_change_commit(store, 200, NULL, NULL, 0, err);
    xn_change_rollback(store);
    return status;
}
