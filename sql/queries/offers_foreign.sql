-- Ids of the feed that another source already holds.
SELECT feed.id, held.source
FROM pg_temp.offers_in AS feed JOIN xenia.offers AS held USING (city, id)
WHERE held.source <> feed.source
ORDER BY feed.id COLLATE "C"
LIMIT 1
