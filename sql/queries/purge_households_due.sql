-- Households whose contract ended so long ago that their term is over, locked; and whether an objection keeps them.
SELECT households.id, EXISTS (SELECT FROM xenia.objections WHERE household = households.id AND objections.state = 'open'),
       households.sealed, household_keys.wrapped
FROM xenia.households
LEFT JOIN xenia.household_keys ON household_keys.household = households.id
WHERE households.city = $1 AND households.erased_at IS NULL
  AND (
        (households.state = 'left' AND xenia.past_term('households', households.left_on::timestamp AT TIME ZONE 'UTC'))
        OR (households.state IN ('placed', 'left')
            AND EXISTS (SELECT FROM xenia.placements
                        WHERE placements.household = households.id AND placements.state = 'moved_in'
                          AND xenia.past_term('households', placements.moved_in_on::timestamp AT TIME ZONE 'UTC'
                                  + (SELECT term FROM xenia.retention WHERE retention.id = 'contract'))))
      )
ORDER BY households.id
FOR UPDATE OF households
