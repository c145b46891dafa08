SELECT document FROM xenia.publications WHERE city = $1 AND id = $2
