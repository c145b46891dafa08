/* city_file.c - a city as its steward writes it down: one [city], a [level NAME] for each level, what people
 * call a group as [group NAME], and, for the papers, the [organisation].
 *
 * It says the same as the layer options of the command line. Paths are relative to the file, so that a folder
 * with a city can be moved as a whole. Levels stand coarsest first, as in the file.
 */
#include <stdio.h>
#include <string.h>
#include "ini_lines.h"
#include "known.h"
#include "xenia/exchange.h"
#include "xenia/memory.h"

#define CITY_KEYS 11
#define LEVEL_KEYS 8
#define ORGANISATION_KEYS 15
#define LEVEL_WORD "level "
#define GROUP_WORD "group "

static const struct known_words city_keys = {{"id", "title", "demonstration", "counts_as_of", "source_note",
                                              "groups", "total", "percent_of", "missing", "as_of",
                                              "indicators"},
                                             CITY_KEYS};
static const struct known_words level_keys = {
    {"layer", "crs", "unit_id", "unit_name", "parent", "counts", "counts_key", "district_aliases"},
    LEVEL_KEYS};
static const struct known_words organisation_keys = {
    {"controller", "joint_controller", "department", "address", "email", "phone", "website", "dpo",
     "dpo_email", "supervisor", "processors", "purpose", "iama", "register_url", "begin"},
    ORGANISATION_KEYS};
static const struct known_words title_keys = {{"en", "nl", "de", "ru"}, XN_LANGUAGE_COUNT};
static const struct known_words section_words = {{"city", "level NAME", "group NAME", "organisation"}, 4};

/* The file while it is read; lines of keys, 0: not given. */
struct city_pass {
    struct xn_city_input *input;
    const char *path;
    unsigned city_line[CITY_KEYS];
    unsigned level_line[XN_LEVEL_MAX][LEVEL_KEYS];
    unsigned organisation_line[ORGANISATION_KEYS];
};

static enum xn_status once(const struct ini_entry *entry, unsigned *line, struct xn_error *err)
{
    if (*line)
        return xn_fail(err, XN_INPUT, "%s, line %u: [%s] %s is given a second time, first on line %u",
                       entry->source, entry->line, entry->section, entry->key, *line);
    *line = entry->line;
    return XN_OK;
}

static enum xn_status keep_text(const struct city_pass *pass, const struct ini_entry *entry, const char **ret,
                                struct xn_error *err)
{
    if (!entry->value[0])
        return xn_ini_refuse(entry, "some text", err);
    const char *copy = xn_arena_strdup(pass->input->arena, entry->value);
    if (!copy)
        return xn_fail_memory(err);
    *ret = copy;
    return XN_OK;
}

/* A path relative to the city file's folder, unless it is absolute. */
static enum xn_status keep_path(const struct city_pass *pass, const struct ini_entry *entry, const char **ret,
                                struct xn_error *err)
{
    const char *slash = strrchr(pass->path, '/');
    if (entry->value[0] == '/' || !slash || !entry->value[0])
        return keep_text(pass, entry, ret, err);
    const int folder = (int)(slash + 1 - pass->path);
    const char *joined = xn_arena_printf(pass->input->arena, "%.*s%s", folder, pass->path, entry->value);
    if (!joined)
        return xn_fail_memory(err);
    *ret = joined;
    return XN_OK;
}

/* --- [city] -------------------------------------------------------------------------------------------- */

static enum xn_status take_groups(const struct city_pass *pass, const struct ini_entry *entry,
                                  struct xn_error *err)
{
    struct xn_city_input *input = pass->input;
    char name[128];
    for (const char *at = entry->value; xn_list_next(&at, name, sizeof name);) {
        if (!name[0] || input->n_groups == XN_GROUP_MAX)
            return xn_ini_refuse(entry, "1 to 64 names of columns as 'A, B, C'", err);
        for (size_t i = 0; i < input->n_groups; i++)
            if (strcmp(input->group[i], name) == 0)
                return xn_ini_refuse(entry, "each group once", err);
        input->group[input->n_groups] = xn_arena_strdup(input->arena, name);
        if (!input->group[input->n_groups++])
            return xn_fail_memory(err);
    }
    return input->n_groups > 0 ? XN_OK : xn_ini_refuse(entry, "1 to 64 names of columns as 'A, B, C'", err);
}

