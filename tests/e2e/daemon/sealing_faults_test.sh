#!/bin/sh
# sealing_faults_test.sh - what may happen to the sealed log of changes while writers go on: PostgreSQL crashes with
# a seal half made, and with a seal made that the daemon never heard of; a dump that was taken meanwhile comes back
# as another database; the server's clock is set back. Sealing goes on by itself and verifying finds nothing that was
# not done; of what is missing it says how much.
. "$(dirname "$0")/lib.sh"
XENIA_STATE_DIR=$WORK/state
export XENIA_STATE_DIR
heads=$XENIA_STATE_DIR/audit/heads.log
mkdir "$XENIA_STATE_DIR"
for library in /usr/lib/*/faketime/libfaketime.so.1 ""; do [ ! -f "$library" ] || break; done

# --- writers: an acknowledged offer is a line of written.NAME -------------------------------------------------------

# write NAME SECONDS : two offers a transaction, so long apart (by the clock of psql, not of the server): those of
# others get their entries in between. They wait for no standby, so that there is something to seal while the sealer
# does.
write() {
    export PGOPTIONS="-c synchronous_commit=local"
    n=0
    until [ -e "$WORK/enough" ]; do
        n=$((n + 1))
        if {
            echo "BEGIN; INSERT INTO xenia.offers (city, id) VALUES ('$CITY', '$1-$n');"
            sleep "$2"
            echo "INSERT INTO xenia.offers (city, id) VALUES ('$CITY', '$1-$n-too'); COMMIT"
        } | psql -Xq -v ON_ERROR_STOP=1 "$DSN" >/dev/null 2>&1; then
            printf '%s\n' "$1-$n" "$1-$n-too" >>"$WORK/written.$1"
        else
            sleep 0.05
        fi
    done
}
writers="" locker=""
extra_clean_up() {
    # shellcheck disable=SC2086
    [ -z "$writers$locker" ] || kill $writers $locker 2>/dev/null
}
n_written() { cat "$WORK"/written.* 2>/dev/null | wc -l; }
has_written() { [ "$(n_written)" -gt "$1" ]; }

# --- the server's clock: that of the machine and what the file $WORK/clock says, also while it runs -----------------

# The library is loaded by who starts the server, after root has become postgres: its semaphore is that user's.
start_postgres_with_clock() {
    echo +0 >"$WORK/clock"
    cat >"$WORK/pg_ctl" <<END
#!/bin/sh
exec env LD_PRELOAD='$library' FAKETIME_TIMESTAMP_FILE='$WORK/clock' FAKETIME_NO_CACHE=1 NO_FAKE_STAT=1 \
    DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_FAKE_MONOTONIC=1 '$programs/pg_ctl' "\$@"
END
    chmod 755 "$WORK/pg_ctl"
    [ -z "$library" ] || programs=$WORK
    start_postgres "$@"
}
# set_clock OFFSET DAYS
set_clock() {
    echo "$1" >"$WORK/clock.new" && mv "$WORK/clock.new" "$WORK/clock"
    expect "days that the server's clock is off" \
        "$(sql "SELECT round((extract(epoch FROM clock_timestamp()) - $(date +%s)) / 86400)")" "$2"
}

# --- the log --------------------------------------------------------------------------------------------------------

restored() { psql -XAtq -v ON_ERROR_STOP=1 "host=$PG dbname=restored user=postgres" -c "$1"; }
N_SEALS="SELECT count(*) FROM audit.seals"
N_UNSEALED="SELECT count(*) FROM audit.entries AS e
    WHERE id > (SELECT coalesce(max(last_entry), 0) FROM audit.seals AS s WHERE s.city = e.city)"
END_OF_CHAIN="SELECT format('seal %s (entry %s)', number, last_entry) FROM audit.seals WHERE city = '$CITY'
    ORDER BY number DESC LIMIT 1"
has_sealed() { [ "$(sql "$N_SEALS")" -gt "$1" ]; }
all_sealed() { [ "$(sql "$N_UNSEALED")" = 0 ]; }
has_heads() { [ "$(wc -l <"$heads")" -gt "$1" ]; }
# verify DATABASE [OPTION...] : as the daemon's login; the exit code in $code.
verify() {
    database=$1
    shift
    "$XENIA" audit verify --dsn "host=$PG dbname=$database user=xenia_app" "$@" >"$WORK/verified" 2>"$WORK/noted"
    code=$?
}
# expect_whole WHEN DATABASE [OPTION...]
expect_whole() {
    when=$1
    shift
    verify "$@"
    [ $code -eq 0 ] && grep -q ': nothing was changed$' "$WORK/verified" && pass ||
        fail "$when verify ends with $code: $(cat "$WORK/verified" "$WORK/noted")"
}
# expect_going_on AFTER : writers write, the daemon seals, and nothing is amiss.
expect_going_on() {
    n_written=$(n_written) n_seals=$(sql "$N_SEALS")
    within 20 has_written "$n_written" && pass || fail "nothing is written after $1"
    within 20 has_sealed "$n_seals" && pass || fail "nothing is sealed after $1"
    expect_whole "after $1" xenia
}
crash() { pg_ctl_quietly stop -m immediate && pass || fail "no crash $1"; }

new_postgres
load_demo_city
start_daemon
write quick 0 &
writers=$!
write slow 0.7 &
writers="$writers $!"
expect_going_on "the start"

# --- a crash with a seal half made ----------------------------------------------------------------------------------

sql "BEGIN; LOCK TABLE audit.seals IN SHARE MODE; SELECT pg_sleep(60)" >/dev/null 2>&1 &
locker=$!
seal_waits() { [ "$(sql "SELECT count(*) FROM pg_locks WHERE relation = 'audit.seals'::regclass AND NOT granted")" = 1 ]; }
within 10 seal_waits && pass || fail "no seal is being made"
crash "with a seal half made"
wait "$locker" 2>/dev/null
locker=""
within 10 logged 'the log of changes is not sealed: ' && pass || fail "the daemon does not tell that it cannot seal"
start_postgres
expect_going_on "a crash with a seal half made"

# --- a dump of the running store, and seals that it does not have ---------------------------------------------------

cp "$heads" "$WORK/heads_then" # before the dump: each of these seals is in it
"$programs/pg_dump" "$DSN" >"$WORK/dump.sql" && pass || fail "no dump"
within 10 has_heads "$(($(wc -l <"$heads") + 1))" && pass || fail "nothing is sealed after the dump"

# --- a crash after a seal was made, before the daemon heard of it: its commit waits for a standby that never comes ---

sql "ALTER SYSTEM SET synchronous_standby_names = 'nobody'" && sql "SELECT pg_reload_conf()" >/dev/null
commit_waits() {
    [ "$(sql "SELECT count(*) FROM pg_stat_activity JOIN pg_locks USING (pid)
              WHERE wait_event = 'SyncRep' AND relation = 'audit.seals'::regclass AND mode = 'RowExclusiveLock'")" = 1 ]
}
within 10 commit_waits && pass || fail "no seal is being committed"
n_heads=$(wc -l <"$heads")
crash "with a seal that nobody heard of"
start_postgres_with_clock "-c synchronous_standby_names="
expect "heads of a seal that nobody heard of" "$(($(sql "$N_SEALS") - n_heads))" 1

# --- the dump, restored: its own contents, and what it lacks; meanwhile the daemon finds its way back ---------------

sql "CREATE DATABASE restored"
psql "host=$PG dbname=restored user=postgres" -Xq -v ON_ERROR_STOP=1 -f "$WORK/dump.sql" >/dev/null 2>"$WORK/noted" && pass ||
    fail "not restored: $(cat "$WORK/noted")"
expect_whole "restored" restored --heads "$WORK/heads_then"
unsealed=$(restored "$N_UNSEALED") n_seals=$(restored "$N_SEALS")
expect "what is restored" "$(sed 's/, [0-9]* rows: .*//' "$WORK/verified")" \
    "$(($(restored "SELECT count(*) FROM audit.entries") - unsealed)) entries under $n_seals seals, $(wc -l <"$WORK/heads_then") heads"
