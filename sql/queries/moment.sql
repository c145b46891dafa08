SELECT xenia.moment($1, $2)
