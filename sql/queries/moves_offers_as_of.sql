SELECT xenia.written(xenia.dwellings_changed_at($1))
