#!/bin/sh
# What a person meets first: help, mistakes in the command line, exit codes, and that results alone are printed.
. "$(dirname "$0")/lib.sh"
districts="--layer $DEMO/districts.shp --unit-id DISTRICT"
city="--city $DEMO/city.ini"
rank="rank $city --offers $DEMO/offers.csv --household $DEMO/households/F01.json"
commands="indices index classify rank map policy db import refresh token demo"

# help and version go to standard output and are no mistake
for command in $commands; do
    done_with "$command" --help
    expect_in "$out" "Usage: xenia $command"
    expect_empty "$err" "standard error of --help"
done
for word in --help help --version; do
    done_with "$word"
    expect_in "$out" xenia
    expect_empty "$err" "standard error"
done
done_with --help
for command in $commands; do expect_in "$out" "  $command "; done

# shellcheck disable=SC2086 # the variables hold several words
{
    # usage: exit code 1
    run
    expect_code 1
    expect_empty "$out" "standard output without a command"
    run nonsense
    expect_code 1
    expect_empty "$out" "standard output"
    expect_in "$err" "xenia: there is no command 'nonsense'"
    refused 1 "unrecognized option '--nonsense'" -- index --nonsense
    refused 1 "which city? --layer FILE.shp or --city FILE.ini" -- index
    refused 1 "--unit-id is needed" -- index --layer $DEMO/districts.shp --groups RESETTLER
    refused 1 "whose counts? --groups A,B,... or --total COLUMN" -- index $districts
    refused 1 "whose counts?" -- rank $districts --offers $DEMO/offers.csv --household $DEMO/households/F01.json
    refused 1 "--city and --layer exclude each other" -- index $city $districts
    refused 1 "--percent-of and --total exclude each other" -- \
        index $districts --groups FOREIGN --percent-of INHAB --total INHAB
    refused 1 "--counts needs --key" -- index $districts --groups A --counts x.csv
    refused 1 "--missing: found 'none', wanted a number" -- index $districts --groups FOREIGN --missing none
    refused 1 "group 'FOREIGN' is named twice" -- index $districts --groups FOREIGN,FOREIGN
    refused 1 "--level: found 'street', wanted one of district, block" -- index $city --level street
    refused 1 "there is no index 'disimilarity'" dissimilarity -- index $city --index disimilarity
    refused 1 "there is no index 'nonsense'" -- indices nonsense
    refused 1 "parameter b is '2'; wanted a number above 0 and below 1" -- index $city --index atkinson:b=2
    refused 1 "atkinson has no parameter 'c'; it has: b" -- index $city --index atkinson:c=1
    refused 1 "index 'gini' has no such form" -- index $city --index gini --form local
    refused 1 "--form: found 'all-groups', wanted one-group" -- index $city --form all-groups
    refused 1 "--format: found 'geojson', wanted table, csv or json" -- index $city --format geojson
    refused 1 "--lang: found 'fr', wanted nl, de, en or ru" -- classify $city --lang fr
    refused 1 "--offers FILE and --household FILE.json are needed" -- rank $city
    refused 1 "found '1-2-2005', wanted a date such as 2021-02-01" -- $rank --as-of 1-2-2005
    refused 1 "-o FILE.svg, FILE.png, FILE.pdf, FILE.geojson or FILE.csv is needed" -- map $city
    refused 1 "wanted a name that ends in .svg, .png, .pdf, .geojson or .csv" -- map $city -o "$WORK/map.bmp"
    refused 1 "index 'dissimilarity' has no such form" -- map $city --index dissimilarity -o "$WORK/map.svg"
    refused 1 "--group: found 'NONE', wanted a group" -- \
        map $city --index location_quotient --group NONE -o "$WORK/map.svg"
    refused 1 "wanted 200 to 8000" -- map $city --width 1 -o "$WORK/map.png"
    refused 1 "found 'burn', wanted check, sign, list, diff or override" -- policy burn $DEMO/policy.ini
    # mistakes in what needs a store are found before one is opened (finish looks)
    refused 1 "an action is needed" -- db
    refused 1 "found 'burn', wanted init, migrate, status or stop" -- db burn
    refused 1 "what and which file?" -- import
    refused 1 "found 'people', wanted areas, counts, offers, placements, institutions or households" -- import people x.csv
    refused 1 "offers need --city ID" -- import offers $DEMO/offers.csv
    refused 1 "counts need --level NAME and --key COLUMN" -- import counts x.csv --city muenster-demo
    refused 1 "wanted: create LABEL" -- token
    refused 1 "Too many arguments" -- refresh now

    # 3: only when every index that was asked is undefined, and then the reason is the answer
    one="$districts --groups INHAB"
    run index $one --index dissimilarity --format csv
    expect_code 3
    expect_in "$out" "dissimilarity,one-group,INHAB,,,,"
    done_with index $one --index dissimilarity --index delta --format csv
    expect_in "$out" "dissimilarity,one-group,INHAB,,,," "delta,one-group,INHAB,empty_units=keep,,0."
    run index $one --index dissimilarity --format json
    expect_code 3
    expect_in "$out" '"value": null' '"reason": "'

    # a result that cannot be written is not done
    if [ -c /dev/full ]; then
        "$XENIA" indices >/dev/full 2>"$err"
        code=$? said="xenia indices >/dev/full"
        expect_code 2
        expect_in "$err" "standard output cannot be written"
    fi
    refused 2 "$WORK/nowhere/map.svg" -- map $city -o "$WORK/nowhere/map.svg"
}

# everything else goes to standard error: what is on standard output is the table, the CSV, the document
# shellcheck disable=SC2086
{
    done_with index $city --format csv
    expect_equal "$(head -n 1 "$out")" "index,form,groups,parameters,unit,value,reason" "first line"
    expect_equal "$(awk -F, 'NF != 7' "$out" | wc -l)" 0 "lines of another width"
    expect_in "$err" "254 units (1 empty, 0 without counts), 280004 persons"
    done_with index $city --format json
    expect_equal "$(head -c 1 "$out")$(tail -n 1 "$out")" "{}" "first and last character"
    done_with $rank --format json
    expect_equal "$(head -c 1 "$out")$(tail -n 1 "$out")" "{}" "first and last character"
    expect_in "$err" "policy programme-load version 1, as of 2005-03-01"
    done_with map $city -o "$WORK/map.geojson"
    expect_empty "$out" "standard output of map"
    done_with map $city -o "$WORK/map.png" --width 300
    expect_equal "$(od -A n -t x1 -N 8 "$WORK/map.png" | tr -d ' ')" 89504e470d0a1a0a "PNG signature"
}
finish
