#!/bin/sh
# The ranking of the issue: five persons, step-free, at most 750 euro, 182 real offers of Twente, Enschede's real
# neighbourhoods. Nothing is hidden, nothing is guessed, and what cannot be read is named by line and column.
. "$(dirname "$0")/lib.sh"
need_shared gisdata/enschede/enschede_buurten_2021.shp gisdata/offers/offers_twente.csv
offers=$SHARED/gisdata/offers/offers_twente.csv
echo '{"size": 5, "step_free": true, "rent_limit_eur": 750}' >"$WORK/household.json"
enschede="--layer $SHARED/gisdata/enschede/enschede_buurten_2021.shp --unit-id BU_CODE --name BU_NAAM
    --total AANT_INW --missing -99999999"
rank="rank $enschede --offers $offers --household $WORK/household.json --as-of 2021-02-01"
# shellcheck disable=SC2086
{
    done_with $rank --format json
    cp "$out" "$WORK/answer"
    cp "$err" "$WORK/notes"
    expect_in "$err" "policy programme-load version 1, as of 2021-02-01"
    expect_in "$out" '"offers_read": 182'
    done_with $rank --format json
    expect_same "$WORK/answer" "$out" "two runs differ"
    done_with $rank --excluded
    expect_equal "$(grep -c '^   -  ' "$out")" "$(excluded_ids "$WORK/answer" | wc -l)" "excluded in the text"
    expect_in "$out" "= 182 offers"

    # the order of the offers says nothing
    { head -n 1 "$offers"; sed 1d "$offers" | sort -r; } >"$WORK/offers.csv"
    done_with $rank --offers "$WORK/offers.csv" --format json
    ranked_ids "$WORK/answer" >"$WORK/ranked"
    ranked_ids "$out" >"$WORK/ranked.again"
    expect_same "$WORK/ranked" "$WORK/ranked.again" "the order of the offers changes the ranking"
}

# ranked + excluded = 182, each offer once
excluded_ids "$WORK/answer" >"$WORK/excluded"
expect_equal "$(sort -u "$WORK/ranked" "$WORK/excluded" | wc -l)" 182 "offers ranked or excluded"
expect_equal "$(($(wc -l <"$WORK/ranked") + $(wc -l <"$WORK/excluded")))" 182 "ranked + excluded"

# every excluded offer has a reason that excludes it, besides what is to be checked
awk '/^  "excluded":/ { on = 1 }
    !on { next }
    /"offer_id":/ { if (id != "" && !n) print id; id = $2; n = 0 }
    /"code":/ && !/to_check:|place_unknown/ { n++ }
    END { if (!n) print id }' "$WORK/answer" >"$WORK/bare"
expect_equal "$(cat "$WORK/bare")" "" "excluded without a reason"

# facts of the file: parking, outside Enschede, walk-ups, closed
awk '/^  "excluded":/ { on = 1 } on' "$WORK/answer" >"$WORK/excluded.json"
expect_equal "$(grep -c '"code": "not_a_dwelling"' "$WORK/excluded.json")" \
    "$(grep -c Parkeerplaats "$offers")" "parking places"
expect_equal "$(grep -c '"code": "not_step_free"' "$WORK/excluded.json")" \
    "$(grep -cE 'zonder lift|Bovenwoning|Portiekflat' "$offers")" "walk-ups"

# the unknown is asked for, never taken as 0: no dwelling of the list says whether it is step-free
expect_equal "$(awk '/^  "excluded":/ { exit } /"to_check:step_free"/' "$WORK/answer" | wc -l)" \
    "$(wc -l <"$WORK/ranked")" "ranked dwellings with step-free access to check"
expect_not_in "$WORK/answer" '"rooms": 0'
expect_not_in "$WORK/answer" '"area_m2": 0'
expect_in "$WORK/answer" '"code": "to_check:rooms"' '"code": "to_check:area"' '"code": "place_unknown"'

# what is not written plainly is named by line and column, and what it was read as
expect_in "$WORK/notes" "note: $offers, line 14, column rent_net: found '600.–', read as 600.00 euro" \
    "line 25, column rent_gross: found '1400.–', read as 1400.00 euro" "does not use the columns built"
finish
