-- Numbers: the base tables are 001 to 046; 047 to 049 are the portal's own three, whose numbers and
-- columns are given; everything later continues from 050. Files are append-only.
-- Conventions: money is INTEGER minor units beside a currency code, instants are unix seconds,
-- days are TEXT YYYY-MM-DD, durations are seconds, booleans are 0 or 1.

-- +migrate Up
CREATE TABLE settings (
    id                      INTEGER PRIMARY KEY CHECK (id = 1),
    company_name            TEXT NOT NULL DEFAULT '',
    company_address         TEXT NOT NULL DEFAULT '',
    company_email           TEXT NOT NULL DEFAULT '',
    company_phone           TEXT NOT NULL DEFAULT '',
    company_website         TEXT NOT NULL DEFAULT '',
    company_vat_number      TEXT NOT NULL DEFAULT '',
    company_bank_account    TEXT NOT NULL DEFAULT '',
    time_zone               TEXT NOT NULL DEFAULT 'UTC' CHECK (time_zone <> ''),
    currency                TEXT NOT NULL DEFAULT 'EUR' CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    invoice_prefix          TEXT NOT NULL DEFAULT 'INV',
    invoice_next_number     INTEGER NOT NULL DEFAULT 1 CHECK (invoice_next_number > 0),
    invoice_terms           TEXT NOT NULL DEFAULT '',
    invoice_notes           TEXT NOT NULL DEFAULT '',
    password_min_length     INTEGER NOT NULL DEFAULT 12 CHECK (password_min_length BETWEEN 8 AND 64),
    portal_idle_seconds     INTEGER NOT NULL DEFAULT 7200 CHECK (portal_idle_seconds BETWEEN 60 AND 2592000),
    portal_absolute_seconds INTEGER NOT NULL DEFAULT 43200 CHECK (portal_absolute_seconds BETWEEN 60 AND 2592000),
    staff_idle_seconds      INTEGER NOT NULL DEFAULT 3600 CHECK (staff_idle_seconds BETWEEN 60 AND 86400),
    staff_absolute_seconds  INTEGER NOT NULL DEFAULT 43200 CHECK (staff_absolute_seconds BETWEEN 60 AND 86400),
    updated_at              INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO settings (id) VALUES (1);

-- +migrate Down
DROP TABLE settings;
