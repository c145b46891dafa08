-- For this transaction: who changes, and as what. The triggers of the log read it.
SELECT pg_catalog.set_config('xenia.actor', $1, true), pg_catalog.set_config('xenia.role', $2, true)
