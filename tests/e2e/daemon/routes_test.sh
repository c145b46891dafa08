#!/bin/sh
# routes_test.sh - every route of the daemon on the demonstration city: what it answers, and what it refuses.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY

# --- health and the page: no token
plain /healthz; expect_status 200; expect_json "d = '{\"status\":\"ok\"}'"
plain /readyz; expect_status 200; expect_json "d = '{\"ready\":true,\"reasons\":[]}'"
plain /; expect_status 200; expect "type of the page" "$(header Content-Type)" "text/html; charset=utf-8"
grep -q '<script type="module" src="/assets/app.js"' "$body" && pass || fail "the page has no script"
for file in app.js page.css index.html images/marker-icon.png; do
    plain "/assets/$file"; expect_status 200
done
plain /assets/page.css; expect "type of a style sheet" "$(header Content-Type)" "text/css; charset=utf-8"
case $(header Content-Security-Policy) in
"default-src 'none'; script-src 'self'"*) pass ;;
*) fail "no content security policy" ;;
esac
plain /assets/no-such.js; expect_problem 404 not_found
plain /assets/messages/nl.json; expect_status 200; expect_json "d ? 'mixed' AND d->>'mixed' <> 'mixed'"
plain /assets/messages/en.json; expect_status 200
plain /assets/messages/fr.json; expect_problem 404 not_found
plain /assets/messages/nl.txt; expect_problem 404 not_found

# --- who may ask
for path in /api/v1/cities "$API/published/units" "$API/published/indices" "$API/published/geometry" \
    "$API/maps/classes.svg"; do
    plain "$path"; expect_problem 401 unauthorized
    plain "$path" -H "Authorization: Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"; expect_problem 401 unauthorized
done
expect "the scheme is told" "$(header WWW-Authenticate)" 'Bearer realm="xenia"'
plain /api/v1/cities -H "Authorization: Basic $TOKEN"; expect_problem 401 unauthorized
plain /api/v1/cities -H "Authorization: Bearer $TOKEN$TOKEN"; expect_problem 401 unauthorized
for path in "$API/recommendations" /api/v1/refreshes; do
    plain "$path" --json '{}'; expect_problem 401 unauthorized
done
good=$TOKEN
new_token another
get /api/v1/cities; expect_status 200
sql "UPDATE xenia.tokens SET revoked_at = now() WHERE label = 'another'"
get /api/v1/cities; expect_problem 401 unauthorized
TOKEN=$good
sql "SELECT count(*) FROM xenia.tokens WHERE position('$TOKEN' IN encode(hash, 'escape')) > 0" | grep -qx 0 &&
    pass || fail "the store knows a token"

# --- cities
get /api/v1/cities; expect_status 200
expect_json "jsonb_array_length(d->'cities') = 1 AND d#>>'{cities,0,id}' = '$CITY'"
expect_json "d#>'{cities,0,demonstration}' = 'true' AND length(d#>>'{cities,0,snapshot}') = 64"
expect_json "d#>>'{cities,0,counts_as_of}' = '2004-12-31' AND d#>>'{cities,0,offers_as_of}' LIKE '20__-__-__T%Z'"
expect_json "d#>'{cities,0,levels,0}' = '{\"name\":\"district\",\"units\":45}' AND d#>>'{cities,0,levels,1,name}' = 'block'"
blocks=$(json "d#>>'{cities,0,levels,1,units}'")
expect "blocks in the store" "$(sql "SELECT count(*) FROM xenia.areas WHERE level_name = 'block'")" "$blocks"
expect_json "d#>'{cities,0,groups}' = '[\"RESETTLER\",\"FOREIGN\",\"OTHER\"]'"
expect_json "d#>>'{cities,0,policy,version}' = 'demo-1' AND d#>'{cities,0,policy,demonstration}' = 'true'"
expect_json "(d#>>'{cities,0,bounds,0}')::float BETWEEN 7.3 AND 7.6 AND (d#>>'{cities,0,bounds,3}')::float BETWEEN 51.9 AND 52.2"
expect_json "d#>'{cities,0,local_indices}' @> '[{\"id\":\"share\",\"takes_group\":true}]' AND d#>'{cities,0,indices}' @> '[{\"id\":\"gini\"}]'"
get "/api/v1/cities?lang=de"; expect_json "d#>'{cities,0,indices}' @> '[{\"id\":\"dissimilarity\"}]'"

# --- indices
get "$API/published/indices?level=district"; expect_status 200
expect_json "d->>'level' = 'district' AND d->>'counts_as_of' = '2004-12-31' AND d#>>'{policy,name}' = 'programme-load'"
expect_json "(SELECT count(*) FROM jsonb_array_elements(d->'results') r WHERE r->>'id' = 'dissimilarity' AND (r->>'value')::float BETWEEN 0 AND 1) >= 3"
district=$(json "d->'results'")
get "$API/published/indices?level=block"; expect_status 200
[ "$(json "d->'results'")" != "$district" ] && pass || fail "blocks have the indices of districts"
get "$API/published/indices?level=street"; expect_problem 400 bad_parameter level
get /api/v1/cities/atlantis/published/indices; expect_problem 404 no_such_city

