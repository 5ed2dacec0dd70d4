-- Mail. The settings of the mail server: one row, the password sealed with a key that is not in
-- here. The outbox: a row is written with what the mail tells of, and stays as its record. Its content
-- is sealed, as it may hold a link, and gone once the mail is sent, cancelled or out of date. link_hash is the SHA-256 of the
-- set-password link that the content carries: it goes live just before the final dot, in place of
-- former_hash, which comes back if the server refuses. once_key keeps a mail from being queued twice.
-- doubts counts the times that no answer came to a final dot: the mail may have arrived that often.

-- +migrate Up
CREATE TABLE mail_settings (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    enabled    INTEGER NOT NULL DEFAULT 0 CHECK (enabled IN (0, 1)),
    host       TEXT NOT NULL DEFAULT '',
    port       INTEGER NOT NULL DEFAULT 587 CHECK (port BETWEEN 1 AND 65535),
    encryption TEXT NOT NULL DEFAULT 'starttls' CHECK (encryption IN ('tls', 'starttls', 'none')),
    username   TEXT NOT NULL DEFAULT '',
    password   BLOB,
    sender     TEXT NOT NULL DEFAULT '',
    revision   INTEGER NOT NULL DEFAULT 1,
    updated_at INTEGER NOT NULL DEFAULT 0
) STRICT;

INSERT INTO mail_settings (id) VALUES (1);

CREATE TABLE outbox (
    id             INTEGER PRIMARY KEY,
    kind           TEXT NOT NULL CHECK (kind IN ('setup', 'notice', 'invoice', 'reminder')),
    account_kind   TEXT NOT NULL CHECK (account_kind IN ('client', 'user')),
    account_id     INTEGER NOT NULL,
    invoice_id     INTEGER REFERENCES invoices (id) ON DELETE SET NULL,
    to_address     TEXT NOT NULL CHECK (to_address <> ''),
    subject        TEXT NOT NULL,
    message_id     TEXT NOT NULL UNIQUE,
    once_key       TEXT UNIQUE,
    content        BLOB,
    link_hash      TEXT CHECK (length(link_hash) = 64),
    former_hash    TEXT CHECK (length(former_hash) = 64),
    former_expires INTEGER,
    state          TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'unsure', 'cancelled', 'expired')),
    attempts       INTEGER NOT NULL DEFAULT 0,
    doubts         INTEGER NOT NULL DEFAULT 0,
    next_at        INTEGER NOT NULL,
    lease_until    INTEGER,
    dot_at         INTEGER,
    not_after      INTEGER NOT NULL,
    step           TEXT NOT NULL DEFAULT '',
    code           INTEGER NOT NULL DEFAULT 0,
    said           TEXT NOT NULL DEFAULT '',
    created_at     INTEGER NOT NULL,
    done_at        INTEGER,
    CHECK (state NOT IN ('sent', 'cancelled', 'expired') OR content IS NULL)
) STRICT;

CREATE INDEX outbox_by_turn ON outbox (next_at, id) WHERE state = 'queued';
CREATE INDEX outbox_in_hand ON outbox (lease_until) WHERE state = 'sending';
CREATE INDEX outbox_in_trouble ON outbox (state) WHERE state IN ('failed', 'unsure');
CREATE INDEX outbox_by_account ON outbox (account_kind, account_id, id DESC);
CREATE INDEX outbox_by_time ON outbox (created_at DESC, id DESC);
CREATE INDEX outbox_by_invoice ON outbox (invoice_id) WHERE invoice_id IS NOT NULL;

ALTER TABLE clients ADD COLUMN invoice_mail INTEGER NOT NULL DEFAULT 0 CHECK (invoice_mail IN (0, 1));

-- +migrate Down
ALTER TABLE clients DROP COLUMN invoice_mail;
DROP TABLE outbox;
DROP TABLE mail_settings;
