SELECT xenia.count_try($1, $2, $3, $4, $5 * interval '1 second')
