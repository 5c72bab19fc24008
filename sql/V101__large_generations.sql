-- Large generations lie in tables of their own, one an entity and generation, attached to the entity's table when they are whole.

-- The transaction that made a generation live: no snapshot may be older than it when the one before is dropped.
ALTER TABLE generation ADD COLUMN published_xid xid8;
