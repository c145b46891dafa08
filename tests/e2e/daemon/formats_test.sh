#!/bin/sh
# formats_test.sh - every form in which two publications of a city on two levels can be had, with many small numbers and
# a change of counts in between: each number about an area in each of them is made from the controlled cells of its
# publication's document and from nothing else, and no cell shows what is to be hidden (formats.py recomputes).
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/lib.sh"
command -v python3 >/dev/null || skip "no python3 on this machine"
API=/api/v1/cities/$CITY

# Blocks as numbered by their id; a district is the sum of its blocks, whose ids begin with its own.
numbered="(SELECT unit_id, row_number() OVER (ORDER BY unit_id) AS n FROM xenia.counts WHERE level_name = 'block' AND group_name = 'INHAB')"
add_up() {
    sql "UPDATE xenia.counts c SET value = s.value FROM
           (SELECT left(unit_id, 2) AS unit_id, group_name, sum(value) AS value FROM xenia.counts WHERE level_name = 'block' GROUP BY 1, 2) s
         WHERE c.level_name = 'district' AND c.unit_id = s.unit_id AND c.group_name = s.group_name"
}
raw_counts() { sql "COPY (SELECT level_name, unit_id, group_name, value FROM xenia.counts) TO STDOUT"; }

# --- the first publication: resettlers are few in every fifth block, and every fortieth has hardly anybody
new_postgres
load_demo_city
sql "UPDATE xenia.counts c SET value = CASE c.group_name WHEN 'RESETTLER' THEN b.n % 6 WHEN 'FOREIGN' THEN 9 WHEN 'OTHER' THEN 23 ELSE 32 + b.n % 6 END
     FROM $numbered b WHERE c.level_name = 'block' AND c.unit_id = b.unit_id AND b.n % 40 = 7"
sql "UPDATE xenia.counts c SET value = CASE c.group_name WHEN 'RESETTLER' THEN 1 + b.n / 5 % 4 ELSE c.value + r.value - 1 - b.n / 5 % 4 END
     FROM $numbered b JOIN xenia.counts r ON r.unit_id = b.unit_id AND r.level_name = 'block' AND r.group_name = 'RESETTLER'
     WHERE c.level_name = 'block' AND c.unit_id = b.unit_id AND b.n % 5 = 0 AND b.n % 40 <> 7 AND c.group_name IN ('RESETTLER', 'OTHER')"
add_up
new_token test
raw_counts >"$WORK/raw.1"
start_daemon
TOKEN=$(token_of working_group)
get "$API/published/history"; expect_json "jsonb_array_length(d->'publications') = 1"
first=$(json "d#>>'{publications,0,id}'")

# --- the second, for a meeting: all blocks but one in seven have other counts
sql "UPDATE xenia.counts c SET value = greatest(c.value + b.change, 0) FROM
       (SELECT unit_id, g.group_name, (n * g.k % 7 - 3) * (n % 7 <> 0)::int AS change
        FROM $numbered x, (VALUES ('RESETTLER', 0), ('FOREIGN', 2), ('OTHER', 3)) AS g(group_name, k) WHERE g.k > 0) b
     WHERE c.level_name = 'block' AND c.unit_id = b.unit_id AND c.group_name = b.group_name"
sql "UPDATE xenia.counts c SET value = s.value FROM
       (SELECT unit_id, sum(value) AS value FROM xenia.counts WHERE level_name = 'block' AND group_name <> 'INHAB' GROUP BY 1) s
     WHERE c.level_name = 'block' AND c.group_name = 'INHAB' AND c.unit_id = s.unit_id"
add_up
raw_counts >"$WORK/raw.2"
publish() { xenia publish --city $CITY --meeting Xenia --on 2005-03-07 --hold-back; }
within 10 publish && pass || fail "no second publication: $(cat "$WORK/xenia.err")"
cat "$WORK/xenia.out"
get "$API/published/history"; expect_json "jsonb_array_length(d->'publications') = 2"
second=$(json "d#>>'{publications,0,id}'")

