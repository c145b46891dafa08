#!/bin/sh
# sheet_test.sh - the family's sheet by `xenia rank --sheet`: its words in four languages as they were agreed, the same
# bytes each time, every font in it.
#
# After a wanted change: XN_WRITE_GOLDEN=1 ctest -R e2e/cli/sheet, then look at `git diff tests/golden/sheets`.
. "$(dirname "$0")/lib.sh"
golden=$SOURCE/tests/golden/sheets
cd "$SOURCE" || exit 1
for tool in pdftotext pdffonts pdfinfo; do
    command -v $tool >/dev/null || skip "no $tool (poppler-utils)"
done
demo=gisdata/muenster_demo
# rank HOUSEHOLD OPTION...
rank() {
    household=$1
    shift
    run rank --city $demo/city.ini --policy $demo/policy.ini --placements $demo/placements.csv --offers $demo/offers.csv \
        --household "$demo/households/$household.json" "$@"
}
# The words of a PDF, one sentence or so a line, wherever the fonts of this machine break them.
words() { pdftotext "$1" - | tr '\n\f' '  ' | tr -s ' ' | sed 's/\([.:]\) /\1\n/g'; }

# F08 cares for a relative. D004 is the first of its list, D137 has no area, D160 is undetermined, D001 does not fit.
for language in de nl en ru; do
    rank F08 --lang $language --sheet "$WORK/sheet.pdf" --dwellings D004,D137,D160,D001
    expect_code 0
    words "$WORK/sheet.pdf" >"$WORK/words"
    if [ -n "${XN_WRITE_GOLDEN:-}" ]; then
        mkdir -p "$golden" && cp "$WORK/words" "$golden/F08_$language.txt" && pass && echo "written: $golden/F08_$language.txt"
    else
        expect_same "$golden/F08_$language.txt" "$WORK/words" "the sheet in $language says something else than $golden/F08_$language.txt"
    fi
    if pdffonts "$WORK/sheet.pdf" | awk 'NR > 2 && $(NF - 4) != "yes" { bad = 1 } END { exit bad || NR < 3 }'; then pass; else fail "a font is not in the sheet in $language"; fi
    mv "$WORK/sheet.pdf" "$WORK/first.pdf"
    rank F08 --lang $language --sheet "$WORK/sheet.pdf" --dwellings D001,D160,D137,D004
    expect_same "$WORK/first.pdf" "$WORK/sheet.pdf" "the same sheet in $language has other bytes"
    if pdfinfo "$WORK/sheet.pdf" | grep -q '^Pages: *[5-7]$'; then pass; else fail "$(pdfinfo "$WORK/sheet.pdf" | grep Pages)"; fi
done

rank F01 --sheet "$WORK/first_three.pdf"; expect_code 0
rank F01 --sheet "$WORK/none.pdf" --dwellings NOWHERE; expect_code 2; expect_in "$err" "there is no dwelling 'NOWHERE' on offer"
rank F01 --sheet "$WORK/none.pdf" --dwellings D001,D001; expect_code 1; expect_in "$err" "asked for twice"
rank F01 --dwellings D001; expect_code 1; expect_in "$err" "needs --sheet"
rank F01 --sheet "$WORK/none.pdf" --dwellings 1,2,3,4,5,6,7,8,9,10,11; expect_code 1; expect_in "$err" "more than 10"
rank F01 --sheet /nowhere/sheet.pdf; [ "$code" -ne 0 ] && pass || fail "a sheet that cannot be written is no failure"
[ ! -e "$WORK/none.pdf" ] && pass || fail "a refused sheet is written"
finish
