#!/bin/sh
# The page against the real thing: private PostgreSQL, demonstration city, xeniad, Chromium, and one person of each role.
# page_on_daemon.sh XENIA XENIAD NODE TEST.mjs...
set -eu
xenia=$1 xeniad=$2 node=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
state=$(mktemp -d /tmp/xenia-page-XXXXXX)
daemon=
stop() {
    [ -z "$daemon" ] || { kill "$daemon" 2>/dev/null && wait "$daemon" || true; }
    "$xenia" db stop --dsn= --state-dir "$state" || true
    rm -rf "$state"
}
trap stop EXIT
trap 'exit 1' HUP INT TERM
chmod 755 "$state"
"$xenia" demo --no-serve --dir "$state" --data "$here/../../gisdata/muenster_demo" >/dev/null
# The maps have a background, of a server that there is not: the tests answer for it.
case " $* " in
*" maps_test.mjs "*) basemap='https://tiles.example/{z}/{x}/{y}.png' ;;
*) basemap= ;;
esac
"$xeniad" --dsn= --state-dir "$state" --port 0 --requests-per-minute 0 \
    ${basemap:+--basemap "$basemap" --basemap-attribution 'Tiles by example'} >"$state/url" 2>"$state/log" &
daemon=$!
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    [ -s "$state/url" ] && break
    sleep 0.5
done
[ -s "$state/url" ] || { cat "$state/log"; exit 1; }

PASSWORD='a lamp in the harbour'
# person LOGIN ROLE [OPTION...]
person() {
    login=$1 role=$2
    shift 2
    printf '%s\n' "$PASSWORD" |
        "$xenia" user add "$login" --role "$role" "$@" --password-stdin --dsn= --state-dir "$state" >/dev/null
}
person coordinator coordinator
person colleague coordinator
person working_group working_group
person steward steward
person admin admin
person corporation corporation --city muenster-demo --corporation 'Demobau Münster'
TOKEN=$("$xenia" token create page-test --dsn= --state-dir "$state")
BASE_URL=$(sed 's,/$,,' "$state/url")
export BASE_URL TOKEN PASSWORD
cd "$here"
failed=
for test; do
    "$node" --test "$test" || failed="$failed $test"
done
[ -z "$failed" ] || { echo "failed:$failed"; tail -n 20 "$state/log"; exit 1; }
