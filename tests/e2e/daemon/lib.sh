# lib.sh - what the end-to-end tests of the daemon share; sourced by each of them.
#
# A test starts a PostgreSQL of its own in a folder of its own (Unix socket only), loads the demonstration city
# with `xenia`, starts `xeniad` on any free port and asks it with curl. Answers are looked into with psql, which
# reads JSON. A check that fails says why and the test goes on. Everything that was started is ended by its number
# when the test ends, however it ends. Without PostgreSQL on the machine a test is skipped (77).
#
# POSIX sh with curl, psql, awk, sed and cmp; tests.cmake sets XENIA, XENIAD (the programs) and SOURCE (the project).
# shellcheck shell=sh
set -u
: "${XENIA:?the command line}" "${XENIAD:?the daemon}" "${SOURCE:?the project}"
DEMO=$SOURCE/gisdata/muenster_demo
SHARED=${XENIA_SHARED:-$SOURCE/../shared}
CITY=muenster-demo
LC_ALL=C.UTF-8
export LC_ALL
unset XENIA_DSN XENIA_STATE_DIR

WORK=$(mktemp -d /tmp/xenia-daemon-XXXXXX) || exit 1
chmod 755 "$WORK"
XENIA_MASTER_KEY=$WORK/master.key
export XENIA_MASTER_KEY
# fontconfig keeps memory until the process ends; all else is a leak of ours (sanitized builds)
echo leak:libfontconfig >"$WORK/foreign_leaks"
LSAN_OPTIONS=suppressions=$WORK/foreign_leaks:print_suppressions=0
export LSAN_OPTIONS
daemon_pid="" postgres_running=no

clean_up() {
    trap - EXIT
    [ -z "$daemon_pid" ] || kill -KILL "$daemon_pid" 2>/dev/null
    thaw_postgres
    [ $postgres_running = no ] || pg_ctl_quietly stop -m immediate
    extra_clean_up
    rm -rf "$WORK"
}
extra_clean_up() { :; }
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

checks=0 failures=0
pass() { checks=$((checks + 1)); }
fail() {
    checks=$((checks + 1)) failures=$((failures + 1))
    echo "FAIL: $*"
}
# expect WHAT GOT WANTED
expect() { if [ "$2" = "$3" ]; then pass; else fail "$1: got '$2', wanted '$3'"; fi; }
skip() {
    echo "SKIP: $*"
    exit 77
}
finish() {
    echo "$checks checks, $failures failed"
    [ $failures -eq 0 ] || [ ! -s "$WORK/log" ] || sed 's/^/  log: /' "$WORK/log" | tail -n 40
    [ "$checks" -gt 0 ] && [ "$failures" -eq 0 ]
    exit
}
# within SECONDS COMMAND... : repeats the command until it succeeds; false when it never does.
within() {
    tries=$(($1 * 20))
    shift
    while ! "$@" >/dev/null 2>&1; do
        tries=$((tries - 1))
        [ $tries -gt 0 ] || return 1
        sleep 0.05
    done
}
now_ms() { date +%s%3N; }

# --- PostgreSQL ---------------------------------------------------------------------------------------------

PG=$WORK/pg
for programs in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) ""; do
    [ ! -x "$programs/initdb" ] || break
done
[ -n "$programs" ] || skip "no PostgreSQL server on this machine"
command -v curl >/dev/null || skip "no curl on this machine"

# PostgreSQL refuses root.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}
pg_ctl_quietly() { (cd / && as_postgres "$programs/pg_ctl" -D "$PG/data" -s -w "$@" >/dev/null 2>&1 </dev/null); }
start_postgres() {
    pg_ctl_quietly -l "$PG/log" -o "-k $PG -c listen_addresses='' -c fsync=off $*" start || { tail "$PG/log"; exit 1; }
    postgres_running=yes
}
stop_postgres() { pg_ctl_quietly stop -m fast && postgres_running=no; }

