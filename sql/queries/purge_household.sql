-- $3: how many persons they were; null: not known. The rest follows by triggers.
UPDATE xenia.households
SET sealed = NULL, reference_hash = NULL, erased_at = pg_catalog.now(), persons = $3, version = version + 1,
    changed_at = pg_catalog.now()
WHERE city = $1 AND id = $2 AND erased_at IS NULL
  AND NOT EXISTS (SELECT FROM xenia.objections WHERE household = households.id AND objections.state = 'open')
RETURNING id