static enum xn_status take_indicators(const struct city_pass *pass, const struct ini_entry *entry,
                                      struct xn_error *err)
{
    struct xn_city_input *input = pass->input;
    char name[128];
    for (const char *at = entry->value; xn_list_next(&at, name, sizeof name);) {
        if (!name[0] || input->n_indicators == XN_INDICATOR_COLUMN_MAX)
            return xn_ini_refuse(entry, "1 to 16 names of columns as 'A, B, C'", err);
        if (!(input->indicator[input->n_indicators++] = xn_arena_strdup(input->arena, name)))
            return xn_fail_memory(err);
    }
    return XN_OK;
}

static enum xn_status take_missing(const struct city_pass *pass, const struct ini_entry *entry,
                                   struct xn_error *err)
{
    struct xn_city_input *input = pass->input;
    char code[64];
    for (const char *at = entry->value; xn_list_next(&at, code, sizeof code); input->n_missing++)
        if (input->n_missing == XN_MISSING_MAX || !xn_parse_double(code, &input->missing[input->n_missing]))
            return xn_ini_refuse(entry, "up to 8 numbers as '-99999999, -99998'", err);
    return XN_OK;
}

static enum xn_status take_date(const struct city_pass *pass, const struct ini_entry *entry, const char **ret,
                                struct xn_error *err)
{
    xn_date date;
    XN_TRY(xn_ini_date(entry, &date, err));
    return keep_text(pass, entry, ret, err);
}

static enum xn_status take_city_key(struct city_pass *pass, const struct ini_entry *entry,
                                    struct xn_error *err)
{
    struct xn_city_input *input = pass->input;
    const size_t key = xn_known_find(&city_keys, entry->key);
    if (key == XN_NONE)
        return xn_known_refuse_key(entry, &city_keys, err);
    XN_TRY(once(entry, &pass->city_line[key], err));
    switch (key) {
    case 0:
        return keep_text(pass, entry, &input->id, err);
    case 1:
        return keep_text(pass, entry, &input->title, err);
    case 2:
        return xn_ini_flag(entry, &input->demonstration, err);
    case 3:
        return take_date(pass, entry, &input->counts_as_of, err);
    case 4:
        return keep_text(pass, entry, &input->source_note, err);
    case 5:
        return take_groups(pass, entry, err);
    case 6:
        return keep_text(pass, entry, &input->total, err);
    case 7:
        return keep_text(pass, entry, &input->percent_of, err);
    case 8:
        return take_missing(pass, entry, err);
    case 9:
        return xn_ini_date(entry, &input->as_of, err);
    default:
        return take_indicators(pass, entry, err);
    }
}

/* --- [level NAME] -------------------------------------------------------------------------------------- */

static enum xn_status level_of(struct city_pass *pass, const struct ini_entry *entry, size_t *ret,
                               struct xn_error *err)
{
    struct xn_city_input *input = pass->input;
    const char *name = entry->section + strlen(LEVEL_WORD);
    for (size_t i = 0; i < input->n_levels; i++)
        if (strcmp(input->level[i].name, name) == 0) {
            *ret = i;
            return XN_OK;
        }
    if (input->n_levels == XN_LEVEL_MAX)
        return xn_fail(err, XN_LIMIT, "%s, line %u: [%s] is one level too many, a city has at most %d",
                       entry->source, entry->line, entry->section, XN_LEVEL_MAX);
    if (!(input->level[input->n_levels].name = xn_arena_strdup(input->arena, name)))
        return xn_fail_memory(err);
    *ret = input->n_levels++;
    return XN_OK;
}

