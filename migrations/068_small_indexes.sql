-- +migrate Up
-- What clients' pages ask for at every look: the hours of a client's projects in all, and what
-- is overdue by currency. Each is a few rows side by side instead of one here and one there.
CREATE INDEX entry_totals_overall ON entry_totals (client_id, project_id, seconds, entries) WHERE grain = 0;
CREATE INDEX invoices_due ON invoices (client_id, status, currency, due_date, total_minor, outstanding_minor) WHERE outstanding_minor > 0;

-- +migrate Down
DROP INDEX invoices_due;
DROP INDEX entry_totals_overall;
