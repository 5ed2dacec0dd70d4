package store

import (
	"context"
	"database/sql"
	"strings"

	"foyer/portal"
)

// AuditLog reads a page of the audit log, newest first.
func (s *Store) AuditLog(ctx context.Context, f portal.AuditFilter, at portal.Cursor, size int) (portal.Page[portal.AuditLine], error) {
	where, args := auditConditions(f)
	seek, order, edge := seek(at, "a.at", "a.id")
	args = append(append(args, edge...), size+1)
	rows, err := collect(ctx, s.read, scanAuditLine, `
		SELECT a.id, a.at, a.actor_kind, coalesce(a.actor_id, 0), a.actor_name, a.action, a.subject_kind, coalesce(a.subject_id, 0), a.detail, a.ip,
		       coalesce(CASE a.subject_kind
		           WHEN 'client' THEN (SELECT name FROM clients WHERE id = a.subject_id)
		           WHEN 'user' THEN (SELECT username FROM users WHERE id = a.subject_id)
		           WHEN 'project' THEN (SELECT name FROM projects WHERE id = a.subject_id)
		           WHEN 'time entry' THEN (SELECT 'Entry of ' || day FROM time_entries WHERE id = a.subject_id)
		           WHEN 'invoice' THEN (SELECT coalesce(number, 'Draft') FROM invoices WHERE id = a.subject_id)
		       END, '')
		FROM audit_log a WHERE `+where+seek+" ORDER BY "+order+limit, args...)
	if err != nil {
		return portal.Page[portal.AuditLine]{}, err
	}
	return page(rows, at, size, func(l portal.AuditLine) (int64, int64) { return l.At.Unix(), l.ID }), nil
}

func auditConditions(f portal.AuditFilter) (where string, args []any) {
	conditions := []string{"1"}
	if f.Search != "" {
		pattern := contains(f.Search)
		conditions = append(conditions, `(a.actor_name LIKE ? ESCAPE '\' OR a.action LIKE ? ESCAPE '\' OR a.detail LIKE ? ESCAPE '\')`)
		args = append(args, pattern, pattern, pattern)
	}
	if f.Kind != nil {
		conditions = append(conditions, "a.subject_kind = ?")
		args = append(args, *f.Kind)
	}
	if f.Subject.ID != 0 {
		conditions = append(conditions, "a.subject_kind = ? AND a.subject_id = ?")
		args = append(args, f.Subject.Kind, f.Subject.ID)
	}
	if !f.From.IsZero() {
		conditions = append(conditions, "a.at >= ?")
		args = append(args, f.From.Unix())
	}
	if !f.Until.IsZero() {
		conditions = append(conditions, "a.at < ?")
		args = append(args, f.Until.Unix())
	}
	return strings.Join(conditions, " AND "), args
}

// contains is a pattern of LIKE for a part of a text, its own signs meant as they are.
func contains(part string) string {
	return "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(part) + "%"
}

func scanAuditLine(row scanner) (l portal.AuditLine, err error) {
	var at sql.NullInt64
	err = row.Scan(&l.ID, &at, &l.Actor.Kind, &l.Actor.ID, &l.Actor.Name, &l.Action, &l.Subject.Kind, &l.Subject.ID, &l.Detail, &l.IP, &l.Record)
	l.At = instant(at)
	return l, err
}
