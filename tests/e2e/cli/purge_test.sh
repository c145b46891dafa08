#!/bin/sh
# What is kept for how long (RULES R13): the year 2004 is replayed through the real desk while PostgreSQL's clock
# stands at its end; then the server alone is moved on in time (libfaketime). Before the first term nothing goes;
# three years later households are gone, unreadable with the master key too, and the ledger still tells the year.
. "$(dirname "$0")/lib.sh"

state=$WORK/state
store="--state-dir $state"
city=muenster-2004
clean_up() {
    [ ! -d "$state" ] || "$XENIA" db stop --state-dir "$state" >/dev/null 2>&1
    rm -rf "$WORK"
}
chmod 755 "$WORK" # PostgreSQL runs as another user where this is root
for library in /usr/lib/*/faketime/libfaketime.so.1 ""; do [ ! -f "$library" ] || break; done
[ -n "$library" ] || skip "no libfaketime on this machine (package faketime)"
command -v psql >/dev/null || skip "no psql on this machine"
for programs in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) ""; do [ ! -x "$programs/pg_ctl" ] || break; done
[ -n "$programs" ] || skip "no PostgreSQL server on this machine"

as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}
# at DAY : the private server runs, and its clock stands at noon of that day.
at() {
    "$XENIA" db stop --state-dir "$state" >/dev/null 2>&1
    (cd "$state/postgresql" && as_postgres env LD_PRELOAD="$library" NO_FAKE_STAT=1 DONT_FAKE_MONOTONIC=1 \
        FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME="$(($(date -u -d "$1 12:00" +%s) - $(date +%s)))" \
        "$programs/pg_ctl" -D data -l log -s -w -t 60 -o "-c unix_socket_directories=$PWD" start >/dev/null 2>&1 </dev/null) ||
        { tail -n 5 "$state/postgresql/log"; fail "the server does not start at $1"; finish; }
    expect_equal "$(sql "SELECT xenia.day(now())")" "$1" "the day of the database"
}
sql() { psql -XAtq -v ON_ERROR_STOP=1 "host=$state/postgresql dbname=xenia user=postgres" -c "$1"; }
# purged WORD : that number of the purge that was printed last, as JSON
purged() { sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" "$out"; }
ledger() {
    "$XENIA" ledger --state-dir "$state" --city $city --from 2004Q1 --to 2004Q4 --format csv
}
# What is promised to stay: everything but days of waiting, rents and what else R15 compares, effects on indices,
# distances to ties, classes of dwellings that were published, and how it stands today.
promised() {
    grep -v -e '^days_waited' -e '^waiting' -e '^longest' -e '^fairness' -e '^offered' -e '^today' -e index_change -e near_ties "$1"
}

# shellcheck disable=SC2086
{
    run db init $store
    if [ $code -ne 0 ] && grep -q "initdb\|PostgreSQL.*not" "$err"; then skip "$(cat "$err")"; fi
    expect_code 0
    done_with purge --terms $store
    expect_in "$out" households "12 months" recommendations "24 months" write_keys "2 days" "for good"
    done_with purge --terms --format json --lang nl $store
    expect_in "$out" '"id": "households"' '"months": 12'

    # --- the year
    at 2004-12-31
    run demo --replay 2004 --dir "$state" --data "$DEMO"
    # on a machine that is busy a commit may take longer than its deadline: a replay that stopped goes on
    for again in 2 3; do [ $code -eq 0 ] || run demo --replay 2004 --dir "$state" --data "$DEMO"; done
    expect_code 0
    households=$(sql "SELECT count(*) FROM xenia.households WHERE state <> 'waiting'")
    waiting=$(sql "SELECT count(*) FROM xenia.households WHERE state = 'waiting'")
    [ "$households" -ge 20 ] && pass || fail "the year has $households households that were placed or left"
    done_with household recommend F01 --city $city $store # one list in the log
    ledger >"$WORK/before.csv"
    log=$(sql "SELECT count(*) FROM xenia.recommendations")
    households_of_log=$(sql "SELECT count(DISTINCT household) FROM xenia.recommendations")
    [ "$log" -ge 1 ] && pass || fail "the log of recommendations is empty"
    placed=$(sql "SELECT household FROM xenia.placements WHERE state = 'moved_in' ORDER BY moved_in_on LIMIT 1")
    home=$(sql "SELECT dwelling FROM xenia.placements WHERE household = '$placed'")
    done_with export toewijzingen --city $city $store
    expect_in "$out" "$placed" "$home"

    # --- eleven months after the first contract ended: nothing
    first=$(sql "SELECT least((SELECT min(left_on) FROM xenia.households),
                              (SELECT min(moved_in_on) + interval '12 months' FROM xenia.placements WHERE source = 'desk'))::date")
    at "$(date -u -d "$first + 11 months" +%F)"
    done_with purge --city $city --format json $store
    for what in households offers dwellings recommendations frozen; do
        expect_equal "$(purged $what)" 0 "$what purged before their term"
    done
    expect_equal "$(sql "SELECT count(*) FROM xenia.household_keys")" $((households + waiting)) "keys before the term"
    ledger | grep -v '^today' >"$WORK/same.csv"

    # --- three years after the year
    at 2007-12-31
    done_with purge --city $city --dry-run $store
    expect_in "$out" "$households households erased" "dry run"
    expect_equal "$(sql "SELECT count(*) FROM xenia.households WHERE erased_at IS NOT NULL")" 0 "erased by a dry run"
    done_with purge --city $city --format json $store
    expect_equal "$(purged households)" "$households" "households purged"
    expect_equal "$(purged recommendations)" "$log" "lists under a pseudonym"

    # nothing of them is left, with the master key or without
    expect_equal "$(sql "SELECT count(*) FROM xenia.household_keys")" "$waiting" "keys afterwards"
    for table in placements household_offers decisions; do
        expect_equal "$(sql "SELECT count(*) FROM xenia.$table JOIN xenia.households ON households.id = household
                             WHERE erased_at IS NOT NULL")" 0 "rows of $table that name an erased household"
    done
    done_with household show "$placed" --city $city --format json $store
    expect_in "$out" '"erased":true'
    expect_not_in "$out" '"size"'
    expect_equal "$(sql "SELECT count(*) FROM xenia.households WHERE erased_at IS NOT NULL AND sealed IS NOT NULL")" 0 "sealed words"
    for what in toewijzingen aanbiedingen publicaties; do
        done_with export $what --city $city $store
        expect_not_in "$out" "$placed"
        expect_not_in "$out" "\"$home\""
    done
    # where they live is let still, until whoever offers it has taken it off and lists it anew
    expect_equal "$(sql "SELECT state FROM xenia.dwellings WHERE id = '$home'")" let "the dwelling that was let in 2004"
    sql "UPDATE xenia.offers SET closes = '2007-12-31' WHERE id = '$home'"
    expect_equal "$(sql "SELECT state FROM xenia.dwellings WHERE id = '$home'")" let "the dwelling that a feed still lists"
    expect_equal "$(sql "SELECT count(household) || ' ' || count(DISTINCT pseudonym) || ' ' || count(first_id)
                         || ' ' || count(nullif(request_digest, '')) FROM xenia.recommendations")" \
        "0 $households_of_log 0 0" "the log of recommendations"
    expect_equal "$(sql "SELECT count(*) FROM xenia.household_offers WHERE NOT live")" 0 "offers that were closed"

    # what is promised of the year is told as before
    ledger >"$WORK/after.csv"
    promised "$WORK/before.csv" >"$WORK/promised_before"
    promised "$WORK/after.csv" >"$WORK/promised_after"
    expect_same "$WORK/promised_before" "$WORK/promised_after" "the ledger of 2004 tells something else"
    [ "$(wc -l <"$WORK/promised_after")" -ge 40 ] && pass || fail "few figures are promised: $(wc -l <"$WORK/promised_after")"
    echo "figures of the ledger that stay: $(wc -l <"$WORK/promised_after") of $(wc -l <"$WORK/before.csv")"

    # the log of changes has it all
    expect_equal "$(sql "SELECT count(*) FROM audit.entries WHERE actor = 'purge' AND role = 'keeper'
                         AND table_name = 'households' AND action = 'update'")" "$households" "erasures in the log"
    if "$XENIA" audit --help >/dev/null 2>&1; then
        run audit seal $store
        done_with audit verify $store
    fi

    # --- again: nothing
    done_with purge --city $city $store
    expect_in "$out" "nothing is past its term"
}
finish
