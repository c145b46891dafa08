SELECT id, sha256 FROM xenia.policies WHERE name = $1 AND version = $2
