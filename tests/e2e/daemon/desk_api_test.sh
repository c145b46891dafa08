# desk_api_test.sh - what the desk's page asks beside the steps: the directory of institutions, a feed of offers looked
# at and brought in, the family sheet.
# shellcheck shell=sh disable=SC2154
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY
# The rows of a table are as the log has them (of seals this server's daemons have others).
agrees() {
    xenia audit verify
    expect "the log and the rows of $1 agree" "$(grep -c "of $1" "$WORK/xenia.out")" 0
}

# --- the directory ------------------------------------------------------------------------------------------

must import institutions "$WORK/city/institutions.csv" --city $CITY --dry-run
expect "a dry run" "$(cat "$WORK/xenia.out")" "would be: 42 new, 0 changed, 0 unchanged, 0 withdrawn"
expect "... writes nothing" "$(sql 'SELECT count(*) FROM xenia.institutions')" 0
must import institutions "$WORK/city/institutions.csv" --city $CITY
expect "brought in" "$(cat "$WORK/xenia.out")" "42 new, 0 changed, 0 unchanged, 0 withdrawn"
must import institutions "$WORK/city/institutions.csv" --city $CITY
expect "the same again" "$(cat "$WORK/xenia.out")" "0 new, 0 changed, 42 unchanged, 0 withdrawn"
printf 'id,name,kind,lat,lon,age_from\nA,,school,52,7,\nB,Beta,palace,52,7,\nC,Gamma,club,99,7,\nD,Delta,club,52,7,old\n' >"$WORK/bad.csv"
xenia import institutions "$WORK/bad.csv" --city $CITY; expect "a bad list is refused" $? 2
expect "... with each cell" "$(grep -c 'line [2-5], column \(name\|kind\|lat\|age_from\): found' "$WORK/xenia.err")" 4
sed '/^I0[1-3],/d; s/Chor Sternmoos/Chor Sternmoos und Freunde/' "$WORK/city/institutions.csv" >"$WORK/fewer.csv"
must import institutions "$WORK/fewer.csv" --city $CITY
expect "fewer" "$(cat "$WORK/xenia.out")" "0 new, 1 changed, 38 unchanged, 3 withdrawn"
must import institutions "$WORK/city/institutions.csv" --city $CITY
expect "each change is in the log" "$(sql "SELECT string_agg(action || ' ' || n, ' ' ORDER BY action) FROM (SELECT action, count(*) AS n
    FROM audit.entries WHERE table_name = 'institutions' GROUP BY action) AS counted")" "delete 3 insert 45 update 2"
agrees institutions

found() { # QUERY : the ids that are found, best first
    get "$API/institutions?$1"
    expect_status 200
    json "coalesce((SELECT string_agg(i->>'id', ' ') FROM jsonb_array_elements(d->'institutions') AS i), '')"
}
expect "by a word of the name" "$(found 'q=chor')" I26
for spelling in gl%C3%BChw%C3%BCrmchen GLUEHWUERMCHEN gluhwurmchen Glu%CC%88hwu%CC%88rmchen 'GL%C3%9CHW%C3%9CRMCHEN'; do
    expect "umlauts however they are written ($spelling)" "$(found "q=$spelling")" "I03 I29"
done
expect "sharp s" "$(found 'q=grosskuche') $(found 'q=Gro%C3%9Fk%C3%BCche')" "I41 I41"
expect "name first, address last" "$(found 'q=Mondkraut')" "I38 I01 I22 I42"
expect "every word, in name or address" "$(found 'q=grundschule%20mondkraut%20muenster')" I01
expect "a name that begins with it is first" "$(found 'q=sport' | cut -d' ' -f1)" I21
expect "a kind" "$(found 'kind=parish')" "I34 I33 I32 I31"
expect "nothing" "$(found 'q=mondkraut%20silberhecht')" ""
expect "no pattern" "$(found 'q=%25')$(found 'q=_')" "$(found '')$(found '')"
expect "an apostrophe is a blank" "$(found "q=chor'--")" I26
expect "at most 20" "$(found '' | wc -w)" 20
get "$API/institutions?q=I&kind=palace"; expect_problem 400 bad_parameter kind
get "$API/institutions?q=$(printf '%0201d' 0)"; expect_problem 400 bad_parameter q
get "$API/institutions?q=chor"
expect_json "d->'institutions'->0 = '{\"id\":\"I26\",\"name\":\"Chor Sternmoos\",\"kind\":\"club\",\"address\":\"Sternmooszeile 15, 48187 Münster\",\"age_from\":14,\"age_to\":null}'::jsonb
    || jsonb_build_object('lat', d->'institutions'->0->'lat', 'lon', d->'institutions'->0->'lon')"
