/* desk_request.c - reading what a step is asked: path, parameters, key, version and body. */
#include <stdio.h>
#include <string.h>
#include "desk.h"

#define KEY_MAX 200
#define BODY_PLACE "request body"

/* The segments of "/offers/3f2c", cut in place. */
static bool split_path(char *path, struct desk_address *ret)
{
    char *rest = *path == '/' ? path + 1 : NULL;
    while (rest) {
        char *segment = rest;
        rest = strchr(segment, '/');
        if (rest)
            *rest++ = '\0';
        if (ret->n_segments == DESK_SEGMENTS_MAX || !head_decode(segment) || !*segment)
            return false;
        ret->segment[ret->n_segments++] = segment;
    }
    return ret->n_segments > 0;
}

static bool takes(const struct desk_step *step, const char *name)
{
    const struct route route = {.query = step->query};
    return route_takes(&route, name);
}

/* The parameters of "live=yes&household=F07", cut in place. */
static enum xn_status read_query(struct task *task, char *query)
{
    for (char *rest = query; rest && *rest;) {
        char *name = rest, *value = NULL;
        rest = strchr(name, '&');
        if (rest)
            *rest++ = '\0';
        value = strchr(name, '=');
        if (value)
            *value++ = '\0';
        if (!head_decode(name) || (value && !head_decode(value)) || !takes(task->step, name) ||
            desk_query(task, name) || task->n_query == DESK_QUERY_MAX)
            return desk_refuse(task, 400, "unknown_parameter", name, "Parameter '%.64s' is not known here.",
                               name);
        task->query[task->n_query].name = name;
        task->query[task->n_query++].value = value ? value : "";
    }
    return XN_OK;
}

static enum xn_status check_key(struct task *task)
{
    const char *key = task->call->key;
    const size_t length = key ? strlen(key) : 1;
    bool printable = true;
    for (size_t i = 0; key && i < length; i++)
        printable = printable && key[i] > 0x20 && key[i] < 0x7f;
    if (length >= 1 && length <= KEY_MAX && printable)
        return XN_OK;
    return desk_refuse(task, 400, "bad_idempotency_key", "Idempotency-Key",
                       "Idempotency-Key: wanted 1 to %d printable characters without blanks", KEY_MAX);
}

/* A member that is missing or wrong is named in `field`. */
enum xn_status desk_read_body(struct task *task, const struct xn_member *member, size_t n_members, void *ret,
                              struct xn_error *err)
{
    const struct xn_request request = {
        .json = task->call->body, .length = task->call->body_length, .place = BODY_PLACE};
    struct xn_error why = {0};
    const enum xn_status status = xn_request_read(&request, member, n_members, task->arena, ret, &why);
    if (status == XN_INPUT)
        return desk_refuse_input(task, &why);
    return status == XN_OK ? XN_OK : xn_fail(err, status, "%s", why.message);
}

enum xn_status desk_refuse_input(struct task *task, const struct xn_error *why)
{
    char member[96];
    const bool known = xn_request_fault_member(why->message, member, sizeof member);
    return desk_refuse(task, 422, "refused_input", known ? member : NULL, "%s", why->message);
}

/* A step whose table has members must have a body; one without may have {}. */
enum xn_status desk_read_request(struct task *task, struct xn_error *err)
{
    struct desk_address address = {0};
    const struct xn_desk_call *call = task->call;
    char *path = xn_arena_strdup(task->arena, call->path);
    if (!path)
        return xn_fail_memory(err);
    char *query = strchr(path, '?');
    if (query)
        *query++ = '\0';
    if (!split_path(path, &address))
        return desk_refuse(task, 404, "no_such_route", NULL, "There is nothing at this address.");
    XN_TRY(desk_find_step(task, &address));
    XN_TRY(read_query(task, query));
    XN_TRY(check_key(task));
    if (task->step->needs_version && call->version <= 0)
        return desk_refuse(task, 428, "if_match_needed", "If-Match",
                           "If-Match is needed: the version (ETag) of the thing as you saw it");
    if (task->step->member || (call->body_length > 0 && !task->step->reads_body))
        return desk_read_body(task, task->step->member, task->step->n_members, &task->body, err);
    return XN_OK;
}

const char *desk_query(const struct task *task, const char *name)
{
    for (size_t i = 0; i < task->n_query; i++)
        if (strcmp(task->query[i].name, name) == 0)
            return task->query[i].value;
    return NULL;
}

enum xn_status desk_query_flag(struct task *task, const char *name, bool *ret)
{
    const char *value = desk_query(task, name);
    if (value && strcmp(value, "yes") != 0 && strcmp(value, "no") != 0)
        return desk_refuse(task, 400, "bad_parameter", name, "%s: found '%.40s', wanted yes or no", name,
                           value);
    *ret = value && strcmp(value, "yes") == 0;
    return XN_OK;
}

enum xn_status desk_query_whole(struct task *task, const char *name, int64_t *ret)
{
    const char *text = desk_query(task, name);
    int64_t value = 0;
    if (!text)
        return XN_OK;
    if (!xn_parse_int(text, &value) || value < 0)
        return desk_refuse(task, 400, "bad_parameter", name,
                           "%s: found '%.40s', wanted a whole number of at least 0", name, text);
    *ret = value;
    return XN_OK;
}

bool desk_is_id(const char *text)
{
    for (size_t i = 0; i < XN_ID_SIZE - 1; i++) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !text[i] || !strchr("0123456789abcdef", text[i]))
            return false;
    }
    return text[XN_ID_SIZE - 1] == '\0';
}

xn_date desk_today(const struct task *task)
{
    return task->body.on != XN_NO_DATE ? task->body.on : live_city_today(task->desk->live);
}

xn_date desk_day_given(const struct task *task)
{
    const struct live_city *live = task->desk->live;
    if (task->body.on != XN_NO_DATE || !live_city_stored(live)->demonstration)
        return task->body.on;
    return live->input->as_of;
}
