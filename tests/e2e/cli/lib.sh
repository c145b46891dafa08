# lib.sh - what the end-to-end tests of the command line share. Sourced; POSIX sh, awk, sed, od, dd, cmp.
#
# A test runs the real program and looks at its exit code, standard output and standard error. Each check prints
# one line where it fails and goes on; `finish` tells how many there were and ends the test. A test that needs
# ../shared or a database it has not says SKIP with the reason and ends with 77.
#
# From tests.cmake: XENIA (the program), SOURCE (the project), the working folder is SOURCE.
# shellcheck shell=sh
set -u
: "${XENIA:?the program to test}" "${SOURCE:?the project}"
DEMO=$SOURCE/gisdata/muenster_demo
SHARED=${XENIA_SHARED:-$SOURCE/../shared}
LC_ALL=C.UTF-8
export LC_ALL
unset XENIA_DSN XENIA_STATE_DIR

WORK=$(mktemp -d "${TMPDIR:-/tmp}/xenia-e2e-XXXXXX")
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
skip() { echo "SKIP: $*"; exit 77; }
# need_shared PATH : under ../shared, or the test is skipped.
need_shared() { [ -r "$SHARED/$1" ] || skip "$SHARED/$1 is not there (a clone without ../shared)"; }

finish() {
    echo "$checks checks, $failures failed"
    [ "$checks" -gt 0 ] && [ "$failures" -eq 0 ]
    exit
}

# --- running -----------------------------------------------------------------------------------------------

# run COMMAND OPTION... : runs xenia; the exit code is in $code, the streams in $out and $err.
run() {
    out=$WORK/out err=$WORK/err
    "$XENIA" "$@" >"$out" 2>"$err" </dev/null
    code=$?
    said="xenia $*"
}

show_run() { echo "  after: $said"; echo "  exit code $code, standard error:"; head -n 12 "$err" | sed 's/^/    /'; }

# expect_code N : the exit code of the last run.
expect_code() {
    if [ "$code" -eq "$1" ]; then pass; else fail "exit code $code, wanted $1"; show_run; fi
}
# expect_empty FILE WHAT
expect_empty() {
    if [ ! -s "$1" ]; then pass; else fail "$2 is not empty: $(head -n 1 "$1")"; show_run; fi
}
# expect_in FILE TEXT... : each text stands in the file, as it is.
expect_in() {
    in=$1
    shift
    for text in "$@"; do
        if grep -qF -e "$text" "$in"; then pass; else fail "not found: $text"; show_run; fi
    done
}
expect_not_in() {
    if grep -qF -e "$2" "$1"; then fail "found, and should not be: $2"; show_run; else pass; fi
}
# expect_same FILE FILE WHAT : the same bytes.
expect_same() {
    if cmp -s "$1" "$2"; then pass; else fail "$3"; diff "$1" "$2" | head -n 8; fi
}
expect_equal() {
    if [ "$1" = "$2" ]; then pass; else fail "$3: found '$1', wanted '$2'"; fi
}

# refused CODE PART... -- COMMAND OPTION... : nothing on standard output, the exit code, and on standard error
# besides notes exactly one sentence, "xenia COMMAND: ...", that holds every part.
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
    grep -v '^note: ' "$err" >"$WORK/sentence"
    if [ "$(wc -l <"$WORK/sentence")" -eq 1 ] && grep -q "^xenia $1: ." "$WORK/sentence"; then pass
    else fail "wanted one sentence that begins with 'xenia $1: '"; show_run; fi
    while IFS= read -r part; do expect_in "$WORK/sentence" "$part"; done <"$WORK/parts"
}

# --- making input --------------------------------------------------------------------------------------------

# copy_layer FROM TO : a layer with all its files; both without .shp.
copy_layer() {
    for extension in shp shx dbf prj cpg; do
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
            for (i = 1; i <= 11 && $i; i++) name = name sprintf("%c", $i)
            if (name == column) { print header, width, at, $17; exit }
            at += $17
        }' >"$WORK/cell"
    read -r header width at length <"$WORK/cell" || { fail "$1 has no column $2"; return; }
    printf "%${length}s" "$4" | dd of="$1" bs=1 seek=$((header + ($3 - 1) * width + at)) conv=notrunc 2>/dev/null
}

# put_bytes FILE OFFSET ESCAPES : overwrites bytes, as put_bytes f.shp 24 '\177\377\377\377'.
put_bytes() { printf "$3" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null; }

# cut_file FILE BYTES : keeps the first bytes.
cut_file() { dd if="$1" of="$WORK/cut" bs=1 count="$2" 2>/dev/null && mv "$WORK/cut" "$1"; }
