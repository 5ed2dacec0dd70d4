package store

import (
	"context"
	"database/sql"
	"errors"

	"foyer/portal"
)

// ActiveProjects lists a client's active projects by name, with what their finished
// entries add up to; at most so many of them, all where it is negative.
func (s *Store) ActiveProjects(ctx context.Context, client portal.ClientID, most int) ([]portal.Project, error) {
	return gather(ctx, s.brief, scanProject, `
		SELECT p.id, p.name, p.description, p.status, p.rate_minor, c.currency,
		       coalesce(t.entries, 0), coalesce(t.seconds, 0)
		FROM projects p CROSS JOIN clients c ON c.id = p.client_id LEFT JOIN `+totalsOfProject+`
		WHERE p.client_id = ? AND p.status = ?
		ORDER BY p.name COLLATE NOCASE, p.id`+limit, client, portal.ProjectActive, most)
}

func scanProject(row scanner) (p portal.Project, err error) {
	var rate sql.NullInt64
	var currency string
	err = row.Scan(&p.ID, &p.Name, &p.Description, &p.Status, &rate, &currency, &p.Entries, &p.Hours)
	if rate.Valid {
		p.Rate = &portal.Money{Minor: rate.Int64, Currency: currency}
	}
	return p, err
}

// CountActiveProjects counts a client's active projects.
func (s *Store) CountActiveProjects(ctx context.Context, client portal.ClientID) (n int, err error) {
	err = s.brief.QueryRowContext(ctx, "SELECT count(*) FROM projects WHERE client_id = ? AND status = ?", client, portal.ProjectActive).Scan(&n)
	return n, translate(err)
}

// ProjectOptions lists the projects that a client's entries can be filtered by: the
// active ones, and past ones that have finished entries.
func (s *Store) ProjectOptions(ctx context.Context, client portal.ClientID) ([]portal.ProjectOption, error) {
	scan := func(row scanner) (o portal.ProjectOption, err error) { return o, row.Scan(&o.ID, &o.Name, &o.Past) }
	active, err1 := gather(ctx, s.brief, scan, `
		SELECT p.id, p.name, 0 FROM projects p WHERE p.client_id = ? AND p.status = ?
		ORDER BY p.name COLLATE NOCASE, p.id`, client, portal.ProjectActive)
	past, err2 := gather(ctx, s.brief, scan, `
		SELECT p.id, p.name, 1 FROM projects p WHERE p.client_id = ? AND p.status <> ?
		AND EXISTS (SELECT 1 FROM entry_totals t INDEXED BY entry_totals_overall WHERE `+ofProject+`)
		ORDER BY p.name COLLATE NOCASE, p.id`, client, portal.ProjectActive)
	return append(active, past...), errors.Join(err1, err2)
}
