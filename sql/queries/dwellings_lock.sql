-- The row that changes, then the row that follows it: always in this order.
WITH offer AS MATERIALIZED (SELECT city, id FROM xenia.offers WHERE city = $1 AND id = $2 FOR NO KEY UPDATE)
SELECT dwellings.id FROM offer JOIN xenia.dwellings USING (city, id)
WHERE dwellings.version = $3
FOR NO KEY UPDATE OF dwellings
