#!/bin/sh
# one_week_test.sh - nearest to real: 182 real offers of Twente, 24 generated households that arrive in one week.
# They are matched in one batch, offered, some refuse, those are ranked again and offered again, all are placed; the
# city's index before and after, and a timeline of what happened is printed.
. "$(dirname "$0")/lib.sh"
layer=$SHARED/gisdata/enschede/buurten.shp
offers=$SHARED/gisdata/offers/offers_twente.csv
for file in "$layer" "$offers"; do
    [ -r "$file" ] || skip "$file is not there (a clone without ../shared)"
done
CITY=twente
API=/api/v1/cities/$CITY
step_number=0
told() { echo "  $*"; }

# --- the city, the policy, the households -------------------------------------------------------------------

cat >"$WORK/city.ini" <<END
[city]
id = $CITY
title = Twente
demonstration = yes
counts_as_of = 2021-01-01
as_of = 2021-02-01
source_note = CBS, wijk- en buurtkaart 2021
groups = percenta12, percenta13
percent_of = aantal_inw
missing = -99999999, -99999998

[level neighbourhood]
layer = $layer
unit_id = buurtcode
unit_name = buurtnaam
END
cat >"$WORK/policy.ini" <<'END'
policy = concentration
version = week-1
demonstration = yes

[classes]
group = percenta13
min_persons = 100

[effect]
group = percenta13
END
# 24 households of 1 to 7 persons, from a fixed rule: the same ones at every run.
households() {
    echo "id,arrived_on,size,step_free,rent_limit_eur,entitlement"
    awk 'BEGIN { for (i = 1; i <= 24; i++) {
        size = 1 + (i * 7) % 5 + (i % 11 == 0 ? 2 : 0)
        printf "W%02d,2021-01-%02d,%d,%s,%d,\n", i, 24 + (i * 5) % 7, size, i % 8 == 0 ? "yes" : "no", 560 + 40 * size
    } }'
}

new_postgres
must db init
must import areas "$WORK/city.ini" --policy "$WORK/policy.ini"
must import offers "$offers" --city $CITY
households >"$WORK/households.csv"
must import households "$WORK/households.csv" --city $CITY --state-dir "$WORK/state"
told "2021-02-01 $(cat "$WORK/xenia.out") households imported"
must import households "$WORK/households.csv" --city $CITY --state-dir "$WORK/state"
grep -q '^0 new, 0 changed, 24 unchanged' "$WORK/xenia.out" && pass || fail "the same list twice: $(cat "$WORK/xenia.out")"
must refresh --city $CITY
new_token pilot
start_daemon --state-dir "$WORK/state"

# --- requests ---------------------------------------------------------------------------------------------

# write METHOD PATH JSON [VERSION] : with a key of its own, once more with the same key: the same answer.
write() {
    step_number=$((step_number + 1))
    get "$API$2" -X "$1" -H 'Content-Type: application/json' -H "Idempotency-Key: week-$step_number" \
        ${4:+-H "If-Match: \"$4\""} --data-binary "$3"
}
version() { json "d->>'version'"; }
effect() { json "d->'ranked'->0->'effect'->>'before'"; }
index_now() {
    post "$API/recommendations" '{"size":1}'
    effect
}

index_before=$(index_now)
expect_json "jsonb_array_length(d->'ranked') + jsonb_array_length(d->'excluded') = 182"
told "2021-02-01 Theil's H before: $index_before"
get "$API/households"; expect_status 200
expect_json "jsonb_array_length(d->'households') = 24"
expect_json "(SELECT bool_and((h->>'days_waited')::int >= 2) FROM jsonb_array_elements(d->'households') h)"

# --- the batch ---------------------------------------------------------------------------------------------

post "$API/matchings" '{"unit":"households","quotas":{"per_unit":3}}'; expect_status 200
cp "$body" "$WORK/batch"
n_placed=$(json "jsonb_array_length(d->'placed')")
told "2021-02-01 one batch: $n_placed of 24 get a proposal; cost $(json "d->>'cost'"), greedy: $(json "d->'yardsticks'->'greedy'"), random: $(json "d->'yardsticks'->'random'")"
expect_json "jsonb_array_length(d->'placed') >= 20 AND (d->>'exact')::boolean"
expect_json "(SELECT count(DISTINCT p->>'dwelling') = count(*) FROM jsonb_array_elements(d->'placed') p)"
expect_json "(SELECT bool_and((q->>'used')::int <= (q->>'limit')::int) FROM jsonb_array_elements(d->'quotas') q)"

