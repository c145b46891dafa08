#!/bin/sh
# Offers, households and placements as people write them: what can be read is read and noted, what cannot is
# unknown and never 0, what cannot be a row at all is refused with line and column.
. "$(dirname "$0")/lib.sh"
offers=$WORK/offers.csv household=$WORK/household.json placements=$WORK/placements.csv
header=$(head -n 1 "$DEMO/offers.csv")
# offer ID LON LAT RENT ROOMS AREA STEP_FREE PUBLISHED CLOSES AVAILABLE [KIND]
offer() { echo "$1,Corporation,Street 1,48151,Münster,,${11:-flat},$2,$3,,$4,$5,$6,,,,,$7,,,,$8,$9,${10},no"; }
rank="rank --city $DEMO/city.ini --policy $DEMO/policy.ini --household $DEMO/households/F01.json --offers $offers"

# --- fields
{
    echo "$header"
    offer EURO 7.60117 51.95154 '"€ 514,36"' 3 80 '' '1 maart 2005' '' '1 april 2005'
    offer NOWHERE '' '' 500 0 0 '' '' '' ''
    offer NONSENSE 7.6 '' abc drie -4 perhaps gisteren '32 maart 2005' 2005-13-45
    offer FAR 7.1 53.0 500 3 80 yes '' '' 2005-03-01
    offer SWAPPED 51.95 7.6 500 3 80 yes '' '' 2005-03-01
    offer BEYOND 200 95 1e9 3 80 yes '' '' 2005-03-01
    offer GARAGE 7.60117 51.95154 50 0 0 '' '' '' 2005-03-01 garage
} >"$offers"
# shellcheck disable=SC2086
{
    done_with $rank --format json
    cp "$out" "$WORK/answer"
    expect_in "$out" '"offers_read": 7' '"rent_eur": 514.36' '"available": "2005-04-01"'
    expect_equal "$(ranked_ids "$out" | sort | tr '\n' ' ')" "BEYOND EURO NONSENSE NOWHERE " "ranked"
    expect_equal "$(ranked_ids "$out" | head -n 1)" EURO "first"
    expect_equal "$(excluded_ids "$out" | sort | tr '\n' ' ')" "FAR GARAGE SWAPPED " "excluded"
    while IFS='|' read -r place sentence; do expect_in "$err" "note: $offers, $place: $sentence"; done <<TABLE
line 2, column rent_gross_eur|found '€ 514,36', read as 514.36 euro
line 4, column rent_gross_eur|found 'abc', wanted a sum of money; taken as unknown
line 4, column rooms|found 'drie', wanted a number; taken as unknown
line 4, column area_m2|found '-4', wanted a number; taken as unknown
line 4, column step_free|found 'perhaps', wanted yes or no; taken as unknown
line 4, column published|found 'gisteren', wanted a date; taken as unknown
line 4, column closes|found '32 maart 2005', wanted a date; taken as unknown
line 4, column available|found '2005-13-45', wanted a date; taken as unknown
line 4|found only one of lon and lat; taken as without place
line 7, column lon|found '200'
line 7, column lat|found '95'
line 7, column rent_gross_eur|found '1e9', wanted a sum of money; taken as unknown
TABLE
    # what the family is told about each of them
    about() { awk -v id="\"$1\"," '$1 == "\"offer_id\":" { on = $2 == id } on' "$WORK/answer" >"$WORK/about"; }
    about NOWHERE
    expect_in "$WORK/about" '"code": "place_unknown"' '"code": "to_check:rooms"' '"code": "to_check:area"' '"rooms": null'
    about NONSENSE
    expect_in "$WORK/about" '"code": "to_check:rent"' '"code": "to_check:closes"' '"code": "to_check:available"' '"rent_eur": null'
    about FAR
    expect_in "$WORK/about" '"code": "outside_city"'
    about GARAGE
    expect_in "$WORK/about" '"code": "not_a_dwelling"'

    # --- rows and files that are refused
    { echo "$header"; offer A 7.6 51.9 500 3 80 '' '' '' ''; offer A 7.6 51.9 500 3 80 '' '' '' ''; } >"$offers"
    refused 2 "$offers, line 3: the id 'A' is taken, by the offer on line 2" -- $rank
    { echo "$header"; offer '' 7.6 51.9 500 3 80 '' '' '' ''; } >"$offers"
    refused 2 "$offers, line 2, column id" -- $rank
    { echo "$header"; echo A,1; } >"$offers"
    refused 2 "$offers, line 2: found 2 fields, wanted 25 as in the header" -- $rank
    { echo "$header"; echo 'A,"1'; } >"$offers"
    refused 2 "$offers, line 2: a quote is opened and never closed" -- $rank
    echo number,rent >"$offers"
    refused 2 "$offers fits no shipped mapping" "its columns number, rent" -- $rank
    : >"$offers"
    refused 2 "$offers is empty, wanted a header line" -- $rank
    refused 2 "$WORK/none.csv: cannot be opened" -- $rank --offers "$WORK/none.csv"
    refused 2 "$DEMO is not a file" -- $rank --offers $DEMO
    echo "$header" >"$offers"
    done_with $rank
    expect_in "$out" "ranked 0 + excluded 0 = 0 offers"

    # a mapping of one's own
    mapping=$WORK/mapping.ini
    printf 'nr;miete;zimmer\nX1;514,36;3\n' >"$offers"
    printf '[mapping]\nname = mine\n[columns]\nid = nr\nrent_gross_eur = miete\nrooms = zimmer\n' >$mapping
    done_with $rank --mapping $mapping
    expect_in "$out" "3 rooms, 514 euro (X1)"
    sed 's/rent_gross_eur/rent_gros_eur/' $mapping >$mapping.bad
    refused 2 "$mapping.bad, line 5: [columns] has no key 'rent_gros_eur'; did you mean 'rent_gross_eur'?" -- \
        $rank --mapping $mapping.bad
    sed 's/= miete/= kaltmiete/' $mapping >$mapping.bad
    refused 2 "$offers has no column 'kaltmiete'" -- $rank --mapping $mapping.bad

    # --- the household
    rank="rank --city $DEMO/city.ini --policy $DEMO/policy.ini --offers $DEMO/offers.csv --household $household"
    while IFS='|' read -r json wanted; do
        printf '%s' "$json" >"$household"
        refused 2 "$household" "$wanted" -- $rank
    done <<'TABLE'
{}|there is no size, wanted a whole number of persons from 1 to 30
{"size":"5"}|size: found "5", wanted a whole number from 1 to 30
{"size":0}|size: found 0, wanted a whole number from 1 to 30
{"size":2.5}|size: found 2.5, wanted a whole number from 1 to 30
{"size":5,"sise":5}|there is no member 'sise'; did you mean 'size'?
{"size":5,"size":4}|line 1, column 16: this is not JSON: duplicate object key
{"size":5|line 1, column 9: this is not JSON
[5]|found [5], wanted an object
{"size":5,"rent_limit_eur":-3}|rent_limit_eur: found -3, wanted a number from 1 to 100000
{"size":5,"available_by":"gisteren"}|available_by: found "gisteren", wanted a date as "2005-03-01"
{"size":5,"ties":[{"kind":"care","lat":152.5,"lon":6.8}]}|ties[0].lat: found 152.5, wanted a number from -90 to 90
{"size":5,"filters":["CHEAP"]}|filters[0]: found "CHEAP", wanted "CARE_OF_RELATIVES" or "OWN_WISH"
TABLE
    refused 2 "$WORK/none.json: cannot be opened" -- $rank --household "$WORK/none.json"

    # --- placements
    classify="classify --city $DEMO/city.ini --policy $DEMO/policy.ini --placements $placements"
    while IFS='|' read -r row wanted; do
        printf 'date,persons,unit_id,lon,lat,state\n2004-01-01,4,6302,,,moved_in\n%s\n' "$row" >"$placements"
        refused 2 "$placements, line 3, column $wanted" -- $classify
    done <<'TABLE'
2004-01-01,4,9999,,,moved_in|unit_id: found '9999', wanted the id of a unit of this city
gisteren,4,6302,,,moved_in|date: found 'gisteren', wanted a date as 2005-03-01
2004-01-01,0,6302,,,moved_in|persons: found '0', wanted a whole number of persons from 1 to 30
2004-01-01,4,,,,moved_in|unit_id: found '', wanted a unit_id, or a place in lon and lat
2004-01-01,4,,7.6,,moved_in|lat: found ''
2004-01-01,4,6302,,,gone|state: found 'gone', wanted moved_in, agreed or offered
TABLE
    printf 'date,persons,unit_id,lon,lat,state\n2004-01-01,4,,7.1,53.0,moved_in\n' >"$placements"
    done_with $classify
    expect_in "$err" "note: the placement of 2004-01-01 on line 2 lies outside the city and is left out"
}
finish
