#!/bin/sh
# What must not matter does not (RULES R1, R2, R3): every forbidden input is refused by name, and whatever else the office
# knows of a household but its needs changes no byte of its list. No address assigns or rejects.
# shellcheck source-path=SCRIPTDIR
. "${SOURCE:?}/tests/e2e/daemon/lib.sh"
set_up
API=/api/v1/cities/$CITY
NEEDS='"size":5,"age_bands":{"0-5":1,"6-17":2,"18-64":2},"step_free":true,"rent_limit_eur":750'

# --- refused by name ---------------------------------------------------------------------------------------------

n_refused=0
for member in '"nationality":"RU"' '"birthplace":"Omsk"' '"ethnicity":"x"' '"language":"ru"' '"religion":"x"' '"name":"Iwanowa"' \
    '"diagnosis":"x"' '"cooperation":2' '"crime":false' '"criminal_record":[]' '"indicator_scores":{"language":3}' '"risk":0.3' \
    '"citizenship":"DE"' '"sex":"f"' '"score":1'; do
    field=$(printf '%s' "$member" | cut -d'"' -f2)
    post "$API/recommendations" "{$NEEDS,$member}"
    expect_problem 422 refused_input "$field"
    change POST /households "{\"reference\":\"R-$field\",\"needs\":{$NEEDS,$member}}"
    expect_problem 422 refused_input "needs.$field"
    change POST /households "{\"reference\":\"R-$field\",$member,\"needs\":{$NEEDS}}"
    expect_problem 422 refused_input "$field"
    n_refused=$((n_refused + 3))
done
send GET "/households?all=yes" ""
expect_json "d->'households' = '[]'"
echo "$n_refused requests with a forbidden input refused by its name"

# --- no byte changes ---------------------------------------------------------------------------------------------

# listed REFERENCE : its list in $WORK/list-REFERENCE.
listed() {
    change POST "/households/$1/recommendations" ""
    expect_status 200
    cp "$body" "$WORK/list-$1"
}
# household REFERENCE CENTRE ARRIVED : the centre as JSON
household() {
    change POST /households "{\"reference\":\"$1\",\"centre\":$2,\"arrived_on\":\"$3\",\"needs\":{$NEEDS}}"
    expect_status 201
}
household A1 '"Aufnahme Nord"' 2004-01-02
listed A1
expect_json "jsonb_array_length(d->'ranked') > 0 AND jsonb_array_length(d->'excluded') > 0"
household A2 '"Zentrum der Spätaussiedler"' 2004-11-30
household A3 null 2003-01-01
sql "SET ROLE xenia_owner;
     CREATE TABLE casework.persons (household uuid, name text, nationality text, religion text, cooperation int);
     RESET ROLE;
     INSERT INTO casework.persons SELECT id, 'Iwanowa', 'RU', 'none', 1 FROM xenia.households" >"$WORK/casework" 2>&1
expect "rows of casework beside every household" "$(sql "SELECT count(*) FROM casework.persons")" 3
n_same=0
for reference in A2 A3 A1; do
    listed "$reference"
    if cmp -s "$WORK/list-$reference" "$WORK/list-A1"; then pass; else fail "the list of $reference is another than that of A1"; fi
    n_same=$((n_same + 1))
done
post "$API/recommendations" "{$NEEDS}"
expect_json "d->'ranked' = (SELECT x->'ranked' FROM (SELECT '$(sed "s/'/''/g" "$WORK/list-A1")'::jsonb AS x) AS first)"
post "$API/recommendations" "{\"rent_limit_eur\":750.0,\"step_free\":true,\"age_bands\":{\"18-64\":2,\"6-17\":2,\"0-5\":1},\"size\":5}"
cp "$body" "$WORK/other-order"
post "$API/recommendations" "{$NEEDS}"
if cmp -s "$body" "$WORK/other-order"; then pass; else fail "the order of members changes the answer"; fi
echo "$n_same lists of households that differ in reference, centre, days waited and casework: the same bytes"

# --- R2, R3: nothing about a household but its needs; nothing assigns or rejects ----------------------------------

for path in assign reject allocate decline score risk; do
    change POST "/households/A1/$path" '{}'
    expect_status 404
    change POST "/offers/$path" '{}'
    case $status in 404 | 405) pass ;; *) fail "POST /offers/$path: $status" ;; esac
done
expect "no member of the answer scores a household" "$(grep -oiE '"(score|risk|priority)":' "$WORK/list-A1" | sort -u)" ""
finish
