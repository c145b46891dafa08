SELECT xenia.day(pg_catalog.now())
