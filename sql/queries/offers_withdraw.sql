-- What this source offered before and offers no longer: all that is not in the feed, or with $3 (a partial feed)
-- what the feed says is withdrawn. (The city is named on both sides so that the feed's
-- index can be used, whatever the planner believes of the sizes.)
WITH gone AS (
    UPDATE xenia.offers AS held SET withdrawn_at = pg_catalog.now()
    WHERE held.city = $1 AND held.source = $2 AND held.withdrawn_at IS NULL
      AND (NOT $3::boolean OR held.id = ANY ($4::text[]))
      AND NOT EXISTS (SELECT FROM pg_temp.offers_in AS feed WHERE feed.city = held.city AND feed.id = held.id)
    RETURNING 1
)
SELECT pg_catalog.count(*) FROM gone
