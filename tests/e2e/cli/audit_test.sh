#!/bin/sh
# The log of changes from the command line, on a private PostgreSQL: sealed, verified, and then touched as its
# superuser in every way there is: each is found and named. A household that is erased leaves the chain whole.
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
sql() { psql "$dsn" -XAtq -v ON_ERROR_STOP=1 -c "$1"; }
# touch_log SQL : as the superuser, with all triggers off.
touch_log() { sql "SET session_replication_role = replica; $1" >/dev/null || fail "SQL fails: $1"; }
keep() { sql "CREATE SCHEMA kept; CREATE TABLE kept.entries AS TABLE audit.entries;
    CREATE TABLE kept.seals AS TABLE audit.seals; CREATE TABLE kept.households AS TABLE xenia.households;
    CREATE TABLE kept.offers AS TABLE xenia.offers;"; }
put_back() {
    touch_log "DELETE FROM audit.entries; DELETE FROM audit.seals; DELETE FROM xenia.households;
        DELETE FROM xenia.offers; INSERT INTO xenia.offers TABLE kept.offers;
        INSERT INTO audit.entries OVERRIDING SYSTEM VALUE TABLE kept.entries;
        INSERT INTO audit.seals TABLE kept.seals; INSERT INTO xenia.households TABLE kept.households"
}
# shellcheck disable=SC2086
{
# finds SQL PART... : after the SQL verifying ends with 2 and names it; put back nothing is left of it.
finds() {
    touch_log "$1"
    shift
    run audit verify $store
    expect_code 2
    expect_in "$out" "$@"
    put_back
}

    run db init $store
    if [ $code -ne 0 ] && grep -q "initdb\|PostgreSQL.*not" "$err"; then skip "$(cat "$err")"; fi
    expect_code 0
    done_with db status $store
    dsn=$(sed -n "s/.*psql '\(.*\)'$/\1/p" "$out" | tr -d "'")
    done_with import areas "$DEMO/city.ini" --policy "$DEMO/policy.ini" $store
    done_with import offers "$DEMO/offers.csv" --city muenster-demo --source demo $store

    # --- before anything is sealed
    done_with audit key $store
    public=$(cat "$out")
    expect_equal "${#public}" 64 "the public key"
    expect_equal "$(stat -c %a "$state/keys/audit.key")" 600 "the mode of the key's file"
    done_with audit verify $store
    expect_in "$err" "no heads are kept" "entries are not sealed yet"

    # --- sealed, three times, with a household that comes and one that is erased
    done_with audit seal $store
    expect_in "$out" "audit head city - seal 1 entry " "audit head city muenster-demo seal 1 entry "
    echo '{"size": 2}' >"$WORK/two.json"
    done_with household add "$WORK/two.json" $store
    household=$(sql "SELECT id FROM xenia.households")
    done_with audit seal $store
    expect_in "$out" "audit head city muenster-demo seal 2 entry "
    sql "DELETE FROM xenia.household_keys; UPDATE xenia.households SET sealed = NULL, reference_hash = NULL,
         erased_at = now(), state = 'left', left_on = '2026-01-01', left_reason = 'OTHER', version = version + 1"
    done_with audit seal $store
    done_with audit seal $store
    expect_empty "$out" "a seal over nothing"
    done_with audit verify $store
    expect_in "$out" ": nothing was changed"
    expect_not_in "$err" "not sealed"
    expect_equal "$(stat -c %a "$state/audit/heads.log")" 600 "the mode of the heads' file"
    done_with audit verify --public-key "$public" --city muenster-demo $store
    cp "$state/audit/heads.log" "$WORK/outside.log"
    sed 's/^/Nov 22 20:00:00 host xenia[7]: /' "$WORK/outside.log" >"$WORK/syslog"
    done_with audit verify --heads "$WORK/syslog" $store
    expect_in "$out" " 4 heads, "
    refused 2 "/nowhere cannot be opened" -- audit verify --heads /nowhere $store
    refused 2 "there is no city 'nowhere'" -- audit verify --city nowhere $store
    run audit verify --public-key 12 $store
    expect_code 1
    expect_in "$err" "is not a public key"
    done_with audit list --city muenster-demo --limit 3 --format csv $store
    expect_equal "$(wc -l <"$out")" 4 "lines of the list"
    done_with audit list --format json --limit 1 $store
    expect_in "$out" '"city": ""'

    # --- touched
    keep
    entry=$(sql "SELECT min(id) FROM audit.entries WHERE city = 'muenster-demo' AND table_name = 'dwellings'")
    finds "UPDATE audit.entries SET actor = 'nobody' WHERE id = $entry" "entry $entry of city 'muenster-demo' (insert of dwellings" \
        "was changed after seal 1"
    finds "DELETE FROM audit.entries WHERE id = $entry" "entry $entry of city 'muenster-demo' is gone"
    finds "INSERT INTO audit.entries (id, city, actor, role, table_name, row_id, action, sha256) OVERRIDING SYSTEM VALUE
           VALUES (-1, 'muenster-demo', 'x', 'x', 'dwellings', 'x', 'delete', '')" "entry -1 of city 'muenster-demo' (delete of dwellings x by x) was put in later"
    finds "UPDATE audit.entries AS e SET row_id = o.row_id, at = o.at, sha256 = o.sha256 FROM audit.entries AS o
           WHERE e.id IN ($entry, $entry + 1) AND o.id = 2 * $entry + 1 - e.id" "entry $entry of" "entry $((entry + 1)) of"
    finds "UPDATE audit.seals SET sealed_at = now() WHERE city = 'muenster-demo' AND number = 2" "seal 2 of city 'muenster-demo' was changed"
    finds "DELETE FROM audit.seals WHERE city = 'muenster-demo' AND number = 2" "found seal 3, wanted seal 2"
    finds "DELETE FROM audit.seals WHERE city = 'muenster-demo' AND number = 3;
           DELETE FROM audit.entries WHERE city = 'muenster-demo' AND id > (SELECT max(last_entry) FROM audit.seals WHERE city = 'muenster-demo')" \
        "the log of city 'muenster-demo' was cut off: found its end at seal 2" "wanted seal 3"
    finds "UPDATE xenia.households SET arrived_on = '2000-01-01'" "row $household of households of city 'muenster-demo' was changed behind the log"
    finds "DELETE FROM xenia.households" "row $household of households of city 'muenster-demo' was taken out behind the log"
    finds "INSERT INTO xenia.commitments (city, corporation, quarter, n_dwellings) VALUES ('muenster-demo', 'x', '2026Q1', 1)" \
        "row x 2026Q1 of commitments of city 'muenster-demo' was put in behind the log"
    touch_log "DELETE FROM xenia.commitments"
    finds "UPDATE xenia.offers SET rent_gross_eur = 1 WHERE id = (SELECT min(id) FROM xenia.offers)" "of offers of city 'muenster-demo' was changed behind the log"
    # the whole log made anew, and signed with a key of their own
    touch_log "UPDATE audit.entries SET actor = 'nobody'; DELETE FROM audit.seals"
    XENIA_AUDIT_KEY=$WORK/other.key "$XENIA" audit seal $store >/dev/null || fail "not sealed"
    cp "$WORK/outside.log" "$state/audit/heads.log"
    run audit verify --public-key "$public" $store
    expect_code 2
    expect_in "$out" "seal 1 of the service was made with another key: found" "wanted $public" "seal 1 of city 'muenster-demo' was made with another key" \
        "is not the one whose head was kept outside"
    put_back
    done_with audit verify --public-key "$public" $store
    expect_in "$out" ": nothing was changed"

    # --- dumped and restored it verifies as before, and goes on
    pg_dump "$dsn" >"$WORK/dump.sql" 2>"$err" || fail "no dump"
    sql "CREATE DATABASE again"
    again="$dsn dbname=again"
    psql "$again" -Xq -v ON_ERROR_STOP=1 -f "$WORK/dump.sql" >/dev/null 2>"$err" || fail "not restored: $(head -n 1 "$err")"
    done_with audit verify --dsn "$again" $store
    psql "$again" -Xq -c "UPDATE xenia.offers SET rent_gross_eur = 700 WHERE id = (SELECT min(id) FROM xenia.offers)"
    done_with audit seal --dsn "$again" $store
    done_with audit verify --dsn "$again" $store
}
finish
