package store

import (
	"context"
	"database/sql"

	"foyer/portal"
)

// execer writes: the one writer or a transaction.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// Audit appends a line to the audit log.
func (s *Store) Audit(ctx context.Context, e portal.AuditEntry) error {
	return translate(audit(ctx, s.write, e))
}

// audit writes beside what it tells of, so that neither is there without the other.
func audit(ctx context.Context, in execer, e portal.AuditEntry) error {
	_, err := in.ExecContext(ctx, `
		INSERT INTO audit_log (at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, detail, ip)
		VALUES (?, ?, nullif(?, 0), ?, ?, ?, nullif(?, 0), ?, ?)`,
		e.At.Unix(), e.Actor.Kind, e.Actor.ID, e.Actor.Name, e.Action, e.Subject.Kind, e.Subject.ID, e.Detail, e.IP)
	return err
}
