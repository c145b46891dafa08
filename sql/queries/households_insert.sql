INSERT INTO xenia.households (city, id, coordinator, arrived_on, sealed, reference_hash)
VALUES ($1, $2, $3, coalesce($4, xenia.day(pg_catalog.now())), $5, $6)
