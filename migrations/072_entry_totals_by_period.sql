-- Totals in half the room, and read with a third less work. entry_totals keeps what entries add up to for
-- ever, for each client and project, as in 065. What they add up to by year, month and day stands in a
-- table of its own, without what is billed, which nobody asks for by period. Its key is one number: the
-- id of the row in entry_totals times 1,000,000,000, and the period as a digit for its grain before its
-- date: 120260000 is the year 2026, 220260300 its March, 320260331 the last day of that.

-- +migrate Up
DROP TRIGGER entry_changes_counted;
DROP TRIGGER entry_totals_emptied;
CREATE TABLE entry_totals_new (
    id               INTEGER PRIMARY KEY,
    client_id        INTEGER NOT NULL,
    project_id       INTEGER NOT NULL,
    entries          INTEGER NOT NULL,
    seconds          INTEGER NOT NULL,
    billable_seconds INTEGER NOT NULL,
    unbilled_seconds INTEGER NOT NULL,
    UNIQUE (client_id, project_id)
) STRICT;
CREATE TABLE entry_totals_by_period (
    id      INTEGER PRIMARY KEY,
    entries INTEGER NOT NULL,
    seconds INTEGER NOT NULL
) STRICT;
INSERT INTO entry_totals_new (client_id, project_id, entries, seconds, billable_seconds, unbilled_seconds)
SELECT client_id, project_id, entries, seconds, billable_seconds, unbilled_seconds FROM entry_totals WHERE grain = 0 ORDER BY client_id, project_id;
INSERT INTO entry_totals_by_period (id, entries, seconds)
SELECT n.id * 1000000000 + CASE t.grain WHEN 4 THEN 100000000 + t.period * 10000 WHEN 7 THEN 200000000 + replace(t.period, '-', '') * 100
       ELSE 300000000 + replace(t.period, '-', '') END, t.entries, t.seconds
FROM entry_totals_new n CROSS JOIN entry_totals t ON t.client_id = n.client_id AND t.project_id = n.project_id AND t.grain > 0
ORDER BY n.id, t.grain, t.period;
DROP TABLE entry_totals;
ALTER TABLE entry_totals_new RENAME TO entry_totals;

-- +migrate StatementBegin
CREATE TRIGGER entry_changes_counted INSTEAD OF INSERT ON entry_changes BEGIN
    INSERT INTO entry_totals (client_id, project_id, entries, seconds, billable_seconds, unbilled_seconds)
    VALUES (NEW.client_id, NEW.project_id, NEW.entries, NEW.seconds, NEW.billable_seconds, NEW.unbilled_seconds)
    ON CONFLICT (client_id, project_id) DO UPDATE SET
        entries = entries + excluded.entries, seconds = seconds + excluded.seconds,
        billable_seconds = billable_seconds + excluded.billable_seconds, unbilled_seconds = unbilled_seconds + excluded.unbilled_seconds;
    INSERT INTO entry_totals_by_period (id, entries, seconds)
    SELECT t.id * 1000000000 + p.column1, NEW.entries, NEW.seconds
    FROM entry_totals t CROSS JOIN (VALUES
        (100000000 + substr(NEW.day, 1, 4) * 10000),
        (200000000 + replace(substr(NEW.day, 1, 7), '-', '') * 100),
        (300000000 + replace(NEW.day, '-', ''))) AS p
    WHERE t.client_id = NEW.client_id AND t.project_id = NEW.project_id AND (NEW.entries <> 0 OR NEW.seconds <> 0)
    ON CONFLICT (id) DO UPDATE SET entries = entries + excluded.entries, seconds = seconds + excluded.seconds;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER entry_totals_emptied AFTER UPDATE OF entries ON entry_totals WHEN NEW.entries = 0 BEGIN
    DELETE FROM entry_totals_by_period WHERE id BETWEEN NEW.id * 1000000000 AND NEW.id * 1000000000 + 999999999;
    DELETE FROM entry_totals WHERE id = NEW.id;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER entry_totals_by_period_emptied AFTER UPDATE OF entries ON entry_totals_by_period WHEN NEW.entries = 0 BEGIN
    DELETE FROM entry_totals_by_period WHERE id = NEW.id;
END;
-- +migrate StatementEnd

-- +migrate Down
-- What is billed by period was not kept: everything is counted anew.
DROP TRIGGER entry_changes_counted;
DROP TABLE entry_totals_by_period;
DROP TABLE entry_totals;
CREATE TABLE entry_totals (
    client_id        INTEGER NOT NULL,
    project_id       INTEGER NOT NULL,
    grain            INTEGER NOT NULL CHECK (grain IN (0, 4, 7, 10)),
    period           TEXT NOT NULL CHECK (length(period) = grain),
    entries          INTEGER NOT NULL,
    seconds          INTEGER NOT NULL,
    billable_seconds INTEGER NOT NULL,
    unbilled_seconds INTEGER NOT NULL,
    PRIMARY KEY (client_id, project_id, grain, period)
) STRICT, WITHOUT ROWID;
INSERT INTO entry_totals
WITH days AS (
    SELECT client_id, coalesce(project_id, -1) AS project_id, day, count(*) AS entries, sum(seconds) AS seconds,
           sum(seconds * billable) AS billable_seconds, sum(seconds * billable * (invoice_id IS NULL)) AS unbilled_seconds
    FROM time_entries WHERE ended_at IS NOT NULL GROUP BY 1, 2, 3
)
SELECT d.client_id, d.project_id * scope.own, grains.grain, substr(d.day, 1, grains.grain),
       sum(d.entries), sum(d.seconds), sum(d.billable_seconds), sum(d.unbilled_seconds)
FROM days d, (SELECT 0 AS own UNION ALL SELECT 1) AS scope, (SELECT 0 AS grain UNION ALL SELECT 4 UNION ALL SELECT 7 UNION ALL SELECT 10) AS grains
GROUP BY 1, 2, 3, 4;
CREATE INDEX entry_totals_overall ON entry_totals (client_id, project_id, seconds, entries) WHERE grain = 0;
-- +migrate StatementBegin
CREATE TRIGGER entry_changes_counted INSTEAD OF INSERT ON entry_changes BEGIN
    INSERT INTO entry_totals (client_id, project_id, grain, period, entries, seconds, billable_seconds, unbilled_seconds)
    VALUES (NEW.client_id, NEW.project_id, 0, '', NEW.entries, NEW.seconds, NEW.billable_seconds, NEW.unbilled_seconds),
           (NEW.client_id, NEW.project_id, 4, substr(NEW.day, 1, 4), NEW.entries, NEW.seconds, NEW.billable_seconds, NEW.unbilled_seconds),
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