new_postgres() {
    mkdir "$PG"
    [ "$(id -u)" -ne 0 ] || chown postgres: "$PG"
    (cd / && as_postgres "$programs/initdb" -D "$PG/data" -U postgres -A trust -E UTF8 --locale=C -N >/dev/null 2>&1) ||
        { echo "initdb failed"; exit 1; }
    start_postgres
    psql -XAtq -h "$PG" -U postgres -d postgres -c 'CREATE DATABASE xenia' || exit 1
    DSN="host=$PG dbname=xenia user=postgres"
    APP_DSN="host=$PG dbname=xenia user=xenia_app" # what the daemon logs in as
}
# sql STATEMENT [ROLE]
sql() { psql -XAtq -v ON_ERROR_STOP=1 "host=$PG dbname=xenia user=${2:-postgres}" -c "$1"; }

# Every process of the server, its parent first: nothing answers and nothing new is made.
frozen=""
freeze_postgres() {
    parent=$(head -n 1 "$PG/data/postmaster.pid")
    frozen="$parent $(ps -o pid= --ppid "$parent")"
    # shellcheck disable=SC2086
    kill -STOP $frozen
}
# Only those that serve clients: who connects anew gets another one.
freeze_backends() {
    frozen=$(sql "SELECT string_agg(pid::text, ' ') FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()")
    # shellcheck disable=SC2086
    kill -STOP $frozen
}
thaw_postgres() {
    # shellcheck disable=SC2086
    [ -z "$frozen" ] || kill -CONT $frozen 2>/dev/null
    frozen=""
}

# --- the demonstration city, the daemon ---------------------------------------------------------------------

xenia() {
    command=$1
    shift
    "$XENIA" "$command" "$@" --dsn "$DSN" >"$WORK/xenia.out" 2>"$WORK/xenia.err" </dev/null
}
must() { xenia "$@" || { echo "xenia $* failed:"; cat "$WORK/xenia.err"; exit 1; }; }

# A copy that the test may change; the city file of the store is this one.
load_demo_city() {
    cp -r "$DEMO" "$WORK/city" && chmod -R u+w "$WORK/city"
    must db init
    must import areas "$WORK/city/city.ini" --policy "$WORK/city/policy.ini"
    must import placements "$WORK/city/placements.csv" --city $CITY
    must import offers "$WORK/city/offers.csv" --city $CITY
}
# new_token LABEL [ROLE [OPTION...]] : in $TOKEN.
new_token() {
    token_label=$1 token_role=${2:-coordinator}
    [ $# -lt 2 ] || shift
    shift
    must token create "$token_label" --role "$token_role" "$@"
    TOKEN=$(cat "$WORK/xenia.out")
}
# The token of a role, made when it is asked for the first time.
token_of() {
    [ -s "$WORK/token.$1" ] || "$XENIA" token create "$1 of the tests" --role "$1" --dsn "$DSN" >"$WORK/token.$1"
    cat "$WORK/token.$1"
}
# What a coordinator may not ask is asked in the role that may.
token_for() {
    case $1 in
    /api/v1/refreshes*) token_of refresher ;;
    */ledger | */ledger\?* | */commitments) token_of steward ;;
    */audit | */audit\?*) token_of auditor ;;
    *) echo "$TOKEN" ;;
    esac
}

# start_daemon OPTION... : waits for the address that it prints.
start_daemon() {
    : >"$WORK/url"
    "$XENIAD" --dsn "$APP_DSN" --port 0 --requests-per-minute 0 "$@" >"$WORK/url" 2>>"$WORK/log" </dev/null &
    daemon_pid=$!
    within 20 test -s "$WORK/url" || { echo "xeniad does not start:"; cat "$WORK/log"; exit 1; }
    URL=$(sed 's,/$,,' "$WORK/url")
}
# end_daemon SIGNAL : its exit code in $code, how long it took in $took_ms.
end_daemon() {
    began=$(now_ms)
    kill "-$1" "$daemon_pid"
    wait "$daemon_pid" 2>/dev/null
    code=$?
    took_ms=$(($(now_ms) - began))
    daemon_pid=""
}
set_up() {
    new_postgres
    load_demo_city
    new_token test
    start_daemon "$@"
}

