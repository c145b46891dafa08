SELECT count(*) FROM xenia.publication_sources WHERE city = $1
