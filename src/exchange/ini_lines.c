/* ini_lines.c - see ini_lines.h.
 *
 * inih as Debian builds it gives no line numbers, cuts lines at 199 bytes and names at 49 without a word, and
 * takes an indented line as the continuation of the one before. So lines are counted here as it asks for
 * them, handed over without indentation, and refused beforehand when they would be cut.
 */
#include "ini_lines.h"
#include <ini.h>
#include <stdio.h>
#include <string.h>
#include "shown.h"

#define LINE_BYTES 198 /* inih's buffer of 200 less line feed and NUL */
#define NAME_BYTES 49

struct reader {
    const char *at, *end;
    const char *source;
    unsigned line;
    enum xn_status (*take)(void *user, const struct ini_entry *entry, struct xn_error *err);
    void *user;
    struct xn_error *err;
    enum xn_status status;
    unsigned failed_line;
};

static const char *line_end(const char *at, const char *end)
{
    const char *feed = memchr(at, '\n', (size_t)(end - at));
    return feed ? feed : end;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\r'))
        at++;
    return at;
}

/* inih's fgets: the next line, without its indentation. */
static char *next_line(char *buffer, int size, void *stream)
{
    struct reader *reader = stream;
    if (reader->at >= reader->end)
        return NULL;
    const char *end = line_end(reader->at, reader->end);
    const char *start = skip_blanks(reader->at, end);
    size_t length = (size_t)(end - start);
    if (length > (size_t)size - 1)
        length = (size_t)size - 1; /* cannot be: check_line has refused it */
    memcpy(buffer, start, length);
    buffer[length] = '\0';
    reader->at = end < reader->end ? end + 1 : end;
    reader->line++;
    return buffer;
}

static int take_entry(void *user, const char *section, const char *key, const char *value)
{
    struct reader *reader = user;
    if (reader->status != XN_OK)
        return 0;
    const struct ini_entry entry = {reader->source, reader->line, section, key, value};
    reader->status = reader->take(reader->user, &entry, reader->err);
    if (reader->status != XN_OK)
        reader->failed_line = reader->line;
    return reader->status == XN_OK;
}

static size_t name_length(const char *start, const char *end)
{
    const bool header = start < end && *start == '[';
    size_t length = 0;
    for (const char *at = start + (header ? 1 : 0); at < end; at++, length++)
        if (header ? *at == ']' : (*at == '=' || *at == ':'))
            return length;
    return 0; /* no name: inih says what is wrong */
}

static enum xn_status check_line(const char *start, const char *end, const char *source, unsigned line,
                                 struct xn_error *err)
{
    const size_t length = (size_t)(end - start);
    if (memchr(start, '\0', length) || xn_utf8_valid_length(start, length) != length)
        return xn_fail(err, XN_INPUT, "%s, line %u: found bytes that are not UTF-8 text", source, line);
    if (start < end && (*start == ';' || *start == '#') && length > LINE_BYTES)
        return xn_fail(err, XN_INPUT, "%s, line %u: found a comment of %zu bytes, wanted at most %d", source,
                       line, length, LINE_BYTES);
    if (length > LINE_BYTES)
        return xn_fail(err, XN_INPUT, "%s, line %u: found a line of %zu bytes, wanted at most %d", source,
                       line, length, LINE_BYTES);
    if (name_length(start, end) > NAME_BYTES && *start != ';' && *start != '#')
        return xn_fail(err, XN_INPUT, "%s, line %u: found a name of %zu bytes, wanted at most %d", source,
                       line, name_length(start, end), NAME_BYTES);
    return XN_OK;
}

static enum xn_status check_lines(const char *text, size_t length, const char *source, struct xn_error *err)
{
    unsigned line = 1;
    for (const char *at = text, *end = text + length; at < end; line++) {
        const char *stop = line_end(at, end);
        XN_TRY(check_line(skip_blanks(at, stop), stop, source, line, err));
        at = stop < end ? stop + 1 : end;
    }
    return XN_OK;
}

static enum xn_status refuse_syntax(const char *text, size_t length, const char *source, unsigned line,
                                    struct xn_error *err)
{
    const char *at = text, *end = text + length;
    for (unsigned i = 1; i < line && at < end; i++)
        at = line_end(at, end) + 1;
    const char *start = at < end ? skip_blanks(at, end) : end;
    return xn_fail(err, XN_INPUT, "%s, line %u: found '%.*s', wanted 'key = value' or '[section]'", source,
                   line, xn_shown_of(start, (size_t)(line_end(start, end) - start)), start);
}

enum xn_status xn_ini_parse(const char *text, size_t length, const char *source,
                            enum xn_status (*take)(void *user, const struct ini_entry *entry,
                                                   struct xn_error *err),
                            void *user, struct xn_error *err)
{
    XN_TRY(check_lines(text, length, source, err));
    struct reader reader = {text, text + length, source, 0, take, user, err, XN_OK, 0};
    const int wrong = ini_parse_stream(next_line, &reader, take_entry, &reader);
    if (wrong > 0 && (reader.status == XN_OK || (unsigned)wrong < reader.failed_line))
        return refuse_syntax(text, length, source, (unsigned)wrong, err);
    if (wrong < 0)
        return xn_fail_memory(err);
    return reader.status;
}

/* --- values ------------------------------------------------------------------------------------------- */

enum xn_status xn_ini_refuse(const struct ini_entry *entry, const char *wanted, struct xn_error *err)
{
    return xn_fail(err, XN_INPUT, "%s, line %u: found '%s' for %s, wanted %s", entry->source, entry->line,
                   entry->value, entry->key, wanted);
}

enum xn_status xn_ini_number(const struct ini_entry *entry, double low, double high, double *ret,
                             struct xn_error *err)
{
    double value = 0.0;
    if (xn_parse_double(entry->value, &value) && value >= low && value <= high) {
        *ret = value;
        return XN_OK;
    }
    char wanted[96];
    (void)snprintf(wanted, sizeof wanted, "a number from %g to %g", low, high);
    return xn_ini_refuse(entry, wanted, err);
}

enum xn_status xn_ini_flag(const struct ini_entry *entry, bool *ret, struct xn_error *err)
{
    const bool yes = strcmp(entry->value, "yes") == 0;
    if (!yes && strcmp(entry->value, "no") != 0)
        return xn_ini_refuse(entry, "yes or no", err);
    *ret = yes;
    return XN_OK;
}

enum xn_status xn_ini_date(const struct ini_entry *entry, xn_date *ret, struct xn_error *err)
{
    return xn_parse_date_iso(entry->value, ret) ? XN_OK : xn_ini_refuse(entry, "a date as 2005-03-01", err);
}

enum xn_status xn_ini_text(const struct ini_entry *entry, char *ret, size_t size, struct xn_error *err)
{
    const size_t length = strlen(entry->value);
    if (length >= size) {
        char wanted[64];
        (void)snprintf(wanted, sizeof wanted, "at most %zu bytes", size - 1);
        return xn_ini_refuse(entry, wanted, err);
    }
    memcpy(ret, entry->value, length + 1);
    return XN_OK;
}

bool xn_list_next(const char **at, char *ret, size_t size)
{
    if (!**at)
        return false;
    const char *end = *at + strcspn(*at, ",");
    const char *start = skip_blanks(*at, end), *stop = end;
    while (stop > start && (stop[-1] == ' ' || stop[-1] == '\t'))
        stop--;
    const size_t length = (size_t)(stop - start) < size ? (size_t)(stop - start) : size - 1;
    memcpy(ret, start, length);
    ret[length] = '\0';
    *at = *end ? end + 1 : end;
    return true;
}
