-- In whose name this connection asks from now on. The role is checked against what the login may take.
SELECT pg_catalog.set_config('role', $1, false), pg_catalog.set_config('xenia.city', $2, false),
       pg_catalog.set_config('xenia.actor', $3, false), pg_catalog.set_config('xenia.corporation', $4, false)
