-- The shape (k, v, e) is gofiber/storage/sqlite3's; k is the SHA-256 of a session id, e the
-- expiry in unix seconds. sign_in_limits counts attempts and failures per account and address.

-- +migrate Up
CREATE TABLE sessions (
    k TEXT PRIMARY KEY NOT NULL,
    v BLOB NOT NULL,
    e INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX e ON sessions (e);

CREATE TABLE sign_in_limits (
    key           TEXT PRIMARY KEY NOT NULL,
    count         INTEGER NOT NULL CHECK (count >= 0),
    blocked_until INTEGER NOT NULL DEFAULT 0,
    expires_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_limits_by_expiry ON sign_in_limits (expires_at);

-- +migrate Down
DROP TABLE sign_in_limits;
DROP TABLE sessions;
