/* openimmo_kinds.c - is an OpenImmo object for rent, and is it a dwelling? (objektkategorie) */
#include <math.h>
#include <string.h>
#include "openimmo.h"
#include "shown.h"
#include "xenia/memory.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *openimmo_attribute(const char *const *attribute, const char *name)
{
    for (size_t i = 0; attribute[i]; i += 2)
        if (strcmp(attribute[i], name) == 0)
            return attribute[i + 1];
    return "";
}

enum xn_answer openimmo_answer(const char *text)
{
    enum xn_answer answer = XN_UNKNOWN;
    (void)xn_mapping_answer_of(NULL, text, &answer);
    return answer;
}

/* What is both for sale and for rent is for rent. */
void openimmo_start_marketing(struct openimmo_object *object, const char *const *attribute)
{
    const enum xn_answer rent = openimmo_answer(openimmo_attribute(attribute, "MIETE_PACHT"));
    const enum xn_answer older = openimmo_answer(openimmo_attribute(attribute, "MIETE")); /* before 1.2 */
    object->for_rent = rent == XN_UNKNOWN ? older : rent;
    if (object->for_rent == XN_UNKNOWN &&
        (openimmo_answer(openimmo_attribute(attribute, "KAUF")) == XN_YES ||
         openimmo_answer(openimmo_attribute(attribute, "ERBPACHT")) == XN_YES ||
         openimmo_answer(openimmo_attribute(attribute, "LEASING")) == XN_YES))
        object->for_rent = XN_NO;
}

/* The sort that the attribute of a kind adds: wohnungtyp="ERDGESCHOSS". */
static void apply_sort(struct xn_dwelling *dwelling, const char *sort)
{
    static const char *const elsewhere[] = {"FERIENWOHNUNG", "FERIENHAUS", "PARKHAUS", "TANKSTELLE",
                                            "KRANKENHAUS"};
    for (size_t i = 0; i < COUNT(elsewhere); i++)
        if (strcmp(sort, elsewhere[i]) == 0)
            dwelling->is_dwelling = XN_NO;
    if (isnan(dwelling->floor) && strcmp(sort, "ERDGESCHOSS") == 0)
        dwelling->floor = 0;
    if (isnan(dwelling->floor) && strcmp(sort, "SOUTERRAIN") == 0)
        dwelling->floor = -1;
}

enum xn_status openimmo_start_kind(struct openimmo_feed *feed, const char *kind, const char *const *attribute,
                                   uint32_t line, struct xn_error *err)
{
    static const struct {
        const char *word;
        enum xn_answer is_dwelling;
    } known[] = {{"zimmer", XN_YES},
                 {"wohnung", XN_YES},
                 {"haus", XN_YES},
                 {"grundstueck", XN_NO},
                 {"buero_praxen", XN_NO},
                 {"einzelhandel", XN_NO},
                 {"gastgewerbe", XN_NO},
                 {"hallen_lager_prod", XN_NO},
                 {"land_und_forstwirtschaft", XN_NO},
                 {"parken", XN_NO},
                 {"freizeitimmobilie_gewerblich", XN_NO},
                 {"zinshaus_renditeobjekt", XN_NO},
                 {"sonstige", XN_UNKNOWN}};
    struct xn_dwelling *dwelling = &feed->object.dwelling;
    const char *sort = attribute[0] ? attribute[1] : "";
    if (dwelling->kind[0] || strcmp(kind, "objektart_zusatz") == 0)
        return XN_OK; /* the first kind is what it is */
    for (size_t i = 0; i < COUNT(known); i++)
        if (strcmp(known[i].word, kind) == 0)
            dwelling->is_dwelling = known[i].is_dwelling;
    apply_sort(dwelling, sort);
    dwelling->line = line;
    dwelling->kind = xn_arena_printf(feed->reading.offers->arena, "%.*s%s%.*s", xn_shown(kind), kind,
                                     sort[0] ? " " : "", xn_shown(sort), sort);
    return dwelling->kind ? XN_OK : xn_fail_memory(err);
}

void openimmo_start_use(struct openimmo_object *object, const char *const *attribute)
{
    if (openimmo_answer(openimmo_attribute(attribute, "WOHNEN")) == XN_NO &&
        openimmo_answer(openimmo_attribute(attribute, "GEWERBE")) == XN_YES)
        object->only_business = true;
}
