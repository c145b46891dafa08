SELECT pg_catalog.to_regclass('xenia.migrations') IS NOT NULL
