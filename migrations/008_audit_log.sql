-- Append-only: who did what to which record, when and from where.

-- +migrate Up
CREATE TABLE audit_log (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    actor_kind   TEXT NOT NULL CHECK (actor_kind IN ('nobody', 'client', 'user', 'system')),
    actor_id     INTEGER,
    actor_name   TEXT NOT NULL DEFAULT '',
    action       TEXT NOT NULL CHECK (action <> ''),
    subject_kind TEXT NOT NULL DEFAULT '',
    subject_id   INTEGER,
    detail       TEXT NOT NULL DEFAULT '',
    ip           TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX audit_log_by_time ON audit_log (at DESC, id DESC);

-- +migrate StatementBegin
CREATE TRIGGER audit_log_is_append_only_update BEFORE UPDATE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- +migrate StatementEnd
-- +migrate StatementBegin
CREATE TRIGGER audit_log_is_append_only_delete BEFORE DELETE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;
-- +migrate StatementEnd

-- +migrate Down
DROP TABLE audit_log;
