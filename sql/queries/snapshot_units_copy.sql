COPY pg_temp.snapshot_units_in (snapshot, level, unit_id, name, parent_id, persons, class, rule, low_n, robust, value,
    quotient, estimate, lower, upper, probability, wkb, at_1, at_1_25, at_2, computed, computed_rule, standing,
    status, dynamic, dynamic_value, override_reason, override_by, override_on, override_until) FROM STDIN