# --- units
get "$API/published/units?level=block"; expect_status 200
expect_json "jsonb_array_length(d->'units') = $blocks AND d->'index' = 'null' AND d->'breaks' = 'null'"
expect_json "NOT EXISTS (SELECT FROM jsonb_array_elements(d->'units') u WHERE (u->>'class' IS NULL) = (u->>'class_reason' IS NULL) OR u->>'parent_id' IS NULL)"
expect_json "(SELECT count(DISTINCT u->>'class') FROM jsonb_array_elements(d->'units') u WHERE u->>'class' IN ('mixed', 'undetermined', 'concentrated')) BETWEEN 1 AND 3"
get "$API/published/units?level=district&index=share&group=FOREIGN&lang=nl"; expect_status 200
expect_json "jsonb_array_length(d->'units') = 45 AND d#>>'{index,group}' = 'FOREIGN' AND jsonb_array_length(d->'breaks') BETWEEN 3 AND 6"
expect_json "NOT EXISTS (SELECT FROM jsonb_array_elements(d->'units') u WHERE (u->'value' = 'null') <> (u->'reason' <> 'null'))"
expect_json "abs((d#>>'{breaks,0}')::float - (SELECT min((u->>'value')::float) FROM jsonb_array_elements(d->'units') u)) < 1e-12"
expect_json "NOT EXISTS (SELECT FROM jsonb_array_elements(d->'units') u WHERE (u->>'persons')::numeric % 5 <> 0 OR (u->'persons' = 'null') <> (u->'persons_reason' <> 'null'))"
expect_json "NOT (d#>'{units,0}') ?| ARRAY['share', 'estimate', 'probability', 'rule', 'low_n', 'placements_per_1000']"
get "$API/published/units?index=share"; expect_problem 400 bad_parameter group
get "$API/published/units?index=share&group=MARTIANS"; expect_problem 400 bad_parameter group
get "$API/published/units?index=gini&group=FOREIGN"; expect_problem 400 bad_parameter index
get "$API/published/units?index=nonsense"; expect_problem 400 bad_parameter index

# --- shapes and pictures
get "$API/published/geometry?level=block"; expect_status 200
expect "type of shapes" "$(header Content-Type)" "application/geo+json"
expect_json "d->>'type' = 'FeatureCollection' AND jsonb_array_length(d->'features') = $blocks"
expect_json "(SELECT array_agg(DISTINCT k) FROM jsonb_array_elements(d->'features') f, jsonb_object_keys(f->'properties') k) = ARRAY['name', 'unit_id']"
get "$API/maps/classes.svg?level=block&lang=de"; expect_status 200
expect "type of a picture" "$(header Content-Type)" "image/svg+xml"
[ "$(grep -c 'data-unit=' "$body")" -eq "$blocks" ] && pass || fail "the picture has not $blocks areas"
get "$API/maps/share.svg?group=RESETTLER"; expect_status 200
get "$API/maps/share.svg"; expect_problem 400 bad_parameter group
get "$API/maps/gini.svg"; expect_problem 400 bad_parameter index
get "$API/maps/classes.png"; expect_status 200; expect "type of a picture" "$(header Content-Type)" "image/png"
get "$API/maps/classes.geojson?level=block"; expect_status 200; expect_json "jsonb_array_length(d->'features') = $blocks"
get "$API/maps/classes.pdf?paper=a3"; expect_status 200; expect "type of a map on paper" "$(header Content-Type)" "application/pdf"
get "$API/maps/share.csv?group=RESETTLER&download=yes"; expect_status 200
expect "name of a download" "$(header Content-Disposition)" "attachment; filename=\"$CITY-2005Q1-district-share-RESETTLER.csv\""
get "$API/maps/share.svg?group=RESETTLER"; expect "name of a picture to look at" "$(header Content-Disposition)" ""
for wrong in "share.svg?group=RESETTLER&breaks=best breaks" "share.svg?group=RESETTLER&breaks=manual limits" \
    "share.svg?group=RESETTLER&limits=0.1 limits" "share.svg?group=RESETTLER&breaks=manual&limits=2,1 limits" \
    "share.svg?group=RESETTLER&fixed=1 fixed" "share.svg?group=RESETTLER&threshold=1.5 threshold" \
    "classes.svg?threshold=2.5 threshold" "classes.svg?threshold=x threshold" "classes.svg?breaks=equal breaks" \
    "classes.svg?since=1 since" "classes.pdf?paper=a2 paper" "classes.svg?download=please download"; do
    get "$API/maps/${wrong% *}"; expect_problem 400 bad_parameter "${wrong##* }"
done
get "$API/maps/share.svg?group=RESETTLER&since=nothing"; expect_problem 404 no_such_publication
get "$API/maps/classes.gif"; expect_problem 404 no_such_route
get "$API/maps/classes"; expect_problem 404 no_such_route

