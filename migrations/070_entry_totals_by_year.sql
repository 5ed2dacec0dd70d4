-- Totals by year too (grain 4, '2026'), so that what ten years add up to is a few dozen rows:
-- days, months, years, months, days. The rest is as in 065.

-- +migrate Up
DROP TRIGGER entry_changes_counted;
DROP TRIGGER entry_totals_emptied;
CREATE TABLE entry_totals_new (
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
INSERT INTO entry_totals_new
SELECT client_id, project_id, grain, period, entries, seconds, billable_seconds, unbilled_seconds FROM entry_totals
UNION ALL
SELECT client_id, project_id, 4, substr(period, 1, 4), sum(entries), sum(seconds), sum(billable_seconds), sum(unbilled_seconds)
FROM entry_totals WHERE grain = 7 GROUP BY 1, 2, 4
ORDER BY 1, 2, 3, 4;
DROP TABLE entry_totals;
ALTER TABLE entry_totals_new RENAME TO entry_totals;
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

-- +migrate Down
-- The table keeps its form; without rows by year it is as it was.
DROP TRIGGER entry_changes_counted;
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
DELETE FROM entry_totals WHERE grain = 4;
