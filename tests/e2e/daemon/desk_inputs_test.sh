#!/bin/sh
# desk_inputs_test.sh - R1 through the real API: what must not be known cannot be said, and what is known but must not
# matter changes no byte of a ranking.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY

# --- the forbidden inputs (HOUSING 2.6) are refused by name, wherever a request could carry them
forbidden='nationality birthplace place_of_birth country_of_origin ethnicity ethnic_background language mother_tongue
    religion name surname first_name maiden_name diagnosis illness disability cooperation cooperative behaviour crime
    criminal_record indicator_scores score risk integration gender sex age education labour_market origin citizenship
    residence_status arrival_country photo'
good='{"size":3,"ties":[{"kind":"school","lat":51.96,"lon":7.63}]}'
change POST /households "{\"reference\":\"F01\",\"needs\":$good}"; expect_status 201
household=$(json "d->>'id'")
for word in $forbidden; do
    post "$API/recommendations" "{\"size\":3,\"$word\":\"x\"}"; expect_problem 422 refused_input
    grep -q "$word" "$body" && pass || fail "the refusal does not name $word: $(cat "$body")"
    change POST /households "{\"needs\":{\"size\":3,\"$word\":\"x\"}}"; expect_problem 422 refused_input "needs.$word"
    change POST /households "{\"$word\":\"x\",\"needs\":$good}"; expect_problem 422 refused_input "$word"
    change PUT /households/F01 "{\"$word\":\"x\",\"needs\":$good}" 1; expect_problem 422 refused_input "$word"
    change POST /households "{\"needs\":{\"size\":3,\"age_bands\":{\"$word\":1}}}"; expect_problem 422 refused_input
    change POST /households "{\"needs\":{\"size\":3,\"ties\":[{\"kind\":\"care\",\"lat\":52,\"lon\":7,\"$word\":1}]}}"
    expect_problem 422 refused_input
    change POST /households "{\"needs\":{\"size\":3,\"filters\":[\"$word\"]}}"; expect_problem 422 refused_input
    change POST /offers "{\"household\":\"F01\",\"dwelling\":\"D001\",\"$word\":\"x\"}"; expect_problem 422 refused_input "$word"
    change POST /objections "{\"household\":\"F01\",\"text\":\"x\",\"$word\":\"x\"}"; expect_problem 422 refused_input "$word"
    change POST /matchings "{\"$word\":\"x\"}"; expect_problem 422 refused_input "$word"
    change POST /dwellings "{\"address\":\"x 1\",\"$word\":\"x\"}"; expect_problem 422 refused_input "$word"
    post "$API/recommendations?$word=x" "$good"; expect_problem 400 unknown_parameter "$word"
    get "$API/households?$word=x"; expect_problem 400 unknown_parameter "$word"
done
columns=$(sql "SELECT string_agg(column_name, ' ') FROM information_schema.columns WHERE table_schema IN ('xenia', 'audit')
    AND table_name ~ 'household'")
for word in $forbidden; do
    case " $columns " in *" $word "*) fail "the store has a column $word" ;; *) pass ;; esac
done

# --- what is known but must not matter: file number, centre, day of arrival, key, language of the asker, order of members
send POST /households/F01/recommendations ''; expect_status 200
cp "$body" "$WORK/base"
# same_list WHAT : the household's list is still the same, byte for byte.
same_list() {
    send POST "/households/$household/recommendations" ''
    if [ "$status" = 200 ] && cmp -s "$body" "$WORK/base"; then pass; else fail "the list changes with $1"; fi
}
same_list "asking again"
# with WHAT BODY : the household is changed, its list is not.
with() {
    get "$API/households/$household"
    change PUT "/households/$household" "$2" "$(json "d->>'version'")"; expect_status 200
    same_list "$1"
}
with "its file number" "{\"reference\":\"Иванов-7\",\"needs\":$good}"
with "no file number" "{\"needs\":$good}"
with "its centre" "{\"reference\":\"F01\",\"centre\":\"Waldheim\",\"needs\":$good}"
with "another centre" "{\"reference\":\"F01\",\"centre\":\"Übergangsheim St. Maria\",\"needs\":$good}"
with "the day it arrived" "{\"reference\":\"F01\",\"arrived_on\":\"2003-01-01\",\"needs\":$good}"
with "the order of members" "{\"needs\":{\"ties\":[{\"lon\":7.63,\"weight\":1,\"lat\":51.96,\"kind\":\"school\"}],\"size\":3},\"arrived_on\":\"2004-02-29\"}"
with "blanks" "{ \"needs\" :  { \"size\" : 3 , \"ties\":[ {\"kind\":\"school\",\"lat\":51.960,\"lon\":7.630} ] } }"
with "what is said by default" "{\"needs\":{\"size\":3,\"step_free\":false,\"entitlement\":[],\"filters\":[],\"ties\":[{\"kind\":\"school\",\"lat\":51.96,\"lon\":7.63}]}}"
first_person=$TOKEN
new_token 'Somebody Else'; somebody=$TOKEN TOKEN=$first_person
get "$API/households/$household"
change PATCH "/households/$household" '{"coordinator":"Somebody Else"}' "$(json "d->>'version'")"; expect_status 200
TOKEN=$somebody; same_list "who asks"
get "$API/households/$household"
change PATCH "/households/$household" '{"coordinator":"test"}' "$(json "d->>'version'")"; expect_status 200
TOKEN=$first_person
for i in 1 2 3 4 5 6; do
    change POST /households "{\"reference\":\"other $i\",\"centre\":\"C\",\"arrived_on\":\"2001-0$i-01\",\"needs\":{\"size\":$i}}"; expect_status 201
done
same_list "others who wait, and since when"
sql "INSERT INTO xenia.offers (city, id, source, corporation, rooms, area_m2, rent_gross_eur, is_dwelling, lon, lat)
    VALUES ('$CITY', 'GARAGE', 'sql', 'Psql', 1, 12, 40, false, 7.62, 51.96)" offer_writer
send POST "/households/$household/recommendations" ''
expect "a garage changes no row of the list" "$(json "d->'ranked'")" "$(json "d->'ranked'" "$WORK/base")"
# what may matter does
get "$API/households/$household"
change PUT "/households/$household" '{"needs":{"size":4,"ties":[{"kind":"school","lat":51.96,"lon":7.63}]}}' "$(json "d->>'version'")"
send POST "/households/$household/recommendations" ''; cmp -s "$body" "$WORK/base" && fail "the size changes nothing" || pass

# --- R2: nothing in an answer is about a household but what was said of it
get "$API/households/$household"
expect_json "(SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(d) k) = ARRAY['arrived_on', 'centre', 'coordinator', 'days_waited', 'erased', 'frozen', 'has_live_offer', 'id', 'needs', 'reference', 'state', 'version']"
expect_json "(SELECT array_agg(k ORDER BY k) FROM jsonb_object_keys(d->'needs') k) <@ ARRAY['age_bands', 'available_by', 'entitlement', 'filters', 'rent_limit_eur', 'rooms_min', 'size', 'step_free', 'ties']"
finish
