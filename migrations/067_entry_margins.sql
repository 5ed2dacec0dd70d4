-- Time entries in less room, and how far around its day each client's work starts.
--
-- The table is made anew, as SQLite cannot take a UNIQUE off a column: entries that came with no
-- import no longer stand in the index over timetracker_id, nor those without a project in that over
-- projects. updated_at is NULL until an entry is changed. What hangs on the table is made anew with it.
--
-- A day is a day in some time zone, so an index over starts finds days only by margins:
-- entry_margins keeps for each client the least and the most that a start lies after 00:00 UTC of
-- its day, in seconds. Triggers widen them, also during an import; nothing narrows them but
-- `foyer check --repair`.

-- +migrate Up
DROP TRIGGER invoice_lines_free_their_hours;
CREATE TABLE time_entries_new (
    id              INTEGER PRIMARY KEY,
    client_id       INTEGER NOT NULL REFERENCES clients (id) ON DELETE RESTRICT,
    project_id      INTEGER,
    user_id         INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    invoice_id      INTEGER,
    invoice_line_id INTEGER REFERENCES invoice_lines (id) ON DELETE SET NULL,
    day             TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(day) IS day),
    started_at      INTEGER NOT NULL,
    ended_at        INTEGER,
    seconds         INTEGER NOT NULL DEFAULT 0 CHECK (seconds BETWEEN -1000000000 AND 1000000000),
    notes           TEXT NOT NULL DEFAULT '',
    tags            TEXT NOT NULL DEFAULT '',
    billable        INTEGER NOT NULL DEFAULT 1 CHECK (billable IN (0, 1)),
    timetracker_id  INTEGER,
    form_key        TEXT CHECK (form_key <> ''),
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER,
    revision        INTEGER NOT NULL DEFAULT 1,
    CHECK (ended_at IS NOT NULL OR seconds = 0),
    FOREIGN KEY (project_id, client_id) REFERENCES projects (id, client_id) ON DELETE RESTRICT,
    FOREIGN KEY (invoice_id, client_id) REFERENCES invoices (id, client_id) ON DELETE RESTRICT
) STRICT;
INSERT INTO time_entries_new (id, client_id, project_id, user_id, invoice_id, invoice_line_id, day, started_at, ended_at, seconds, notes, tags, billable,
       timetracker_id, form_key, created_at, updated_at, revision)
SELECT id, client_id, project_id, user_id, invoice_id, invoice_line_id, day, started_at, ended_at, seconds, notes, tags, billable,
       timetracker_id, form_key, created_at, nullif(updated_at, created_at), revision
FROM time_entries ORDER BY id;
DROP TABLE time_entries;
ALTER TABLE time_entries_new RENAME TO time_entries;

-- A client's and a user's hold running entries too: foreign keys look their rows up there.
CREATE INDEX time_entries_by_client ON time_entries (client_id, started_at);
CREATE INDEX time_entries_by_project ON time_entries (project_id, started_at) WHERE project_id IS NOT NULL;
CREATE INDEX time_entries_unbilled ON time_entries (client_id) WHERE invoice_id IS NULL;
CREATE UNIQUE INDEX time_entries_by_timetracker_id ON time_entries (timetracker_id) WHERE timetracker_id IS NOT NULL;
CREATE INDEX time_entries_by_user ON time_entries (user_id, started_at);
CREATE INDEX time_entries_by_start ON time_entries (started_at) WHERE ended_at IS NOT NULL;
CREATE INDEX time_entries_by_invoice ON time_entries (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX time_entries_by_invoice_line ON time_entries (invoice_line_id) WHERE invoice_line_id IS NOT NULL;
CREATE INDEX time_entries_running ON time_entries (user_id, started_at) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX time_entries_one_timer ON time_entries (user_id) WHERE ended_at IS NULL AND timetracker_id IS NULL;
CREATE UNIQUE INDEX time_entries_by_form_key ON time_entries (form_key) WHERE form_key IS NOT NULL;

-- +migrate StatementBegin
CREATE TRIGGER invoice_lines_free_their_hours BEFORE DELETE ON invoice_lines BEGIN
    UPDATE time_entries SET invoice_id = NULL, invoice_line_id = NULL WHERE invoice_line_id = OLD.id;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER time_entries_added AFTER INSERT ON time_entries
WHEN NEW.ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry_totals_paused) BEGIN
    INSERT INTO entry_changes VALUES
        (NEW.client_id, 0, NEW.day, 1, NEW.seconds, NEW.seconds * NEW.billable, NEW.seconds * NEW.billable * (NEW.invoice_id IS NULL)),
        (NEW.client_id, coalesce(NEW.project_id, -1), NEW.day, 1, NEW.seconds, NEW.seconds * NEW.billable, NEW.seconds * NEW.billable * (NEW.invoice_id IS NULL));
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER time_entries_removed AFTER DELETE ON time_entries
WHEN OLD.ended_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry_totals_paused) BEGIN
    INSERT INTO entry_changes VALUES
        (OLD.client_id, 0, OLD.day, -1, -OLD.seconds, -OLD.seconds * OLD.billable, -OLD.seconds * OLD.billable * (OLD.invoice_id IS NULL)),
        (OLD.client_id, coalesce(OLD.project_id, -1), OLD.day, -1, -OLD.seconds, -OLD.seconds * OLD.billable, -OLD.seconds * OLD.billable * (OLD.invoice_id IS NULL));
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER time_entries_changed AFTER UPDATE OF client_id, project_id, invoice_id, day, ended_at, seconds, billable ON time_entries
WHEN (OLD.client_id, OLD.project_id, OLD.invoice_id IS NULL, OLD.day, OLD.ended_at IS NULL, OLD.seconds, OLD.billable)
  IS NOT (NEW.client_id, NEW.project_id, NEW.invoice_id IS NULL, NEW.day, NEW.ended_at IS NULL, NEW.seconds, NEW.billable)
 AND NOT EXISTS (SELECT 1 FROM entry_totals_paused)