static enum xn_status take_level_key(struct city_pass *pass, const struct ini_entry *entry,
                                     struct xn_error *err)
{
    size_t position = 0;
    const size_t key = xn_known_find(&level_keys, entry->key);
    if (key == XN_NONE)
        return xn_known_refuse_key(entry, &level_keys, err);
    XN_TRY(level_of(pass, entry, &position, err));
    XN_TRY(once(entry, &pass->level_line[position][key], err));
    struct xn_level_input *level = &pass->input->level[position];
    switch (key) {
    case 0:
        return keep_path(pass, entry, &level->layer, err);
    case 1:
        return keep_text(pass, entry, &level->crs, err);
    case 2:
        return keep_text(pass, entry, &level->unit_id, err);
    case 3:
        return keep_text(pass, entry, &level->unit_name, err);
    case 4:
        return keep_text(pass, entry, &level->parent, err);
    case 5:
        return keep_path(pass, entry, &level->counts, err);
    case 6:
        return keep_text(pass, entry, &level->counts_key, err);
    default:
        return keep_path(pass, entry, &level->district_aliases, err);
    }
}

/* --- [group NAME] -------------------------------------------------------------------------------------- */

static enum xn_status title_of(const struct city_pass *pass, const struct ini_entry *entry,
                               struct xn_group_title **ret, struct xn_error *err)
{
    struct xn_city_input *input = pass->input;
    const char *name = entry->section + strlen(GROUP_WORD);
    for (size_t i = 0; i < input->n_group_titles; i++)
        if (strcmp(input->group_title[i].group, name) == 0) {
            *ret = &input->group_title[i];
            return XN_OK;
        }
    if (input->n_group_titles == XN_GROUP_MAX)
        return xn_fail(err, XN_LIMIT, "%s, line %u: [%s] is one group too many, a city has at most %d",
                       entry->source, entry->line, entry->section, XN_GROUP_MAX);
    struct xn_group_title *title = &input->group_title[input->n_group_titles];
    if (!(title->group = xn_arena_strdup(input->arena, name)))
        return xn_fail_memory(err);
    input->n_group_titles++;
    *ret = title;
    return XN_OK;
}

/* de = Aussiedler */
static enum xn_status take_title(const struct city_pass *pass, const struct ini_entry *entry,
                                 struct xn_error *err)
{
    struct xn_group_title *title = NULL;
    for (enum xn_language language = 0; language < XN_LANGUAGE_COUNT; language++) {
        if (strcmp(entry->key, xn_language_tag(language)) != 0)
            continue;
        XN_TRY(title_of(pass, entry, &title, err));
        if (title->text[language])
            return xn_fail(err, XN_INPUT, "%s, line %u: [%s] %s is given a second time", entry->source,
                           entry->line, entry->section, entry->key);
        return keep_text(pass, entry, &title->text[language], err);
    }
    return xn_known_refuse_key(entry, &title_keys, err);
}

/* --- [organisation] ------------------------------------------------------------------------------------ */

static enum xn_status take_organisation_key(struct city_pass *pass, const struct ini_entry *entry,
                                            struct xn_error *err)
{
    struct xn_organisation *organisation = &pass->input->organisation;
    const char **const text[ORGANISATION_KEYS - 1] = {
        &organisation->controller, &organisation->joint_controller,
        &organisation->department, &organisation->address,
        &organisation->email,      &organisation->phone,
        &organisation->website,    &organisation->dpo,
        &organisation->dpo_email,  &organisation->supervisor,
        &organisation->processors, &organisation->purpose,
        &organisation->iama,       &organisation->register_url};
    const size_t key = xn_known_find(&organisation_keys, entry->key);
    if (key == XN_NONE)
        return xn_known_refuse_key(entry, &organisation_keys, err);
    XN_TRY(once(entry, &pass->organisation_line[key], err));
    return key < ORGANISATION_KEYS - 1 ? keep_text(pass, entry, text[key], err)
                                       : xn_ini_date(entry, &organisation->begin, err);
}

