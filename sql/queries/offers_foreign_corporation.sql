-- Ids of the feed that stand there as another corporation's than the one that is acted for.
SELECT feed.id
FROM pg_temp.offers_in AS feed JOIN xenia.offers AS held USING (city, id)
WHERE held.corporation IS DISTINCT FROM $1
ORDER BY feed.id COLLATE "C"
LIMIT 1
