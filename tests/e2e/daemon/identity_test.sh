# identity_test.sh - signing in and out, what an administrator does, guessing passwords and tokens, a trusted
# proxy, the pace of requests, the gate of a policy, and what the log must not say.
# shellcheck shell=sh disable=SC2154
. "$(dirname "$0")/lib.sh"
API=/api/v1/cities/$CITY
S=/api/v1/session
PASSWORD='a lamp in the harbour'
jar=$WORK/jar
printf 'a secret of thirty characters.' >"$WORK/proxy.secret"
chmod 600 "$WORK/proxy.secret"
new_postgres
load_demo_city
new_token test
start_daemon --proxy-secret-file "$WORK/proxy.secret" --proxy-signs-in
token_of admin >/dev/null
as_admin() { admin_path=$1; shift; plain "$admin_path" -H "Authorization: Bearer $(token_of admin)" -H 'Content-Type: application/json' "$@"; }
sign_in() { # LOGIN PASSWORD [CURL OPTION...]
    sign_login=$1 sign_password=$2
    shift 2
    plain $S -H 'Content-Type: application/json' -c "$jar" --data "{\"login\":\"$sign_login\",\"password\":\"$sign_password\"}" "$@"
}
by_cookie() { cookie_path=$1; shift; plain "$cookie_path" -b "$jar" "$@"; }
forget_tries() { sql 'DELETE FROM xenia.login_tries'; }

# --- an administrator makes accounts -------------------------------------------------------------------------

as_admin /api/v1/users --data '{"login":"anna","role":"coordinator"}'; expect_status 201
made=$(json "d->>'password'"); expect "a made password is long" "${#made}" 24
as_admin /api/v1/users; expect_status 200; grep -q "$made" "$body" && fail "the made password is shown twice" || pass
expect_json "d->'users' @> '[{\"login\":\"anna\",\"role\":\"coordinator\",\"disabled\":false}]'"
as_admin /api/v1/users --data '{"login":"anna","role":"coordinator"}'; expect_problem 409 conflict
as_admin /api/v1/users --data '{"login":"x","role":"king"}'; expect_problem 422 refused_input role
as_admin /api/v1/users --data '{"login":"x","role":"admin","password":"short"}'; expect_problem 422 refused_input password
as_admin /api/v1/users --data "{\"login\":\"root\",\"role\":\"admin\",\"password\":\"$PASSWORD\"}"; expect_status 201
expect_json "NOT d ? 'password'"
as_admin /api/v1/tokens --data '{"label":"cron","role":"refresher"}'; expect_status 201
cron=$(json "d->>'token'"); expect "a token" "${#cron}" 43
as_admin /api/v1/tokens; grep -q "$cron" "$body" && fail "the token is shown twice" || pass
plain $S -H "Authorization: Bearer $cron"; expect_status 200; expect_json "d->>'role' = 'refresher' AND d->'expires' = 'null'"
as_admin /api/v1/tokens/cron -X DELETE; expect_status 204
plain $S -H "Authorization: Bearer $cron"; expect_problem 401 unauthorized
as_admin /api/v1/tokens/cron -X DELETE; expect_status 404

# --- a session ----------------------------------------------------------------------------------------------

plain $S; expect_problem 401 unauthorized
sign_in anna "$made"; expect_status 201
expect_json "d->>'login' = 'anna' AND d->>'role' = 'coordinator' AND d->'city' = 'null' AND d->>'expires' > '2'"
cookie=$(header Set-Cookie)
for part in '^xenia_session=' 'HttpOnly' 'SameSite=Strict' 'Path=/'; do
    echo "$cookie" | grep -q "$part" && pass || fail "the cookie has no $part: $cookie"
done
by_cookie $S; expect_status 200; expect_json "d->>'login' = 'anna'"
# `expires` is the earlier end: half an hour without a request, or twelve hours altogether.
ends_in() { json "round(extract(epoch FROM (d->>'expires')::timestamptz - now()) / 60)"; }
expect "minutes that are left" "$(ends_in)" 30
sql "UPDATE xenia.sessions SET opened_at = now() - interval '11 hours 50 minutes'"
by_cookie $S; expect "minutes that are left of twelve hours" "$(ends_in)" 10
sql "UPDATE xenia.sessions SET opened_at = now()"
by_cookie "$API/households"; expect_status 200
secret=$(awk '/xenia_session/ { print $7 }' "$jar")
expect "the store knows no cookie" "$(sql "SELECT count(*) FROM xenia.sessions WHERE position('$secret' IN encode(hash, 'escape')) > 0")" 0
by_cookie $S -H "Authorization: Bearer $TOKEN"; expect_problem 400 ambiguous_identity
plain $S -H "Cookie: xenia_session=$secret" -H "cookie: a=b"; expect_problem 400 ambiguous_request
plain $S -H "Cookie: xenia_session=$secret; xenia_session=$secret"; expect_problem 400 ambiguous_identity
plain $S -H "Cookie: other=1; xenia_session=$secret; x=y"; expect_status 200
by_cookie "$S" -X DELETE -H 'Origin: https://elsewhere.example'; expect_problem 403 foreign_origin
by_cookie "$S" -X DELETE -H 'Sec-Fetch-Site: cross-site'; expect_problem 403 foreign_origin
by_cookie "$S" -X DELETE -H 'Sec-Fetch-Site: same-site'; expect_problem 403 foreign_origin

