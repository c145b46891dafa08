DELETE FROM xenia.placements WHERE city = $1
