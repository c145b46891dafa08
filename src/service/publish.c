/* publish.c - see publish.h. */
#include "publish.h"
#include <stdio.h>
#include <string.h>
#include "programme_source.h"
#include "xenia/publication.h"

/* The city's day: the database's clock, or the one that a demonstration fixes. */
static enum xn_status find_day(struct xn_store *store, const struct live_city *live, xn_date *ret,
                               struct xn_error *err)
{
    *ret = live->input->as_of;
    return *ret != XN_NO_DATE ? XN_OK : xn_store_today(store, ret, err);
}

static void find_period(const struct xn_publish *wanted, xn_date day, struct xn_publish_report *report)
{
    if (wanted->meeting)
        xn_date_print(wanted->on != XN_NO_DATE ? wanted->on : day, report->period, sizeof report->period);
    else
        xn_publication_quarter(day, report->period);
}

/* One sentence: how many, which first, and when it would be possible. */
static enum xn_status refuse_recent(const struct xn_recent_units *recent, struct xn_error *err)
{
    char free_on[16];
    xn_date_print(recent->free_on, free_on, sizeof free_on);
    return xn_fail(
        err, XN_INPUT,
        "%zu area%s of fewer than %d persons, the first of them '%s', had a placement in the last %d "
        "days: it can be published on %s, or now with --hold-back",
        recent->n_units, recent->n_units == 1 ? "" : "s", XN_PUBLICATION_UNIT_PERSONS, recent->first,
        XN_PUBLICATION_QUIET_DAYS, free_on);
}

static enum xn_status find_recent(struct xn_store *store, const struct live_city *live, xn_date day,
                                  struct xn_recent_units **ret, struct xn_error *err)
{
    XN_AUTO(xn_placements_free) struct xn_placements *placements = NULL;
    XN_TRY(xn_store_recent_placements(store, live_city_stored(live)->id, &placements, err));
    return xn_publication_recent(live->city, placements->placement, placements->count, day, ret, err);
}

/* So that it can be drawn for as long as it is kept. Areas that are too large for that are no reason not to
 * publish. */
static enum xn_status keep_areas(struct xn_store *store, const struct xn_publication_source *source,
                                 struct xn_notes *notes, struct xn_error *err)
{
    struct xn_error why = {0};
    const enum xn_status status = xn_store_keep_areas(store, source->id, source->city, &why);
    if (status == XN_LIMIT)
        xn_note(notes, "the areas are too large to be kept: this publication can be drawn until they change");
    return status == XN_OK || status == XN_LIMIT ? XN_OK : xn_fail(err, status, "%s", why.message);
}

static enum xn_status add(struct xn_store *store, const struct xn_publication_source *source, bool dry_run,
                          size_t n_known, struct xn_publish_report *report, struct xn_notes *notes,
                          struct xn_error *err)
{
    XN_AUTO(xn_publication_free) struct xn_publication *publication = NULL;
    XN_AUTO_BUF document = XN_BUF_INIT, made = XN_BUF_INIT;
    XN_TRY(xn_publication_make(source, &publication, err));
    XN_TRY(xn_publication_put(publication, &document, err));
    XN_TRY(xn_publication_put_made(source->city, source->controlled, &made, err));
    xn_digest_of(document.data, document.length, report->id);
    if (dry_run)
        return XN_OK;
    XN_TRY(keep_areas(store, source, notes, err));
    return xn_store_add_publication(store, publication, xn_buf_text(&document), xn_buf_text(&made), n_known,
                                    &report->made, err);
}

/* --- together with what is known -------------------------------------------------------------------------
 */

#define EARLIER_MAX 63

struct known {
    size_t count, n_published; /* those that can be compared, and all that there are */
    struct xn_controlled *earlier[EARLIER_MAX];
};

static void known_free(struct known *known)
{
    for (size_t i = 0; i < known->count; i++)
        xn_controlled_free(known->earlier[i]);
}

/* Those back to the first that cannot be compared number by number: whoever published after that has said
 * that it does not matter. */
