SELECT household FROM xenia.objections WHERE city = $1 AND id = $2
