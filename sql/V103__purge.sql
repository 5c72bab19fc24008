-- What purge looks for: imports that ended and cannot be taken up again, by when they did.
CREATE INDEX import_ended ON import (finished_at, import_id) WHERE NOT resumable;
