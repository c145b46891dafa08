# tls_test.sh - TLS with a certificate of our own: which versions are spoken, what is refused at the start.
# shellcheck shell=sh disable=SC2154
. "$(dirname "$0")/lib.sh"
command -v openssl >/dev/null || skip "no openssl on this machine"
pair() { openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$WORK/$1.key" -out "$WORK/$1.pem" 2>/dev/null && chmod 600 "$WORK/$1.key"; }
pair one
pair two
new_postgres
load_demo_city
new_token test
printf 'a lamp in the harbour\na lamp in the harbour\n' >"$WORK/password"

# refused WHAT WORDS OPTION... : the start fails with these words
refused() {
    what=$1 words=$2
    shift 2
    "$XENIAD" --dsn "$APP_DSN" --port 0 "$@" >"$WORK/out" 2>"$WORK/refused" </dev/null && fail "$what: it starts"
    grep -q -- "$words" "$WORK/refused" && pass || fail "$what: $(cat "$WORK/refused")"
}
refused "a certificate alone" 'both or none' --tls-certificate "$WORK/one.pem"
refused "another's key" 'is not the key of the certificate' --tls-certificate "$WORK/one.pem" --tls-key "$WORK/two.key"
refused "no certificate" 'as PEM' --tls-certificate "$WORK/password" --tls-key "$WORK/one.key"
chmod 640 "$WORK/two.key"
refused "a key that others read" 'its owner alone' --tls-certificate "$WORK/two.pem" --tls-key "$WORK/two.key"
refused "beyond loopback in the clear" 'not a loopback address' --listen 0.0.0.0

start_daemon --tls-certificate "$WORK/one.pem" --tls-key "$WORK/one.key" --listen 0.0.0.0
URL=https://127.0.0.1:${URL##*:}
CURL_CA_BUNDLE=$WORK/one.pem
export CURL_CA_BUNDLE
get /api/v1/cities; expect_status 200
expect "HSTS" "$(header Strict-Transport-Security)" max-age=31536000
plain /healthz --tls-max 1.2; expect_status 200
plain /healthz --tlsv1.3; expect_status 200
for version in tls1 tls1_1; do
    openssl s_client -connect "${URL#https://}" -$version -cipher 'ALL:@SECLEVEL=0' </dev/null >"$WORK/s_client" 2>&1
    grep -q 'Cipher is (NONE)' "$WORK/s_client" && pass || fail "$version is spoken: $(tail -n 5 "$WORK/s_client")"
done
openssl s_client -connect "${URL#https://}" -tls1_2 </dev/null >"$WORK/s_client" 2>&1
grep -q 'Protocol  *: TLSv1.2' "$WORK/s_client" && pass || fail "TLS 1.2 is not spoken: the test of 1.1 says nothing"

plain /api/v1/users -H "Authorization: Bearer $(token_of admin)" -H 'Content-Type: application/json' \
    --data '{"login":"anna","role":"coordinator","password":"a lamp in the harbour"}'; expect_status 201
plain /api/v1/session -c "$WORK/jar" -H 'Content-Type: application/json' \
    --data '{"login":"anna","password":"a lamp in the harbour"}'; expect_status 201
header Set-Cookie | grep -q '^__Host-xenia_session=.*; Secure$' && pass || fail "the cookie: $(header Set-Cookie)"
session=$(awk '/__Host-xenia_session/ { print $7 }' "$WORK/jar")
plain /api/v1/session -H "Cookie: __Host-xenia_session=$session"; expect_status 200
plain /api/v1/session -H "Cookie: xenia_session=$session"; expect_problem 401 unauthorized
plain /api/v1/session -X DELETE -H "Cookie: __Host-xenia_session=$session" -H "Origin: http://${URL#https://}"; expect_problem 403 foreign_origin
plain /api/v1/session -X DELETE -H "Cookie: __Host-xenia_session=$session" -H "Origin: $URL"; expect_status 204

# One address cannot take all connections.
if command -v python3 >/dev/null; then
    python3 - "${URL##*:}" >"$WORK/held" <<'END' &
import socket, sys, time
held = [socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=5) for _ in range(600)]
print("held", flush=True)
time.sleep(30)
END
    holder=$!
    within 10 grep -q held "$WORK/held" && pass || fail "600 connections cannot be made"
    plain /healthz --interface 127.0.0.2; expect_status 200
    kill $holder
fi
end_daemon TERM; expect "ends" "$code" 0
finish
