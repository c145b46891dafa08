#!/bin/sh
# changes_test.sh - what changes is in the next answer: offers at once, counts, placements, policies and shapefiles
# after a refresh; what is bad is refused, and the last good snapshot stays.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY
CAT=$WORK/city

is_new_snapshot() { [ "$(snapshot)" != "$before" ]; }
# expect_new_snapshot WHAT : within 10 s; $before is then the new one.
expect_new_snapshot() {
    if within 10 is_new_snapshot; then pass; else fail "no new snapshot after $1"; fi
    before=$(snapshot)
    expect "published after $1" "$(sql "SELECT snapshot FROM xenia.published")" "$before"
}
# expect_same_snapshot WHAT : what is served has not changed, and the daemon is ready.
expect_same_snapshot() {
    expect "snapshot after $1" "$(snapshot)" "$before"
    plain /readyz; expect_status 200
}
# replace_layer FROM : the parts of districts.* and blocks.* of another folder, each atomically.
replace_layer() {
    for file in "$1"/districts.* "$1"/blocks.*; do
        cp "$file" "$CAT/.new" && mv "$CAT/.new" "$CAT/$(basename "$file")"
    done
}
before=$(snapshot)

# --- an offer written with psql is in the next answer
post "$API/recommendations" "$HOUSEHOLD"; as_of=$(json "d->>'offers_as_of'") read=$(json "d->>'offers_read'")
sql "INSERT INTO xenia.offers (city, id, corporation, rooms, area_m2, rent_gross_eur, step_free, lon, lat)
    VALUES ('$CITY', 'NEW-1', 'Psql', 5, 120, 500, true, 7.62, 51.96)" offer_writer
post "$API/recommendations" "$HOUSEHOLD"; expect_status 200
expect_json "d->'ranked' @> '[{\"offer_id\":\"NEW-1\",\"dwelling\":{\"corporation\":\"Psql\",\"rent_eur\":500}}]'"
expect_json "(d->>'offers_read')::int = $read + 1 AND d->>'offers_as_of' > '$as_of'"
sql "UPDATE xenia.offers SET rent_gross_eur = 900 WHERE id = 'NEW-1'" offer_writer
post "$API/recommendations?lang=en" "$HOUSEHOLD"
expect_json "jsonb_path_exists(d, '\$.excluded[*] ? (@.offer_id == \"NEW-1\").reasons[*] ? (@.code == \"rent_over_limit\")')"
sql "UPDATE xenia.offers SET withdrawn_at = now() WHERE id = 'NEW-1'" offer_writer
post "$API/recommendations" "$HOUSEHOLD"; expect_json "(d->>'offers_read')::int = $read"
within 5 logged "(unchanged)" && pass || fail "NOTIFY on offers starts no refresh"
sql "UPDATE xenia.cities SET title = 'x'" offer_writer 2>/dev/null && fail "offer_writer may change cities" || pass
expect_same_snapshot "offers"

# --- counts: nothing happens until somebody asks
sql "UPDATE xenia.counts SET value = value + 500 WHERE unit_id = '1101' AND group_name IN ('RESETTLER', 'INHAB')"
sql "UPDATE xenia.counts SET value = value + 500 WHERE unit_id = '11' AND group_name IN ('RESETTLER', 'INHAB')"
expect_same_snapshot "counts without a refresh"
get "$API/published/units?level=block&index=share&group=RESETTLER"
old_tag=$(etag)
refreshes_again() { post /api/v1/refreshes "{\"city\":\"$CITY\"}"; [ "$status" = 202 ]; }
within 10 refreshes_again; expect_status 202
expect_new_snapshot "counts"
get "$API/published/units?level=block&index=share&group=RESETTLER" -H "If-None-Match: $old_tag"; expect_status 304 # frozen
within 10 xenia refresh # it ends with 5 while the daemon is at it
grep -q unchanged "$WORK/xenia.out" && pass || fail "the daemon's refresh is not the command's"

