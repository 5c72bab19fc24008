-- What the engine knows of imports. The truth about an import lies here, not in Spring Batch's tables: a checkpoint is
-- committed with the rows of its chunk, a status with the publish.

CREATE TABLE import (
    import_id uuid PRIMARY KEY,
    job text NOT NULL,
    target text NOT NULL,
    file text NOT NULL,
    file_size bigint NOT NULL,
    options json NOT NULL,
    max_rejections text NOT NULL,
    status text NOT NULL CHECK (status IN ('planned', 'queued', 'running', 'stopping', 'stopped', 'failed', 'completed',
        'completed_with_rejections', 'abandoned')),
    -- whether the same command takes it up again: a stopped import, a failed one whose generation is kept
    resumable boolean NOT NULL DEFAULT true,
    stop_requested boolean NOT NULL DEFAULT false,
    -- the content equalled the live generation: nothing was published
    unchanged boolean NOT NULL DEFAULT false,
    generation_id bigint,
    exit smallint,
    problem json,
    remark text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at timestamptz,
    finished_at timestamptz
);
CREATE INDEX import_of_target ON import (target, created_at DESC);
CREATE INDEX import_newest ON import (created_at DESC);
CREATE INDEX import_by_status ON import (status, created_at DESC);

-- One row an attempt: an import that was restarted has several.
CREATE TABLE import_run (
    import_id uuid NOT NULL,
    run_number int NOT NULL,
    epoch bigint NOT NULL,
    holder text NOT NULL,
    resumed_at_offset bigint,
    -- records that earlier runs had read
    read_before bigint NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at timestamptz,
    PRIMARY KEY (import_id, run_number)
);

-- Who may write for a target now. The epoch rises at each take-over; a chunk that finds another epoch writes nothing.
-- Chunks lock the row FOR KEY SHARE, which lets the heartbeat move expires_at; a take-over locks it FOR UPDATE.
CREATE TABLE import_lease (
    target text PRIMARY KEY,
    epoch bigint NOT NULL,
    import_id uuid,
    holder text NOT NULL,
    acquired_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

-- How far an import has come: committed with the rows of the same chunk.
CREATE TABLE import_checkpoint (
    import_id uuid PRIMARY KEY,
    -- raised when a later version could not read what an earlier one wrote
    format smallint NOT NULL,
    byte_offset bigint NOT NULL,
    array_name text,
    next_index bigint NOT NULL,
    finished boolean NOT NULL,
    -- the document without the elements of its arrays, as far as it was read
    shell text NOT NULL,
    -- the consumed part of the file: a chain over its whole blocks, and the last block up to the offset
    chain bytea NOT NULL,
    tail bytea NOT NULL,
    content_hash bytea NOT NULL,
    committed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Every record is accounted for: read = written + rejected, for each entity.
CREATE TABLE import_counter (
    import_id uuid NOT NULL,
    entity text NOT NULL,
    read bigint NOT NULL,
    written bigint NOT NULL,
    rejected bigint NOT NULL,
    PRIMARY KEY (import_id, entity)
);

-- Why a record stayed out (rejection) or what is remarkable about one that went in (warning).
CREATE TABLE import_rejection (
    rejection_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    import_id uuid NOT NULL,
    severity text NOT NULL CHECK (severity IN ('rejection', 'warning')),
    step text NOT NULL CHECK (step IN ('load', 'verify')),
    code text NOT NULL,
    entity text NOT NULL,
    guid text,
    pointer text NOT NULL,
    byte_offset bigint,
    value text,
    message text NOT NULL
);
CREATE INDEX import_rejection_in_order ON import_rejection (import_id, severity, byte_offset, rejection_id);

-- One complete set of a target's rows. Shared generations have negative ids.
CREATE SEQUENCE generation_seq;
CREATE TABLE generation (
    generation_id bigint PRIMARY KEY,
    target text NOT NULL,
    import_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('loading', 'published', 'discarded')),
    shell text,
    content_hash bytea,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    published_at timestamptz
);
CREATE INDEX generation_of_target ON generation (target, generation_id);
