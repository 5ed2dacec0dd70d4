package store

import (
	"context"
	"errors"

	"foyer/portal"
)

// ActiveProjects lists a client's active projects by name, with what their finished
// entries add up to; at most so many of them, all where it is negative.
func (s *Store) ActiveProjects(ctx context.Context, client portal.ClientID, most int) ([]portal.Project, error) {
	return gather(ctx, s.brief, readProject, `
		SELECT p.id, p.name, p.description, p.status, p.rate_minor, c.currency,
		       t.entries, t.seconds
		FROM projects p CROSS JOIN clients c ON c.id = p.client_id LEFT JOIN `+totalsOfProject+`
		WHERE p.client_id = ? AND p.status = ?
		ORDER BY p.name COLLATE NOCASE, p.id`+limit, client, portal.ProjectActive, most)
}

func readProject(r *row) portal.Project {
	p := portal.Project{ID: r.number(), Name: r.text(), Description: r.text(), Status: portal.ProjectStatus(r.text())}
	own, rate := !r.isNull(), portal.Money{Minor: r.number(), Currency: r.text()}
	if own {
		p.Rate = &rate
	}
	p.Entries, p.Hours = int(r.number()), portal.Hours(r.number())
	return p
}

// CountActiveProjects counts a client's active projects.
func (s *Store) CountActiveProjects(ctx context.Context, client portal.ClientID) (int, error) {
	n, err := first(ctx, s.brief, (*row).number, "SELECT count(*) FROM projects WHERE client_id = ? AND status = ?", client, portal.ProjectActive)
	return int(n), translate(err)
}

// ProjectOptions lists the projects that a client's entries can be filtered by: the
// active ones, and past ones that have finished entries.
func (s *Store) ProjectOptions(ctx context.Context, client portal.ClientID) ([]portal.ProjectOption, error) {
	active, err1 := gather(ctx, s.brief, readProjectOption, `
		SELECT p.id, p.name, 0 FROM projects p WHERE p.client_id = ? AND p.status = ?
		ORDER BY p.name COLLATE NOCASE, p.id`, client, portal.ProjectActive)
	past, err2 := gather(ctx, s.brief, readProjectOption, `
		SELECT p.id, p.name, 1 FROM projects p WHERE p.client_id = ? AND p.status <> ?
		AND EXISTS (SELECT 1 FROM entry_totals t WHERE `+ofProject+`)
		ORDER BY p.name COLLATE NOCASE, p.id`, client, portal.ProjectActive)
	return append(active, past...), errors.Join(err1, err2)
}

func readProjectOption(r *row) portal.ProjectOption {
	return portal.ProjectOption{ID: r.number(), Name: r.text(), Past: r.truth()}
}
