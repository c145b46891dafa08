SELECT xenia.day(raised_at), deadline, xenia.day(decided_at), state = 'upheld'
FROM xenia.objections
WHERE city = $1
ORDER BY raised_at, id
