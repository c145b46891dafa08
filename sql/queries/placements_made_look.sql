SELECT version, state FROM xenia.placements WHERE city = $1 AND id = $2 AND source = 'desk'
