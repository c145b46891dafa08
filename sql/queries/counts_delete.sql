DELETE FROM xenia.counts WHERE city = $1 AND level_name = $2
