#!/bin/sh
# desk_real_test.sh - R4 on real offers: of 182 dwellings of Twente every one is in a stored household's answer, listed
# or excluded with its reasons, concentrated ones last but there; and a batch on them.
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
groups = P_WEST_AL, P_N_W_AL
percent_of = AANT_INW
missing = -99999999

[level neighbourhood]
layer = $layer
unit_id = BU_CODE
unit_name = BU_NAAM
END
must db init
must import areas "$WORK/city.ini"
must import offers "$offers" --city enschede
new_token real
start_daemon
API=/api/v1/cities/enschede

i=0
for needs in '{"size":1}' '{"size":5,"step_free":true,"rent_limit_eur":750}' '{"size":30}' \
    '{"size":2,"entitlement":["HUURTOESLAG"],"ties":[{"kind":"care","lat":52.22,"lon":6.89}],"filters":["CARE_OF_RELATIVES"]}' \
    '{"size":4,"filters":["OWN_WISH"],"available_by":"2021-03-01"}'; do
    i=$((i + 1))
    change POST /households "{\"reference\":\"N$i\",\"needs\":$needs}"; expect_status 201
    send POST "/households/N$i/recommendations?lang=nl" ''; expect_status 200
    expect_json "jsonb_array_length(d->'ranked') + jsonb_array_length(d->'excluded') = 182 AND d->>'offers_read' = '182'"
    expect_json "(d->>'total')::int = jsonb_array_length(d->'ranked')"
    expect_json "(SELECT count(DISTINCT r->>'offer_id') FROM jsonb_array_elements((d->'ranked') || (d->'excluded')) r) = 182"
    expect_json "(SELECT coalesce(bool_and(jsonb_array_length(r->'reasons') > 0), true) FROM jsonb_array_elements((d->'ranked') || (d->'excluded')) r)"
    expect "listed = fit for $needs" "$(json "jsonb_path_exists(d, '\$.ranked[*] ? (@.offer_id == \$x[*])', jsonb_build_object('x', (SELECT jsonb_agg(r->'offer_id') FROM jsonb_array_elements(d->'excluded') r)))")" f
    cp "$body" "$WORK/stored"
    post "$API/recommendations?lang=nl" "$needs"
    cmp -s "$body" "$WORK/stored" && pass || fail "a stored household gets another list than its needs: $needs"
done

# --- a batch of them: everybody's dwelling is a row of the own list, no dwelling twice
send POST '/matchings?lang=nl' '{}'; expect_status 200
expect_json "(d->>'n_placed')::int = jsonb_array_length(d->'placed') AND jsonb_array_length(d->'placed') + jsonb_array_length(d->'unplaced') = 5"
expect_json "(SELECT count(DISTINCT p->>'dwelling') FROM jsonb_array_elements(d->'placed') p) = (d->>'n_placed')::int"
expect_json "d->'exact' = 'true' AND (d#>>'{yardsticks,greedy,placed}')::int <= (d->>'n_placed')::int"
finish
