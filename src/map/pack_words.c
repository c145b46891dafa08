/* pack_words.c - words and numbers of a pack, in the reader's language. */
#include <math.h>
#include <string.h>
#include "pack_parts.h"
#include "words.h"

#define DASH "\xE2\x80\x93"

const char *pack_text(struct xn_pack *pack, const char *kept)
{
    if (!kept)
        pack->out_of_memory = true;
    return kept ? kept : "";
}

static const char *keep(struct xn_pack *pack, const struct xn_buf *buf)
{
    const bool whole = xn_buf_check(buf, NULL) == XN_OK;
    return pack_text(pack, whole ? xn_arena_strdup(pack->arena, xn_buf_text(buf)) : NULL);
}

const char *pack_say(struct xn_pack *pack, const char *english)
{
    return xn_message(pack->source.language, english);
}

const char *pack_fill(struct xn_pack *pack, const char *english, const struct xn_message_value *value,
                      size_t n_values)
{
    XN_AUTO_BUF buf = XN_BUF_INIT;
    xn_message_put(&buf, pack->source.language, english, value, n_values);
    return keep(pack, &buf);
}

const char *pack_join(struct xn_pack *pack, const char *first, const char *second)
{
    return pack_text(pack,
                     xn_arena_printf(pack->arena, "%s%s%s", first, *first && *second ? " " : "", second));
}

const char *pack_number(struct xn_pack *pack, double value, int decimals)
{
    XN_AUTO_BUF buf = XN_BUF_INIT;
    if (!isfinite(value))
        return DASH;
    xn_number_put(&buf, pack->source.language, value, decimals);
    return keep(pack, &buf);
}

const char *pack_count(struct xn_pack *pack, size_t count)
{
    return pack_number(pack, (double)count, 0);
}

const char *pack_percent(struct xn_pack *pack, double share)
{
    if (!isfinite(share))
        return DASH;
    return pack_fill(pack, XN_N("{share} %"), PACK_VALUES({"share", pack_number(pack, 100 * share, 0)}));
}

/* --- days ------------------------------------------------------------------------------------------------
 */

const char *pack_date(struct xn_pack *pack, xn_date date)
{
    char day[16];
    xn_date_print(date, day, sizeof day);
    return pack_day(pack, day);
}

const char *pack_day(struct xn_pack *pack, const char *iso)
{
    XN_AUTO_BUF buf = XN_BUF_INIT;
    xn_words_put_day(&buf, pack->source.language, iso);
    return keep(pack, &buf);
}

const char *pack_quarter(struct xn_pack *pack, const char *quarter)
{
    XN_AUTO_BUF buf = XN_BUF_INIT;
    xn_words_put_period(&buf, pack->source.language, quarter);
    return keep(pack, &buf);
}

/* "3rd quarter of 2004", or "meeting of 2004-11-30: consensus document" */
const char *pack_period(struct xn_pack *pack, const struct xn_publication *publication)
{
    if (!publication->meeting)
        return pack_quarter(pack, publication->period);
    return pack_fill(
        pack, XN_N("meeting of {day}: {meeting}"),
        PACK_VALUES({"day", pack_day(pack, publication->period)}, {"meeting", publication->meeting}));
}

/* --- numbers that are told
 * ---------------------------------------------------------------------------------- */

const char *pack_told(struct xn_pack *pack, struct xn_told told)
{
    return told.few ? pack_say(pack, XN_N("fewer than 5")) : pack_number(pack, told.count, 0);
}

static const char *bound(struct xn_pack *pack, const char *english, double share)
{
    return pack_fill(pack, english, PACK_VALUES({"share", pack_number(pack, 100 * share, 0)}));
}

const char *pack_rate(struct xn_pack *pack, struct xn_told_rate rate)
{
    if (isfinite(rate.at_least))
        return bound(pack, XN_N("{share} % or more"), rate.at_least);
    if (isfinite(rate.at_most))
        return bound(pack, XN_N("{share} % or less"), rate.at_most);
    if (!isfinite(rate.share))
        return pack_say(pack, XN_N("too few cases to give a share"));
    return pack_fill(pack, XN_N("{share} % ({lower} to {upper} %)"),
                     PACK_VALUES({"share", pack_number(pack, 100 * rate.share, 0)},
                                 {"lower", pack_number(pack, 100 * rate.lower, 0)},
                                 {"upper", pack_number(pack, 100 * rate.upper, 0)}));
}

const char *pack_interval(struct xn_pack *pack, double lower, double upper, int decimals)
{
    if (!isfinite(lower) || !isfinite(upper))
        return DASH;
    return pack_fill(pack, XN_N("{low} to {high}"),
                     PACK_VALUES({"low", pack_number(pack, lower, decimals)},
                                 {"high", pack_number(pack, upper, decimals)}));
}

const char *pack_group_title(struct xn_pack *pack, size_t group)
{
    return xn_group_title_in(&pack->now->group_title[group], pack->source.language);
}

const char *pack_measure(struct xn_pack *pack, const struct xn_index_entry *index, size_t group)
{
    const char *name = index->name[pack->source.language];
    if (group == XN_NONE)
        return name;
    return pack_text(pack, xn_arena_printf(pack->arena, "%s: %s", name, pack_group_title(pack, group)));
}
