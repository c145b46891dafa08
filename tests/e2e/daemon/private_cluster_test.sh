#!/bin/sh
# private_cluster_test.sh - without a DSN: the daemon starts its own PostgreSQL, and starts it again when somebody
# stops or kills it under the running daemon.
. "$(dirname "$0")/lib.sh"
STATE=$WORK/state
DSN=""
private_parent() { head -n 1 "$STATE/postgresql/data/postmaster.pid" 2>/dev/null; }
extra_clean_up() {
    parent=$(private_parent)
    [ -z "$parent" ] || { kill -QUIT "$parent" && within 10 not_running "$parent"; }
}
not_running() { ! kill -0 "$1" 2>/dev/null; }
XENIA_STATE_DIR=$STATE
export XENIA_STATE_DIR
# psql reads JSON in that cluster too
PG=$STATE/postgresql
APP_DSN=

# a cluster without our schema is refused, and left running for `xenia db init`
"$XENIAD" --dsn= --port 0 >/dev/null 2>"$WORK/refused"; expect "exit code without schema" $? 4
load_demo_city
new_token test
start_daemon
API=/api/v1/cities/$CITY
answers() { post "$API/recommendations" "$HOUSEHOLD"; [ "$status" = 200 ]; }
answers && pass || fail "no answer"
for signal in INT QUIT KILL; do
    parent=$(private_parent)
    kill -$signal "$parent"
    within 10 not_running "$parent" || fail "the server survives SIG$signal"
    within 30 answers && pass || fail "no recovery after SIG$signal to the server"
    within 10 is_ready && pass || fail "not ready after SIG$signal"
    expect_json "jsonb_array_length(d->'ranked') > 0"
done
end_daemon TERM
expect "exit code" $code 0
kill -0 "$(private_parent)" && pass || fail "the server went with the daemon"
began=$(now_ms); start_daemon; took_ms=$(($(now_ms) - began))
echo "second start: $took_ms ms"
end_daemon TERM
finish
