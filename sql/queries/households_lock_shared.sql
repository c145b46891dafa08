SELECT FROM xenia.households WHERE city = $1 AND id = $2 FOR SHARE
