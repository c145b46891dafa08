/* offers_file.c - offers from whatever form a file has, which its first bytes show. */
#include <string.h>
#include "offer_reading.h"
#include "xenia/memory.h"
#include "xenia/text.h"

/* The first byte that is neither a byte order mark nor a blank; 0: none. */
static char first_byte(const char *bytes, size_t length)
{
    size_t at = length >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < length && strchr(" \t\r\n", bytes[at]) && bytes[at])
        at++;
    return at < length ? bytes[at] : '\0';
}

static enum xn_status check_form(size_t length, const char *source, const char *form,
                                 const char *mapping_path, struct xn_error *err)
{
    if (length > OFFER_FILE_LIMIT)
        return xn_fail(err, XN_LIMIT, "%s has %zu bytes, %s of offers has at most " OFFER_FILE_LIMIT_WORDS,
                       source, length, form);
    if (mapping_path)
        return xn_fail(err, XN_ARGUMENT, "%s is %s, which needs no mapping; '%s' is one for CSV", source,
                       form, mapping_path);
    return XN_OK;
}

const char *xn_offers_form(const char *bytes, size_t length)
{
    const char first = first_byte(bytes, length);
    return first == '<' ? "openimmo" : first == '[' || first == '{' ? "vera" : "csv";
}

enum xn_status xn_offers_parse(const char *bytes, size_t length, const char *source, const char *mapping_path,
                               struct xn_offers **ret, struct xn_notes *notes, struct xn_error *err)
{
    switch (first_byte(bytes, length)) {
    case '<':
        XN_TRY(check_form(length, source, "an XML file", mapping_path, err));
        return xn_offers_from_openimmo(bytes, length, source, ret, notes, err);
    case '[':
    case '{':
        XN_TRY(check_form(length, source, "a JSON file", mapping_path, err));
        return xn_offers_from_vera(bytes, length, source, ret, notes, err);
    default:
        return xn_offers_from_csv(bytes, length, source, mapping_path, ret, notes, err);
    }
}

enum xn_status xn_offers_read(const char *path, const char *mapping_path, struct xn_offers **ret,
                              struct xn_notes *notes, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *bytes = NULL;
    size_t length = 0;
    XN_TRY(xn_file_read(path, XN_TABLE_FILE_LIMIT, &bytes, &length, err));
    return xn_offers_parse(bytes, length, path, mapping_path, ret, notes, err);
}
