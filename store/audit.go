package store

import (
	"context"

	"foyer/portal"
)

// Audit appends a line to the audit log.
func (s *Store) Audit(ctx context.Context, e portal.AuditEntry) error {
	_, err := s.write.ExecContext(ctx, `
		INSERT INTO audit_log (at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, detail, ip)
		VALUES (?, ?, nullif(?, 0), ?, ?, ?, nullif(?, 0), ?, ?)`,
		e.At.Unix(), e.Actor.Kind, e.Actor.ID, e.Actor.Name, e.Action, e.Subject.Kind, e.Subject.ID, e.Detail, e.IP)
	return translate(err)
}
