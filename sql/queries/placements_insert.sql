INSERT INTO xenia.placements (city, decided_on, persons, unit_id, lon, lat, state)
SELECT city, decided_on, persons, unit_id, lon, lat, state FROM pg_temp.placements_in
