-- How many rows are only in the feed, only in the table, and in the feed at all; equal rows count each.
WITH held AS (
    SELECT city, decided_on, persons, unit_id, lon, lat, state FROM xenia.placements
    WHERE city = $1 AND source = 'import'
), feed AS (
    SELECT city, decided_on, persons, unit_id, lon, lat, state FROM pg_temp.placements_in
)
SELECT (SELECT pg_catalog.count(*) FROM (TABLE feed EXCEPT ALL TABLE held) AS added),
       (SELECT pg_catalog.count(*) FROM (TABLE held EXCEPT ALL TABLE feed) AS gone),
       (SELECT pg_catalog.count(*) FROM feed)
