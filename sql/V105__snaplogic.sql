-- SnapLogic: organizations, project spaces, projects and API versions, and the assets in them, one table a type of asset.
--
-- A project has generations as a product has: an import of an archive makes a whole new one, of what the archive holds and what stays of
-- the one before. content is kept byte for byte; snode_id and version belong to the place in the project, not to the content.
-- guid stands for the name: two assets of a type in one project cannot have the same. entry and byte_offset say where in the archive an
-- asset stood; they are for messages.

CREATE TABLE org (
    org text PRIMARY KEY
);

CREATE TABLE space (
    org text NOT NULL,
    space text NOT NULL,
    PRIMARY KEY (org, space)
);

-- Both kinds have a path: acme/shared/orders is a project, acme/apim/orders/v1 a version of an API.
CREATE TABLE project (
    project_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('project', 'api')),
    path text NOT NULL UNIQUE,
    org text NOT NULL,
    -- of a project its space, of a version its API
    parent text NOT NULL,
    name text NOT NULL,
    published boolean NOT NULL DEFAULT false,
    live_generation bigint NOT NULL
);
CREATE INDEX project_live ON project (live_generation);

-- What an archive says of itself, but for its assets.
CREATE TABLE project_fields (
    generation_id bigint PRIMARY KEY,
    source_org text,
    name text,
    exported_at text,
    attributes json
);

CREATE TABLE pipeline (
    generation_id bigint NOT NULL,
    guid uuid NOT NULL,
    byte_offset bigint NOT NULL,
    entry text NOT NULL,
    name text NOT NULL,
    snode_id text NOT NULL,
    version bigint NOT NULL,
    -- what the export said of it besides
    metadata json,
    -- what it refers to
    links json,
    content json NOT NULL,
    CONSTRAINT pipeline_key PRIMARY KEY (generation_id, guid)
) PARTITION BY RANGE (generation_id);

CREATE TABLE job (LIKE pipeline, CONSTRAINT job_key PRIMARY KEY (generation_id, guid)) PARTITION BY RANGE (generation_id);
CREATE TABLE account (LIKE pipeline, CONSTRAINT account_key PRIMARY KEY (generation_id, guid)) PARTITION BY RANGE (generation_id);
CREATE TABLE flow (LIKE pipeline, CONSTRAINT flow_key PRIMARY KEY (generation_id, guid)) PARTITION BY RANGE (generation_id);
CREATE TABLE policy (LIKE pipeline, CONSTRAINT policy_key PRIMARY KEY (generation_id, guid)) PARTITION BY RANGE (generation_id);

CREATE TABLE file (
    generation_id bigint NOT NULL,
    guid uuid NOT NULL,
    byte_offset bigint NOT NULL,
    entry text NOT NULL,
    name text NOT NULL,
    snode_id text NOT NULL,
    version bigint NOT NULL,
    metadata json,
    content bytea NOT NULL,
    CONSTRAINT file_key PRIMARY KEY (generation_id, guid)
) PARTITION BY RANGE (generation_id);

CREATE TABLE pipeline_shared PARTITION OF pipeline FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE job_shared PARTITION OF job FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE account_shared PARTITION OF account FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE flow_shared PARTITION OF flow FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE policy_shared PARTITION OF policy FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE file_shared PARTITION OF file FOR VALUES FROM (MINVALUE) TO (0);

CREATE VIEW live.org AS SELECT org FROM org;
CREATE VIEW live.space AS SELECT org, space FROM space;

CREATE VIEW live.project AS
SELECT p.project_id, p.live_generation AS generation_id, p.live_generation, p.path, p.org, p.parent AS space, p.name
FROM project p WHERE p.kind = 'project';

CREATE VIEW live.api_version AS
SELECT p.project_id, p.live_generation AS generation_id, p.live_generation, p.path, p.org, p.parent AS api, p.name AS version,
       p.published
FROM project p WHERE p.kind = 'api';

CREATE VIEW live.pipeline AS
SELECT p.project_id, p.path, a.generation_id, a.name, a.snode_id, a.version, a.metadata, a.content
FROM project p JOIN pipeline a ON a.generation_id = p.live_generation;

CREATE VIEW live.job AS
SELECT p.project_id, p.path, a.generation_id, a.name, a.snode_id, a.version, a.metadata, a.content
FROM project p JOIN job a ON a.generation_id = p.live_generation;

CREATE VIEW live.account AS
SELECT p.project_id, p.path, a.generation_id, a.name, a.snode_id, a.version, a.metadata, a.content
FROM project p JOIN account a ON a.generation_id = p.live_generation;

CREATE VIEW live.flow AS
SELECT p.project_id, p.path, a.generation_id, a.name, a.snode_id, a.version, a.metadata, a.content
FROM project p JOIN flow a ON a.generation_id = p.live_generation;

CREATE VIEW live.policy AS
SELECT p.project_id, p.path, a.generation_id, a.name, a.snode_id, a.version, a.metadata, a.content
FROM project p JOIN policy a ON a.generation_id = p.live_generation;

CREATE VIEW live.file AS
SELECT p.project_id, p.path, a.generation_id, a.name, a.snode_id, a.version, a.metadata, a.content
FROM project p JOIN file a ON a.generation_id = p.live_generation;

CREATE OR REPLACE VIEW live_generation AS
SELECT live_generation FROM product UNION ALL SELECT live_generation FROM project;
