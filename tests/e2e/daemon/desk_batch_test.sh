#!/bin/sh
# desk_batch_test.sh - proposals for many households under quotas, and many clients at once: no dwelling twice, the same
# key the same answer.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY
for file in "$DEMO"/households/F0?.json "$DEMO"/households/F1?.json; do
    name=$(basename "$file" .json)
    change POST /households "{\"reference\":\"$name\",\"needs\":$(cat "$file")}"; expect_status 201
done
waiting=$(sql "SELECT count(*) FROM xenia.households")

# --- a proposal: rows of everybody's own list, nothing written
entries=$(sql "SELECT count(*) FROM audit.entries")
send POST '/matchings?lang=en' ''; expect_problem 422 refused_input
send POST '/matchings?lang=en' '{}'; expect_status 200
cp "$body" "$WORK/free"
expect_json "d->>'households' = '$waiting' AND jsonb_array_length(d->'placed') + jsonb_array_length(d->'unplaced') = $waiting"
expect_json "(SELECT count(DISTINCT p->>'dwelling') FROM jsonb_array_elements(d->'placed') p) = (d->>'n_placed')::int AND d->'exact' = 'true' AND d->'gap' = '0'"
expect_json "(SELECT bool_and(jsonb_array_length(p->'sentences') > 0) FROM jsonb_array_elements((d->'placed') || (d->'unplaced')) p)"
expect_json "(d->>'n_placed')::int >= (d#>>'{yardsticks,greedy,placed}')::int AND (d->>'n_placed')::int >= (d#>>'{yardsticks,random,placed}')::int"
send POST '/matchings?lang=en' '{}'; cmp -s "$body" "$WORK/free" && pass || fail "the same batch is proposed differently"
expect "a proposal writes nothing" "$(sql "SELECT count(*) FROM audit.entries")" "$entries"
one=$(json "d#>>'{placed,0,household}'" "$WORK/free") dwelling=$(json "d#>>'{placed,0,dwelling}'" "$WORK/free") rank=$(json "d#>>'{placed,0,rank}'" "$WORK/free")
send POST "/households/$one/recommendations" ''
expect "the proposal is row $rank of its list" "$(json "d#>>'{ranked,$((rank - 1)),offer_id}'")" "$dwelling"

# --- quotas hold, and are told where they bind
send POST '/matchings?lang=en' '{"quotas":{"per_parent":1,"per_corporation":4}}'; expect_status 200
expect_json "(SELECT bool_and((q->>'used')::int <= (q->>'limit')::int) FROM jsonb_array_elements(d->'quotas') q)"
expect_json "(d->>'n_placed')::int <= $(json "d->>'n_placed'" "$WORK/free")"
expect_json "(d->>'objective')::float >= (d->>'bound')::float"
send POST '/matchings?lang=de' '{"unit":"persons","quotas":{"per_unit":2,"per_parent":6}}'; expect_status 200
expect_json "d->>'unit' = 'persons' AND (SELECT bool_and((q->>'used')::int <= (q->>'limit')::int) FROM jsonb_array_elements(d->'quotas') q)"
expect_json "jsonb_path_exists(d, '\$.unplaced[*] ? (@.reason == \"family_quota\" || @.reason == \"quota\")')"
send POST /matchings '{"households":["F03","F01"],"quotas":{"named":[{"corporation":"Musterhaus eG","limit":0},{"level":"district","unit_id":"63","limit":1}]}}'; expect_status 200
expect_json "d->>'households' = '2' AND jsonb_path_exists(d, '\$.quotas[*] ? (@.name == \"Musterhaus eG\" && @.limit == 0 && @.used == 0)')"
send POST /matchings '{"households":["F99"]}'; expect_problem 404 not_found households
send POST /matchings '{"households":["F01","F01"]}'; expect_problem 422 refused_input households
send POST /matchings '{"quotas":{"named":[{"level":"continent","unit_id":"1","limit":1}]}}'; expect_problem 422 refused_input quotas
send POST /matchings '{"quotas":{"named":[{"level":"district","unit_id":"atlantis","limit":1}]}}'; expect_problem 422 refused_input quotas
send POST /matchings '{"quotas":{"named":[{"level":"district","limit":1}]}}'; expect_problem 422 refused_input quotas.named
send POST /matchings '{"quotas":{"named":[{"corporation":"x"}]}}'; expect_problem 422 refused_input
send POST /matchings '{"quotas":{"per_family":1}}'; expect_problem 422 refused_input quotas.per_family
send POST /matchings '{"unit":"families"}'; expect_problem 422 refused_input unit

