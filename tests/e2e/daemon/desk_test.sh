#!/bin/sh
# desk_test.sh - the whole life of one household over HTTP, and every step that is refused on the way.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY
first_person=$TOKEN
new_token second; second_person=$TOKEN
TOKEN=$first_person
needs=$(cat "$DEMO/households/F01.json")
id() { json "d->>'id'"; }
version() { json "d->>'version'"; }
# expect_state STATE VERSION : of the answer, and its ETag.
expect_state() {
    expect_json "d->>'state' = '$1' AND d->>'version' = '$2'"
    expect "ETag after $send_method $send_path" "$(etag)" "\"$2\""
}

# --- there is no call that assigns, rejects or scores anybody (R2, R3)
for path in /assignments /rejections /scores /households/F07/assign /households/F07/reject /households/F07/score \
    /offers/1/assign /placements/1/assign /matchings/1 /matchings/1/apply; do
    for method in GET POST PUT PATCH DELETE; do
        change $method "$path" ''; expect_problem 404 no_such_route
    done
done
for path in /offers /placements /matchings /commitments /households/F07/recommendations; do
    change DELETE "$path" ''; expect_problem 405 method_not_allowed
    change PUT "$path" ''; expect_problem 405 method_not_allowed
done
change DELETE /offers/1 ''; expect_problem 405 method_not_allowed
expect "allowed" "$(header Allow)" "GET, HEAD, PATCH"
change DELETE /placements/1 ''; expect_problem 405 method_not_allowed
get "$API/matchings"; expect_problem 405 method_not_allowed; expect "allowed" "$(header Allow)" POST

# --- a household arrives
send POST /households "{\"needs\":$needs}"; expect_problem 400 idempotency_key_needed Idempotency-Key
send POST /households "{\"needs\":$needs}" -H "Idempotency-Key: two words"; expect_problem 400 bad_idempotency_key
send POST /households "{\"needs\":$needs}" -H "Idempotency-Key: $(printf '%0201d' 0)"; expect_problem 400 bad_idempotency_key
change POST /households '{"reference":"F07"}'; expect_problem 422 refused_input needs
change POST /households ''; expect_problem 422 refused_input
change POST /households '[]'; expect_problem 422 refused_input
change POST /households '{"needs":{"size":0}}'; expect_problem 422 refused_input needs.size
change POST /households "{\"reference\":\"F07\",\"centre\":\"Centre A\",\"arrived_on\":\"2004-11-20\",\"needs\":$needs}"
expect_status 201; expect_state waiting 1
household=$(id)
made=$(cat "$body")
expect_json "d->>'reference' = 'F07' AND d->>'centre' = 'Centre A' AND d->>'arrived_on' = '2004-11-20' AND d->'has_live_offer' = 'false'"
expect_json "d->>'days_waited' = '101' AND d#>>'{needs,size}' = '4'"
change_again POST /households "{\"reference\":\"F07\",\"centre\":\"Centre A\",\"arrived_on\":\"2004-11-20\",\"needs\":$needs}"
expect_status 201; expect "the same key, the same answer" "$(cat "$body")" "$made"
change_again POST /households "{\"reference\":\"F08\",\"needs\":$needs}"; expect_problem 422 key_reused
change POST /households "{\"reference\":\"F07\",\"needs\":$needs}"; expect_problem 409 reference_known
get "$API/households/F07"; expect_status 200; expect_json "d->>'id' = '$household'"; expect "ETag" "$(etag)" '"1"'
get "$API/households/$household"; expect_status 200
get "$API/households/nobody"; expect_problem 404 not_found
get "$API/households"; expect_json "jsonb_array_length(d->'households') = 1"
get "$API/households?all=perhaps"; expect_problem 400 bad_parameter all
get "$API/households?page=2"; expect_problem 400 unknown_parameter page
sql "SELECT count(*) FROM xenia.households WHERE households::text LIKE '%F07%' OR households::text LIKE '%Centre A%'" | grep -qx 0 &&
    pass || fail "the store has a household's file number in the clear"

