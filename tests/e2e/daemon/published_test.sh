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
get "$API/packs/$first.txt"; expect_problem 404 no_such_route
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

# --- numbers with intervals, limits and what they would be at other thresholds
quarter=$(sql "SELECT id FROM xenia.publications WHERE period = '2005Q2'")
units="jsonb_array_elements(d->'units') u"
get "$API/published/units?level=block&index=share&group=FOREIGN"; expect_status 200
expect_json "d->'since' = 'null' AND d->>'breaks_fixed' = 'false' AND (d->>'city_value')::float BETWEEN 0.01 AND 0.99 AND d->'center' = d->'city_value'"
expect_json "NOT EXISTS (SELECT FROM $units WHERE (u->'value' = 'null') <> (u->'interval' = 'null') OR (u->'value' = 'null') <> (u->'reason' <> 'null'))"
expect_json "(SELECT bool_and((u#>>'{interval,0}')::float <= (u->>'value')::float AND (u->>'value')::float <= (u#>>'{interval,1}')::float) AND count(*) > 100 FROM $units WHERE u->'value' <> 'null')"
expect_json "(SELECT bool_or((u->>'withheld')::bool) AND bool_and((u->>'withheld')::bool = (u->'value' = 'null' AND u->>'reason' NOT LIKE 'nobody%')) FROM $units)"
expect_json "NOT EXISTS (SELECT FROM $units WHERE u ? 'what_if' OR u ? 'class_before')"
get "$API/published/units?level=block&index=local_entropy"
expect_json "(SELECT bool_and((u#>>'{interval,0}')::float <= (u->>'value')::float AND (u->>'value')::float <= (u#>>'{interval,1}')::float) AND count(*) > 100 FROM $units WHERE u->'value' <> 'null')"
get "$API/published/units?level=block&index=location_quotient&group=FOREIGN&breaks=manual&limits=0.5,1,2"
expect_json "d->>'breaks_method' = 'manual' AND jsonb_array_length(d->'breaks') = 5 AND d#>'{breaks,1}' = '0.5' AND d#>'{breaks,3}' = '2' AND (d->>'center')::float = 1"

breaks_of() { get "$API/published/units?level=block&index=share&group=FOREIGN&breaks=quantile&publication=$1$2"; expect_json "d->>'breaks_method' = 'quantile'"; json "d->'breaks'"; }
expect "inner limits that hold on every date" "$(breaks_of "$first" "&fixed=yes" | cut -d , -f 2-5)" "$(breaks_of "$quarter" "&fixed=yes" | cut -d , -f 2-5)"
expect_json "d->>'breaks_fixed' = 'true'"

