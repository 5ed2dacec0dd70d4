-- What it takes to write invoices here: a sequence of numbers per prefix, what a form of money was
-- sent with (so that a second press is not a second payment), the sender's name and address as they
-- were at the time of issue (empty on a draft and on what was imported: then the company's), and
-- which line bills which hours. Hours know their invoice by invoice_id, and their line where they
-- were put on it here; a line that goes frees them.

-- +migrate Up
CREATE TABLE invoice_sequences (
    prefix      TEXT PRIMARY KEY NOT NULL,
    next_number INTEGER NOT NULL DEFAULT 1 CHECK (next_number > 0)
) STRICT, WITHOUT ROWID;

INSERT INTO invoice_sequences (prefix, next_number) SELECT invoice_prefix, invoice_next_number FROM settings;
ALTER TABLE settings DROP COLUMN invoice_next_number;

ALTER TABLE invoices ADD COLUMN issuer_name TEXT NOT NULL DEFAULT '';
ALTER TABLE invoices ADD COLUMN issuer_address TEXT NOT NULL DEFAULT '';
ALTER TABLE invoices ADD COLUMN issuer_vat TEXT NOT NULL DEFAULT '';
ALTER TABLE invoices ADD COLUMN form_key TEXT CHECK (form_key <> '');
ALTER TABLE payments ADD COLUMN form_key TEXT CHECK (form_key <> '');
ALTER TABLE credits ADD COLUMN form_key TEXT CHECK (form_key <> '');

CREATE UNIQUE INDEX invoices_by_form_key ON invoices (form_key) WHERE form_key IS NOT NULL;
CREATE UNIQUE INDEX payments_by_form_key ON payments (form_key) WHERE form_key IS NOT NULL;
CREATE UNIQUE INDEX credits_by_form_key ON credits (form_key) WHERE form_key IS NOT NULL;
CREATE INDEX invoices_by_date ON invoices (issue_date DESC, id DESC);

ALTER TABLE time_entries ADD COLUMN invoice_line_id INTEGER REFERENCES invoice_lines (id) ON DELETE SET NULL;

CREATE INDEX time_entries_by_invoice_line ON time_entries (invoice_line_id) WHERE invoice_line_id IS NOT NULL;

-- +migrate StatementBegin
CREATE TRIGGER invoice_lines_free_their_hours BEFORE DELETE ON invoice_lines BEGIN
    UPDATE time_entries SET invoice_id = NULL, invoice_line_id = NULL WHERE invoice_line_id = OLD.id;
END;
-- +migrate StatementEnd

-- +migrate Down
DROP TRIGGER invoice_lines_free_their_hours;
DROP INDEX time_entries_by_invoice_line;
ALTER TABLE time_entries DROP COLUMN invoice_line_id;
DROP INDEX invoices_by_date;
DROP INDEX credits_by_form_key;
DROP INDEX payments_by_form_key;
DROP INDEX invoices_by_form_key;
ALTER TABLE credits DROP COLUMN form_key;
ALTER TABLE payments DROP COLUMN form_key;
ALTER TABLE invoices DROP COLUMN form_key;
ALTER TABLE invoices DROP COLUMN issuer_vat;
ALTER TABLE invoices DROP COLUMN issuer_address;
ALTER TABLE invoices DROP COLUMN issuer_name;
ALTER TABLE settings ADD COLUMN invoice_next_number INTEGER NOT NULL DEFAULT 1 CHECK (invoice_next_number > 0);
UPDATE settings SET invoice_next_number = coalesce((SELECT next_number FROM invoice_sequences WHERE prefix = invoice_prefix), 1);
DROP TABLE invoice_sequences;
