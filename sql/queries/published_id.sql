SELECT snapshot FROM xenia.published WHERE city = $1