expect_json "(d->'institutions'->0->>'lat')::float BETWEEN 51.8 AND 52.1 AND (d->'institutions'->0->>'lon')::float BETWEEN 7.4 AND 7.8"

# --- a feed, looked at --------------------------------------------------------------------------------------

feed=$WORK/feed.csv
head -n 1 "$WORK/city/offers.csv" >"$feed"
sed -n 2,4p "$WORK/city/offers.csv" | sed 's/^D/N/' >>"$feed"
# feed FILE QUERY [CURL OPTION...]
feed() {
    feed_file=$1 feed_query=$2
    shift 2
    get "$API/imports/offers?$feed_query" -X POST -H 'Content-Type: application/octet-stream' --data-binary "@$feed_file" "$@"
}
changes() { sql "SELECT max(changed_at) || ' ' || count(*) FROM xenia.offers"; }
held=$(changes)
feed "$feed" 'name=feed.csv&preview=yes'; expect_status 200
expect_json "d->>'format' = 'csv' AND d->>'refused' = 'false' AND d->>'new' = '3' AND d->>'changed' = '0'
    AND d->>'unchanged' = '0' AND d->>'withdrawn' = '0' AND d->>'rows' = '3' AND d->>'offers' = '3' AND d->>'n_faults' = '0' AND NOT d ? 'applied'"
digest=$(json "d->>'digest'")
expect "nothing is written by looking" "$(changes)" "$held"
feed "$feed" 'name=feed.csv'; expect_problem 400 bad_parameter digest
feed "$feed" 'name=feed.csv&preview=perhaps'; expect_problem 400 bad_parameter preview
feed "$feed" 'name=&preview=yes'; expect_problem 400 bad_parameter name
feed "$feed" 'preview=yes'; expect_problem 400 bad_parameter name
for name in desk sql ..%2Fdesk 'C:%5Cdesk'; do
    feed "$feed" "name=$name&preview=yes"; expect_problem 400 bad_parameter source
done
{ cat "$feed"; sed -n 5p "$WORK/city/offers.csv" | sed 's/^D/N/'; } >"$WORK/more.csv"
feed "$WORK/more.csv" "name=feed.csv&digest=$digest"; expect_problem 409 other_file digest
feed "$feed" "name=other.csv&digest=$digest"; expect_problem 409 other_file digest
expect "nothing is written by what was refused" "$(changes)" "$held"
feed "$feed" "name=feed.csv&digest=$digest"; expect_status 200; expect_json "d->>'applied' = 'true' AND d->>'new' = '3'"
expect "who brought it is in the log" "$(sql "SELECT DISTINCT actor || ' ' || role FROM audit.entries WHERE row_id LIKE 'N00%'")" "test coordinator"
feed "$feed" "name=feed.csv&digest=$digest"; expect_status 200; expect_json "d->>'new' = '0' AND d->>'unchanged' = '3'"
sed '$d; s/,no$/,yes/' "$feed" >"$WORK/less.csv"
feed "$WORK/less.csv" 'name=less.csv&source=feed.csv&preview=yes'; expect_status 200
expect_json "d->>'changed' = '2' AND d->>'withdrawn' = '1' AND d->>'new' = '0' AND d->>'source' = 'feed.csv'"
feed "$feed" 'name=elsewhere.csv&preview=yes'; expect_status 200
expect_json "d->>'refused' = 'true' AND d->>'new' IS NULL AND d->'faults'->0->>'row' = '2' AND d->'faults'->0->>'message' LIKE '%already there from source%feed.csv%'"

# --- faults -------------------------------------------------------------------------------------------------

{ head -n 1 "$feed"; echo 'X1,,,,,,flat,7.6,51.9,many,,3,70,,,,,,,,,,,,'; echo ',,,,,,flat,,,,,,,,,,,,,,,,,,'; echo 'X1,,,,,,flat,,,,,,,,,,,,,,,,,,'; } >"$WORK/bad.csv"
feed "$WORK/bad.csv" 'name=bad.csv&preview=yes'; expect_status 200
expect_json "d->>'refused' = 'true' AND d->>'n_faults' = '3' AND d->'faults'->0->>'row' = '3' AND d->'faults'->0->>'column' = 'id'
    AND d @? '\$.faults[*] ? (@.row == 2 && @.column == \"rent_net_eur\")' AND d->>'rows' IS NULL"
