#!/bin/sh
# burst_test.sh - an office at work: fifty offers drafted in a burst are a handful of refreshes, and the service answers
# meanwhile. Without a readable master key households are refused with a reason, and all else works.
. "$(dirname "$0")/lib.sh"
set_up --state-dir "$WORK/state"
API=/api/v1/cities/$CITY
N=50

refreshes() { grep -c "snapshot" "$WORK/log"; }
slowest_ms=0
look_at_health() {
    plain /healthz; expect_status 200
    [ $took_ms -le $slowest_ms ] || slowest_ms=$took_ms
}

for i in $(seq $N); do
    change POST /dwellings "{\"id\":\"B$i\",\"address\":\"Hof $i\",\"rooms\":4,\"area_m2\":90,\"rent_gross_eur\":500,\"lon\":7.62,\"lat\":51.96}"
    expect_status 201
    change POST /households "{\"reference\":\"B$i\",\"needs\":{\"size\":3}}"; expect_status 201
done
sleep 2
before=$(refreshes) began_ms=$(now_ms)
for i in $(seq $N); do
    change POST /offers "{\"household\":\"B$i\",\"dwelling\":\"B$i\",\"reason_code\":\"OWN_WISH\"}"; expect_status 201
    [ $((i % 10)) -ne 0 ] || look_at_health
done
burst_ms=$(($(now_ms) - began_ms))
pending() { [ "$(sql "SELECT count(*) FROM xenia.household_offers WHERE live")" = $N ] && is_ready; }
within 10 pending && pass || fail "not $N offers"
sleep 3
n=$(($(refreshes) - before))
echo "$N offers drafted in $burst_ms ms: $n refreshes; slowest /healthz $slowest_ms ms"
# one a second at most, and one after the last
[ $n -ge 1 ] && [ $n -le $((burst_ms / 1000 + 3)) ] && pass || fail "$n refreshes for a burst of $burst_ms ms"
within 10 xenia refresh --city $CITY
grep -q unchanged "$WORK/xenia.out" && pass || fail "the last of the burst is not published: $(cat "$WORK/xenia.out")"
end_daemon TERM

# --- no readable master key
chmod 644 "$XENIA_MASTER_KEY"
start_daemon --state-dir "$WORK/state"
within 20 is_ready
get "$API/households"; expect_problem 503 no_master_key
get "$API/households/B1"; expect_problem 503 no_master_key
change POST /households '{"needs":{"size":1}}'; expect_problem 503 no_master_key
send POST /households/B1/recommendations ''; expect_problem 503 no_master_key
change POST /offers '{"household":"B1","dwelling":"B1"}'; expect_problem 503 no_master_key
get "$API/dwellings/B1"; expect_status 200
get "$API/published/units"; expect_status 200
post "$API/recommendations" '{"size":3}'; expect_status 200
"$XENIA" household list --city $CITY --dsn "$DSN" --state-dir "$WORK/state" >"$WORK/xenia.out" 2>"$WORK/xenia.err"
expect "exit code of the command line" $? 2
expect "sentences of the command line" "$(wc -l <"$WORK/xenia.err")" 1
grep -q "master.key" "$WORK/xenia.err" && pass || fail "which key it is is not said: $(cat "$WORK/xenia.err")"
finish
