INSERT INTO xenia.households (city, id, arrived_on, sealed, reference_hash)
VALUES ($1, $2, coalesce($3, xenia.day(pg_catalog.now())), $4, $5)
