DELETE FROM xenia.sessions WHERE hash = $1
