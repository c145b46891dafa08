SELECT version, name, sha256 FROM xenia.migrations ORDER BY version
