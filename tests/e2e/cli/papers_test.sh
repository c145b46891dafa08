#!/bin/sh
# Papers from a store that has done the year 2004: what is configured and recorded stands in them, what is not is
# marked and counted, and no household stands in them.
. "$(dirname "$0")/lib.sh"

state=$WORK/state
clean_up() {
    [ ! -d "$state" ] || "$XENIA" db stop --state-dir "$state" >/dev/null 2>&1
    rm -rf "$WORK"
}
chmod 755 "$WORK" # PostgreSQL runs as another user where this is root
cp -r "$DEMO" "$WORK/data"
chmod -R a+rX "$WORK/data"
run demo --replay 2004 --dir "$state" --data "$WORK/data"
if [ $code -ne 0 ] && grep -q "initdb\|PostgreSQL.*not" "$err"; then skip "$(cat "$err")"; fi
expect_code 0
paper() { run paper "$@" --state-dir "$state"; }

# --- the record of processing ----------------------------------------------------------------------------------

paper art30 --city muenster-2004 --lang de
expect_code 0
expect_in "$out" "Verzeichnis von Verarbeitungstätigkeiten" "Vorführung. Stadt, Amt" "Kim Beispiel (Vorführung)" \
    "Fristen, wie der Dienst sie anwendet" "24 Monate" "concentration, Version" "RESETTLER, FOREIGN, OTHER" \
    "[noch auszufüllen: legal_basis in der Richtliniendatei]" "Row-Level Security"
expect_in "$err" "the paper has 2 gaps, each marked"
expect_equal "$(grep -cE '^.{81,}' "$out")" 0 "lines over 80 columns"
"$XENIA" household list --all --state-dir "$state" --city muenster-2004 --format csv 2>/dev/null |
    grep -oE '[0-9a-f]{8}-[0-9a-f-]{27}|F[0-9]{2}' | sort -u >"$WORK/people"
for kind in art30 algorithm-register fairness; do
    for format in text html json; do
        paper $kind --city muenster-2004 --lang nl --format $format --quarter 2004Q4
        expect_code 0
        if grep -qwF -f "$WORK/people" "$out"; then fail "$kind as $format names a household"; else pass; fi
    done
done

# --- the algorithm register, to be uploaded -----------------------------------------------------------------------

paper algorithm-register --lang nl --format json -o "$WORK/entry.json"
expect_code 0
expect_empty "$out" "standard output"
expect_in "$WORK/entry.json" '"standard_version": "1.0"' '"lang": "nl"' '"publication_category": "Impactvolle algoritmes"' \
    '"begin_date": "2004-01-01"' '"lawful_basis": null' '"iama_description": null' '"status": "In gebruik"'

# --- fairness: small numbers stay hidden -----------------------------------------------------------------------------

paper fairness --quarter 2004Q1 --lang en # three households moved
expect_code 0
expect_in "$out" "Fairness report, 1st quarter of 2004" "Moves in this quarter: fewer than 5." \
    "withheld, because there are fewer than 5 cases" "all areas together"
paper fairness --quarter 2004Q3 --lang nl --format html
expect_code 0
expect_in "$out" '<html lang="nl">' "<caption>" "Verhuizingen in dit kwartaal: 10." "@page{size:A4"
expect_not_in "$out" "<script"
paper fairness --quarter 2003Q1 --lang de
expect_code 0
expect_in "$out" "In diesem Quartal ist über das Programm kein Haushalt umgezogen."

# --- the configuration is what speaks ---------------------------------------------------------------------------------

sed -i '/^dpo/d;s/^phone = .*/phone = 0251 111-1/' "$WORK/data/city_2004.ini"
paper art30 --lang en
expect_code 0
expect_in "$out" "[to be filled in: organisation.dpo in city_2004.ini]" "0251 111-1"
expect_in "$err" "the paper has 4 gaps"

# --- what is refused -----------------------------------------------------------------------------------------------------

paper --lang de
expect_code 1
paper leaflet
expect_code 1
paper fairness --quarter 2004
expect_code 1
paper art30 --lang ru
expect_code 1
refused 2 "there is no city 'nowhere'" -- paper art30 --city nowhere --state-dir "$state"
finish
