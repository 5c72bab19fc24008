-- Imports that go together with what is live already, instead of replacing it.

-- Records that stayed out because what they would have replaced may not be, and rows that were taken over from what was live.
ALTER TABLE import_counter ADD COLUMN skipped bigint NOT NULL DEFAULT 0;
ALTER TABLE import_counter ADD COLUMN kept bigint NOT NULL DEFAULT 0;

-- What became of each asset of an archive that was not rejected: for the answer, which outlives the generation.
CREATE TABLE import_asset (
    import_id uuid NOT NULL,
    entity text NOT NULL,
    byte_offset bigint NOT NULL,
    name text NOT NULL,
    asset_id text NOT NULL,
    -- 200 went in, 409 was skipped
    status_code smallint NOT NULL,
    PRIMARY KEY (import_id, byte_offset, entity)
);

-- What is live of all targets. A source that has such generations adds its own.
CREATE VIEW live_generation AS SELECT live_generation FROM product;
