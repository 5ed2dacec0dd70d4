-- What finished time entries add up to, kept where they are written, so that no page has to count
-- them: a client's entries in all (project 0), those booked on the client itself (project -1) and
-- those of each project; for ever (grain 0, period ''), by month (grain 7, '2026-03') and by day
-- (grain 10, '2026-03-31'). Seconds are whole; billable_seconds are those of entries that are billable,
-- unbilled_seconds those of them that are on no invoice yet. A row without entries is taken away.
-- Whatever changes time_entries, the triggers keep up with it in the same transaction; they
-- write to the view entry_changes, which knows the rows. An import of many entries stands in
-- entry_totals_paused while it runs, and counts anew at its end. `foyer check` compares.

-- +migrate Up
CREATE TABLE entry_totals (
    client_id        INTEGER NOT NULL,
    project_id       INTEGER NOT NULL,
    grain            INTEGER NOT NULL CHECK (grain IN (0, 7, 10)),
    period           TEXT NOT NULL CHECK (length(period) = grain),
    entries          INTEGER NOT NULL,
    seconds          INTEGER NOT NULL,
    billable_seconds INTEGER NOT NULL,
    unbilled_seconds INTEGER NOT NULL,
    PRIMARY KEY (client_id, project_id, grain, period)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry_totals_paused (id INTEGER PRIMARY KEY CHECK (id = 1)) STRICT;

CREATE VIEW entry_changes AS
SELECT 0 AS client_id, 0 AS project_id, '' AS day, 0 AS entries, 0 AS seconds, 0 AS billable_seconds, 0 AS unbilled_seconds WHERE 0;

-- +migrate StatementBegin
CREATE TRIGGER entry_changes_counted INSTEAD OF INSERT ON entry_changes BEGIN
    INSERT INTO entry_totals (client_id, project_id, grain, period, entries, seconds, billable_seconds, unbilled_seconds)
    VALUES (NEW.client_id, NEW.project_id, 0, '', NEW.entries, NEW.seconds, NEW.billable_seconds, NEW.unbilled_seconds),
           (NEW.client_id, NEW.project_id, 7, substr(NEW.day, 1, 7), NEW.entries, NEW.seconds, NEW.billable_seconds, NEW.unbilled_seconds),
           (NEW.client_id, NEW.project_id, 10, NEW.day, NEW.entries, NEW.seconds, NEW.billable_seconds, NEW.unbilled_seconds)
    ON CONFLICT DO UPDATE SET
        entries = entries + excluded.entries, seconds = seconds + excluded.seconds,
        billable_seconds = billable_seconds + excluded.billable_seconds, unbilled_seconds = unbilled_seconds + excluded.unbilled_seconds;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER entry_totals_emptied AFTER UPDATE OF entries ON entry_totals WHEN NEW.entries = 0 BEGIN
    DELETE FROM entry_totals WHERE client_id = NEW.client_id AND project_id = NEW.project_id AND grain = NEW.grain AND period = NEW.period;
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

INSERT INTO entry_totals
WITH days AS (
    SELECT client_id, coalesce(project_id, -1) AS project_id, day, count(*) AS entries, sum(seconds) AS seconds,
           sum(seconds * billable) AS billable_seconds, sum(seconds * billable * (invoice_id IS NULL)) AS unbilled_seconds
    FROM time_entries WHERE ended_at IS NOT NULL GROUP BY 1, 2, 3
)
SELECT d.client_id, d.project_id * scope.own, grains.grain, substr(d.day, 1, grains.grain),
       sum(d.entries), sum(d.seconds), sum(d.billable_seconds), sum(d.unbilled_seconds)
FROM days d, (SELECT 0 AS own UNION ALL SELECT 1) AS scope, (SELECT 0 AS grain UNION ALL SELECT 7 UNION ALL SELECT 10) AS grains
GROUP BY 1, 2, 3, 4;

-- Lists read their order off an index, which ends with the row's id in any case;
-- what they add up to no longer comes from there.
DROP INDEX time_entries_by_client;
DROP INDEX time_entries_by_project;
DROP INDEX time_entries_by_start;
DROP INDEX time_entries_by_user;
DROP INDEX time_entries_unbilled;
DROP INDEX time_entries_running;
CREATE INDEX time_entries_by_client ON time_entries (client_id, started_at, id, day) WHERE ended_at IS NOT NULL;
CREATE INDEX time_entries_by_project ON time_entries (project_id, started_at);
CREATE INDEX time_entries_by_start ON time_entries (started_at) WHERE ended_at IS NOT NULL;
CREATE INDEX time_entries_by_user ON time_entries (user_id, started_at);
CREATE INDEX time_entries_unbilled ON time_entries (client_id, started_at) WHERE invoice_id IS NULL;
CREATE INDEX time_entries_running ON time_entries (user_id, started_at) WHERE ended_at IS NULL;

-- +migrate Down
DROP INDEX time_entries_running;
DROP INDEX time_entries_unbilled;
DROP INDEX time_entries_by_user;
DROP INDEX time_entries_by_start;
DROP INDEX time_entries_by_project;
DROP INDEX time_entries_by_client;
CREATE INDEX time_entries_running ON time_entries (user_id, started_at DESC) WHERE ended_at IS NULL;
CREATE INDEX time_entries_by_client ON time_entries (client_id, started_at DESC, id DESC, day, project_id, seconds) WHERE ended_at IS NOT NULL;
CREATE INDEX time_entries_by_project ON time_entries (project_id, client_id, started_at DESC, id DESC, day, seconds, ended_at);
CREATE INDEX time_entries_by_start ON time_entries (started_at DESC, id DESC) WHERE ended_at IS NOT NULL;
CREATE INDEX time_entries_by_user ON time_entries (user_id, started_at DESC, id DESC);
CREATE INDEX time_entries_unbilled ON time_entries (client_id, project_id, seconds) WHERE invoice_id IS NULL AND ended_at IS NOT NULL AND billable = 1;
DROP TRIGGER time_entries_changed;
DROP TRIGGER time_entries_removed;
DROP TRIGGER time_entries_added;
DROP TRIGGER entry_changes_counted;
DROP VIEW entry_changes;
DROP TABLE entry_totals_paused;
DROP TABLE entry_totals;
