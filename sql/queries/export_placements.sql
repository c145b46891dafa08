-- What a corporation's system is told of a placement.
SELECT id, offer, dwelling, household, decided_on
FROM xenia.placements
WHERE city = $1 AND source = 'desk'
ORDER BY decided_on, id
