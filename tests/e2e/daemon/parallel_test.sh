#!/bin/sh
# parallel_test.sh - 200 requests at once while snapshots change under them: every answer is whole and of one
# snapshot; none is lost.
. "$(dirname "$0")/lib.sh"
set_up
API=/api/v1/cities/$CITY
N=200

# ask_all ROUND : half of them lists for a household, half of them tables of units, all at the same time.
ask_all() {
    for i in $(seq $N); do
        echo "next"
        echo "url = \"$URL$API/$([ $((i % 2)) -eq 0 ] && echo "recommendations?lang=en" || echo "published/units?level=block&index=share&group=OTHER")\""
        [ $((i % 2)) -ne 0 ] || printf 'json = "%s"\n' "$(echo "$HOUSEHOLD" | sed 's/"/\\"/g')"
        echo "header = \"Authorization: Bearer $TOKEN\""
        echo "output = \"$WORK/answer.$1.$i\""
        printf 'write-out = "%%{http_code}\\n"\n'
        printf 'silent\nretry = 10\nmax-time = 60\n'
    done | sed 1d >"$WORK/config"
    curl --parallel --parallel-immediate --parallel-max $N --no-progress-meter -K "$WORK/config" >"$WORK/codes.$1" 2>/dev/null
}

# Counts flip meanwhile, so that snapshots do.
{
    by=700
    while [ ! -e "$WORK/enough" ]; do
        sql "UPDATE xenia.counts SET value = value + $by WHERE unit_id IN ('1101', '11') AND group_name IN ('RESETTLER', 'INHAB')"
        curl -s -o /dev/null -H "Authorization: Bearer $(token_of refresher)" -H 'Content-Type: application/json' \
            --data-binary "{\"city\":\"$CITY\"}" "$URL/api/v1/refreshes"
        by=$((-by))
        sleep 0.4
    done
} &
flipping=$!
is_another() { [ "$(snapshot)" != "$last" ]; }
for round in 1 2 3; do
    ask_all $round
    last=$(json "d->>'snapshot'" "$WORK/answer.$round.1")
    within 10 is_another
    # a retried one is told of more than once: with its 503, which is allowed, and then its 200
    expect "good answers of round $round" "$(grep -c '^200$' "$WORK/codes.$round")" $N
    expect "others of round $round" "$(grep -cv '^\(200\|503\)$' "$WORK/codes.$round")" 0
done
touch "$WORK/enough"
wait $flipping

# Each answer is JSON with its snapshot; answers of one snapshot to one question are equal but for the offers' time.
for file in "$WORK"/answer.*; do
    tr -d '\n' <"$file" | sed 's/\\/\\\\/g'
    echo
done >"$WORK/all"
{
    printf '%s\n' 'CREATE TEMP TABLE answer (d jsonb);' \
        "\\copy answer FROM '$WORK/all' (FORMAT text, DELIMITER E'\\x01')" \
        "SELECT count(*), count(*) FILTER (WHERE d->>'snapshot' IS NULL), count(DISTINCT d->>'snapshot') > 1 FROM answer;" \
        "SELECT count(*) FROM (SELECT FROM answer GROUP BY d->>'snapshot', d ? 'ranked'
            HAVING count(DISTINCT d - 'offers_as_of') > 1) AS mixed;"
} | psql -XAtq -v ON_ERROR_STOP=1 "$DSN" >"$WORK/result" 2>&1
expect "answers, without snapshot, of several; mixed" "$(tr '\n' ' ' <"$WORK/result")" "$((3 * N))|0|t 0 "
end_daemon TERM
expect "exit code" $code 0
finish
