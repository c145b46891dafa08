/* pack_parts.h - the inside of a pack: its words and numbers, its maps, and the parts that both kinds have.
 *
 * A text that memory fails for comes out as "", so that parts read as the page does; the pack remembers it,
 * and is then not made.
 */
#ifndef XENIA_MAP_PACK_PARTS_H
#define XENIA_MAP_PACK_PARTS_H

#include "xenia/pack.h"
#include "xenia/programme.h"

struct xn_pack {
    struct xn_pack_source source;
    const struct xn_publication *now, *before; /* before: the pack before; NULL: this is the first */
    const struct xn_publication *first;   /* the first one with the same areas: limits of colours are its */
    const struct xn_programme *programme; /* of now; NULL: none was published with it */
    struct xn_arena *arena;
    struct xn_document *document;
    bool out_of_memory; /* for a text */
};

/* --- pack_words.c: words and numbers in the reader's language ----------------------------------------------
 */

#define PACK_VALUES(...)                                                                                     \
    (const struct xn_message_value[]){__VA_ARGS__},                                                          \
        sizeof((const struct xn_message_value[]){__VA_ARGS__}) / sizeof(struct xn_message_value)

const char *pack_group_title(struct xn_pack *pack, size_t group); /* what people call it */
const char *pack_text(struct xn_pack *pack, const char *kept);    /* of the arena; NULL: memory failed */
const char *pack_say(struct xn_pack *pack, const char *english);
const char *pack_fill(struct xn_pack *pack, const char *english, const struct xn_message_value *value,
                      size_t n_values);
const char *pack_join(struct xn_pack *pack, const char *first, const char *second); /* with a blank */
const char *pack_number(struct xn_pack *pack, double value, int decimals);          /* not finite: a dash */
const char *pack_count(struct xn_pack *pack, size_t count);
const char *pack_percent(struct xn_pack *pack, double share); /* whole percent */
const char *pack_date(struct xn_pack *pack, xn_date date);
const char *pack_day(struct xn_pack *pack, const char *iso);         /* "2004-12-31" in the language's form */
const char *pack_quarter(struct xn_pack *pack, const char *quarter); /* "2004Q3": "3rd quarter of 2004" */
const char *pack_period(struct xn_pack *pack, const struct xn_publication *publication);
const char *pack_told(struct xn_pack *pack, struct xn_told told);      /* "0", "fewer than 5", "15" */
const char *pack_rate(struct xn_pack *pack, struct xn_told_rate rate); /* "90 % (70 to 95 %)" */
const char *pack_interval(struct xn_pack *pack, double lower, double upper,
                          int decimals); /* "0.31 to 0.42" */
const char *pack_measure(struct xn_pack *pack, const struct xn_index_entry *index, size_t group);

/* --- pack_maps.c: maps of publications, kept while the pack lives
 * ------------------------------------------- */

/* Limits are those of the first publication. index NULL: classes. NULL in `ret`: nothing to draw there. */
XN_MUST_CHECK enum xn_status pack_make_map(struct xn_pack *pack, const struct xn_publication *publication,
                                           size_t level, const struct xn_index_entry *index, size_t group,
                                           const struct xn_publication *since, const struct xn_map **ret,
                                           struct xn_error *err);
/* Dwellings on the market by district; NULL: none was published. */
XN_MUST_CHECK enum xn_status pack_make_market_map(struct xn_pack *pack, const struct xn_map **ret,
                                                  struct xn_error *err);
/* Has a level any shown value of the measure? */
bool pack_has_level(const struct xn_publication *publication, size_t level,
                    const struct xn_index_entry *index, size_t group);
/* The group that classes rest on, else the first one; XN_NONE: there are none. */
size_t pack_group(const struct xn_pack *pack);

/* --- the parts; each adds its blocks
 * ------------------------------------------------------------------------ */

void pack_put_summary(struct xn_pack *pack);                                              /* pack_summary.c */
XN_MUST_CHECK enum xn_status pack_put_market(struct xn_pack *pack, struct xn_error *err); /* pack_market.c */
XN_MUST_CHECK enum xn_status pack_put_segregation(struct xn_pack *pack, bool all_levels,
                                                  struct xn_error *err); /* pack_segregation.c */
XN_MUST_CHECK enum xn_status pack_put_mix(struct xn_pack *pack, struct xn_error *err);
XN_MUST_CHECK enum xn_status pack_put_dispersion(struct xn_pack *pack, struct xn_error *err);
void pack_put_index_table(struct xn_pack *pack, size_t level);
void pack_put_series(struct xn_pack *pack);
XN_MUST_CHECK enum xn_status pack_put_areas(struct xn_pack *pack, struct xn_error *err); /* pack_areas.c */
void pack_put_progress(struct xn_pack *pack);                                            /* pack_progress.c */
void pack_put_needs(struct xn_pack *pack);
void pack_put_commitments(struct xn_pack *pack);
XN_MUST_CHECK enum xn_status pack_put_changes(struct xn_pack *pack, bool with_maps,
                                              struct xn_error *err); /* pack_changes.c */
void pack_put_method(struct xn_pack *pack);                          /* pack_method.c */

#endif