# --- twelve clients want the same dwelling, each for another household: one gets it
send POST /households/F01/recommendations ''; first=$(json "d#>>'{ranked,0,offer_id}'")
clients=""
for i in 01 02 03 04 05 06 07 08 09 10 11 12; do
    curl -s -o /dev/null --max-time 20 -w '%{http_code}\n' -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: race-$i" \
        -H 'Content-Type: application/json' "$URL$API/offers" \
        --data-binary "{\"household\":\"F$i\",\"dwelling\":\"$first\",\"reason_code\":\"OTHER\",\"reason_note\":\"race\"}" >"$WORK/race.$i" &
    clients="$clients $!"
done
# shellcheck disable=SC2086
wait $clients
expect "who got the dwelling" "$(cat "$WORK"/race.* | sort | uniq -c | tr -s ' ' | tr '\n' ',')" " 1 201, 11 409,"
expect "live offers of it" "$(sql "SELECT count(*) FROM xenia.household_offers WHERE live AND dwelling = '$first'")" 1

# --- twelve clients send the same change under the same key: it is done once, and all hear the same
holder=$(sql "SELECT id FROM xenia.household_offers WHERE live")
clients=""
for i in 01 02 03 04 05 06 07 08 09 10 11 12; do
    curl -s -o "$WORK/same.$i" --max-time 20 -w '%{http_code}\n' -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: same" \
        -H 'Content-Type: application/json' -H 'If-Match: "1"' -X PATCH "$URL$API/offers/$holder" --data-binary '{"state":"made"}' >"$WORK/code.$i" &
    clients="$clients $!"
done
# shellcheck disable=SC2086
wait $clients
expect "answers under one key" "$(cat "$WORK"/code.* | sort | uniq -c | tr -s ' ' | tr '\n' ',')" " 12 200,"
expect "kinds of answers" "$(sha256sum "$WORK"/same.* | cut -d' ' -f1 | sort -u | wc -l)" 1
expect "its version" "$(sql "SELECT version FROM xenia.household_offers WHERE id = '$holder'")" 2

# --- the store goes away in the middle: an unknown outcome is told as one, and the key settles it
change POST /households '{"reference":"Z1","needs":{"size":2}}'; expect_status 201
freeze_postgres
change POST /households '{"reference":"Z2","needs":{"size":2}}'
[ "$status" = 503 ] && pass || fail "status $status with a frozen store"
[ -n "$(header Retry-After)" ] && pass || fail "no Retry-After"
thaw_postgres
again() { change_again POST /households '{"reference":"Z2","needs":{"size":2}}'; [ "$status" = 201 ]; }
within 15 again && pass || fail "the key does not go through afterwards: $(cat "$body")"
get "$API/households/Z2"; expect_status 200
expect "households" "$(sql "SELECT count(*) FROM xenia.households")" $((waiting + 2))

# --- the connection is lost while a change is being confirmed: not known, and neither reported as done nor as failed
sql "CREATE FUNCTION public.linger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1); RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON xenia.households DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION public.linger()"
{ sleep 0.5; sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'commit%' AND state = 'active'" >/dev/null; } &
change POST /households '{"reference":"Z3","needs":{"size":2}}'; expect_problem 503 outcome_unknown
expect "when to repeat it" "$(header Retry-After)" 1
sql "DROP TRIGGER linger ON xenia.households"
change_again POST /households '{"reference":"Z3","needs":{"size":2}}'; expect_status 201
get "$API/households"; expect_json "(SELECT count(*) FROM jsonb_array_elements(d->'households') h WHERE h->>'reference' = 'Z3') = 1"

# --- what time alone does: an offer past its term expires, by the clock of the city
get "$API/offers/$holder"; expect_json "d->>'state' = 'made' AND d->>'expires_at' LIKE '2005-03-15%'"
expired() { get "$API/offers/$holder"; [ "$(json "d->>'state'")" = expired ]; }
end_daemon TERM
sed -i 's/^as_of = .*/as_of = 2005-03-20/' "$WORK/city/city.ini"
start_daemon
within 20 expired && pass || fail "an offer past its term does not expire"
get "$API/households?all=yes"; expect_json "NOT jsonb_path_exists(d, '\$.households[*] ? (@.has_live_offer == true)')"

# --- a policy that may not rank any more (R14): no list, no draft, no batch; an objection all the same
cat >"$WORK/policy.ini" <<'END'
policy = programme-load
version = demo-3
demonstration = yes
valid_until = 2005-02-01
END
must import areas "$WORK/city/city.ini" --policy "$WORK/policy.ini"
stopped() { send POST /households/F02/recommendations ''; [ "$status" = 409 ]; }
within 10 stopped && pass || fail "an expired policy ranks"
expect_problem 409 policy_not_live
change POST /offers "{\"household\":\"F02\",\"dwelling\":\"$first\"}"; expect_problem 409 policy_not_live
send POST /matchings '{}'; expect_problem 409 policy_not_live
change POST /objections '{"household":"F02","text":"no list at all"}'; expect_status 201
send POST /households/F02/recommendations ''; expect_status 200
finish
