-- The imports that processes take up unasked: they wait, or have a task of the scheduler's and a process that runs them, or did when it
-- died. In a target those that have begun come before those that have not, and else the older ones.
CREATE VIEW import_queue AS
SELECT import_id, target, status, created_at, EXISTS (SELECT FROM import_run r WHERE r.import_id = i.import_id) AS begun
FROM import i
WHERE status = 'queued'
   OR status IN ('running', 'stopping')
      AND EXISTS (SELECT FROM scheduled_tasks s WHERE s.task_name = 'import' AND s.task_instance = i.import_id::text);
