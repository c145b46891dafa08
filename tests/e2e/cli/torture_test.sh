#!/bin/sh
# 125 odd and broken shapefiles through the program itself: each is answered or refused in one sentence, quickly,
# and none ends it (what exactly each must say is tested in tests/unit/geo).
. "$(dirname "$0")/lib.sh"
need_shared torture/MANIFEST.tsv
n=0 answered=0
for file in "$SHARED"/torture/*/*.shp; do
    n=$((n + 1))
    crs=""
    [ -f "${file%.shp}.prj" ] || crs="--crs EPSG:25832"
    # most are Münster's districts, or have its kind of columns; the others are asked for what their first one is
    first=$(od -A n -v -t c -j32 -N11 "${file%.shp}.dbf" 2>/dev/null | sed 's/\\0.*//; s/ //g')
    case $file in
    */gdal/* | */pyshp/*) options="--unit-id ${first:-id} --groups ${first:-id}" ;;
    *) options="--unit-id ${first:-NR} --groups AUSL,D_PERS --total EINW" ;;
    esac
    # shellcheck disable=SC2086
    run index --layer "$file" $crs $options --format csv
    grep -q "has no column 'AUSL'" "$err" && run index --layer "$file" $crs --unit-id NAME --groups GRP_A --total TOT
    case $code in
    0 | 3) answered=$((answered + 1)) && pass ;;
    2)
        grep -v '^note: ' "$err" >"$WORK/sentence"
        if [ "$(wc -l <"$WORK/sentence")" -eq 1 ] && [ ! -s "$out" ]; then pass
        else fail "$file: wanted one sentence" && show_run; fi ;;
    *) fail "$file: exit code $code" && show_run ;;
    esac
done
if [ $n -ge 90 ]; then pass; else fail "only $n files found"; fi
echo "$n files: $answered answered, $((n - answered)) refused"

# some by name: what a person is told
muenster="--unit-id NR --groups AUSL,D_PERS,D_VERERBT,D_OHNE --total EINW --crs EPSG:25832"
# shellcheck disable=SC2086
while IFS='|' read -r file parts; do
    refused 2 "$file" "$parts" -- index --layer "$SHARED/torture/made/$file.shp" $muenster
done <<'TABLE'
no_dbf|a shapefile needs .shp, .shx and .dbf
no_shx|a shapefile needs .shp, .shx and .dbf
bad_magic|wanted 9994
hdr_claims_4gb|4294967294 bytes
trunc_half|the file has 90710
trunc_in_header|its header alone needs 100
dbf_nrec_huge|says it has 4294967295 rows
dbf_one_record_short|has 45 shapes, but its table has 44 rows
rec_len_huge|record
numparts_huge|record
part_index_past_end|record
nan_vertex|record
dbf_bad_numbers|column EINW: found
zero_byte|the .shp is 0 bytes long
TABLE
finish
