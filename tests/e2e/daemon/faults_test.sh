#!/bin/sh
# faults_test.sh - PostgreSQL frozen, gone, full or of another schema; the daemon killed, told to stop, started
# twice: 503 within 4 s, health within 50 ms meanwhile, recovery by itself, nothing lost.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY

answers() { post "$API/recommendations" "$HOUSEHOLD"; [ "$status" = 200 ]; }
# expect_store_down WHAT : a problem with Retry-After within 4 s, health at once, pages and readiness as they should be.
expect_store_down() {
    what=$1
    for _ in 1 2; do
        post "$API/recommendations" "$HOUSEHOLD"
        expect "status with $what" "$status" 503
        expect "Retry-After with $what" "$(header Retry-After)" 5
        [ $took_ms -lt 4000 ] && pass || fail "503 after $took_ms ms with $what"
        grep -q 'store_down\|busy' "$body" && pass || fail "code with $what: $(cat "$body")"
        grep -q 'socket\|host=' "$body" && fail "the answer tells where the store is" || pass
    done
    plain /healthz; expect_status 200
    plain /; expect_status 200
}
# The fastest of a few, so that a busy machine does not decide.
health_is_quick() {
    quickest=$(for _ in 1 2 3 4 5; do
        curl -s -o /dev/null --max-time 5 -w '%{time_total}\n' "$URL/healthz"
    done | sort -n | head -n 1)
    awk -v time="$quickest" 'BEGIN { exit !(time < 0.05) }' && pass || fail "/healthz takes $quickest s at best"
}
not_ready() { ! is_ready; }
expect_recovery() {
    within 15 answers && pass || fail "no recovery after $1"
    within 10 is_ready && pass || fail "not ready after $1"
}

# --- backends frozen: whoever connects anew gets another
answers; freeze_backends
post "$API/recommendations" "$HOUSEHOLD"; [ $took_ms -lt 4000 ] && pass || fail "an answer after $took_ms ms"
expect_recovery "frozen backends"
thaw_postgres

# --- everything frozen, and more requests than workers
freeze_postgres
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    curl -s -o /dev/null --max-time 20 -w '%{http_code} %{time_total}\n' -H "Authorization: Bearer $TOKEN" \
        "$URL/api/v1/cities" >"$WORK/frozen.$i" &
    waiting="${waiting:-} $!"
done
health_is_quick
# shellcheck disable=SC2086
wait $waiting
cat "$WORK"/frozen.* | awk '$1 != 503 || $2 >= 4 { bad = 1; print } END { exit bad }' && pass || fail "12 requests to a frozen store"
expect_store_down "a frozen store"
within 10 not_ready && pass || fail "ready with a frozen store"
logged 'the store does not answer' && pass || fail "the log does not tell"
thaw_postgres
expect_recovery "the thaw"
logged 'the store answers again' && pass || fail "the log does not tell of the recovery"

# --- stopped and started again
stop_postgres
expect_store_down "a stopped store"
start_postgres
expect_recovery "the start"

# --- one backend killed in the middle
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()" >/dev/null
expect_recovery "killed backends"

# --- no connection left
stop_postgres
start_postgres -c max_connections=6 -c superuser_reserved_connections=0
hogs=""
extra_clean_up() {
    # shellcheck disable=SC2086
    [ -z "$hogs" ] || kill $hogs 2>/dev/null
}
for _ in 1 2 3 4 5 6 7 8; do
    psql -XAtq "$DSN" -c 'SELECT pg_sleep(60)' >/dev/null 2>&1 &
    hogs="$hogs $!"
done
full() { psql -XAtq "$DSN" -c 'SELECT 1' 2>&1 | grep -q 'too many'; }
within 10 full
answers && pass || expect_store_down "no connection left"
plain /healthz; expect_status 200
# shellcheck disable=SC2086
kill $hogs 2>/dev/null; wait $hogs 2>/dev/null; hogs=""
stop_postgres; start_postgres
expect_recovery "the crowd"

# --- killed: started again at once, with the same snapshot
before=$(snapshot)
end_daemon KILL
start_daemon
expect "snapshot after kill -9" "$(snapshot)" "$before"
sql "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'" | grep -qx 0 && pass || fail "a refresh lock is left"

# --- told to stop: what runs is answered, nothing new is taken
for signal in TERM INT; do
    for i in 1 2 3 4 5 6 7 8; do
        curl -s -o /dev/null --max-time 20 -w '%{http_code}\n' -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
            --data-binary "$HOUSEHOLD" --limit-rate 100k "$URL$API/recommendations" >"$WORK/last.$i" &
    done
    sleep 0.1
    end_daemon $signal
    expect "exit code after $signal" $code 0
    [ $took_ms -lt 20000 ] && pass || fail "$signal took $took_ms ms"
    # shellcheck disable=SC2046
    expect "answers while stopping" "$(cat "$WORK"/last.* | sort -u | tr '\n' ' ')" "200 "
    plain /healthz; expect_status 000
    start_daemon
done
# a client that never ends its request, and a frozen store
{ printf 'POST %s/recommendations HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{' "$API" "$TOKEN"; sleep 30; } |
    curl -s --max-time 25 "telnet://${URL#http://}" >/dev/null 2>&1 &
slow=$!
sleep 0.3
freeze_postgres
end_daemon TERM
thaw_postgres
expect "exit code with a frozen store" $code 0
[ $took_ms -lt 20000 ] && pass || fail "SIGTERM with a frozen store took $took_ms ms"
kill $slow 2>/dev/null

# --- second start
began=$(now_ms); start_daemon; took_ms=$(($(now_ms) - began))
echo "second start: $took_ms ms"
end_daemon TERM

# --- no store, no schema, another schema: one sentence and exit code 4
# refuses_to_start WHAT WORDS
refuses_to_start() {
    timeout -s KILL 20 "$XENIAD" --dsn "$2" --port 0 >"$WORK/url" 2>"$WORK/refused" </dev/null
    expect "exit code with $1" $? 4
    expect "sentences with $1" "$(grep -c . "$WORK/refused")" 1
    grep -q "$3" "$WORK/refused" && pass || fail "with $1 it says: $(cat "$WORK/refused")"
    expect "standard output with $1" "$(cat "$WORK/url")" ""
}
refuses_to_start "no server" "host=$WORK/nowhere dbname=xenia user=postgres" "not reachable"
sql "CREATE DATABASE empty"
refuses_to_start "no schema" "host=$PG dbname=empty user=postgres" "migrate"
sql "INSERT INTO xenia.migrations (version, name, sha256) VALUES (9999, 'of the future', '')"
refuses_to_start "a newer schema" "$DSN" "newer"
finish
