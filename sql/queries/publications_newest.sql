SELECT id FROM xenia.publications WHERE city = $1 ORDER BY number DESC LIMIT 1
