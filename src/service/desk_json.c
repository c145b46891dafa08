/* desk_json.c - households, dwellings, offers, placements, objections and the log as JSON.
 *
 * What is not known is null.
 */
#include <math.h>
#include <string.h>
#include "desk.h"

/* --- parts ---------------------------------------------------------------------------------------------- */

static void put_text(struct xn_json *json, const char *key, const char *text)
{
    xn_json_member_string(json, key, text && *text ? text : NULL);
}

static void put_date(struct xn_json *json, const char *key, xn_date date)
{
    char text[16] = "";
    xn_date_print(date, text, sizeof text);
    put_text(json, key, text);
}

static void put_answer(struct xn_json *json, const char *key, enum xn_answer answer)
{
    if (answer == XN_UNKNOWN)
        xn_json_member_null(json, key);
    else
        xn_json_member_bool(json, key, answer == XN_YES);
}

/* --- households ----------------------------------------------------------------------------------------- */

void desk_put_household(struct xn_json *json, const struct xn_stored_household *household)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", household->id);
    put_text(json, "reference", household->reference);
    put_text(json, "centre", household->centre);
    put_text(json, "coordinator", household->coordinator);
    put_date(json, "arrived_on", household->arrived_on);
    xn_json_member_string(json, "state", xn_household_state_name(household->state));
    xn_json_member_int(json, "version", household->version);
    xn_json_member_int(json, "days_waited", household->days_waited);
    xn_json_member_bool(json, "has_live_offer", household->has_live_offer);
    xn_json_member_bool(json, "frozen", household->frozen);
    xn_json_member_bool(json, "erased", household->erased);
    xn_json_key(json, "needs");
    if (household->erased)
        xn_json_null(json);
    else
        xn_household_put_json(json, &household->needs);
    xn_json_end_object(json);
}

/* --- dwellings ------------------------------------------------------------------------------------------ */

static void put_dwelling_texts(struct xn_json *json, const struct xn_dwelling *dwelling)
{
    put_text(json, "corporation", dwelling->corporation);
    put_text(json, "address", dwelling->address);
    put_text(json, "postcode", dwelling->postcode);
    put_text(json, "city", dwelling->city);
    put_text(json, "district", dwelling->district);
    put_text(json, "kind", dwelling->kind);
    put_text(json, "entitlement", dwelling->entitlement);
}

static void put_dwelling_numbers(struct xn_json *json, const struct xn_dwelling *dwelling)
{
    xn_json_member_double(json, "lon", dwelling->lon);
    xn_json_member_double(json, "lat", dwelling->lat);
    xn_json_member_double(json, "rent_net_eur", dwelling->rent_net_eur);
    xn_json_member_double(json, "rent_gross_eur", dwelling->rent_gross_eur);
    xn_json_member_double(json, "rooms", dwelling->rooms);
    xn_json_member_double(json, "area_m2", dwelling->area_m2);
    xn_json_member_double(json, "min_household", dwelling->min_household);
    xn_json_member_double(json, "max_household", dwelling->max_household);
    xn_json_member_double(json, "max_income_eur", dwelling->max_income_eur);
    xn_json_member_double(json, "min_age", dwelling->min_age);
    xn_json_member_double(json, "floor", dwelling->floor);
}

void desk_put_dwelling(struct xn_json *json, const struct xn_stored_dwelling *dwelling)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", dwelling->data->id);
    xn_json_member_string(json, "state", xn_dwelling_state_name(dwelling->state));
    xn_json_member_int(json, "version", dwelling->version);
    put_text(json, "source", dwelling->source);
    put_dwelling_texts(json, dwelling->data);
    put_dwelling_numbers(json, dwelling->data);
    put_answer(json, "is_dwelling", dwelling->data->is_dwelling);
    put_answer(json, "step_free", dwelling->data->step_free);
    put_answer(json, "lift", dwelling->data->lift);
    xn_json_member_bool(json, "on_offer_elsewhere", dwelling->data->on_offer_elsewhere);
    put_date(json, "published", dwelling->data->published);
    put_date(json, "closes", dwelling->data->closes);
    put_date(json, "available", dwelling->data->available);
    put_text(json, "unreadable", dwelling->data->unreadable);
    xn_json_end_object(json);
}

/* --- decisions, offers, placements ---------------------------------------------------------------------- */

static void put_area(struct xn_json *json, const struct xn_decision *decision)
{
    xn_json_key(json, "area");
    xn_json_begin_object(json);
    xn_json_member_string(json, "class", xn_class_name(decision->class_));
    put_text(json, "level", decision->level);
    put_text(json, "unit_id", decision->unit_id);
    xn_json_member_double(json, "share", decision->share);
    xn_json_member_interval(json, "interval", decision->lower, decision->upper);
    xn_json_member_double(json, "placements_per_1000", decision->placements_per_1000);
    xn_json_end_object(json);
}

