/* desk_read.c - one thing out of the store, or 404. */
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

void desk_settle_times(struct task *task)
{
    const xn_date today = task->desk->live->input->as_of;
    for (size_t i = 0; today != XN_NO_DATE && task->households && i < task->households->count; i++) {
        struct xn_stored_household *household = &task->households->household[i];
        if (household->state == XN_HOUSEHOLD_WAITING && household->arrived_on <= today)
            household->days_waited = today - household->arrived_on;
    }
    for (size_t i = 0; today != XN_NO_DATE && task->objections && i < task->objections->count; i++) {
        struct xn_stored_objection *objection = &task->objections->objection[i];
        objection->overdue = objection->state == XN_OBJECTION_OPEN && objection->deadline < today;
    }
}

enum xn_status desk_read_household(struct task *task, const char *id, struct xn_error *err)
{
    struct xn_error why = {0};
    xn_stored_households_free(XN_STEAL(task->households));
    const enum xn_status status =
        xn_store_household(task->desk->store, task->city, id, &task->households, &why);
    desk_settle_times(task);
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
    desk_settle_times(task);
    return found(task, status, status == XN_OK ? task->objections->count : 0, "objection", id, &why, err);
}
