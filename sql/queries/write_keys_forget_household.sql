-- Answers that may repeat what the household was.
UPDATE xenia.write_keys SET sealed_answer = NULL, answer = NULL
WHERE pg_catalog.strpos(path, $1::uuid::text) > 0
