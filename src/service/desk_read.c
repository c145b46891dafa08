/* desk_read.c - things out of the store, as they are on the city's day: one, or 404, and lists. */
#include "desk.h"

static enum xn_status not_found(struct task *task, const char *what, const char *id)
{
    return desk_refuse(task, 404, "not_found", NULL, "There is no %s '%.64s'.", what, id);
}

/* The outcome of reading one thing. */
static enum xn_status found(struct task *task, enum xn_status status, size_t count, const char *what,
                            const char *id, const struct xn_error *why, struct xn_error *err)
{
    if (status == XN_NOT_FOUND || (status == XN_OK && count == 0))
        return not_found(task, what, id);
    return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why->message);
}

const char *desk_household_name(const struct xn_stored_household *household)
{
    return *household->reference ? household->reference : household->id;
}

/* --- the city's day ---------------------------------------------------------------------------------------
 */

static void settle_households(const struct xn_desk *desk, struct xn_stored_households *households)
{
    const xn_date today = desk->live->input->as_of;
    for (size_t i = 0; today != XN_NO_DATE && i < households->count; i++) {
        struct xn_stored_household *household = &households->household[i];
        if (household->still_waits && household->arrived_on <= today)
            household->days_waited = today - household->arrived_on;
    }
}

static void settle_objections(const struct xn_desk *desk, struct xn_stored_objections *objections)
{
    const xn_date today = desk->live->input->as_of;
    for (size_t i = 0; today != XN_NO_DATE && i < objections->count; i++) {
        struct xn_stored_objection *objection = &objections->objection[i];
        objection->overdue = objection->state == XN_OBJECTION_OPEN && objection->deadline < today;
    }
}

enum xn_status xn_desk_households(struct xn_desk *desk, bool all, struct xn_stored_households **ret,
                                  struct xn_error *err)
{
    XN_TRY(xn_store_households(desk->store, desk_city(desk), all, ret, err));
    settle_households(desk, *ret);
    return XN_OK;
}

enum xn_status xn_desk_objections(struct xn_desk *desk, const char *household, bool open,
                                  struct xn_stored_objections **ret, struct xn_error *err)
{
    XN_TRY(xn_store_objections(desk->store, desk_city(desk), NULL, household, open, ret, err));
    settle_objections(desk, *ret);
    return XN_OK;
}

/* --- one thing
 * ----------------------------------------------------------------------------------------------
 */

enum xn_status desk_read_household(struct task *task, const char *id, struct xn_error *err)
{
    struct xn_error why = {0};
    xn_stored_households_free(XN_STEAL(task->households));
    const enum xn_status status =
        xn_store_household(task->desk->store, task->city, id, &task->households, &why);
    if (status == XN_OK)
        settle_households(task->desk, task->households);
    return found(task, status, status == XN_OK ? task->households->count : 0, "household", id, &why, err);
}

enum xn_status desk_read_dwelling(struct task *task, const char *id, struct xn_error *err)
{
    struct xn_error why = {0};
    xn_stored_dwellings_free(XN_STEAL(task->dwellings));
    const enum xn_status status =
        xn_store_dwellings(task->desk->store, task->city, id, &task->dwellings, &why);
    return found(task, status, status == XN_OK ? task->dwellings->count : 0, "dwelling", id, &why, err);
}

enum xn_status desk_read_offer(struct task *task, const char *id, struct xn_error *err)
{
    struct xn_error why = {0};
    if (!desk_is_id(id))
        return not_found(task, "offer", id);
    xn_stored_offers_free(XN_STEAL(task->offers));
    const enum xn_status status =
        xn_store_offers_made(task->desk->store, task->city, id, NULL, NULL, false, &task->offers, &why);
    return found(task, status, status == XN_OK ? task->offers->count : 0, "offer", id, &why, err);
}

enum xn_status desk_read_placement(struct task *task, const char *id, struct xn_error *err)
{
    struct xn_error why = {0};
    if (!desk_is_id(id))
        return not_found(task, "placement", id);
    xn_stored_placements_free(XN_STEAL(task->placements));
    const enum xn_status status =
        xn_store_placements_made(task->desk->store, task->city, id, &task->placements, &why);
    return found(task, status, status == XN_OK ? task->placements->count : 0, "placement", id, &why, err);
}

enum xn_status desk_read_objection(struct task *task, const char *id, struct xn_error *err)
{
    struct xn_error why = {0};
    if (!desk_is_id(id))
        return not_found(task, "objection", id);
    xn_stored_objections_free(XN_STEAL(task->objections));
    const enum xn_status status =
        xn_store_objections(task->desk->store, task->city, id, NULL, false, &task->objections, &why);
    if (status == XN_OK)
        settle_objections(task->desk, task->objections);
    return found(task, status, status == XN_OK ? task->objections->count : 0, "objection", id, &why, err);
}
