package store

import (
	"context"
	"database/sql"
	"strings"

	"foyer/portal"
)

// WorkedHours adds up finished work by person and project over some days, both included;
// for one person, or with zero for all. It goes by each person's index over starts.
func (s *Store) WorkedHours(ctx context.Context, from, to portal.Day, person int64) ([]portal.WorkedHours, error) {
	days, args := inDays(0, from, to)
	return collect(ctx, s.read, func(row scanner) (w portal.WorkedHours, err error) {
		return w, row.Scan(&w.PersonID, &w.Person, &w.Client, &w.ProjectID, &w.Project, &w.Hours)
	}, `
		SELECT u.id, `+personName+`, c.name, coalesce(e.project_id, 0), coalesce(p.name, ''), sum(e.seconds)
		FROM users u CROSS JOIN time_entries e ON e.user_id = u.id JOIN clients c ON c.id = e.client_id LEFT JOIN projects p ON p.id = e.project_id
		WHERE `+strings.Join(days, " AND ")+` AND e.ended_at IS NOT NULL AND ? IN (0, u.id)
		GROUP BY u.id, e.client_id, e.project_id ORDER BY u.id, e.client_id, e.project_id`,
		append(args, person)...)
}

// PortalSignIns lists who signed in to read a client's portal, last first: clients, and
// users who have nothing but a portal. Of others it is not known where they went.
func (s *Store) PortalSignIns(ctx context.Context, most int) ([]portal.PortalSignIn, error) {
	return collect(ctx, s.read, func(row scanner) (p portal.PortalSignIn, err error) {
		var at sql.NullInt64
		err = row.Scan(&p.Client, &p.Name, &p.Person, &at)
		p.At = instant(at)
		return p, err
	}, `
		SELECT c.id, c.name, '' AS person, c.last_sign_in_at AS at FROM clients c WHERE c.last_sign_in_at IS NOT NULL
		UNION ALL
		SELECT c.id, c.name, `+personName+`, u.last_sign_in_at
		FROM users u JOIN clients c ON c.id = u.client_id WHERE u.portal_only = 1 AND u.last_sign_in_at IS NOT NULL
		ORDER BY at DESC, 1, 3`+limit, most)
}

// FirstSteps looks which of the first records are there.
func (s *Store) FirstSteps(ctx context.Context) (f portal.FirstSteps, err error) {
	err = s.read.QueryRowContext(ctx, `
		SELECT trim(company_name) <> '', EXISTS (SELECT 1 FROM clients), EXISTS (SELECT 1 FROM projects),
		       EXISTS (SELECT 1 FROM time_entries), EXISTS (SELECT 1 FROM invoices WHERE status <> ?)
		FROM settings WHERE id = 1`, portal.InvoiceDraft).Scan(&f.Company, &f.Client, &f.Project, &f.Hours, &f.Invoice)
	return f, translate(err)
}
