#!/bin/sh
# real_published_test.sh - what is published of real cities, from 45 to 4,835 areas: packs and reports, whole by real
# tools, timed; borders, read by GDAL, as large as their GeoJSON says, and small enough to be sent. London is left out
# with XN_SMALL (a build with sanitizers, where it takes minutes).
. "$(dirname "$0")/lib.sh"
for tool in qpdf pdffonts pdfinfo ogrinfo ogr2ogr gzip python3; do
    command -v $tool >/dev/null || skip "no $tool on this machine"
done
[ -r "$SHARED/gisdata/london/london_lsoa_ethnicity_2011.shp" ] || skip "no $SHARED/gisdata (a clone without ../shared)"
new_postgres
must db init

# city ID TITLE LAYER UNIT_ID NAME GROUPS OPTION... : a city file and a policy about its first group.
city() {
    id=$1
    mkdir -p "$WORK/$id"
    printf '[city]\nid = %s\ntitle = %s\ndemonstration = yes\ncounts_as_of = 2020-12-31\nas_of = 2021-03-01\nsource_note = %s\ngroups = %s\n' \
        "$1" "$2" "$7" "$6" >"$WORK/$id/city.ini"
    printf '%b' "$8" >>"$WORK/$id/city.ini"
    printf '\n[level area]\nlayer = %s\nunit_id = %s\nunit_name = %s\n' "$SHARED/gisdata/$3" "$4" "$5" >>"$WORK/$id/city.ini"
    printf 'policy = concentration\nversion = %s\ndemonstration = yes\n\n[classes]\ngroup = %s\nmin_persons = 100\n' "$1" "${6%%,*}" >"$WORK/$id/policy.ini"
    must import areas "$WORK/$id/city.ini" --policy "$WORK/$id/policy.ini"
    must refresh --city "$id"
    for kind in --maps ""; do
        began=$(now_ms)
        # shellcheck disable=SC2086
        "$XENIA" report $kind --city "$id" --lang de --dsn "$DSN" -o "$WORK/$id.pdf" >"$WORK/out" 2>&1 || fail "$id: $(cat "$WORK/out")"
        took=$(($(now_ms) - began))
        qpdf --check "$WORK/$id.pdf" >"$WORK/qpdf" 2>&1 && pass || fail "$id: $(cat "$WORK/qpdf")"
        expect "$id: fonts that are not in it" "$(pdffonts "$WORK/$id.pdf" | awk 'NR > 2 && $(NF - 4) != "yes"' | wc -l)" 0
        printf '%-22s %-8s %4d ms %3d pages %6d kB\n' "$id" "${kind:-report}" "$took" \
            "$(pdfinfo "$WORK/$id.pdf" | awk '/^Pages/ {print $2}')" "$(($(wc -c <"$WORK/$id.pdf") / 1024))"
        [ -z "${KEEP:-}" ] || cp "$WORK/$id.pdf" "$KEEP/$id${kind:---report}.pdf"
    done
}
city muenster-2019 Münster muenster/muenster_statbez_2019.shp NR NAME AUSL,D_PERS,D_VERERBT,D_OHNE 'Stadt Münster, 2019' 'total = EINW\n'
city enschede Enschede enschede/enschede_buurten_2021.shp BU_CODE BU_NAAM P_N_W_AL,P_WEST_AL 'CBS, 2021' 'percent_of = AANT_INW\nmissing = -99999999\n'
city berlin Berlin berlin/berlin_plr_2020.shp PLR_ID NAME EW_AUSL,EW_D_MH,EW_D_OHNE 'Amt für Statistik Berlin-Brandenburg, 2020' ''
[ -n "${XN_SMALL:-}" ] ||
    city london London london/london_lsoa_ethnicity_2011.shp LSOA11CD LSOA11NM BlkAfrican,WhiteBrit,Irish,OtherWhite,Mixed,Indian,Pakistani,Bangladesh,Chinese,OtherAsian,BlkCaribbe,OtherBlk,Arab,Other 'ONS, 2011' 'total = Persons\n'
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
if [ -n "${XN_SMALL:-}" ]; then echo "London is left out of this build (XN_SMALL)"; else check london 4835 1000000; fi
finish
