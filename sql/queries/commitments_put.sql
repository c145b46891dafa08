INSERT INTO xenia.commitments AS held (city, corporation, quarter, n_dwellings)
VALUES ($1, $2, $3, $4)
ON CONFLICT (city, corporation, quarter) DO UPDATE
SET n_dwellings = excluded.n_dwellings, version = held.version + 1, changed_at = pg_catalog.now()
WHERE held.n_dwellings <> excluded.n_dwellings
