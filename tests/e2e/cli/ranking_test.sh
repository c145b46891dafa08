#!/bin/sh
# What a ranking may depend on (HOUSING 2.5, 2.6; RULES R1): the same input gives the same bytes, the order of the
# rows says nothing, and what is forbidden to know changes no byte.
. "$(dirname "$0")/lib.sh"
offers=$WORK/offers.csv household=$WORK/household.json
rank="rank --city $DEMO/city.ini --policy $DEMO/policy.ini --placements $DEMO/placements.csv --format json"
# shellcheck disable=SC2086
{
    # --- the same bytes, by each policy and in each format
    done_with $rank --offers $DEMO/offers.csv --household $DEMO/households/F01.json
    cp "$out" "$WORK/first"
    done_with $rank --offers $DEMO/offers.csv --household $DEMO/households/F01.json
    expect_same "$WORK/first" "$out" "two runs differ"
    TZ=Asia/Tokyo LANG=tr_TR.UTF-8 run $rank --offers $DEMO/offers.csv --household $DEMO/households/F01.json
    expect_same "$WORK/first" "$out" "the time zone or the locale changes the answer"
    ranked=$(ranked_ids "$out" | wc -l)
    expect_equal "$((ranked + $(excluded_ids "$out" | wc -l)))" 250 "ranked + excluded"
    for tier in mixed undetermined concentrated; do expect_in "$out" "\"tier\": \"$tier\""; done
    # mixed before undetermined before concentrated, ranks 1 to n
    awk '/"tier":/ { print index("muc", substr($2, 2, 1)) }' "$out" >"$WORK/tiers"
    expect_equal "$(sort -n "$WORK/tiers" | cksum)" "$(cksum <"$WORK/tiers")" "the tiers in order"
    expect_equal "$(awk '/^      "rank":/ && $2 + 0 != ++n' "$out" | wc -l)" 0 "ranks that skip"

    # --- the order of the rows
    head -n 1 "$DEMO/offers.csv" >"$offers"
    sed 1d "$DEMO/offers.csv" | sort -t, -k 10 >>"$offers"
    done_with $rank --offers $offers --household $DEMO/households/F01.json
    for file in "$WORK/first" "$out"; do
        sed '/^  "excluded":/q' "$file" >"$file.ranked"
        excluded_ids "$file" | sort >"$file.excluded"
    done
    expect_same "$WORK/first.ranked" "$out.ranked" "the order of the offers changes the ranking"
    expect_same "$WORK/first.excluded" "$out.excluded" "the order of the offers changes what is excluded"
    cp "$WORK/first" "$WORK/answer"
    head -n 1 "$DEMO/placements.csv" >"$WORK/placements.csv"
    sed 1d "$DEMO/placements.csv" | sort -r >>"$WORK/placements.csv"
    done_with $rank --placements $WORK/placements.csv --offers $DEMO/offers.csv --household $DEMO/households/F01.json
    expect_same "$WORK/answer" "$out" "the order of the placements changes the answer"

    # --- R1: forbidden columns of the offers change nothing, and are told
    for seed in 1 2 3; do
        awk -v seed=$seed 'BEGIN { srand(seed) }
            NR == 1 { print $0 ",nationality,birthplace,religion,language,tenant_name,crime_rate,indicator_score"; next }
            { print $0 "," int(200 * rand()) ",town" int(9 * rand()) ",r" int(5 * rand()) ",l,n" rand() "," rand() "," rand() }
        ' "$DEMO/offers.csv" >"$offers"
        done_with $rank --offers $offers --household $DEMO/households/F01.json
        expect_same "$WORK/answer" "$out" "forbidden columns (seed $seed) change the answer"
        expect_in "$err" "does not use the columns nationality, birthplace, religion"
    done

    # --- R1: a household that says such a thing is refused by the name of it
    for member in nationality birthplace ethnicity language religion name diagnosis cooperation crime score; do
        printf '{"size": 4, "%s": "x"}' $member >"$household"
        refused 2 "$household: there is no member '$member'" -- $rank --offers $DEMO/offers.csv --household $household
    done
    # ... also inside its parts
    printf '{"size": 4, "ties": [{"kind": "care", "lat": 51.9, "lon": 7.6, "name": "x"}]}' >"$household"
    refused 2 "name" -- $rank --offers $DEMO/offers.csv --household $household

    # --- what may matter does: the request and the policy have their digests in the answer
    digest() { awk -v key="\"$1\":" '$1 == key { print $2; exit }' "$2"; }
    done_with $rank --offers $DEMO/offers.csv --household $DEMO/households/F02.json
    if [ "$(digest request_digest "$out")" != "$(digest request_digest "$WORK/answer")" ]; then pass
    else fail "two households have one request digest"; fi
    expect_equal "$(digest snapshot "$out")" "$(digest snapshot "$WORK/answer")" "the snapshot of another household"
    done_with $rank --offers $DEMO/offers.csv --household $DEMO/households/F01.json --as-of 2005-03-02
    if [ "$(digest request_digest "$out")" != "$(digest request_digest "$WORK/answer")" ]; then pass
    else fail "two days have one request digest"; fi

    # --- the language changes the words alone
    for language in nl de; do
        done_with $rank --offers $DEMO/offers.csv --household $DEMO/households/F01.json --lang $language
        for file in "$out" "$WORK/answer"; do grep -v '_text"\|"text"' "$file" >"$file.bare"; done
        expect_same "$WORK/answer.bare" "$out.bare" "the language $language changes more than words"
    done
}
finish