# --- it changes: only with the version that was seen
changed="{\"reference\":\"F07\",\"centre\":\"Centre B\",\"needs\":$needs}"
change PUT /households/F07 "$changed"; expect_problem 428 if_match_needed If-Match
change PUT /households/F07 "$changed" 7; expect_problem 412 stale
send PUT /households/F07 "$changed" -H "Idempotency-Key: x" -H 'If-Match: 1'; expect_problem 400 bad_parameter If-Match
send PUT /households/F07 "$changed" -H "Idempotency-Key: x" -H 'If-Match: W/"1"'; expect_problem 400 bad_parameter If-Match
change PUT /households/F07 "$changed" 1; expect_status 200; expect_state waiting 2
expect_json "d->>'centre' = 'Centre B' AND d->>'arrived_on' = '2004-11-20'"
change_again PUT /households/F07 "$changed" 1; expect_status 200; expect_state waiting 2
change PUT /households/F07 "$changed" 1; expect_problem 412 stale
sql "SELECT count(*) FROM xenia.write_keys WHERE write_keys::text LIKE '%F07%' OR convert_from(coalesce(answer, ''), 'UTF8') LIKE '%F07%'" |
    grep -qx 0 && pass || fail "a key is kept with a file number in the clear"

# --- its recommendations: the same as of its needs, logged; what it is frozen as comes later
send POST /households/F07/recommendations ''; expect_status 200
cp "$body" "$WORK/stored"
post "$API/recommendations" "$needs"; expect_status 200
cmp -s "$body" "$WORK/stored" && pass || fail "a stored household gets another list than its needs"
sql "SELECT count(*) FROM xenia.recommendations WHERE household = '$household'" | grep -qx 1 && pass || fail "the list is not logged once"
send POST /households/F07/recommendations '{"limit":3}'; expect_problem 422 refused_input
send POST '/households/F07/recommendations?offset=1&limit=2' '{}'; expect_json "jsonb_array_length(d->'ranked') = 2"
row() { json "d#>>'{ranked,$1,$2}'" "$WORK/stored"; }
first=$(row 0 offer_id) later=$(row 4 offer_id)
unfit=$(json "jsonb_path_query_first(d, '\$.excluded[*] ? (@.reasons[0].code == \"too_few_rooms\").offer_id')#>>'{}'" "$WORK/stored")