BEGIN
    INSERT INTO entry_changes
    SELECT client_id, project_id, day, sum(entries), sum(seconds), sum(billable_seconds), sum(unbilled_seconds) FROM (
        SELECT OLD.client_id AS client_id, 0 AS project_id, OLD.day AS day, -1 AS entries, -OLD.seconds AS seconds,
               -OLD.seconds * OLD.billable AS billable_seconds, -OLD.seconds * OLD.billable * (OLD.invoice_id IS NULL) AS unbilled_seconds
        WHERE OLD.ended_at IS NOT NULL UNION ALL
        SELECT OLD.client_id, coalesce(OLD.project_id, -1), OLD.day, -1, -OLD.seconds, -OLD.seconds * OLD.billable, -OLD.seconds * OLD.billable * (OLD.invoice_id IS NULL) WHERE OLD.ended_at IS NOT NULL UNION ALL
        SELECT NEW.client_id, 0, NEW.day, 1, NEW.seconds, NEW.seconds * NEW.billable, NEW.seconds * NEW.billable * (NEW.invoice_id IS NULL) WHERE NEW.ended_at IS NOT NULL UNION ALL
        SELECT NEW.client_id, coalesce(NEW.project_id, -1), NEW.day, 1, NEW.seconds, NEW.seconds * NEW.billable, NEW.seconds * NEW.billable * (NEW.invoice_id IS NULL) WHERE NEW.ended_at IS NOT NULL)
    GROUP BY 1, 2, 3 HAVING (sum(entries), sum(seconds), sum(billable_seconds), sum(unbilled_seconds)) IS NOT (0, 0, 0, 0);
END;
-- +migrate StatementEnd

CREATE TABLE entry_margins (
    client_id INTEGER PRIMARY KEY REFERENCES clients (id) ON DELETE CASCADE,
    earliest  INTEGER NOT NULL,
    latest    INTEGER NOT NULL,
    CHECK (earliest <= latest)
) STRICT;

-- +migrate StatementBegin
CREATE TRIGGER time_entries_widen_margins AFTER INSERT ON time_entries
WHEN NOT EXISTS (SELECT 1 FROM entry_margins WHERE client_id = NEW.client_id AND NEW.started_at - unixepoch(NEW.day) BETWEEN earliest AND latest) BEGIN
    INSERT INTO entry_margins VALUES (NEW.client_id, NEW.started_at - unixepoch(NEW.day), NEW.started_at - unixepoch(NEW.day))
    ON CONFLICT DO UPDATE SET earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest);
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER time_entries_widen_margins_again AFTER UPDATE OF client_id, day, started_at ON time_entries
WHEN NOT EXISTS (SELECT 1 FROM entry_margins WHERE client_id = NEW.client_id AND NEW.started_at - unixepoch(NEW.day) BETWEEN earliest AND latest) BEGIN
    INSERT INTO entry_margins VALUES (NEW.client_id, NEW.started_at - unixepoch(NEW.day), NEW.started_at - unixepoch(NEW.day))
    ON CONFLICT DO UPDATE SET earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest);
END;
-- +migrate StatementEnd

INSERT INTO entry_margins
SELECT client_id, min(started_at - unixepoch(day)), max(started_at - unixepoch(day)) FROM time_entries GROUP BY client_id;

-- +migrate Down
-- The table keeps its form; whatever was written for the earlier one works with it.
DROP TRIGGER time_entries_widen_margins_again;
DROP TRIGGER time_entries_widen_margins;
DROP TABLE entry_margins;
UPDATE time_entries SET updated_at = created_at WHERE updated_at IS NULL;
DROP INDEX time_entries_by_timetracker_id;
DROP INDEX time_entries_unbilled;
DROP INDEX time_entries_by_project;
DROP INDEX time_entries_by_client;
CREATE INDEX time_entries_by_client ON time_entries (client_id, started_at, id, day) WHERE ended_at IS NOT NULL;
CREATE INDEX time_entries_by_project ON time_entries (project_id, started_at);
CREATE INDEX time_entries_unbilled ON time_entries (client_id, started_at) WHERE invoice_id IS NULL;
CREATE UNIQUE INDEX time_entries_by_timetracker_id ON time_entries (timetracker_id);
