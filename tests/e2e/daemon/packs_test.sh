#!/bin/sh
# packs_test.sh - map packs and reports of the demonstration city: whole, by real tools; the same bytes from the
# daemon and from the command line, today and tomorrow; in three languages and on two sizes of paper; as HTML that
# lets nothing in.
. "$(dirname "$0")/lib.sh"
for tool in qpdf pdffonts pdfinfo pdftotext xmllint; do
    command -v $tool >/dev/null || skip "no $tool on this machine"
done
set_up
API=/api/v1/cities/$CITY
READER=$(token_of working_group)
# ask PATH : as a member of the working group.
ask() { plain "$1" -H "Authorization: Bearer $READER"; }
# good_pdf FILE SIZE : valid, every font in it, its pages of that size.
good_pdf() {
    qpdf --check "$1" >"$WORK/qpdf" 2>&1 && pass || fail "qpdf: $(cat "$WORK/qpdf")"
    expect "$1: fonts that are not in it" "$(pdffonts "$1" | awk 'NR > 2 && $(NF - 4) != "yes"' | wc -l)" 0
    pdfinfo "$1" >"$WORK/info"
    expect "$1: paper" "$(awk -F'[()]' '/^Page size/ {print $2}' "$WORK/info")" "$2"
}

must refresh --city $CITY
xenia publish --city $CITY --meeting "information phase" --on 2005-03-15 --hold-back || true
ask "$API/packs"; expect_status 200
ID=$(json "d->'packs'->0->>'id'")

ask "$API/packs/$ID.pdf?lang=nl"; expect_status 200; expect "type of a pack" "$(header Content-Type)" application/pdf
cp "$body" "$WORK/pack.pdf"; good_pdf "$WORK/pack.pdf" A4
ETAG=$(etag)
plain "$API/packs/$ID.pdf?lang=nl" -H "Authorization: Bearer $READER" -H "If-None-Match: $ETAG"; expect_status 304
ask "$API/packs/$ID.pdf?lang=nl"; cmp -s "$body" "$WORK/pack.pdf" && pass || fail "a pack is not the same twice"
"$XENIA" report --maps --publication "$ID" --lang nl --dsn "$DSN" -o "$WORK/cli.pdf" >"$WORK/cli.out" 2>&1 || fail "xenia report: $(cat "$WORK/cli.out")"
cmp -s "$WORK/cli.pdf" "$WORK/pack.pdf" && pass || fail "xenia report and xeniad make different packs"
pdftotext -layout "$WORK/pack.pdf" "$WORK/pack.txt"
for words in 'kaarten voor de werkgroep' 'Woningmarkt, segregatie' 'wijk en buurt' 'behoeften' 'Toezeggingen' \
    'sinds het vorige pakket' 'Hoe de cijfers zijn gemaakt' 'gisdata/muenster_demo' "1 / $(awk '/^Pages/ {print $2}' "$WORK/info")"; do
    grep -q "$words" "$WORK/pack.txt" && pass || fail "the pack does not say '$words'"
done
ask "$API/packs/$ID.pdf?lang=de&paper=a3"; cp "$body" "$WORK/a3.pdf"; good_pdf "$WORK/a3.pdf" A3
ask "$API/packs/$ID.pdf?paper=a5"; expect_status 400
ask "$API/packs/$(printf '%064d' 0).pdf"; expect_status 404

# --- HTML: well-formed, one style whose hash the policy names, nothing else let in
for lang in nl de en; do
    ask "$API/packs/$ID.html?lang=$lang"; expect_status 200
    xmllint --html --noout "$body" 2>"$WORK/lint"
    grep -v 'Tag .* invalid' "$WORK/lint" | grep -q 'error' && fail "HTML in $lang: $(head -3 "$WORK/lint")" || pass
    expect "language of the page" "$(sed -n 's/.*<html lang="\([a-z]*\)".*/\1/p' "$body" | head -1)" "$lang"
    expect "scripts in the page" "$(grep -c '<script\|style="\|onload=' "$body")" 0
    case $(header Content-Security-Policy) in
    "default-src 'none'; style-src 'sha256-"*) pass ;;
    *) fail "the page in $lang has no policy of its own" ;;
    esac
done

# --- the report of the quarter
ask "$API/reports/2005Q1.pdf?lang=de"; expect_status 200; cp "$body" "$WORK/report.pdf"; good_pdf "$WORK/report.pdf" A4
ask "$API/reports/2005Q1.html?lang=de"; expect_status 200
ask "$API/reports/1999Q1.pdf"; expect_status 404
ask "$API/reports/2005.pdf"; expect_status 404
"$XENIA" report --quarter 2005Q1 --lang de --dsn "$DSN" -o "$WORK/cli.pdf" >"$WORK/cli.out" 2>&1 || fail "xenia report: $(cat "$WORK/cli.out")"
cmp -s "$WORK/cli.pdf" "$WORK/report.pdf" && pass || fail "xenia report and xeniad make different reports"
finish
