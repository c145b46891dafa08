#!/bin/sh
# topology_test.sh - the borders of a level as TopoJSON: other software reads the same areas out of them as out of the
# GeoJSON, they are sent once, and as gzip to who takes it.
. "$(dirname "$0")/lib.sh"
for tool in ogrinfo ogr2ogr gzip python3; do
    command -v $tool >/dev/null || skip "no $tool on this machine"
done
set_up
API=/api/v1/cities/$CITY
PATH_OF=$API/published/topology

# sum_of FILE : how many areas GDAL finds in its first layer, how many of them are empty, and what they hold together
sum_of() {
    layer=$(ogrinfo -ro -q "$1" 2>/dev/null | sed -n '1s/^[0-9]*: \([^ ]*\).*/\1/p')
    ogr2ogr -f CSV /vsistdout/ "$1" -dialect OGRSQL -sql "SELECT OGR_GEOM_AREA AS area FROM \"$layer\"" 2>"$WORK/ogr" |
        awk -F, 'NR > 1 { n++; area += $1; empty += $1 == 0 } END { printf "%d %d %.12f\n", n, empty, area }'
}

for level in district block; do
    get "$PATH_OF?level=$level"; expect_status 200
    expect "$level: type" "$(header Content-Type)" "application/json; charset=utf-8"
    expect "$level: not encoded for who does not ask" "$(header Content-Encoding)" ""
    mv "$body" "$WORK/$level.json"
    json="$WORK/$level.json"
    get "$API/published/geometry?level=$level"; expect_status 200
    mv "$body" "$WORK/$level.geojson"
    # shellcheck disable=SC2046
    set -- $(sum_of "$WORK/$level.json") $(sum_of "$WORK/$level.geojson")
    expect "$level: what ogr2ogr says" "$(cat "$WORK/ogr")" ""
    expect "$level: areas, and empty ones" "$1 $2" "$4 0"
    awk -v a="$3" -v b="$6" 'BEGIN { exit !(a > 0 && (a - b) / b < 1e-3 && (b - a) / b < 1e-3) }' && pass ||
        fail "$level: areas hold $3 square degrees, as GeoJSON $6"

    # the form of it
    body=$json
    asked=$level
    expect_json "d->>'type' = 'Topology' AND d#>>'{detail,steps}' = '8' AND jsonb_array_length(d#>'{detail,metres}') = 8"
    expect_json "(SELECT bool_and((d#>>ARRAY['detail','metres',k::text])::float = 2 * (d#>>ARRAY['detail','metres',(k + 1)::text])::float) FROM generate_series(0, 6) k)"
    # a digit for each position of each arc, 0 at both ends
    expect_json "jsonb_array_length(d#>'{detail,arcs}') = jsonb_array_length(d->'arcs')"
    expect_json "(SELECT bool_and(t ~ '^0[0-7]*0$' AND length(t) = jsonb_array_length(d->'arcs'->(k - 1)::int)) FROM jsonb_array_elements_text(d#>'{detail,arcs}') WITH ORDINALITY AS x(t, k))"
    expect_json "(SELECT count(DISTINCT g->>'id') = count(*) AND bool_and(g#>>'{properties,name}' <> '') FROM jsonb_array_elements(d#>'{objects,areas,geometries}') g)"
    expect_json "(SELECT bool_and((g#>>'{properties,center,0}')::float BETWEEN (d#>>'{bbox,0}')::float AND (d#>>'{bbox,2}')::float AND (g#>>'{properties,center,1}')::float BETWEEN (d#>>'{bbox,1}')::float AND (d#>>'{bbox,3}')::float) FROM jsonb_array_elements(d#>'{objects,areas,geometries}') g)"
    # an arc that exists, and by no more than two areas
    expect_json "(SELECT max(n) <= 2 AND min(arc) = 0 AND max(arc) < jsonb_array_length(d->'arcs') FROM (SELECT arc, count(*) AS n FROM (SELECT CASE WHEN u::int < 0 THEN ~u::int ELSE u::int END AS arc FROM jsonb_path_query(d, 'strict \$.objects.areas.geometries[*].arcs[*][*][*]') u) uses GROUP BY arc) counted)"
    body=$WORK/body
done