# --- two refreshes at once: the second is told so
codes=$(curl -s -o "$body" -w '%{http_code} ' -H "Authorization: Bearer $(token_of refresher)" -H 'Content-Type: application/json' \
    --data-binary "{\"city\":\"$CITY\"}" "$URL/api/v1/refreshes" --next -s -o "$WORK/second" -w '%{http_code}' \
    -H "Authorization: Bearer $(token_of refresher)" -H 'Content-Type: application/json' --data-binary "{\"city\":\"$CITY\"}" "$URL/api/v1/refreshes")
expect "two refreshes" "${codes#* }" "409"
expect "code of the second" "$(json "d->>'code'" "$WORK/second")" refresh_runs
within 10 refreshes_again && pass || fail "the first refresh never ends"

# --- placements and policies by the command line: heard of through what it publishes
head -n 40 "$CAT/placements.csv" >"$WORK/placements.csv"
must import placements "$WORK/placements.csv" --city $CITY
expect_same_snapshot "placements without a refresh"
within 10 xenia refresh --city $CITY
expect_new_snapshot "placements"
sed 's/^version = .*/version = demo-2/' "$CAT/policy.ini" >"$WORK/policy.ini"
must import areas "$CAT/city.ini" --policy "$WORK/policy.ini"
expect_new_snapshot "a policy"
post "$API/recommendations" "$HOUSEHOLD"; expect_json "d#>>'{policy,version}' = 'demo-2'"
sql "UPDATE xenia.cities SET title = 'Anders'"
titled() { get /api/v1/cities; [ "$(json "d#>>'{cities,0,title}'")" = Anders ]; }
within 5 titled && pass || fail "a new title is not served"

# --- a policy that may not rank: ranking stops, what is published stays
cat >"$WORK/policy.ini" <<'END'
policy = programme-load
version = demo-3
demonstration = yes
valid_until = 2005-02-01
END
must import areas "$CAT/city.ini" --policy "$WORK/policy.ini"
expired() { post "$API/recommendations" "$HOUSEHOLD"; [ "$status" = 409 ]; }
within 5 expired && pass || fail "an expired policy ranks"
expect_problem 409 policy_not_live
expect_json "d->>'detail' LIKE '%was valid until 2005-02-01%'"
get "$API/published/units"; expect_status 200
get "$API/maps/location_quotient.svg?level=district&group=RESETTLER"; expect_status 200

# ... and one that nobody signed for real people
cat >"$WORK/policy.ini" <<'END'
policy = concentration
version = unsigned-1
[classes]
group = RESETTLER
END
must import areas "$CAT/city.ini" --policy "$WORK/policy.ini"
unsigned() { post "$API/recommendations" "$HOUSEHOLD"; grep -q "these are empty: signed_by" "$body"; }
within 10 unsigned && pass || fail "an unsigned policy ranks"
expect_problem 409 policy_not_live
get "$API/published/units"; expect_status 200
expect_json "d#>>'{policy,version}' = 'demo-1'" # as it was published
must import areas "$CAT/city.ini" --policy "$CAT/policy.ini"
ranks() { post "$API/recommendations" "$HOUSEHOLD"; [ "$status" = 200 ]; }
within 5 ranks && pass || fail "the old policy does not rank again"
before=$(snapshot)

# --- a signed override: in classes, ranking and published snapshot alike, until it is lifted
override() { # CLASS
    printf 'level,unit_id,class,reason,signed_by,signed_on,valid_until\ndistrict,11,%s,a barracks was counted,A. Signer,2005-01-10,2005-12-31\n' \
        "$1" >"$WORK/overrides.csv"
    must policy sign "$WORK/overrides.csv" --user "A. Signer" --as-of "2005-02-0$2"
    must policy override add "$WORK/overrides.csv" --city $CITY
    within 10 refreshes_again
}
override concentrated 1
expect_new_snapshot "an override"
post "$API/recommendations?lang=en&limit=500" "{\"size\":1}"; expect_status 200
expect_json "jsonb_path_exists(d, '\$.ranked[*] ? (@.area.unit_id == \"11\" && @.tier == \"concentrated\").reasons[*]
    ? (@.code == \"override\")')"
expect "the override in the snapshot" "$(sql "SELECT class || ' ' || computed || ' ' || standing || ' ' || override_by
    FROM xenia.snapshot_units WHERE snapshot = '$before' AND level = 0 AND unit_id = '11'")" "concentrated mixed mixed A. Signer"
override lifted 2
expect_new_snapshot "a lifted override"
expect "the class after lifting" "$(sql "SELECT class FROM xenia.snapshot_units WHERE snapshot = '$before' AND level = 0 AND unit_id = '11'")" mixed

# --- another shapefile in its place
mkdir "$WORK/other" && cp "$CAT"/districts.* "$CAT"/blocks.* "$WORK/other"
mkdir "$WORK/good" && cp "$CAT"/districts.* "$CAT"/blocks.* "$WORK/good"
# a name in the .dbf, one byte: the same size and shapes
sed -i 's/Aegidii 1/Aegidii 0/' "$WORK/other/blocks.dbf"
must report --maps --city $CITY --output "$WORK/then.pdf"
replace_layer "$WORK/other"
expect_new_snapshot "another layer"
# what is published was of other areas, which are kept with it: it is drawn as it was, to the byte
get "$API/published/geometry?level=block"; expect_status 200
expect_json "jsonb_path_exists(d, '\$.features[*].properties ? (@.name == \"Aegidii 1\")')"
get "$API/published/topology?level=block"; expect_status 200
expect_json "jsonb_path_exists(d, '\$.objects.areas.geometries[*].properties ? (@.name == \"Aegidii 1\")')"
get "$API/maps/classes.svg?level=block"; expect_status 200
expect "the name of then" "$(grep -c 'Aegidii 1[<:]' "$body")" 1
must report --maps --city $CITY --output "$WORK/again.pdf"
cmp -s "$WORK/then.pdf" "$WORK/again.pdf" && pass || fail "the pack is another one when the areas have changed"
get "$API/published/units?level=block"; expect_json "jsonb_path_exists(d, '\$.units[*] ? (@.name == \"Aegidii 1\")')"

# --- bad ones, one after the other: refused with a reason in the log, what was good stays
head -c 2000 "$WORK/good/blocks.shp" >"$WORK/cut.shp"
cp "$WORK/cut.shp" "$CAT/.new" && mv "$CAT/.new" "$CAT/blocks.shp"
within 10 logged 'not refreshed: .*blocks.shp' && pass || fail "the log does not tell of a cut shapefile"
expect_same_snapshot "a cut shapefile"
mv "$CAT/districts.dbf" "$WORK/away.dbf"
within 10 logged 'not refreshed: .*districts' && pass || fail "the log does not tell of a missing .dbf"
expect_same_snapshot "a missing .dbf"
post "$API/recommendations" "$HOUSEHOLD"; expect_status 200
within 10 refreshes_again; expect_status 202
sleep 1
expect_same_snapshot "a refresh with bad files"
refused=$(grep -c 'not refreshed' "$WORK/log")
sleep 2
expect "a failure is told once" "$(grep -c 'not refreshed' "$WORK/log")" "$refused"
replace_layer "$WORK/good"
expect_new_snapshot "good files again"

# --- started with a bad file: not ready, says why, and recovers
end_daemon TERM; expect "exit code" $code 0
cp "$WORK/cut.shp" "$CAT/blocks.shp"
start_daemon
plain /readyz; expect_status 503
expect_json "d->'ready' = 'false' AND d#>>'{reasons,0}' = 'city $CITY cannot be served: see the log'"
get "$API/published/units"; expect_problem 503 city_not_ready
expect "retry after" "$(header Retry-After)" 5
get /api/v1/cities; expect_json "d = '{\"cities\":[],\"basemap\":null}'"
replace_layer "$WORK/good"
within 20 is_ready && pass || fail "does not recover"
get "$API/published/units"; expect_status 200
finish
