/* encoding.c - what .cpg files and language driver ids declare. */
#include "encoding.h"
#include <iconv.h>
#include <stdio.h>
#include <string.h>
#include "shapefile.h"
#include "xenia/text.h"

/* Language driver ids of dBASE and FoxPro, and the code pages they stand for. */
static const struct language_driver {
    uint8_t id;
    uint16_t code_page;
} language_driver[] = {
    {0x01, 437},  {0x02, 850},  {0x03, 1252}, {0x08, 865},  {0x09, 437}, {0x0A, 850}, {0x0B, 437},
    {0x0D, 437},  {0x0E, 850},  {0x0F, 437},  {0x10, 850},  {0x11, 437}, {0x12, 850}, {0x13, 932},
    {0x14, 850},  {0x15, 437},  {0x16, 850},  {0x17, 865},  {0x18, 437}, {0x19, 437}, {0x1A, 850},
    {0x1B, 437},  {0x1C, 863},  {0x1D, 850},  {0x1F, 852},  {0x22, 852}, {0x23, 852}, {0x24, 860},
    {0x25, 850},  {0x26, 866},  {0x37, 850},  {0x40, 852},  {0x4D, 936}, {0x4E, 949}, {0x4F, 950},
    {0x50, 874},  {0x58, 1252}, {0x59, 1252}, {0x64, 852},  {0x65, 866}, {0x66, 865}, {0x67, 861},
    {0x6A, 737},  {0x6B, 857},  {0x6C, 863},  {0x78, 950},  {0x79, 949}, {0x7A, 936}, {0x7B, 932},
    {0x7C, 874},  {0x7D, 1255}, {0x7E, 1256}, {0x86, 737},  {0x87, 852}, {0x88, 857}, {0xC8, 1250},
    {0xC9, 1251}, {0xCA, 1254}, {0xCB, 1253}, {0xCC, 1257},
};

#define LDID_ANSI 0x57 /* written by default whatever the text is in */

static void declare_by_ldid(const char *dbf_path, uint8_t ldid, struct xn_dbf_encoding *ret,
                            struct xn_notes *notes)
{
    if (ldid == 0 || ldid == LDID_ANSI)
        return;
    for (size_t i = 0; i < sizeof language_driver / sizeof *language_driver; i++)
        if (language_driver[i].id == ldid) {
            snprintf(ret->name, sizeof ret->name, "CP%u", language_driver[i].code_page);
            snprintf(ret->declarer, sizeof ret->declarer, "LDID %u", ldid);
            return;
        }
    xn_note(notes, "%s: its language driver id %u stands for no encoding; read as if it had none", dbf_path,
            ldid);
}

static bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-_.: ", c);
}

static bool looks_like_a_name(const char *text)
{
    size_t length = 0;
    while (text[length] && is_name_character(text[length]))
        length++;
    return text[length] == '\0' && length < 32;
}

/* The spellings .cpg files use, as iconv has them: "65001", "1252", "ANSI 1252", "88591", "8859_1". */
static void normalise_name(const char *text, char *ret, size_t size)
{
    if (strncmp(text, "ANSI ", 5) == 0 || strncmp(text, "OEM ", 4) == 0)
        text = strchr(text, ' ') + 1;
    const bool digits = *text && text[strspn(text, "0123456789")] == '\0';
    const char *part = strncmp(text, "8859", 4) == 0 ? text + 4 : NULL;
    if (part && (*part == '_' || *part == '-'))
        part++;
    if (strcmp(text, "65001") == 0)
        snprintf(ret, size, "UTF-8");
    else if (part && *part && strlen(part) <= 2)
        snprintf(ret, size, "ISO-8859-%s", part);
    else
        snprintf(ret, size, digits ? "CP%s" : "%s", text);
    for (char *c = ret; *c; c++)
        *c = (char)(*c == ' ' ? '-' : *c);
}

static bool iconv_knows(const char *name)
{
    const iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1)
        return false;
    iconv_close(converter);
    return true;
}

/* The trimmed text of the .cpg, NULL when there is none. */
static enum xn_status read_cpg(const char *dbf_path, struct xn_arena *arena, const char **ret,
                               struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *path = xn_sibling_path(dbf_path, ".cpg");
    if (!path)
        return xn_fail_memory(err);
    XN_CLEANUP(xn_free_pointer) char *bytes = NULL;
    size_t length = 0;
    const enum xn_status status = xn_file_read(path, 1 << 16, &bytes, &length, err);
    if (status == XN_NOT_FOUND)
        return XN_OK;
    XN_TRY(status);
    const size_t bom = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    *ret = xn_trim(arena, bytes + bom, length - bom);
    return *ret ? XN_OK : xn_fail_memory(err);
}

enum xn_status xn_dbf_encoding_declared(const char *dbf_path, uint8_t ldid, struct xn_dbf_encoding *ret,
                                        struct xn_notes *notes, struct xn_error *err)
{
    struct xn_dbf_encoding encoding = {"", ""};
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    if (!arena)
        return xn_fail_memory(err);
    const char *cpg = NULL;
    XN_TRY(read_cpg(dbf_path, arena, &cpg, err));
    if (cpg && *cpg && looks_like_a_name(cpg)) {
        normalise_name(cpg, encoding.name, sizeof encoding.name);
        snprintf(encoding.declarer, sizeof encoding.declarer, ".cpg");
        if (!iconv_knows(encoding.name))
            return xn_fail(err, XN_INPUT,
                           "%s: its .cpg declares the encoding '%s', which this system does not know",
                           dbf_path, cpg);
    } else {
        if (cpg && *cpg)
            xn_note(notes, "%s: its .cpg does not hold the name of an encoding; read as if there were none",
                    dbf_path);
        declare_by_ldid(dbf_path, ldid, &encoding, notes);
    }
    *ret = encoding;
    return XN_OK;
}

bool xn_is_ascii(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)bytes[i] >= 0x80)
            return false;
    return true;
}
