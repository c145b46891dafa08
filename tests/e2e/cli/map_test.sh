#!/bin/sh
# Maps of four real cities in every form, read by other people's tools: SVG by xmllint, GeoJSON by ogrinfo, PDF by
# qpdf and pdffonts; the same areas and numbers in each of them; the same bytes when drawn again.
. "$(dirname "$0")/lib.sh"
need_shared gisdata/muenster gisdata/enschede gisdata/berlin gisdata/london
for tool in xmllint ogrinfo qpdf pdffonts pdfinfo; do
    command -v $tool >/dev/null || skip "no $tool on this machine"
done

muenster="--layer $SHARED/gisdata/muenster/muenster_statbez_2019.shp --unit-id NR --name NAME --groups AUSL,D_PERS,D_VERERBT,D_OHNE --total EINW"
enschede="--layer $SHARED/gisdata/enschede/enschede_buurten_2021.shp --unit-id BU_CODE --name BU_NAAM --groups P_N_W_AL,P_WEST_AL --percent-of AANT_INW --missing -99999999"
berlin="--layer $SHARED/gisdata/berlin/berlin_plr_2020.shp --unit-id PLR_ID --name NAME --groups EW_AUSL,EW_D_MH,EW_D_OHNE --total EW"
london="--layer $SHARED/gisdata/london/london_lsoa_ethnicity_2011.shp --unit-id LSOA11CD --name LSOA11NM --groups Bangladesh,WhiteBrit,OtherWhite --total Persons"

# forms NAME AREAS CITY-OPTION... : all of one map.
forms() {
    name=$1 areas=$2
    shift 2
    for form in svg png pdf geojson csv; do
        done_with map "$@" -o "$WORK/$name.$form"
        done_with map "$@" -o "$WORK/again.$form"
        expect_same "$WORK/$name.$form" "$WORK/again.$form" "$name.$form has other bytes when drawn again"
    done
    xmllint --noout "$WORK/$name.svg" && pass || fail "$name.svg"
    expect_equal "$(grep -o 'data-unit=' "$WORK/$name.svg" | wc -l)" "$areas" "areas of $name.svg"
    qpdf --check "$WORK/$name.pdf" >"$WORK/qpdf" 2>&1 && pass || fail "$name.pdf: $(cat "$WORK/qpdf")"
    expect_equal "$(pdffonts "$WORK/$name.pdf" | awk 'NR > 2 && $(NF - 4) != "yes"' | wc -l)" 0 "fonts that are not in $name.pdf"
    expect_equal "$(pdfinfo "$WORK/$name.pdf" | awk '/^Pages/ {print $2}')" 1 "pages of $name.pdf"
    ogrinfo -so -al "$WORK/$name.geojson" >"$WORK/ogr" 2>&1 && pass || fail "$name.geojson: $(cat "$WORK/ogr")"
    expect_in "$WORK/ogr" "Feature Count: $areas" "unit_id: String" "uncertain: Integer(Boolean)" \
        "withheld: Integer(Boolean)" "category: Integer"
    expect_equal "$(head -n 1 "$WORK/$name.csv")" "$(printf 'unit_id,name,value,lower,upper,uncertain,withheld,class\r')" "columns"
    expect_equal "$(grep -c . "$WORK/$name.csv")" $((areas + 1)) "rows of $name.csv"
}
# shellcheck disable=SC2086
{
    forms muenster 45 $muenster --index share --group AUSL --breaks deviation --lang de
    forms enschede 70 $enschede --index location_quotient --lang nl
    forms berlin 447 $berlin --index local_diversity --breaks fisher-jenks
    forms london 4835 $london --index share --breaks equal
    forms classes 45 $muenster

    # the paper lies as the city does; A3 is twice A4
    expect_equal "$(pdfinfo "$WORK/london.pdf" | awk '/^Page size/ {print ($3 > $5)}')" 1 "London lies across"
    done_with map $muenster --index share -o "$WORK/a3.pdf" --paper a3
    for paper in muenster a3; do
        pdfinfo "$WORK/$paper.pdf" | awk '/^Page size/ {print $3 * $5}'
    done | awk 'NR == 1 {a4 = $1} NR == 2 {exit !($1 / a4 > 1.99 && $1 / a4 < 2.01)}' && pass || fail "A3 is not twice A4"

    # given limits are those of the legend, in the index's own unit
    done_with map $muenster --index share --group AUSL --breaks manual --limits 0.075,0.15 -o "$WORK/limits.csv"
    expect_equal "$(tr -d '\r' <"$WORK/limits.csv" | awk -F, 'NR > 1 {print $8}' | sort -u)" \
        "$(printf '15.0 and over\n7.5 – 15.0\nunder 7.5')" "classes of given limits"
    expect_equal "$(tr -d '\r' <"$WORK/limits.csv" | awk -F, 'NR > 1 && ($8 == "under 7.5") != ($3 < 0.075)' | wc -l)" 0 "areas in another class"

    refused 1 "--breaks manual and --limits belong together" -- map $muenster --index share --breaks manual -o "$WORK/x.svg"
    refused 1 "--breaks manual and --limits belong together" -- map $muenster --index share --limits 1,2 -o "$WORK/x.svg"
    refused 1 "--limits: found '2,1', wanted 1 to 4 ascending numbers" -- \
        map $muenster --index share --breaks manual --limits 2,1 -o "$WORK/x.svg"
    refused 1 "--breaks: found 'best', wanted quantile, fisher-jenks, equal, deviation or manual" -- \
        map $muenster --index share --breaks best -o "$WORK/x.svg"
    refused 1 "--breaks needs --index" -- map $muenster --breaks equal -o "$WORK/x.svg"
    refused 1 "--paper: found 'a2', wanted a4 or a3" -- map $muenster --paper a2 -o "$WORK/x.pdf"
}
finish