# --- everything that can be had of them
n_files=0
# keep PUBLICATION KIND LEVEL INDEX GROUP PATH : downloads, and says in the list what it is
keep() {
    n_files=$((n_files + 1))
    get "$API/$6"
    expect_status 200
    cp "$body" "$WORK/file.$n_files"
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "$WORK/file.$n_files" >>"$WORK/list"
}
of_one() { # NUMBER ID
    keep "$1" pack "" "" "" "packs/$2.json"
    for level in district block; do
        about="level=$level&publication=$2"
        keep "$1" csv $level "" "" "packs/$2.csv?level=$level"
        keep "$1" pack_geojson $level "" "" "packs/$2.geojson?level=$level"
        keep "$1" indices $level "" "" "published/indices?$about"
        keep "$1" geometry $level "" "" "published/geometry?$about"
        keep "$1" units $level "" "" "published/units?$about"
        keep "$1" map_classes $level "" "" "maps/classes.geojson?$about"
        keep "$1" svg_classes $level "" "" "maps/classes.svg?$about"
        keep "$1" what_if $level "" "" "maps/classes.geojson?$about&threshold=1.25"
        for index in share location_quotient; do
            for group in RESETTLER FOREIGN OTHER; do
                keep "$1" units $level $index $group "published/units?$about&index=$index&group=$group"
                keep "$1" map $level $index $group "maps/$index.geojson?$about&group=$group"
                keep "$1" svg $level $index $group "maps/$index.svg?$about&group=$group"
                keep "$1" map_csv $level $index $group "maps/$index.csv?$about&group=$group"
            done
        done
        for index in local_diversity local_entropy local_simpson_interaction local_simpson_concentration local_mutual_information; do
            keep "$1" units $level $index "" "published/units?$about&index=$index"
            keep "$1" map $level $index "" "maps/$index.geojson?$about"
            keep "$1" svg $level $index "" "maps/$index.svg?$about"
        done
    done
}
of_one 1 "$first"
of_one 2 "$second"
for level in district block; do
    for index in share location_quotient; do
        keep 2 change $level $index FOREIGN "maps/$index.geojson?level=$level&publication=$second&since=$first&group=FOREIGN"
    done
    keep 2 change $level local_entropy "" "maps/local_entropy.geojson?level=$level&publication=$second&since=$first"
done
echo "$n_files answers to a working group"
python3 "$SOURCE/tests/e2e/daemon/formats.py" "$WORK/list" "$WORK/raw.1" "$WORK/raw.2" && pass || fail "a number is not made from the controlled cells"

# --- and by tools that are not ours
if command -v xmllint >/dev/null && command -v ogrinfo >/dev/null && command -v qpdf >/dev/null && command -v pdffonts >/dev/null; then
    for measure in "classes " "share group=RESETTLER&" "local_entropy since=$first&" "classes threshold=1.5&"; do
        name=${measure%% *} query="?${measure#* }level=block&publication=$second"
        get "$API/maps/$name.svg$query"; expect_status 200
        xmllint --noout "$body" && pass || fail "$name.svg$query"
        get "$API/maps/$name.geojson$query"; expect_status 200
        cp "$body" "$WORK/map.geojson"
        ogrinfo -so -al "$WORK/map.geojson" >"$WORK/ogr" 2>&1 && pass || fail "$name.geojson$query: $(cat "$WORK/ogr")"
        expect "features that ogrinfo counts" "$(awk '/^Feature Count/ {print $3}' "$WORK/ogr")" "$(grep -o '"type":"Feature"' "$body" | wc -l)"
        for paper in a4 a3; do
            get "$API/maps/$name.pdf$query&paper=$paper"; expect_status 200
            qpdf --check "$body" >"$WORK/qpdf" 2>&1 && pass || fail "$name.pdf$query: $(cat "$WORK/qpdf")"
            expect "fonts that are not in it" "$(pdffonts "$body" | awk 'NR > 2 && $(NF - 4) != "yes"' | wc -l)" 0
        done
    done
fi

# --- limits of all dates together: the same legend on both; alone: another
labels() { get "$API/maps/share.geojson?level=block&group=FOREIGN&breaks=quantile&publication=$1$2"; json "(SELECT string_agg(l->>'label', ';') FROM jsonb_array_elements(d->'legend') l WHERE l->>'kind' = 'color')"; }
expect "limits on both dates" "$(labels "$first" "&fixed=yes")" "$(labels "$second" "&fixed=yes")"
[ "$(labels "$first" "")" != "$(labels "$second" "")" ] && pass || fail "limits of one date alone are those of the other"

# --- and the test bites: a raw count, a raw share, a hidden cell's number would be found
for change in 's/"value":0\.0[0-9]*/"value":0.0123456/' 's/"persons":[0-9]*/"persons":123/' 's/"share_band":null/"share_band":[0,0.05]/'; do
    sed "$change" "$(awk -F '\t' '$2 == "units" && $3 == "block" && $4 == "share" { print $6; exit }' "$WORK/list")" >"$WORK/changed"
    awk -F '\t' -v OFS='\t' -v other="$WORK/changed" '!done && $2 == "units" && $3 == "block" && $4 == "share" { $6 = other; done = 1 } { print }' "$WORK/list" >"$WORK/list.changed"
    python3 "$SOURCE/tests/e2e/daemon/formats.py" "$WORK/list.changed" "$WORK/raw.1" "$WORK/raw.2" >/dev/null 2>&1 && fail "not found: $change" || pass
done
finish
