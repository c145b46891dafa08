INSERT INTO xenia.publication_sources (city, publication, made) VALUES ($1, $2, $3)
