SELECT image FROM xenia.published_areas WHERE city = $1 AND areas_digest = $2
