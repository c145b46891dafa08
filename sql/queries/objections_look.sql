SELECT version, state FROM xenia.objections WHERE city = $1 AND id = $2
