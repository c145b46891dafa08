-- $2 an id, $3 the hash of a reference: either; both null: the queue, or all of the city with $4.
SELECT households.id, households.arrived_on, households.state, households.version,
       coalesce(placements.moved_in_on, households.left_on, xenia.day(pg_catalog.now())) - households.arrived_on,
       placements.moved_in_on IS NULL AND households.left_on IS NULL,
       EXISTS (SELECT FROM xenia.household_offers WHERE household = households.id AND live),
       EXISTS (SELECT FROM xenia.objections WHERE household = households.id AND state = 'open'),
       households.erased_at IS NOT NULL, households.coordinator, households.sealed, household_keys.wrapped
FROM xenia.households
LEFT JOIN xenia.household_keys ON household_keys.household = households.id
LEFT JOIN xenia.placements ON placements.household = households.id AND placements.state <> 'ended'
WHERE households.city = $1
  AND (($2::uuid IS NULL AND $3::bytea IS NULL) OR households.id = $2 OR households.reference_hash = $3)
  AND ($4::boolean OR households.state = 'waiting')
ORDER BY households.arrived_on, households.id
