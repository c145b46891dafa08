#!/bin/sh
# What somebody tries who has an account and wants more than is hers: another's case by its number, another city, another
# corporation's dwelling, an answer that is another's while many ask at once, an account of another city by its label;
# two administrators at the same moment; odd names and bodies; and a head that never ends.
# shellcheck source-path=SCRIPTDIR
# shellcheck disable=SC2154
. "${SOURCE:?}/tests/e2e/daemon/lib.sh"
set_up
API=/api/v1/cities/$CITY
token() { # NAME ROLE [OPTION...]
    token_name=$1 token_role=$2
    shift 2
    "$XENIA" token create "$token_name" --role "$token_role" --dsn "$DSN" "$@" >"$WORK/t.$token_name" || fail "no token $token_name"
}
as() { TOKEN=$(cat "$WORK/t.$1"); }
token anna coordinator; token bert coordinator; token demo corporation --corporation 'Wohnbau Demo'
token other corporation --corporation 'Another'; token olga admin; token pia admin
NOBODY=00000000-0000-4000-8000-000000000000

# --- another's case --------------------------------------------------------------------------------------------

as anna
change POST /households '{"reference":"S-1","centre":"Waldheim","needs":{"size":3,"rent_limit_eur":700}}'; expect_status 201
household=$(json "d->>'id'") annas_key=$key
get "$API/households/$household"; version=$(etag | tr -d '"')
send POST "/households/$household/recommendations" '{}'; expect_status 200
dwelling=$(json "d#>>'{ranked,0,offer_id}'")
change POST /offers "{\"household\":\"$household\",\"dwelling\":\"$dwelling\",\"reason_code\":\"household_wish\"}"
[ "$status" = 201 ] || change POST /offers "{\"household\":\"$household\",\"dwelling\":\"$dwelling\"}"
expect_status 201
offer=$(json "d->>'id'")

# same METHOD PATH JSON [VERSION] : PATH and JSON with ID; the answer must not tell a thing of another from one that is not
same() {
    for id in "$victim" $NOBODY; do
        change "$1" "$(echo "$2" | sed "s/ID/$id/g")" "$(echo "$3" | sed "s/ID/$id/g")" "${4:-}"
        sed "s/$id/ID/g" "$body" >"$WORK/answer.$id"
        echo "$status" >>"$WORK/answer.$id"
    done
    if cmp -s "$WORK/answer.$victim" "$WORK/answer.$NOBODY"; then pass; else
        fail "$1 $2 tells that it is there: $(cat "$WORK/answer.$victim") and $(cat "$WORK/answer.$NOBODY")"
    fi
    case $status in 404 | 422 | 409) pass ;; *) fail "$1 $2 of another: status $status: $(head -c 200 "$body")" ;; esac
}
as bert
victim=$household
same GET /households/ID ""
same PUT /households/ID '{"needs":{"size":9}}' "$version"
same PATCH /households/ID '{"coordinator":"bert"}' "$version"
same PATCH /households/ID '{"state":"waiting"}' "$version"
same DELETE /households/ID "" "$version"
same POST /households/ID/recommendations '{}'
same POST /offers "{\"household\":\"ID\",\"dwelling\":\"$dwelling\"}"
same POST /objections '{"household":"ID","text":"x"}'
same GET '/offers?household=ID' ""
same GET '/objections?household=ID' ""
get "$API/offers"; expect_json "d->'offers' = '[]'"
get "$API/offers?dwelling=$dwelling"; expect_json "d->'offers' = '[]'"
get "$API/households?all=yes"; expect_json "NOT d::text LIKE '%S-1%'"
get "$API/households/S-1"; expect_problem 404 not_found
victim=$offer
same GET /offers/ID ""
for state in offered withdrawn accepted; do same PATCH /offers/ID "{\"state\":\"$state\"}" 1; done
same POST /placements '{"offer":"ID"}'
same GET /placements/ID ""
same GET /objections/ID ""
# Her key is hers: under the same one another gets nothing of her answer.
key=$annas_key
change_again POST /households '{"reference":"S-1","centre":"Waldheim","needs":{"size":3,"rent_limit_eur":700}}'
expect_json "coalesce(d->>'id', '') <> '$household' AND NOT d::text LIKE '%$household%'"
as anna
get "$API/households/$household"; expect_status 200; expect_json "d->>'coordinator' = 'anna' AND d->>'version' = '$version'"

# --- another corporation's dwelling ------------------------------------------------------------------------------

