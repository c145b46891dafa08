#!/bin/sh
# real_city_test.sh - Enschede's neighbourhoods and 182 real offers: the same ranking out of PostgreSQL through
# xeniad as `xenia rank` makes from the files, every offer in it, every excluded one with its reasons.
. "$(dirname "$0")/lib.sh"
layer=$SHARED/gisdata/enschede/enschede_buurten_2021.shp
offers=$SHARED/gisdata/offers/offers_twente.csv
for file in "$layer" "$offers"; do
    [ -r "$file" ] || skip "$file is not there (a clone without ../shared)"
done
new_postgres
cat >"$WORK/city.ini" <<END
[city]
id = enschede
title = Enschede
demonstration = yes
counts_as_of = 2021-01-01
as_of = 2021-02-01
source_note = CBS, wijk- en buurtkaart 2021
groups = P_WEST_AL, P_N_W_AL
percent_of = AANT_INW
missing = -99999999

[level neighbourhood]
layer = $layer
unit_id = BU_CODE
unit_name = BU_NAAM
END
cat >"$WORK/household.json" <<'END'
{"size": 5, "step_free": true, "rent_limit_eur": 750}
END
must db init
must import areas "$WORK/city.ini"
must import offers "$offers" --city enschede
new_token real
start_daemon
API=/api/v1/cities/enschede
"$XENIA" rank --city "$WORK/city.ini" --offers "$offers" --household "$WORK/household.json" --as-of 2021-02-01 \
    --format json --lang nl >"$WORK/rank.json" 2>"$WORK/rank.err" || { fail "xenia rank: $(cat "$WORK/rank.err")"; finish; }

post "$API/recommendations?lang=nl" "@$WORK/household.json"; expect_status 200
expect_json "jsonb_array_length(d->'ranked') + jsonb_array_length(d->'excluded') = 182 AND d->>'offers_read' = '182'"
expect_json "(SELECT count(DISTINCT r->>'offer_id') FROM jsonb_array_elements((d->'ranked') || (d->'excluded')) r) = 182"
expect_json "(SELECT bool_and(jsonb_array_length(r->'reasons') > 0) FROM jsonb_array_elements((d->'ranked') || (d->'excluded')) r)"
expect_json "jsonb_path_exists(d, '\$.ranked[*] ? (@.to_check.size() > 0)')"
for part in ranked excluded policy effect snapshot request_digest as_of; do
    # excluded ones come in the order of the file here, by id there
    there="d->'$part'" here="d->'$part'"
    [ $part != excluded ] ||
        there="(SELECT jsonb_agg(r ORDER BY r->>'offer_id') FROM jsonb_array_elements(d->'excluded') r)" here=$there
    [ -n "$(json "$there")" ] && [ "$(json "$there")" = "$(json "$here" "$WORK/rank.json")" ] &&
        pass || fail "xeniad and xenia rank differ in '$part'"
done

# --- a new offer through psql
sql "INSERT INTO xenia.offers (city, id, rooms, area_m2, rent_gross_eur, step_free, lon, lat)
    VALUES ('enschede', 'PSQL-1', 5, 120, 600, true, 6.89, 52.22)" offer_writer
post "$API/recommendations" "@$WORK/household.json"
expect_json "jsonb_path_exists(d, '\$.ranked[*] ? (@.offer_id == \"PSQL-1\")') AND d->>'offers_read' = '183'"

# --- published: percentages are counts, missing ones are said to be missing, small ones are hidden
get "$API/published/units?index=share&group=P_N_W_AL&lang=en"; expect_status 200
expect_json "jsonb_array_length(d->'units') = 70 AND jsonb_path_exists(d, '\$.units[*] ? (@.reason == \"counts are missing\")')"
expect_json "jsonb_path_exists(d, '\$.units[*] ? (@.reason starts with \"suppressed\")')"
get "$API/maps/share.svg?group=P_N_W_AL&lang=nl"; expect_status 200
get "$API/published/geometry"; expect_json "jsonb_array_length(d->'features') = 70"
finish
