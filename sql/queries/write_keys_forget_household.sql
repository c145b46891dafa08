-- Answers that may repeat what the household was, and digests of what was said of it. The key of the change that
-- erases stays: whoever repeats it is told that it is done.
DELETE FROM xenia.write_keys
WHERE household = $1 AND (actor, key) IS DISTINCT FROM ($2::text, $3::text)
