-- The newest of each unit, unless that one lifts the override.
SELECT level_name, unit_id, class, reason, signed_by, signed_on, valid_until
FROM (SELECT DISTINCT ON (level_name, unit_id) level_name, unit_id, class, reason, signed_by, signed_on, valid_until
      FROM xenia.class_overrides
      WHERE city = $1
      ORDER BY level_name, unit_id, id DESC) AS newest
WHERE class IS NOT NULL
ORDER BY level_name COLLATE "C", unit_id COLLATE "C"
