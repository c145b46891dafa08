#!/bin/sh
# sealing_test.sh - the daemon seals the log of changes in the background, keeps the heads in its state folder, writes
# nothing while nothing happens, and goes on after the database was away.
. "$(dirname "$0")/lib.sh"
XENIA_STATE_DIR=$WORK/state
export XENIA_STATE_DIR
mkdir "$XENIA_STATE_DIR"
new_postgres
load_demo_city
start_daemon
sealed() { [ "$(sql "SELECT count(*) FROM audit.entries AS e WHERE id > (SELECT coalesce(max(last_entry), 0) FROM audit.seals AS s WHERE s.city = e.city)")" = 0 ]; }
verifies() { "$XENIA" audit verify --dsn "$DSN" >"$WORK/verified" 2>&1; }
offer() { sql "INSERT INTO xenia.offers (city, id) VALUES ('$CITY', '$1')"; }

within 10 sealed && pass || fail "not sealed at the start"
verifies && pass || fail "$(cat "$WORK/verified")"
expect "mode of the heads" "$(stat -c %a "$XENIA_STATE_DIR/audit/heads.log")" 600
expect "mode of the key" "$(stat -c %a "$XENIA_STATE_DIR/keys/audit.key")" 600
n=$(sql "SELECT count(*) FROM audit.seals")
sleep 3
expect "seals while nothing happens" "$(sql "SELECT count(*) FROM audit.seals")" "$n"
expect "a head for each seal" "$(wc -l <"$XENIA_STATE_DIR/audit/heads.log")" "$n"
offer one
within 10 sealed && pass || fail "a change is not sealed"

# the database goes away and comes back
pg_ctl_quietly stop -m immediate && start_postgres
within 20 offer two || fail "the database is not back"
within 20 sealed && pass || fail "no sealing after the database came back"
verifies && pass || fail "$(cat "$WORK/verified")"
finish
