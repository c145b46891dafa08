-- $2 households, $3 their pseudonyms in hexadecimal. The digest goes with the household: whoever guesses a
-- household's needs could compute it again, and with it the digest of the row in the log of changes.
UPDATE xenia.recommendations
SET household = NULL, request_digest = '', first_id = NULL,
    pseudonym = (SELECT pg_catalog.decode(named.pseudonym, 'hex')
                 FROM ROWS FROM (pg_catalog.unnest($2::uuid[]), pg_catalog.unnest($3::text[])) AS named (household, pseudonym)
                 WHERE named.household = recommendations.household)
WHERE city = $1 AND xenia.past_term('recommendations', shown_at)
  AND (household IS NOT NULL OR request_digest <> '')
RETURNING true
