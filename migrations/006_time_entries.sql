-- day is the day of the start in the business time zone, fixed when the entry is written.
-- seconds is the entry's own duration: breaks and corrections are in it, so it need not be
-- ended_at - started_at. A running entry has no ended_at and no seconds yet.

-- +migrate Up
CREATE TABLE time_entries (
    id             INTEGER PRIMARY KEY,
    client_id      INTEGER NOT NULL REFERENCES clients (id) ON DELETE RESTRICT,
    project_id     INTEGER,
    user_id        INTEGER NOT NULL REFERENCES users (id) ON DELETE RESTRICT,
    invoice_id     INTEGER,
    day            TEXT NOT NULL CHECK (day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' AND date(day) IS day),
    started_at     INTEGER NOT NULL,
    ended_at       INTEGER,
    seconds        INTEGER NOT NULL DEFAULT 0 CHECK (seconds BETWEEN -1000000000 AND 1000000000),
    notes          TEXT NOT NULL DEFAULT '',
    tags           TEXT NOT NULL DEFAULT '',
    billable       INTEGER NOT NULL DEFAULT 1 CHECK (billable IN (0, 1)),
    timetracker_id INTEGER UNIQUE,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    CHECK (ended_at IS NOT NULL OR seconds = 0),
    FOREIGN KEY (project_id, client_id) REFERENCES projects (id, client_id) ON DELETE RESTRICT,
    FOREIGN KEY (invoice_id, client_id) REFERENCES invoices (id, client_id) ON DELETE RESTRICT
) STRICT;

CREATE INDEX time_entries_by_client ON time_entries (client_id, started_at DESC, id DESC, day, project_id, seconds)
    WHERE ended_at IS NOT NULL;
-- Not partial, as the foreign key to projects looks its rows up here too.
CREATE INDEX time_entries_by_project ON time_entries (project_id, client_id, started_at DESC, id DESC, day, seconds, ended_at);
CREATE INDEX time_entries_by_user ON time_entries (user_id, started_at DESC);
CREATE INDEX time_entries_by_invoice ON time_entries (invoice_id) WHERE invoice_id IS NOT NULL;

-- +migrate Down
DROP TABLE time_entries;
