#!/bin/sh
# Real layers of six places, each with its trap: percentages and missing codes, tracts of several records, groups
# that do not sum to the total, empty units, islands. Sums are those of the published tables.
. "$(dirname "$0")/lib.sh"
need_shared gisdata/muenster gisdata/enschede gisdata/berlin gisdata/london gisdata/us

# layer PATH OPTION... : indices of a layer under ../shared as CSV; then counts of what was read.
layer() {
    path=$SHARED/gisdata/$1
    shift
    done_with index --layer "$path" --format csv "$@"
}
undefined() { awk -F, 'NR > 1 && $6 == ""' "$out" | wc -l; }

layer muenster/muenster_statbez_2019.shp --unit-id NR --groups AUSL,D_PERS,D_VERERBT,D_OHNE --total EINW
expect_in "$err" "45 units (0 empty, 0 without counts), 312169 persons" "group AUSL: 33883 persons"
expect_not_in "$err" "(rest)" # the groups are everybody
expect_equal "$(undefined)" 0 "undefined indices"
done_with index --layer "$SHARED/gisdata/muenster/muenster_statbez_2019_latin1.shp" --unit-id NR \
    --groups AUSL,D_PERS,D_VERERBT,D_OHNE --total EINW --format csv
cp "$out" "$WORK/latin1"
layer muenster/muenster_statbez_2019.shp --unit-id NR --groups AUSL,D_PERS,D_VERERBT,D_OHNE
expect_same "$WORK/latin1" "$out" "encoding or total change the indices"

enschede="--unit-id BU_CODE --groups P_WEST_AL,P_N_W_AL --percent-of AANT_INW"
# shellcheck disable=SC2086
{
    layer enschede/enschede_buurten_2021.shp $enschede --missing -99999999
    expect_in "$err" "3 of 70 units have missing counts and are left out (with them 45 persons)" \
        "70 units (0 empty, 3 without counts), 159610 persons" "group (rest): 110628 persons"
    expect_equal "$(undefined)" 0 "undefined indices"
    refused 2 "enschede_buurten_2021.dbf, record 15, column P_WEST_AL: found '-99999999', wanted a percentage" -- \
        index --layer "$SHARED/gisdata/enschede/enschede_buurten_2021.shp" $enschede
}

layer berlin/berlin_plr_2020.shp --unit-id PLR_ID --groups EW_D_OHNE,EW_D_MH,EW_AUSL --total EW
expect_in "$err" "3759176 persons" "1 unit is spread over several records"
expect_not_in "$err" "(rest)"
expect_equal "$(undefined)" 0 "undefined indices"
# counts of other planning areas do not fit these polygons
refused 2 "pop_2024-12_t1.csv" -- index --layer "$SHARED/gisdata/berlin/berlin_plr_2020.shp" --unit-id PLR_ID \
    --counts "$SHARED/gisdata/berlin/pop_2024-12_t1.csv" \
    --key "$(head -n 1 "$SHARED/gisdata/berlin/pop_2024-12_t1.csv" | cut -d, -f1)" --groups EW_D_OHNE

groups=WhiteBrit,Irish,OtherWhite,Mixed,Indian,Pakistani,Bangladesh,Chinese,OtherAsian,BlkAfrican,BlkCaribbe,OtherBlk,Arab,Other
layer london/london_lsoa_ethnicity_2011.shp --unit-id LSOA11CD --groups $groups --total Persons
expect_in "$err" "4835 units (0 empty, 0 without counts), 8173941 persons" "group (rest): 8196 persons"
expect_in "$out" "multi_information_theory,multigroup,$(echo $groups | tr , +)+(rest)"
expect_equal "$(undefined)" 0 "undefined indices"

layer us/delaware_tracts2010.shp --unit-id id --groups white,black,hisp,aian,asian,nhpi,other,two
expect_in "$err" "218 units (4 empty, 0 without counts)"
expect_equal "$(undefined)" 0 "undefined indices"
layer us/delaware_tracts2010.shp --unit-id id --groups white,black,hisp,aian,asian,nhpi,other,two --form local --index share
expect_equal "$(awk -F, '$3 == "white" && $6 == ""' "$out" | wc -l)" 4 "empty tracts without a share"

layer us/rockland.shp --unit-id GEOID --groups WHITE,BLACK,HISP,ASIAN,AIAN,NHPI,OTHER,TWO --total TOT
expect_in "$err" "4764 units (1247 empty, 0 without counts), 311687 persons"
expect_equal "$(undefined)" 0 "undefined indices"

# the same bytes twice, from one to many threads' worth of contiguity
cp "$out" "$WORK/first"
layer us/rockland.shp --unit-id GEOID --groups WHITE,BLACK,HISP,ASIAN,AIAN,NHPI,OTHER,TWO --total TOT
expect_same "$WORK/first" "$out" "two runs differ"
finish
