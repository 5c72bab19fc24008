-- Large generations lie in tables of their own, one an entity and generation, attached to the entity's table when they are whole.

-- The transaction that made a generation live: no snapshot may be older than it when the one before is dropped.
ALTER TABLE generation ADD COLUMN published_xid xid8;
-- The one that attached its tables: a statement that was planned before would not look into them after the publish.
ALTER TABLE generation ADD COLUMN attached_xid xid8;
