package store

import (
	"context"

	"foyer/portal"
)

// unbilledWork is the seconds of each client's billable projects, and of what is booked on
// the client itself, that are on no invoice.
const unbilledWork = `
	SELECT c.id AS client, c.name AS name, c.currency, p.rate_minor, c.default_rate_minor, t.unbilled_seconds, t.project_id AS project
	FROM clients c CROSS JOIN projects p ON p.client_id = c.id AND p.billable = 1 CROSS JOIN ` + totalsOfProject + `
	WHERE t.unbilled_seconds <> 0 AND ?1 IN (0, c.id)
	UNION ALL
	SELECT c.id, c.name, c.currency, NULL, c.default_rate_minor, t.unbilled_seconds, t.project_id
	FROM clients c CROSS JOIN entry_totals t ON t.client_id = c.id AND t.project_id = ?2
	WHERE t.unbilled_seconds <> 0 AND ?1 IN (0, c.id)
	ORDER BY name COLLATE NOCASE, client, project`

// UnbilledByClient lists the clients that have unbilled hours, by name.
func (s *Store) UnbilledByClient(ctx context.Context) ([]portal.Unbilled, error) {
	work, err := collect(ctx, s.read, scanUnbilledWork, unbilledWork, 0, noProject)
	return portal.SumUnbilled(work), err
}

// Unbilled is what one client could be billed for; the zero value where there is nothing.
func (s *Store) Unbilled(ctx context.Context, client portal.ClientID) (portal.Unbilled, error) {
	work, err := collect(ctx, s.read, scanUnbilledWork, unbilledWork, client, noProject)
	if sums := portal.SumUnbilled(work); len(sums) == 1 {
		return sums[0], err
	}
	return portal.Unbilled{}, err
}

func scanUnbilledWork(row scanner) (w portal.UnbilledWork, err error) {
	var project int64
	return w, row.Scan(&w.Client, &w.ClientName, &w.Currency, &w.OfProject, &w.OfClient, &w.Hours, &project)
}

// UnbilledEntries lists a client's entries that are on no invoice, oldest first: those
// that can't be billed too, so that it can be said what is left out.
func (s *Store) UnbilledEntries(ctx context.Context, client portal.ClientID, f portal.EntryFilter) ([]portal.UnbilledEntry, error) {
	return collect(ctx, s.read, func(row scanner) (e portal.UnbilledEntry, err error) {
		return e, row.Scan(&e.ID, &e.Revision, &e.ProjectID, &e.Project, &e.PersonID, &e.Person, &e.Day, &e.Seconds, &e.Notes,
			&e.Billable, &e.Running, &e.OfProject, &e.OfClient)
	}, `
		SELECT e.id, e.revision, coalesce(e.project_id, 0), coalesce(p.name, ''), e.user_id, `+personName+`,
		       e.day, e.seconds, e.notes, e.billable = 1 AND coalesce(p.billable, 1) = 1, e.ended_at IS NULL, p.rate_minor, c.default_rate_minor
		FROM time_entries e JOIN clients c ON c.id = e.client_id JOIN users u ON u.id = e.user_id LEFT JOIN projects p ON p.id = e.project_id
		WHERE e.client_id = ?1 AND e.invoice_id IS NULL AND (?2 = 0 OR e.project_id = ?2)
		  AND (?3 = '' OR e.day >= ?3) AND (?4 = '' OR e.day <= ?4)
		ORDER BY e.started_at, e.id`, client, f.ProjectID, f.From, f.To)
}
