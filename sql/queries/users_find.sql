SELECT true, id, role, city, corporation, state <> 'active', version, xenia.written(created_at),
       xenia.written((SELECT last_used_at FROM xenia.account_uses WHERE account = id)), password_hash
FROM xenia.users
WHERE id = $1 AND state = 'active'
