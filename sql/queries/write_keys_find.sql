SELECT method = $3 AND path = $4 AND body_sha256 = $5, status, etag, sealed_answer, answer
FROM xenia.write_keys
WHERE actor = $1 AND key = $2
