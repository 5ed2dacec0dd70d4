-- Sums are kept by triggers, so that what is printed always adds up: subtotal_minor is the sum of
-- the lines, paid_minor of the completed payments, credited_minor of the credits. total_minor and
-- outstanding_minor are generated. A number is given when an invoice is issued, not before.
-- "Paid", "unpaid" and "overdue" are not stored: they follow from outstanding_minor and due_date.
-- bill_to_* are the client's name and address at the time of issue. tax_rate_bp is hundredths of a
-- percent, quantity_milli thousandths.

-- +migrate Up
CREATE TABLE invoices (
    id                INTEGER PRIMARY KEY,
    client_id         INTEGER NOT NULL REFERENCES clients (id) ON DELETE RESTRICT,
    project_id        INTEGER,
    number            TEXT UNIQUE CHECK (trim(number) <> ''),
    status            TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sent', 'cancelled')),
    issue_date        TEXT NOT NULL CHECK (issue_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(issue_date) IS issue_date),
    due_date          TEXT NOT NULL CHECK (due_date GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(due_date) IS due_date),
    currency          TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    tax_rate_bp       INTEGER NOT NULL DEFAULT 0 CHECK (tax_rate_bp BETWEEN 0 AND 100000),
    subtotal_minor    INTEGER NOT NULL DEFAULT 0,
    tax_minor         INTEGER NOT NULL DEFAULT 0,
    total_minor       INTEGER NOT NULL GENERATED ALWAYS AS (subtotal_minor + tax_minor) STORED
                      CHECK (total_minor BETWEEN -10000000000000 AND 10000000000000),
    paid_minor        INTEGER NOT NULL DEFAULT 0,
    credited_minor    INTEGER NOT NULL DEFAULT 0,
    outstanding_minor INTEGER NOT NULL GENERATED ALWAYS AS (subtotal_minor + tax_minor - paid_minor - credited_minor) STORED
                      CHECK (outstanding_minor BETWEEN -10000000000000 AND 10000000000000),
    bill_to_name      TEXT NOT NULL DEFAULT '',
    bill_to_email     TEXT NOT NULL DEFAULT '',
    bill_to_address   TEXT NOT NULL DEFAULT '',
    bill_to_vat       TEXT NOT NULL DEFAULT '',
    notes             TEXT NOT NULL DEFAULT '',
    terms             TEXT NOT NULL DEFAULT '',
    timetracker_id    INTEGER UNIQUE,
    created_at        INTEGER NOT NULL,
    updated_at        INTEGER NOT NULL,
    CHECK (status = 'draft' OR number IS NOT NULL),
    UNIQUE (id, client_id),
    FOREIGN KEY (project_id, client_id) REFERENCES projects (id, client_id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX invoices_by_client ON invoices (client_id, issue_date DESC, id DESC, status, outstanding_minor, due_date);
CREATE INDEX invoices_by_project ON invoices (project_id) WHERE project_id IS NOT NULL;

CREATE TABLE invoice_lines (
    id               INTEGER PRIMARY KEY,
    invoice_id       INTEGER NOT NULL REFERENCES invoices (id) ON DELETE CASCADE,
    position         INTEGER NOT NULL CHECK (position > 0),
    kind             TEXT NOT NULL DEFAULT 'item' CHECK (kind IN ('item', 'good', 'expense', 'other')),
    description      TEXT NOT NULL,
    quantity_milli   INTEGER NOT NULL CHECK (quantity_milli BETWEEN -1000000000000 AND 1000000000000),
    unit_price_minor INTEGER NOT NULL CHECK (unit_price_minor BETWEEN -10000000000000 AND 10000000000000),
    total_minor      INTEGER NOT NULL CHECK (total_minor BETWEEN -10000000000000 AND 10000000000000),
    UNIQUE (invoice_id, position)
) STRICT;

CREATE TABLE payments (
    id             INTEGER PRIMARY KEY,
    invoice_id     INTEGER NOT NULL REFERENCES invoices (id) ON DELETE RESTRICT,
    paid_on        TEXT NOT NULL CHECK (paid_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(paid_on) IS paid_on),
    amount_minor   INTEGER NOT NULL CHECK (amount_minor <> 0 AND amount_minor BETWEEN -10000000000000 AND 10000000000000),
    method         TEXT NOT NULL DEFAULT '',
    reference      TEXT NOT NULL DEFAULT '',
    notes          TEXT NOT NULL DEFAULT '',
    status         TEXT NOT NULL DEFAULT 'completed' CHECK (status IN ('completed', 'pending', 'failed', 'refunded')),
    timetracker_id INTEGER UNIQUE,
    created_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX payments_by_invoice ON payments (invoice_id, paid_on, id);

CREATE TABLE credits (
    id             INTEGER PRIMARY KEY,
    invoice_id     INTEGER NOT NULL REFERENCES invoices (id) ON DELETE RESTRICT,
    number         TEXT NOT NULL DEFAULT '',
    credited_on    TEXT NOT NULL CHECK (credited_on GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(credited_on) IS credited_on),
    amount_minor   INTEGER NOT NULL CHECK (amount_minor <> 0 AND amount_minor BETWEEN -10000000000000 AND 10000000000000),
    reason         TEXT NOT NULL DEFAULT '',
    timetracker_id INTEGER UNIQUE,
    created_at     INTEGER NOT NULL
) STRICT;

CREATE INDEX credits_by_invoice ON credits (invoice_id, credited_on, id);

-- +migrate StatementBegin
CREATE TRIGGER invoice_lines_added AFTER INSERT ON invoice_lines BEGIN
    UPDATE invoices SET subtotal_minor = subtotal_minor + NEW.total_minor WHERE id = NEW.invoice_id;
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER invoice_lines_changed AFTER UPDATE OF invoice_id, total_minor ON invoice_lines BEGIN
    UPDATE invoices SET subtotal_minor = subtotal_minor - OLD.total_minor WHERE id = OLD.invoice_id;
    UPDATE invoices SET subtotal_minor = subtotal_minor + NEW.total_minor WHERE id = NEW.invoice_id;
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER invoice_lines_removed AFTER DELETE ON invoice_lines BEGIN
    UPDATE invoices SET subtotal_minor = subtotal_minor - OLD.total_minor WHERE id = OLD.invoice_id;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER payments_added AFTER INSERT ON payments WHEN NEW.status = 'completed' BEGIN
    UPDATE invoices SET paid_minor = paid_minor + NEW.amount_minor WHERE id = NEW.invoice_id;
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER payments_changed AFTER UPDATE OF invoice_id, amount_minor, status ON payments BEGIN
    UPDATE invoices SET paid_minor = paid_minor - OLD.amount_minor WHERE id = OLD.invoice_id AND OLD.status = 'completed';
    UPDATE invoices SET paid_minor = paid_minor + NEW.amount_minor WHERE id = NEW.invoice_id AND NEW.status = 'completed';
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER payments_removed AFTER DELETE ON payments WHEN OLD.status = 'completed' BEGIN
    UPDATE invoices SET paid_minor = paid_minor - OLD.amount_minor WHERE id = OLD.invoice_id;
END;
-- +migrate StatementEnd

-- +migrate StatementBegin
CREATE TRIGGER credits_added AFTER INSERT ON credits BEGIN
    UPDATE invoices SET credited_minor = credited_minor + NEW.amount_minor WHERE id = NEW.invoice_id;
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER credits_changed AFTER UPDATE OF invoice_id, amount_minor ON credits BEGIN
    UPDATE invoices SET credited_minor = credited_minor - OLD.amount_minor WHERE id = OLD.invoice_id;
    UPDATE invoices SET credited_minor = credited_minor + NEW.amount_minor WHERE id = NEW.invoice_id;
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER credits_removed AFTER DELETE ON credits BEGIN
    UPDATE invoices SET credited_minor = credited_minor - OLD.amount_minor WHERE id = OLD.invoice_id;
END;
-- +migrate StatementEnd

-- +migrate Down
DROP TABLE credits;
DROP TABLE payments;
DROP TABLE invoice_lines;
DROP TABLE invoices;
