SELECT xenia.forgive_tries($1, $2)
