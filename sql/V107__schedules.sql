-- Jobs that are done at certain times by one of the processes that serve.
CREATE TABLE schedule (
    name text PRIMARY KEY,
    -- five fields as in a crontab, and the time zone that they are meant in
    cron text NOT NULL,
    zone text NOT NULL,
    job_file text,
    -- what stands in place of the job file's own
    parameters json NOT NULL,
    -- null while it is paused
    next_at timestamptz
);
CREATE INDEX schedule_next ON schedule (next_at);

CREATE TABLE schedule_run (
    run_id uuid PRIMARY KEY,
    schedule text NOT NULL REFERENCES schedule ON DELETE CASCADE,
    due_at timestamptz NOT NULL,
    -- how many due times in a row it stands for: more than one only of those that were missed
    times int NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('running', 'completed', 'failed', 'stopped', 'missed')),
    work text CHECK (work IN ('import', 'drill', 'export')),
    import_ids uuid[] NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    problem text
);
CREATE INDEX schedule_run_newest ON schedule_run (schedule, due_at DESC, run_id DESC);
CREATE INDEX schedule_run_running ON schedule_run (begun_at) WHERE outcome = 'running';