# --- a draft: rank and class are the desk's own finding
quiet=$(snapshot) # nothing is offered to anybody yet; a refresh may come later than the next request
change POST /offers "{\"household\":\"F07\",\"dwelling\":\"$later\",\"rank\":1}"; expect_problem 422 refused_input rank
change POST /offers "{\"household\":\"F07\",\"dwelling\":\"$later\",\"class\":\"mixed\"}"; expect_problem 422 refused_input class
change POST /offers "{\"household\":\"F07\",\"dwelling\":\"$later\"}"; expect_problem 422 reason_needed
change POST /offers "{\"household\":\"F07\",\"dwelling\":\"$later\",\"reason_code\":\"BECAUSE\"}"; expect_problem 422 refused_input reason_code
change POST /offers "{\"household\":\"F07\",\"dwelling\":\"$unfit\",\"reason_code\":\"OTHER\"}"; expect_problem 422 reason_needed
change POST /offers "{\"household\":\"F07\",\"dwelling\":\"atlantis\"}"; expect_problem 404 not_found
change POST /offers "{\"household\":\"F99\",\"dwelling\":\"$first\"}"; expect_problem 404 not_found
sql "SELECT count(*) FROM xenia.household_offers" | grep -qx 0 && pass || fail "a refused draft was written"
change POST /offers "{\"household\":\"F07\",\"dwelling\":\"$unfit\",\"reason_code\":\"OTHER\",\"reason_note\":\"asked for it\"}"
expect_status 201; expect_state draft 1
expect_json "d#>>'{decision,rank}' = '0' AND d#>>'{decision,reason_note}' = 'asked for it'"
change PATCH "/offers/$(id)" '{"state":"withdrawn"}' 1; expect_status 200
change POST /offers "{\"household\":\"F07\",\"dwelling\":\"$first\"}"; expect_status 201; expect_state draft 1
offer=$(id)
draft=$(cat "$body")
change_again POST /offers "{\"household\":\"F07\",\"dwelling\":\"$first\"}"; expect_status 201
expect "the draft again" "$(cat "$body")" "$draft"
expect_json "d#>>'{decision,rank}' = '1' AND d#>>'{decision,first}' = '$first' AND d#>>'{decision,n_listed}' = '$(json "d->>'total'" "$WORK/stored")'"
expect_json "d#>>'{decision,request_digest}' = '$(json "d->>'request_digest'" "$WORK/stored")' AND d#>>'{decision,snapshot}' = '$(json "d->>'snapshot'" "$WORK/stored")'"
expect_json "d#>>'{decision,area,class}' = 'mixed' AND d#>>'{decision,area,unit_id}' = '$(row 0 area,unit_id)'"
expect_json "d#>'{decision,effect,1}' = '$(json "d#>'{ranked,0,effect,after}'" "$WORK/stored")' AND d#>>'{decision,persons}' = '4' AND d->>'decided_by' = 'test'"
change POST /offers "{\"household\":\"F07\",\"dwelling\":\"$later\",\"reason_code\":\"OWN_WISH\"}"; expect_problem 409 household_busy
change POST /households "{\"reference\":\"F08\",\"needs\":$needs}"; expect_status 201
change POST /offers "{\"household\":\"F08\",\"dwelling\":\"$first\",\"reason_code\":\"OTHER\",\"reason_note\":\"x\"}"; expect_problem 409 dwelling_taken
get "$API/dwellings/$first"; expect_json "d->>'state' = 'reserved'"
change PATCH "/dwellings/$first" '{"state":"withdrawn"}' "$(version)"; expect_problem 409 dwelling_taken
get "$API/offers/$offer"; expect_status 200
get "$API/offers?household=F07&live=yes"; expect_json "jsonb_array_length(d->'offers') = 1"
get "$API/offers?household=F07"; expect_json "jsonb_array_length(d->'offers') = 2"
get "$API/offers/nothing"; expect_problem 404 not_found

# --- its own draft is not "elsewhere" for it, but for everybody else it is
send POST /households/F07/recommendations ''; expect_json "d#>>'{ranked,0,offer_id}' = '$first'"
send POST /households/F08/recommendations ''
expect_json "jsonb_path_exists(d, '\$.excluded[*] ? (@.offer_id == \"$first\").reasons[*] ? (@.code == \"on_offer_elsewhere\")')"

# --- made, refused; made anew, accepted
change POST /placements "{\"offer\":\"$offer\",\"offer_version\":1}"; expect_problem 409 state offer
change PATCH "/offers/$offer" '{"state":"made","days":14}'; expect_problem 428 if_match_needed
change PATCH "/offers/$offer" '{"state":"made","days":0}' 1; expect_problem 422 refused_input days
change PATCH "/offers/$offer" '{"state":"expired"}' 1; expect_problem 422 refused_input state
change PATCH "/offers/$offer" '{"state":"accepted"}' 1; expect_problem 409 state
change PATCH "/offers/$offer" '{"state":"made","days":14}' 2; expect_problem 412 stale
change PATCH "/offers/$offer" '{"state":"made","days":14}' 1; expect_status 200; expect_state made 2
expect_json "d->>'made_at' LIKE '2005-03-01%' AND d->>'expires_at' LIKE '2005-03-15%'"
change_again PATCH "/offers/$offer" '{"state":"made","days":14}' 1; expect_status 200; expect_state made 2
change PATCH "/offers/$offer" '{"state":"refused"}' 2; expect_problem 422 reason_needed refusal_code
change PATCH "/offers/$offer" '{"state":"refused","refusal_code":"UGLY"}' 2; expect_problem 422 refused_input refusal_code
change PATCH "/offers/$offer" '{"state":"accepted","refusal_code":"PLACE"}' 2; expect_problem 422 refused_input refusal_code
change PATCH "/offers/$offer" '{"state":"refused","refusal_code":"PLACE","note":"too far out"}' 2; expect_status 200; expect_state refused 3
get "$API/households/F07"; expect_json "d->>'state' = 'waiting' AND d->'has_live_offer' = 'false'"
change PATCH "/offers/$offer" '{"state":"accepted"}' 3; expect_problem 409 state
change POST /offers "{\"household\":\"F07\",\"dwelling\":\"$first\"}"; expect_status 201; offer=$(id)
change PATCH "/offers/$offer" '{"state":"made"}' 1; expect_status 200
is_new_snapshot() { [ "$(snapshot)" != "$quiet" ]; }
within 10 is_new_snapshot && pass || fail "an offer that is made makes no new snapshot"