# --- offers: made to every household of the batch; every fifth refuses ----------------------------------------

# offer_to HOUSEHOLD DWELLING : drafted and made. A row that is not the first needs a reason.
offer_to() {
    write POST /offers "{\"household\":\"$1\",\"dwelling\":\"$2\"}"
    if [ "$status" = 422 ]; then
        expect_json "d->>'code' = 'reason_needed'"
        write POST /offers "{\"household\":\"$1\",\"dwelling\":\"$2\",\"reason_code\":\"OTHER\",\"reason_note\":\"batch of the week\"}"
    fi
    expect_status 201
    offer=$(json "d->>'id'")
    write PATCH "/offers/$offer" '{"state":"made","days":14}' "$(version)"; expect_status 200
}
# place OFFER VERSION : agreed and moved in.
place() {
    write POST /placements "{\"offer\":\"$1\",\"offer_version\":$2,\"reason_code\":\"OTHER\",\"reason_note\":\"batch of the week\"}"
    expect_status 201
    placed=$((placed + 1))
}

json "(SELECT string_agg((p->>'household') || ' ' || (p->>'dwelling'), E'\n') FROM jsonb_array_elements(d->'placed') p)" \
    "$WORK/batch" >"$WORK/pairs"
made=0 refused=0 placed=0
: >"$WORK/refusers"
while read -r household dwelling; do
    made=$((made + 1))
    offer_to "$household" "$dwelling"
    seen=$(version)
    if [ $((made % 5)) -eq 0 ]; then
        write PATCH "/offers/$offer" '{"state":"refused","refusal_code":"PLACE"}' "$seen"; expect_status 200
        refused=$((refused + 1))
        echo "$household $dwelling" >>"$WORK/refusers"
    else
        write PATCH "/offers/$offer" '{"state":"accepted"}' "$seen"; expect_status 200
        place "$offer" "$(version)"
    fi
done <"$WORK/pairs"
told "2021-02-01 $made offers made: $placed accepted and agreed, $refused refused (no consequence)"

# --- those who refused are ranked again, with all pending placements counted ----------------------------------

index_between=$(index_now)
while read -r household dwelling; do
    write POST "/households/$household/recommendations" '{}'; expect_status 200
    expect_json "jsonb_array_length(d->'ranked') + jsonb_array_length(d->'excluded') = 182"
    # what it refused is not hidden from it: listed again, unless another household has it by now
    expect_json "jsonb_path_exists(d, '\$.ranked[*] ? (@.offer_id == \"$dwelling\")') OR jsonb_path_exists(d,
        '\$.excluded[*] ? (@.offer_id == \"$dwelling\" && @.reasons[*].code == \"on_offer_elsewhere\")')"
    next=$(json "(SELECT r->>'offer_id' FROM jsonb_array_elements(d->'ranked') WITH ORDINALITY AS t(r, n)
        WHERE r->>'offer_id' <> '$dwelling' ORDER BY n LIMIT 1)")
    [ -n "$next" ] || continue
    offer_to "$household" "$next"
    write PATCH "/offers/$offer" '{"state":"accepted"}' "$(version)"; expect_status 200
    place "$offer" "$(version)"
    told "2021-02-01 ranked again: $next instead of $dwelling"
done <"$WORK/refusers"

# --- what came of it -------------------------------------------------------------------------------------------

index_after=$(index_now)
told "Theil's H before $index_before, after the batch $index_between, in the end $index_after"
expect "placed in the end" "$placed" "$made"
[ "$index_before" != "$index_after" ] && pass || fail "the placements do not show in the index"
expect "double allocations" "$(sql "SELECT count(*) FROM (SELECT dwelling FROM xenia.placements
    WHERE city = '$CITY' AND state <> 'ended' GROUP BY dwelling HAVING count(*) > 1) t")" 0
get "$API/households"
expect_json "jsonb_array_length(d->'households') = 24 - $placed"
get "$API/placements"; expect_status 200
told "placed in areas that are $(json "(SELECT string_agg(c || ': ' || n, ', ' ORDER BY c) FROM
    (SELECT p->'decision'->'area'->>'class' AS c, count(*) AS n FROM jsonb_array_elements(d->'placements') p GROUP BY 1) t)")"
get "$API/ledger?from=2021Q1&to=2021Q1"; expect_status 200
within 20 xenia refresh --city $CITY || fail "refresh: $(cat "$WORK/xenia.err")" # the daemon may be at it
told "refresh: $(tr '\n' ' ' <"$WORK/xenia.out")"
finish
