-- Whom a kept answer is about, so that erasing a household erases it too; and where a dwelling lies for which no
-- coordinates are known, so that who is placed there counts.

ALTER TABLE xenia.write_keys ADD COLUMN household uuid;
CREATE INDEX write_keys_household ON xenia.write_keys (household);
COMMENT ON COLUMN xenia.write_keys.household IS 'The household that was changed; null: none. Its keys go when it is erased.';

ALTER TABLE xenia.decisions ADD COLUMN dwelling_unit_id text;
COMMENT ON COLUMN xenia.decisions.dwelling_unit_id IS 'The smallest area in which the dwelling is known to lie; null: none.';
