-- A user is a person with a sign-in of their own: staff, or somebody of a client (047).

-- +migrate Up
CREATE TABLE users (
    id              INTEGER PRIMARY KEY,
    username        TEXT NOT NULL UNIQUE CHECK (username <> '' AND username = lower(trim(username))),
    full_name       TEXT NOT NULL DEFAULT '',
    email           TEXT NOT NULL DEFAULT '',
    role            TEXT NOT NULL DEFAULT 'member' CHECK (role IN ('member', 'admin')),
    password_hash   TEXT CHECK (password_hash <> ''),
    active          INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    access_version  INTEGER NOT NULL DEFAULT 1,
    last_sign_in_at INTEGER,
    timetracker_id  INTEGER UNIQUE,
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL
) STRICT;

-- +migrate Down
DROP TABLE users;
