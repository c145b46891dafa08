-- How many rows are only in the feed, only in the table, and in the feed at all; equal rows count each.
SELECT (SELECT pg_catalog.count(*) FROM (SELECT * FROM pg_temp.placements_in
            EXCEPT ALL SELECT * FROM xenia.placements WHERE city = $1) AS added),
       (SELECT pg_catalog.count(*) FROM (SELECT * FROM xenia.placements WHERE city = $1
            EXCEPT ALL SELECT * FROM pg_temp.placements_in) AS gone),
       (SELECT pg_catalog.count(*) FROM pg_temp.placements_in)
