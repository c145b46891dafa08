#!/bin/sh
# No personal data in a log (RULES R17). An office works over HTTP and from the terminal, with a marker in every field
# that can say something of a household, in passwords and in tokens; requests are refused, malformed, break a rule of
# the tables; PostgreSQL stops in the middle. Then none of the markers is in the daemon's log, in PostgreSQL's log, in
# what commands say on standard error, in the file of heads, or in a dump of the database.
. "$(dirname "$0")/../daemon/lib.sh"
XENIA_STATE_DIR=$WORK/state # of the file of heads
export XENIA_STATE_DIR
set_up
API=/api/v1/cities/$CITY
: >"$WORK/markers"
# mark NAME : a word that is found nowhere by chance
mark() {
    marked=QZ$1MARKER$$
    echo "$marked" >>"$WORK/markers"
    echo "$marked"
}
reference=$(mark reference) centre=$(mark centre) note=$(mark note) refusal=$(mark refusal) text=$(mark text)
outcome=$(mark outcome) end=$(mark end) password=$(mark password) wrong=$(mark wrong) bearer=$(mark bearer)
unknown=$(mark unknown) query=$(mark query) path=$(mark path) body_word=$(mark body) terminal=$(mark terminal)
needs='{"size":4,"rent_limit_eur":98765.25,"ties":[{"kind":"care","lat":51.9612345678,"lon":7.6212345678,"weight":1}]}'
printf '%s\n' 98765.25 51.9612345678 7.6212345678 >>"$WORK/markers"
made_id() { json "d->>'id'"; }

# --- the office over HTTP
change POST /households "{\"reference\":\"$reference\",\"centre\":\"$centre\",\"needs\":$needs}"; expect_status 201
household=$(made_id)
change POST /households "{\"reference\":\"$reference\",\"needs\":$needs}"; expect_problem 409 reference_known
change POST /households "{\"reference\":\"$reference\",\"$unknown\":\"$body_word\",\"needs\":$needs}"; expect_status 422
change POST /households "{\"reference\":\"$reference\",\"needs\":{\"size\":\"$body_word\"}}"; expect_status 422
change POST /households "{\"reference\":\"$reference $body_word"; expect_status 422
send POST "/households/$household/recommendations" ''; expect_status 200
first=$(json "d#>>'{ranked,0,offer_id}'") second=$(json "d#>>'{ranked,1,offer_id}'")
change POST /offers "{\"household\":\"$reference\",\"dwelling\":\"$second\",\"reason_code\":\"OTHER\",\"reason_note\":\"$note\"}"
expect_status 201
offer=$(made_id)
change PATCH "/offers/$offer" '{"state":"made","days":14}' 1; expect_status 200
change PATCH "/offers/$offer" "{\"state\":\"refused\",\"refusal_code\":\"FAMILY\",\"note\":\"$refusal\"}" 2; expect_status 200
change POST /objections "{\"household\":\"$reference\",\"text\":\"$text\"}"; expect_status 201
objection=$(made_id)
first_person=$TOKEN
new_token second
change PATCH "/objections/$objection" "{\"state\":\"upheld\",\"outcome\":\"$outcome\"}" 1; expect_status 200
TOKEN=$first_person
change POST /offers "{\"household\":\"$reference\",\"dwelling\":\"$first\",\"reason_code\":\"OTHER\",\"reason_note\":\"$note\"}"
offer=$(made_id)
change PATCH "/offers/$offer" '{"state":"made","days":14}' 1
change PATCH "/offers/$offer" '{"state":"accepted"}' 2
change POST /placements "{\"offer\":\"$offer\",\"offer_version\":3}"; expect_status 201
placement=$(made_id)
change PATCH "/placements/$placement" "{\"state\":\"ended\",\"reason\":\"$end\"}" 1; expect_status 200
get "$API/households/$path"; expect_status 404
get "$API/households/$reference?$query=1"; expect_status 400
get "$API/$path/$query"; expect_status 404
raw "GET /api/v1/$path HTTP/1.1\r\nHost : x\r\nAuthorization: Bearer $bearer\r\n\r\n"
raw "POST $API/households HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n$body_word"
plain "$API/households" -H "Authorization: Bearer $bearer"; expect_status 401

# --- coming in
plain /api/v1/session -X POST -H 'Content-Type: application/json' --data-binary "{\"login\":\"$wrong\",\"password\":\"$password\"}"
plain /api/v1/session -X POST -H 'Content-Type: application/json' --data-binary "{\"login\":\"anna\",\"password\":\"$password"

# --- the office from the terminal; what it is told by its own user's options is not searched, standard error is
commands=$WORK/commands.err
: >"$commands"
command_line() { "$XENIA" "$@" --dsn "$DSN" >/dev/null 2>>"$commands" </dev/null; }
echo "$needs" >"$WORK/needs.json"
command_line household add "$WORK/needs.json" --city $CITY --reference "$terminal" --centre "$centre"
command_line household list --city $CITY
command_line household recommend "$terminal" --city $CITY
command_line refresh --city $CITY
command_line purge --city $CITY
command_line ledger --city $CITY
command_line export toewijzingen --city $CITY
command_line audit verify
command_line audit seal

# --- rules of the tables, broken under the program; statements that fail, as the operator's own would
sql "INSERT INTO xenia.households (city, id, arrived_on, sealed, reference_hash)
     SELECT city, id, arrived_on, sealed, reference_hash FROM xenia.households" >/dev/null 2>&1 && fail "a household is there twice"

# --- PostgreSQL goes away in the middle, and comes back
stop_postgres
change POST /households "{\"reference\":\"$body_word\",\"centre\":\"$centre\",\"needs\":$needs}"; expect_status 503
send POST "/households/$household/recommendations" ''; expect_status 503
command_line household add "$WORK/needs.json" --city $CITY --reference "$terminal"
start_postgres
within 20 is_ready && pass || fail "the daemon does not come back"
change POST /households "{\"reference\":\"$body_word\",\"centre\":\"$centre\",\"needs\":$needs}"; expect_status 201
get "$API/households"; expect_status 200
echo "$TOKEN" >>"$WORK/markers"
end_daemon TERM
expect "the daemon ends" $code 0

# --- what can be read
cat "$WORK/log" >"$WORK/daemon.log"
cp "$PG/log" "$WORK/postgres.log"
pg_dump "host=$PG dbname=xenia user=postgres" >"$WORK/dump.sql" || fail "pg_dump"
cp "$WORK/state/audit/heads.log" "$WORK/heads.log" || fail "there is no file of heads"
for searched in daemon.log postgres.log commands.err heads.log dump.sql; do
    while IFS= read -r marker; do
        hex=$(printf '%s' "$marker" | od -An -v -tx1 | tr -d ' \n')
        if grep -qF -e "$marker" "$WORK/$searched"; then
            fail "$searched has $marker: $(grep -F -m 1 -e "$marker" "$WORK/$searched" | head -c 300)"
        elif grep -qiF -e "$hex" "$WORK/$searched"; then fail "$searched has $marker as bytes"
        else pass; fi
    done <"$WORK/markers"
    echo "searched $searched: $(wc -c <"$WORK/$searched") bytes for $(wc -l <"$WORK/markers") markers"
done
grep -q "$household" "$WORK/dump.sql" && pass || fail "the dump is none, or grep finds nothing"
[ -s "$WORK/daemon.log" ] && [ -s "$WORK/postgres.log" ] && [ -s "$WORK/heads.log" ] && pass || fail "a log is empty, so nothing was searched"
finish
