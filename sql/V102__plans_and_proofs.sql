-- Looking before, undoing after, and proving.

-- What each entity has of a generation's content: 64 hexadecimal digits, to be computed from the rows again. Null before this version.
ALTER TABLE generation ADD COLUMN entity_hashes json;

-- An import that is published, one that is only looked at before, and a return to an earlier generation.
ALTER TABLE import ADD COLUMN kind text NOT NULL DEFAULT 'import' CHECK (kind IN ('import', 'plan', 'rollback'));
-- What was live when it was planned, or before it was published; 0 for nothing.
ALTER TABLE import ADD COLUMN base_generation bigint;
-- Whether its rows are to be proved before they are published, and when they were.
ALTER TABLE import ADD COLUMN prove boolean NOT NULL DEFAULT false;
ALTER TABLE import ADD COLUMN proved_at timestamptz;

-- Files of mended elements that took the place of rejected ones. Their byte offsets go on after those of the import's file and of earlier
-- ones; length is that of the document, which a compressed file is not.
CREATE TABLE import_retry (
    import_id uuid NOT NULL,
    base_offset bigint NOT NULL,
    file text NOT NULL,
    length bigint NOT NULL,
    sha256 bytea NOT NULL,
    retried_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (import_id, base_offset)
);
