SELECT snapshot.id, snapshot.city, pg_catalog.to_char(snapshot.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
       snapshot.city_fingerprint, snapshot.counts_fingerprint, coalesce(snapshot.policy_id, 0), snapshot.as_of,
       snapshot.counts_as_of, snapshot.report, snapshot.evidence_digest
FROM xenia.published JOIN xenia.snapshots AS snapshot ON snapshot.id = published.snapshot
WHERE published.city = $1
