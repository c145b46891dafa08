#!/bin/sh
# loop_test.sh - the closed loop: index -> class -> ranking -> placement -> index. Nine households are offered dwellings
# in one block of the demonstration city; while that is pending it counts in everybody's effect, once they have moved
# in it counts in the block's class. Hysteresis holds the class until other data say the same: one more move, anywhere.
# Prints how the block stands at each turn. Moves and refreshes are the command line's, so that nothing happens between.
. "$(dirname "$0")/lib.sh"
set_up --state-dir "$WORK/state"
API=/api/v1/cities/$CITY
block=2102 lon=7.60117 lat=51.95154 # D001 lies there
n=9
id() { json "d->>'id'"; }
version() { json "d->>'version'"; }
office() { must "$@" --city $CITY --state-dir "$WORK/state"; }

# dwelling ID LON LAT : an ad in the newspaper; all the same but for the place.
dwelling() {
    change POST /dwellings "{\"id\":\"$1\",\"address\":\"Silberhechtanger $1\",\"rooms\":3,\"area_m2\":70,\"rent_gross_eur\":500,\"lon\":$2,\"lat\":$3}"
    expect_status 201
}
# agree HOUSEHOLD DWELLING : from a draft to a placement that is agreed, whose id is then $placement.
agree() {
    change POST /households "{\"reference\":\"$1\",\"needs\":{\"size\":3}}"; expect_status 201
    change POST /offers "{\"household\":\"$1\",\"dwelling\":\"$2\",\"reason_code\":\"OWN_WISH\"}"; expect_status 201
    offer=$(id)
    change PATCH "/offers/$offer" '{"state":"made"}' 1; expect_status 200
    change PATCH "/offers/$offer" '{"state":"accepted"}' 2; expect_status 200
    change POST /placements "{\"offer\":\"$offer\",\"offer_version\":3,\"reason_code\":\"OWN_WISH\"}"; expect_status 201
    placement=$(id)
}
# look WHEN : how the block stands, and a free dwelling in it for somebody who asks now.
look() {
    class=$(sql "SELECT class FROM xenia.snapshot_units JOIN xenia.published USING (snapshot) WHERE unit_id = '$block' AND level = 1")
    rule=$(sql "SELECT rule FROM xenia.snapshot_units JOIN xenia.published USING (snapshot) WHERE unit_id = '$block' AND level = 1")
    rate=$(sql "SELECT round(value::numeric, 1) FROM xenia.snapshot_units WHERE unit_id = '$block' AND level = 1
        AND snapshot = (SELECT snapshot FROM xenia.published)")
    post "$API/recommendations?limit=500" '{"size":3}'; expect_status 200
    index=$(json "d#>>'{effect,before}'")
    tier=$(json "jsonb_path_query_first(d, '\$.ranked[*] ? (@.offer_id == \"FREE\").tier')#>>'{}'")
    rank=$(json "jsonb_path_query_first(d, '\$.ranked[*] ? (@.offer_id == \"FREE\").rank')#>>'{}'")
    printf '%-36s block %s: %s placements per 1,000, %s (%s); its free dwelling: %s, row %s; index %.6f\n' \
        "$1" $block "$rate" "$class" "$rule" "$tier" "$rank" "$index"
}
# refresh : by the command line; $changes is what it says of the block.
refresh() {
    within 10 xenia refresh --city $CITY || fail "refresh: $(cat "$WORK/xenia.err")"
    changes=$(grep "block $block" "$WORK/xenia.out")
}

# --- before
for i in $(seq $n); do dwelling "IN-$i" $lon $lat; done
dwelling FREE $lon $lat
dwelling FAR 7.55926 51.96315 # D068, in another district
look "before"
expect "class before" "$class" mixed
expect "rate before" "$rate" 0.0
expect "tier before" "$tier" mixed
index_before=$index rank_before=$rank

# --- agreed: pending, in everybody's index, in nobody's class
for i in $(seq $n); do
    agree "H$i" "IN-$i"
    eval "placement_$i=$placement"
done
agree ELSEWHERE FAR; far=$placement
refresh
look "$n + 1 households agreed"
expect "class when agreed" "$class" mixed
expect "rate when agreed" "$rate" 0.0
[ "$index" != "$index_before" ] && pass || fail "what is pending is not in the index"
end_daemon TERM

# --- moved in: the data say concentrated, hysteresis holds
index_agreed=$index
for i in $(seq $n); do
    eval "placement=\$placement_$i"
    office placement move-in "$placement" --as test
done
refresh
expect "what the refresh says" "$(echo "$changes" | sed 's/.*: computed/computed/')" \
    "computed concentrated, held at mixed until other data say the same"
start_daemon --state-dir "$WORK/state"
within 20 is_ready
look "$n households moved in"
expect "class is held" "$class $rule" "mixed held"
expect "moved in counts as much as pending did" "$(sql "SELECT abs($index - $index_agreed) < 1e-12")" t
end_daemon TERM

# --- other data say the same: one more move, in another district
office placement move-in "$far" --as test
refresh
expect "what the refresh says" "$(echo "$changes" | sed "s/.*': //")" "mixed -> concentrated"
start_daemon --state-dir "$WORK/state"
within 20 is_ready
look "one more moved in, elsewhere"
expect "class after" "$class $rule" "concentrated load"
expect "tier after" "$tier" concentrated
[ "$rank" -gt "$rank_before" ] && pass || fail "the dwelling stands no lower: row $rank, before $rank_before"
expect "all that is concentrated comes last" "$(json "(SELECT bool_and(r->>'tier' = 'concentrated') FROM
    jsonb_array_elements(d->'ranked') r WHERE (r->>'rank')::int >= $rank)")" t

# --- and the next decision there needs a reason, and keeps what it rested on
change POST /households '{"reference":"NEXT","needs":{"size":3}}'; expect_status 201
change POST /offers '{"household":"NEXT","dwelling":"FREE"}'; expect_problem 422 reason_needed
change POST /offers '{"household":"NEXT","dwelling":"FREE","reason_code":"OWN_WISH"}'; expect_status 201
expect_json "d#>>'{decision,area,class}' = 'concentrated' AND d#>>'{decision,area,unit_id}' = '$block'"
finish