by_cookie $S/password -X PUT -H 'Content-Type: application/json' --data "{\"old\":\"wrong one here\",\"new\":\"$PASSWORD\"}"
expect_problem 403 wrong_password old
by_cookie $S/password -X PUT -H 'Content-Type: application/json' --data "{\"old\":\"$made\",\"new\":\"short\"}"
expect_problem 422 refused_input new
by_cookie $S/password -X PUT -H 'Content-Type: application/json' --data "{\"old\":\"$made\",\"new\":\"$PASSWORD\"}"; expect_status 204
plain $S -H "Cookie: xenia_session=$secret"; expect_problem 401 unauthorized
sign_in anna "$made"; expect_problem 401 wrong_login
sign_in anna "$PASSWORD"; expect_status 201
secret=$(awk '/xenia_session/ { print $7 }' "$jar")
by_cookie $S -X DELETE; expect_status 204
plain $S -H "Cookie: xenia_session=$secret"; expect_problem 401 unauthorized

# --- shutting out -------------------------------------------------------------------------------------------

forget_tries
sign_in anna "$PASSWORD"
secret=$(awk '/xenia_session/ { print $7 }' "$jar")
as_admin /api/v1/users/anna -X PATCH --data '{"disabled":true}'; expect_status 200
plain $S -H "Cookie: xenia_session=$secret"; expect_status 401
sign_in anna "$PASSWORD"; expect_problem 401 wrong_login; cp "$body" "$WORK/disabled"
sign_in nobody "$PASSWORD"; expect_problem 401 wrong_login; cp "$body" "$WORK/unknown"
sign_in root 'not this one, no'; expect_problem 401 wrong_login; cp "$body" "$WORK/wrong"
cmp -s "$WORK/disabled" "$WORK/unknown" && cmp -s "$WORK/wrong" "$WORK/unknown" && pass || fail "the answers tell a login"
as_admin /api/v1/users/anna -X PATCH --data '{"disabled":false}'; expect_status 200
as_admin "/api/v1/tokens/admin%20of%20the%20tests" -X DELETE; expect_status 204
sign_in root "$PASSWORD"; expect_status 201
by_cookie /api/v1/users/root -X PATCH -H 'Content-Type: application/json' --data '{"disabled":true}'; expect_problem 409 last_admin
rm "$WORK/token.admin"
"$XENIA" token create 'admin again' --role admin --dsn "$DSN" >"$WORK/token.admin"

# --- guessing -----------------------------------------------------------------------------------------------

forget_tries
for login in anna nobody; do
    for try in 1 2 3 4 5; do sign_in $login "guess number $try"; expect_status 401; done
    sign_in $login 'guess number 6'; expect_problem 429 too_many_tries
    expect "Retry-After for $login" "$(header Retry-After | awk '{ print ($1 > 0 && $1 <= 900) }')" 1
    cp "$body" "$WORK/limit.$login"
done
sign_in anna "$PASSWORD"; expect_problem 429 too_many_tries
forget_tries
n=0
for try in $(seq 1 31); do
    sign_in "name$try" 'guess guess guess'
    [ "$status" != 429 ] || n=$((n + 1))
done
expect "one address: refused of 31" "$n" 1
from() { address=$1; shift; "$@" -H "X-Xenia-Proxy-Secret: $(cat "$WORK/proxy.secret")" -H "X-Forwarded-For: 10.9.9.9, $address"; }
from 192.0.2.7 sign_in another 'guess guess guess'; expect_status 401

forget_tries
median_of() { # LOGIN : the median of 5, in ms
    for try in 1 2 3 4 5; do sign_in "$1" "guess number $try"; echo "$took_ms"; done | sort -n | sed -n 3p
}
echo "median of wrong passwords: known login $(median_of root) ms, unknown login $(median_of stranger) ms"

