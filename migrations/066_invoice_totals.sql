-- What invoices add up to, kept by triggers like entry_totals: a row for a client, a status, whether
-- something is still owed, and a currency. Amounts are minor units; outstanding_minor is what is owed,
-- credit_minor what was paid too much. What is overdue depends on the day and is read off its index.

-- +migrate Up
CREATE TABLE invoice_totals (
    client_id         INTEGER NOT NULL,
    status            TEXT NOT NULL,
    owing             INTEGER NOT NULL CHECK (owing IN (0, 1)),
    currency          TEXT NOT NULL,
    invoices          INTEGER NOT NULL,
    total_minor       INTEGER NOT NULL,
    outstanding_minor INTEGER NOT NULL,
    credit_minor      INTEGER NOT NULL,
    PRIMARY KEY (client_id, status, owing, currency)
) STRICT, WITHOUT ROWID;

CREATE VIEW invoice_changes AS
SELECT 0 AS client_id, '' AS status, '' AS currency, 0 AS invoices, 0 AS total_minor, 0 AS outstanding_minor WHERE 0;

-- +migrate StatementBegin
CREATE TRIGGER invoice_changes_counted INSTEAD OF INSERT ON invoice_changes BEGIN
    INSERT INTO invoice_totals (client_id, status, owing, currency, invoices, total_minor, outstanding_minor, credit_minor)
    VALUES (NEW.client_id, NEW.status, NEW.outstanding_minor > 0, NEW.currency, NEW.invoices, NEW.invoices * NEW.total_minor,
            NEW.invoices * max(NEW.outstanding_minor, 0), NEW.invoices * max(-NEW.outstanding_minor, 0))
    ON CONFLICT DO UPDATE SET
        invoices = invoices + excluded.invoices, total_minor = total_minor + excluded.total_minor,
        outstanding_minor = outstanding_minor + excluded.outstanding_minor, credit_minor = credit_minor + excluded.credit_minor;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER invoice_totals_emptied AFTER UPDATE OF invoices ON invoice_totals WHEN NEW.invoices = 0 BEGIN
    DELETE FROM invoice_totals WHERE client_id = NEW.client_id AND status = NEW.status AND owing = NEW.owing AND currency = NEW.currency;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER invoices_added AFTER INSERT ON invoices BEGIN
    INSERT INTO invoice_changes VALUES (NEW.client_id, NEW.status, NEW.currency, 1, NEW.total_minor, NEW.outstanding_minor);
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER invoices_removed AFTER DELETE ON invoices BEGIN
    INSERT INTO invoice_changes VALUES (OLD.client_id, OLD.status, OLD.currency, -1, OLD.total_minor, OLD.outstanding_minor);
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER invoices_changed AFTER UPDATE OF client_id, status, currency, subtotal_minor, tax_minor, paid_minor, credited_minor ON invoices
WHEN (OLD.client_id, OLD.status, OLD.currency, OLD.total_minor, OLD.outstanding_minor)
  IS NOT (NEW.client_id, NEW.status, NEW.currency, NEW.total_minor, NEW.outstanding_minor)
BEGIN
    INSERT INTO invoice_changes VALUES (OLD.client_id, OLD.status, OLD.currency, -1, OLD.total_minor, OLD.outstanding_minor);
    INSERT INTO invoice_changes VALUES (NEW.client_id, NEW.status, NEW.currency, 1, NEW.total_minor, NEW.outstanding_minor);
END;
-- +migrate StatementEnd

INSERT INTO invoice_totals
SELECT client_id, status, outstanding_minor > 0, currency, count(*), sum(total_minor),
       sum(max(outstanding_minor, 0)), sum(max(-outstanding_minor, 0))
FROM invoices GROUP BY 1, 2, 3, 4;

DROP INDEX invoices_by_client;
CREATE INDEX invoices_by_client ON invoices (client_id, issue_date, id, status, outstanding_minor);
CREATE INDEX invoices_owing ON invoices (client_id, status, issue_date, id, due_date, currency, total_minor, outstanding_minor) WHERE outstanding_minor > 0;

-- +migrate Down
DROP INDEX invoices_owing;
DROP INDEX invoices_by_client;
CREATE INDEX invoices_by_client ON invoices (client_id, issue_date DESC, id DESC, status, outstanding_minor, due_date);
DROP TRIGGER invoices_changed;
DROP TRIGGER invoices_removed;
DROP TRIGGER invoices_added;
DROP TRIGGER invoice_changes_counted;
DROP VIEW invoice_changes;
DROP TABLE invoice_totals;
