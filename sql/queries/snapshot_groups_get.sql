-- The groups of all indices, one a row, in the order of snapshot_indices_get.
SELECT member.name
FROM xenia.snapshot_indices AS held, pg_catalog.unnest(held.groups) WITH ORDINALITY AS member (name, place)
WHERE held.snapshot = $1
ORDER BY held.position, member.place