# --- what is pending counts in everybody's effect at once (and so in the digest), but not in its own
post "$API/recommendations" "$needs"; expect_status 200
[ "$(json "d#>>'{effect,before}'")" != "$(json "d#>>'{effect,before}'" "$WORK/stored")" ] && pass || fail "a pending offer is in nobody's effect"
[ "$(json "d->>'request_digest'")" != "$(json "d->>'request_digest'" "$WORK/stored")" ] && pass || fail "a pending offer is in no digest"
send POST /households/F07/recommendations ''
expect "its own offer is in no effect of its own" "$(json "d#>>'{effect,before}'")" "$(json "d#>>'{effect,before}'" "$WORK/stored")"
expect_json "d#>>'{ranked,0,offer_id}' = '$first' AND d->>'request_digest' = '$(json "d->>'request_digest'" "$WORK/stored")'"

# --- an objection freezes the list, byte for byte, whatever changes; a second person decides
cp "$body" "$WORK/before_objection"
change POST /objections "{\"text\":\"too far from school\"}"; expect_problem 422 refused_input household
change POST /objections "{\"household\":\"F08\",\"offer\":\"$offer\",\"text\":\"x\"}"; expect_problem 422 refused_input offer
change POST /objections "{\"offer\":\"$offer\",\"text\":\"too far from school\"}"; expect_status 201; expect_state open 1
objection=$(id)
expect_json "d->>'raised_by' = 'test' AND d->>'raised_on' = '2005-03-01' AND d->>'deadline' = '2005-04-12' AND d->'overdue' = 'false'"
change POST /objections "{\"household\":\"F07\",\"text\":\"again\"}"; expect_problem 409 frozen
lists=$(sql "SELECT count(*) FROM xenia.recommendations WHERE household = '$household'")
send POST /households/F07/recommendations ''; expect_status 200; cp "$body" "$WORK/frozen"
cmp -s "$WORK/frozen" "$WORK/before_objection" && pass || fail "what is frozen is not the list that was shown"
sql "INSERT INTO xenia.offers (city, id, corporation, rooms, area_m2, rent_gross_eur, step_free, lon, lat)
    VALUES ('$CITY', 'A-NEW-ONE', 'Psql', 5, 120, 300, true, 7.62, 51.96)" offer_writer
change PUT /households/F07 "{\"reference\":\"F07\",\"needs\":{\"size\":1}}" 2; [ "$status" = 200 ] || [ "$status" = 409 ] && pass || fail "status $status"
for language in en nl de; do
    send POST "/households/F07/recommendations?lang=$language" ''; expect_status 200
    cmp -s "$body" "$WORK/frozen" && pass || fail "the frozen list differs in $language"
done
case $(etag) in \"frozen-*) pass ;; *) fail "the answer does not say that it is frozen: $(etag)" ;; esac
expect "a frozen list is not logged" "$(sql "SELECT count(*) FROM xenia.recommendations WHERE household = '$household'")" "$lists"
get "$API/objections/$objection"; expect_json "d->>'ranking_digest' = '$(sha256sum <"$WORK/frozen" | cut -d' ' -f1)'"
get "$API/objections?open=yes"; expect_json "jsonb_array_length(d->'objections') = 1"
change PATCH "/objections/$objection" '{"state":"rejected"}' 1; expect_problem 422 reason_needed outcome
change PATCH "/objections/$objection" '{"state":"rejected","outcome":"no"}' 1; expect_problem 409 second_person
TOKEN=$second_person
change PATCH "/objections/$objection" '{"state":"rejected","outcome":"the school bus stops there"}' 9; expect_problem 412 stale
change PATCH "/objections/$objection" '{"state":"rejected","outcome":"the school bus stops there"}' 1; expect_status 200; expect_state rejected 2
expect_json "d->>'decided_by' = 'second'"
TOKEN=$first_person
send POST /households/F07/recommendations ''; cmp -s "$body" "$WORK/frozen" && fail "still frozen" || pass
get "$API/households/F07"; seen=$(version)
[ "$(json "d#>>'{needs,size}'")" = 4 ] || { change PUT /households/F07 "$changed" "$seen"; expect_status 200; }
sql "UPDATE xenia.offers SET withdrawn_at = now() WHERE id = 'A-NEW-ONE'" offer_writer

# --- accepted, agreed, moved in
get "$API/offers/$offer"; seen=$(version)
change PATCH "/offers/$offer" '{"state":"accepted"}' "$seen"; expect_status 200; expect_state accepted $((seen + 1))
seen=$(version)
change POST /placements "{\"offer\":\"$offer\"}"; expect_problem 422 refused_input offer_version
change POST /placements "{\"offer\":\"$offer\",\"offer_version\":1}"; expect_problem 412 stale
change POST /placements "{\"household\":\"F07\",\"dwelling\":\"$first\"}"; expect_problem 422 refused_input household
# ranked anew: it is not the first row any more, so a person must say why it is taken all the same
sql "INSERT INTO xenia.offers (city, id, corporation, kind, is_dwelling, lon, lat, rent_net_eur, rent_gross_eur, rooms, area_m2,
        min_household, max_household, step_free, lift, floor, entitlement, available)
    SELECT city, 'BETTER', corporation, kind, is_dwelling, lon, lat, rent_net_eur - 50, rent_gross_eur - 50, rooms, area_m2,
        min_household, max_household, step_free, lift, floor, entitlement, available
    FROM xenia.offers WHERE id = '$first'" offer_writer
change POST /placements "{\"offer\":\"$offer\",\"offer_version\":$seen}"; expect_problem 422 reason_needed
change POST /placements "{\"offer\":\"$offer\",\"offer_version\":$seen,\"reason_code\":\"OTHER\"}"; expect_problem 422 reason_needed reason_note
sql "SELECT count(*) FROM xenia.placements WHERE source = 'desk'" | grep -qx 0 && pass || fail "a refused placement was written"
sql "UPDATE xenia.offers SET withdrawn_at = now() WHERE id = 'BETTER'" offer_writer
change POST /placements "{\"offer\":\"$offer\",\"offer_version\":$seen}"; expect_status 201; expect_state agreed 1
placement=$(id)
expect_json "d->>'household' = '$household' AND d->>'dwelling' = '$first' AND d->>'decided_on' = '2005-03-01' AND d#>>'{decision,rank}' = '1'"
change_again POST /placements "{\"offer\":\"$offer\",\"offer_version\":$seen}"; expect_status 201; expect_state agreed 1
get "$API/households/F07"; expect_json "d->>'state' = 'placed' AND d->>'days_waited' = '101'" # not moved in yet: to the city's day
get "$API/dwellings/$first"; expect_json "d->>'state' = 'let'"
change PATCH "/placements/$placement" '{"state":"ended"}' 1; expect_problem 422 reason_needed reason
change PATCH "/placements/$placement" '{"state":"moved_in"}' 8; expect_problem 412 stale
change PATCH "/placements/$placement" '{"state":"moved_in","on":"2005-04-01"}' 1; expect_status 200; expect_state moved_in 2
expect_json "d->>'moved_in_on' = '2005-04-01'"
get "$API/households/F07"; expect_json "d->>'days_waited' = '132'" # to the move
change PATCH "/placements/$placement" '{"state":"moved_in"}' 2; expect_problem 409 state
get "$API/placements"; expect_json "jsonb_array_length(d->'placements') = 1"

# --- promises, the ledger, the log
change POST /commitments '{"corporation":"Demobau Münster","quarter":"2005Q1","promised":12}'; expect_status 200
change POST /commitments '{"corporation":"Demobau Münster","quarter":"2005-1","promised":12}'; expect_problem 422 refused_input quarter
get "$API/ledger?from=2005Q1&to=2005Q2"; expect_status 200
expect_json "jsonb_path_exists(d, '\$.**.promised ? (@ == 12)')"
get "$API/ledger?from=2005"; expect_problem 400 bad_parameter from
get "$API/audit?limit=5"; expect_json "jsonb_array_length(d->'entries') = 5 AND d->'next' <> 'null'"
get "$API/audit?after=$(json "d->>'next'")"; expect_json "(d#>>'{entries,0,id}')::int > 5"
expect_json "d->'entries' @> '[{\"actor\":\"second\",\"role\":\"coordinator\",\"table\":\"objections\",\"state\":\"rejected\"}]'"
get "$API/audit?limit=0"; expect_problem 400 bad_parameter limit

# --- a dwelling out of the newspaper
change POST /dwellings '{"address":"Silberhechtstiege 1","rent":500}'; expect_problem 422 refused_input rent
change POST /dwellings '{"address":"Silberhechtstiege 1","lon":7.62}'; expect_problem 422 refused_input lat
change POST /dwellings '{"address":"Silberhechtstiege 1","rooms":4,"area_m2":90,"rent_gross_eur":600,"lon":7.62,"lat":51.96}'
expect_status 201; expect_json "d->>'state' = 'available' AND d->>'source' = 'desk'"
ad=$(id)
send POST /households/F08/recommendations ''; expect_json "jsonb_path_exists(d, '\$.ranked[*] ? (@.offer_id == \"$ad\")')"
change PATCH "/dwellings/$ad" '{"state":"withdrawn"}' 1; expect_status 200; expect_json "d->>'state' = 'withdrawn'"
change PATCH "/dwellings/$ad" '{"state":"available"}' "$(version)"; expect_status 200
get "$API/dwellings?state=let"; expect_json "jsonb_array_length(d->'dwellings') = 1"
get "$API/dwellings?state=gone"; expect_problem 400 bad_parameter state

# --- a household leaves; another is erased: its words are gone, and what points to a dwelling
get "$API/households/F08"
change PATCH /households/F08 '{"state":"left","reason_code":"LEFT_COUNTRY"}' "$(version)"; expect_status 200; expect_json "d->>'state' = 'left'"
get "$API/households"; expect_json "d->'households' = '[]'"
change DELETE "/households/$household" ''; expect_problem 428 if_match_needed
get "$API/households/$household"; seen=$(version)
change DELETE "/households/$household" '' "$seen"; expect_status 200
expect_json "d->'erased' = 'true' AND d->'needs' = 'null' AND d->'reference' = 'null' AND d->'centre' = 'null'"
expect "what is kept of an erased household" "$(sql "SELECT count(*) || ' ' || string_agg(method, ' ') FROM xenia.write_keys
    WHERE household = '$household'")" "1 DELETE"
change_again DELETE "/households/$household" '' "$seen"; expect_status 200; expect_json "d->'erased' = 'true'"
get "$API/households/F07"; expect_problem 404 not_found
get "$API/offers/$offer"; expect_problem 404 not_found
get "$API/objections/$objection"; expect_json "d->'text' = 'null' AND d->'outcome' = 'null' AND d->'ranking_digest' = 'null'"
get "$API/placements/$placement"; expect_problem 404 not_found
get "$API/dwellings/$first"; expect_json "d->>'state' = 'let'"
expect "what stays of its placement" "$(sql "SELECT count(*) FROM xenia.past_placements")" 1
send POST "/households/$household/recommendations" ''; expect_problem 409 state
grep -q 'F07\|Centre A\|too far' "$WORK/log" && fail "the log tells of a household" || pass

# --- another city does not see it, and is not there
get "/api/v1/cities/atlantis/households"; expect_problem 404 no_such_city
plain "$API/households"; expect_problem 401 unauthorized
finish