expect "what is restored without a seal" \
    "$(sed -n 's/^note: \([0-9]*\) entries are not sealed yet$/\1/p' "$WORK/noted" | grep . || echo 0)" "$unsealed"
cp "$heads" "$WORK/heads_now"
verify restored --heads "$WORK/heads_now"
expect "exit code with newer heads" $code 2
newest=$(sed -n "s/^audit head city $CITY \(seal [0-9]*\) \(entry [0-9]*\) .*/\1 (\2)/p" "$WORK/heads_now" | tail -n 1)
expect "what it says of newer heads" "$(cat "$WORK/verified")" \
    "the log of city '$CITY' was cut off: found its end at $(restored "$END_OF_CHAIN"), wanted $newest, whose head was kept outside"

# a state folder with the heads of then, and the same key: the restored store goes on
mkdir -p "$WORK/state_then/audit"
cp -r "$XENIA_STATE_DIR/keys" "$WORK/state_then"
cp "$WORK/heads_then" "$WORK/state_then/audit/heads.log"
restored "INSERT INTO xenia.offers (city, id) VALUES ('$CITY', 'after the restoring')"
XENIA_STATE_DIR=$WORK/state_then "$XENIA" audit seal --dsn "host=$PG dbname=restored user=xenia_app" >"$WORK/sealed" 2>&1 &&
    [ "$(restored "$N_SEALS")" -gt "$n_seals" ] && pass || fail "the restored store is not sealed: $(cat "$WORK/sealed")"
