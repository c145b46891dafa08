SELECT id FROM xenia.publications
WHERE city = $1 AND period = $2 AND meeting IS NOT DISTINCT FROM $3