# --- recommendations
post "$API/recommendations?lang=en" "$HOUSEHOLD"; expect_status 200
cp "$body" "$WORK/all"
expect_json "(d->>'offers_read')::int = (SELECT count(*) FROM jsonb_array_elements(d->'ranked')) + jsonb_array_length(d->'excluded')"
expect_json "(d->>'offers_read')::int = $(sql "SELECT count(*) FROM xenia.offers WHERE withdrawn_at IS NULL")"
expect_json "d->>'counts_as_of' = '2004-12-31' AND d->>'offers_as_of' LIKE '20%Z' AND d->>'as_of' = '2005-03-01'"
expect_json "(SELECT bool_and(jsonb_array_length(r->'reasons') > 0 AND r ? 'tier' AND (r->'area' = 'null' OR r#>'{area,class}' IS NOT NULL)) FROM jsonb_array_elements(d->'ranked') r)"
expect_json "(SELECT array_agg((r->>'rank')::int) FROM jsonb_array_elements(d->'ranked') r) = (SELECT array_agg(i) FROM generate_series(1, (d->>'total')::int) i)"
expect_json "(SELECT bool_and(jsonb_array_length(r->'reasons') > 0) FROM jsonb_array_elements(d->'excluded') r)"
expect_json "(SELECT count(DISTINCT r->>'tier') FROM jsonb_array_elements(d->'ranked') r) = 3"
served=$(json "d->>'snapshot'")
expect "one snapshot everywhere" "$(snapshot)" "$served"
post "$API/recommendations?offset=2&limit=3" "$HOUSEHOLD"; expect_status 200
expect_json "d->'ranked' @> jsonb_build_array(jsonb_build_object('rank', 3)) AND jsonb_array_length(d->'ranked') = 3"
expect "the page of a list is a part of it" "$(json "d#>>'{ranked,0,offer_id}'")" "$(json "d#>>'{ranked,2,offer_id}'" "$WORK/all")"
post "$API/recommendations?offset=100000" "$HOUSEHOLD"; expect_json "d->'ranked' = '[]'"
post "$API/recommendations?lang=de" "$HOUSEHOLD"
[ "$(json "d#>>'{ranked,0,reasons,0,text}'")" != "$(json "d#>>'{ranked,0,reasons,0,text}'" "$WORK/all")" ] && pass || fail "the reasons are not German"
for wrong in offset=-1 offset=x limit=1.5; do
    post "$API/recommendations?$wrong" "$HOUSEHOLD"; expect_problem 400 bad_parameter "${wrong%=*}"
done
post "$API/recommendations" '{"size":0}'; expect_problem 422 refused_input size
post "$API/recommendations" '{"size":3,"ties":[{"kind":"care","lat":99,"lon":7}]}'; expect_problem 422 refused_input
post "$API/recommendations" '{"size":3,"nationality":"x"}'; expect_problem 422 refused_input
post "$API/recommendations" '{"size":'; expect_problem 422 refused_input
post "$API/recommendations" ''; expect_problem 422 refused_input
post /api/v1/cities/atlantis/recommendations "$HOUSEHOLD"; expect_problem 404 no_such_city
grep -q nationality "$WORK/log" && fail "the log tells of a household" || pass

# --- the same as `xenia rank` says from the files
"$XENIA" rank --city "$WORK/city/city.ini" --policy "$WORK/city/policy.ini" --offers "$WORK/city/offers.csv" \
    --placements "$WORK/city/placements.csv" --household "$DEMO/households/F01.json" --as-of 2005-03-01 \
    --format json --lang en >"$WORK/rank.json" 2>"$WORK/rank.err" || { fail "xenia rank: $(cat "$WORK/rank.err")"; }
post "$API/recommendations?lang=en" "@$DEMO/households/F01.json"; expect_status 200
both="concat(d->>'snapshot', d->>'request_digest', d->'ranked', d->'excluded')"
[ -n "$(json "$both")" ] && [ "$(json "$both")" = "$(json "$both" "$WORK/rank.json")" ] &&
    pass || fail "xeniad and xenia rank differ"

# --- refreshes
post /api/v1/refreshes '{"city":"atlantis"}'; expect_problem 404 no_such_city city
post /api/v1/refreshes '{}'; expect_problem 422 refused_input city
post /api/v1/refreshes '{"city":"muenster-demo","force":true}'; expect_problem 422 refused_input city
post /api/v1/refreshes '{"city":'; expect_problem 422 refused_input city
post /api/v1/refreshes "{\"city\":\"$CITY\"}"; expect_status 202
expect_json "d = '{\"state\":\"running\",\"snapshot\":\"$served\"}'"

# --- what is not there
get /api/v1/nothing; expect_problem 404 no_such_route
get "$API/households/F07/score"; expect_problem 404 no_such_route
get /api/v1/cities -X POST; expect_problem 405 method_not_allowed; expect "allowed" "$(header Allow)" "GET, HEAD"
get "$API/recommendations"; expect_problem 405 method_not_allowed; expect "allowed" "$(header Allow)" POST
plain /healthz -X DELETE; expect_problem 405 method_not_allowed
finish