static enum xn_status take_entry(void *user, const struct ini_entry *entry, struct xn_error *err)
{
    struct city_pass *pass = user;
    if (strcmp(entry->section, "city") == 0)
        return take_city_key(pass, entry, err);
    if (strcmp(entry->section, "organisation") == 0)
        return take_organisation_key(pass, entry, err);
    const size_t word = strlen(LEVEL_WORD);
    if (strncmp(entry->section, LEVEL_WORD, word) == 0 && entry->section[word])
        return take_level_key(pass, entry, err);
    const size_t group_word = strlen(GROUP_WORD);
    if (strncmp(entry->section, GROUP_WORD, group_word) == 0 && entry->section[group_word])
        return take_title(pass, entry, err);
    return xn_known_refuse_section(entry, &section_words, err);
}

/* --- the whole ----------------------------------------------------------------------------------------- */

static enum xn_status check_level(const struct xn_level_input *level, const char *path, struct xn_error *err)
{
    if (!level->layer)
        return xn_fail(err, XN_INPUT, "%s: [level %s] does not say 'layer = FILE.shp'", path, level->name);
    if (!level->unit_id)
        return xn_fail(err, XN_INPUT, "%s: [level %s] does not say 'unit_id = COLUMN'", path, level->name);
    if (!level->counts != !level->counts_key)
        return xn_fail(err, XN_INPUT, "%s: [level %s] has %s without %s", path, level->name,
                       level->counts ? "counts" : "counts_key", level->counts ? "counts_key" : "counts");
    return XN_OK;
}

/* A title of a group that is not there is a slip of the pen. */
static enum xn_status check_title(const struct xn_city_input *input, const char *group, const char *path,
                                  struct xn_error *err)
{
    bool found = strcmp(group, XN_RESIDUAL_GROUP) == 0;
    for (size_t g = 0; g < input->n_groups; g++)
        found = found || strcmp(input->group[g], group) == 0;
    return found ? XN_OK
                 : xn_fail(err, XN_INPUT, "%s: [group %s] is none of the groups of [city], nor %s", path,
                           group, XN_RESIDUAL_GROUP);
}

static enum xn_status check_city(const struct xn_city_input *input, const char *path, struct xn_error *err)
{
    if (!input->id)
        return xn_fail(err, XN_INPUT, "%s: [city] does not say 'id = NAME'", path);
    if (input->n_groups == 0 && !input->total)
        return xn_fail(err, XN_INPUT, "%s: [city] does not say 'groups = A, B, C' (or 'total = COLUMN')",
                       path);
    if (input->as_of != XN_NO_DATE && !input->demonstration)
        return xn_fail(err, XN_INPUT,
                       "%s: [city] as_of stands still, so it is for 'demonstration = yes' alone", path);
    if (input->total && input->percent_of)
        return xn_fail(err, XN_INPUT, "%s: [city] has both total and percent_of, wanted one of them", path);
    if (input->n_levels == 0)
        return xn_fail(err, XN_INPUT, "%s has no [level NAME]", path);
    for (size_t i = 0; i < input->n_levels; i++)
        XN_TRY(check_level(&input->level[i], path, err));
    for (size_t i = 0; i < input->n_group_titles; i++)
        XN_TRY(check_title(input, input->group_title[i].group, path, err));
    return XN_OK;
}

enum xn_status xn_city_file_read(const char *path, struct xn_city_input **ret, struct xn_error *err)
{
    XN_CLEANUP(xn_free_pointer) char *text = NULL;
    XN_AUTO(xn_city_input_free) struct xn_city_input *input = NULL;
    size_t length = 0;
    XN_TRY(xn_file_read(path, INI_FILE_LIMIT, &text, &length, err));
    XN_TRY(xn_city_input_new(&input, err));
    struct city_pass pass = {.input = input, .path = path};
    XN_TRY(xn_ini_parse(text, length, path, take_entry, &pass, err));
    XN_TRY(check_city(input, path, err));
    *ret = XN_STEAL(input);
    return XN_OK;
}
