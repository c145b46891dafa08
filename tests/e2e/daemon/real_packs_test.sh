#!/bin/sh
# real_packs_test.sh - the map packs of real cities, from 45 to 4,835 areas: made, whole by real tools, timed.
. "$(dirname "$0")/lib.sh"
for tool in qpdf pdffonts pdfinfo; do
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
city london London london/london_lsoa_ethnicity_2011.shp LSOA11CD LSOA11NM BlkAfrican,WhiteBrit,Irish,OtherWhite,Mixed,Indian,Pakistani,Bangladesh,Chinese,OtherAsian,BlkCaribbe,OtherBlk,Arab,Other 'ONS, 2011' 'total = Persons\n'
finish