digest=$(json "d->>'digest'")
feed "$WORK/bad.csv" "name=bad.csv&digest=$digest"; expect_problem 422 refused_input
expect_json "jsonb_array_length(d->'faults') = 3 AND d->>'n_faults' = '3'"
{ head -n 1 "$feed"; echo 'X1,,,,,,flat,7.6,51.9,many,,3,70,,,,,,,,,,,,'; } >"$WORK/odd.csv"
feed "$WORK/odd.csv" 'name=odd.csv&preview=yes'; expect_status 200
expect_json "d->>'refused' = 'false' AND d->>'n_faults' = '1' AND d->'faults'->0->>'message' LIKE '%many%taken as unknown' AND d->>'new' = '1'"
head -n 1 "$feed" >"$WORK/none.csv"
: >"$WORK/empty"
printf '<?xml version="1.0"?><!DOCTYPE openimmo [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><openimmo>&c;</openimmo>' >"$WORK/entity.xml"
printf '<?xml version="1.0"?><!DOCTYPE openimmo SYSTEM "file:///etc/passwd"><openimmo/>' >"$WORK/outside.xml"
printf '%0100d' 0 | tr 0 '[' >"$WORK/deep.json"
head -c 100000 /dev/urandom >"$WORK/noise"
for bad in none.csv empty entity.xml outside.xml deep.json noise; do
    feed "$WORK/$bad" "name=$bad&preview=yes"; expect_status 200
    expect_json "d->>'refused' = 'true' AND d->>'n_faults' >= '1' AND d->'faults'->0->>'message' <> ''"
done
dd if=/dev/zero bs=1048576 count=9 2>/dev/null | tr '\0' a >"$WORK/big"
feed "$WORK/big" 'name=big&preview=yes'; expect_problem 413 too_large
get "$API/imports/offers?name=x&preview=yes" -X POST -H 'Content-Type: text/plain' --data-binary "@$feed"; expect_problem 415 unsupported_media_type
feed "$feed" 'name=feed.csv&preview=yes' -H 'Origin: https://elsewhere.example'; expect_problem 403 foreign_origin

# --- a corporation brings its own ---------------------------------------------------------------------------

own() { # FILE QUERY
    get "$API/imports/offers?$2" -X POST -H 'Content-Type: text/csv' --data-binary "@$1"
}
coordinator=$TOKEN
new_token 'of the corporation' corporation --corporation 'Demobau Münster'
{ head -n 1 "$feed"; grep '^D...,Demobau' "$WORK/city/offers.csv" | head -n 2 | sed 's/^D/C/'; echo 'C900,,,,,,flat,7.6,51.9,300,,3,70,,,,,,,,,,,,'; } >"$WORK/own.csv"
own "$WORK/own.csv" 'name=own.csv&preview=yes'; expect_status 200; expect_json "d->>'refused' = 'false' AND d->>'new' = '3'"
digest=$(json "d->>'digest'")
own "$WORK/own.csv" "name=own.csv&digest=$digest"; expect_status 200
expect "what says nothing is its own" "$(sql "SELECT corporation FROM xenia.offers WHERE id = 'C900'")" "Demobau Münster"
own "$WORK/city/offers.csv" 'name=own.csv&preview=yes'; expect_status 200
expect_json "d->>'refused' = 'true' AND (d->>'n_faults')::int > 100 AND jsonb_array_length(d->'faults') = 20
    AND d->'faults'->0->>'column' = 'corporation' AND d->'faults'->0->>'row' = '3'"
{ head -n 1 "$feed"; echo 'N001,,,,,,flat,7.6,51.9,300,,3,70,,,,,,,,,,,,'; } >"$WORK/taken.csv"
sql "UPDATE xenia.offers SET corporation = 'Musterhaus eG' WHERE id = 'N001'"
own "$WORK/taken.csv" 'name=feed.csv&preview=yes'; expect_status 200
expect_json "d->>'refused' = 'true' AND d->'faults'->0->>'message' LIKE '%is already there, and not of%'"
{ head -n 1 "$feed"; echo 'C901,,,,,,flat,7.6,51.9,300,,3,70,,,,,,,,,,,,'; } >"$WORK/another.csv"
own "$WORK/another.csv" 'name=feed.csv&preview=yes'; expect_status 200
digest=$(json "d->>'digest'")
own "$WORK/another.csv" "name=feed.csv&digest=$digest"; expect_status 200
expect "the feed of the same name withdraws nothing of another" \
    "$(sql "SELECT count(*) FROM xenia.offers WHERE source = 'feed.csv' AND corporation = 'Musterhaus eG' AND withdrawn_at IS NOT NULL")" 0
TOKEN=$coordinator
feed "$WORK/another.csv" "name=feed.csv&digest=$digest"; expect_problem 409 other_file digest
agrees offers

# --- the family sheet ---------------------------------------------------------------------------------------

