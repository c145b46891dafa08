/* openimmo.c - OpenImmo 1.2.7 files, event by event: no tree is built, so a file costs what its offers cost.
 *
 * The parser trusts nothing: a document type (and with it every entity) refuses the file, and depth,
 * attributes and texts have limits. What an element means is openimmo_terms.c.
 */
#include <expat.h>
#include <stdio.h>
#include <string.h>
#include "openimmo.h"
#include "shown.h"
#include "xenia/memory.h"
#include "xenia/text.h"

#define DEPTH_MAX 32
#define ATTRIBUTES_MAX 64
#define CHUNK ((size_t)1 << 20)

/* A file while it is read. */
struct pass {
    XML_Parser parser;
    struct openimmo_feed feed;
    unsigned depth;
    size_t path_length[DEPTH_MAX + 1];
    char path[OPENIMMO_PATH_SIZE]; /* of the element that is open: "anbieter/immobilie/geo/plz" */
    bool is_text;                  /* its text is collected */
    size_t text_length;
    char text[OPENIMMO_TEXT_SIZE];
    enum xn_status status;
    struct xn_error *err;
};

static uint32_t line_of(const struct pass *pass)
{
    return (uint32_t)XML_GetCurrentLineNumber(pass->parser);
}

/* Ends the reading with what `status` and the sentence say. */
static void stop(struct pass *pass, enum xn_status status)
{
    if (status == XN_OK || pass->status != XN_OK)
        return;
    pass->status = status;
    (void)XML_StopParser(pass->parser, XML_FALSE);
}

static void stop_limit(struct pass *pass, const char *what)
{
    if (pass->status == XN_OK)
        stop(pass, xn_fail(pass->err, XN_LIMIT, "%s, line %u: found %s", pass->feed.reading.offers->source,
                           line_of(pass), what));
}

/* --- events ----------------------------------------------------------------------------------------------
 */

/* Names without the prefix of a name space. */
static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

/* Adds a name to the path; false when it gets too long. */
static bool push(struct pass *pass, const char *name)
{
    const size_t used = strlen(pass->path), more = strlen(name);
    pass->path_length[pass->depth++] = used;
    if (used + more + 2 > sizeof pass->path)
        return false;
    (void)snprintf(pass->path + used, sizeof pass->path - used, "%s%s", used ? "/" : "", name);
    return true;
}

static size_t count_attributes(const char *const *attribute)
{
    size_t n = 0;
    while (attribute[2 * n])
        n++;
    return n;
}

static void on_start(void *user, const char *name, const char **attribute)
{
    struct pass *pass = user;
    if (pass->status != XN_OK)
        return;
    if (pass->depth == DEPTH_MAX) {
        stop_limit(pass, "more than 32 elements in each other");
        return;
    }
    if (count_attributes(attribute) > ATTRIBUTES_MAX) {
        stop_limit(pass, "an element with more than 64 attributes");
        return;
    }
    if (pass->depth == 0 && strcmp(local_name(name), "openimmo") != 0) {
        stop(pass, xn_fail(pass->err, XN_INPUT, "%s, line %u: found <%.*s>, wanted <openimmo>",
                           pass->feed.reading.offers->source, line_of(pass), xn_shown(name), name));
        return;
    }
    if (!push(pass, local_name(name))) {
        stop_limit(pass, "elements in each other whose names have more than 255 bytes together");
        return;
    }
    pass->text_length = 0;
    pass->is_text = openimmo_has_text(pass->path);
    stop(pass,
         openimmo_start(&pass->feed, pass->path, (const char *const *)attribute, line_of(pass), pass->err));
}

static void on_text(void *user, const char *bytes, int length)
{
    struct pass *pass = user;
    if (pass->status != XN_OK || !pass->is_text)
        return;
    if (pass->text_length + (size_t)length >= sizeof pass->text) {
        stop_limit(pass, "a text of more than 1000 bytes where an offer has a short one");
        return;
    }
    memcpy(pass->text + pass->text_length, bytes, (size_t)length);
    pass->text_length += (size_t)length;
}

/* The text with the blanks at both ends cut. */
static const char *trimmed(struct pass *pass)
{
    static const char blanks[] = " \t\r\n";
    char *start = pass->text;
    pass->text[pass->text_length] = '\0';
    for (size_t i = pass->text_length; i > 0 && strchr(blanks, pass->text[i - 1]); i--)
        pass->text[i - 1] = '\0';
    return start + strspn(start, blanks);
}

