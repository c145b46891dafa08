/* district_aliases.c - from what people call a part of town to the unit of a level.
 *
 * Names are compared folded: small letters of ASCII without accents, and nothing else. German writes "ü" also
 * as "ue", so an e after a, o or u goes too: "Düesbergweg", "Duesbergweg" and "Dusbergweg" are one name. Two
 * names that fold alike are one name of several units, which is told, never guessed.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "known.h"
#include "shown.h"
#include "xenia/exchange.h"
#include "xenia/memory.h"
#include "xenia/text.h"

#define NAME_BYTES 128
#define CANDIDATES_SHOWN 8

struct alias {
    const char *folded;
    const char *unit_id;
    uint32_t line;
};

struct xn_district_aliases {
    const char *source;
    size_t count;
    struct alias *alias; /* by folded name, then line */
    struct xn_arena *arena;
};

void xn_district_aliases_free(struct xn_district_aliases *aliases)
{
    if (aliases)
        xn_arena_free(aliases->arena); /* the list itself lies in it */
}

/* --- folding ---------------------------------------------------------------------------------------------
 */

/* The letters that U+00C0 to U+00FF stand for; NUL: none. */
static const char *const latin_1[64] = {
    "a", "a", "a", "a", "a", "a", "a", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o", "",  "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "a", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o", "",  "o", "u", "u", "u", "u", "y", "th", "y",
};

static bool is_letter(unsigned char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
}

/* Appends one letter, unless it is the e of "ae", "oe", "ue". */
static size_t append(char *ret, size_t length, char letter, bool *after_vowel)
{
    const bool is_umlaut_e = letter == 'e' && *after_vowel;
    *after_vowel = letter == 'a' || letter == 'o' || letter == 'u';
    if (is_umlaut_e || length + 1 >= NAME_BYTES)
        return length;
    ret[length] = letter;
    return length + 1;
}

/* A longer name is cut: nothing is called so. Bytes of other scripts stand for themselves. */
static void fold(const char *name, char ret[NAME_BYTES])
{
    size_t length = 0;
    bool after_vowel = false;
    for (const unsigned char *at = (const unsigned char *)name; *at; at++) {
        const unsigned char lower = *at >= 'A' && *at <= 'Z' ? (unsigned char)(*at + ('a' - 'A')) : *at;
        if (*at == 0xc3 && at[1] >= 0x80 && at[1] <= 0xbf) {
            for (const char *letter = latin_1[*++at - 0x80]; *letter; letter++)
                length = append(ret, length, *letter, &after_vowel);
        } else if (is_letter(lower)) {
            length = append(ret, length, (char)lower, &after_vowel);
        } else if (*at >= 0x80 && length + 1 < NAME_BYTES) {
            ret[length++] = (char)*at;
        }
    }
    ret[length] = '\0';
}

/* --- reading ---------------------------------------------------------------------------------------------
 */

struct sheet {
    const struct xn_table *table;
    size_t name, unit_id; /* columns */
    struct xn_district_aliases *aliases;
};

static enum xn_status refuse(const struct sheet *sheet, size_t row, const char *column, const char *got,
                             const char *wanted, struct xn_error *err)
{
    return xn_fail(err, XN_INPUT, "%s, line %u, column %s: found '%.*s', wanted %s", sheet->table->source,
                   sheet->table->line[row], column, xn_shown(got), got, wanted);
}

static enum xn_status read_row(const struct sheet *sheet, size_t row, struct alias *ret, struct xn_error *err)
{
    struct xn_arena *arena = sheet->aliases->arena;
    const char *name = xn_table_cell(sheet->table, row, sheet->name);
    const char *unit_id = xn_table_cell(sheet->table, row, sheet->unit_id);
    char folded[NAME_BYTES];
    fold(name, folded);
    if (!folded[0])
        return refuse(sheet, row, "alias", name, "what people call the district", err);
    if (!unit_id[0])
        return refuse(sheet, row, "unit_id", unit_id, "the id of a unit", err);
    ret->line = sheet->table->line[row];
    ret->folded = xn_arena_strdup(arena, folded);
    ret->unit_id = xn_arena_strdup(arena, unit_id);
    return ret->folded && ret->unit_id ? XN_OK : xn_fail_memory(err);
}

static int by_name_and_unit(const void *a, const void *b)
{
    const struct alias *first = a, *second = b;
    const int name = strcmp(first->folded, second->folded);
    const int unit = name ? name : strcmp(first->unit_id, second->unit_id);
    return unit ? unit : (first->line > second->line) - (first->line < second->line);
}

