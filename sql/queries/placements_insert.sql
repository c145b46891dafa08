INSERT INTO xenia.placements SELECT * FROM pg_temp.placements_in
