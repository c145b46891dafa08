DELETE FROM xenia.write_keys WHERE taken_at < pg_catalog.now() - interval '2 days'
