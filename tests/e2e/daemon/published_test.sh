#!/bin/sh
# published_test.sh - what is published stays as it is: the same bytes in every form after two refreshes with other
# counts; meetings, areas held back, areas that changed, a quarter that ends.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY


# --- the first refresh of a quarter publishes
get "$API/published/history"; expect_status 200
expect_json "jsonb_array_length(d->'publications') = 1 AND d#>>'{publications,0,period}' = '2005Q1'"
expect_json "d#>'{publications,0,meeting}' = 'null' AND d#>>'{publications,0,made_on}' = '2005-03-01'"
first=$(json "d#>>'{publications,0,id}'")
get "$API/packs"; expect_json "d#>>'{packs,0,id}' = '$first'"
get "$API/published/units"; expect_json "d->>'publication' = '$first' AND d->>'period' = '2005Q1'"
get "$API/published/units?publication=$first"; expect_status 200
get "$API/published/units?publication=$(printf '0%.0s' $(seq 64))"; expect_problem 404 no_such_publication
get "$API/packs/$first.pdf"; expect_problem 404 no_such_route
get "$API/packs/nothing.json"; expect_problem 404 no_such_route

# --- its bytes are its id, and the table says what the document says
get "$API/packs/$first.json"; expect_status 200
expect "SHA-256 of the document" "$(sha256sum <"$body" | cut -d ' ' -f 1)" "$first"
expect_json "d->>'city' = '$CITY' AND jsonb_array_length(d#>'{levels,0,units}') = 45"
expect_json "NOT EXISTS (SELECT FROM jsonb_array_elements(d->'levels') l, jsonb_array_elements(l->'units') u WHERE jsonb_typeof(u->'persons') = 'number' AND (u->>'persons')::numeric % 5 <> 0)"
shown=$(json "(SELECT count(*) FROM jsonb_array_elements(d#>'{levels,1,units}') u WHERE jsonb_typeof(u->'persons') = 'number')")
get "$API/packs/$first.csv?level=block"; expect_status 200
expect "type of a table" "$(header Content-Type)" "text/csv; charset=utf-8; header=present"
case $(head -n 1 "$body") in
"unit_id,name,parent_id,persons,persons withheld,RESETTLER,RESETTLER withheld,"*) pass ;;
*) fail "the table's header is $(head -n 1 "$body")" ;;
esac
expect "units with persons in the table" "$(awk -F, 'NR > 1 && $4 != ""' "$body" | wc -l)" "$shown"
expect "withheld cells have a reason" "$(awk -F, 'NR > 1 && ($4 == "") == ($5 == "")' "$body" | wc -l)" 0
get "$API/packs/$first.geojson?level=block"; expect_status 200
expect_json "d->>'publication' = '$first' AND jsonb_array_length(d->'features') = $(sql "SELECT count(*) FROM xenia.areas WHERE level_name = 'block'")"

# --- every form, byte for byte
all_forms() {
    mkdir "$WORK/$1"
    n=0
    for path in "published/units?level=district&lang=de" "published/units?level=block&index=share&group=FOREIGN" \
        "published/units?level=block&index=local_entropy" "published/indices?level=district" \
        "published/indices?level=block" "published/geometry?level=block" "maps/classes.svg?level=block" \
        "maps/classes.geojson?level=district&lang=nl" "maps/share.svg?group=RESETTLER" \
        "maps/location_quotient.geojson?level=block&group=FOREIGN" "maps/classes.png" "packs/$first.json" \
        "packs/$first.csv" "packs/$first.csv?level=block" "packs/$first.geojson"; do
        n=$((n + 1))
        case $path in *packs*) of="" ;; *\?*) of="&publication=$2" ;; *) of="?publication=$2" ;; esac
        [ "$2" ] || of=""
        get "$API/$path$of"
        expect_status 200
        cp "$body" "$WORK/$1/$n"
    done
}
same_forms() { diff -r "$WORK/before" "$WORK/$1" >/dev/null && pass || fail "$2 differ: $(diff -rq "$WORK/before" "$WORK/$1")"; }
all_forms before ""
get "$API/published/units?level=block"; tag=$(etag)
refresh_with() {
    sql "UPDATE xenia.counts SET value = value + $1 WHERE unit_id IN ('11', '1101') AND group_name IN ('FOREIGN', 'INHAB')"
    within 10 xenia refresh --city $CITY && pass || fail "no refresh: $(cat "$WORK/xenia.err")"
}
refreshed() { [ "$(snapshot)" = "$(sql 'SELECT snapshot FROM xenia.published')" ]; }
snapshots=$(sql "SELECT count(*) FROM xenia.snapshots")
for more in 400 37; do
    refresh_with $more
    within 10 refreshed && pass || fail "the daemon serves another snapshot"
    all_forms "after-$more" ""
    same_forms "after-$more" "after a refresh with $more more persons, the forms"
