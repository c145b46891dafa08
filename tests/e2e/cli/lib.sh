# lib.sh - what the end-to-end tests of the command line share; sourced by each of them.
#
# A test runs the real program and looks at its exit code, standard output and standard error. A check that fails
# prints why and the test goes on; `finish` tells how many there were. A test that needs ../shared or a database
# and has none says SKIP with the reason and ends with 77.
#
# POSIX sh with awk, sed, od, dd and cmp. By hand, in the project: XENIA=build/release/src/app/xenia sh FILE.
# shellcheck shell=sh
set -u
: "${XENIA:?the program to test}"
SOURCE=${SOURCE:-$PWD}
DEMO=$SOURCE/gisdata/muenster_demo
SHARED=${XENIA_SHARED:-$SOURCE/../shared}
LC_ALL=C.UTF-8
export LC_ALL
unset XENIA_DSN

WORK=$(mktemp -d "${TMPDIR:-/tmp}/xenia-e2e-XXXXXX") || exit 1
XENIA_STATE_DIR=$WORK/no-store # so that a command that opens a store by mistake shows
# in sanitized builds: what Pango's font list holds when the program ends (tests/unit/map/fontconfig_leaks.h)
echo leak:libfontconfig >"$WORK/foreign_leaks"
LSAN_OPTIONS=suppressions=$WORK/foreign_leaks:print_suppressions=0
export XENIA_STATE_DIR LSAN_OPTIONS
clean_up() { rm -rf "$WORK"; }
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

checks=0 failures=0
pass() { checks=$((checks + 1)); }
fail() {
    checks=$((checks + 1)) failures=$((failures + 1))
    echo "FAIL: $*"
}

# skip REASON : ends the test.
skip() {
    echo "SKIP: $*"
    exit 77
}
# need_shared PATH... : under ../shared, or the test is skipped.
need_shared() {
    for path in "$@"; do
        [ -r "$SHARED/$path" ] || skip "$SHARED/$path is not there (a clone without ../shared)"
    done
}

finish() {
    [ ! -e "$WORK/no-store" ] || fail "a command opened a store that has no business there"
    echo "$checks checks, $failures failed"
    [ "$checks" -gt 0 ] && [ "$failures" -eq 0 ]
    exit
}

# --- running -----------------------------------------------------------------------------------------------

# run COMMAND OPTION... : runs xenia; the exit code is in $code, the streams in the files $out and $err.
out=$WORK/out err=$WORK/err
run() {
    said="xenia $*"
    "$XENIA" "$@" >"$out" 2>"$err" </dev/null
    code=$?
}

show_run() {
    echo "  after: $said"
    echo "  exit code $code, standard error:"
    head -n 12 "$err" | sed 's/^/    /'
}

# expect_code N : the exit code of the last run.
expect_code() {
    if [ "$code" -eq "$1" ]; then pass; else fail "exit code $code, wanted $1" && show_run; fi
}
# done_with COMMAND OPTION... : a run that must succeed.
done_with() {
    run "$@"
    expect_code 0
}
# expect_empty FILE WHAT
expect_empty() {
    if [ ! -s "$1" ]; then pass; else fail "$2 is not empty: $(head -n 1 "$1")" && show_run; fi
}
# expect_in FILE TEXT... : each text stands in the file, as it is.
expect_in() {
    in=$1
    shift
    for text in "$@"; do
        if grep -qF -e "$text" "$in"; then pass; else fail "not found: $text" && show_run; fi
    done
}
# expect_not_in FILE TEXT
expect_not_in() {
    if grep -qF -e "$2" "$1"; then fail "found, and should not be: $2" && show_run; else pass; fi
}
# expect_same FILE FILE WHAT : the same bytes.
expect_same() {
    if cmp -s "$1" "$2"; then pass; else fail "$3" && diff "$1" "$2" | head -n 8; fi
}
# expect_equal FOUND WANTED WHAT
expect_equal() {
    if [ "$1" = "$2" ]; then pass; else fail "$3: found '$1', wanted '$2'"; fi
}

# refused CODE PART... -- COMMAND OPTION... : the exit code, nothing on standard output, and on standard error
# besides notes exactly one sentence "xenia COMMAND: ..." that holds every part.
refused() {
    wanted=$1
    shift
    : >"$WORK/parts"
    while [ "$1" != -- ]; do
        printf '%s\n' "$1" >>"$WORK/parts"
        shift
    done
    shift
    run "$@"
    expect_code "$wanted"
    expect_empty "$out" "standard output"
    grep -v '^note: ' "$err" | grep -v -e '^Try .xenia' -e '^information\.$' >"$WORK/sentence"
    if [ "$(wc -l <"$WORK/sentence")" -eq 1 ] && grep -q "^xenia $1: ." "$WORK/sentence"; then pass
    else fail "wanted one sentence that begins with 'xenia $1: '" && show_run; fi
    while IFS= read -r part; do expect_in "$WORK/sentence" "$part"; done <"$WORK/parts"
}

# wait_for COMMAND... : until it succeeds, at most 20 seconds.
wait_for() {
    tries=0
    until "$@" >/dev/null 2>&1; do
        [ $((tries += 1)) -le 400 ] || { fail "waited in vain for: $*"; return 1; }
        sleep 0.05
    done
}

# --- making input --------------------------------------------------------------------------------------------

# copy_layer FROM TO : a layer with all its files; both names without .shp.
copy_layer() {
    for extension in shp shx dbf prj cpg; do
        rm -f "$2.$extension"
        [ ! -f "$1.$extension" ] || cp "$1.$extension" "$2.$extension"
    done
}

# dbf_cell FILE.dbf COLUMN RECORD TEXT : overwrites one cell, right-aligned; records count from 1.
dbf_cell() {
    od -A n -v -t u1 -w32 "$1" | awk -v column="$2" '
        NR == 1 { header = $9 + 256 * $10; width = $11 + 256 * $12; at = 1; next }
        $1 == 13 { exit }
        {
            name = ""
            for (i = 1; i <= 11 && $i; i++) name = name sprintf("%c", $i + 0)
            if (name == column) { print header, width, at, $17; exit }
            at += $17
        }' >"$WORK/cell"
    read -r header width at length <"$WORK/cell" || { fail "$1 has no column $2"; return; }
    printf "%${length}s" "$4" | dd of="$1" bs=1 seek=$((header + ($3 - 1) * width + at)) conv=notrunc 2>/dev/null
}

# put_bytes FILE OFFSET ESCAPES : overwrites bytes, as in put_bytes f.shp 24 '\177\377\377\377'.
put_bytes() {
    # shellcheck disable=SC2059 # the escapes are the point
    printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

# cut_file FILE BYTES : keeps the first bytes.
cut_file() { head -c "$2" "$1" >"$WORK/cut" && mv "$WORK/cut" "$1"; }

# --- looking at answers -----------------------------------------------------------------------------------------

# json_count FILE KEY : how many members of that name; the printed JSON has one a line.
json_count() { grep -c "^ *\"$2\": " "$1"; }

# ranked_ids FILE.json, excluded_ids FILE.json : the offers of an answer in their order.
ranked_ids() { awk '/^  "excluded":/ { exit } /^      "offer_id":/ { gsub(/[",]/, ""); print $2 }' "$1"; }
excluded_ids() { awk '/^  "excluded":/ { on = 1 } on && /^      "offer_id":/ { gsub(/[",]/, ""); print $2 }' "$1"; }
