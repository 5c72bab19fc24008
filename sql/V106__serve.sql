-- What serves by HTTP: who may do what, what they did, what they uploaded, and what waits.

-- A token is 256 random bits; what is kept is their SHA-256.
CREATE TABLE api_token (
    token_id uuid PRIMARY KEY,
    hash bytea NOT NULL UNIQUE,
    name text NOT NULL,
    scopes text[] NOT NULL,
    -- as product/410 or project/acme/*; empty for all
    targets text[] NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz,
    revoked_at timestamptz
);

CREATE TABLE audit (
    audit_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    -- the token's or the issuer's name for who did it
    who text NOT NULL,
    token_id uuid,
    address text,
    act text NOT NULL,
    target text,
    import_id uuid,
    -- the HTTP status of the answer
    status smallint NOT NULL
);
CREATE INDEX audit_import ON audit (import_id) WHERE import_id IS NOT NULL;
CREATE INDEX audit_at ON audit (at);

-- The same key with the same content is answered with the same import.
CREATE TABLE idempotency_key (
    who text NOT NULL,
    key text NOT NULL,
    content bytea NOT NULL,
    import_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (who, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);


-- db-scheduler's, as its documentation gives it.
CREATE TABLE scheduled_tasks (
    task_name text NOT NULL,
    task_instance text NOT NULL,
    task_data bytea,
    execution_time timestamptz NOT NULL,
    picked boolean NOT NULL,
    picked_by text,
    last_success timestamptz,
    last_failure timestamptz,
    consecutive_failures int,
    last_heartbeat timestamptz,
    version bigint NOT NULL,
    priority smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);
