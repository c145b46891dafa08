SELECT unit_id, name, parent_id, persons, class, rule, low_n, robust, value, quotient, estimate, lower, upper,
       probability, wkb
FROM xenia.snapshot_units
WHERE snapshot = $1 AND level = $2
ORDER BY unit_id COLLATE "C"
