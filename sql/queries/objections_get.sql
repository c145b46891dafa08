SELECT objection.id, objection.household, objection.offer, objection.state, objection.version,
       objection.raised_by, objection.against, xenia.day(objection.raised_at), objection.deadline,
       objection.state = 'open' AND objection.deadline < xenia.day(pg_catalog.now()), objection.decided_by,
       objection.sealed_text, household_keys.wrapped, objection.sealed_outcome, household_keys.wrapped,
       objection.sealed_ranking, household_keys.wrapped
FROM xenia.objections AS objection
LEFT JOIN xenia.household_keys ON household_keys.household = objection.household
WHERE objection.city = $1 AND ($2::uuid IS NULL OR objection.id = $2)
  AND ($3::uuid IS NULL OR objection.household = $3) AND (NOT $4::boolean OR objection.state = 'open')
ORDER BY objection.deadline, objection.id
