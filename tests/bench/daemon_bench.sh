#!/bin/sh
# Starts a private PostgreSQL and xeniad with the demonstration city (250 dwellings) in a temporary folder, lets
# daemon_bench ask, and stops and deletes everything:
#     tests/bench/daemon_bench.sh build/release/src/app build/release/tests/daemon_bench [REQUESTS [CONNECTIONS]]
set -eu
if [ $# -lt 2 ]; then
    sed -n '2,4s/^# //p' "$0"
    exit 1
fi
programs=$1 bench=$2
shift 2
data=$(dirname "$0")/../../gisdata/muenster_demo

if ! command -v initdb >/dev/null && ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
    echo "SKIP: no PostgreSQL server on this machine"
    exit 77
fi

folder=$(mktemp -d /tmp/xenia-bench-XXXXXX)
chmod 711 "$folder" # for PostgreSQL, which is another user when we are root
store="--dsn= --state-dir=$folder/state"
daemon=
finish() {
    [ -z "$daemon" ] || { kill "$daemon" 2>/dev/null && wait "$daemon"; } || true
    # shellcheck disable=SC2086
    "$programs/xenia" db stop $store >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' INT TERM

fail() {
    echo "$1:"
    cat "$2"
    exit 1
}

"$programs/xenia" demo --no-serve --dir "$folder/state" --data "$data" >"$folder/demo.log" 2>&1 ||
    fail "the demonstration city was not loaded" "$folder/demo.log"
: >"$folder/url"
# shellcheck disable=SC2086
token=$("$programs/xenia" token create bench $store)
# shellcheck disable=SC2086
"$programs/xeniad" $store --port=0 >"$folder/url" 2>"$folder/daemon.log" &
daemon=$!

# One request until it is answered: the daemon has then read the city, and this is not measured.
tries=0
until "$bench" "$(cat "$folder/url")" "$token" 1 1 >"$folder/first.log" 2>&1; do
    tries=$((tries + 1))
    if [ $tries -gt 300 ] || ! kill -0 "$daemon" 2>/dev/null; then
        cat "$folder/first.log" >>"$folder/daemon.log"
        fail "xeniad does not answer" "$folder/daemon.log"
    fi
    sleep 0.1
done
"$bench" "$(cat "$folder/url")" "$token" "$@"
awk '/^VmHWM/ { printf "peak memory of xeniad: %.1f MiB\n", $2 / 1024 }' "/proc/$daemon/status"
