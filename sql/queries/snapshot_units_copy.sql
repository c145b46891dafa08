COPY xenia.snapshot_units (snapshot, level, unit_id, name, parent_id, persons, class, rule, low_n, robust, value,
    quotient, estimate, lower, upper, probability, wkb) FROM STDIN
