#!/bin/sh
# programme_test.sh - how the programme goes, as the working group gets it: frozen with each publication, told so that
# nobody can be told apart, for those who may read what is published and for nobody else.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY
# as ROLE PATH : asked in that role.
as() { plain "$2" -H "Authorization: Bearer $(token_of "$1")"; }
id() { json "d->>'id'"; }

# --- nothing has happened: the market alone
get "$API/published/programme"; expect_status 200
first=$(json "d->>'publication'")
expect_json "d->>'period' = '2005Q1' AND d#>>'{programme,day}' = '2005-03-01'"
expect_json "d#>'{programme,waiting,households}' = '0' AND d#>'{programme,exceptions}' = '[]'"
expect_json "(d#>>'{programme,market,dwellings}')::int > 200"
expect_json "jsonb_array_length(d#>'{programme,market,by_area}') = 45"
expect_json "NOT EXISTS (SELECT FROM jsonb_array_elements(d#>'{programme,market,by_area}') a
    WHERE a->'dwellings' <> '\"few\"' AND (a->>'dwellings')::numeric % 5 <> 0)"
tag=$(etag)
get "$API/published/programme" -H "If-None-Match: $tag"; expect_status 304

# --- three households wait, one of them moves against advice
dwelling=$(sql "SELECT id FROM xenia.dwellings WHERE state = 'available' ORDER BY id LIMIT 1")
for n in 1 2 3; do
    change POST /households "{\"reference\":\"SECRET-$n\",\"arrived_on\":\"2005-01-0$n\",\"needs\":{\"size\":$n,\"step_free\":true}}"
    expect_status 201
    household=$(id)
done
change POST /offers "{\"household\":\"$household\",\"dwelling\":\"$dwelling\",\"reason_code\":\"AGAINST_ADVICE\",\"reason_note\":\"NOTE of the office\"}"; expect_status 201
offer=$(id)
change PATCH "/offers/$offer" '{"state":"made"}' 1; expect_status 200
change PATCH "/offers/$offer" '{"state":"accepted"}' 2; expect_status 200
change POST /placements "{\"offer\":\"$offer\",\"offer_version\":3,\"reason_code\":\"AGAINST_ADVICE\"}"; expect_status 201
placement=$(id)
change PATCH "/placements/$placement" '{"state":"moved_in"}' 1; expect_status 200

# --- what was published stays as it was; a meeting gets the new figures
get "$API/published/programme?publication=$first"; expect_json "d#>'{programme,waiting,households}' = '0'"
within 10 xenia publish --city $CITY --meeting Xenia --on 2005-03-07 --hold-back || fail "publish: $(cat "$WORK/xenia.err")"
get "$API/published/history"; meeting=$(json "d#>>'{publications,0,id}'")
expect_json "d#>>'{publications,0,previous}' = '$first' AND d#>'{publications,1,previous}' = 'null'"
get "$API/packs"; expect_json "d#>>'{packs,0,previous}' = '$first'"
get "$API/packs/$meeting.json"; expect_json "d->>'previous' = '$first' AND d ? 'programme'"
get "$API/published/programme"; expect_status 200
expect_json "d->>'publication' = '$meeting'"
expect_json "d#>'{programme,waiting,households}' = '\"few\"' AND d#>'{programme,waiting,step_free}' = '\"few\"'"
expect_json "d#>'{programme,waiting,median_days}' = 'null'"
# two of two sizes: "few" beside "few" would leave no 4
expect_json "d#>'{programme,waiting,by_size}' = '[{\"size\":\"1\",\"households\":null},{\"size\":\"2\",\"households\":null}]'"
expect_json "d#>'{programme,quarters,0,moves}' = '\"few\"' AND d#>'{programme,quarters,0,waited_days}' = 'null'"
expect_json "d#>'{programme,exceptions}' = '[]'"

# --- nothing of a single household, and nobody who decided
for secret in SECRET NOTE "$household" "$offer" "$placement" "of the tests" decided_by; do
    if grep -q "$secret" "$body"; then fail "the answer tells '$secret'"; else pass; fi
done

# --- readers, and nobody else
cp "$body" "$WORK/told"
for role in working_group scientist steward auditor; do
    as $role "$API/published/programme"; expect_status 200
    cmp -s "$body" "$WORK/told" && pass || fail "$role is told something else"
done
for role in refresher admin; do as $role "$API/published/programme"; expect_status 403; done
must token create corporation --role corporation --city $CITY --corporation 'Demobau Münster'
plain "$API/published/programme" -H "Authorization: Bearer $(cat "$WORK/xenia.out")"; expect_status 403
plain "$API/published/programme"; expect_status 401
get "$API/published/programme?publication=$(printf '0%.0s' $(seq 64))"; expect_problem 404 no_such_publication
finish
