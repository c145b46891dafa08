SELECT xenia.written(pg_catalog.max(changed_at)) FROM xenia.dwellings WHERE city = $1