needs='{"size":2,"age_bands":{"65+":2},"entitlement":["WBS"],"step_free":true,"rent_limit_eur":530,"ties":[{"kind":"care","lat":51.96551,"lon":7.64434}]}'
sheet() { # LANGUAGE BODY : the PDF in $body, its words in $WORK/sheet.txt
    get "$API/sheets?lang=$1" -X POST -H 'Content-Type: application/json' --data-binary "$2"
    rm -f "$WORK/sheet.txt"
    [ "$status" != 200 ] || pdftotext -layout "$body" "$WORK/sheet.txt"
}
says() { if grep -qF -- "$1" "$WORK/sheet.txt"; then pass; else fail "$asked: the sheet does not say '$1'"; fi; }
post "$API/recommendations" "$needs"; expect_status 200
first=$(json "d->'ranked'->0->>'offer_id'") second=$(json "d->'ranked'->1->>'offer_id'")
misfit=$(json "(SELECT e->>'offer_id' FROM jsonb_array_elements(d->'excluded') AS e WHERE e->'reasons' @? '\$[*] ? (@.code == \"not_step_free\")' LIMIT 1)")
address=$(json "d->'ranked'->0->'dwelling'->>'address'")
if command -v pdftotext >/dev/null; then
    for language in de nl en ru; do
        sheet $language "{\"household\":$needs,\"dwellings\":[\"$first\",\"$second\",\"$misfit\"]}"; expect_status 200
        expect "the kind of answer" "$(header Content-Type) $(header Cache-Control)" "application/pdf no-store"
        says "$address"
        says "$misfit"
        says "integrationslotsen@muenster.example"
        says "programme-load"
        case $language in
        de) says "Sie entscheiden"; says "Jemand, den Sie pflegen"; says "Warum sie nicht passt" ;;
        nl) says "U beslist"; says "Iemand voor wie u zorgt"; says "Waarom deze woning niet past" ;;
        en) says "You decide"; says "Somebody you care for"; says "Why it does not fit" ;;
        ru) says "Решаете вы"; says "Тот, за кем вы ухаживаете"; says "Почему это жильё не подходит" ;;
        esac
        expect "every font is in it ($language)" "$(pdffonts "$body" | awk 'NR > 2 && $(NF - 4) != "yes"')" ""
        cp "$body" "$WORK/before.pdf"
        sheet $language "{\"household\":$needs,\"dwellings\":[\"$second\",\"$first\",\"$misfit\"]}"
        if cmp -s "$body" "$WORK/before.pdf"; then pass; else fail "the same dwellings in another order give another sheet"; fi
    done
fi
expect "no list is logged of needs alone" "$(sql 'SELECT count(*) FROM xenia.recommendations')" 0
sheet de "{\"household\":$needs,\"dwellings\":[]}"; expect_problem 422 refused_input dwellings
sheet de "{\"household\":$needs,\"dwellings\":[\"$first\",\"$first\"]}"; expect_problem 422 refused_input dwellings
sheet de "{\"household\":$needs,\"dwellings\":[\"nowhere\"]}"; expect_problem 422 refused_input dwellings
sheet de "{\"household\":$needs,\"dwellings\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]}"; expect_problem 422 refused_input dwellings
sheet de "{\"dwellings\":[\"$first\"]}"; expect_problem 422 refused_input household
sheet de "{\"household\":{\"size\":0},\"dwellings\":[\"$first\"]}"; expect_problem 422 refused_input household.size
sheet de "{\"household\":{\"size\":2,\"nationality\":\"x\"},\"dwellings\":[\"$first\"]}"; expect_status 422
sheet de "{\"household\":$needs,\"dwellings\":[\"$first\"],\"name\":\"x\"}"; expect_status 422
get "$API/sheets?paper=a5" -X POST -H 'Content-Type: application/json' --data-binary "{\"household\":$needs,\"dwellings\":[\"$first\"]}"
expect_problem 400 bad_parameter paper
change POST /households "{\"reference\":\"F99\",\"needs\":$needs}"; expect_status 201
id=$(json "d->>'id'")
sheet de "{\"household_id\":\"$id\",\"dwellings\":[\"$first\"]}"; expect_status 200
sheet de "{\"household_id\":\"F99\",\"household\":$needs,\"dwellings\":[\"$first\"]}"; expect_status 200
if command -v pdftotext >/dev/null; then
    expect "the file number is not on it" "$(grep -c F99 "$WORK/sheet.txt")" 0
fi
expect "each is logged as a list that was shown" "$(sql "SELECT count(*) || ' ' || min(first_id) FROM xenia.recommendations WHERE household = '$id'")" "2 $first"
sheet de "{\"household_id\":\"F99\",\"household\":{\"size\":2},\"dwellings\":[\"$first\"]}"; expect_problem 409 stale household
sheet de "{\"household_id\":\"F98\",\"dwellings\":[\"$first\"]}"; expect_problem 404 not_found
change POST /objections "{\"household\":\"F99\",\"text\":\"a home is missing\"}"; expect_status 201
sheet de "{\"household_id\":\"F99\",\"dwellings\":[\"$first\"]}"; expect_problem 409 frozen
finish