# --- the level above, by the same arcs: inside it, districts meet where blocks do
body=$WORK/block.json asked=block
expect_json "d#>>'{objects,parents,type}' = 'MultiLineString'"
expect_json "(SELECT count(*) > 0 AND bool_and(p->0 IN (SELECT CASE WHEN u::int < 0 THEN to_jsonb(~u::int) ELSE u END FROM jsonb_path_query(d, 'strict \$.objects.areas.geometries[*].arcs[*][*][*]') u)) FROM jsonb_array_elements(d#>'{objects,parents,arcs}') p)"
body=$WORK/district.json asked=district
expect_json "NOT d->'objects' ? 'parents'"
body=$WORK/body

# --- encoded, and not sent again
get "$PATH_OF?level=block"; tag=$(etag)
expect "without level" "$(get "$PATH_OF"; etag)" "$(get "$PATH_OF?level=district"; etag)"
get "$PATH_OF?level=block" -H 'Accept-Encoding: gzip'; expect_status 200
packed=$(etag)
expect "encoding" "$(header Content-Encoding)" gzip
expect "length" "$(header Content-Length)" "$(wc -c <"$body")"
case $(header Vary) in *Accept-Encoding*) pass ;; *) fail "Vary: $(header Vary)" ;; esac
expect "its ETag" "$packed" "$(echo "$tag" | sed 's/"$/-gz"/')"
gzip -dc <"$body" | cmp -s - "$WORK/block.json" && pass || fail "the encoded answer is another"
echo "demo, block: $(wc -c <"$WORK/block.json") bytes, $(wc -c <"$body") as gzip"
for known in "$tag" "$packed"; do
    get "$PATH_OF?level=block" -H 'Accept-Encoding: gzip' -H "If-None-Match: $known"; expect_status 304
    expect "ETag of a 304" "$(etag)" "$known"
    expect "body of a 304" "$(wc -c <"$body")" 0
done
get "$PATH_OF?level=block" -H "If-None-Match: $packed"; expect_status 200
get "$PATH_OF?level=block" -H 'Accept-Encoding: gzip;q=0' ; expect "refused encoding" "$(header Content-Encoding)" ""
get "$PATH_OF?level=block" -I -H 'Accept-Encoding: gzip'; expect_status 200
expect "HEAD: ETag" "$(etag)" "$packed"
expect "HEAD: encoding" "$(header Content-Encoding)" gzip

# --- other counts, the same borders: not sent again either
sql "UPDATE xenia.counts SET value = value + 400 WHERE unit_id IN ('11', '1101') AND group_name IN ('FOREIGN', 'INHAB')"
before=$(snapshot)
within 10 xenia refresh --city $CITY && pass || fail "no refresh: $(cat "$WORK/xenia.err")"
another_is_served() { [ "$(snapshot)" != "$before" ]; }
within 10 another_is_served && pass || fail "the daemon serves what it served"
get "$PATH_OF?level=block" -H "If-None-Match: $tag"; expect_status 304

# --- refused
get "$PATH_OF?level=street"; expect_problem 400 bad_parameter level
get "$PATH_OF?group=FOREIGN"; expect_problem 400 unknown_parameter group
plain "$PATH_OF"; expect_problem 401 unauthorized
plain "$PATH_OF" -H "Authorization: Bearer $(token_of refresher)"; expect_problem 403 role

# --- the other answers of some size, and the page; what opens a session is never encoded
get "$API/published/units?level=block" -H 'Accept-Encoding: gzip'
expect "units" "$(header Content-Encoding)" gzip
gzip -dc <"$body" >"$WORK/units"
get "$API/published/units?level=block"
cmp -s "$body" "$WORK/units" && pass || fail "the encoded units are others"
get "$API/maps/classes.svg?level=block" -H 'Accept-Encoding: gzip'; expect "SVG" "$(header Content-Encoding)" gzip
get "$API/maps/classes.png?level=block" -H 'Accept-Encoding: gzip'; expect "PNG" "$(header Content-Encoding)" ""
get "$API/maps/classes.pdf?level=block" -H 'Accept-Encoding: gzip'; expect "PDF" "$(header Content-Encoding)" ""
for page in / /assets/app.js /assets/page.css /assets/messages/nl.json; do
    plain "$page"; expect_status 200
    tag=$(etag)
    mv "$body" "$WORK/plain"
    plain "$page" -H 'Accept-Encoding: gzip'; expect_status 200
    expect "$page: encoding" "$(header Content-Encoding)" gzip
    [ -n "$tag" ] && [ "$(etag)" != "$tag" ] && pass || fail "$page: ETags $tag and $(etag)"
    gzip -dc <"$body" | cmp -s - "$WORK/plain" && pass || fail "$page: the encoded answer is another"
    plain "$page" -H 'Accept-Encoding: gzip' -H "If-None-Match: $(etag)"; expect_status 304
done
finish
