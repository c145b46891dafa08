DELETE FROM xenia.placements WHERE city = $1 AND source = 'import'
