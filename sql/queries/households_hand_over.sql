SELECT true WHERE xenia.hand_over_case($1, $2, $3, $4)