get "$API/published/units?level=block&what_if=yes"; expect_status 200
expect_json "d->'thresholds' = to_jsonb(ARRAY(SELECT round(1 + i * 0.05, 2) FROM generate_series(0, 20) i)) AND d->>'what_if_group' = 'RESETTLER'"
expect_json "(SELECT bool_and(u->>'what_if' ~ '^c*u*m*\$' AND length(u->>'what_if') = 21) AND count(*) > 50 FROM $units WHERE u->'what_if' <> 'null')"
expect_json "(SELECT bool_and((u->'what_if' = 'null') = (u->'what_if_reason' <> 'null')) AND bool_or(u->'what_if' = 'null') FROM $units)"
letters() { json "(SELECT string_agg(coalesce(substr(u->>'what_if', $1, 1), '-'), '' ORDER BY u->>'unit_id') FROM $units)"; }
at_125=$(letters 6)
get "$API/maps/classes.geojson?level=block&threshold=1.25"
expect "the picture at 1.25" "$(json "(SELECT string_agg(coalesce(left(f#>>'{properties,class}', 1), '-'), '' ORDER BY f#>>'{properties,unit_id}') FROM jsonb_array_elements(d->'features') f)")" "$at_125"
get "$API/published/units?level=block&what_if=yes&group=FOREIGN"
expect_json "d->>'what_if_group' = 'FOREIGN'"
[ "$(letters 6)" != "$at_125" ] && pass || fail "another group is judged alike"

# --- what changed since another publication
get "$API/published/units?level=block&index=share&group=FOREIGN&publication=$first"; cp "$body" "$WORK/then"
get "$API/published/units?level=block&index=share&group=FOREIGN"; cp "$body" "$WORK/now"
get "$API/published/units?level=block&index=share&group=FOREIGN&since=$first"; expect_status 200
expect_json "d#>>'{since,publication}' = '$first' AND d#>>'{since,period}' = '2005Q1' AND d#>>'{since,made_on}' = '2005-03-01' AND d#>'{since,meeting}' = 'null' AND d->'center' = '0'"
values() { psql -XAtq -v ON_ERROR_STOP=1 -c "SELECT u->>'unit_id', round((u->>'value')::numeric, 9) FROM jsonb_array_elements(\$x\$$(cat "$1")\$x\$::jsonb->'units') u WHERE u->'value' <> 'null' ORDER BY 1" "host=$PG dbname=xenia user=postgres"; }
values "$WORK/now" >"$WORK/now.values"; values "$WORK/then" >"$WORK/then.values"; values "$body" >"$WORK/change.values"
join -t '|' "$WORK/now.values" "$WORK/then.values" | awk -F '|' '{ printf "%s %.6f\n", $1, $2 - $3 }' | sed 's/ -0.000000/ 0.000000/' >"$WORK/wanted"
awk -F '|' '{ printf "%s %.6f\n", $1, $2 }' "$WORK/change.values" | sed 's/ -0.000000/ 0.000000/' | cmp -s - "$WORK/wanted" && pass || fail "differences: $(awk -F '|' '{ printf "%s %.6f\n", $1, $2 }' "$WORK/change.values" | diff - "$WORK/wanted" | head -5)"
[ -s "$WORK/wanted" ] && pass || fail "no area has both numbers"
expect_json "(SELECT bool_and((u#>>'{interval,0}')::float <= (u->>'value')::float AND (u->>'value')::float <= (u#>>'{interval,1}')::float AND (u->>'uncertain')::bool = ((u#>>'{interval,0}')::float <= 0 AND (u#>>'{interval,1}')::float >= 0)) FROM $units WHERE u->'value' <> 'null')"
expect_json "(SELECT bool_and(u->'reason' <> 'null') FROM $units WHERE u->'value' = 'null')"
expect_json "(SELECT (u->>'value')::float > 0 FROM $units WHERE u->>'unit_id' = '1101')"
classes() { json "(SELECT string_agg(coalesce(u->>'$1', '-'), ' ' ORDER BY u->>'unit_id') FROM $units)"; }
get "$API/published/units?level=district&publication=$first"; then=$(classes class)
get "$API/published/units?level=district"; now=$(classes class)
get "$API/published/units?level=district&since=$first"; expect "classes then" "$(classes class_before)" "$then"; expect "classes now" "$(classes class)" "$now"

# --- over time
get "$API/published/series?level=district&index=dissimilarity&group=FOREIGN"; expect_status 200
expect_json "(SELECT array_agg(p->>'period') FROM jsonb_array_elements(d->'points') p) = '{2005Q1,2005-03-07,2005Q2}' AND d->'unit' = 'null' AND d#>>'{index,group}' = 'FOREIGN'"
expect_json "(SELECT bool_and((p#>>'{interval,0}')::float <= (p->>'value')::float AND (p->>'value')::float <= (p#>>'{interval,1}')::float AND (p->>'comparable')::bool AND p->'reason' = 'null') FROM jsonb_array_elements(d->'points') p)"
last=$(json "d#>'{points,2,value}'")
tag=$(etag); get "$API/published/series?level=district&index=dissimilarity&group=FOREIGN" -H "If-None-Match: $tag"; expect_status 304
get "$API/published/indices?level=district"
expect "the last point" "$(json "(SELECT r->'value' FROM jsonb_array_elements(d->'results') r WHERE r->>'id' = 'dissimilarity' AND r->'groups' = '[\"FOREIGN\"]')")" "$last"
expect_json "(SELECT bool_and((r#>>'{interval,0}')::float <= (r->>'value')::float AND (r->>'value')::float <= (r#>>'{interval,1}')::float) AND count(*) > 20 FROM jsonb_array_elements(d->'results') r WHERE r->'interval' <> 'null')"
get "$API/published/series?level=block&index=multi_gini"; expect_json "d#>'{index,group}' = 'null' AND d#>'{points,0,value}' <> 'null'"
for index in share local_entropy; do
    get "$API/published/series?level=block&index=$index&group=FOREIGN&unit=1101"; expect_status 200
    expect_json "d#>>'{unit,unit_id}' = '1101' AND d#>>'{unit,name}' <> '' AND jsonb_array_length(d->'points') = 3"
    of_1101=$(json "(d#>>'{points,2,value}') || (d#>>'{points,2,interval}')")
    get "$API/published/units?level=block&index=$index$([ $index = share ] && echo "&group=FOREIGN")"
    expect "$index of an area" "$of_1101" "$(json "(SELECT (u->>'value') || (u->>'interval') FROM $units WHERE u->>'unit_id' = '1101')")"
done
get "$API/published/series?level=block&index=share&group=FOREIGN&unit=$small"
expect_json "d#>'{points,1,value}' = 'null' AND d#>>'{points,1,reason}' LIKE 'held back:%'"

# --- the catalogue
for lang in en de nl; do
    get "$API/published/catalogue?lang=$lang"; expect_status 200
    expect_json "(SELECT bool_and(i->>'name' <> '' AND i->>'dimension' <> '' AND jsonb_array_length(i->'forms') > 0 AND i->>'formula' <> '' AND i->>'range' <> '' AND i->>'reading' <> '' AND i->>'literature' <> '' AND i->>'undefined' <> '' AND i->>'limits' <> '') AND count(*) > 20 FROM jsonb_array_elements(d->'indices') i)"
done
expect_json "(SELECT i->>'reading' LIKE '%groep%' AND i->>'limits' LIKE '%gebieden%' AND i#>>'{forms,0}' = 'één groep tegenover alle anderen' FROM jsonb_array_elements(d->'indices') i WHERE i->>'id' = 'dissimilarity')"
tag=$(etag); get "$API/published/catalogue?lang=nl" -H "If-None-Match: $tag"; expect_status 304
get "$API/published/catalogue?lang=de" -H "If-None-Match: $tag"; expect_status 200

# --- each parameter is in the ETag, and one that cannot be is refused in a sentence
tags=""
for query in "" "level=block" "index=share&group=FOREIGN" "index=share&group=OTHER" "index=share&group=FOREIGN&breaks=equal" \
    "index=share&group=FOREIGN&fixed=yes" "index=share&group=FOREIGN&breaks=manual&limits=0.1" "index=share&group=FOREIGN&breaks=manual&limits=0.2" \
    "index=share&group=FOREIGN&since=$first" "what_if=yes" "what_if=yes&group=OTHER" "publication=$first" "lang=de"; do
    get "$API/published/units?$query"; expect_status 200
    tags="$tags $(etag)"
done
expect "answers with an ETag of their own" "$(printf '%s\n' $tags | sort -u | wc -l)" 13
refused() { # PATH PARAMETER PART-OF-THE-SENTENCE
    get "$API/published/$1"; expect_problem 400 bad_parameter
    expect_json "d->>'detail' LIKE '$2: found ''%'', wanted $3%'"
}
share="index=share&group=FOREIGN"
refused "units?level=street" level "a level of this city"
refused "units?index=dissimilarity" index "a local index"
refused "units?index=share&group=NOBODY" group "a group of this city"
refused "units?$share&breaks=pretty" breaks "default, quantile"
refused "units?$share&breaks=manual" limits "limits with breaks=manual"
refused "units?$share&breaks=manual&limits=2,1" limits "1 to 4 ascending numbers"
refused "units?$share&limits=1,2" limits "limits with breaks=manual"
refused "units?$share&fixed=maybe" fixed "yes or no"
refused "units?what_if=1" what_if "yes or no"
refused "units?breaks=equal" breaks "it with an index only"
refused "units?group=FOREIGN" group "a group of this city, with an index or with what_if=yes"
refused "series?index=nothing" index "an index of the whole city"
refused "series?index=share&group=FOREIGN" index "an index of the whole city"
refused "series?index=dissimilarity" group "a group of this city"
refused "series?index=dissimilarity&unit=11" index "a local index"
refused "series?$share&unit=1101" unit "an area of this level"
get "$API/published/units?since=$(printf '0%.0s' $(seq 64))"; expect_problem 404 no_such_publication

# --- areas that changed: numbers can be read, not drawn
sql "SET session_replication_role = replica; UPDATE xenia.publications SET document = replace(document, '\"areas\":\"', '\"areas\":\"0'), id = encode(sha256(convert_to(replace(document, '\"areas\":\"', '\"areas\":\"0'), 'UTF8')), 'hex') WHERE period = '2005Q2'"
get "$API/published/units"; expect_status 200
get "$API/published/units?index=share&group=FOREIGN&since=$first"; expect_problem 409 not_comparable
get "$API/maps/share.svg?group=FOREIGN&since=$first"; expect_problem 409 not_comparable
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