as demo
change POST /dwellings '{"id":"D1","address":"Weg 1"}'; expect_status 201
version=$(etag | tr -d '"')
as other
NOBODY=D0 victim=D1
same GET /dwellings/ID ""
same PATCH /dwellings/ID '{"state":"withdrawn"}' "$version"
change POST /dwellings '{"id":"D1","address":"Weg 1"}'
[ "$status" -ge 400 ] && pass || fail "another corporation takes the dwelling over: $status"
grep -q 'Demo' "$body" && fail "it tells whose dwelling it is: $(cat "$body")" || pass
for state in "" '?state=available' '?state=announced' '?state=withdrawn'; do
    get "$API/dwellings$state"; expect_json "d->'dwellings' = '[]'"
done
get "$API/dwellings/D1" -H 'If-None-Match: *'; expect_problem 404 not_found
as demo
get "$API/dwellings/D1"; expect_json "d->>'corporation' = 'Wohnbau Demo' AND d->>'version' = '$version'"

# --- another city, at every address ------------------------------------------------------------------------------

sql "INSERT INTO xenia.cities (id, title, demonstration, definition) VALUES ('elsewhere', 'Elsewhere', true, '/nowhere')"
"$XENIA" roles --format csv >"$WORK/matrix"
for role in coordinator working_group scientist steward auditor refresher admin; do
    token "elsewhere-$role" $role --city elsewhere
done
token elsewhere-corporation corporation --city elsewhere --corporation 'Wohnbau Demo'
n_elsewhere=0
for column in 4 5 6 7 8 9 10 11; do
    role=$(head -n 1 "$WORK/matrix" | cut -d, -f$column)
    as "elsewhere-$role"
    for cell in $(awk -F, -v column=$column 'NR > 1 && $column == "yes" && $2 ~ /{c}/ { print $1 "," $2 }' "$WORK/matrix"); do
        path=$(echo "${cell#*,}" | sed "s/{c}/$CITY/; s/{x}/$household/")
        plain "$path" -X "${cell%%,*}" -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json'
        expect "${cell%%,*} $path by a $role of another city" "$status $(grep -o '"code":"city"' "$body")" '403 "code":"city"'
        n_elsewhere=$((n_elsewhere + 1))
    done
done
echo "$n_elsewhere cells of the matrix refused to an account of another city"

# A label whose token is revoked is another's by now.
token visitor auditor --city $CITY; "$XENIA" token revoke visitor --dsn "$DSN" >/dev/null
token visitor auditor --city elsewhere
token keeper admin --city $CITY
as keeper
plain /api/v1/tokens/visitor -X DELETE -H "Authorization: Bearer $TOKEN"
case $status in 403 | 404) pass ;; *) fail "an administrator revokes a token of another city: $status" ;; esac
as visitor
plain /api/v1/session -H "Authorization: Bearer $TOKEN"; expect_status 200
as keeper
for role in admin steward coordinator; do
    plain /api/v1/users -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
        --data "{\"login\":\"x-$role\",\"role\":\"$role\",\"city\":\"elsewhere\"}"; expect_problem 403 city
    plain /api/v1/users -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
        --data "{\"login\":\"x-$role\",\"role\":\"$role\",\"city\":\"\"}"; expect_problem 422 refused_input city
done

# --- many at once: nobody gets another's answer ------------------------------------------------------------------

for name in anna bert demo other olga keeper elsewhere-coordinator elsewhere-auditor; do
    as $name
    printf 'header = "Authorization: Bearer %s"\nsilent\nmax-time = 20\n' "$TOKEN" >"$WORK/curl.$name"
done
as bert
change POST /households '{"reference":"B-1","needs":{"size":2}}'; expect_status 201
mkdir "$WORK/many"
for round in $(seq 1 40); do
    for name in anna bert demo other olga keeper elsewhere-coordinator elsewhere-auditor; do
        echo "$name session $round /api/v1/session"
        case $name in
        anna | bert) echo "$name households $round $API/households" ;;
        demo | other) echo "$name dwellings $round $API/dwellings" ;;
        esac
    done
done | XARGS_WORK=$WORK XARGS_URL=$URL xargs -P 12 -L 1 sh -c \
    'curl -K "$XARGS_WORK/curl.$0" "$XARGS_URL$3" >"$XARGS_WORK/many/$1.$0.$2"'
