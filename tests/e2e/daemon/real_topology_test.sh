#!/bin/sh
# real_topology_test.sh - the borders of real cities, from 45 to 4,835 areas: read by GDAL, as large as their GeoJSON
# says, and small enough to be sent.
. "$(dirname "$0")/lib.sh"
for tool in ogrinfo ogr2ogr gzip python3; do
    command -v $tool >/dev/null || skip "no $tool on this machine"
done
[ -r "$SHARED/gisdata/london/london_lsoa_ethnicity_2011.shp" ] || skip "no $SHARED/gisdata (a clone without ../shared)"
new_postgres
must db init

# city ID LAYER UNIT_ID NAME GROUPS OPTIONS : a layer without / before it is one of the shared
city() {
    mkdir -p "$WORK/$1"
    case $2 in /*) layer=$2 ;; *) layer=$SHARED/gisdata/$2 ;; esac
    printf '[city]\nid = %s\ntitle = %s\ndemonstration = yes\ncounts_as_of = 2020-12-31\nas_of = 2021-03-01\nsource_note = test\ngroups = %s\n' \
        "$1" "$1" "$5" >"$WORK/$1/city.ini"
    printf '%b' "$6" >>"$WORK/$1/city.ini"
    printf '\n[level area]\nlayer = %s\nunit_id = %s\nunit_name = %s\n' "$layer" "$3" "$4" >>"$WORK/$1/city.ini"
    must import areas "$WORK/$1/city.ini"
    must refresh --city "$1"
}
city muenster-2019 muenster/muenster_statbez_2019.shp NR NAME AUSL,D_PERS,D_VERERBT,D_OHNE 'total = EINW\n'
city enschede enschede/enschede_buurten_2021.shp BU_CODE BU_NAAM P_N_W_AL,P_WEST_AL 'percent_of = AANT_INW\nmissing = -99999999\n'
city berlin "$SHARED/gisdata/berlin/berlin_plr_2020.shp" PLR_ID NAME EW_AUSL,EW_D_MH,EW_D_OHNE ''
city london london/london_lsoa_ethnicity_2011.shp LSOA11CD LSOA11NM BlkAfrican,WhiteBrit,Irish,OtherWhite,Mixed,Indian,Pakistani,Bangladesh,Chinese,OtherAsian,BlkCaribbe,OtherBlk,Arab,Other 'total = Persons\n'
new_token real
start_daemon

# sum_of FILE : how many areas GDAL finds in its first layer, how many of them are empty, and what they hold together
sum_of() {
    layer=$(ogrinfo -ro -q "$1" 2>/dev/null | sed -n '1s/^[0-9]*: \([^ ]*\).*/\1/p')
    ogr2ogr -f CSV /vsistdout/ "$1" -dialect OGRSQL -sql "SELECT OGR_GEOM_AREA AS area FROM \"$layer\"" 2>"$WORK/ogr" |
        awk -F, 'NR > 1 { n++; area += $1; empty += $1 == 0 } END { printf "%d %d %.12f\n", n, empty, area }'
}
# check ID AREAS LIMIT
check() {
    API=/api/v1/cities/$1
    get "$API/published/topology" -H 'Accept-Encoding: gzip'; expect_status 200
    first_ms=$took_ms packed=$(wc -c <"$body")
    gzip -dc <"$body" >"$WORK/$1.json"
    get "$API/published/topology" -H 'Accept-Encoding: gzip' -H "If-None-Match: $(etag)"; expect_status 304
    known_ms=$took_ms
    get "$API/published/geometry"; expect_status 200
    mv "$body" "$WORK/$1.geojson"
    # shellcheck disable=SC2046
    set -- "$1" "$2" "$3" $(sum_of "$WORK/$1.json") $(sum_of "$WORK/$1.geojson")
    expect "$1: areas, and empty ones" "$4 $5" "$2 0"
    awk -v a="$6" -v b="$9" 'BEGIN { exit !(a > 0 && (a - b) / b < 1e-3 && (b - a) / b < 1e-3) }' && pass ||
        fail "$1: areas hold $6 square degrees, as GeoJSON $9"
    [ "$packed" -le "$3" ] && pass || fail "$1: $packed bytes as gzip, wanted at most $3"
    printf '%-14s %5d areas %9d bytes %8d as gzip (GeoJSON: %9d) %4d ms, known %d ms\n' "$1" "$4" "$(wc -c <"$WORK/$1.json")" "$packed" \
        "$(wc -c <"$WORK/$1.geojson")" "$first_ms" "$known_ms"
}
check muenster-2019 45 60000
check enschede 70 40000
check berlin 447 300000
check london 4835 1000000
finish
