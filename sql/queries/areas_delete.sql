DELETE FROM xenia.areas WHERE city = $1