static enum xn_status read_known(struct xn_store *store, const struct live_city *live, bool anew,
                                 struct known *ret, struct xn_error *err)
{
    XN_AUTO(xn_publication_sources_free) struct xn_publication_sources *sources = NULL;
    XN_TRY(xn_store_publication_sources(store, live_city_stored(live)->id, &sources, err));
    ret->n_published = sources->count;
    enum xn_status status = XN_OK;
    for (size_t i = 0; status == XN_OK && i < sources->count && ret->count < EARLIER_MAX; i++) {
        struct xn_error why = {0};
        status = xn_publication_parse_made(sources->made[i], live->city, &ret->earlier[ret->count], &why);
        ret->count += status == XN_OK;
        if (status != XN_OK && status != XN_NOT_FOUND)
            return xn_fail(err, status, "%s", why.message);
    }
    if (status == XN_NOT_FOUND && ret->count == 0 && !anew)
        return xn_fail(err, XN_CONFLICT,
                       "the newest publication has other groups, or other areas of the finest level: the two "
                       "cannot be compared number by number; a steward can publish anew all the same "
                       "(xenia publish --anew)");
    return XN_OK;
}

static enum xn_status control(struct xn_store *store, const struct live_city *live,
                              const struct xn_recent_units *recent, bool anew, struct xn_controlled **ret,
                              size_t *ret_n_known, struct xn_error *err)
{
    XN_CLEANUP(known_free) struct known known = {0};
    const struct xn_controlled *earlier[EARLIER_MAX];
    XN_TRY(read_known(store, live, anew, &known, err));
    *ret_n_known = known.n_published;
    for (size_t i = 0; i < known.count; i++)
        earlier[i] = known.earlier[i];
    return xn_control(live->city, live->typology, recent->flag, earlier, known.count, ret, err);
}

static enum xn_status make(struct xn_store *store, const struct live_city *live,
                           const struct xn_recent_units *recent, const struct xn_publish *wanted, xn_date day,
                           bool dry_run, struct xn_publish_report *report, struct xn_notes *notes,
                           struct xn_error *err)
{
    const struct xn_stored_city *stored = live_city_stored(live);
    XN_AUTO(xn_controlled_free) struct xn_controlled *controlled = NULL;
    XN_AUTO(xn_programme_free) struct xn_programme *programme = NULL;
    char previous[XN_DIGEST_HEX] = "";
    size_t n_known = 0;
    XN_TRY(programme_of_city(store, live, day, &programme, notes, err));
    XN_TRY(xn_store_newest_publication(store, stored->id, previous, err));
    XN_TRY(control(store, live, recent, wanted->anew, &controlled, &n_known, err));
    report->n_left_out = controlled->n_left_out;
    const struct xn_publication_source source = {.city = live->city,
                                                 .typology = live->typology,
                                                 .policy = &live->policy,
                                                 .controlled = controlled,
                                                 .id = stored->id,
                                                 .title = stored->title,
                                                 .demonstration = stored->demonstration,
                                                 .counts_as_of = stored->counts_as_of,
                                                 .source_note = stored->source_note,
                                                 .period = report->period,
                                                 .meeting = wanted->meeting,
                                                 .made_on = day,
                                                 .as_of = live->as_of,
                                                 .snapshot = live->snapshot,
                                                 .previous = previous[0] ? previous : NULL,
                                                 .programme = programme};
    return add(store, &source, dry_run, n_known, report, notes, err);
}

enum xn_status publish_live(struct xn_store *store, const struct live_city *live,
                            const struct xn_publish *wanted, bool dry_run, struct xn_publish_report *ret,
                            struct xn_notes *notes, struct xn_error *err)
{
    static const struct xn_publish quarterly = {.on = XN_NO_DATE, .hold_back = true};
    XN_AUTO(xn_recent_units_free) struct xn_recent_units *recent = NULL;
    struct xn_publish_report report = {.made = false};
    xn_date day;
    if (!wanted)
        wanted = &quarterly;
    XN_TRY(find_day(store, live, &day, err));
    find_period(wanted, day, &report);
    XN_TRY(xn_store_find_publication(store, live_city_stored(live)->id, report.period, wanted->meeting,
                                     report.id, err));
    if (!report.id[0]) {
        XN_TRY(find_recent(store, live, day, &recent, err));
        if (recent->n_units > 0 && !wanted->hold_back)
            return refuse_recent(recent, err);
        report.n_held_back = recent->n_units;
        XN_TRY(make(store, live, recent, wanted, day, dry_run, &report, notes, err));
    }
    *ret = report;
    return XN_OK;
}