static void put_policy(struct xn_json *json, const struct xn_decision *decision)
{
    xn_json_key(json, "policy");
    xn_json_begin_object(json);
    xn_json_member_int(json, "id", decision->policy_id);
    put_text(json, "name", decision->policy_name);
    put_text(json, "version", decision->policy_version);
    xn_json_end_object(json);
}

/* What was frozen when it was decided. */
static void put_decision(struct xn_json *json, const struct xn_decision *decision)
{
    xn_json_key(json, "decision");
    xn_json_begin_object(json);
    xn_json_member_int(json, "rank", (int64_t)decision->rank);
    xn_json_member_int(json, "n_listed", (int64_t)decision->n_listed);
    put_text(json, "first", decision->first_id);
    put_area(json, decision);
    xn_json_member_interval(json, "effect", decision->effect_before, decision->effect_after);
    xn_json_member_double(json, "tie_distance_m", decision->tie_distance_m);
    xn_json_member_double(json, "persons", decision->persons);
    put_policy(json, decision);
    put_text(json, "snapshot", decision->snapshot);
    put_text(json, "request_digest", decision->request_digest);
    put_text(json, "reason_code", decision->reason_code);
    put_text(json, "reason_note", decision->reason_note);
    xn_json_end_object(json);
}

void desk_put_offer(struct xn_json *json, const struct xn_stored_offer *offer)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", offer->id);
    put_text(json, "household", offer->household);
    put_text(json, "dwelling", offer->dwelling);
    xn_json_member_string(json, "state", xn_offer_state_name(offer->state));
    xn_json_member_int(json, "version", offer->version);
    put_text(json, "made_at", offer->made_at);
    put_text(json, "expires_at", offer->expires_at);
    put_text(json, "closed_at", offer->closed_at);
    put_text(json, "refusal_code", offer->refusal_code);
    put_text(json, "note", offer->refusal_note);
    put_text(json, "decided_by", offer->decided_by);
    put_decision(json, &offer->decision);
    xn_json_end_object(json);
}

void desk_put_placement(struct xn_json *json, const struct xn_stored_placement *placement)
{
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", placement->id);
    put_text(json, "household", placement->household);
    put_text(json, "offer", placement->offer);
    put_text(json, "dwelling", placement->dwelling);
    xn_json_member_string(json, "state", xn_placement_state_name(placement->state));
    xn_json_member_int(json, "version", placement->version);
    put_date(json, "decided_on", placement->decided_on);
    put_date(json, "moved_in_on", placement->moved_in_on);
    put_date(json, "ended_on", placement->ended_on);
    put_text(json, "end_reason", placement->end_reason);
    put_text(json, "decided_by", placement->decided_by);
    put_decision(json, &placement->decision);
    xn_json_end_object(json);
}

/* --- objections, the log -------------------------------------------------------------------------------- */

/* The frozen ranking itself is what the household's recommendations answer; here stands its digest. */
void desk_put_objection(struct xn_json *json, const struct xn_stored_objection *objection)
{
    char digest[XN_DIGEST_HEX] = "";
    if (objection->ranking_length > 0)
        xn_digest_of(objection->ranking, objection->ranking_length, digest);
    xn_json_begin_object(json);
    xn_json_member_string(json, "id", objection->id);
    put_text(json, "household", objection->household);
    put_text(json, "offer", objection->offer);
    xn_json_member_string(json, "state", xn_objection_state_name(objection->state));
    xn_json_member_int(json, "version", objection->version);
    put_text(json, "text", objection->text);
    put_text(json, "raised_by", objection->raised_by);
    put_text(json, "against", objection->against);
    put_date(json, "raised_on", objection->raised_on);
    put_date(json, "deadline", objection->deadline);
    xn_json_member_bool(json, "overdue", objection->overdue);
    put_text(json, "decided_by", objection->decided_by);
    put_text(json, "outcome", objection->outcome);
    put_text(json, "ranking_digest", digest);
    xn_json_end_object(json);
}

void desk_put_audit(struct xn_json *json, const struct xn_audit_entry *entry)
{
    xn_json_begin_object(json);
    xn_json_member_int(json, "id", entry->id);
    xn_json_member_string(json, "at", entry->at);
    put_text(json, "city", entry->city);
    put_text(json, "actor", entry->actor);
    put_text(json, "role", entry->role);
    put_text(json, "table", entry->table);
    put_text(json, "row", entry->row);
    put_text(json, "action", entry->action);
    put_text(json, "state", entry->state);
    xn_json_end_object(json);
}
