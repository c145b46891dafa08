#!/bin/sh
# `xenia match` on the demonstration city: nothing twice, quotas kept, the same bytes twice and in another order of the
# file, quotas of persons with their bound, and an impossible quota that is named to whom it stops.
. "$(dirname "$0")/lib.sh"

city="--city $DEMO/city.ini --policy $DEMO/policy.ini --placements $DEMO/placements.csv --offers $DEMO/offers.csv"
list=$WORK/households.csv
{
    echo "id,arrived_on,size,step_free,rent_limit_eur"
    awk 'BEGIN { for (i = 1; i <= 40; i++)
        printf "H%02d,2005-02-%02d,%d,%s,%d\n", i, 1 + i % 20, 1 + i % 6, i % 9 == 0 ? "yes" : "no", 500 + 90 * (i % 6) }'
} >"$list"
dwellings() { tail -n +2 "$out" | cut -d, -f2 | grep . | sort; }
used_beyond() { # quotas that are used beyond their limit
    tr -d ' \n' <"$1" | grep -o '"limit":[0-9]*,"used":[0-9]*' |
        awk -F'[:,]' '$4 > $2 { n++ } END { print n + 0 }'
}

# shellcheck disable=SC2086
{
    done_with match $city --households "$list" --format csv --lang en
    expect_equal "$(dwellings | uniq -d | wc -l)" 0 "a dwelling for two households"
    expect_equal "$(tail -n +2 "$out" | wc -l)" 40 "every household has a row"
    expect_in "$err" "batch: " "(exact)" "in the order of arrival: " "at random: "
    cp "$out" "$WORK/first"
    done_with match $city --households "$list" --format csv --lang en
    expect_same "$WORK/first" "$out" "the same batch twice"
    { head -n 1 "$list"; tail -n +2 "$list" | sort -r; } >"$WORK/turned.csv"
    done_with match $city --households "$WORK/turned.csv" --format csv --lang en
    sort "$WORK/first" >"$WORK/a" && sort "$out" >"$WORK/b"
    expect_same "$WORK/a" "$WORK/b" "another order of the file, the same pairs"

    # --- quotas
    done_with match $city --households "$list" --quota unit=1 --quota parent=2 --format json
    expect_in "$out" '"exact": true'
    expect_equal "$(used_beyond "$out")" 0 "quotas used beyond their limit"
    done_with match $city --households "$list" --quota parent=2 --quota corporation=6 --format json
    expect_equal "$(used_beyond "$out")" 0 "crossing quotas used beyond their limit"
    expect_in "$out" '"gap": '
    # corporations alone decide how many are placed, and the bound knows it
    done_with match $city --households "$list" --quota unit=1 --quota corporation=3 --format json
    expect_in "$out" '"n_placed": 15'
    expect_equal "$(tr -d ' ,' <"$out" | awk -F: '$1 == "\"gap\"" { print $2 < 0.001 }')" 1 "the gap is below 0.1 %"
    done_with match $city --households "$list" --quota parent=9 --persons --rounds 300 --format json
    expect_equal "$(used_beyond "$out")" 0 "quotas of persons used beyond their limit"
    expect_in "$out" '"bound'
    cp "$out" "$WORK/persons"
    done_with match $city --households "$list" --quota parent=9 --persons --rounds 300 --format json
    expect_same "$WORK/persons" "$out" "the same search twice"
    done_with match $city --households "$list" --quota unit=0 --format csv --lang en
    expect_equal "$(tail -n +2 "$out" | grep -c ',mixed,\|,concentrated,')" 0 "somebody is placed where nobody may be"
    expect_in "$out" "quota"
    for language in nl de; do
        done_with match $city --households "$list" --quota parent=1 --format csv --lang $language
        expect_not_in "$out" "because the quota"
    done

    # --- a signed override is a class as any other
    printf 'level,unit_id,class,reason,signed_by,signed_on,valid_until\n' >"$WORK/overrides.csv"
    for unit in 11 12 13 14 21 22 23 24 25 26 27 28 29; do
        printf 'district,%s,concentrated,a survey,An Officer,2005-01-01,2006-01-01\n' $unit >>"$WORK/overrides.csv"
    done
    done_with policy sign "$WORK/overrides.csv" --user "An Officer" --as-of 2005-01-01
    done_with match $city --households "$list" --overrides "$WORK/overrides.csv" --format csv --lang en
    expect_equal "$(cut -d, -f2 "$out" | while read -r id; do grep "^$id," "$DEMO/offers.csv"; done |
        grep -c ',Pluggendorf,\|,Hansaplatz,\|,Neutor,')" 0 "somebody is placed where an override says concentrated"

    # --- what is refused
    refused 1 "'unit' twice" -- match $city --households "$list" --quota unit=1 --quota unit=2
    refused 1 "'district:21' twice" -- match $city --households "$list" --quota district:21=1 --quota district:21=2
    refused 1 "WHAT=N" -- match $city --households "$list" --quota unit
    refused 1 "found 'street'" -- match $city --households "$list" --quota street=3
    refused 1 "X1" -- match $city --households "$list" --quota district:X1=3
    refused 1 "Nobody" -- match $city --households "$list" --quota corporation:Nobody=3
    printf 'id,size,nationality\nH1,3,x\n' >"$WORK/forbidden.csv"
    refused 2 nationality -- match $city --households "$WORK/forbidden.csv"
    printf 'id,size\nH1,3\nH1,4\n' >"$WORK/twice.csv"
    refused 2 H1 -- match $city --households "$WORK/twice.csv"
}
finish
