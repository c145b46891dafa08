-- An offer, what was sealed with its key, and what it rested on (decisions).
SELECT offer.id, offer.household, offer.dwelling, offer.state, offer.version, xenia.written(offer.made_at),
       xenia.written(offer.expires_at), xenia.written(offer.closed_at), offer.refusal_code, offer.sealed_note,
       household_keys.wrapped, decision.decided_by, decision.class, decision.level, decision.unit_id, decision.dwelling_unit_id,
       decision.share, decision.lower, decision.upper, decision.placements_per_1000, decision.snapshot,
       decision.policy_id, decision.policy_name, decision.policy_version, decision.rank, decision.n_listed,
       decision.first_id, decision.request_digest, decision.effect_before, decision.effect_after,
       decision.tie_distance_m, decision.persons, decision.reason_code, decision.sealed_note,
       household_keys.wrapped
FROM xenia.household_offers AS offer
JOIN xenia.decisions AS decision ON decision.id = offer.decision
LEFT JOIN xenia.household_keys ON household_keys.household = offer.household
WHERE offer.city = $1 AND ($2::uuid IS NULL OR offer.id = $2) AND ($3::uuid IS NULL OR offer.household = $3)
  AND ($4::text IS NULL OR offer.dwelling = $4) AND (NOT $5::boolean OR offer.live)
ORDER BY offer.drafted_at DESC, offer.id
