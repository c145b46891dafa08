SELECT id, what, action, term IS NULL, (extract(year FROM term) * 12 + extract(month FROM term))::integer,
       extract(day FROM term)::integer, extract(hour FROM term)::integer
FROM xenia.retention
ORDER BY position