static enum xn_status check_once(const struct xn_district_aliases *aliases, struct xn_faults *faults,
                                 struct xn_notes *notes, struct xn_error *err)
{
    for (size_t i = 1; i < aliases->count; i++) {
        struct xn_error fault = {0};
        const struct alias *before = &aliases->alias[i - 1], *one = &aliases->alias[i];
        if (strcmp(before->folded, one->folded) != 0 || strcmp(before->unit_id, one->unit_id) != 0)
            continue;
        const enum xn_status status =
            xn_fail(&fault, XN_INPUT,
                    "%s, line %u: says the same as line %u (upper case, accents, blanks and "
                    "punctuation do not count)",
                    aliases->source, one->line, before->line);
        XN_TRY(xn_faults_take(faults, notes, status, &fault, err));
    }
    return XN_OK;
}

static enum xn_status aliases_new(const struct xn_table *table, struct xn_district_aliases **ret,
                                  struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct xn_district_aliases *aliases = arena ? xn_arena_alloc(arena, 1, sizeof *aliases) : NULL;
    if (!aliases || !(aliases->source = xn_arena_strdup(arena, table->source)))
        return xn_fail_memory(err);
    XN_TRY(XN_ARENA_ARRAY(arena, table->n_rows, &aliases->alias, err));
    aliases->arena = XN_STEAL(arena);
    *ret = aliases;
    return XN_OK;
}

enum xn_status xn_district_aliases_read(const char *path, struct xn_district_aliases **ret,
                                        struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_table_free) struct xn_table *table = NULL;
    XN_AUTO(xn_district_aliases_free) struct xn_district_aliases *aliases = NULL;
    const struct xn_csv_options options = {0, NULL};
    struct xn_faults faults = {0};
    XN_TRY(xn_csv_read(path, &options, &table, notes, err));
    XN_TRY(aliases_new(table, &aliases, err));
    struct sheet sheet = {.table = table, .aliases = aliases};
    XN_TRY(xn_table_find_column(table, "alias", &sheet.name, err));
    XN_TRY(xn_table_find_column(table, "unit_id", &sheet.unit_id, err));
    for (size_t row = 0; row < table->n_rows; row++) {
        struct xn_error fault = {0};
        const enum xn_status status = read_row(&sheet, row, &aliases->alias[aliases->count], &fault);
        XN_TRY(xn_faults_take(&faults, notes, status, &fault, err));
        aliases->count += status == XN_OK;
    }
    qsort(aliases->alias, aliases->count, sizeof *aliases->alias, by_name_and_unit);
    XN_TRY(check_once(aliases, &faults, notes, err));
    XN_TRY(xn_faults_result(&faults, err));
    *ret = XN_STEAL(aliases);
    return XN_OK;
}

/* --- applying --------------------------------------------------------------------------------------------
 */

/* A name of one unit: its own, or an alias. */
struct name {
    const char *folded;
    const char *unit_id;
    size_t unit;
};

/* All names of a level, and which texts have been told of. */
struct gazetteer {
    const struct xn_city *city;
    size_t level;
    size_t n_own, n_alias;
    struct name *own, *alias; /* sorted by name, then id */
    struct known_words told;
    struct xn_notes *notes;
    struct xn_arena *arena;
};

static int by_name(const void *a, const void *b)
{
    const struct name *first = a, *second = b;
    const int order = strcmp(first->folded, second->folded);
    return order ? order : strcmp(first->unit_id, second->unit_id);
}

static enum xn_status add_own(struct gazetteer *names, struct xn_error *err)
{
    const size_t n = xn_city_units(names->city, names->level);
    XN_TRY(XN_ARENA_ARRAY(names->arena, n, &names->own, err));
    for (size_t i = 0; i < n; i++) {
        char folded[NAME_BYTES];
        const struct xn_unit *unit = xn_city_unit(names->city, names->level, i);
        fold(unit->name, folded);
        names->own[i] = (struct name){xn_arena_strdup(names->arena, folded), unit->id, i};
        if (!names->own[i].folded)
            return xn_fail_memory(err);
    }
    names->n_own = n;
    qsort(names->own, n, sizeof *names->own, by_name);
    return XN_OK;
}

static enum xn_status add_aliases(struct gazetteer *names, const struct xn_district_aliases *aliases,
                                  struct xn_error *err)
{
    struct xn_faults faults = {0};
    XN_TRY(XN_ARENA_ARRAY(names->arena, aliases->count, &names->alias, err));
    for (size_t i = 0; i < aliases->count; i++) {
        const struct alias *one = &aliases->alias[i];
        const size_t unit = xn_city_find_unit(names->city, names->level, one->unit_id);
        struct xn_error fault = {0};
        const enum xn_status status =
            unit != XN_NONE ? XN_OK
                            : xn_fail(&fault, XN_INPUT,
                                      "%s, line %u, column unit_id: found '%.*s', wanted the id of a unit of "
                                      "the level %s",
                                      aliases->source, one->line, xn_shown(one->unit_id), one->unit_id,
                                      xn_city_level_name(names->city, names->level));
        XN_TRY(xn_faults_take(&faults, names->notes, status, &fault, err));
        names->alias[names->n_alias++] = (struct name){one->folded, one->unit_id, unit};
    }
    qsort(names->alias, names->n_alias, sizeof *names->alias, by_name);
    return xn_faults_result(&faults, err);
}

