INSERT INTO xenia.published_areas (city, areas_digest, image) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