# While passwords are hashed, others are answered.
forget_tries
for try in 1 2 3 4 5 6 7 8; do
    curl -s -o "$WORK/flood.$try" -H 'Content-Type: application/json' --data "{\"login\":\"flood$try\",\"password\":\"guess\"}" "$URL$S" &
    eval "flood_$try=\$!"
done
get /api/v1/cities; expect_status 200; others_ms=$took_ms
plain /healthz; expect_status 200
echo "while eight sign in: /cities after $others_ms ms, /healthz after $took_ms ms"
for try in 1 2 3 4 5 6 7 8; do eval "wait \$flood_$try"; done

# --- wrong tokens are counted without the store --------------------------------------------------------------

for try in $(seq 100 160); do
    from 192.0.2.9 plain $S -H "Authorization: Bearer 0123456789012345678901234567890123456789$try"
    [ "$try" -gt 159 ] || expect "wrong token $try" "$status" 401
done
expect_problem 429 too_many
from 192.0.2.10 plain $S -H "Authorization: Bearer $TOKEN"; expect_status 200

# --- a trusted proxy ----------------------------------------------------------------------------------------

proxied() { proxied_path=$1; shift; plain "$proxied_path" -H "X-Xenia-Proxy-Secret: $(cat "$WORK/proxy.secret")" "$@"; }
proxied $S -H 'X-Xenia-User: anna'; expect_status 200; expect_json "d->>'login' = 'anna'"
proxied $S -H 'X-Xenia-User: stranger'; expect_problem 401 unauthorized
proxied $S -H 'X-Xenia-User: anna' -H "Authorization: Bearer $TOKEN"; expect_problem 400 ambiguous_identity
proxied $S -H 'X-Xenia-User: anna' -H 'X-Forwarded-Proto: https'; expect_status 200
expect "HSTS" "$(header Strict-Transport-Security)" max-age=31536000
plain $S -H 'X-Xenia-User: anna'; expect_status 401
plain $S -H 'X-Xenia-User: anna' -H 'X-Xenia-Proxy-Secret: another secret'; expect_problem 401 proxy_secret
logged 'shows a wrong secret' && pass || fail "a wrong secret is not logged"
forget_tries
sign_in anna "$PASSWORD" -H "X-Xenia-Proxy-Secret: $(cat "$WORK/proxy.secret")" -H 'X-Forwarded-Proto: https'
header Set-Cookie | grep -q '^__Host-xenia_session=.*; Secure$' && pass || fail "behind https: $(header Set-Cookie)"
sign_in anna "$PASSWORD"; expect_status 201
proxied $S -b "$jar" -H 'X-Xenia-User: root'; expect_status 200; expect_json "d->>'login' = 'root'" # whatever the old cookie
proxied $S -H 'X-Xenia-User: anna' -H 'Content-Type: application/json' --data '{"login":"anna","password":"x"}'; expect_problem 409 signed_in
proxied $S -H "X-Xenia-User: $(printf 'x%.0s' $(seq 70))"; expect_problem 401 unauthorized
session=$(awk '/xenia_session/ { print $7 }' "$jar")
sign_in anna "$PASSWORD" -H "Cookie: xenia_session=$session"; expect_status 201
plain $S -H "Cookie: xenia_session=$session"; expect_problem 401 unauthorized # the one before has ended
by_cookie $S; expect_status 200
by_cookie $S/password -X PUT -H 'Content-Type: application/json' --data "{\"old\":\"$PASSWORD\",\"new\":\"$PASSWORD\"}"; expect_problem 422 refused_input
as_admin /api/v1/users --data '{"login":"zz","role":"coordinator","password":"secretword'; expect_problem 422 refused_input
grep -q secretword "$body" && fail "a password comes back: $(cat "$body")" || pass

# --- the pace -----------------------------------------------------------------------------------------------

end_daemon TERM; expect "ends" "$code" 0
logged 'superuser' && fail "xenia_app is called a superuser" || pass
chmod 644 "$WORK/proxy.secret"
"$XENIAD" --dsn "$APP_DSN" --port 0 --proxy-secret-file "$WORK/proxy.secret" >/dev/null 2>"$WORK/refused"
expect "a secret that others may read" "$?" 2
grep -q 'its owner alone' "$WORK/refused" && pass || fail "$(cat "$WORK/refused")"
chmod 600 "$WORK/proxy.secret"
start_daemon --proxy-secret-file "$WORK/proxy.secret"
proxied $S -H 'X-Xenia-User: anna'; expect_status 401 # a proxy that speaks TLS alone
proxied $S -H 'X-Forwarded-Proto: https'; expect "HSTS" "$(header Strict-Transport-Security)" max-age=31536000
end_daemon TERM
start_daemon --requests-per-minute 20
n=0
for try in $(seq 1 25); do
    get /api/v1/cities
    [ "$status" != 429 ] || n=$((n + 1))
