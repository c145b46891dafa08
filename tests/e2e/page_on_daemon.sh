#!/bin/sh
# The page against the real thing: private PostgreSQL, demonstration city, xeniad, Chromium.
# page_on_daemon.sh XENIA XENIAD NODE
set -eu
xenia=$1 xeniad=$2 node=$3
here=$(cd "$(dirname "$0")" && pwd)
state=$(mktemp -d /tmp/xenia-page-XXXXXX)
daemon=
stop() {
    [ -z "$daemon" ] || { kill "$daemon" 2>/dev/null && wait "$daemon" || true; }
    "$xenia" db stop --dsn= --state-dir "$state" || true
    rm -rf "$state"
}
trap stop EXIT
chmod 755 "$state"
"$xenia" demo --no-serve --dir "$state" --data "$here/../../gisdata/muenster_demo" >/dev/null
"$xeniad" --dsn= --state-dir "$state" --port 0 >"$state/url" 2>"$state/log" &
daemon=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s "$state/url" ] && break
    sleep 0.5
done
[ -s "$state/url" ] || { cat "$state/log"; exit 1; }
TOKEN=$("$xenia" token create page-test --dsn= --state-dir "$state")
BASE_URL=$(sed 's,/$,,' "$state/url")
LOGIN=page COLLEAGUE=colleague PASSWORD='a lamp in the harbour'
for login in $LOGIN $COLLEAGUE; do
    printf '%s\n' "$PASSWORD" | "$xenia" user add "$login" --role coordinator --password-stdin --dsn= --state-dir "$state" >/dev/null
done
export TOKEN BASE_URL LOGIN PASSWORD COLLEAGUE
cd "$here"
"$node" --test page_test.mjs
