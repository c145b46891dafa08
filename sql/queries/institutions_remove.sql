-- What the list no longer has.
WITH gone AS (
    DELETE FROM xenia.institutions AS held
    WHERE held.city = $1
      AND NOT EXISTS (SELECT FROM pg_temp.institutions_in AS feed WHERE feed.city = held.city AND feed.id = held.id)
    RETURNING 1
)
SELECT pg_catalog.count(*) FROM gone
