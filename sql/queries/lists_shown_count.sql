SELECT count(*)
FROM xenia.recommendations
WHERE city = $1
