SELECT unit_id, name, parent_id, persons, class, rule, low_n, robust, value, quotient, estimate, lower, upper,
       probability, wkb, at_1, at_1_25, at_2, computed, computed_rule, standing, status, dynamic, dynamic_value,
       override_reason, override_by, override_on, override_until
FROM xenia.snapshot_units
WHERE snapshot = $1 AND level = $2
ORDER BY unit_id COLLATE "C"
