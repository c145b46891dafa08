#!/bin/sh
# What the log of changes costs: on a private PostgreSQL in a temporary folder, changes a second of a table that is
# not logged, of one that is, and of one that is while the log is sealed in rounds; then how fast N entries are sealed and
# verified, and with how much memory:
#     tests/bench/audit_bench.sh build/release/src/app [ENTRIES [SECONDS [WRITERS]]]
set -eu
if [ $# -lt 1 ]; then
    sed -n '2,5s/^# //p' "$0"
    exit 1
fi
xenia=$1/xenia entries=${2:-100000} seconds=${3:-5} writers=${4:-4}
pgbench=$(ls /usr/lib/postgresql/*/bin/pgbench 2>/dev/null | sort -rV | head -n 1)
if [ -z "$pgbench" ]; then
    echo "SKIP: no pgbench on this machine"
    exit 77
fi
folder=$(mktemp -d /tmp/xenia-bench-XXXXXX)
chmod 711 "$folder" # for PostgreSQL, which is another user when we are root
unset XENIA_DSN
store="--state-dir=$folder/state"
sealing=
finish() {
    [ -z "$sealing" ] || kill "$sealing" 2>/dev/null || true
    "$xenia" db stop "$store" >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

"$xenia" db init "$store" >/dev/null
dsn=$("$xenia" db status "$store" | sed -n "s/.*psql '\(.*\)'$/\1/p" | tr -d "'")
sql() { psql "$dsn" -XAtq -v ON_ERROR_STOP=1 -c "$1"; }
now_ms() { date +%s%3N; }
sql "INSERT INTO xenia.cities (id, title, demonstration, definition) VALUES ('bench', 'Bench', true, 'none');
     CREATE TABLE public.plain (LIKE xenia.commitments)"

# writes LABEL TABLE
writes() {
    cat >"$folder/write.sql" <<END
\\set n random(1, 1000000000)
INSERT INTO $2 (city, corporation, quarter, n_dwellings${3:-}) VALUES ('bench', 'c' || :client_id || ' ' || :n, '2026Q1', 1${4:-}) ON CONFLICT DO NOTHING;
END
    rate=$("$pgbench" -n -c "$writers" -j "$writers" -T "$seconds" -f "$folder/write.sql" "$dsn" 2>/dev/null |
        sed -n 's/^tps = \([0-9]*\).*/\1/p')
    echo "$1: $rate changes/s by $writers writers in $seconds s"
}
# of the same table without its triggers and indices: the row alone
writes "not logged" public.plain ", version, changed_at, id" ", 1, now(), 'x'"
writes "logged" xenia.commitments
(while :; do "$xenia" audit seal "$store" >/dev/null 2>&1 || true; sleep 1; done) &
sealing=$!
writes "logged, and sealed every second" xenia.commitments
kill "$sealing" 2>/dev/null || true
wait "$sealing" 2>/dev/null || true
sealing=
"$xenia" audit seal "$store" >/dev/null

# timed N COMMAND... : its time and memory for N entries
timed() {
    n=$1 began=$(now_ms)
    shift
    "$@" >"$folder/said" 2>&1 &
    running=$!
    memory=0
    while kill -0 $running 2>/dev/null; do
        resident=$(sed -n 's/^VmHWM:[[:space:]]*\([0-9]*\).*/\1/p' /proc/$running/status 2>/dev/null || true)
        [ "${resident:-0}" -le $memory ] || memory=$resident
        sleep 0.02
    done
    wait $running || { cat "$folder/said"; exit 1; }
    took=$(($(now_ms) - began + 1))
    echo "$3: $n entries in $took ms, $((n * 1000 / took)) entries/s, $memory kB"
}
sql "INSERT INTO xenia.commitments (city, corporation, quarter, n_dwellings) SELECT 'bench', 'bulk ' || n, '2025Q1', 1
     FROM generate_series(1, $entries) AS n"
timed "$entries" "$xenia" audit seal "$store"
timed "$(sql "SELECT count(*) FROM audit.entries")" "$xenia" audit verify "$store"
cat "$folder/said"