n_many=0 n_wrong=0
for file in "$WORK"/many/*; do
    n_many=$((n_many + 1))
    name=$(basename "$file" | cut -d. -f2)
    case $(basename "$file") in
    session.*) grep -q "\"login\":\"$name\"" "$file" ;;
    households.anna.*) grep -q '"S-1"' "$file" && ! grep -q '"B-1"' "$file" ;;
    households.bert.*) grep -q '"B-1"' "$file" && ! grep -q '"S-1"' "$file" ;;
    dwellings.demo.*) grep -q '"D1"' "$file" ;;
    dwellings.other.*) grep -q '"dwellings":\[\]' "$file" ;;
    esac || { n_wrong=$((n_wrong + 1)); echo "  $(basename "$file"): $(head -c 200 "$file")"; }
done
expect "answers to many at once that are another's" "$n_wrong" 0
echo "$n_many answers to eight accounts at once, each to the one who asked"

# --- two administrators at the same moment -----------------------------------------------------------------------

sql "UPDATE xenia.tokens SET revoked_at = now() WHERE role = 'admin' AND label NOT IN ('olga', 'pia')"
n_left=0 n_races=0
while [ $n_races -lt 8 ]; do
    n_races=$((n_races + 1))
    curl -s -o /dev/null -X DELETE -H "Authorization: Bearer $(cat "$WORK/t.olga")" "$URL/api/v1/tokens/pia" &
    first=$!
    curl -s -o /dev/null -X DELETE -H "Authorization: Bearer $(cat "$WORK/t.pia")" "$URL/api/v1/tokens/olga" &
    wait $first $!
    [ "$(sql "SELECT count(*) FROM xenia.tokens WHERE role = 'admin' AND revoked_at IS NULL")" -eq 1 ] && n_left=$((n_left + 1))
    sql "UPDATE xenia.tokens SET revoked_at = NULL WHERE label IN ('olga', 'pia')"
done
expect "races of two administrators that leave one" $n_left 8

# --- odd names, odd bodies ---------------------------------------------------------------------------------------

attempt() { plain /api/v1/session -H 'Content-Type: application/json' --data-binary "$1"; }
for login in 'ÄNNA' 'аnna' 'anna ' ' anna' 'anna%00' "anna'--" '../anna' 'anna\\u200b' '\\ud83d\\ude00'; do
    attempt "{\"login\":\"$login\",\"password\":\"a lamp in the harbour\"}"
    case $status in 401 | 422 | 429) pass ;; *) fail "login '$login': $status $(cat "$body")" ;; esac
    sql 'DELETE FROM xenia.login_tries'
done
for wrong in '{"login":"anna\u0000x","password":"secret-in-body"}' '{"login":["anna"],"password":"secret-in-body"}' \
    '{"login":"anna","password":"secret-in-body","password":"secret-in-body"}' '{"login":"anna","password":{"a":"secret-in-body"}}' \
    '{"login":"anna","password":"secret-in-body"' '{"login":"anna","password":"secret-in-body","x":1}' '[]' '"x"' '{}' ''; do
    attempt "$wrong"; expect_problem 422 refused_input
    grep -q secret-in-body "$body" && fail "the answer repeats a password: $(cat "$body")" || pass
done
attempt "{\"login\":\"anna\",\"password\":\"$(head -c 5000 /dev/zero | tr '\0' x)\"}"; expect_problem 413 too_large
head -c 3000 /dev/zero | tr '\0' '[' >"$WORK/deep"
attempt "@$WORK/deep"; expect_problem 422 refused_input
printf '{"login":"a\377","password":"secret-in-body"}' >"$WORK/bytes"
attempt "@$WORK/bytes"; expect_problem 422 refused_input
grep -qF secret-in-body "$WORK/log" && fail "the log repeats a password" || pass

# --- methods -----------------------------------------------------------------------------------------------------

as anna
get "$API/households/$household" -I; expect_status 200
raw "HEAD $API/households/$household HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer $TOKEN\r\nConnection: close\r\n\r\n"; expect_status 200
expect "lines of the body of a HEAD" "$(tr -d '\r' <"$body" | awk 'body { n++ } /^$/ { body = 1 } END { print n + 0 }')" 0
for method in OPTIONS TRACE PROPFIND; do
    get "$API/households/$household" -X $method; [ "$status" -ge 400 ] && pass || fail "$method: $status"
    grep -q "$(cat "$WORK/t.anna")" "$body" && fail "$method repeats the token" || pass
done
plain "$API/households" -X OPTIONS; expect_problem 405 method_not_allowed
header Access-Control-Allow-Origin | grep -q . && fail "another site is let in" || pass
as bert; get "$API/households/$household" -I; expect_status 404

# --- the auditor reads no content ----------------------------------------------------------------------------------

get "$API/audit"
expect_status 200
for word in S-1 Waldheim B-1; do grep -q -- "$word" "$body" && fail "the log of changes says '$word'" || pass; done

# --- a head that never ends ----------------------------------------------------------------------------------------

began=$(now_ms)
{ printf 'GET /healthz HTTP/1.1\r\nHost: x\r\n'; for second in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 1; printf 'X-%s: y\r\n' $second || break; done
    printf '\r\n'; sleep 1; } 2>/dev/null | curl -s --max-time 20 "telnet://${URL#http://}" >"$WORK/slow" 2>/dev/null
expect "an answer to a head of 12 seconds" "$(head -c 20 "$WORK/slow")" ""
echo "a slow head: ended after $(($(now_ms) - began)) ms"
plain /healthz; expect_status 200
finish
