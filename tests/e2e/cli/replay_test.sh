#!/bin/sh
# The replay of 2004 through the real desk and a private PostgreSQL of its own: it ends as the programme's reports
# say, twice is the same as once, interrupted it goes on, and `reconcile` raises what the reports contradict.
. "$(dirname "$0")/lib.sh"

state=$WORK/state other=$WORK/other
clean_up() {
    for folder in "$state" "$other"; do
        [ ! -d "$folder" ] || "$XENIA" db stop --state-dir "$folder" >/dev/null 2>&1
    done
    rm -rf "$WORK"
}
chmod 755 "$WORK" # PostgreSQL runs as another user where this is root

# What came of it, without the timeline.
outcome() { sed -n '/what came of it/,$p' "$1"; }
# Everything that the ledger says.
ledger() { "$XENIA" ledger --state-dir "$1" --city muenster-2004 --from 2004Q1 --to 2004Q4 --format json; }
replay() { run demo --replay 2004 --dir "$1" --data "$2" --lang "${3:-en}"; }

# --- the year ------------------------------------------------------------------------------------------------

replay "$state" "$DEMO"
if [ $code -ne 0 ] && grep -q "initdb\|PostgreSQL.*not" "$err"; then skip "$(cat "$err")"; fi
expect_code 0
expect_in "$out" "3 of 3 = 100 % (44 to 100)" "5 of 6 = 83 %" "12 of 14 = 86 % (60 to 96)" \
    "19 of 21 = 90 % (71 to 97)" "2004Q2  OWN_WISH: 1" "2004Q3  CARE_OF_RELATIVES: 1" \
    "accepted 21, refused 2, expired 1" "Households still waiting: 15" "overdue 0" \
    "moves 3, 3, 8, 7; 19 of 21 not into concentrated areas (Wilson 71 to 97 %); 15 households open"
expect_equal "$(grep -c '  arrive  ' "$out")" 36 "arrivals"
expect_equal "$(grep -c '  move  ' "$out")" 21 "moves"
expect_equal "$(grep -c '  refresh  ' "$out")" 5 "refreshes"
expect_equal "$(grep -c '  offer  ' "$out")" 24 "offers"
expect_in "$out" "xenia reconcile --state-dir $state --reported $DEMO/reported_2004.csv"
expect_in "$out" "Y05 is offered to F27: place 2 of 2, area concentrated, reason OWN_WISH; answer by 2004-04-27."
expect_equal "$(grep -cE '[0-9a-f]{8}-[0-9a-f]{4}-' "$out")" 0 "lines with an id, which tells a person nothing"
outcome "$out" >"$WORK/once"
ledger "$state" >"$WORK/once.json" || fail "ledger"
expect_in "$WORK/once.json" '"from": "2004Q1"' '"today": "2004-12-31"' '"promised": 3' \
    '"hypothesis": "areas_take_in_potential"' '"code": "OWN_WISH"'
expect_equal "$(grep -c '"quarter": "2004Q4"' "$WORK/once.json")" \
    "$("$XENIA" ledger --state-dir "$state" --format csv | awk -F, '
        $2 == "2004Q4" && ($1 == "households_arrived" || $1 == "fairness_shift") { n++ }
        $2 == "2004Q4" && $1 == "offered" && $5 == "mixed" { n++ }
        END { print n }')" "records of the fourth quarter in JSON and CSV"

# --- again: nothing changes ------------------------------------------------------------------------------------

replay "$state" "$DEMO"
expect_code 0
expect_in "$out" "An earlier run has done the whole year."
expect_not_in "$out" "waits."
outcome "$out" >"$WORK/twice"
expect_same "$WORK/once" "$WORK/twice" "the second replay ends otherwise"
ledger "$state" >"$WORK/twice.json"
expect_same "$WORK/once.json" "$WORK/twice.json" "the second replay changes the ledger"
"$XENIA" db status --state-dir "$state" >"$WORK/status"
expect_in "$WORK/status" "offers: 49"

# --- contradictions --------------------------------------------------------------------------------------------