done
[ "$n" -ge 4 ] && expect_problem 429 too_many || fail "the pace: $n of 25 were refused"
plain /healthz; expect_status 200
end_daemon TERM

# --- the log says nothing of people -------------------------------------------------------------------------

for word in anna "$PASSWORD" nobody stranger guess "$made" "$secret" "$TOKEN" lang=; do
    grep -qF -- "$word" "$WORK/log" && fail "the log says '$word'" || pass
done
limits=$WORK/limits
start_daemon
cat "/proc/$daemon_pid/limits" >"$limits"
expect "no core dumps" "$(awk '/core file/ { print $5 }' "$limits")" 0
end_daemon TERM
DSN_BEFORE=$APP_DSN
APP_DSN=$DSN; start_daemon; APP_DSN=$DSN_BEFORE
logged 'superuser' && pass || fail "a superuser is not warned of"
end_daemon TERM

# --- a policy that may not rank (R14) ------------------------------------------------------------------------

# Once a map was published it stays, whatever becomes of the policy; there may be none before the first publication.
remains() { [ "$maps" != 200 ] && [ "$status" = 404 ] || expect "$1 remain" "$status" 200; }
gate() { # WHAT WORDS
    start_daemon
    grep "city $CITY: its policy may not rank" "$WORK/log" | grep -q -- "$2" && pass || fail "$1: the log does not say so: $(cat "$WORK/log")"
    plain /readyz; expect_status 200
    get /api/v1/cities; expect_json "d#>'{cities,0,ranking}' = 'false' AND d#>>'{cities,0,ranking_reason}' LIKE '%$2%'"
    post "$API/recommendations" "$HOUSEHOLD"; expect_problem 409 policy_not_live
    change POST /households '{"needs":{"size":1}}'; expect_status 201
    household=$(json "d->>'id'")
    send POST "/households/$household/recommendations" '{}'; expect_problem 409 policy_not_live
    change POST /offers "{\"household\":\"$household\",\"dwelling\":\"D001\"}"; expect_problem 409 policy_not_live
    send POST /matchings "{\"households\":[\"$household\"]}"; expect_problem 409 policy_not_live
    get "$API/maps/classes.svg"; remains "$1: the maps"; maps=$status
    get "$API/published/units"; remains "$1: what is published"
    end_daemon TERM
    : >"$WORK/log"
}
# follow SIGNED_ON VALID_UNTIL : the city follows a policy that says so, in earnest; "" "": it says nothing
follow() {
    {
        printf 'policy = concentration\nversion = real-%s-%s\n' "$1" "$2"
        [ -z "$1" ] || printf 'signed_by = A. Signer\nsigned_on = %s\nvalid_until = %s\nlegal_basis = a statute\ndpia_reference = D 1\n' "$1" "$2"
        printf '[classes]\ngroup = RESETTLER\nmin_persons = 300, 100\n[effect]\ngroup = RESETTLER\n'
    } >"$WORK/real.ini"
    rm -f "$WORK/real.ini.sig"
    [ -z "$1" ] || "$XENIA" policy sign "$WORK/real.ini" --user "A. Signer" --as-of "$1" >/dev/null 2>"$WORK/sign.err" || fail "sign: $(cat "$WORK/sign.err")"
    must import areas "$WORK/city/city.ini" --policy "$WORK/real.ini"
    sql "UPDATE xenia.cities SET demonstration = false"
}
start_daemon
get "$API/maps/classes.svg"; maps=$status
end_daemon TERM
sql "UPDATE xenia.cities SET demonstration = false"
gate "a demonstration's policy in earnest" 'not a demonstration city'
follow "" ""
gate "a policy that nobody signed" 'it is not signed'
follow 2003-01-01 2004-12-31
gate "a policy that has expired" 'was valid until 2004-12-31'
follow 2004-06-01 2005-12-31
start_daemon
logged 'may not rank' && fail "a good policy may not rank" || pass
get /api/v1/cities; expect_json "d#>'{cities,0,ranking}' = 'true' AND coalesce(d#>>'{cities,0,ranking_reason}', '') = ''"
post "$API/recommendations" "$HOUSEHOLD"; expect_status 200
change POST /households '{"needs":{"size":1}}'
send POST "/households/$(json "d->>'id'")/recommendations" '{}'; expect_status 200
end_daemon TERM
finish
