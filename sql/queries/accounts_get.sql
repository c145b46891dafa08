SELECT is_person, name, role, city, corporation, state <> 'active', version, xenia.written(created_at),
       xenia.written(last_used_at)
FROM xenia.accounts
ORDER BY is_person DESC, name COLLATE "C", created_at
