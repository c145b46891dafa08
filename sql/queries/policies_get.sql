SELECT text, name FROM xenia.policies WHERE id = $1
