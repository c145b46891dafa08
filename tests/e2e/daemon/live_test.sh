#!/bin/sh
# live_test.sh - what the steward and the scientist see of the served snapshot, and moves that cannot be told apart.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY
token_of() { # ROLE : its token
    must token create "$1-live" --role "$1"
    cat "$WORK/xenia.out"
}
steward=$(token_of steward) scientist=$(token_of scientist) coordinator=$TOKEN

# --- the steward: raw counts, values with all digits
TOKEN=$steward
get "$API/units?level=galaxy"; expect_problem 400 bad_parameter level
get /api/v1/cities
snapshot=$(json "d->'cities'->0->>'snapshot'")
get "$API/units"; expect_status 200
expect "ETag" "$(etag)" "\"$snapshot\""
expect_json "d->>'snapshot' = '$snapshot' AND d->>'counts' = 'raw' AND d->'policy' IS NOT NULL AND d ? 'counts_as_of'"
expect_json "d->>'offers_as_of' > '2020'"
cp "$body" "$WORK/raw"
get "$API/units" -H "If-None-Match: \"$snapshot\""; expect_status 304
n_units=$(json "jsonb_array_length(d->'units')" "$WORK/raw")
unit=$(json "d#>>'{units,0,unit_id}'" "$WORK/raw")
group=$(json "(SELECT k FROM jsonb_object_keys(d#>'{units,0,groups}') AS k ORDER BY k LIMIT 1)" "$WORK/raw")
get "$API/units/$unit"; expect_json "d#>>'{unit,unit_id}' = '$unit' AND NOT d ? 'units'"
get "$API/units/nowhere"; expect_problem 404 no_such_unit
get "$API/units?index=nothing"; expect_problem 400 bad_parameter index
get "$API/units?index=D"; expect_problem 400 bad_parameter index
get "$API/units?colour=red"; expect_problem 400 unknown_parameter colour
index=$("$XENIA" indices 2>/dev/null | awk '/local/ { print $1; exit }')
get "$API/units" -G --data-urlencode "index=$index" --data-urlencode "group=$group"
expect_status 200
expect_json "(SELECT count(*) FROM jsonb_array_elements(d->'units') AS u WHERE u->>'value' IS NOT NULL) > 0"
get "$API/indices"; expect_status 200
cp "$body" "$WORK/indices"
expect_json "jsonb_array_length(d->'results') > 20"

# --- the scientist: the same indices of the whole city; about units what the controlled counts give
TOKEN=$scientist
get "$API/indices"; expect_status 200
expect "indices of the whole city" "$(json "md5((d->'results')::text)")" "$(json "md5((d->'results')::text)" "$WORK/indices")"
get "$API/units"; expect_status 200
cp "$body" "$WORK/controlled"
expect_json "d->>'counts' = 'controlled' AND jsonb_array_length(d->'units') = $n_units"
expect_json "NOT jsonb_path_exists(d, '\$.units[*].interval') AND NOT jsonb_path_exists(d, '\$.units[*].share')"
# every number is a multiple of 5, or withheld with its reason; none is within 2.5 of a raw number of 1 to 4
expect_json "(SELECT bool_and(CASE WHEN c->>'count' IS NULL THEN c->>'reason' <> ''
                                   ELSE (c->>'count')::numeric % 5 = 0 AND c->>'reason' IS NULL END)
              FROM jsonb_path_query(d, '\$.units[*].*.*') AS c WHERE jsonb_typeof(c) = 'object')"
expect_json "(SELECT bool_and(u#>>'{persons,reason}' <> '' OR (u#>>'{persons,count}')::numeric % 5 = 0)
              FROM jsonb_array_elements(d->'units') AS u)"
psql -XAtq -v ON_ERROR_STOP=1 -h "$PG" -U postgres -d postgres >"$WORK/small" <<SQL
\set raw \`cat $WORK/raw\`
\set controlled \`cat $WORK/controlled\`
SELECT count(*) FILTER (WHERE r.count BETWEEN 1 AND 4 AND c.count IS NOT NULL) || ' of ' || count(*) FILTER (WHERE r.count BETWEEN 1 AND 4)
FROM (SELECT u->>'unit_id' AS unit, g.key, (g.value->>'count')::numeric AS count
      FROM jsonb_array_elements(:'raw'::jsonb->'units') AS u, jsonb_each(u->'groups') AS g) AS r
JOIN (SELECT u->>'unit_id' AS unit, g.key, (g.value->>'count')::numeric AS count
      FROM jsonb_array_elements(:'controlled'::jsonb->'units') AS u, jsonb_each(u->'groups') AS g) AS c USING (unit, key);
SQL
expect "numbers of 1 to 4 that are shown" "$(cut -d' ' -f1 "$WORK/small")" 0
echo "numbers of 1 to 4, shown of there: $(cat "$WORK/small")"
get "$API/units" -G --data-urlencode "index=$index" --data-urlencode "group=$group"; expect_status 200
expect_json "(SELECT bool_and(u->>'reason' IS NULL OR u->>'value' IS NULL) FROM jsonb_array_elements(d->'units') AS u)"

# --- moves: at least five a row, nothing finer, and no id
get "$API/moves"; expect_status 200; expect_json "d->'moves' = '[]' AND d->>'withheld' = '0'"
sql "INSERT INTO xenia.past_placements (city, decided_in, moved_in, persons, waited, class, rank)
     SELECT '$CITY', '2004-01-01', '2004-01-01', 4, '0-89', 'mixed', 1 FROM generate_series(1, 6)"
sql "INSERT INTO xenia.past_placements (city, decided_in, moved_in, persons, waited, class, rank)
     SELECT '$CITY', '2004-04-01', '2004-04-01', i, '0-89', 'mixed', 1 FROM generate_series(1, 5) AS i"
sql "INSERT INTO xenia.past_placements (city, decided_in, moved_in, persons, waited, class, rank)
     VALUES ('$CITY', '2005-01-01', '2005-01-01', 4, '365+', 'concentrated', 1)"
for who in "$scientist" "$steward"; do
    TOKEN=$who
    get "$API/moves"; expect_status 200
    expect_json "(SELECT sum((m->>'moves')::int) FROM jsonb_array_elements(d->'moves') AS m) = 11 AND d->>'withheld' = '1'"
    expect_json "(SELECT min((m->>'moves')::int) FROM jsonb_array_elements(d->'moves') AS m) >= 5"
    expect_json "d->'moves' @> '[{\"period\":\"2004Q1\",\"class\":\"mixed\",\"persons\":\"3-4\",\"waited_days\":\"0-89\",\"moves\":6}]'"
    expect_json "d->'moves' @> '[{\"period\":\"2004Q2\",\"class\":\"mixed\",\"persons\":null,\"waited_days\":null,\"moves\":5}]'"
    expect_json "d::text !~ '[0-9a-f]{8}-[0-9a-f]{4}-' AND NOT d::text ~ 'unit'"
done

# --- nobody else
TOKEN=$coordinator
for path in indices units "units/$unit" moves; do
    get "$API/$path"; expect_problem 403 role
    plain "$API/$path"; expect_problem 401 unauthorized
done
finish
