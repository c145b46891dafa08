SELECT id FROM xenia.households
WHERE id = (SELECT household FROM xenia.placements WHERE city = $1 AND id = $2)
FOR NO KEY UPDATE
