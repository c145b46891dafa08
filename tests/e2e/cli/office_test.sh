#!/bin/sh
# A housing office from the terminal, on a private PostgreSQL: households wait, a newspaper ad is entered, a dwelling
# is offered, refused, offered again, accepted, agreed, moved into; an objection freezes and a second person decides.
. "$(dirname "$0")/lib.sh"

state=$WORK/state
clean_up() {
    [ ! -d "$state" ] || "$XENIA" db stop --state-dir "$state" >/dev/null 2>&1
    rm -rf "$WORK"
}
chmod 755 "$WORK" # PostgreSQL runs as another user where this is root
store="--state-dir $state"
XENIA_CITY=muenster-demo
export XENIA_CITY
dwelling_of() { # ROW : the dwelling in that row of the list that was printed last
    ranked_of "$out" | sed -n "${1}p"
}
ranked_of() { sed 's/"excluded":.*//' "$1" | grep -o '"offer_id": *"[^"]*"' | sed 's/.*"\([^"]*\)"$/\1/'; }
id_of() { grep -o '"id": *"[^"]*"' "$out" | head -n 1 | sed 's/.*"\([^"]*\)"$/\1/'; }

# shellcheck disable=SC2086
{
    run db init $store
    if [ $code -ne 0 ] && grep -q "initdb\|PostgreSQL.*not" "$err"; then skip "$(cat "$err")"; fi
    expect_code 0
    done_with import areas "$DEMO/city.ini" --policy "$DEMO/policy.ini" $store
    done_with import offers "$DEMO/offers.csv" --city muenster-demo --source demo $store
    done_with refresh $store

    # --- the queue: longest wait first
    echo '{"size": 4, "rent_limit_eur": 900}' >"$WORK/four.json"
    echo '{"size": 2}' >"$WORK/two.json"
    echo '{"size": 2, "nationality": "x"}' >"$WORK/forbidden.json"
    done_with household add "$WORK/two.json" --reference A-2 --arrived 2005-01-10 $store
    done_with household add "$WORK/four.json" --reference A-1 --arrived 2004-12-01 --centre Roxel $store
    done_with household list --format csv $store
    expect_equal "$(cut -d, -f2 "$out" | tr '\n' ' ')" "reference A-1 A-2 " "the longest wait comes first"
    expect_equal "$(cut -d, -f1 "$out" | tr '\n' ' ')" "days waited 90 50 " "days are counted to the city's day, 2005-03-01"
    done_with household list --format json $store
    expect_in "$out" '"days_waited":90' '"days_waited":50'
    refused 2 nationality -- household add "$WORK/forbidden.json" $store
    refused 2 "another household" -- household add "$WORK/four.json" --reference A-1 $store
    refused 2 A-9 -- household show A-9 $store

    # --- a newspaper ad
    done_with dwelling add "Hammer Str. 12" --rent-net 560 --rooms 4 --area 88 --lon 7.62 --lat 51.95 --id AD-1 $store
    expect_in "$out" AD-1
    refused 2 AD-1 -- dwelling add "Hammer Str. 12" --id AD-1 $store
    done_with household recommend A-1 $store
    expect_in "$out" AD-1
    first=$(dwelling_of 1)
    second=$(dwelling_of 2)

    # --- an offer, refused; another one, accepted
    refused 2 reason -- offer draft A-1 "$second" $store
    done_with offer draft A-1 "$first" --reason OTHER --note "first row" --format json $store
    offer=$(id_of)
    refused 2 "$first" -- offer draft A-2 "$first" --reason OTHER --note x $store
    done_with offer make "$offer" --days 7 $store
    refused 2 version -- offer accept "$offer" --seen 1 $store
    done_with offer refuse "$offer" --reason TOO_EXPENSIVE $store
    done_with offer draft A-1 "$second" --reason OWN_WISH --key once --format json $store
    again=$out.again && cp "$out" "$again"
    done_with offer draft A-1 "$second" --reason OWN_WISH --key once --format json $store
    expect_same "$again" "$out" "the same key gives the same answer"
    offer=$(id_of)
    done_with offer make "$offer" $store
    done_with offer accept "$offer" $store
    done_with export publicaties $store
    expect_in "$out" "\"id\": \"$second\""
    done_with placement agree "$offer" --reason OWN_WISH --format json $store
    placement=$(id_of)
    done_with export publicaties $store # what is let is on offer no more
    expect_not_in "$out" "\"id\": \"$second\""
    done_with placement move-in "$placement" --on 2005-03-01 $store
    done_with placement list $store
    expect_in "$out" moved_in OWN_WISH
    done_with household list $store
    expect_not_in "$out" A-1
    done_with household list --all $store
    expect_in "$out" A-1 placed

    # --- an objection: frozen until somebody else decides
    done_with household recommend A-2 --key before $store
    done_with objection raise A-2 --note "too far from my mother" --as pilot --format json $store
    objection=$(id_of)
    done_with objection list --format csv $store
    expect_in "$out" 2005-04-12
    expect_not_in "$out" overdue
    refused 2 objection -- offer draft A-2 AD-1 --reason OTHER --note x $store
    refused 2 "" -- objection decide "$objection" upheld --note "agreed" --as pilot $store
    done_with objection decide "$objection" upheld --note "the list is made anew" --as head $store
    done_with objection list --all $store
    expect_in "$out" upheld head
    done_with offer draft A-2 AD-1 --reason OTHER --note "after the objection" $store

    # --- promises, leaving, erasing
    done_with commitment set "Demobau Münster" 2005Q1 12 $store
    refused 1 dwellings -- commitment set "Demobau Münster" 2005Q1 many $store
    done_with household leave A-2 --reason LEFT_COUNTRY $store
    done_with household erase A-2 $store
    done_with household list --all $store
    expect_in "$out" erased
    expect_not_in "$out" A-2

    # --- what is refused before a store is opened
    refused 1 "no 'assign'" -- placement assign x $store
    refused 1 "OFFER" -- offer make $store
    refused 1 "does not take" -- offer list --days 3 $store
}
finish
