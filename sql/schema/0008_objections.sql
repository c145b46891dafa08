-- Objections, promises of corporations, and the log of the lists that were shown.

CREATE TABLE xenia.objections (
    city text NOT NULL,
    id uuid PRIMARY KEY DEFAULT pg_catalog.gen_random_uuid(),
    household uuid NOT NULL,
    offer uuid REFERENCES xenia.household_offers (id),
    state text NOT NULL DEFAULT 'open'
        CONSTRAINT "state: open, upheld, rejected or withdrawn"
        CHECK (state IN ('open', 'upheld', 'rejected', 'withdrawn')),
    raised_by text NOT NULL CONSTRAINT "raised_by: not empty" CHECK (raised_by <> ''),
    against text NOT NULL,
    raised_at timestamptz NOT NULL,
    deadline date NOT NULL,
    sealed_text bytea NOT NULL,
    sealed_ranking bytea NOT NULL,
    decided_by text,
    decided_at timestamptz,
    sealed_outcome bytea,
    version bigint NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    CONSTRAINT "an objection is of a household of the city"
        FOREIGN KEY (city, household) REFERENCES xenia.households (city, id),
    CONSTRAINT "who decides, when and how are known together with the end"
        CHECK ((state = 'open') = (decided_by IS NULL) AND (state = 'open') = (decided_at IS NULL)
           AND (state = 'open') = (sealed_outcome IS NULL)),
    CONSTRAINT second_person
        CHECK (state NOT IN ('upheld', 'rejected') OR (decided_by <> raised_by AND decided_by <> against))
);
CREATE UNIQUE INDEX frozen ON xenia.objections (household) WHERE state = 'open';
CREATE INDEX objections_city ON xenia.objections (city, deadline);
CREATE INDEX objections_offer ON xenia.objections (offer) WHERE state = 'open';
COMMENT ON TABLE xenia.objections IS 'Objections of households; an open one freezes the list it is about. Decided by a second person.';
COMMENT ON COLUMN xenia.objections.against IS 'Who had decided; empty: nobody had.';
COMMENT ON COLUMN xenia.objections.sealed_ranking IS 'The answer it is about, byte for byte, sealed with the household''s key.';

CREATE TABLE xenia.recommendations (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    household uuid CONSTRAINT "a list is for a household" REFERENCES xenia.households (id),
    shown_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    snapshot text NOT NULL,
    policy_id bigint NOT NULL,
    request_digest text NOT NULL,
    n_listed integer NOT NULL,
    first_id text
);
CREATE INDEX recommendations_city ON xenia.recommendations (city, shown_at);
CREATE INDEX recommendations_household ON xenia.recommendations (household);
COMMENT ON TABLE xenia.recommendations IS 'Lists that were shown: from which data, how long, what was first. Not what was in them about a household.';
COMMENT ON COLUMN xenia.recommendations.household IS 'Null: typed in, of nobody in the queue.';

CREATE TABLE xenia.commitments (
    city text NOT NULL CONSTRAINT "city: a city in xenia.cities" REFERENCES xenia.cities (id),
    id text GENERATED ALWAYS AS (corporation || ' ' || quarter) STORED,
    corporation text NOT NULL CONSTRAINT "corporation: not empty" CHECK (corporation <> ''),
    quarter text NOT NULL
        CONSTRAINT "quarter: as 2004Q3" CHECK (quarter ~ '^[0-9]{4}Q[1-4]$'),
    n_dwellings bigint NOT NULL CONSTRAINT "n_dwellings: 1 to 1000000" CHECK (n_dwellings BETWEEN 1 AND 1000000),
    version bigint NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL DEFAULT pg_catalog.now(),
    PRIMARY KEY (city, corporation, quarter)
);
COMMENT ON TABLE xenia.commitments IS 'How many dwellings a corporation has promised for a quarter.';

CALL audit.watch('xenia.objections');
CALL audit.watch('xenia.recommendations');
CALL audit.watch('xenia.commitments');
