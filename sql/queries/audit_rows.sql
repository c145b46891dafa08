-- Rows of a city that are not what their last entry says. First of all how many rows there are.
WITH last AS (
    SELECT max(id) AS id FROM audit.entries WHERE city = $1 GROUP BY table_name, row_id
), said AS (
    SELECT id, table_name, row_id, action, sha256 FROM audit.entries JOIN last USING (id)
), held AS MATERIALIZED (
    SELECT table_name, row_id, sha256 FROM audit.row_digests($1)
)
SELECT NULL AS table_name, NULL AS row_id, count(*) AS id, NULL AS action, NULL AS found, NULL AS wanted FROM held
UNION ALL
(SELECT table_name, row_id, said.id, said.action, pg_catalog.encode(held.sha256, 'hex'), pg_catalog.encode(said.sha256, 'hex')
FROM said FULL JOIN held USING (table_name, row_id)
WHERE CASE
          WHEN held.sha256 IS NULL THEN said.action <> 'delete'
          WHEN said.id IS NULL OR said.action = 'delete' THEN true
          ELSE held.sha256 <> said.sha256
      END
ORDER BY table_name, row_id)
