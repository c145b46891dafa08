-- Inserts what is new and updates what differs; rows that are the same are not touched.
WITH merged AS (
    INSERT INTO xenia.institutions (city, id, name, kind, address, lon, lat, age_from, age_to)
    SELECT feed.city, feed.id, feed.name, feed.kind, feed.address, feed.lon, feed.lat, feed.age_from, feed.age_to
    FROM pg_temp.institutions_in AS feed LEFT JOIN xenia.institutions AS held USING (city, id)
    WHERE held.id IS NULL
       OR (held.name, held.kind, held.address, held.lon, held.lat, held.age_from, held.age_to)
          IS DISTINCT FROM (feed.name, feed.kind, feed.address, feed.lon, feed.lat, feed.age_from, feed.age_to)
    ON CONFLICT (city, id) DO UPDATE SET (name, kind, address, lon, lat, age_from, age_to)
        = (excluded.name, excluded.kind, excluded.address, excluded.lon, excluded.lat, excluded.age_from, excluded.age_to)
    RETURNING xmax = 0 AS inserted
)
SELECT pg_catalog.count(*) FILTER (WHERE inserted), pg_catalog.count(*) FILTER (WHERE NOT inserted) FROM merged