expect "entries of the restored store without a seal" "$(restored "$N_UNSEALED")" 0
expect_whole "going on" restored --heads "$WORK/state_then/audit/heads.log"
# and that was looked at: one entry touched is found
entry=$(restored "SELECT max(id) FROM audit.entries WHERE row_id = 'after the restoring'")
restored "SET session_replication_role = replica; UPDATE audit.entries SET at = at - interval '1 day' WHERE id = $entry"
verify restored --heads "$WORK/state_then/audit/heads.log"
[ $code -eq 2 ] && grep -q "^entry $entry of city '$CITY' (insert of .* was changed after seal" "$WORK/verified" && pass ||
    fail "a touched entry is not found: $(cat "$WORK/verified")"

expect_going_on "a crash with a seal that nobody heard of"

# --- the clock is set back, and forward again -----------------------------------------------------------------------

# steps_back TABLE TIME ORDER : how often its times go back by days in the order of the log
steps_back() {
    sql "SELECT count(*) FROM (SELECT $2 - lag($2) OVER (ORDER BY $3) AS step FROM audit.$1 WHERE city = '$CITY') AS steps
         WHERE step < interval '-2 days'"
}
if [ -n "$library" ]; then
    set_clock -3d -3
    expect_going_on "the clock was set back"
    set_clock +0 0
    expect_going_on "the clock was right again"
    expect "steps back in the times of seals" "$(steps_back seals sealed_at number)" 1
    [ "$(steps_back entries at id)" -ge 1 ] && pass || fail "no step back in the times of entries"
fi

# --- at the end: what was acknowledged is there, and sealed ---------------------------------------------------------

: >"$WORK/enough"
# shellcheck disable=SC2086
wait $writers
writers=""
within 10 all_sealed && pass || fail "not all is sealed at the end"
expect_whole "at the end" xenia
grep -q 'not sealed yet' "$WORK/noted" && fail "at the end: $(cat "$WORK/noted")" || pass
written=$(cat "$WORK"/written.* | paste -sd , -)
expect "acknowledged offers that are there" \
    "$(sql "SELECT count(*) FROM xenia.offers WHERE id = ANY ('{$written}')")" "$(n_written)"
expect "acknowledged offers that are logged" "$(sql "SELECT count(DISTINCT row_id) FROM audit.entries
    WHERE city = '$CITY' AND action = 'insert' AND row_id = ANY ('{$written}')")" "$(n_written)"
expect "seals whose head is not kept" "$(($(sql "$N_SEALS") - $(wc -l <"$heads")))" 1
[ -n "$library" ] || [ $failures -gt 0 ] || skip "no libfaketime on this machine (package faketime): the clock was not set back"
finish