done
expect "snapshots since" "$(sql "SELECT count(*) FROM xenia.snapshots")" $((snapshots + 2))
get "$API/published/units?level=block" -H "If-None-Match: $tag"; expect_status 304
get "$API/published/history"; expect_json "jsonb_array_length(d->'publications') = 1"
sql "UPDATE xenia.publications SET period = '2005Q2'" 2>/dev/null && fail "a publication can be changed" || pass
sql "DELETE FROM xenia.publications" 2>/dev/null && fail "a publication can be deleted" || pass
expect "in the log" "$(sql "SELECT count(*) FROM audit.entries WHERE table_name = 'publications' AND action = 'insert'")" 1

# --- a meeting, with a placement of the last 30 days in a block of fewer than 300 persons
small=$(sql "SELECT unit_id FROM xenia.counts WHERE level_name = 'block' AND group_name = 'INHAB' AND value BETWEEN 100 AND 299 ORDER BY unit_id LIMIT 1")
name=$(sql "SELECT name FROM xenia.areas WHERE level_name = 'block' AND unit_id = '$small'")
sql "DELETE FROM xenia.placements WHERE decided_on > '2005-01-25'"
sql "INSERT INTO xenia.placements (city, decided_on, persons, unit_id, state) VALUES ('$CITY', '2005-02-20', 3, '$small', 'moved_in')"
is_refused() { xenia publish --city $CITY --meeting Xenia --on 2005-03-07; [ $? -eq 2 ]; } # 5 while the daemon refreshes
within 10 is_refused && pass || fail "not refused"
grep -q "1 area of fewer than 300 persons, the first of them '$name', had a placement in the last 30 days: it can be published on 2005-03-22, or now with --hold-back" "$WORK/xenia.err" &&
    pass || fail "the refusal: $(cat "$WORK/xenia.err")"
within 10 xenia publish --city $CITY --meeting Xenia --on 2005-03-07 --hold-back --dry-run && pass || fail "dry run: $(cat "$WORK/xenia.err")"
get "$API/published/history"; expect_json "jsonb_array_length(d->'publications') = 1"
within 10 xenia publish --city $CITY --meeting Xenia --on 2005-03-07 --hold-back && pass || fail "hold back: $(cat "$WORK/xenia.err")"
grep -q "2005-03-07 .* published, 1 area held back" "$WORK/xenia.out" && pass || fail "held back: $(cat "$WORK/xenia.out")"
get "$API/published/units?level=block&lang=en"; expect_json "d->>'meeting' = 'Xenia' AND d->>'period' = '2005-03-07'"
meeting=$(json "d->>'publication'")
expect_json "(SELECT u->'persons' = 'null' AND u->'class' = 'null' AND u->>'persons_reason' LIKE 'held back:%' FROM jsonb_array_elements(d->'units') u WHERE u->>'unit_id' = '$small')"
get "$API/packs/$meeting.csv?level=block"
grep "^$small," "$body" | grep -q ',recent' && pass || fail "the table does not say why: $(grep "^$small," "$body")"
get "$API/published/history"; expect_json "d#>>'{publications,0,id}' = '$meeting' AND d#>>'{publications,1,id}' = '$first'"
within 10 xenia publish --city $CITY --meeting Xenia --on 2005-03-07 --hold-back; grep -q "was published before, and stays" "$WORK/xenia.out" && pass || fail "twice"
all_forms older "$first"
same_forms older "the forms of an older publication"

# --- another quarter begins
sed 's/^as_of *=.*/as_of = 2005-04-02/' "$WORK/city/city.ini" >"$WORK/city.ini" && cp "$WORK/city.ini" "$WORK/city/city.ini"
new_quarter() { get "$API/published/units"; [ "$(json "d->>'period'")" = 2005Q2 ]; }
within 15 new_quarter && pass || fail "no publication of 2005Q2: $(cat "$body" | cut -c 1-200)"
expect "publications" "$(sql "SELECT string_agg(period, ' ' ORDER BY number) FROM xenia.publications")" "2005Q1 2005-03-07 2005Q2"

# --- areas that changed: numbers can be read, not drawn
sql "SET session_replication_role = replica; UPDATE xenia.publications SET document = replace(document, '\"areas\":\"', '\"areas\":\"0'), id = encode(sha256(convert_to(replace(document, '\"areas\":\"', '\"areas\":\"0'), 'UTF8')), 'hex') WHERE period = '2005Q2'"
get "$API/published/units"; expect_status 200
get "$API/published/geometry"; expect_problem 409 areas_changed
get "$API/maps/classes.svg"; expect_problem 409 areas_changed

# --- a damaged document is not passed on
sql "ALTER TABLE xenia.publications DROP CONSTRAINT \"id: the SHA-256 of the document\"; SET session_replication_role = replica; UPDATE xenia.publications SET document = replace(document, 'Mitte', 'Mutte') || ' ' WHERE id = '$first'"
get "$API/packs/$first.json"; expect_status 500
logged "is damaged: its document has the SHA-256" && pass || fail "the log does not say what is damaged"

# --- nothing yet
sql "SET session_replication_role = replica; DELETE FROM xenia.publications"
get "$API/published/units"; expect_problem 404 nothing_published
finish