static void on_end(void *user, const char *name)
{
    struct pass *pass = user;
    (void)name;
    if (pass->status != XN_OK)
        return;
    const char *text = pass->is_text ? trimmed(pass) : "";
    stop(pass, openimmo_end(&pass->feed, pass->path, text, line_of(pass), pass->err));
    pass->path[pass->path_length[--pass->depth]] = '\0';
    pass->is_text = false;
}

static void on_doctype(void *user, const char *name, const char *system, const char *public, int subset)
{
    struct pass *pass = user;
    (void)name, (void)system, (void)public, (void)subset;
    if (pass->status == XN_OK)
        stop(pass, xn_fail(pass->err, XN_INPUT,
                           "%s, line %u: found a document type declaration, which may define entities; "
                           "wanted an OpenImmo file without one",
                           pass->feed.reading.offers->source, line_of(pass)));
}

/* Windows-1252 is ISO-8859-1 with letters and quotes where that has control characters. */
static int on_encoding(void *user, const char *name, XML_Encoding *encoding)
{
    static const int from_80[32] = {0x20ac, -1,     0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
                                    0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, -1,     0x017d, -1,
                                    -1,     0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
                                    0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, -1,     0x017e, 0x0178};
    (void)user;
    if (xn_compare_ignoring_case(name, "windows-1252") != 0)
        return XML_STATUS_ERROR;
    for (int i = 0; i < 256; i++)
        encoding->map[i] = i >= 0x80 && i < 0xa0 ? from_80[i - 0x80] : i;
    return XML_STATUS_OK;
}

/* --- the whole -------------------------------------------------------------------------------------------
 */

static void *reallocate(void *block, size_t size)
{
    return xn_realloc(block, 1, size);
}

static void free_parser(XML_Parser *parser)
{
    if (*parser)
        XML_ParserFree(*parser);
}

static void set_handlers(struct pass *pass)
{
    XML_SetUserData(pass->parser, pass);
    XML_SetElementHandler(pass->parser, on_start, on_end);
    XML_SetCharacterDataHandler(pass->parser, on_text);
    XML_SetStartDoctypeDeclHandler(pass->parser, on_doctype);
    XML_SetUnknownEncodingHandler(pass->parser, on_encoding, NULL);
}

static enum xn_status parser_fault(const struct pass *pass, struct xn_error *err)
{
    const enum XML_Error code = XML_GetErrorCode(pass->parser);
    const char *source = pass->feed.reading.offers->source;
    if (code == XML_ERROR_NO_MEMORY)
        return xn_fail_memory(err);
    if (code == XML_ERROR_UNKNOWN_ENCODING)
        return xn_fail(err, XN_INPUT,
                       "%s declares an encoding that is none of UTF-8, ISO-8859-1, windows-1252", source);
    return xn_fail(err, XN_INPUT, "%s, line %u, column %lu: this is not XML: %s", source, line_of(pass),
                   (unsigned long)XML_GetCurrentColumnNumber(pass->parser), XML_ErrorString(code));
}

static enum xn_status feed_parser(struct pass *pass, const char *bytes, size_t length, struct xn_error *err)
{
    for (size_t at = 0; at <= length; at += CHUNK) {
        const size_t rest = length - at, size = rest < CHUNK ? rest : CHUNK;
        const enum XML_Status status = XML_Parse(pass->parser, bytes + at, (int)size, rest <= CHUNK);
        if (pass->status != XN_OK)
            return pass->status;
        if (status != XML_STATUS_OK)
            return parser_fault(pass, err);
        if (rest <= CHUNK)
            return XN_OK;
    }
    return XN_OK;
}

enum xn_status xn_offers_from_openimmo(const char *bytes, size_t length, const char *source,
                                       struct xn_offers **ret, struct xn_notes *notes, struct xn_error *err)
{
    static const XML_Memory_Handling_Suite memory = {xn_alloc, reallocate, xn_free};
    XN_AUTO(xn_offers_free) struct xn_offers *offers = NULL;
    XN_TRY(xn_offers_new(source, &offers, err));
    struct pass *pass = xn_arena_alloc(offers->arena, 1, sizeof *pass);
    XN_CLEANUP(free_parser) XML_Parser parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (!pass || !parser)
        return xn_fail_memory(err);
    pass->parser = parser;
    pass->err = err;
    openimmo_begin(&pass->feed, offers, notes);
    set_handlers(pass);
    XN_TRY(feed_parser(pass, bytes, length, err));
    XN_TRY(openimmo_finish(&pass->feed, err));
    *ret = XN_STEAL(offers);
    return XN_OK;
}
