-- $2 households, $3 their pseudonyms in hexadecimal. The digest goes with the household, for whoever guesses needs could
-- compute it again; so does the salt, and with it what the digest of the row in the log of changes could tell.
UPDATE xenia.recommendations
SET household = NULL, request_digest = '', first_id = NULL, salt = pg_catalog.gen_random_uuid(),
    pseudonym = (SELECT pg_catalog.decode(named.pseudonym, 'hex')
                 FROM ROWS FROM (pg_catalog.unnest($2::uuid[]), pg_catalog.unnest($3::text[])) AS named (household, pseudonym)
                 WHERE named.household = recommendations.household)
WHERE city = $1 AND xenia.past_term('recommendations', shown_at)
  AND (household IS NOT NULL OR request_digest <> '')
RETURNING true
