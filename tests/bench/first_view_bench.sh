#!/bin/sh
# first_view_bench.sh [RUNS] - what a browser fetches before the first map is there, as gzip: bytes and milliseconds of
# each answer, from a daemon of its own with the demonstration city. XENIA, XENIAD and SOURCE as for tests/e2e/daemon.
. "$(dirname "$0")/../e2e/daemon/lib.sh"
runs=${1:-9}
set_up
API=/api/v1/cities/$CITY
all_bytes=0 all_ms=0

# fetch PATH : the median of so many runs
fetch() {
    for _ in $(seq "$runs"); do
        curl -s --fail -o "$body" -w '%{size_download} %{time_total}\n' -H "Authorization: Bearer $TOKEN" \
            -H 'Accept-Encoding: gzip' "$URL$1" || fail "$1"
    done >"$WORK/times"
    set -- "$1" $(sort -k 2 -n "$WORK/times" | awk '{ line[NR] = $1 " " $2 * 1000 } END { print line[int((NR + 1) / 2)] }')
    printf '%8d bytes %7.1f ms  %s\n' "$2" "$3" "$1"
    all_bytes=$((all_bytes + $2)) all_ms=$(echo "$all_ms $3" | awk '{ print $1 + $2 }')
}
# imported MODULE... : with the modules that they import at once, and those that these import
imported() {
    found=" $* "
    set -- "$@"
    while [ $# -gt 0 ]; do
        curl -s "$URL/assets/$1" >"$WORK/module.js"
        shift
        for module in $(grep -oE '(from|import)"\./[^"]+\.js"' "$WORK/module.js" | cut -d / -f 2 | tr -d '"' | sort -u); do
            case $found in *" $module "*) continue ;; esac
            found="$found$module " && set -- "$@" "$module"
        done
    done
    echo "$found"
}
# What the page names, what that imports, and the working group's view, which is imported when it is shown.
curl -s "$URL/" >"$WORK/index.html"
curl -s "$URL/assets/app.js" >"$WORK/app.js"
fetch /
fetch /assets/page.css
for module in $(imported app.js "$(grep -oE 'working_group-[A-Z0-9]+\.js' "$WORK/app.js" | head -n 1)"); do
    fetch "/assets/$module"
done
fetch /assets/messages/nl.json
fetch "/api/v1/cities?lang=nl"
fetch "$API/published/units?level=block&lang=nl"
fetch "$API/published/topology?level=block"
printf '%8d bytes %7.1f ms  one after the other\n' "$all_bytes" "$all_ms"
[ "$failures" -eq 0 ]
