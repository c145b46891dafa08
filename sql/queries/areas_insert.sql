INSERT INTO xenia.areas (city, level, level_name, unit_id, name, parent_id, area_m2, geometry_sha256)
SELECT city, level, level_name, unit_id, name, parent_id, area_m2, geometry_sha256 FROM pg_temp.areas_in
