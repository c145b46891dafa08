#!/bin/sh
# Whole answers on the demonstration city, byte for byte: one file in tests/golden/cli for each command.
#
# After a wanted change:   XN_WRITE_GOLDEN=1 ctest --test-dir build/release -R e2e/cli/golden
# then look at `git diff tests/golden/cli` before committing it.
. "$(dirname "$0")/lib.sh"
golden=$SOURCE/tests/golden/cli
cd "$SOURCE" || exit 1 # answers name files as they were given

# compare NAME : standard output of the last run with the golden file.
compare() {
    expect_code 0
    if [ -n "${XN_WRITE_GOLDEN:-}" ]; then
        mkdir -p "$golden" && cp "$out" "$golden/$1" && pass && echo "written: $golden/$1"
    else
        expect_same "$golden/$1" "$out" "$1 differs from $golden/$1 (see golden_test.sh)"
    fi
}

demo=gisdata/muenster_demo
city="--city $demo/city.ini"
load="--policy $demo/policy.ini --placements $demo/placements.csv"
# a tenth of the offers is enough to read, and these have dwellings in all three tiers
awk 'NR == 1 || NR == 37 || NR % 10 == 3' "$demo/offers.csv" >"$WORK/offers.csv"
rank="rank $city $load --offers $WORK/offers.csv --household $demo/households/F01.json"

run --help && compare help.txt
run indices dissimilarity && compare indices_dissimilarity.txt
# shellcheck disable=SC2086
{
    run index $city --level district --format table && compare index.txt
    run index $city --level district --index atkinson:b=0.1 --index location_quotient --format json && compare index.json
    run classify $city $load --format csv && compare classify_programme_load.csv
    run classify $city --policy $demo/policy_concentration.ini --format csv && compare classify_concentration.csv
    for language in en nl de ru; do
        run $rank --excluded --lang $language && compare rank_F01_$language.txt
    done
    run $rank --format json && compare rank_F01.json
    run map $city $load --level district -o "$WORK/map.svg"
    mv "$WORK/map.svg" "$out" && compare map_classes.svg
    run map $city --level district --index location_quotient --group RESETTLER --lang de -o "$WORK/map.svg"
    mv "$WORK/map.svg" "$out" && compare map_location_quotient.svg
}
run policy check $demo/policy.ini && compare policy_check.txt
finish
