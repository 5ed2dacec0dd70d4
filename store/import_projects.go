package store

import (
	"context"
	"database/sql"
	"errors"

	"foyer/portal"
)

// ImportedProject is a project as another program has it. Times are unix seconds.
type ImportedProject struct {
	SourceID      int64
	Client        portal.ClientID
	Name          string
	Code          string
	Description   string
	Status        portal.ProjectStatus
	Billable      bool
	RateMinor     *int64
	BudgetSeconds *int64
	BudgetMinor   *int64
	Created       int64
	Updated       int64
}

// SaveProject adds a project or changes the one that was imported before. Where that
// had another client, moved is true: its entries have followed it, and invoices of the
// former client have let go of it.
func (i *Import) SaveProject(ctx context.Context, p ImportedProject) (id int64, moved bool, err error) {
	var before portal.ClientID
	err = i.tx.QueryRowContext(ctx, "SELECT id, client_id FROM projects WHERE timetracker_id = ?", p.SourceID).Scan(&id, &before)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, false, translate(err)
	}
	if id != 0 && before != p.Client {
		moved = true
		if err := i.moveProject(ctx, id, p.Client); err != nil {
			return 0, false, err
		}
	}

	// A client set to what it was would make SQLite look through all entries.
	id, err = i.save(ctx, `
		INSERT INTO projects (client_id, name, code, description, status, billable, rate_minor,
			budget_seconds, budget_minor, timetracker_id, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (timetracker_id) DO UPDATE SET
			name = excluded.name, code = excluded.code, description = excluded.description,
			status = excluded.status, billable = excluded.billable, rate_minor = excluded.rate_minor,
			budget_seconds = excluded.budget_seconds, budget_minor = excluded.budget_minor, updated_at = excluded.updated_at,
			revision = revision + (updated_at <> excluded.updated_at)
		RETURNING id`,
		p.Client, p.Name, p.Code, p.Description, p.Status, p.Billable, p.RateMinor,
		p.BudgetSeconds, p.BudgetMinor, p.SourceID, p.Created, p.Updated)
	return id, moved, err
}

func (i *Import) moveProject(ctx context.Context, id int64, client portal.ClientID) error {
	for _, query := range []string{
		"UPDATE projects SET client_id = ? WHERE id = ?",
		"UPDATE time_entries SET client_id = ?, invoice_id = NULL, invoice_line_id = NULL, revision = revision + 1 WHERE project_id = ?",
	} {
		if _, err := i.exec(ctx, query, client, id); err != nil {
			return err
		}
	}
	_, err := i.exec(ctx, "UPDATE invoices SET project_id = NULL WHERE project_id = ? AND client_id <> ?", id, client)
	return err
}
