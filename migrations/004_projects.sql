-- UNIQUE (id, client_id) lets entries and invoices refer to both at once: a project of another
-- client can't be stored on them. A rate is per hour, in the client's currency.

-- +migrate Up
CREATE TABLE projects (
    id             INTEGER PRIMARY KEY,
    client_id      INTEGER NOT NULL REFERENCES clients (id) ON DELETE RESTRICT,
    name           TEXT NOT NULL CHECK (trim(name) <> ''),
    code           TEXT NOT NULL DEFAULT '',
    description    TEXT NOT NULL DEFAULT '',
    status         TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'archived')),
    billable       INTEGER NOT NULL DEFAULT 1 CHECK (billable IN (0, 1)),
    rate_minor     INTEGER CHECK (rate_minor BETWEEN 0 AND 10000000000000),
    budget_seconds INTEGER CHECK (budget_seconds BETWEEN 0 AND 1000000000),
    budget_minor   INTEGER CHECK (budget_minor BETWEEN 0 AND 10000000000000),
    timetracker_id INTEGER UNIQUE,
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    UNIQUE (id, client_id)
) STRICT;

CREATE INDEX projects_by_client ON projects (client_id, status, name COLLATE NOCASE, id);

-- +migrate Down
DROP TABLE projects;
