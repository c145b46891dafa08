SELECT version, state FROM xenia.dwellings WHERE city = $1 AND id = $2