reconcile="reconcile --state-dir $state --reported"
codes() { sed -n 's/^\([a-z_]*\): .*/\1/p' "$out" | grep -v '^ ' | sort | uniq -c | awk '{ print $2 "=" $1 }' | tr '\n' ' '; }
# shellcheck disable=SC2086
{
    done_with $reconcile "$DEMO/reported_2004.csv" --lang en
    expect_equal "$(codes)" "differs_from_ledger=1 exceptions_overlap=1 more_moved_than_arrived=1 \
parts_do_not_add_up=1 probably_the_same=1 same_number_other_thing=2 " "contradictions"
    expect_in "$out" "persons who arrived: the quarters add up to 119, but the report on 2004 says 120" \
        "14 households are said to have moved by 2004Q3, but at most 12 had arrived" \
        "the earlier one (OWN_WISH, 2004Q2) must be one of them" \
        "(AGAINST_ADVICE, 2004Q3). To be linked, not merged." \
        "21 is the number of households supported in the search and of households that moved" \
        "36 is the number of members of the working group and of households that arrived" \
        "reported_2004.csv:12]" "ledger: moves of the households that arrived then: 12"
    done_with $reconcile "$DEMO/reported_2004.csv" --format json
    expect_equal "$(json_count "$out" code)" 24 "codes in JSON: 7 findings and 17 figures"
    expect_in "$out" '"ledger": 120' '"line": 12'

    # other figures, other findings
    sed -e 's/^\(report 2004Q3,2004Q3,no,persons_arrived,,,\)63/\164/' \
        -e 's/^\(report 2004Q3,2004Q3,yes,moves,,2004H1,\)14/\112/' \
        -e 's/^\(report of the year,2004,no,working_group_members,,,\)36/\135/' \
        -e 's/^\(report of the year,2004,no,moves,,,\)21/\122/' "$DEMO/reported_2004.csv" >"$WORK/corrected.csv"
    done_with $reconcile "$WORK/corrected.csv"
    expect_equal "$(codes)" "differs_from_ledger=1 exceptions_overlap=1 parts_do_not_add_up=1 probably_the_same=1 " \
        "contradictions of corrected figures"
    expect_in "$out" "households that moved: the quarters add up to 14, but the report on 2004 says 22" \
        "households that moved, 2004: the report says 22, the ledger has 21."
    head -n 1 "$DEMO/reported_2004.csv" >"$WORK/nothing.csv"
    done_with $reconcile "$WORK/nothing.csv" --lang nl
    expect_in "$out" "Er is geen tegenspraak gevonden."

    # --- files that are refused
    for change in '2s/2004Q1,no/2004Q9,no/:column period' '3s/,no,/,maybe,/:column so_far' \
        '4s/not_segregated/segregation/:column what' '5s/,0,/,none,/:column value' '5s/,0,/,-1,/:column value' \
        '5s/,0,/,0.5,/:column value' '11s/OWN_WISH/OWN_WISCH/:column code' '3s/moves,,/moves,OTHER,/:column code' \
        '15s/2004H1/2004H3/:column of'; do
        sed -e "${change%:*}" "$DEMO/reported_2004.csv" >"$WORK/wrong.csv"
        refused 2 "wrong.csv, line" "${change##*:}" -- $reconcile "$WORK/wrong.csv"
    done
}

# --- interrupted, and with another end ---------------------------------------------------------------------------

cp -r "$DEMO" "$WORK/data"
sed -n '1,70p' "$DEMO/events_2004.csv" >"$WORK/data/events_2004.csv"
replay "$other" "$WORK/data"
expect_code 2
expect_in "$err" "the replay ends with "
replay "$other" "$DEMO" de
expect_code 0
expect_in "$out" "19 von 21 = 90 % (71 bis 97)" "Schritte, die ein früherer Lauf schon getan hatte: "
expect_not_in "$out" "F18 wartet"
ledger "$other" >"$WORK/continued.json"
expect_same "$WORK/once.json" "$WORK/continued.json" "an interrupted replay ends otherwise"

# --- what is refused ---------------------------------------------------------------------------------------------

run demo --replay 2005 --dir "$other"
expect_code 1
run ledger --state-dir "$state" --from 2004Q4 --to 2004Q1
expect_code 1
run ledger --state-dir "$state" --from 2004-1
expect_code 1

# --- a quarter beyond the records is one without any
run ledger --state-dir "$state" --from 2005Q2 --format csv
expect_code 0
expect_in "$out" "households_arrived,2005Q2,,,,0"
run ledger --state-dir "$state" --to 2003Q4 --format csv
expect_code 0
expect_in "$out" "households_arrived,2003Q4,,,,0"

refused 2 "there is no city 'nowhere'" -- ledger --state-dir "$state" --city nowhere
finish
