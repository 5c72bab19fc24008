-- InSkill: a product and everything below it, one table an entity.
--
-- A column holds a field when it gives the field's exact JSON text back. Every other field stands in attributes: fields that
-- have no column, explicit nulls, and values whose typed form loses their text (1.0, an upper-case GUID).
-- There are no foreign keys: they would make ATTACH scan and lock. References are checked set-based before a publish.
-- element_index, parent_index and byte_offset say where in the file a row stood; they are for messages and for order.

CREATE TABLE product (
    product_id bigint PRIMARY KEY,
    bundle_id text NOT NULL,
    live_generation bigint NOT NULL
);

CREATE INDEX product_live ON product (live_generation);

-- The product's own fields belong to the generation, too.
CREATE TABLE product_fields (
    generation_id bigint PRIMARY KEY,
    guid uuid,
    bundle_id text,
    name text,
    published bigint,
    visible bigint,
    aliases json,
    escalation_task_guid uuid,
    inherited boolean,
    attributes json
);

CREATE TABLE task (
    generation_id bigint NOT NULL,
    guid uuid NOT NULL,
    element_index bigint NOT NULL,
    byte_offset bigint NOT NULL,
    name text,
    position bigint,
    description text,
    access_level text,
    dependencies json,
    attributes json,
    CONSTRAINT task_key PRIMARY KEY (generation_id, guid)
) PARTITION BY RANGE (generation_id);

CREATE TABLE step (
    generation_id bigint NOT NULL,
    guid uuid NOT NULL,
    parent_guid uuid NOT NULL,
    parent_index bigint NOT NULL,
    element_index bigint NOT NULL,
    byte_offset bigint NOT NULL,
    type text,
    position bigint,
    title text,
    body text,
    script_guid uuid,
    task_guid uuid,
    feedback json,
    dependencies json,
    resources json,
    attributes json,
    CONSTRAINT step_key PRIMARY KEY (generation_id, guid)
) PARTITION BY RANGE (generation_id);

CREATE TABLE script (
    generation_id bigint NOT NULL,
    guid uuid NOT NULL,
    element_index bigint NOT NULL,
    byte_offset bigint NOT NULL,
    name text,
    event text,
    code text,
    attributes json,
    CONSTRAINT script_key PRIMARY KEY (generation_id, guid)
) PARTITION BY RANGE (generation_id);

CREATE TABLE translation (
    generation_id bigint NOT NULL,
    guid uuid NOT NULL,
    element_index bigint NOT NULL,
    byte_offset bigint NOT NULL,
    language text,
    entity text,
    entity_guid uuid,
    field text,
    text text,
    attributes json,
    CONSTRAINT translation_key PRIMARY KEY (generation_id, guid)
) PARTITION BY RANGE (generation_id);

CREATE TABLE resource (
    generation_id bigint NOT NULL,
    guid uuid NOT NULL,
    element_index bigint NOT NULL,
    byte_offset bigint NOT NULL,
    type text,
    name text,
    url text,
    dependencies json,
    attributes json,
    CONSTRAINT resource_key PRIMARY KEY (generation_id, guid)
) PARTITION BY RANGE (generation_id);

CREATE TABLE variable (
    generation_id bigint NOT NULL,
    guid uuid NOT NULL,
    element_index bigint NOT NULL,
    byte_offset bigint NOT NULL,
    name text,
    scope text,
    kind text,
    attributes json,
    CONSTRAINT variable_key PRIMARY KEY (generation_id, guid)
) PARTITION BY RANGE (generation_id);

-- Elements of arrays under data that are not among the entities above. Their place is their key: the array's name may be too long
-- for an index.
CREATE TABLE part (
    generation_id bigint NOT NULL,
    array_name text NOT NULL,
    element_index bigint NOT NULL,
    byte_offset bigint NOT NULL,
    content json NOT NULL,
    CONSTRAINT part_key PRIMARY KEY (generation_id, byte_offset)
) PARTITION BY RANGE (generation_id);

-- Shared generations live together here, under negative ids. Never a DEFAULT partition: attaching another would scan it.
CREATE TABLE task_shared PARTITION OF task FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE step_shared PARTITION OF step FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE script_shared PARTITION OF script FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE translation_shared PARTITION OF translation FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE resource_shared PARTITION OF resource FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE variable_shared PARTITION OF variable FOR VALUES FROM (MINVALUE) TO (0);
CREATE TABLE part_shared PARTITION OF part FOR VALUES FROM (MINVALUE) TO (0);

-- What readers see: of each product the live generation, as the file held it.
CREATE SCHEMA live;

CREATE VIEW live.product AS
SELECT p.product_id, p.live_generation AS generation_id, p.live_generation, f.guid, f.bundle_id, f.name, f.published, f.visible,
       f.aliases, f.escalation_task_guid, f.inherited, f.attributes
FROM product p JOIN product_fields f ON f.generation_id = p.live_generation;

CREATE VIEW live.task AS
SELECT p.product_id, t.generation_id, t.guid, t.name, t.position, t.description, t.access_level, t.dependencies, t.attributes
FROM product p JOIN task t ON t.generation_id = p.live_generation;

CREATE VIEW live.step AS
SELECT p.product_id, s.generation_id, s.guid, s.parent_guid, s.type, s.position, s.title, s.body, s.script_guid, s.task_guid,
       s.feedback, s.dependencies, s.resources, s.attributes
FROM product p JOIN step s ON s.generation_id = p.live_generation;

CREATE VIEW live.script AS
SELECT p.product_id, s.generation_id, s.guid, s.name, s.event, s.code, s.attributes
FROM product p JOIN script s ON s.generation_id = p.live_generation;

CREATE VIEW live.translation AS
SELECT p.product_id, t.generation_id, t.guid, t.language, t.entity, t.entity_guid, t.field, t.text, t.attributes
FROM product p JOIN translation t ON t.generation_id = p.live_generation;

CREATE VIEW live.resource AS
SELECT p.product_id, r.generation_id, r.guid, r.type, r.name, r.url, r.dependencies, r.attributes
FROM product p JOIN resource r ON r.generation_id = p.live_generation;

CREATE VIEW live.variable AS
SELECT p.product_id, v.generation_id, v.guid, v.name, v.scope, v.kind, v.attributes
FROM product p JOIN variable v ON v.generation_id = p.live_generation;

CREATE VIEW live.part AS
SELECT p.product_id, t.generation_id, t.array_name, t.content
FROM product p JOIN part t ON t.generation_id = p.live_generation;
