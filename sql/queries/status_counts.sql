SELECT (SELECT pg_catalog.count(*) FROM xenia.cities),
       (SELECT pg_catalog.count(*) FROM xenia.offers WHERE withdrawn_at IS NULL),
       (SELECT pg_catalog.count(*) FROM xenia.snapshots)
