UPDATE xenia.write_keys SET status = $3, etag = $4, sealed_answer = $5, answer = $6, household = $7
WHERE actor = $1 AND key = $2
