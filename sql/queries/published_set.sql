INSERT INTO xenia.published (city, snapshot) VALUES ($1, $2)
ON CONFLICT (city) DO UPDATE SET snapshot = excluded.snapshot, published_at = pg_catalog.now()
