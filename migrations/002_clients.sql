-- A client is a customer: a company or a person that projects, hours and invoices belong to.
-- access_version is compared with the one a session was made with: raising it ends all sessions.

-- +migrate Up
CREATE TABLE clients (
    id                 INTEGER PRIMARY KEY,
    name               TEXT NOT NULL CHECK (trim(name) <> ''),
    contact_person     TEXT NOT NULL DEFAULT '',
    email              TEXT NOT NULL DEFAULT '',
    phone              TEXT NOT NULL DEFAULT '',
    address            TEXT NOT NULL DEFAULT '',
    vat_number         TEXT NOT NULL DEFAULT '',
    currency           TEXT NOT NULL DEFAULT 'EUR' CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    default_rate_minor INTEGER CHECK (default_rate_minor BETWEEN 0 AND 10000000000000),
    notes              TEXT NOT NULL DEFAULT '',
    active             INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    access_version     INTEGER NOT NULL DEFAULT 1,
    last_sign_in_at    INTEGER,
    timetracker_id     INTEGER UNIQUE,
    created_at         INTEGER NOT NULL,
    updated_at         INTEGER NOT NULL
) STRICT;

CREATE INDEX clients_by_name ON clients (name COLLATE NOCASE, id);

-- +migrate Down
DROP TABLE clients;
