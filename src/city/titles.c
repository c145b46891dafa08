/* titles.c - what people call groups, whose own names are those of columns, and levels */
#include <string.h>
#include "city_internal.h"

static const struct xn_group_title *find(const struct xn_group_source *groups, const char *name)
{
    for (size_t i = 0; i < groups->n_titles; i++)
        if (strcmp(groups->title[i].group, name) == 0)
            return &groups->title[i];
    return NULL;
}

static enum xn_status copy(struct xn_city *city, const struct xn_group_title *from,
                           struct xn_group_title *ret, struct xn_error *err)
{
    for (size_t language = 0; language < XN_LANGUAGE_COUNT; language++)
        if (from->text[language] &&
            !(ret->text[language] = xn_arena_strdup(city->arena, from->text[language])))
            return xn_fail_memory(err);
    return XN_OK;
}

enum xn_status city_set_titles(struct xn_city *city, const struct xn_group_source *groups,
                               struct xn_error *err)
{
    XN_TRY(XN_ARENA_ARRAY(city->arena, city->n_groups, &city->group_title, err));
    for (size_t m = 0; m < city->n_groups; m++) {
        const struct xn_group_title *from = find(groups, city->group_name[m]);
        city->group_title[m] = (struct xn_group_title){.group = city->group_name[m]};
        if (from)
            XN_TRY(copy(city, from, &city->group_title[m], err));
    }
    return XN_OK;
}

const struct xn_group_title *xn_city_group_titles(const struct xn_city *city)
{
    return city->group_title;
}

const char *xn_group_title_in(const struct xn_group_title *title, enum xn_language language)
{
    if (title->text[language])
        return title->text[language];
    for (size_t other = 0; other < XN_LANGUAGE_COUNT; other++)
        if (title->text[other])
            return title->text[other];
    return strcmp(title->group, XN_RESIDUAL_GROUP) == 0 ? xn_message(language, "All other inhabitants")
                                                        : title->group;
}

bool xn_level_is_term(const char *name)
{
    static const char *const term[] = {XN_N("district"), XN_N("block"), XN_N("street")};
    for (size_t i = 0; i < sizeof term / sizeof *term; i++)
        if (strcmp(name, term[i]) == 0)
            return true;
    return false;
}

const char *xn_level_title(const char *name, enum xn_language language)
{
    return xn_level_is_term(name) ? xn_message(language, name) : name;
}
