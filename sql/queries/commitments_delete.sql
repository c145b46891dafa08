DELETE FROM xenia.commitments WHERE city = $1 AND corporation = $2 AND quarter = $3
