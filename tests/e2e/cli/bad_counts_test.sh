#!/bin/sh
# Counts that cannot be: refused with file, row, column, what was found and what was wanted; never taken as 0.
. "$(dirname "$0")/lib.sh"
layer=$WORK/layer
fresh() { copy_layer "$DEMO/districts" "$layer"; }
index="index --layer $layer.shp --unit-id DISTRICT"
groups="--groups RESETTLER,FOREIGN,OTHER"
# shellcheck disable=SC2086
{
    # --- in the layer's own table: a cell that is no count
    while IFS='|' read -r text wanted; do
        fresh
        dbf_cell "$layer.dbf" RESETTLER 3 "$text"
        refused 2 "$layer.dbf, record 3, column RESETTLER: found '$text', wanted $wanted" -- $index $groups
    done <<TABLE
-5|a count of at least 0
nan|a number
inf|a number
12.5|a whole number of persons
12,5|a number
1e300|fewer than 2^53 persons
abc|a number
|a number
TABLE
    fresh
    for record in 3 7 9; do dbf_cell "$layer.dbf" RESETTLER $record x; done
    refused 2 "record 3, column RESETTLER: found 'x'" "(the first of 3 faults)" -- $index $groups
    expect_in "$err" "note: $layer.dbf, record 7, column RESETTLER: found 'x'" "record 9"

    # a negative count can be declared to mean "not known"; then the unit is left out, and that is said
    fresh
    dbf_cell "$layer.dbf" RESETTLER 3 -5
    done_with $index $groups --missing -5
    expect_in "$err" "1 of 45 units have missing counts" "45 units (0 empty, 1 without counts), 278014 persons"

    # groups against the total
    fresh
    dbf_cell "$layer.dbf" INHAB 3 1000
    refused 2 "$layer.dbf, record 3: the groups of unit '13' exceed the total: found 1990, wanted at most 1000 (column INHAB)" \
        -- $index $groups --total INHAB
    fresh
    dbf_cell "$layer.dbf" OTHER 3 9999999
    refused 2 "record 3: the groups of unit '13' exceed the total" -- $index $groups --total INHAB
    # ... and on the level where the fault lies, not where it adds up
    copy_layer "$DEMO/blocks" "$layer"
    dbf_cell "$layer.dbf" INHAB 5 1
    refused 2 "$layer.dbf, record 5: the groups of unit '1202' exceed the total" -- \
        index --layer "$layer.shp" --unit-id BLOCK --level-parent DISTRICT $groups --total INHAB

    # ids
    fresh
    dbf_cell "$layer.dbf" DISTRICT 3 11
    refused 2 "$layer.dbf, records 1 and 3: unit '11' stands twice with different counts, wanted one count" -- \
        $index $groups
    fresh
    dbf_cell "$layer.dbf" DISTRICT 3 ""
    refused 2 "$layer.dbf, record 3, column DISTRICT: found nothing, wanted the unit's id" -- $index $groups

    # columns that are not there
    fresh
    has="it has DISTRICT, NAME, INHAB, RESETTLER, FOREIGN, OTHER"
    refused 2 "$layer.dbf has no column 'AUSL'; $has" -- $index --groups RESETTLER,AUSL
    refused 2 "no column 'EINW'; $has" -- $index --groups RESETTLER --total EINW
    refused 2 "no column 'EINW'; $has" -- $index --groups RESETTLER --percent-of EINW
    refused 2 "no column 'NR'; $has" -- index --layer "$layer.shp" --unit-id NR $groups
    refused 2 "no column 'LABEL'; $has" -- $index $groups --name LABEL
    refused 2 "no column 'QUARTER'; $has" -- $index $groups --level-parent QUARTER

    # percentages
    refused 2 "$layer.dbf, record 1, column OTHER: found '1341', wanted a percentage from 0 to 100" -- \
        $index --groups OTHER --percent-of INHAB
}

# --- in a table of its own, joined by number
counts=$WORK/counts.csv table=$WORK/table.csv
{
    echo "number,A,B,T"
    od -A n -v -t c -w71 -j225 "$DEMO/districts.dbf" | awk '$1 ~ /^[0-9]$/ && $2 ~ /^[0-9]$/ { print $1 $2 ",10,20,30" }'
} >"$table"
expect_equal "$(wc -l <"$table")" 46 "lines of the table"
index="index --layer $DEMO/districts.shp --unit-id DISTRICT --counts $counts --key number --groups A,B"
# shellcheck disable=SC2086
{
    cp "$table" "$counts"
    done_with $index --total T
    expect_in "$err" "1350 persons"
    awk 'NR == 1 { print; next } { line[NR] = $0 } END { for (i = NR; i > 1; i--) print line[i] }' "$table" >"$counts"
    mv "$out" "$WORK/forward"
    done_with $index --total T
    expect_same "$WORK/forward" "$out" "the order of the rows changes the indices"

    while IFS='|' read -r text wanted; do
        awk -F, -v OFS=, -v text="$text" 'NR == 4 { $2 = text } { print }' "$table" >"$counts"
        refused 2 "$counts, line 4, column A: found '$text', wanted $wanted" -- $index
    done <<TABLE
-5|a count of at least 0
nan|a number
12.5|a whole number of persons
9007199254740993|fewer than 2^53 persons
99999999999999999999|fewer than 2^53 persons
1e999|a number
0x10|a number
1 000|a number
|a number
TABLE
    sed '4s/,30$/,29/' "$table" >"$counts"
    refused 2 "$counts, line 4: the groups of unit '13' exceed the total: found 30, wanted at most 29 (column T)" -- \
        $index --total T

    # counts without a polygon, and the reverse
    { cat "$table"; echo 999,1,2,3; } >"$counts"
    refused 2 "$counts, line 47, column number: found '999', wanted the id of a district with a polygon" -- $index
    sed 5d "$table" >"$counts"
    refused 2 "$counts, column number: found no row for 1 of the 45 polygons of level district: '14'" -- $index
    head -n 1 "$table" >"$counts"
    refused 2 "found no row for 45 of the 45 polygons" "'11', '12', '13', '14', '15', ..." -- $index
    { cat "$table"; echo 11,1,2,3; } >"$counts"
    refused 2 "$counts, lines 2 and 47, column number: both are about unit '11'" -- $index

    # the file itself
    : >"$counts"
    refused 2 "$counts is empty, wanted a header line" -- $index
    { head -n 1 "$table"; echo 11,1; } >"$counts"
    refused 2 "$counts, line 2: found 2 fields, wanted 4 as in the header" -- $index
    echo number,A,A,B >"$counts"
    refused 2 "$counts, line 1: the header names column 'A' twice" -- $index
    { head -n 1 "$table"; echo '11,"1,2,3'; } >"$counts"
    refused 2 "$counts, line 2: a quote is opened and never closed" -- $index
    cp "$DEMO/districts.shp" "$counts"
    refused 2 "$counts holds a NUL byte: it is not a text file" -- $index
    rm "$counts"
    refused 2 "$counts: cannot be opened" -- $index
    cp "$table" "$counts"
    refused 2 "$counts has no column 'id'; it has number, A, B, T" -- $index --key id
}
finish
