-- By whom an import was asked for over HTTP, so that no caller fills the queue; null for the command line and schedules.
ALTER TABLE import ADD COLUMN asked_by text;
CREATE INDEX import_waiting_of ON import (asked_by) WHERE status = 'queued';