/* The first of the sorted names that are `folded`, and how many there are. */
static const struct name *find(const struct name *name, size_t n, const char *folded, size_t *ret_n)
{
    size_t low = 0, high = n, end;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (strcmp(name[middle].folded, folded) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (end = low; end < n && strcmp(name[end].folded, folded) == 0;)
        end++;
    *ret_n = end - low;
    return name + low;
}

/* The units of a district as written: by their own name, by an alias, by either after the town. */
static const struct name *resolve(const struct gazetteer *names, const struct xn_dwelling *dwelling,
                                  size_t *ret_n)
{
    char folded[NAME_BYTES], town[NAME_BYTES];
    fold(dwelling->district, folded);
    fold(dwelling->city, town);
    const size_t skip = strlen(town);
    const bool has_town = skip > 0 && strncmp(folded, town, skip) == 0 && folded[skip];
    const struct name *found = NULL;
    for (const char *text = folded; text; text = text == folded && has_town ? folded + skip : NULL) {
        found = find(names->own, names->n_own, text, ret_n);
        if (*ret_n == 0)
            found = find(names->alias, names->n_alias, text, ret_n);
        if (*ret_n > 0)
            return found;
    }
    return found;
}

/* Once a text: which units it could be, or that it is none. */
static void tell(struct gazetteer *names, const char *district, const struct name *found, size_t n)
{
    XN_AUTO_BUF list = {.limit = 500};
    if (xn_known_find(&names->told, district) != XN_NONE)
        return;
    xn_known_add(&names->told, district);
    for (size_t i = 0; i < n && i < CANDIDATES_SHOWN; i++) {
        const struct xn_unit *unit = xn_city_unit(names->city, names->level, found[i].unit);
        xn_buf_printf(&list, "%s%.*s (%.*s)", i ? ", " : "", xn_shown(unit->name), unit->name,
                      xn_shown(unit->id), unit->id);
    }
    if (n == 0)
        xn_note(names->notes, "the district '%.*s' is no %s by name or alias; the place is not known",
                xn_shown(district), district, xn_city_level_name(names->city, names->level));
    else
        xn_note(names->notes, "the district '%.*s' can be %zu of the level %s: %s%s; the place is not known",
                xn_shown(district), district, n, xn_city_level_name(names->city, names->level),
                xn_buf_text(&list), n > CANDIDATES_SHOWN ? " ..." : "");
}

static void apply_to(struct gazetteer *names, struct xn_dwelling *dwelling)
{
    size_t n = 0;
    if (!isnan(dwelling->lon) || !dwelling->district[0])
        return;
    const struct name *found = resolve(names, dwelling, &n);
    if (n != 1) {
        tell(names, dwelling->district, found, n);
        return;
    }
    dwelling->district_unit_id = xn_city_unit(names->city, names->level, found->unit)->id;
    dwelling->district_level = names->level;
}

enum xn_status xn_district_aliases_apply(const struct xn_district_aliases *aliases,
                                         const struct xn_city *city, size_t level,
                                         struct xn_dwelling *dwelling, size_t n_dwellings,
                                         struct xn_notes *notes, struct xn_error *err)
{
    XN_AUTO(xn_arena_free) struct xn_arena *arena = xn_arena_new();
    struct gazetteer names = {.city = city, .level = level, .notes = notes, .arena = arena};
    if (!arena)
        return xn_fail_memory(err);
    XN_TRY(add_own(&names, err));
    XN_TRY(add_aliases(&names, aliases, err));
    for (size_t i = 0; i < n_dwellings; i++)
        apply_to(&names, &dwelling[i]);
    return XN_OK;
}

/* The level of that name; one that was made by adding up stands above those of the city file. */
static size_t level_named(const struct xn_city *city, const char *name)
{
    size_t level = 0;
    while (level + 1 < xn_city_levels(city) && strcmp(xn_city_level_name(city, level), name) != 0)
        level++;
    return level;
}

enum xn_status xn_district_aliases_use(const struct xn_city_input *input, const struct xn_city *city,
                                       struct xn_dwelling *dwelling, size_t n_dwellings,
                                       struct xn_notes *notes, struct xn_error *err)
{
    for (size_t i = 0; i < input->n_levels && i < xn_city_levels(city); i++) {
        XN_AUTO(xn_district_aliases_free) struct xn_district_aliases *aliases = NULL;
        if (!input->level[i].district_aliases)
            continue;
        XN_TRY(xn_district_aliases_read(input->level[i].district_aliases, &aliases, notes, err));
        const size_t level = level_named(city, input->level[i].name);
        XN_TRY(xn_district_aliases_apply(aliases, city, level, dwelling, n_dwellings, notes, err));
    }
    return XN_OK;
}
