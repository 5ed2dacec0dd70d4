-- What could still be billed is few rows among many: the dashboard adds them up each time.

-- +migrate Up
CREATE INDEX time_entries_unbilled ON time_entries (client_id, project_id, seconds)
    WHERE invoice_id IS NULL AND ended_at IS NOT NULL AND billable = 1;

-- +migrate Down
DROP INDEX time_entries_unbilled;