# --- requests -----------------------------------------------------------------------------------------------

body=$WORK/body head=$WORK/head
# get PATH [CURL OPTION...] with the token of who may; the status in $status, the answer in the files $head and $body.
get() { plain "$@" -H "Authorization: Bearer $(token_for "$1")"; }
# plain PATH [CURL OPTION...] without it.
plain() {
    asked=$1
    shift
    : >"$body"
    began=$(now_ms)
    status=$(curl -s --path-as-is --max-time 20 -o "$body" -D "$head" -w '%{http_code}' "$@" "$URL$asked")
    took_ms=$(($(now_ms) - began))
}
# post PATH JSON [CURL OPTION...]
post() {
    post_path=$1 post_body=$2
    shift 2
    get "$post_path" -H 'Content-Type: application/json' --data-binary "$post_body" "$@"
}
# send METHOD PATH JSON [CURL OPTION...] : below the city $API; JSON may be "".
send() {
    send_method=$1 send_path=$2 send_body=$3
    shift 3
    if [ -n "$send_body" ]; then
        get "$API$send_path" -X "$send_method" -H 'Content-Type: application/json' --data-binary "$send_body" "$@"
    else
        get "$API$send_path" -X "$send_method" "$@"
    fi
}
# change METHOD PATH JSON [VERSION] : under a key of its own, which is then $key; VERSION as If-Match.
n_keys=0
change() {
    n_keys=$((n_keys + 1)) key=key-$$-$n_keys
    change_again "$@"
}
# change_again METHOD PATH JSON [VERSION] : under the same $key.
change_again() {
    if [ -n "${4:-}" ]; then
        send "$1" "$2" "$3" -H "Idempotency-Key: $key" -H "If-Match: \"$4\""
    else
        send "$1" "$2" "$3" -H "Idempotency-Key: $key"
    fi
}
# raw REQUEST : the bytes as they are; what came back in $body, its status in $status.
raw() {
    asked="raw request"
    # shellcheck disable=SC2059
    { printf "$1"; sleep 0.2; } | curl -s --max-time 1 "telnet://${URL#http://}" >"$body" 2>/dev/null
    status=$(awk 'NR == 1 { print $2 }' "$body")
}
header() { tr -d '\r' <"$head" | awk -v name="$1" 'tolower($1) == tolower(name) ":" { sub(/^[^ ]* /, ""); print; exit }'; }
etag() { header ETag; }

expect_status() {
    if [ "$status" = "$1" ]; then pass; else fail "$asked: status $status, wanted $1: $(head -c 300 "$body")"; fi
}
# expect_problem STATUS CODE [FIELD] : RFC 9457, whole.
expect_problem() {
    expect_status "$1"
    expect "$asked: type" "$(header Content-Type)" "application/problem+json; charset=utf-8"
    expect_json "d->>'type' = 'about:blank' AND d->>'title' <> '' AND d->>'detail' <> '' AND d->>'status' = '$1'
        AND d->>'code' = '$2' ${3:+AND d->>'field' = '$3'}"
}
# json EXPRESSION [FILE] : SQL over the answer, which is d.
json() {
    { printf '\\set doc `cat %s`\n' "${2:-$body}"
      printf "SELECT %s FROM (SELECT :'doc'::jsonb AS d) AS answer;\n" "$1"; } |
        psql -XAtq -v ON_ERROR_STOP=1 -h "$PG" -U postgres -d postgres
}
# expect_json CONDITION
expect_json() {
    result=$(json "$1" 2>&1)
    if [ "$result" = t ]; then pass; else fail "$asked: not so ($result): $1"; fi
}
is_ready() { curl -sf --max-time 2 -o /dev/null "$URL/readyz"; }
snapshot() {
    get /api/v1/cities
    json "d->'cities'->0->>'snapshot'"
}
logged() { grep -q "$1" "$WORK/log"; }
HOUSEHOLD='{"size":5,"step_free":true,"rent_limit_eur":750}'
