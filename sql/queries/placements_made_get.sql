SELECT placement.id, CASE WHEN households.erased_at IS NULL THEN placement.household END, placement.offer,
       placement.dwelling, placement.state, placement.version, placement.decided_on, placement.moved_in_on,
       placement.ended_on, placement.sealed_reason, household_keys.wrapped, decision.decided_by, decision.class,
       decision.level, decision.unit_id, decision.dwelling_unit_id, decision.share, decision.lower, decision.upper,
       decision.placements_per_1000, decision.snapshot, decision.policy_id, decision.policy_name,
       decision.policy_version, decision.rank, decision.n_listed, decision.first_id, decision.request_digest,
       decision.effect_before, decision.effect_after, decision.tie_distance_m, decision.persons,
       decision.reason_code, decision.sealed_note, household_keys.wrapped
FROM xenia.placements AS placement
JOIN xenia.decisions AS decision ON decision.id = placement.decision
JOIN xenia.households ON households.id = placement.household
LEFT JOIN xenia.household_keys ON household_keys.household = placement.household
WHERE placement.city = $1 AND placement.source = 'desk' AND ($2::uuid IS NULL OR placement.id = $2)
ORDER BY placement.decided_on, placement.id
